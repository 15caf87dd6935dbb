"""The reading of a pool's identities, by an account that answers when it is told to."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, cast

from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.pilot import Pilot

from cogtui.account.account import Account, Pool
from cogtui.gateway import PageReader
from cogtui.screens.explorer.identities_pane import IdentitiesPane
from cogtui.service.identity_rows import IdentityPage
from cogtui.widgets.identity_table import IdentityTable
from tests.gateway.pages import GatedCalls
from tests.waiting import wait_until

POOL = Pool("us-east-1", "us-east-1:pool", "mobile-app")
PAGES = 3
BYTES = 4_349
"""What a load of 400 pages writes to a terminal of 80x24."""


class SlowAccount:
    """Answers each page of 60 once it is let to.

    Args:
        pages: How many pages the pool has.
    """

    def __init__(self, pages: int = PAGES) -> None:
        self._pages = pages
        self.calls = GatedCalls(self._answer)

    def read_identities(
        self,
        pool: Pool,  # noqa: ARG002  as Account has it
        next_token: str | None,
        is_enough: Callable[[int], bool],
        *,
        hide_disabled: bool,  # noqa: ARG002  the signature is the service's
    ) -> PageReader[IdentityPage]:
        """Read pages after a token."""
        return PageReader(self.calls, IdentityPage.from_answer, next_token, is_enough)

    def _answer(self, next_token: str | None) -> dict[str, Any]:
        first = int(next_token or 0)
        items = [
            {"IdentityId": f"us-east-1:{each:036d}", "CreationDate": 0.0, "LastModifiedDate": 0.0}
            for each in range(first, first + 60)
        ]
        more = {"NextToken": str(first + 60)} if first + 60 < 60 * self._pages else {}
        return {"Identities": items, **more}

    def answer(self, pages: int) -> None:
        """Let so many pages be answered."""
        self.calls.let(pages)

    @property
    def requested(self) -> int:
        """How many pages were requested."""
        return self.calls.sent


class Ticks:
    """A clock that a test drives: what sleeps wakes up at the next tick."""

    def __init__(self) -> None:
        self._sleeping = asyncio.Event()
        self._tick = asyncio.Event()

    async def sleep(self, _: float) -> None:
        """Sleep until the next tick."""
        self._sleeping.set()
        try:
            await self._tick.wait()
        finally:
            self._sleeping.clear()

    async def next(self) -> None:
        """Let what sleeps wake up, once it sleeps."""
        await self._sleeping.wait()
        self._sleeping.clear()
        self._tick.set()
        self._tick = asyncio.Event()


class RecordingDriver(HeadlessDriver):
    """A terminal for which frames are drawn, although there is none."""

    @property
    def is_headless(self) -> bool:
        """Whether Textual may skip drawing: no, what it writes is counted."""
        return False


class PaneApp(App[None]):
    """The pane alone.

    Args:
        sleep: The pane's clock.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        super().__init__()
        self._sleep = sleep

    def compose(self) -> ComposeResult:
        """The pane."""
        yield IdentitiesPane(sleep=self._sleep)


async def listed(pilot: Pilot[None], account: SlowAccount) -> IdentitiesPane:
    """The pane with all identities in its table, the cursor on the last."""
    pane = pilot.app.query_one(IdentitiesPane)
    pane.show(cast("Account", account), POOL)
    account.answer(PAGES)
    await wait_until(pilot, lambda: pane.table.row_count >= 60)
    pane.table.focus()
    await pilot.press("G")
    await wait_until(pilot, lambda: pane.table.row_count == 60 * PAGES)
    await pilot.press("G")
    return pane


async def test_nothing_is_read_again_before_a_pool_is_shown() -> None:
    """Without a pool there is nothing to read."""
    async with PaneApp().run_test() as pilot:
        pane = pilot.app.query_one(IdentitiesPane)
        pane.read_again()
        assert (pane.pool, pane.table.row_count) == (None, 0)


