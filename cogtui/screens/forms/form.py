"""Form of an operation or a row: a line for each member, checked while the user types."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input, Static

from cogtui.api_error import Explanation
from cogtui.documents.failure import failure_document
from cogtui.screens.dialogs.dialog import DialogTitle
from cogtui.screens.dialogs.document_dialog import POLICY, DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.forms import form_values
from cogtui.screens.forms.edit_dialog import EditDialog
from cogtui.screens.forms.form_documents import CliLineDialog, documentation_dialog
from cogtui.secret import Secret
from cogtui.service.members import Member, wrap_secrets
from cogtui.service.providers import masked_client_id
from cogtui.service.validation import Problem, check_input
from cogtui.text import ELLIPSIS, counted, visible
from cogtui.widgets.fields.field import Field, wrapped
from cogtui.widgets.fields.field_help import FieldHelp
from cogtui.widgets.fields.field_list import FieldList
from cogtui.widgets.fields.form_keys import FormKeys
from cogtui.widgets.fields.kinds import field_for
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import TextField

_MAX_WIDTH: Final = 120
"""The most columns that a form takes."""

_MAX_FAILURE_LINES: Final = 8
"""The most lines with the reason why a call failed."""

_FRAME: Final = 4
"""The lines taken by border, title and keys, and the columns taken by border and padding."""

_RULE: Final = 1
"""The line between the fields and the help."""

Checks = Callable[[Mapping[str, Any]], Sequence[Problem]]
"""Returns the problems of a form's values."""


