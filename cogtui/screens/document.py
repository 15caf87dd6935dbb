"""A dialog that shows a document."""

from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from cogtui.documents.document import Document
from cogtui.widgets.document_view import DocumentView

POLICY: Final = "the policy statement"
"""What a policy statement that is copied is called."""


class DocumentDialog(ModalScreen[str | None]):
    """Shows a document over the screen, to be scrolled and left.

    It returns what is to be copied, None where nothing is.

    Args:
        title: What it is about.
        document: What to show.
        copied: What `y` copies, if there is something to.
        what: What that is, in words.
        also: What `Y` copies, if there is something to.
        also_what: What that is, in words.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "Leave", id="document.leave"),
        Binding("y", "copy", "Copy", id="document.copy"),
        Binding("Y", "copy_other", "Copy the other", id="document.copy-other"),
    ]

    def __init__(
        self,
        title: str,
        document: Document,
        *,
        copied: str = "",
        what: str = "",
        also: str = "",
        also_what: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._document = document
        self._copied = copied
        self._what = what
        self._also = also
        self._also_what = also_what

    def compose(self) -> ComposeResult:
        """The title, the document and what the keys do."""
        with Vertical(classes="dialog large"):
            yield Label(self._title, classes="dialog-title", markup=False)
            yield DocumentView()
            copies = f"y copies {self._what}  " if self._copied else ""
            copies += f"Y {self._also_what}  " if self._also else ""
            yield Label(f"{copies}↑↓ scroll  Escape leaves", classes="dialog-keys")

    def on_mount(self) -> None:
        """Shows the document."""
        view = self.query_one(DocumentView)
        view.show(self._document)
        view.focus()

    def action_copy(self) -> None:
        """Goes back with what is to be copied."""
        if self._copied:
            self.dismiss(self._copied)

    def action_copy_other(self) -> None:
        """Goes back with the other text that is to be copied."""
        if self._also:
            self.dismiss(self._also)

    def action_leave(self) -> None:
        """Goes back to the screen below."""
        self.dismiss(None)
