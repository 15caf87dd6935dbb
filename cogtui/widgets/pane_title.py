"""Title line above a pane: its content on the left, a count or an age on the right.

Textual's border title would redraw the whole pane at each change.
"""

from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.widget import Widget

from cogtui.text import shorten, visible


class PaneTitle(Widget):
    """One line with a text at either end; the left one is shortened in the middle to fit."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pane-title--left", "pane-title--right"}

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PaneTitle {
        height: 1;
        & > .pane-title--left { text-style: bold; }
        & > .pane-title--right { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._texts = ("", "")

    def show(self, left: str, right: str = "") -> None:
        """Replace the texts.

        Args:
            left: The pane's content.
            right: How much of it is shown, or how old it is.
        """
        if (left, right) != self._texts:
            self._texts = (left, right)
            self.refresh()

    def render(self) -> Text:
        """Return the line, as wide as the pane."""
        left, right = map(visible, self._texts)
        width = self.size.width
        right = shorten(right, max(1, width - 2)) if right else ""
        room = width - cell_len(right) - (2 if right else 0)
        left = shorten(left, room) if room > 0 else ""
        line = Text(no_wrap=True).append(left, self._style("left"))
        line.append(" " * (width - line.cell_len - cell_len(right)))
        return line.append(right, self._style("right"))

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"pane-title--{name}").rich_style
