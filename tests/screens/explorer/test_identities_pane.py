"""The reading of a pool's identities, by an account that answers when it is told to."""

import asyncio
from typing import cast

from textual.app import App, ComposeResult
from textual.pilot import Pilot

from cogtui.account.account import Account, Pool
from cogtui.screens.explorer.identities_pane import IdentitiesPane
from cogtui.service.identity_rows import IdentityPage
from tests.waiting import wait_until

POOL = Pool("us-east-1", "us-east-1:pool", "mobile-app")
PAGES = 3


class SlowAccount:
    """Answers each page of 60 once it is let to."""

    def __init__(self) -> None:
        self.requested = 0
        self.gate = asyncio.Semaphore(0)

    async def identities(
        self,
        pool: Pool,  # noqa: ARG002  as Account has it
        next_token: str | None,
        *,
        hide_disabled: bool,  # noqa: ARG002  the signature is the service's
    ) -> IdentityPage:
        """The page after a token; there are three."""
        self.requested += 1
        await self.gate.acquire()
        first = int(next_token or 0)
        items = [
            {"IdentityId": f"us-east-1:{each:036d}", "CreationDate": 0.0, "LastModifiedDate": 0.0}
            for each in range(first, first + 60)
        ]
        more = {"NextToken": str(first + 60)} if first + 60 < 60 * PAGES else {}
        return IdentityPage.from_answer({"Identities": items, **more})

    def answer(self, pages: int) -> None:
        """Lets so many pages be answered."""
        for _ in range(pages):
            self.gate.release()


class PaneApp(App[None]):
    """The pane alone."""

    def compose(self) -> ComposeResult:
        """The pane."""
        yield IdentitiesPane()


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
        account.answer(1)
        await wait_until(pilot, lambda: account.requested == 4)
        account.answer(1)
        await wait_until(pilot, lambda: not pane.table.fetching)
        assert (pane.table.row_count, pane.table.more) == (120, True)
