"""The identities of a pool, to look through, filter and mark."""

import math
import time
from array import array
from asyncio import sleep
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import work
from textual.binding import Binding, BindingType

from cogtui.service.identity_rows import (
    Identity,
    IdentityPage,
    IdentityRows,
    IdentityState,
    login_name,
)
from cogtui.text import visible
from cogtui.times import age, local_date, local_minute
from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, TableMessage, VirtualTable

_MINUTE_WIDTH: Final = 16
_AGE_WIDTH: Final = 29
_ROWS_AHEAD: Final = 30
_NEARBY: Final = 30
"""How many rows before and after the cursor it may go to when its own is gone."""

_NARROWING: Final = 8


class IdentityTable(VirtualTable):
    """Shows the identities that are loaded, and tells when more of them are wanted.

    Args:
        clock: The time now in seconds since the epoch, for ages.
        name: The name of the widget.
        id: The id of the widget in the DOM.
        classes: The CSS classes of the widget.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_mark", "Mark", id="table.mark"),
    ]

    COLUMNS = (
        Column("Identity", 36, priority=3),
        Column("Logins", 12, wider=(19, 19), grow=1, priority=2),
        Column("Created", 10, wider=(_MINUTE_WIDTH, _AGE_WIDTH), priority=1),
        Column("Modified", 10, wider=(_MINUTE_WIDTH, _AGE_WIDTH), priority=0),
    )

    MARKS = True

    COMPONENT_CLASSES: ClassVar[set[str]] = {"identity-table--disabled", "identity-table--guest"}

    DEFAULT_CSS = """
    IdentityTable {
        & > .identity-table--disabled {
            color: $text-error;
        }
        & > .identity-table--guest {
            color: $text-muted;
        }
    }
    """

    @dataclass
    class NearEnd(TableMessage):
        """The loaded rows will soon be at their end: told once until the next page."""

    @dataclass
    class AllWanted(TableMessage):
        """The last of all identities is wanted, and not all are loaded."""

    @dataclass
    class Marked(TableMessage):
        """Marks were set or taken away."""

        count: int
        """How many identities are marked now."""

    @dataclass
    class Filtered(TableMessage):
        """The rows shown are from now on those that match the filter."""

        count: int
        """How many they are."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        name: str | None = None,
        id: str | None = None,  # noqa: A002  Textual's own name for it
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.more = False
        """Whether the service has more identities than are loaded."""
        self.fetching = False
        """Whether a page is on its way, which `summary` then says."""
        self._clock = clock
        self._rows = IdentityRows()
        self._query = ""
        self._searching = False
        self._shown: array[int] | None = None
        self._shown_query = ""
        self._saved_row = 0
        self._marks: dict[str, int | None] = {}
        self._end_reported = False
        self._end_is_wanted = False

    @property
    def row_count(self) -> int:
        """The number of identities shown: loaded, and matching the filter if there is one."""
        return len(self._rows if self._shown is None else self._shown)

    @property
    def identity(self) -> Identity | None:
        """The identity under the cursor, None if none is shown."""
        return self.identity_at(self.cursor_row) if self.row_count else None

    def identity_at(self, row: int) -> Identity:
        """The identity in a row of those shown."""
        return self._rows.row(self._loaded_row(row))

    @property
    def marked(self) -> tuple[str, ...]:
        """The full ids marked, in the table's order; those not loaded now come last."""
        loaded = [(row, marked) for marked, row in self._marks.items() if row is not None]
        others = [marked for marked, row in self._marks.items() if row is None]
        return (*(marked for _, marked in sorted(loaded)), *others)

    @property
    def summary(self) -> str:
        """How many are loaded, whether there are more, how many match and are marked.

        For instance `1,200 loaded, more`, `12,340`, `37 of 1,200 loaded match "goo", more` or
        `12,340 · 3 marked`.
        """
        loaded = f"{len(self._rows):,}"
        unfinished = self.more or self.fetching
        if unfinished:
            loaded += " loaded"
        if self._query:
            query = visible(self._query)
            verb = "match" if self._shown is None or len(self._shown) != 1 else "matches"
            loaded = (
                f'searching {loaded} for "{query}"'
                if self._searching
                else f'{self.row_count:,} of {loaded} {verb} "{query}"'
            )
        if unfinished:
            loaded += ", loading" if self.fetching else ", more"
        return f"{loaded} · {len(self._marks):,} marked" if self._marks else loaded

    def show(self, rows: IdentityRows) -> None:
        """Shows other rows: another pool's, or the same pool's read again.

        Filter and marks stay as they are, and so does the cursor if its identity is among the rows,
        or else one near it.

        Args:
            rows: What is loaded. The table appends to it what comes.
        """
        self._saved_row = self._row_among(rows)
        self._rows = rows
        self.more = rows.next_token is not None
        self._end_reported = self._end_is_wanted = False
        self._marks = {marked: rows.index_of(marked) for marked in self._marks}
        if self._query:
            self._shown, self._shown_query = array("I"), self._query
            self.rows_replaced()
            self._start_search(range(len(rows)))
        else:
            self.rows_replaced(self._saved_row)
            self._tell_near_end()

    def _row_among(self, rows: IdentityRows) -> int:
        """The row among others of the identity under the cursor, or of the nearest that is there.

        Where the one under the cursor was deleted, that is the next, as if one had moved on.
        """
        here = self.cursor_row
        after = range(here, min(here + _NEARBY, self.row_count))
        before = range(here - 1, max(-1, here - _NEARBY), -1)
        nearby = (self.identity_at(row).identity_id for row in (*after, *before))
        found = map(rows.index_of, nearby if self.row_count and len(rows) else ())
        return next((row for row in found if row is not None), 0)

    def append(self, page: IdentityPage) -> None:
        """Adds the next page; cursor and view stay where they are.

        Args:
            page: The answer that followed the last one.
        """
        first, first_shown = len(self._rows), self.row_count
        self._rows.append(page)
        added = range(first, len(self._rows))
        if self._marks:
            self._marks.update(
                (marked, row) for row in added if (marked := self._rows.id_at(row)) in self._marks
            )
        if self._shown is not None:
            self._shown.extend(self._rows.matching(self._shown_query, added))
        self.more = page.next_token is not None
        self._end_reported = False
        self.rows_added(first_shown)
        if self._end_is_wanted and not self.more:
            self.move_cursor(self.row_count - 1)
        # With a filter that few rows match, one page would ask for the next until the last.
        if not self._query:
            self._tell_near_end()

    def filter(self, query: str) -> None:
        """Shows only the loaded rows that match, and those that come later.

        The cursor stays on its identity if it matches, else moves to the next that does. Many rows
        are searched in slices between which the event loop is free; `Filtered` tells the end.

        Args:
            query: What `IdentityRows.matching_slices` looks for, blanks around it left out. The
                empty text ends the filter.
        """
        query = query.strip()
        if query == self._query:
            return
        self._query = query
        if not query:
            self.workers.cancel_group(self, "filter")
            self._show_found(None)
        elif self._shown is not None and self._narrows(query):
            self._start_search(self._shown[:])
        else:
            self._start_search(range(len(self._rows)))

    def go_to(self, identity_id: str) -> bool:
        """Moves the cursor to an identity.

        Args:
            identity_id: Its full id.

        Returns:
            Whether it is there: loaded, and matching the filter if there is one.
        """
        row = self._rows.index_of(identity_id)
        if row is not None and self._shown is not None:
            place = bisect_left(self._shown, row)
            row = place if row in self._shown[place : place + 1] else None
        if row is not None:
            self.move_cursor(row)
        return row is not None

    def clear_marks(self) -> None:
        """Takes all marks away."""
        self._marks.clear()
        self.refresh()
        self.post_message(self.Marked(self, 0))

    def unmark(self, identity_ids: Iterable[str]) -> None:
        """Takes the marks of some identities away.

        Args:
            identity_ids: Their full ids; those without a mark do not matter.
        """
        for identity_id in identity_ids:
            self._marks.pop(identity_id, None)
        self.refresh()
        self.post_message(self.Marked(self, len(self._marks)))

    def is_marked(self, row: int) -> bool:
        """Whether a row's identity is marked."""
        return bool(self._marks) and self._rows.id_at(self._loaded_row(row)) in self._marks

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:
        """The id without the region, the logins, and the dates with as much as fits."""
        loaded_row = self._loaded_row(row)
        identity = self._rows.row(loaded_row)
        return (
            self._rows.short_id(loaded_row),
            _logins(identity),
            self._date(identity.created, widths[2]),
            self._date(identity.modified, widths[3]),
        )

    def empty_text(self) -> str:
        """That nothing matches, if a filter is why there are no rows; else the placeholder."""
        if not self._query or not len(self._rows):
            return self.placeholder
        query = visible(self._query)
        if self._searching:
            return f'Searching for "{query}".'
        more = "\nG loads the rest and looks through it." if self.more else ""
        return f'None of {len(self._rows):,} loaded matches "{query}".{more}'

    def move_cursor(self, row: int) -> None:
        """Moves the cursor, and tells when the end of what is loaded comes near."""
        self._end_is_wanted = False
        super().move_cursor(row)
        self._tell_near_end()

    def on_resize(self) -> None:
        """Tells that more rows fit than are loaded."""
        self._tell_near_end()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Tells when scrolling without the cursor comes near the end."""
        super().watch_scroll_y(old_value, new_value)
        self._tell_near_end()

    def action_cursor_last(self) -> None:
        """Moves to the last row loaded, and on to the last of all when these have come."""
        super().action_cursor_last()
        if self.more:
            self._end_is_wanted = True
            self.post_message(self.AllWanted(self))

    def action_toggle_mark(self) -> None:
        """Marks the identity under the cursor, or takes its mark away, and moves on."""
        if not self.row_count:
            return
        row = self._loaded_row(self.cursor_row)
        identity_id = self._rows.id_at(row)
        if identity_id in self._marks:
            del self._marks[identity_id]
        else:
            self._marks[identity_id] = row
        self.refresh_row(self.cursor_row)
        self.move_cursor(self.cursor_row + 1)
        self.post_message(self.Marked(self, len(self._marks)))

    def _loaded_row(self, row: int) -> int:
        return row if self._shown is None else self._shown[row]

    def _date(self, timestamp: float, width: int) -> str:
        if math.isnan(timestamp):
            return "-"
        if width < _MINUTE_WIDTH:
            return local_date(timestamp)
        minute = local_minute(timestamp)
        return f"{minute}  {age(self._clock() - timestamp)}" if width >= _AGE_WIDTH else minute

    def _tell_near_end(self) -> None:
        seen = max(self.cursor_row, self.scroll_offset.y + self.page_rows)
        near = self.row_count - seen <= self.page_rows + _ROWS_AHEAD
        if self.more and near and not self._end_reported:
            self._end_reported = True
            self.post_message(self.NearEnd(self))

    def _narrows(self, query: str) -> bool:
        shown_query = self._shown_query.casefold()
        return (
            shown_query in query.casefold()
            and (":" in shown_query) == (":" in query)
            and self.row_count * _NARROWING < len(self._rows)
        )

    def _start_search(self, candidates: "range | array[int]") -> None:
        self._searching = True
        self._search(candidates, len(self._rows))

    @work(group="filter", exclusive=True, description="filter")
    async def _search(self, candidates: "range | array[int]", searched: int) -> None:
        found = await self._found(candidates)
        while searched < len(self._rows):
            come = range(searched, len(self._rows))
            searched = come.stop
            found += await self._found(come)
        self._show_found(found)

    async def _found(self, candidates: "range | array[int]") -> "array[int]":
        found: array[int] = array("I")
        for rows in self._rows.matching_slices(self._query, candidates):
            found += rows
            await sleep(0)
        return found

    def _show_found(self, found: "array[int] | None") -> None:
        if self.row_count:
            self._saved_row = self._loaded_row(self.cursor_row)
        self._searching = False
        self._shown, self._shown_query = found, self._query
        row = self._saved_row if found is None else bisect_left(found, self._saved_row)
        self.rows_replaced(row)
        self.post_message(self.Filtered(self, self.row_count))
        if found is None:
            self._tell_near_end()


def _logins(identity: Identity) -> Cell:
    if identity.state is IdentityState.GUEST:
        return ("guest", "identity-table--guest")
    if identity.state is IdentityState.DISABLED:
        return ("DISABLED", "identity-table--disabled")
    return ", ".join(login_name(key) for key in identity.logins)
