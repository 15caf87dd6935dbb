"""A dialog that shows a document."""

from typing import ClassVar, Final, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Label, Static

from cogtui.documents.document import Document
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys

POLICY: Final = "the policy statement"
"""What a policy statement is called when it is copied."""


Result = TypeVar("Result")


class TitledDocument(Dialog[Result | None]):
    """A titled document above the keys that act on it.

    Its result is None if the user cancels.

    Args:
        title: The title.
        document: The document; `show` can replace it later.
        note: A line in red above the document, for example why the dialog is shown again.
    """

    DIALOG_CLASSES: ClassVar[str] = "dialog large preview"
    """The CSS classes of the box around the document."""

    def __init__(self, title: str, document: Document = (), *, note: str = "") -> None:
        super().__init__()
        self._title = title
        self._document = document
        self._note = note

    def compose(self) -> ComposeResult:
        """Yield the title, the note, the document and the keys."""
        with Vertical(classes=self.DIALOG_CLASSES):
            yield DialogTitle(self._title)
            if self._note:
                yield Static(visible(self._note), classes="dialog-error", markup=False)
            yield self._view()
            yield self._keys()

    def _view(self) -> DocumentView:
        return DocumentView()

    def _keys(self) -> Widget:
        return FormKeys()

    def on_mount(self) -> None:
        """Focus the document and show it."""
        self.query_one(DocumentView).focus()
        self._begin()

    def _begin(self) -> None:
        """Show the first document: a hook, as Textual calls `on_mount` of every base class too."""
        self.show(self._document)

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Replace the document.

        Args:
            document: The new document.
            keep_place: Whether to keep the scroll position.
        """
        self.query_one(DocumentView).show(document, keep_place=keep_place)

    def action_leave(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)


class DocumentDialog(TitledDocument[str]):
    """A document to read, and up to two texts to copy from it.

    Its result is the text to copy, or None.

    Args:
        title: The title.
        document: The document.
        copied: The text that `y` copies; empty for none.
        what: What to call that text.
        also: The text that `Y` copies; empty for none.
        also_what: What to call that text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,enter", "leave", "Close", id="document.leave"),
        Binding("y", "copy", "Copy", id="document.copy"),
        Binding("Y", "copy_other", "Copy the other text", id="document.copy-other"),
    ]

    DIALOG_CLASSES = "dialog large"

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
        super().__init__(title, document)
        self._copied = copied
        self._what = what
        self._also = also
        self._also_what = also_what

    def _keys(self) -> Widget:
        copies = f"y Copy {self._what}  " if self._copied else ""
        copies += f"Y Copy {self._also_what}  " if self._also else ""
        return Label(f"{copies}↑↓ Scroll  Esc Close", classes="dialog-keys")

    def action_copy(self) -> None:
        """Close the dialog and return the text to copy."""
        if self._copied:
            self.dismiss(self._copied)

    def action_copy_other(self) -> None:
        """Close the dialog and return the other text to copy."""
        if self._also:
            self.dismiss(self._also)
