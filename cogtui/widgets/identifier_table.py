"""Table of the developer user identifiers linked to one identity."""

from collections.abc import Sequence

from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, VirtualTable


class IdentifierTable(VirtualTable):
    """Table of identifiers, one per row, which can grow while it is shown."""

    COLUMNS = (
        Column("No.", 5, priority=0, align="right"),
        Column("Developer user identifier", 24, grow=1, priority=1),
    )

    def __init__(self) -> None:
        super().__init__()
        self._identifiers: Sequence[str] = ()

    @property
    def row_count(self) -> int:
        """The number of identifiers loaded."""
        return len(self._identifiers)

    @property
    def identifier(self) -> str | None:
        """The identifier under the cursor; None if the table is empty."""
        return self._identifiers[self.cursor_row] if self._identifiers else None

    def show(self, identifiers: Sequence[str], cursor_row: int = 0) -> None:
        """Replace the identifiers.

        Args:
            identifiers: The identifiers loaded so far; call `rows_added` after appending to it.
            cursor_row: The row to put the cursor on.
        """
        self._identifiers = identifiers
        self.rows_replaced(cursor_row)

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:  # noqa: ARG002  the same at any width
        """Return the row's number and the identifier."""
        return f"{row + 1:,}", self._identifiers[row]
