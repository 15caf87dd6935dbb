"""Table of a pool's identities, with a filter and marks."""

import math
import time
from array import array
from asyncio import sleep
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len
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
from cogtui.times import age, local_date, local_minute, zoned_title
from cogtui.widgets.columns import Column
from cogtui.widgets.virtual_table import Cell, TableMessage, VirtualTable

_MINUTE_WIDTH: Final = 16
_AGE_WIDTH: Final = 29
_DATES: Final = ("Created", "Modified")
_ROWS_AHEAD: Final = 30
_NEARBY: Final = 30
"""How many rows before and after the cursor to try when its identity is no longer there."""

_NARROWING: Final = 8
"""A narrower filter searches the matches alone if they are fewer than one row in this many."""


class IdentityTable(VirtualTable):
    """Table of the identities loaded, which asks by message for more.

    Args:
        clock: Returns the current time in seconds since the epoch, for ages.
        name: The widget's name.
        id: The widget's ID in the DOM.
        classes: The widget's CSS classes.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "toggle_mark", "Mark", id="table.mark"),
        Binding("ctrl+g", "load_rest", "Load the rest", show=False, id="table.load-rest"),
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
        """The last loaded row is near; posted once per page."""

    @dataclass
    class AllWanted(TableMessage):
        """The user wants the very last identity, and not all are loaded."""

    @dataclass
    class Marked(TableMessage):
        """Marks were set or removed."""

        count: int
        """The number of identities marked now."""

    @dataclass
    class Filtered(TableMessage):
        """The filter has been applied to all loaded rows."""

        count: int
        """The number of rows that match."""

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        name: str | None = None,
        id: str | None = None,  # noqa: A002  Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(name=name, id=id, classes=classes)
        self.more = False
        """Whether the service has more identities than are loaded."""
        self.fetching = False
        """Whether a page is being loaded; `summary` mentions it."""
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
        """The identity under the cursor; None if no row is shown."""
        return self.identity_at(self.cursor_row) if self.row_count else None

    def identity_at(self, row: int) -> Identity:
        """Return the identity in one of the rows shown, counted from 0."""
        return self._rows.row(self._loaded_row(row))

    @property
    def marked(self) -> tuple[str, ...]:
        """The full IDs marked, in the table's order; those not loaded now come last."""
        loaded = [(row, marked) for marked, row in self._marks.items() if row is not None]
        others = [marked for marked, row in self._marks.items() if row is None]
        return (*(marked for _, marked in sorted(loaded)), *others)

    @property
    def summary(self) -> str:
        """How many identities are loaded, match the filter and are marked, and if there are more.

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
        """Replace the rows by another pool's, or by the same pool's after a reload.

        Keep the filter and the marks. Keep the cursor on its identity if that is among the rows,
        else on one near it.

        Args:
            rows: The rows loaded so far; `append` extends them.
        """
        self._saved_row = self._row_among(rows)
        # a key that came before the first row
        is_end_wanted = self._end_is_wanted and not len(self._rows) and len(rows)
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
            self._report_near_end()
        if is_end_wanted:
            self.action_cursor_last()

    def _row_among(self, rows: IdentityRows) -> int:
        # the rows after the cursor first: when its identity was deleted, the next one takes over
        current = self.cursor_row
        after = range(current, min(current + _NEARBY, self.row_count))
        before = range(current - 1, max(-1, current - _NEARBY), -1)
        nearby = (self.identity_at(row).identity_id for row in (*after, *before))
        found = map(rows.index_of, nearby if self.row_count and len(rows) else ())
        return next((row for row in found if row is not None), 0)

    def append(self, *pages: IdentityPage) -> None:
        """Append the next pages; keep the cursor and the scroll position."""
        first, first_shown = len(self._rows), self.row_count
        for page in pages:
            self._rows.append(page)
        added = range(first, len(self._rows))
        if self._marks:
            self._marks.update(
                (marked, row) for row in added if (marked := self._rows.id_at(row)) in self._marks
            )
        if self._shown is not None:
            self._shown.extend(self._rows.matching(self._shown_query, added))
        self.more = self._rows.next_token is not None
        self._end_reported = False
        self.rows_added(first_shown)
        if not self.row_count:
            # the text in place of rows has the number loaded
            self.refresh()
        if self._end_is_wanted and not self.more:
            self.move_cursor(self.row_count - 1)
        # With a filter that matches few rows, every page would request the next, up to the last.
        if not self._query:
            self._report_near_end()

    def filter(self, query: str) -> None:
        """Show only the rows that match, among those loaded and those appended later.

        The cursor stays on its identity if that matches, else moves to the next match. The search
        runs in slices that yield to the event loop; `Filtered` is posted when it is done.

        Args:
            query: The text for `IdentityRows.matching_slices`; surrounding blanks are ignored, and
                an empty text clears the filter.
        """
        query = query.strip()
        if query == self._query:
            return
        self._query = query
        if not query:
            self.workers.cancel_group(self, "filter")
            self._show_matches(None)
        elif self._shown is not None and self._narrows(query):
            self._start_search(self._shown[:])
        else:
            self._start_search(range(len(self._rows)))

    def go_to(self, identity_id: str) -> bool:
        """Move the cursor to an identity, by its full ID.

        Returns:
            Whether the identity is shown: loaded, and matching the filter if there is one.
        """
        row = self._rows.index_of(identity_id)
        if row is not None and self._shown is not None:
            index = bisect_left(self._shown, row)
            row = index if row in self._shown[index : index + 1] else None
        if row is not None:
            self.move_cursor(row)
        return row is not None

    def clear_marks(self) -> None:
        """Remove all marks."""
        self._marks.clear()
        self.refresh()
        self.post_message(self.Marked(self, 0))

    def unmark(self, identity_ids: Iterable[str]) -> None:
        """Remove the marks of some identities.

        Args:
            identity_ids: Full IDs; those that are not marked are ignored.
        """
        for identity_id in identity_ids:
            self._marks.pop(identity_id, None)
        self.refresh()
        self.post_message(self.Marked(self, len(self._marks)))

    def is_marked(self, row: int) -> bool:
        """Return whether a row's identity is marked."""
        return bool(self._marks) and self._rows.id_at(self._loaded_row(row)) in self._marks

    def titles(self, widths: Sequence[int]) -> Sequence[str]:
        """Return the texts of the header, with the zone of the dates if there is room."""
        names = super().titles(widths)
        return [
            zoned_title(name, cells) if name in _DATES and cells >= _MINUTE_WIDTH else name
            for name, cells in zip(names, widths, strict=True)
        ]

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:
        """Return the ID without its region, the logins, and the dates as precisely as they fit."""
        loaded_row = self._loaded_row(row)
        identity = self._rows.row(loaded_row)
        return (
            self._rows.short_id(loaded_row),
            self._logins(identity, widths[1]),
            self._date(identity.created, widths[2]),
            self._date(identity.modified, widths[3]),
        )

    def empty_text(self) -> str:
        """Return a note about the filter if it is why no row is shown, else the placeholder."""
        if not self._query or not len(self._rows):
            return self.placeholder
        query = visible(self._query)
        if self._searching:
            return f'Searching for "{query}" …'
        more = "\nLoad the rest (Ctrl+G)" if self.more else ""
        return f'No match for "{query}" in {len(self._rows):,} loaded.{more}'

    def move_cursor(self, row: int) -> None:
        """Move the cursor; post `NearEnd` if the last loaded row is near."""
        self._end_is_wanted = False
        super().move_cursor(row)
        self._report_near_end()

    def on_resize(self) -> None:
        """Post `NearEnd` if more rows fit than are loaded."""
        self._report_near_end()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Post `NearEnd` if scrolling without the cursor gets near the last loaded row."""
        super().watch_scroll_y(old_value, new_value)
        self._report_near_end()

    def action_cursor_last(self) -> None:
        """Move to the last row loaded, and to the very last one when all are loaded."""
        super().action_cursor_last()
        self._end_is_wanted = self.more or (self.fetching and not self.row_count)
        self.action_load_rest()

    def action_load_rest(self) -> None:
        """Post `AllWanted` unless all identities are loaded."""
        if self.more:
            self.post_message(self.AllWanted(self))

    def action_toggle_mark(self) -> None:
        """Mark or unmark the identity under the cursor, and move to the next row."""
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

    def _logins(self, identity: Identity, width: int) -> Cell:
        if identity.state is IdentityState.GUEST:
            return ("guest", "identity-table--guest")
        if identity.state is IdentityState.DISABLED:
            return ("DISABLED", "identity-table--disabled")
        names = ", ".join(login_name(key) for key in identity.logins)
        if "/" not in names or cell_len(visible(names)) <= width:
            return names
        return ", ".join(map(self._rows.brief_login_name, identity.logins))

    def _date(self, timestamp: float, width: int) -> str:
        if math.isnan(timestamp):
            return "-"
        if width < _MINUTE_WIDTH:
            return local_date(timestamp)
        minute = local_minute(timestamp)
        return f"{minute}  {age(self._clock() - timestamp)}" if width >= _AGE_WIDTH else minute

    def _report_near_end(self) -> None:
        last_seen = max(self.cursor_row, self.scroll_offset.y + self.page_rows)
        near = self.row_count - last_seen <= self.page_rows + _ROWS_AHEAD
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
        found = await self._matches(candidates)
        while searched < len(self._rows):
            appended = range(searched, len(self._rows))
            searched = appended.stop
            found += await self._matches(appended)
        self._show_matches(found)

    async def _matches(self, candidates: "range | array[int]") -> "array[int]":
        found: array[int] = array("I")
        for rows in self._rows.matching_slices(self._query, candidates):
            found += rows
            await sleep(0)
        return found

    def _show_matches(self, found: "array[int] | None") -> None:
        if self.row_count:
            self._saved_row = self._loaded_row(self.cursor_row)
        self._searching = False
        self._shown, self._shown_query = found, self._query
        row = self._saved_row if found is None else bisect_left(found, self._saved_row)
        self.rows_replaced(row)
        self.post_message(self.Filtered(self, self.row_count))
        if found is None:
            self._report_near_end()
