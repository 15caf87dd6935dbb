"""Dialog with a text that could not be copied to a clipboard."""

from pathlib import Path
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.secret import Secret
from cogtui.terminal.clipboard import write_copy
from cogtui.text import visible
from cogtui.threads import in_thread
from cogtui.widgets.plain_text import PlainText


class CopiedDialog(Dialog[None]):
    """A complete text, to select by hand or to save to a file.

    Args:
        text: The text.
        reason: Why it is shown, as a sentence.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("w", "write", "Save to a private file", id="copied.write"),
        Binding("escape,q,enter", "leave", "Close", id="copied.leave"),
    ]

    def __init__(self, text: str, reason: str) -> None:
        super().__init__()
        # a crash report prints the attributes of a screen
        self._text = Secret(text)
        self._reason = reason
        self._is_written = False

    def compose(self) -> ComposeResult:
        """Yield the reason, the text and the place for the file's path."""
        with Vertical(classes="dialog large"):
            yield DialogTitle("Text to copy")
            yield Static(visible(self._reason), classes="dialog-note", markup=False)
            yield PlainText(self._text.reveal())
            yield Static("", id="copied-file", markup=False)
            yield Label(
                "w Save to a private file  ↑↓ Scroll  Esc Close",
                classes="dialog-keys",
            )

    @work
    async def action_write(self) -> None:
        """Save the text to a private file, once, and show its path."""
        if self._is_written:
            return
        self._is_written = True
        try:
            path = await in_thread(self._write)
        except OSError as error:
            self._is_written = False
            self._show_message(f"Cannot save the file: {error.strerror}.", is_error=True)
        else:
            self._show_message(f"Saved to {visible(str(path))} (mode 0600)", is_error=False)

    def _write(self) -> Path:
        return write_copy(self._text.reveal())

    def _show_message(self, text: str, *, is_error: bool) -> None:
        label = self.query_one("#copied-file", Static)
        label.set_class(is_error, "dialog-error")
        label.update(text)

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)
