"""The last line of a form: the keys that matter where the keyboard is."""

from typing import TYPE_CHECKING

from textual.screen import Screen

from cogtui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from textual.binding import Binding


class FormKeys(KeyBar):
    """The keys of the present field and of the form, each action by its first key alone."""

    def _follow(self, screen: Screen[object]) -> None:
        super()._follow(screen)
        first: dict[str, Binding] = {}
        for binding in self._shown:
            first.setdefault(binding.action, binding)
        self._shown = list(first.values())
