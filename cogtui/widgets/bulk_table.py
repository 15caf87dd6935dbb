"""Table of the rows of a CSV file, each with its planned change or its result."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, VirtualTable


class Light(StrEnum):
    """Colour of a row's state; the state's text alone says the same."""

    GOOD = "good"
    """The change can be made, or was made."""
    IDLE = "idle"
    """There is nothing to change."""
    BAD = "bad"
    """The change is refused, or failed."""


class SheetRow(NamedTuple):
    """A row of the CSV file as the table shows it."""

    number: int
    """The number of its first line in the file."""
    source: str
    """The user to merge away or to unlink."""
    destination: str
    """The user to merge into; empty when unlinking."""
    state: str
    """The planned change or its result, in a word or two."""
    light: Light
    """The colour of `state`."""
    reason: str
    """The reason for `state`, in sentences."""


class BulkTable(VirtualTable):
    """Table of CSV rows while they are checked and sent; it can show the failed ones alone."""

    COLUMNS = (
        Column("Line", 6, priority=2, align="right"),
        Column("Source", 16, wider=(30,), grow=1, priority=3),
        Column("Destination", 16, wider=(30,), grow=1, priority=1),
        Column("State", 14, priority=4),
        Column("Reason", 36, grow=4, priority=0),
    )

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"sheet-table--{light}" for light in Light}

    DEFAULT_CSS = """
    BulkTable {
        & > .sheet-table--good { color: $text-success; }
        & > .sheet-table--idle { color: $text-muted; }
        & > .sheet-table--bad { color: $text-error; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[SheetRow] = []
        self._bad: list[int] = []
        self.is_narrowed = False
        """Whether only refused and failed rows are shown."""

    @property
    def row_count(self) -> int:
        """The number of rows shown."""
        return len(self._bad) if self.is_narrowed else len(self._rows)

    @property
    def row(self) -> SheetRow | None:
        """The row under the cursor; None if the table is empty."""
        return self.row_at(self.cursor_row) if self.row_count else None

    def row_at(self, row: int) -> SheetRow:
        """Return one of the rows shown, counted from 0."""
        return self._rows[self._index(row)]

    def clear(self) -> None:
        """Remove all rows."""
        self._rows, self._bad = [], []
        self.rows_replaced()

    def extend(self, rows: Sequence[SheetRow]) -> None:
        """Append rows."""
        first, before = self.row_count, len(self._rows)
        self._rows += rows
        self._bad += [index for index, row in enumerate(rows, before) if row.light is Light.BAD]
        self.rows_added(first)

    def settle(self, place: int, row: SheetRow) -> None:
        """Replace a row, for example to show its result.

        Args:
            place: The row's index among all rows, in the order they were added.
            row: The new row.
        """
        was_bad = self._rows[place].light is Light.BAD
        self._rows[place] = row
        if was_bad is not (row.light is Light.BAD):
            self._bad = [index for index, each in enumerate(self._rows) if each.light is Light.BAD]
            if self.is_narrowed:
                self.rows_replaced(self.cursor_row)
        if not self.is_narrowed:
            self.refresh_row(place)

    def toggle_narrowed(self) -> None:
        """Show only refused and failed rows, or all; keep the cursor on its row or the next."""
        current = self._index(self.cursor_row) if self.row_count else 0
        self.is_narrowed = not self.is_narrowed
        following = (row for row, index in enumerate(self._bad) if index >= current)
        self.rows_replaced(next(following, 0) if self.is_narrowed else current)

    def empty_text(self) -> str:
        """Return a note that no row failed when only failures are shown, else the placeholder."""
        if self.is_narrowed and self._rows:
            return "No row was refused, and none failed.\nf shows all rows."
        return self.placeholder

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:  # noqa: ARG002  the same at any width
        """Return the line number, both users, the state and the reason."""
        bulk_row = self._rows[self._index(row)]
        return (
            f"{bulk_row.number:,}",
            bulk_row.source,
            bulk_row.destination,
            (bulk_row.state, f"sheet-table--{bulk_row.light}"),
            bulk_row.reason,
        )

    def _index(self, row: int) -> int:
        return self._bad[row] if self.is_narrowed else row
