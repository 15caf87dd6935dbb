"""Table of the request log, latest call first."""

from collections.abc import Sequence

from cogtui.gateway import Request, RequestLog
from cogtui.times import local_clock, zoned_title
from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, VirtualTable


class RequestTable(VirtualTable):
    """Table of the calls made, latest first.

    Args:
        requests: The log.
        id: The widget's ID in the DOM.
    """

    COLUMNS = (
        Column("When", 8, priority=3),
        Column("Operation", 22, wider=(40,), grow=1, priority=5),
        Column("ms", 6, priority=2, align="right"),
        Column("Retries", 7, priority=1, align="right"),
        Column("Result", 12, wider=(28,), priority=4),
        Column("Request ID", 36, priority=0),
    )

    COMPONENT_CLASSES = {"request-table--failed"}  # noqa: RUF012  Textual's form

    DEFAULT_CSS = """
    RequestTable > .request-table--failed {
        color: $text-error;
    }
    """

    def __init__(self, requests: RequestLog, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._requests = requests
        self._drawn = 0
        self.placeholder = "No requests yet."

    @property
    def row_count(self) -> int:
        """The number of calls in the log when it was last redrawn."""
        return max(0, len(self._requests) - self._undrawn)

    @property
    def _undrawn(self) -> int:
        """The number of calls since then; without it, a redraw would move rows under the cursor."""
        return self._requests.made - self._drawn

    def request_at(self, row: int) -> Request:
        """Return the call in a row, counted from 0."""
        return self._requests[len(self._requests) - 1 - self._undrawn - row]

    def follow(self) -> None:
        """Redraw the log; keep the cursor on its call, or on the first row if it is there."""
        row, added = self.cursor_row, self._undrawn
        self._drawn += added
        # a cursor on the first row follows the latest call
        self.rows_replaced(row + added if row else 0)

    def titles(self, widths: Sequence[int]) -> Sequence[str]:
        """Return the texts of the header, with the zone of the times if there is room."""
        when, *others = super().titles(widths)
        return (zoned_title(when, widths[0]), *others)

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:  # noqa: ARG002  the same at any width
        """Return the time, operation, duration, retries, result and request ID of a call."""
        request = self.request_at(row)
        took = "" if request.milliseconds is None else f"{request.milliseconds:,.0f}"
        result: Cell = request.result
        if request.error is not None:
            result = (f"✗ {request.result}", "request-table--failed")
        return (
            local_clock(request.started),
            request.operation,
            took,
            str(request.retries or ""),
            result,
            request.request_id,
        )
