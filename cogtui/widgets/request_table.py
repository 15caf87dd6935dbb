"""Every call made, the latest first."""

from collections.abc import Sequence

from cogtui.gateway import Request, RequestLog
from cogtui.times import local_clock
from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, VirtualTable


class RequestTable(VirtualTable):
    """Shows the request log.

    Args:
        requests: The log.
        id: The id of the widget in the DOM.
    """

    COLUMNS = (
        Column("When", 8, priority=3),
        Column("Operation", 22, wider=(40,), grow=1, priority=5),
        Column("ms", 6, priority=2, align="right"),
        Column("Retries", 7, priority=1, align="right"),
        Column("Result", 12, wider=(28,), priority=4),
        Column("Request id", 36, priority=0),
    )

    COMPONENT_CLASSES = {"request-table--failed"}  # noqa: RUF012  Textual's own form

    DEFAULT_CSS = """
    RequestTable > .request-table--failed {
        color: $text-error;
    }
    """

    def __init__(self, requests: RequestLog, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._requests = requests
        self._drawn = 0
        self.placeholder = "No calls yet."

    @property
    def row_count(self) -> int:
        """The number of calls kept."""
        return len(self._requests)

    def request_at(self, row: int) -> Request:
        """The call in a row."""
        return self._requests[len(self._requests) - 1 - row]

    def follow(self) -> None:
        """Draws the log as it is now; the cursor stays on its call."""
        made = self._requests.made
        row = self.cursor_row
        # on the first row one looks at what comes, elsewhere at one call
        self.rows_replaced(row + made - self._drawn if row else 0)
        self._drawn = made

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:  # noqa: ARG002  the same at any width
        """When, what, how long, how often again, and what came of it."""
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
