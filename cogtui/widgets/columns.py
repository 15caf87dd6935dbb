"""The columns of a table, and how they adapt to the width there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, set_cell_size

from cogtui.text import shorten, visible


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and how it adapts to the width there is."""

    title: str
    """What the header says."""
    width: int
    """The least width it is of use at, in cells."""
    wider: tuple[int, ...] = ()
    """Greater widths at which it has more to say, ascending. All columns take the same step, if
    there is room for all to take it."""
    grow: int = 0
    """Its share of the width that all the others leave."""
    priority: int = 0
    """The column of the lowest priority is the first to be left out where it is too narrow."""
    align: Literal["left", "right"] = "left"
    """Where in the column a text shorter than it stands."""

    def fit(self, text: str, cells: int) -> str:
        """Makes a text as wide as the column is drawn.

        Args:
            text: Any text.
            cells: The width, at least 1.

        Returns:
            The text with nothing in it that a terminal would obey, cut in the middle or padded.
        """
        text = shorten(visible(text), cells)
        if self.align == "right":
            text = " " * (cells - cell_len(text)) + text
        return set_cell_size(text, cells)


@lru_cache(maxsize=64)
def column_widths(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """Fits columns into a width, with a blank cell between them.

    Args:
        columns: The columns, from left to right.
        width: The cells there are.

    Returns:
        The width of each, 0 for a column left out. The one of the highest priority always stays,
        narrower than it should be if need be.
    """
    widths = [column.width for column in columns]
    spare = width + 1 - sum(widths) - len(widths)
    for place in sorted(range(len(columns)), key=lambda i: columns[i].priority)[:-1]:
        if spare < 0:
            spare += widths[place] + 1
            widths[place] = 0
    if spare < 0:
        return tuple(max(0, cells + spare) if cells else 0 for cells in widths)
    for step in range(max((len(column.wider) for column in columns), default=0)):
        wider = [
            column.wider[step] if cells and step < len(column.wider) else cells
            for column, cells in zip(columns, widths, strict=True)
        ]
        if sum(wider) - sum(widths) <= spare:
            spare -= sum(wider) - sum(widths)
            widths = wider
    _share_out(spare, columns, widths)
    return tuple(widths)


def _share_out(spare: int, columns: Sequence[Column], widths: list[int]) -> None:
    growing = [place for place, cells in enumerate(widths) if cells and columns[place].grow]
    shares = sum(columns[place].grow for place in growing)
    for place in growing:
        more = spare * columns[place].grow // shares
        widths[place] += more
        spare -= more
        shares -= columns[place].grow
