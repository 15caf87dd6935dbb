"""A dialog that shows how two configurations differ, in either direction."""

from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from cogtui.configuration.differences import differences as found
from cogtui.configuration.state import Configuration
from cogtui.documents.configuration import differences
from cogtui.documents.document import Document, Line, Section
from cogtui.text import visible
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys


class Side(NamedTuple):
    """One of two configurations."""

    name: str
    """What it is of, in words."""
    configuration: Configuration
    """The configuration, with or without its secrets."""


class DifferenceDialog(ModalScreen[bool]):
    """Shows what leads from one configuration to another; nothing is sent from here.

    It returns whether the pool is to be made what the snapshot has.

    Args:
        title: What is compared.
        before: Where it begins.
        after: Where it leads.
        can_restore: Whether one of them can be had again.
        refusal: Why nothing may be changed; empty if it may.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "swap", "Swap", id="difference.swap"),
        Binding("ctrl+s", "restore", "Restore the snapshot", id="difference.restore"),
        Binding("escape,q", "leave", "Leave", id="difference.leave"),
    ]

    def __init__(
        self, title: str, before: Side, after: Side, *, can_restore: bool, refusal: str = ""
    ) -> None:
        super().__init__()
        self._title = title
        self._before, self._after = before, after
        self._can_restore = can_restore
        self._refusal = refusal

    def compose(self) -> ComposeResult:
        """The title, what differs, and the keys."""
        with Vertical(classes="dialog large preview"):
            yield Label(visible(self._title), classes="dialog-title", markup=False)
            yield DocumentView()
            yield FormKeys()

    def on_mount(self) -> None:
        """Shows what differs."""
        self.query_one(DocumentView).focus()
        self._show()

    def _show(self) -> None:
        self.query_one(DocumentView).show(_document(self._before, self._after))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Only a snapshot is restored."""
        return action != "restore" or self._can_restore

    def action_swap(self) -> None:
        """Shows the way back."""
        self._before, self._after = self._after, self._before
        self._show()

    def action_restore(self) -> None:
        """Goes back to have the snapshot restored; what would be done is shown before."""
        if self._refusal:
            self.notify(self._refusal, severity="warning", markup=False)
        else:
            self.dismiss(True)  # noqa: FBT003  Textual's signature

    def action_leave(self) -> None:
        """Goes back to the screen below."""
        self.dismiss(False)  # noqa: FBT003  Textual's signature


def _document(before: Side, after: Side) -> Document:
    direction = Section("", (Line("- from", before.name), Line("+ to", after.name)))
    return (direction, *differences(found(before.configuration, after.configuration)))
