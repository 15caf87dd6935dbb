"""Tabs on one line, the active one always in sight.

Not Textual's Tabs: those are a dozen widgets, take two lines and move an underline, which costs a
slow line some kilobytes a turn; and where they do not fit, nothing tells that there are more.
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
    """Titles beside each other, one of them active."""

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
        """Shows tabs.

        Args:
            titles: Their titles.
            active: Which of them is active, from 0 on.
        """
        if (titles, active) != (self._titles, self._active):
            self._titles = titles
            self._active = active
            self.refresh()

    def render(self) -> Text:
        """The titles that fit, and arrows where there are more."""
        first, last = self._in_sight()
        line = Text(no_wrap=True).append("◂ " if first else "", self._style("tab"))
        for place in range(first, last):
            active = place == self._active
            style = self._style("active" if active else "tab")
            line.append("" if place == first else "  ").append(self._titles[place], style)
        return line.append(" ▸" if last < len(self._titles) else "", self._style("tab"))

    def on_click(self, event: Click) -> None:
        """Tells which title was clicked."""
        first, last = self._in_sight()
        x = event.x - (2 if first else 0)
        for place in range(first, last):
            width = cell_len(self._titles[place])
            if 0 <= x < width:
                self.post_message(self.Clicked(place))
                return
            x -= width + 2

    def _in_sight(self) -> tuple[int, int]:
        """The first title that is shown, and the one after the last."""
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
