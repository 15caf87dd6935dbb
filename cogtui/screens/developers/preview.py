"""Dialogs that show what an operation on developer users would do before it is sent."""

from dataclasses import replace
from enum import StrEnum
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from cogtui.developers import descriptions
from cogtui.developers.merge import MergePreview
from cogtui.documents.document import Document
from cogtui.screens.dialogs.document_dialog import TitledDocument
from cogtui.widgets.document_view import DocumentBody, DocumentView

_TWO_COLUMNS: Final = 128
"""The terminal width from which two identities are shown side by side; an ID with its label takes
60 columns."""

CHANGED_NOTE: Final = (
    "✗ Someone else made changes; nothing was sent. This preview shows the current state."
)
"""The note above a preview that replaces an outdated one."""


class PreviewAnswer(StrEnum):
    """The user's response to a preview."""

    SEND = "send"
    """Send the request."""
    SWAP = "swap"
    """Swap source and destination."""
    AGAIN = "again"
    """Reload the preview."""


class PreviewDialog(TitledDocument[PreviewAnswer]):
    """Shows a preview; returns the user's response, None if it was closed.

    Args:
        title: What the operation would do.
        document: The preview.
        sends: The label of the key that sends; empty if nothing can be sent.
        note: A note above the preview.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "step('send')", "Send", id="preview.send"),
        Binding("r", "step('again')", "Reload", id="preview.again"),
        Binding("escape,q", "leave", "Cancel", id="preview.leave"),
    ]

    def __init__(self, title: str, document: Document, *, sends: str, note: str = "") -> None:
        super().__init__(title, document, note=note)
        self._sends = sends
        bindings = self._bindings.key_to_bindings
        bindings["ctrl+s"] = [replace(each, description=sends) for each in bindings["ctrl+s"]]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer to send only if the preview can be sent."""
        return action != "step" or parameters[0] != PreviewAnswer.SEND or bool(self._sends)

    def action_step(self, step: str) -> None:
        """Close the dialog with a response.

        Args:
            step: A value of `PreviewAnswer`.
        """
        self.dismiss(PreviewAnswer(step))


class Comparison(DocumentView):
    """Two identities side by side or one below the other, with a document above and below."""

    def compose(self) -> ComposeResult:
        """Yield the parts from top to bottom."""
        yield DocumentBody(id="above")
        with Horizontal(id="sides"):
            yield DocumentBody(id="source")
            yield DocumentBody(id="destination")
        yield DocumentBody(id="below")

    def compare(self, **documents: Document) -> None:
        """Show the documents.

        Args:
            documents: The documents by position: `above`, `source`, `destination`, `below`.
        """
        for name, document in documents.items():
            body = self.query_one(f"#{name}", DocumentBody)
            body.document = document
            body.display = bool(document)
            body.refresh(layout=True)


class MergeDialog(PreviewDialog):
    """Shows what a merge would do: both identities, before and after.

    Args:
        title: What the merge would do.
        preview: The preview.
        now: The current time in seconds since the epoch.
        note: A note above the preview.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "step('swap')", "Swap", id="preview.swap"),
    ]

    def __init__(self, title: str, preview: MergePreview, now: float, *, note: str = "") -> None:
        sends = "Merge" if preview.is_sendable else ""
        super().__init__(title, (), sends=sends, note=note)
        self._preview = preview
        self._now = now

    def _view(self) -> DocumentView:
        return Comparison()

    def _begin(self) -> None:
        preview, now = self._preview, self._now
        self.query_one(Comparison).compare(
            above=descriptions.blocker_sections(preview.blockers),
            source=descriptions.user("Source (disabled)", preview.source_user, preview.source, now),
            destination=descriptions.user(
                "Destination (kept)", preview.destination_user, preview.destination, now
            ),
            below=descriptions.merged(preview, now),
        )

    def on_resize(self) -> None:
        """Show the identities side by side where the terminal is wide enough."""
        self.set_class(self.app.size.width >= _TWO_COLUMNS, "-two-columns")
