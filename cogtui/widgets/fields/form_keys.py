"""Last line of a dialog: the keys available at the focus."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from cogtui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.binding import Binding


class FormKeys(KeyBar):
    """The keys of the focused widget and of the dialog, only the first key of each action.

    The last three of a form, to move on, to send and to cancel, are never dropped.
    """

    PINNED = 3

    def _update(self, screen: Screen[object]) -> None:
        super()._update(screen)
        first: dict[str, Binding] = {}
        for binding in self._shown:
            first.setdefault(binding.action, binding)
        self._shown = sorted(first.values(), key=lambda each: each.action == "leave")
