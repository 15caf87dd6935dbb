"""A dialog that shows the differences between two configurations, in either direction."""

from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from cogtui.configuration.differences import differences as found
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import differences
from cogtui.documents.document import Document, Line, Section
from cogtui.screens.dialogs.document_dialog import TitledDocument


class ComparedSide(NamedTuple):
    """One side of a comparison."""

    name: str
    """Its description."""
    configuration: Configuration
    """The configuration, with or without its secrets."""


class DifferenceDialog(TitledDocument[bool]):
    """Shows the differences between two configurations; sends nothing.

    It returns whether to restore the snapshot.

    Args:
        title: The title.
        before: The side to compare from.
        after: The side to compare to.
        can_restore: Whether one side is a snapshot that can be restored.
        refusal: Why changes are not allowed; empty if they are.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "swap", "Swap", id="difference.swap"),
        Binding("ctrl+s", "restore", "Restore snapshot", id="difference.restore"),
        Binding("escape,q", "leave", "Close", id="difference.leave"),
    ]

    def __init__(
        self,
        title: str,
        before: ComparedSide,
        after: ComparedSide,
        *,
        can_restore: bool,
        refusal: str = "",
    ) -> None:
        super().__init__(title, _document(before, after))
        self._before, self._after = before, after
        self._can_restore = can_restore
        self._refusal = refusal

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Disable Restore if there is no snapshot."""
        return action != "restore" or self._can_restore

    def action_swap(self) -> None:
        """Swap the two sides."""
        self._before, self._after = self._after, self._before
        self.show(_document(self._before, self._after))

    def action_restore(self) -> None:
        """Close the dialog to restore the snapshot, which continues with a review."""
        if self._refusal:
            self.notify(self._refusal, severity="warning", markup=False)
        else:
            self.dismiss(True)  # noqa: FBT003  Textual's signature


def _document(before: ComparedSide, after: ComparedSide) -> Document:
    direction = Section("", (Line("- from", before.name), Line("+ to", after.name)))
    return (direction, *differences(found(before.configuration, after.configuration)))
