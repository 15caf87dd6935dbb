"""Bottom line with the keys available at the focus.

Textual's Footer mounts one widget per key and remounts all of them at each change of focus, which
costs tens of milliseconds at startup and kilobytes of output over a slow connection.
"""

from typing import ClassVar, Final

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import Binding
from textual.events import Click
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

_GAP: Final = 2
"""Cells between two keys."""


class KeyBar(Widget):
    """The active bindings with `show` set, and the palette's on the right.

    Where it is too narrow, keys are dropped from the right, except for the last ones (help).
    """

    PINNED: ClassVar[int] = 1
    """How many of the last keys are never dropped."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"key-bar--key", "key-bar--title"}

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    KeyBar {
        height: 1;
        background: $footer-background;
        & > .key-bar--key { color: $footer-key-foreground; text-style: bold; }
        & > .key-bar--title { color: $footer-description-foreground; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._shown: list[Binding] = []
        self._palette: Binding | None = None

    def on_mount(self) -> None:
        """Subscribe to changes of the active bindings."""
        self.screen.bindings_updated_signal.subscribe(self, self._update)

    def _update(self, screen: Screen[object]) -> None:
        active = screen.active_bindings
        bindings = [each.binding for each in active.values() if each.binding.show and each.enabled]
        palette = active.get(self.app.COMMAND_PALETTE_BINDING)
        if bindings != self._shown:
            self._shown = bindings
            self._palette = palette.binding if palette else None
            self.refresh()

    def render(self) -> Text:
        """Return the keys and their descriptions."""
        line = Text(no_wrap=True)
        for binding in self._visible():
            line.append(" " * (_GAP if line else 1))
            self._append(line, binding)
        if self._palette is not None:
            room = self.size.width - line.cell_len - self._width(self._palette) - 1
            line.append(" " * max(_GAP, room))
            self._append(line, self._palette)
        return line

    def on_click(self, event: Click) -> None:
        """Press the key that was clicked."""
        x = event.x - 1
        for binding in self._visible():
            if 0 <= x < self._width(binding):
                self.app.simulate_key(binding.key)
                return
            x -= self._width(binding) + _GAP
        if (
            self._palette is not None
            and event.x >= self.size.width - self._width(self._palette) - 1
        ):
            self.app.simulate_key(self._palette.key)

    def _visible(self) -> list[Binding]:
        shown = list(self._shown)
        room = self.size.width - 1
        if self._palette is not None:
            room -= self._width(self._palette) + _GAP
        while (
            len(shown) > self.PINNED
            and sum(self._width(each) + _GAP for each in shown) - _GAP > room
        ):
            del shown[-1 - self.PINNED]
        return shown

    def _append(self, line: Text, binding: Binding) -> None:
        line.append(self.app.get_key_display(binding), self._style("key"))
        line.append(f" {binding.description}", self._style("title"))

    def _width(self, binding: Binding) -> int:
        return cell_len(f"{self.app.get_key_display(binding)} {binding.description}")

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"key-bar--{name}").rich_style


class ExplorerKeyBar(KeyBar):
    """The keys that it is given, or those of the input in which the user types."""

    PINNED = 2

    def __init__(self) -> None:
        super().__init__()
        self._keys_here: list[Binding] = []
        self._palette_key: Binding | None = None

    def show(self, bindings: list[Binding], palette: Binding) -> None:
        """Replace the keys.

        Args:
            bindings: The keys with their descriptions, the most useful first and the help last.
            palette: The palette's key.
        """
        if bindings != self._keys_here:
            self._keys_here = bindings
            self._palette_key = palette
            self._update(self.screen)

    def _update(self, screen: Screen[object]) -> None:
        # not the active bindings: each of them would be checked for each move of the cursor
        focused = screen.focused
        bindings = self._keys_here
        if isinstance(focused, Input):
            own = focused.__class__.__dict__.get("BINDINGS", ())
            # Help is the last of the explorer's keys, and is typed here
            bindings = [each.with_key(each.key.split(",")[0]) for each in own]
        self._shown = bindings
        self._palette = self._palette_key
        self.refresh()
