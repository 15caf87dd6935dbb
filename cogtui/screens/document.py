"""A dialog that shows a document."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from cogtui.documents.document import Document
from cogtui.widgets.document_view import DocumentView


class DocumentDialog(ModalScreen[None]):
    """Shows a document over the screen, to be scrolled and left.

    Args:
        title: What it is about.
        document: What to show.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "Leave", id="document.leave"),
    ]

    def __init__(self, title: str, document: Document) -> None:
        super().__init__()
        self._title = title
        self._document = document

    def compose(self) -> ComposeResult:
        """The title, the document and what the keys do."""
        with Vertical(classes="dialog large"):
            yield Label(self._title, classes="dialog-title", markup=False)
            yield DocumentView()
            yield Label("↑↓ scroll  Escape leaves", classes="dialog-keys")

    def on_mount(self) -> None:
        """Shows the document."""
        view = self.query_one(DocumentView)
        view.show(self._document)
        view.focus()

    def action_leave(self) -> None:
        """Goes back to the screen below."""
        self.dismiss(None)
