"""A dialog that shows a document."""

from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from cogtui.documents.document import Document
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys

POLICY: Final = "the policy statement"
"""What a policy statement that is copied is called."""


Result = TypeVar("Result")


class TitledDocument(Dialog[Result | None]):
    """A document over the screen under a title, above the keys that do something with it.

    It returns None where the user leaves.

    Args:
        title: What it is about.
        document: What to show; it may come later, by `show`.
        note: What stands above it in red, about how it came about.
    """

    def __init__(self, title: str, document: Document = (), *, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._document = document
        self._note = note

    def compose(self) -> ComposeResult:
        """The title, the document and the keys."""
        with Vertical(classes="dialog large preview"):
            yield DialogTitle(self._title)
            if self._note:
                yield Static(visible(self._note), classes="dialog-error", markup=False)
            yield self._view()
            yield FormKeys()

    def _view(self) -> DocumentView:
        """What draws it."""
        return DocumentView()

    def on_mount(self) -> None:
        """Shows the document."""
        self.query_one(DocumentView).focus()
        self._begin()

    def _begin(self) -> None:
        """Shows what there is at first; not by `on_mount`, of which Textual calls every class's."""
        self.show(self._document)

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Shows another document.

        Args:
            document: What to show.
            keep_place: Whether to stay where one had scrolled to.
        """
        self.query_one(DocumentView).show(document, keep_place=keep_place)

    def action_leave(self) -> None:
        """Goes back to the screen below."""
        self.dismiss(None)


class DocumentDialog(Dialog[str | None]):
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
            yield DialogTitle(self._title)
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
