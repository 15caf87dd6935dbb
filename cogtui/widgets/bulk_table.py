"""The lines of a sheet, each with what is to become of it, or what has."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, NamedTuple

from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, VirtualTable


class Light(StrEnum):
    """What a line's state means, for its colour; the words alone say it too."""

    GOOD = "good"
    """It can be carried out, or was."""
    IDLE = "idle"
    """There is nothing to do."""
    BAD = "bad"
    """It is refused, or went wrong."""


class SheetRow(NamedTuple):
    """One line as the table tells it."""

    number: int
    """Where it begins in the file."""
    source: str
    """The user that is merged away or unlinked."""
    destination: str
    """The user that is merged into, empty where users are unlinked."""
    state: str
    """What is to become of it, or what has, in a word or two."""
    light: Light
    """What that means."""
    reason: str
    """Why, in sentences."""


class BulkTable(VirtualTable):
    """Shows lines as they are checked and carried out; can leave out those that are fine."""

    COLUMNS = (
        Column("Line", 6, priority=2, align="right"),
        Column("Source", 16, wider=(30,), grow=1, priority=3),
        Column("Destination", 16, wider=(30,), grow=1, priority=1),
        Column("State", 14, priority=4),
        Column("Why", 36, grow=4, priority=0),
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
        """Whether only the lines that are refused or went wrong are shown."""

    @property
    def row_count(self) -> int:
        """The number of lines shown."""
        return len(self._bad) if self.is_narrowed else len(self._rows)

    @property
    def row(self) -> SheetRow | None:
        """The line under the cursor, None if there is none."""
        return self.row_at(self.cursor_row) if self.row_count else None

    def row_at(self, row: int) -> SheetRow:
        """The line in a row of those shown."""
        return self._rows[self._place(row)]

    def clear(self) -> None:
        """Shows no lines."""
        self._rows, self._bad = [], []
        self.rows_replaced()

    def extend(self, rows: Sequence[SheetRow]) -> None:
        """Adds lines at the end.

        Args:
            rows: The lines.
        """
        first, before = self.row_count, len(self._rows)
        self._rows += rows
        self._bad += [at for at, row in enumerate(rows, before) if row.light is Light.BAD]
        self.rows_added(first)

    def settle(self, place: int, row: SheetRow) -> None:
        """Shows what became of a line.

        Args:
            place: Which line, from 0 on, in the order in which they were added.
            row: It as it is now.
        """
        was_bad = self._rows[place].light is Light.BAD
        self._rows[place] = row
        if was_bad is not (row.light is Light.BAD):
            self._bad = [at for at, each in enumerate(self._rows) if each.light is Light.BAD]
            if self.is_narrowed:
                self.rows_replaced(self.cursor_row)
        if not self.is_narrowed:
            self.refresh_row(place)

    def toggle_narrowed(self) -> None:
        """Leaves out the lines that are fine, or shows all again; the cursor stays on its line."""
        here = self._place(self.cursor_row) if self.row_count else 0
        self.is_narrowed = not self.is_narrowed
        after = (at for at, place in enumerate(self._bad) if place >= here)
        self.rows_replaced(next(after, 0) if self.is_narrowed else here)

    def empty_text(self) -> str:
        """That nothing is refused, if that is why there are no lines; else the placeholder."""
        if self.is_narrowed and self._rows:
            return "None of the lines is refused, and none went wrong.\nf shows all of them."
        return self.placeholder

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:  # noqa: ARG002  the same at any width
        """Where it begins, the users, what is to become of it, and why."""
        bulk_row = self._rows[self._place(row)]
        return (
            f"{bulk_row.number:,}",
            bulk_row.source,
            bulk_row.destination,
            (bulk_row.state, f"sheet-table--{bulk_row.light}"),
            bulk_row.reason,
        )

    def _place(self, row: int) -> int:
        return self._bad[row] if self.is_narrowed else row
