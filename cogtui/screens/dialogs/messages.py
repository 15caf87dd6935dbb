"""Dialog with the messages of this run."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.notifications import SeverityLevel
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.message_log import Message
from cogtui.text import visible
from cogtui.times import ZONE, local_clock

_MARKS: Final[dict[SeverityLevel, tuple[str, str]]] = {
    "information": (" ", ""),
    "warning": ("⚠", "$text-warning"),
    "error": ("✗", "$text-error"),
}
"""The mark of a message and its colour."""


class MessageLogDialog(Dialog[None]):
    """A list of messages, one of which can be copied.

    Args:
        messages: The messages, the latest first.
        copy: Copies a text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="messages.copy"),
        Binding("j", "move(1)", "Down", show=False, id="messages.down"),
        Binding("k", "move(-1)", "Up", show=False, id="messages.up"),
        Binding("escape,q,enter,full_stop", "close", "Close", priority=True, id="messages.close"),
    ]

    def __init__(self, messages: Iterable[Message], copy: Callable[[str], None]) -> None:
        super().__init__()
        self._messages = list(messages)
        self._copy = copy

    def compose(self) -> ComposeResult:
        """Yield the title, the messages and the keys."""
        with Vertical(classes="dialog large messages"):
            yield DialogTitle(f"Messages · times in {ZONE.name}" if self._messages else "Messages")
            yield OptionList(*map(_option, self._messages), markup=False)
            if not self._messages:
                yield Label("No messages yet.", classes="dialog-note")
            copying = "y Copy  " if self._messages else ""
            yield Label(f"{copying}↑↓ Move  Esc Close", classes="dialog-keys")

    def action_move(self, step: int) -> None:
        """Move the cursor.

        Args:
            step: The number of messages, down if positive.
        """
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            options.highlighted = min(len(self._messages) - 1, max(0, options.highlighted + step))

    def action_copy(self) -> None:
        """Copy the message under the cursor, and close the dialog."""
        index = self.query_one(OptionList).highlighted
        if index is not None:
            self.dismiss(None)
            self._copy(self._messages[index].text)

    def action_close(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


def _option(message: Message) -> Option:
    mark, colour = _MARKS[message.severity]
    return Option(
        Content.assemble(
            (local_clock(message.time), "dim"), " ", (mark, colour), f" {visible(message.text)}"
        )
    )
