"""Dialog to edit a value as JSON."""

from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static, TextArea

from cogtui.screens.dialogs.dialog import DialogTitle
from cogtui.screens.forms.edit_dialog import EditDialog
from cogtui.screens.forms.form_json import (
    JsonError,
    parse,
    restore_secrets,
    to_json,
    unmatched_masks,
)
from cogtui.secret import MASK
from cogtui.service.members import Member, wrap_secrets
from cogtui.service.validation import check
from cogtui.text import counted, visible
from cogtui.widgets.fields.field import format_path
from cogtui.widgets.fields.form_keys import FormKeys

_MAX_MESSAGES: Final = 3
"""The most problems shown at once."""


class JsonEditor(EditDialog[list[Any] | None]):
    """A value as JSON in a text area.

    Secrets appear as `****`, and `****` at the place of a secret keeps it. The result is a list
    with the new value, which is None for "not set"; None instead of a list if the user cancels.

    Args:
        member: The member.
        value: Its value, in the form of `Field.answer`.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # the text area would handle Escape itself
        Binding("escape", "leave", "Cancel", priority=True, id="json.leave"),
        Binding("ctrl+s", "keep", "Done", id="json.keep"),
    ]

    def __init__(self, member: Member, value: Any) -> None:  # noqa: ANN401  of the member's kind
        super().__init__()
        self._member = member
        self._original = value
        self._text = to_json(value)

    @property
    def has_changes(self) -> bool:
        """Whether the text was edited."""
        return self.query_one(TextArea).text != self._text

    def compose(self) -> ComposeResult:
        """Yield the title, a note about secrets, the text, its problems and the keys."""
        with Vertical(classes="dialog large form"):
            yield DialogTitle(f"{self._member.name} as JSON")
            text = self._text
            if MASK in text:
                note = f"{MASK} stands for a secret that is kept; what is typed here is shown."
                yield Label(note, classes="dialog-note", markup=False)
            yield TextArea(text, tab_behavior="indent", show_line_numbers=True)
            yield Static("", id="json-error", classes="dialog-error", markup=False)
            yield FormKeys()

    def action_keep(self) -> None:
        """Return the value, or show its problems."""
        try:
            value = parse(self.query_one(TextArea).text)
        except JsonError as error:
            self._show_errors(str(error))
            return
        name = self._member.name
        problems = list(unmatched_masks(value, self._original, (name,)))
        value = restore_secrets(value, self._original)
        problems += check(self._member, value)
        if problems:
            messages = [
                f"{format_path(each.path)}: {each.message}" for each in problems[:_MAX_MESSAGES]
            ]
            if len(problems) > _MAX_MESSAGES:
                messages.append(f"and {counted(len(problems) - _MAX_MESSAGES, 'mistake')} more")
            self._show_errors(*messages)
        else:
            self.dismiss([wrap_secrets([self._member], {name: value}).get(name)])

    def _show_errors(self, *messages: str) -> None:
        text = "\n".join(visible(f"✗ {each}") for each in messages)
        self.query_one("#json-error", Static).update(text)
