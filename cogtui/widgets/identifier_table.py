"""The developer user identifiers that lead to one identity."""

from collections.abc import Sequence

from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, VirtualTable


class IdentifierTable(VirtualTable):
    """Shows identifiers as they come in, each on a line."""

    COLUMNS = (
        Column("No.", 5, priority=0, align="right"),
        Column("Developer user identifier", 24, grow=1, priority=1),
    )

    def __init__(self) -> None:
        super().__init__()
        self._identifiers: Sequence[str] = ()

    @property
    def row_count(self) -> int:
        """The number of identifiers that have come."""
        return len(self._identifiers)

    @property
    def identifier(self) -> str | None:
        """The identifier under the cursor, None if there is none."""
        return self._identifiers[self.cursor_row] if self._identifiers else None

    def show(self, identifiers: Sequence[str], cursor_row: int = 0) -> None:
        """Shows other identifiers.

        Args:
            identifiers: Those that have come so far; `rows_added` tells of more in the same list.
            cursor_row: Where the cursor is.
        """
        self._identifiers = identifiers
        self.rows_replaced(cursor_row)

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:  # noqa: ARG002  the same at any width
        """Its number, and the identifier."""
        return f"{row + 1:,}", self._identifiers[row]
