"""The identities pane: one pool's identities, loaded page by page on demand."""

import asyncio
import math
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, Explanation
from cogtui.gateway import PageReader
from cogtui.screens.explorer.cursor_delay import CURSOR_SETTLE_DELAY
from cogtui.service.identity_rows import IdentityPage, IdentityRows
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pane_title import PaneTitle

_DRAW_EVERY: Final = 0.25
"""How often new pages are shown, in seconds: each time costs a frame."""


@dataclass(slots=True)
class _Listing:
    """A pool's loaded identities, and how many are wanted."""

    account: Account
    pool: Pool
    hide_disabled: bool
    rows: IdentityRows = field(default_factory=IdentityRows)
    started: bool = False
    """Whether the first page has arrived."""
    shown: bool = False
    """Whether the table shows these rows, rather than those of an earlier reading."""
    wanted: float = 0
    """How many rows are wanted; infinite for all."""
    error: Explanation | None = None
    """Why reading stopped, if it failed."""
    reader: PageReader[IdentityPage] | None = None
    """What reads pages now; None if nothing does."""

    @property
    def unsatisfied(self) -> bool:
        """Whether another page is wanted and exists."""
        if not self.started:
            return True
        return self.rows.next_token is not None and len(self.rows) < self.wanted


class IdentitiesPane(Vertical):
    """Show a pool's identities in a table under its title, and read their pages.

    Pages are read one after the other, since each request needs the token of the previous page, and
    are shown as often as the eye can follow, all that have arrived at once.

    Args:
        clock: Returns the current time, seconds since the epoch.
        sleep: Waits for a number of seconds before more pages are shown.
        id: The widget's ID in the DOM.
    """

    class Failed(Message):
        """A page could not be read, after others that are shown."""

        def __init__(self, explanation: Explanation) -> None:
            super().__init__()
            self.explanation = explanation

    table = getters.query_one(IdentityTable)
    title = getters.query_one(PaneTitle)

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.time,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._sleep = sleep
        self._listing: _Listing | None = None
        self._hide_disabled = False

    def compose(self) -> ComposeResult:
        """Compose the title and the table."""
        yield PaneTitle()
        yield IdentityTable(clock=self._clock)

    def on_mount(self) -> None:
        """Show what the pane is for, until there is a pool."""
        self._show_hint()

    def _show_hint(self) -> None:
        self.title.show("Identities")
        self.table.placeholder = "Select a pool to see its identities."

    @property
    def pool(self) -> Pool | None:
        """The pool whose identities are listed."""
        return self._listing.pool if self._listing else None

    @property
    def loaded(self) -> IdentityRows | None:
        """The loaded identities; None before the first page, and while disabled ones are hidden."""
        listing = self._listing
        if listing is None or not listing.started or listing.hide_disabled:
            return None
        return listing.rows

    def show_note(self, text: str) -> None:
        """Show a note in place of identities.

        Args:
            text: The note.
        """
        self.table.placeholder = text

    def clear(self) -> None:
        """Show no pool, and stop reading."""
        self.workers.cancel_group(self, "pages")
        self._listing = None
        self.table.fetching = False
        self.table.clear_marks()
        self.table.filter("")
        self.table.show(IdentityRows())
        self._show_hint()

    def show(self, account: Account, pool: Pool) -> None:
        """Show a pool's identities, and read the first page unless it is the same pool as before.

        Args:
            account: The account to read from.
            pool: The pool.
        """
        listing = self._listing
        is_same = listing is not None and listing.account is account and self.rename(pool)
        if not is_same:
            self.clear()
            self.table.placeholder = "Loading identities …"
            self._begin(_Listing(account, pool, self._hide_disabled))

    def rename(self, pool: Pool) -> bool:
        """Take over a pool's new name, if it is the one listed; its rows and marks stay.

        Args:
            pool: The pool; an empty name leaves the name as it is.

        Returns:
            Whether it is the one listed.
        """
        listing = self._listing
        if listing is None or listing.pool.pool_id != pool.pool_id:
            return False
        listing.pool = listing.pool._replace(name=pool.name or listing.pool.name)
        self._draw_title()
        return True

    def read_again(self) -> None:
        """Read again as far as the cursor, and keep the cursor, the filter and the marks.

        After a failure, continue where reading stopped.
        """
        listing = self._listing
        if listing is None:
            return
        if listing.error is not None:
            self._read_on(listing)
        else:
            fresh = _Listing(listing.account, listing.pool, self._hide_disabled)
            fresh.wanted = self.table.cursor_row + 1
            self._begin(fresh)

    def retry(self) -> None:
        """Continue where a failure has stopped reading."""
        if self._listing is not None and self._listing.error is not None:
            self._read_on(self._listing)

    def toggle_disabled(self) -> bool:
        """Hide disabled identities, or list them again.

        Returns:
            Whether they are hidden now.
        """
        self._hide_disabled = not self._hide_disabled
        if self._listing is not None:
            self._listing.error = None
            self.read_again()
        return self._hide_disabled

    def load_rest(self) -> None:
        """Load all identities of the pool, so that the filter finds every one."""
        self.table.action_load_rest()

    def stop(self) -> bool:
        """Stop at once, if all pages are being read; keep what has arrived.

        Returns:
            Whether they were.
        """
        listing = self._listing
        if listing is None or listing.wanted != math.inf or not listing.unsatisfied:
            return False
        listing.wanted = 0
        if listing.reader is not None:
            listing.reader.close()
        return True

    def _begin(self, listing: _Listing) -> None:
        self.workers.cancel_group(self, "pages")
        self._listing = listing
        self._read_on(listing)

    @on(IdentityTable.NearEnd)
    def _one_more(self, event: IdentityTable.NearEnd) -> None:
        event.stop()
        self._want(event.control.row_count + 1)

    @on(IdentityTable.AllWanted)
    def _all(self, event: IdentityTable.AllWanted) -> None:
        event.stop()
        self._want(math.inf)

    def _want(self, rows: float) -> None:
        listing = self._listing
        # the message may be from rows that another listing has replaced
        if listing is not None and listing.shown:
            listing.wanted = max(listing.wanted, rows, len(listing.rows) + 1)
            if not self.table.fetching:
                self._read_on(listing)

    def _read_on(self, listing: _Listing) -> None:
        listing.error = None
        # set here, not in the worker, which starts later: there must be one reader at a time
        self.table.fetching = True
        self._draw_title()
        self._read_pages(listing)

    @work(group="pages")
    async def _read_pages(self, listing: _Listing) -> None:
        """Read pages until as many rows are loaded as are wanted, or none are left."""
        try:
            if not listing.started:
                await asyncio.sleep(CURSOR_SETTLE_DELAY)
            while listing.unsatisfied:
                await self._read_ahead(listing)
        except ApiError as error:
            listing.error = error.explanation
        # not after a cancellation: the table then belongs to another listing, or is gone
        self.table.fetching = False
        self._ended(listing)

    async def _read_ahead(self, listing: _Listing) -> None:
        first = len(listing.rows)
        reader = listing.reader = listing.account.read_identities(
            listing.pool,
            listing.rows.next_token,
            lambda items: first + items >= listing.wanted,
            hide_disabled=listing.hide_disabled,
        )
        try:
            while pages := await reader.take():
                self._add(listing, pages)
                await self._pause(reader)
        finally:
            reader.close()
            listing.reader = None

    def _add(self, listing: _Listing, pages: Sequence[IdentityPage]) -> None:
        listing.started = True
        if listing.shown:
            self.table.append(*pages)
            if listing.unsatisfied:
                self._draw_title()
            return
        for page in pages:
            listing.rows.append(page)
        if not self.table.row_count or not listing.unsatisfied:
            self._show_rows(listing)

    async def _pause(self, reader: PageReader[IdentityPage]) -> None:
        """Wait until it is time to show more pages, or the last one has arrived."""
        waits = [
            asyncio.ensure_future(self._sleep(_DRAW_EVERY)),
            asyncio.ensure_future(reader.ended()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()

    def _show_rows(self, listing: _Listing) -> None:
        listing.shown = True
        self.table.placeholder = (
            "No active identities. H shows disabled ones."
            if listing.hide_disabled
            else "No identities yet. The pool creates one when a user or guest first signs in."
        )
        self.table.show(listing.rows)

    def _ended(self, listing: _Listing) -> None:
        self._draw_title()
        error = listing.error
        if error is None:
            return
        if self.table.row_count:
            self.post_message(self.Failed(error))
        else:
            self.table.placeholder = "\n".join(
                (f"✗ {error.title}", error.detail, "", error.cause, error.remedy)
            )

    @on(IdentityTable.Marked)
    @on(IdentityTable.Filtered)
    def _changed(self) -> None:
        self._draw_title()

    def _draw_title(self) -> None:
        """Draw how many are loaded."""
        listing = self._listing
        if listing is None:
            return
        words = [self.table.summary]
        if not self.table.row_count and not listing.started:
            words = [] if listing.error else ["loading …"]
        if self._hide_disabled:
            words.append("disabled hidden")
        if listing.error is not None:
            words.append(f"stopped: {listing.error.title}")
        self.title.show(f"{listing.pool.title} · identities", " · ".join(words))
