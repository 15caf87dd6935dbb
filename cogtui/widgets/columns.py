"""Columns of a table, and how they adapt to the width available."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rich.cells import cell_len, set_cell_size

from cogtui.text import shorten, visible


@dataclass(frozen=True, slots=True)
class Column:
    """A column, and how it adapts to the width available."""

    title: str
    """The text in the header."""
    width: int
    """The minimum useful width, in cells."""
    wider: tuple[int, ...] = ()
    """Larger widths at which it shows more, ascending. All columns take a step together, and only
    if there is room for all of them."""
    grow: int = 0
    """Its share of the remaining width, relative to the other columns' shares."""
    priority: int = 0
    """Columns are dropped in ascending priority where the table is too narrow."""
    align: Literal["left", "right"] = "left"
    """The alignment of texts narrower than the column."""

    def fit(self, text: str, cells: int) -> str:
        """Shorten in the middle or pad a text to the width at which the column is drawn.

        Args:
            text: Any text; control characters are replaced by symbols.
            cells: The width, at least 1.
        """
        text = shorten(visible(text), cells)
        if self.align == "right":
            text = " " * (cells - cell_len(text)) + text
        return set_cell_size(text, cells)


@lru_cache(maxsize=64)
def column_widths(columns: tuple[Column, ...], width: int) -> tuple[int, ...]:
    """Fit columns into a width, with a blank cell between them.

    Args:
        columns: The columns, from left to right.
        width: The available width, in cells.

    Returns:
        The width of each column, 0 for one that is dropped. The column with the highest priority is
        never dropped, even if it gets less than its minimum width.
    """
    widths = [column.width for column in columns]
    spare = width + 1 - sum(widths) - len(widths)
    for index in sorted(range(len(columns)), key=lambda i: columns[i].priority)[:-1]:
        if spare < 0:
            spare += widths[index] + 1
            widths[index] = 0
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
    _distribute(spare, columns, widths)
    return tuple(widths)


def _distribute(spare: int, columns: Sequence[Column], widths: list[int]) -> None:
    growing = [index for index, cells in enumerate(widths) if cells and columns[index].grow]
    shares = sum(columns[index].grow for index in growing)
    for index in growing:
        more = spare * columns[index].grow // shares
        widths[index] += more
        spare -= more
        shares -= columns[index].grow
