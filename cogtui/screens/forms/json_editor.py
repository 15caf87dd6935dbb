"""A dialog to edit a value as JSON."""

from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static, TextArea

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.forms.form_json import JsonMistake, masks_of_nothing, read, restored, written
from cogtui.secret import MASK
from cogtui.service.members import Member, wrap_secrets
from cogtui.service.validation import check
from cogtui.text import counted, visible
from cogtui.widgets.fields.field import format_path
from cogtui.widgets.fields.form_keys import FormKeys

_MAX_MISTAKES: Final = 3
"""How many problems are told at once."""


class JsonEditor(Dialog[list[Any] | None]):
    """Shows a value as JSON, to be changed.

    Secrets are written `****`, and `****` in a secret's place stands for it. It returns a list
    with the new value, None within it for "not set"; None if the user left.

    Args:
        member: What the value is of.
        value: The value, as a field has it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        # the text area has a use of its own for it
        Binding("escape", "leave", "Leave", priority=True, id="json.leave"),
        Binding("ctrl+s", "keep", "Keep", id="json.keep"),
    ]

    def __init__(self, member: Member, value: Any) -> None:  # noqa: ANN401  of the member's kind
        super().__init__()
        self._member = member
        self._original = value

    def compose(self) -> ComposeResult:
        """The name, the text, what is wrong with it, and what the keys do."""
        with Vertical(classes="dialog large form"):
            yield DialogTitle(f"{self._member.name} as JSON")
            text = written(self._original)
            if MASK in text:
                note = f"{MASK} stands for a secret that is kept; what is typed here is shown."
                yield Label(note, classes="dialog-note", markup=False)
            yield TextArea(text, tab_behavior="indent", show_line_numbers=True)
            yield Static("", id="json-error", classes="dialog-error", markup=False)
            yield FormKeys()

    def action_keep(self) -> None:
        """Returns the value, unless something is wrong with it."""
        try:
            value = read(self.query_one(TextArea).text)
        except JsonMistake as mistake:
            self._show_mistakes(str(mistake))
            return
        name = self._member.name
        found = list(masks_of_nothing(value, self._original, (name,)))
        value = restored(value, self._original)
        found += check(self._member, value)
        if found:
            messages = [
                f"{format_path(each.path)}: {each.message}" for each in found[:_MAX_MISTAKES]
            ]
            if len(found) > _MAX_MISTAKES:
                messages.append(f"and {counted(len(found) - _MAX_MISTAKES, 'mistake')} more")
            self._show_mistakes(*messages)
        else:
            self.dismiss([wrap_secrets([self._member], {name: value}).get(name)])

    def _show_mistakes(self, *mistakes: str) -> None:
        text = "\n".join(visible(f"✗ {each}") for each in mistakes)
        self.query_one("#json-error", Static).update(text)

    def action_leave(self) -> None:
        """Returns nothing."""
        self.dismiss(None)
