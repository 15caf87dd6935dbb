"""Tabs on one line, with the active one always visible.

Textual's Tabs are a dozen widgets, take two lines and animate an underline, which sends kilobytes
per change; and where they do not fit, nothing shows that there are more.
"""

from collections.abc import Sequence
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.events import Click
from textual.message import Message
from textual.widget import Widget


class TabStrip(Widget):
    """Titles side by side, one of them active."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"tab-strip--tab", "tab-strip--active"}

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    TabStrip {
        height: 1;
        & > .tab-strip--tab { color: $text-muted; }
        & > .tab-strip--active { color: $text-accent; text-style: bold underline; }
    }
    """

    class Clicked(Message):
        """A tab was clicked."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    def __init__(self) -> None:
        super().__init__()
        self._titles: Sequence[str] = ()
        self._active = 0

    def show(self, titles: Sequence[str], active: int) -> None:
        """Replace the tabs.

        Args:
            titles: The titles.
            active: The index of the active tab.
        """
        if (titles, active) != (self._titles, self._active):
            self._titles = titles
            self._active = active
            self.refresh()

    def render(self) -> Text:
        """Return the titles that fit, and arrows where there are more."""
        first, last = self._visible_range()
        line = Text(no_wrap=True).append("◂ " if first else "", self._style("tab"))
        for index in range(first, last):
            active = index == self._active
            style = self._style("active" if active else "tab")
            line.append("" if index == first else "  ").append(self._titles[index], style)
        return line.append(" ▸" if last < len(self._titles) else "", self._style("tab"))

    def on_click(self, event: Click) -> None:
        """Post `Clicked` for the title that was clicked."""
        first, last = self._visible_range()
        x = event.x - (2 if first else 0)
        for index in range(first, last):
            width = cell_len(self._titles[index])
            if 0 <= x < width:
                self.post_message(self.Clicked(index))
                return
            x -= width + 2

    def _visible_range(self) -> tuple[int, int]:
        first, last = 0, len(self._titles)
        while self._width(first, last) > self.size.width and last - first > 1:
            if last - 1 > self._active:
                last -= 1
            else:
                first += 1
        return first, last

    def _width(self, first: int, last: int) -> int:
        arrows = 2 * (first > 0) + 2 * (last < len(self._titles))
        return arrows - 2 + sum(cell_len(title) + 2 for title in self._titles[first:last])

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"tab-strip--{name}").rich_style
