"""What every dialog shares: an answer is given once, and a title is drawn as plain text."""

from typing import TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen
from textual.widgets import Label

from cogtui.text import visible

Result = TypeVar("Result")


class Dialog(ModalScreen[Result]):
    """A modal screen that is answered at most once.

    Textual's `dismiss` pops whichever screen is on top, once for each call. Several keys can
    arrive in one read, and a message posted for the second of them reaches a dialog that the first
    has closed, or has covered with another one.
    """

    _deferred: tuple[Result | None] | None = None
    """The result to close with once no other dialog covers this one."""

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Close the dialog with a result; without effect unless it is on top.

        Args:
            result: What the caller gets.
        """
        if not self.is_active:
            return AwaitComplete()
        return super().dismiss(result)

    def dismiss_when_active(self, result: Result | None = None) -> None:
        """Close the dialog with a result, at once or when the dialogs above it have closed.

        Args:
            result: What the caller gets.
        """
        if self.is_active:
            self.dismiss(result)
        else:
            self._deferred = (result,)

    def on_screen_resume(self) -> None:
        """Close where that was deferred."""
        if self._deferred is not None:
            self.dismiss(self._deferred[0])


class DialogTitle(Label):
    """A dialog's title, on one line and without markup.

    Args:
        title: Any text; what a terminal would obey is drawn as a symbol.
    """

    def __init__(self, title: str) -> None:
        super().__init__(visible(title), classes="dialog-title", markup=False)
