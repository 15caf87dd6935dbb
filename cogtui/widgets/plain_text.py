"""Scrollable view of a plain text, folded at the width available."""

from collections.abc import Iterator
from typing import ClassVar

from rich.cells import chop_cells
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cogtui.text import visible


class PlainText(ScrollView, can_focus=True):
    """A text of any length, with every character visible; a line is folded where a row is full.

    Only the rows in view are drawn, so that megabytes scroll as quickly as a line. Control
    characters are shown as symbols.

    Args:
        text: The text.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="text.down"),
        Binding("k", "scroll_up", "Up", show=False, id="text.up"),
        Binding("g", "scroll_home", "Top", show=False, id="text.top"),
        Binding("G", "scroll_end", "Bottom", show=False, id="text.bottom"),
    ]

    DEFAULT_CSS = """
    PlainText {
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self._lines = [visible(line) for line in text.split("\n")]
        self._rows: list[str] = []
        self._width = 0

    def action_scroll_end(self) -> None:
        """Scroll to the last row immediately, so that a key in the same read continues there."""
        self.scroll_end(animate=False, immediate=True, x_axis=False)

    def on_resize(self) -> None:
        """Fold the text at the new width."""
        width = max(1, self.scrollable_content_region.width)
        if width != self._width:
            self._width = width
            self._rows = [row for line in self._lines for row in _folded(line, width)]
            self.virtual_size = Size(width, len(self._rows))

    def render_line(self, y: int) -> Strip:
        """Return a row in view, empty below the text.

        Args:
            y: The row, counted from the top of the widget.
        """
        index = y + self.scroll_offset.y
        row = self._rows[index] if index < len(self._rows) else ""
        return Strip([Segment(row, self.rich_style)]).adjust_cell_length(
            self.size.width, self.rich_style
        )


def _folded(line: str, width: int) -> Iterator[str]:
    if line.isascii():
        # every character is one cell wide, which spares measuring each of them
        yield from (line[start : start + width] for start in range(0, len(line) or 1, width))
    else:
        yield from chop_cells(line, width)
