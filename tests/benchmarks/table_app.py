"""A table of identities in a terminal, or Textual's DataTable with the same cells.

Usage: python -m tests.benchmarks.table_app ROWS [--data-table]

A digit filters by one of `QUERIES`; the last line shows how many rows match, and by how much the
event loop was late at most.
"""

import asyncio
import gc
import sys
import time
from collections.abc import Iterator
from typing import ClassVar, Final

from textual import work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import DataTable, Static

from cogtui.service.identity_rows import IdentityRows
from cogtui.widgets.identity_table import IdentityTable
from tests.benchmarks.identities import rows_of, selective_query

BEAT: Final = 0.005
"""Seconds between two beats that measure how late the event loop is."""


LAST_LINE: Final = "Static { height: 1; dock: bottom; }"


def queries(rows: IdentityRows) -> list[str]:
    """Return what the digits from 0 on filter by."""
    return ["", selective_query(rows), "abc", "abcd", "a", "google"]


class TableApp(App[None]):
    """An app with a table of identities above one line of text."""

    CSS = LAST_LINE
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(digit), f"search({digit})") for digit in range(6)),
        Binding("p", "page"),
    ]

    def __init__(self, count: int) -> None:
        super().__init__()
        self.animation_level = "none"
        self.rows = rows_of(count)
        self.worst = 0.0
        self.searches = 0

    def compose(self) -> ComposeResult:
        """Yield the table and the line."""
        yield IdentityTable()
        yield Static()

    def on_mount(self) -> None:
        """Show the rows."""
        self.query_one(IdentityTable).show(self.rows)
        gc.freeze()
        self.show("ready")

    def show(self, text: str) -> None:
        """Show a text in the last line."""
        self.query_one(Static).update(f"{text} .")

    def action_search(self, digit: int) -> None:
        """Filter by one of the queries."""
        self.worst = 0.0
        self.beat()
        self.query_one(IdentityTable).filter(queries(self.rows)[digit])

    @work(exclusive=True)
    async def beat(self) -> None:
        """Measure how late the event loop is."""
        while True:
            due = time.perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self.worst = max(self.worst, time.perf_counter() - due)

    def on_identity_table_filtered(self, event: IdentityTable.Filtered) -> None:
        """Say how many rows match."""
        self.workers.cancel_node(self)
        self.searches += 1
        self.show(f"search {self.searches}: {event.count} rows, late {self.worst * 1000:.1f} ms")


class DataTableApp(App[None]):
    """An app with Textual's DataTable and the same cells."""

    CSS = LAST_LINE

    def __init__(self, count: int) -> None:
        super().__init__()
        self.animation_level = "none"
        self.rows = rows_of(count)

    def compose(self) -> ComposeResult:
        """Yield the table and the line."""
        yield DataTable[str](cursor_type="row")
        yield Static()

    def on_mount(self) -> None:
        """Add the rows in one call."""
        table: DataTable[str] = self.query_one(DataTable)
        table.add_columns("Identity", "Logins", "Created", "Modified")
        table.add_rows(self.cells())
        table.focus()
        self.query_one(Static).update("ready .")

    def cells(self) -> Iterator[tuple[str, ...]]:
        """Yield the cells of each row."""
        for row in range(len(self.rows)):
            identity = self.rows.row(row)
            yield identity.guid, ", ".join(identity.logins), "2026-03-02", "2026-03-02"


if __name__ == "__main__":
    kind = DataTableApp if "--data-table" in sys.argv else TableApp
    kind(int(sys.argv[1])).run()