async def test_old_rows_stay_until_the_cursor_is_reached_again() -> None:
    """A reload as far as the cursor shows the new rows once all of them have arrived."""
    account = SlowAccount()
    async with PaneApp().run_test() as pilot:
        pane = await listed(pilot, account)
        pane.read_again()
        account.answer(2)
        await wait_until(pilot, lambda: account.requested == 2 * PAGES)
        assert (pane.table.row_count, pane.table.cursor_row) == (180, 179)
        account.answer(1)
        await wait_until(pilot, lambda: not pane.table.fetching)
        assert (pane.table.row_count, pane.table.cursor_row) == (180, 179)
        assert account.requested == 2 * PAGES


async def test_rows_that_are_on_their_way_out_ask_for_nothing() -> None:
    """A key on rows that others are about to replace does not read on from those."""
    account = SlowAccount()
    async with PaneApp().run_test() as pilot:
        pane = pilot.app.query_one(IdentitiesPane)
        pane.show(cast("Account", account), POOL)
        account.answer(1)
        await wait_until(pilot, lambda: pane.table.row_count == 60)
        # the first page is short enough for the next to be asked for at once
        await wait_until(pilot, lambda: account.requested == 2)
        pane.table.focus()
        pane.read_again()
        await wait_until(pilot, lambda: account.requested == 3)
        await pilot.press("G")
        # one for the request whose answer is no longer wanted
        account.answer(2)
        await wait_until(pilot, lambda: account.requested == 4)
        account.answer(1)
        await wait_until(pilot, lambda: not pane.table.fetching)
        assert (pane.table.row_count, pane.table.more) == (120, True)


async def test_a_load_is_stopped_before_its_first_request() -> None:
    """Escape right after the key that loads everything leaves nothing to be read."""
    account = SlowAccount()
    async with PaneApp().run_test() as pilot:
        pane = pilot.app.query_one(IdentitiesPane)
        pane.show(cast("Account", account), POOL)
        account.answer(2)
        await wait_until(pilot, lambda: pane.table.row_count == 120 and not pane.table.fetching)
        pane._all(IdentityTable.AllWanted(pane.table))
        assert pane.stop()
        await wait_until(pilot, lambda: not pane.table.fetching)
        assert (account.requested, pane.stop()) == (2, False)


async def test_a_load_costs_few_bytes() -> None:
    """400 pages at 100 a second are drawn in few bytes, the same in every run."""
    account, ticks, batch = SlowAccount(400), Ticks(), 25
    app = PaneApp(ticks.sleep)
    async with app.run_test(size=(80, 24)) as pilot:
        pane = app.query_one(IdentitiesPane)
        pane.show(cast("Account", account), POOL)
        account.answer(1)
        await wait_until(pilot, lambda: pane.table.row_count == 60)
        # the first page is short enough for the next to be asked for at once
        account.answer(1)
        await wait_until(pilot, lambda: pane.table.row_count == 120 and not pane.table.fetching)
        pane.table.focus()
        await pilot.press("ctrl+g")
        account.calls.wait_for(3)
        await pilot.pause()
        written = record(app)
        account.answer(1)
        await wait_until(pilot, lambda: pane.table.row_count == 180)
        await pilot.pause()
        for loaded in range(3 + batch, 400, batch):
            account.answer(batch)
            account.calls.wait_for(loaded + 1)
            assert pane.table.row_count == 60 * (loaded - batch)
            await ticks.next()
            await wait_until(pilot, lambda rows=60 * loaded: pane.table.row_count == rows)  # type: ignore[misc]  # mypy
            await pilot.pause()
        account.answer(batch)
        await wait_until(pilot, lambda: pane.table.row_count == 24_000 and not pane.table.fetching)
        await pilot.pause()
        assert "24,000" in written[-1]
        size = len("".join(written).encode())
        assert size == BYTES
        assert size / 4 < 5_000


def record(app: App[None]) -> list[str]:
    """Return the list of what an app writes to its terminal from now on."""
    driver = app._driver
    assert driver is not None
    written: list[str] = []
    driver.__class__ = RecordingDriver
    driver.write = written.append  # type: ignore[method-assign, assignment]  # the headless one drops it
    return written
