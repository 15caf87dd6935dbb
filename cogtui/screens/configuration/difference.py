"""A dialog that shows how two configurations differ, in either direction."""

from typing import ClassVar, NamedTuple

from textual.binding import Binding, BindingType

from cogtui.configuration.differences import differences as found
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents.configuration_change import differences
from cogtui.documents.document import Document, Line, Section
from cogtui.screens.dialogs.document_dialog import TitledDocument


class ComparedSide(NamedTuple):
    """One of two configurations."""

    name: str
    """What it is of, in words."""
    configuration: Configuration
    """The configuration, with or without its secrets."""


class DifferenceDialog(TitledDocument[bool]):
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
        """Only a snapshot is restored."""
        return action != "restore" or self._can_restore

    def action_swap(self) -> None:
        """Shows the way back."""
        self._before, self._after = self._after, self._before
        self.show(_document(self._before, self._after))

    def action_restore(self) -> None:
        """Goes back to have the snapshot restored; what would be done is shown before."""
        if self._refusal:
            self.notify(self._refusal, severity="warning", markup=False)
        else:
            self.dismiss(True)  # noqa: FBT003  Textual's signature


def _document(before: ComparedSide, after: ComparedSide) -> Document:
    direction = Section("", (Line("- from", before.name), Line("+ to", after.name)))
    return (direction, *differences(found(before.configuration, after.configuration)))
