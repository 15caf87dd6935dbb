"""Dialogs that show what an operation on developer users would do, before it is sent."""

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
"""From how many columns on two identities are shown beside each other: an id with its label takes
60 of them."""

CHANGED_NOTE: Final = (
    "✗ Somebody changed something meanwhile: nothing was sent. This is the preview of what is "
    "there now."
)
"""What stands above a preview that took the place of another."""


class PreviewAnswer(StrEnum):
    """What the user does with a preview."""

    SEND = "send"
    """Has it sent."""
    SWAP = "swap"
    """Has source and destination swapped."""
    AGAIN = "again"
    """Has it read anew."""


class PreviewDialog(TitledDocument[PreviewAnswer]):
    """Shows a preview; it returns what to do with it, None if the user left.

    Args:
        title: What would be done.
        document: The preview.
        sends: What sending is called; empty where it cannot be sent.
        note: What stands above it, about how it came about.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "step('send')", "Send", id="preview.send"),
        Binding("r", "step('again')", "Read again", id="preview.again"),
        Binding("escape,q", "leave", "Leave", id="preview.leave"),
    ]

    def __init__(self, title: str, document: Document, *, sends: str, note: str = "") -> None:
        super().__init__(title, document, note=note)
        self._sends = sends
        bindings = self._bindings.key_to_bindings
        bindings["ctrl+s"] = [replace(each, description=sends) for each in bindings["ctrl+s"]]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Sending is for what can be sent."""
        return action != "step" or parameters[0] != PreviewAnswer.SEND or bool(self._sends)

    def action_step(self, step: str) -> None:
        """Goes back with what to do.

        Args:
            step: What, one of `PreviewAnswer`.
        """
        self.dismiss(PreviewAnswer(step))


class Comparison(DocumentView):
    """Two identities beside each other, or one below the other; what stands above, and below."""

    def compose(self) -> ComposeResult:
        """What stands above, the two, and what stands below."""
        yield DocumentBody(id="above")
        with Horizontal(id="sides"):
            yield DocumentBody(id="source")
            yield DocumentBody(id="destination")
        yield DocumentBody(id="below")

    def compare(self, **documents: Document) -> None:
        """Shows all four.

        Args:
            documents: By where they stand: `above`, `source`, `destination`, `below`.
        """
        for name, document in documents.items():
            body = self.query_one(f"#{name}", DocumentBody)
            body.document = document
            body.display = bool(document)
            body.refresh(layout=True)


class MergeDialog(PreviewDialog):
    """Shows what a merge would do: both identities, and what becomes of them.

    Args:
        title: What would be done.
        preview: The preview.
        now: The present, seconds since the epoch.
        note: What stands above it, about how it came about.
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
            source=descriptions.user(
                "Source: merged away", preview.source_user, preview.source, now
            ),
            destination=descriptions.user(
                "Destination: kept", preview.destination_user, preview.destination, now
            ),
            below=descriptions.merged(preview, now),
        )

    def on_resize(self) -> None:
        """Shows the two beside each other where there is room."""
        self.set_class(self.app.size.width >= _TWO_COLUMNS, "-two-columns")
