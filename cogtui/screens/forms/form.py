"""The form of an operation, or of a row in one: a field for each member, checked as one types."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import DescendantBlur
from textual.widget import Widget
from textual.widgets import Input, Static

from cogtui.api_error import Explanation
from cogtui.documents.failure import failure_document
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import POLICY, DocumentDialog
from cogtui.screens.forms import form_values
from cogtui.screens.forms.form_documents import CliLineDialog, about
from cogtui.secret import Secret
from cogtui.service.members import Member, wrap_secrets
from cogtui.service.providers import masked_client_id
from cogtui.service.validation import Problem, check_input
from cogtui.text import visible
from cogtui.widgets.fields.field import Field, wrapped
from cogtui.widgets.fields.field_list import FieldList
from cogtui.widgets.fields.form_keys import FormKeys
from cogtui.widgets.fields.kinds import field_for
from cogtui.widgets.fields.rows_field import RowsField
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import TextField

_WIDEST: Final = 100
"""The most columns that a form takes."""

_AROUND: Final = 4
"""The lines for border, title and keys, and the columns for border and padding."""

_FAILURE_LINES: Final = 8
"""The most lines that say why a call was refused."""

Checks = Callable[[Mapping[str, Any]], Sequence[Problem]]
"""Finds what is wrong with the values of a form."""


class FormDialog(Dialog[dict[str, Any] | None]):
    """Asks for the members of an operation's input.

    It returns the values that are set by name, with `Secret` where one is; None if the user left.

    Args:
        title: What it is about.
        members: The members to ask for.
        values: What they are at first, by name.
        operation: The operation's AWS CLI name, for the rules that are about all of its input.
        known: Values to offer by the member's name; for the keys of a map by the map's.
        documentation: What the service says of the operation, a paragraph a line.
        line: Writes the AWS CLI line for values, with or without the secrets in them.
        failure_document: Why the call was refused the last time.
        sends: What sending is called.
        on_copy: Copies a text; called with it and with what it is. None where nothing can be.
        checks: Finds what is wrong instead of the checks of an operation.
        context_members: Members that one hardly wants to change: the keyboard begins at another.
    """

    AUTO_FOCUS = ""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="form.leave"),
        Binding("ctrl+o,f1,question_mark", "explain", "Help", id="form.help"),
        Binding("ctrl+l", "show_line", "CLI", id="form.line"),
        Binding("ctrl+g", "show_failure", "Why", id="form.why"),
        Binding("ctrl+r", "reset", "Reset field", id="form.reset"),
        Binding("tab,down,enter", "app.focus_next", "Next field", show=False, id="form.next"),
        Binding("shift+tab,up", "app.focus_previous", "Field before", show=False, id="form.before"),
        Binding("ctrl+s", "send", "Send", id="form.send"),
    ]

    def __init__(  # noqa: PLR0913  all but the title and the members have a default
        self,
        title: str,
        members: Sequence[Member],
        values: Mapping[str, Any] = {},
        *,
        operation: str = "",
        known: Mapping[str, Sequence[str]] = {},
        documentation: str = "",
        line: Callable[[Mapping[str, Any], bool], str] | None = None,
        failure: Explanation | None = None,
        sends: str = "Send",
        on_copy: Callable[[Secret, str], None] | None = None,
        checks: Checks | None = None,
        context_members: Collection[str] = (),
    ) -> None:
        super().__init__()
        self._context_members = context_members
        self._title = title
        self._members = members
        self._known = known
        self._documentation = documentation
        self._line = line
        self._failure = failure
        self._refused: Field | None = None
        self._on_copy = on_copy
        self._checks = checks or (
            lambda context_members: check_input(operation, members, context_members)
        )
        opened_with = wrap_secrets(members, values)
        self._fields = [
            field_for(spec, form_values.at(opened_with, spec.path))
            for spec in form_values.specs_of(members, known)
        ]
        bindings = self._bindings.key_to_bindings
        bindings["ctrl+s"] = [replace(each, description=sends) for each in bindings["ctrl+s"]]

    def compose(self) -> ComposeResult:
        """The title, what went wrong, the fields, and what the keys do."""
        with Vertical(classes="dialog form"):
            yield DialogTitle(self._title)
            reason, room = self._laid_out()
            if reason:
                yield Static(reason, id="form-trouble", classes="dialog-error", markup=False)
            with FieldList() as fields:
                fields.styles.max_height = room
                yield from self._listed()
            yield FormKeys()

    def _listed(self) -> Iterator[Widget]:
        """What stands in the form, from top to bottom."""
        yield from self._fields

    def _laid_out(self) -> tuple[str, int]:
        """Why the call was refused, and how many lines that leaves to the fields."""
        width, height = self.app.size
        lines = list(_failure_lines(self._failure, min(width, _WIDEST) - _AROUND))
        if len(lines) > _FAILURE_LINES:
            lines[_FAILURE_LINES - 1 :] = ["…"]
        return "\n".join(lines), max(1, height - _AROUND - len(lines))

    def on_resize(self) -> None:
        """Keeps the title and the keys on the screen."""
        reason, room = self._laid_out()
        if reason:
            self.query_one("#form-trouble", Static).update(reason)
        self.query_one(FieldList).styles.max_height = room

    def on_mount(self) -> None:
        """Gives the keyboard to the field that wants it most."""
        if self._failure is not None:
            name = self._failure.member
            self._refused = next((each for each in self._fields if name in each.spec.path), None)
        for field in self._fields:
            self._keep_secret(field)
        if self._fields:
            self.set_focus(self._refused or self._first())
        self._check()

    def _first(self) -> Field:
        """The field that is to be filled in first."""
        wanting = [each for each in self._fields if each.spec.required and each.answer is None]
        free = [each for each in self._fields if each.spec.path[0] not in self._context_members]
        return next(iter((*wanting, *free, *self._fields)))

    @property
    def _values(self) -> dict[str, Any]:
        return form_values.assembled((each.spec.path, each.answer) for each in self._fields)

    @property
    def _offers(self) -> Mapping[str, Sequence[str]]:
        """Values to offer in rows, by the member's name."""
        return self._known

    @property
    def _present(self) -> Field | None:
        return self.focused if isinstance(self.focused, Field) else None

    @on(Field.Edited)
    def _follow(self, event: Field.Edited) -> None:
        """Checks again where something was said to be wrong."""
        if event.field is self._refused:
            self._refused = None
        self._keep_secret(event.field)
        self._check()

    def on_descendant_blur(self, event: DescendantBlur) -> None:
        """Checks the field that is left."""
        # who goes to another window to copy something has not left the field
        if isinstance(event.widget, Field) and self.app.app_focus:
            event.widget.shows_problems = True
            self._check()

    def _check(self) -> list[Field]:
        """Says what is wrong at the fields where it is time to, and finds those that are wrong."""
        spec = [each.spec for each in self._fields]
        found: list[list[Problem]] = [[] for _ in spec]
        for problem in self._checks(self._values):
            found[form_values.nearest(problem, spec)].append(problem)
        for field, problems in zip(self._fields, found, strict=True):
            shown = problems if field.shows_problems else []
            if field is self._refused and self._failure is not None:
                shown = [Problem(field.spec.path, self._failure.detail), *shown]
            field.show_problems(shown)
        return [field for field, problems in zip(self._fields, found, strict=True) if problems]

    def action_send(self) -> None:
        """Returns the values, unless something is wrong: the first field that is gets the keys."""
        for field in self._fields:
            field.shows_problems = True
        wrong = self._check()
        if wrong:
            self.set_focus(wrong[0])
            wrong[0].scroll_visible(animate=False)
        else:
            self.dismiss(wrap_secrets(self._members, self._values))

    def action_leave(self) -> None:
        """Returns nothing."""
        self.dismiss(None)

    def action_reset(self) -> None:
        """Sets the field with the keyboard back to what it was."""
        if self._present is not None:
            self._present.reset()

    @on(Input.Submitted)
    def _go_on(self) -> None:
        self.focus_next()

    def action_explain(self) -> None:
        """Shows the whole documentation of the operation and of the present member."""
        member = self._present.spec.member if self._present else None
        self.app.push_screen(about(self._title, self._documentation, member))

    def action_show_line(self) -> None:
        """Shows the AWS CLI line of what is typed."""
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
        """Offers the line of the AWS CLI, and why the call was refused, only where there is one."""
        if action == "show_failure":
            return self._failure is not None
        return action != "show_line" or self._line is not None

    def action_show_failure(self) -> None:
        """Shows at length why the call was refused; a policy statement can be copied from it."""
        assert self._failure is not None, "check_action leaves it out"  # noqa: S101  for the type
        policy = self._failure.policy if self._on_copy is not None else ""
        document = failure_document(self._failure)
        dialog = DocumentDialog(self._title, document, copied=policy, what=POLICY)
        self.app.push_screen(dialog, self._copy_policy)

    def _copy_policy(self, policy: str | None) -> None:
        if policy is not None and self._on_copy is not None:
            self._on_copy(Secret(policy), POLICY)

    def _keep_secret(self, field: Field) -> None:
        """Hides the value beside a key whose value holds a secret."""
        if isinstance(field.answer, str) and masked_client_id(field.answer, ""):
            for each in self._fields:
                if isinstance(each, TextField) and each.spec.member.name == "IdentityProviderId":
                    self._hide(each)

    @on(TextField.TurnedSecret)
    def _turn(self, event: TextField.TurnedSecret) -> None:
        self._hide(event.field)

    def _hide(self, field: TextField) -> None:
        """Puts a field that shows nothing in the place of one that shows its text."""
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
        element = form_values.element_of(member)
        offered = member.key or element

        def take(values: dict[str, Any] | None) -> None:
            field.is_open = False
            if values is not None:
                field.put(form_values.row_from(member, values), place)

        offers = self._offers
        known = {offered.name: offers.get(member.name, ()), **offers}
        self.app.push_screen(
            FormDialog(
                f"{member.name} · {'new row' if place is None else 'row'}",
                form_values.row_members(member),
                form_values.row_values(member, row),
                known=known,
                documentation=member.documentation,
                sends="Keep",
                checks=lambda values: list(form_values.row_problems(member, others, values)),
            ),
            take,
        )

    @on(RowsField.JsonWanted)
    def _edit_json(self, event: RowsField.JsonWanted) -> None:
        from cogtui.screens.forms.json_editor import JsonEditor  # noqa: PLC0415  seldom used, and heavy

        field = event.field

        def take(answer: list[Any] | None) -> None:
            field.is_open = False
            if answer is not None:
                field.fill(answer[0])
                field.post_edited()

        self.app.push_screen(JsonEditor(field.spec.member, field.answer), take)


def _failure_lines(failure: Explanation | None, width: int) -> Iterator[str]:
    if failure is not None:
        parts = (f"✗ {failure.title}", failure.detail, failure.cause, failure.remedy)
        for each in parts:
            yield from wrapped(visible(each), width)
