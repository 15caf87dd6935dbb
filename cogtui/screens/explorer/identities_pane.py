"""The identities of one pool, loaded page by page as they are wanted."""

import asyncio
import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, Explanation
from cogtui.screens.explorer.cursor_delay import CURSOR_SETTLE_DELAY
from cogtui.service.identity_rows import IdentityRows
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pane_title import PaneTitle

_DRAW_EVERY: Final = 0.25
"""How often the count is drawn while pages stream in, seconds: each time costs bytes."""


@dataclass(slots=True)
class _Listing:
    """A pool's identities as far as they are loaded, and how far they are wanted."""

    account: Account
    pool: Pool
    hide_disabled: bool
    rows: IdentityRows = field(default_factory=IdentityRows)
    started: bool = False
    """Whether the first page has come."""
    shown: bool = False
    """Whether the table shows these rows, and not yet those read before."""
    wanted: float = 0
    """How many rows are wanted; infinite for all there are."""
    error: Explanation | None = None
    """Why reading stopped, if it failed."""

    @property
    def unsatisfied(self) -> bool:
        """Whether another page is wanted, and there is one."""
        if not self.started:
            return True
        return self.rows.next_token is not None and len(self.rows) < self.wanted


class IdentitiesPane(Vertical):
    """The table of a pool's identities under its title, and the reading of its pages.

    Pages come one after the other, for each is asked for with the token of the one before.

    Args:
        clock: The present, seconds since the epoch.
        id: The id of the widget in the DOM.
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
        id: str | None = None,  # noqa: A002  Textual's name
    ) -> None:
        super().__init__(id=id)
        self._clock = clock
        self._listing: _Listing | None = None
        self._hide_disabled = False
        self._drawn_at = -math.inf

    def compose(self) -> ComposeResult:
        """The title and the table."""
        yield PaneTitle()
        yield IdentityTable(clock=self._clock)

    def on_mount(self) -> None:
        """Says what it is for, until there is a pool."""
        self._show_hint()

    def _show_hint(self) -> None:
        self.title.show("Identities")
        self.table.placeholder = "Go to a pool to see its identities."

    @property
    def pool(self) -> Pool | None:
        """The pool whose identities are shown."""
        return self._listing.pool if self._listing else None

    @property
    def loaded(self) -> IdentityRows | None:
        """Its identities as far as they are loaded.

        None before any are, and while disabled ones are left out.
        """
        listing = self._listing
        if listing is None or not listing.started or listing.hide_disabled:
            return None
        return listing.rows

    def show_note(self, text: str) -> None:
        """Says something where there are no identities.

        Args:
            text: Why there are none.
        """
        self.table.placeholder = text

    def clear(self) -> None:
        """Shows no pool, and stops reading."""
        self.workers.cancel_group(self, "pages")
        self._listing = None
        self.table.fetching = False
        self.table.clear_marks()
        self.table.filter("")
        self.table.show(IdentityRows())
        self._show_hint()

    def show(self, account: Account, pool: Pool) -> None:
        """Shows a pool's identities; reads the first page if it is another pool than before.

        Args:
            account: The account to read from.
            pool: The pool.
        """
        listing = self._listing
        if listing is None or listing.pool != pool or listing.account is not account:
            self.clear()
            self.table.placeholder = "Reading the identities …"
            self._begin(_Listing(account, pool, self._hide_disabled))

    def rename(self, pool: Pool) -> bool:
        """Calls a pool by its present name, if it is the one shown; its rows and marks stay.

        Args:
            pool: The pool; it keeps its name here where that is not known.

        Returns:
            Whether it is the one shown.
        """
        listing = self._listing
        if listing is None or listing.pool.pool_id != pool.pool_id:
            return False
        listing.pool = listing.pool._replace(name=pool.name or listing.pool.name)
        self._draw_title()
        return True

    def read_again(self) -> None:
        """Reads anew as far as the cursor, and keeps cursor, filter and marks.

        After a failure it goes on where reading stopped.
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

    def toggle_disabled(self) -> bool:
        """Leaves disabled identities out of the listing, or lists them again.

        Returns:
            Whether they are left out now.
        """
        self._hide_disabled = not self._hide_disabled
        if self._listing is not None:
            self._listing.error = None
            self.read_again()
        return self._hide_disabled

    def stop(self) -> bool:
        """Reads no more pages than the one under way, where pages are read on and on.

        Returns:
            Whether they were.
        """
        listing = self._listing
        if listing is None or listing.wanted != math.inf or not listing.unsatisfied:
            return False
        listing.wanted = 0
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
        # a message may come from rows that another listing has taken the place of
        if listing is not None and listing.shown:
            listing.wanted = max(listing.wanted, rows, len(listing.rows) + 1)
            if not self.table.fetching:
                self._read_on(listing)

    def _read_on(self, listing: _Listing) -> None:
        listing.error = None
        # set here and not in the worker, which begins later: there must be one reader at a time
        self.table.fetching = True
        self._draw_title()
        self._read_pages(listing)

    @work(group="pages")
    async def _read_pages(self, listing: _Listing) -> None:
        """Reads pages until as many rows are there as are wanted, or none are left."""
        try:
            if not listing.started:
                await asyncio.sleep(CURSOR_SETTLE_DELAY)
            while listing.unsatisfied:
                page = await listing.account.identities(
                    listing.pool, listing.rows.next_token, hide_disabled=listing.hide_disabled
                )
                listing.started = True
                if listing.shown:
                    self.table.append(page)
                    self._draw_title(at_leisure=True)
                    continue
                listing.rows.append(page)
                if not self.table.row_count or not listing.unsatisfied:
                    self._show_rows(listing)
        except ApiError as error:
            listing.error = error.explanation
        # not when it was cancelled: the table is another listing's then, or gone
        self.table.fetching = False
        self._ended(listing)

    def _show_rows(self, listing: _Listing) -> None:
        listing.shown = True
        self.table.placeholder = (
            "No identities that are not disabled. H shows the disabled ones."
            if listing.hide_disabled
            else "No identities yet. The pool makes one at each user's or guest's first visit."
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

    def _draw_title(self, *, at_leisure: bool = False) -> None:
        """Says how many there are.

        Args:
            at_leisure: Whether it may be left out because it was drawn a moment ago.
        """
        listing = self._listing
        now = time.monotonic()
        if listing is None or (at_leisure and now - self._drawn_at < _DRAW_EVERY):
            return
        self._drawn_at = now
        words = [self.table.summary]
        if not self.table.row_count and not listing.started:
            words = [] if listing.error else ["reading …"]
        if self._hide_disabled:
            words.append("disabled hidden")
        if listing.error is not None:
            words.append(f"stopped: {listing.error.title}")
        self.title.show(f"{listing.pool.title} · identities", " · ".join(words))