class FormDialog(EditDialog[dict[str, Any] | None]):
    """A form for the members of an operation's input.

    Its result is the values set, by name, with secrets wrapped in `Secret`; None if the user
    cancels.

    Args:
        title: The title.
        members: The members to ask for.
        values: The initial values, by name.
        entered: What the user entered in an earlier form, which counts as changes of `values`.
        operation: The operation's AWS CLI name, for checks across its whole input.
        known: Values to suggest, by the member's name; inside of lists and maps by `List.Element`.
        documentation: The service's documentation of the operation, one paragraph per line.
        line: Returns the AWS CLI line for values, with or without the secrets in them.
        failure: Why the last call failed; None if there was none.
        sends: The label of Ctrl+S.
        on_copy: Copies a text, given the text and what to call it; None if copying is impossible.
        checks: Replaces the checks of the operation's input.
        context_members: Members that the user rarely changes; the focus starts on another one.
        enter_sends: Whether Enter in the last field sends the form, as Ctrl+S does everywhere.
    """

    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="form.leave"),
        Binding("ctrl+o,f1,question_mark", "explain", "AWS docs", id="form.help"),
        Binding("ctrl+l", "show_line", "CLI", id="form.line"),
        Binding("ctrl+g", "show_failure", "Why", id="form.why"),
        Binding("ctrl+r", "reset", "Reset field", id="form.reset"),
        Binding("tab,down", "app.focus_next", "Next field", id="form.next"),
        Binding("enter", "advance", "Next field, or send", show=False, id="form.enter"),
        Binding(
            "shift+tab,up", "app.focus_previous", "Previous field", show=False, id="form.before"
        ),
        Binding("ctrl+s", "send", "Send", id="form.send"),
    ]

    def __init__(  # noqa: PLR0913  all but the title and the members have a default
        self,
        title: str,
        members: Sequence[Member],
        values: Mapping[str, Any] = {},
        *,
        entered: Mapping[str, Any] | None = None,
        operation: str = "",
        known: Mapping[str, Sequence[str]] = {},
        documentation: str = "",
        line: Callable[[Mapping[str, Any], bool], str] | None = None,
        failure: Explanation | None = None,
        sends: str = "Send",
        on_copy: Callable[[Secret, str], None] | None = None,
        checks: Checks | None = None,
        context_members: Collection[str] = (),
        enter_sends: bool = True,
    ) -> None:
        super().__init__()
        self._context_members = context_members
        self._enter_sends = enter_sends
        self._title = title
        self._members = members
        self._known = known
        self._documentation = documentation
        self._line = line
        self._failure = failure
        self._refused: Field | None = None
        self._shown_changes = ""
        self._on_copy = on_copy
        self._checks = checks or (lambda edited: check_input(operation, members, edited))
        initial = wrap_secrets(members, values)
        self._fields = [
            field_for(spec, form_values.at(initial, spec.path))
            for spec in form_values.field_specs(members, known)
        ]
        if entered is not None:
            self._fill(wrap_secrets(members, entered))
        bindings = self._bindings.key_to_bindings
        bindings["ctrl+s"] = [replace(each, description=sends) for each in bindings["ctrl+s"]]
        if not any(each.help for each in members):
            # not the members of an operation
            bindings["ctrl+o"] = [replace(each, description="Help") for each in bindings["ctrl+o"]]

    def _fill(self, values: Mapping[str, Any]) -> None:
        for field in self._fields:
            value = form_values.at(values, field.spec.path)
            if value != field.answer:
                field.fill(value)

    def compose(self) -> ComposeResult:
        """Yield the title, the reason of the last failure, the fields, the help and the keys."""
        with Vertical(classes="dialog form"):
            with Horizontal(classes="form-title"):
                yield DialogTitle(self._title)
                yield Static("", id="form-changes", markup=False)
            reason, room = self._layout_lines()
            if reason:
                yield Static(reason, id="form-trouble", classes="dialog-error", markup=False)
            names = [(each.spec.label, each.spec.api_name) for each in self._fields]
            wanted = max((each.wanted_cells for each in self._fields), default=1)
            with FieldList(names, wanted) as fields:
                fields.styles.max_height = room
                yield from self._listed()
            yield FieldHelp()
            yield FormKeys()

    def _listed(self) -> Iterator[Widget]:
        # a hook for forms with headings between their fields
        yield from self._fields

    def _layout_lines(self) -> tuple[str, int]:
        """Return the reason of the last failure, and the number of lines left for the fields."""
        width, height = self.app.size
        lines = list(_failure_lines(self._failure, min(width, _MAX_WIDTH) - _FRAME))
        taken = _FRAME + len(lines) + FieldHelp.lines(height) + _RULE
        return "\n".join(lines), max(1, height - taken)

    def on_resize(self) -> None:
        """Limit the fields' height so that the title and the keys stay visible."""
        reason, room = self._layout_lines()
        if reason:
            self.query_one("#form-trouble", Static).update(reason)
        self.query_one(FieldList).styles.max_height = room

    def on_mount(self) -> None:
        """Focus the field that caused the last failure, or the first one to fill in."""
        if self._failure is not None:
            name = self._failure.member
            self._refused = next((each for each in self._fields if name in each.spec.path), None)
        for field in self._fields:
            self._hide_client_secret(field)
        if self._fields:
            self.set_focus(self._refused or self._first())
        self._check()
        self._show_changes()

    def _first(self) -> Field:
        """Return the field to focus first: a required one without a value, if there is one."""
        missing = [each for each in self._fields if each.spec.required and each.answer is None]
        editable = [each for each in self._fields if each.spec.path[0] not in self._context_members]
        return next(iter((*missing, *editable, *self._fields)))

    @property
    def _values(self) -> dict[str, Any]:
        return form_values.assemble((each.spec.path, each.answer) for each in self._fields)

    @property
    def _offers(self) -> Mapping[str, Sequence[str]]:
        """Values to suggest in rows, by the member's name."""
        return self._known

    @property
    def _present(self) -> Field | None:
        return self.focused if isinstance(self.focused, Field) else None

    @property
    def _changed(self) -> list[Field]:
        return [each for each in self._fields if each.is_changed]

    @property
    def has_changes(self) -> bool:
        """Whether there is input to lose: changed fields, or values that were refused."""
        return self._failure is not None or bool(self._changed)

    def _changes_text(self) -> str:
        count = len(self._changed)
        return counted(count, "change") if count else ""

    def _show_changes(self) -> None:
        # a layout for each key typed would be slow
        text = self._changes_text()
        if text != self._shown_changes:
            self._shown_changes = text
            self.query_one("#form-changes", Static).update(text)

    @on(Field.Edited)
    def _edited(self, event: Field.Edited) -> None:
        if event.field is self._refused:
            self._refused = None
        self._hide_client_secret(event.field)
        self._check()
        self._show_changes()

    def on_descendant_focus(self) -> None:
        """Show the help of the field in focus."""
        self.query_one(FieldHelp).show(self._present)

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Show the problems of the field that lost the focus."""
        # switching to another window, perhaps to copy a value, does not count
        if isinstance(event.widget, Field) and self.app.app_focus:
            event.widget.shows_problems = True
            self._check()

    def _check(self) -> list[Field]:
        """Update the problems shown, and return all fields with problems, shown or not."""
        specs = [each.spec for each in self._fields]
        found: list[list[Problem]] = [[] for _ in specs]
        for problem in self._checks(self._values):
            found[form_values.nearest_field(problem, specs)].append(problem)
        for field, problems in zip(self._fields, found, strict=True):
            shown = problems if field.shows_problems else []
            if field is self._refused and self._failure is not None:
                shown = [Problem(field.spec.path, self._failure.detail), *shown]
            field.show_problems(shown)
        return [field for field, problems in zip(self._fields, found, strict=True) if problems]

    def action_send(self) -> None:
        """Return the values, or focus the first field with a problem."""
        for field in self._fields:
            field.shows_problems = True
        invalid = self._check()
        if invalid:
            self.set_focus(invalid[0])
            invalid[0].scroll_visible(animate=False)
        else:
            self.dismiss(wrap_secrets(self._members, self._values))

    def action_reset(self) -> None:
        """Restore the initial value of the focused field."""
        if self._present is not None:
            self._present.reset()

    @on(Input.Submitted)
    def action_advance(self) -> None:
        """Focus the next field, or send the form from the last one."""
        if self._enter_sends and self._fields and self._present is self._fields[-1]:
            self.action_send()
        else:
            self.focus_next()

    def action_explain(self) -> None:
        """Show the full documentation of the operation and of the focused member."""
        member = self._present.spec.member if self._present else None
        self.app.push_screen(documentation_dialog(self._title, self._documentation, member))

    def action_show_line(self) -> None:
        """Show the AWS CLI line for the current values."""
        if self._line is not None:
            text = self._line(wrap_secrets(self._members, self._values), False)  # noqa: FBT003  the caller's
            dialog = CliLineDialog(text, can_copy=self._on_copy is not None)
            self.app.push_screen(dialog, self._copy)

    def _copy(self, chosen: str | None) -> None:
        if chosen is not None and self._line is not None and self._on_copy is not None:
            reveal = chosen == CliLineDialog.WITH_SECRETS
            what = "the AWS CLI line" + (" with its secrets" if reveal else "")
            values = wrap_secrets(self._members, self._values)
            self._on_copy(Secret(self._line(values, reveal)), what)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Disable the AWS CLI line and the reason of a failure if there is none."""
        if action == "show_failure":
            return self._failure is not None
        return action != "show_line" or self._line is not None

    def action_show_failure(self) -> None:
        """Show in full why the call failed, with a policy statement to copy if there is one."""
        assert self._failure is not None, "check_action disables it"  # noqa: S101  for the type
        policy = self._failure.policy if self._on_copy is not None else ""
        document = failure_document(self._failure)
        dialog = DocumentDialog(self._title, document, copied=policy, what=POLICY)
        self.app.push_screen(dialog, self._copy_policy)

    def _copy_policy(self, policy: str | None) -> None:
        if policy is not None and self._on_copy is not None:
            self._on_copy(Secret(policy), POLICY)

    def _hide_client_secret(self, field: Field) -> None:
        # the value of some login providers, such as api.twitter.com, is `key;secret`
        if isinstance(field.answer, str) and masked_client_id(field.answer, ""):
            for each in self._fields:
                if isinstance(each, TextField) and each.spec.member.name == "IdentityProviderId":
                    self._hide(each)

    @on(TextField.ChoiceWanted)
    def _choose_known(self, event: TextField.ChoiceWanted) -> None:
        # the key may have been pressed twice
        if self.app.screen is self:
            field, spec = event.field, event.field.spec
            choices = [Choice(each, each, is_name=True) for each in spec.known]
            present = [each for each in spec.known if each == field.value]
            picker = Picker(spec.label, choices, chosen=present)
            self.app.push_screen(picker, lambda chosen: field.choose(*chosen) if chosen else None)

    @on(TextField.TurnedSecret)
    def _turned_secret(self, event: TextField.TurnedSecret) -> None:
        self._hide(event.field)

    def _hide(self, field: TextField) -> None:
        """Replace a text field by a secret field with the same value."""
        hidden = SecretField(field.spec)
        hidden.succeed(field, field.answer)
        self._fields[self._fields.index(field)] = hidden
        had_focus = field.has_focus
        self.mount(hidden, before=field)
        field.remove()
        if had_focus:
            self.set_focus(hidden)

    @on(RowsField.Opened)
    def _edit_row(self, event: RowsField.Opened) -> None:
        field, place = event.field, event.place
        member = field.spec.member
        source = event.like if place is None else place
        row = None if source is None else field.table[source]
        others = [each for number, each in enumerate(field.table) if number != place]

        def accept(values: dict[str, Any] | None) -> None:
            field.is_open = False
            if values is not None:
                field.put(form_values.row_from(member, values), place)

        self.app.push_screen(
            FormDialog(
                f"{member.label}  {member.name} · {'new row' if place is None else 'row'}",
                form_values.row_members(member),
                form_values.row_values(member, row),
                known=form_values.row_offers(member, others, self._offers),
                documentation=member.documentation,
                sends="Done",
                checks=lambda values: list(form_values.row_problems(member, others, values)),
            ),
            accept,
        )

    @on(RowsField.JsonWanted)
    def _edit_json(self, event: RowsField.JsonWanted) -> None:
        from cogtui.screens.forms.json_editor import JsonEditor  # noqa: PLC0415  slow to import and rarely used

        field = event.field

        def accept(answer: list[Any] | None) -> None:
            field.is_open = False
            if answer is not None:
                field.fill(answer[0])
                field.post_edited()

        self.app.push_screen(JsonEditor(field.spec.member, field.answer), accept)


def _failure_lines(failure: Explanation | None, width: int) -> Iterator[str]:
    if failure is None:
        return
    texts = (f"✗ {failure.title}", failure.detail, failure.cause, failure.remedy)
    parts = [wrapped(visible(text), width) for text in texts if text]
    # the whole text is a key away; what to do, which comes last, must stay visible
    while sum(map(len, parts)) > _MAX_FAILURE_LINES:
        longest = max(parts, key=len)
        del longest[-1]
        longest[-1] = f"{longest[-1].removesuffix(ELLIPSIS)[:-1]}{ELLIPSIS}"
    for part in parts:
        yield from part
