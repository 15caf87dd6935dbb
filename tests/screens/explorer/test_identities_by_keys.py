"""The identities of a pool: their pages, filter and marks, and what is asked for when."""

from collections.abc import Callable

import pytest

from cogtui.app import CogtuiApp
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL, WIDE, using


async def test_pages_come_as_the_cursor_nears_their_end(app_on: Callable[..., CogtuiApp]) -> None:
    """Pages of 60 are read as they are wanted, and G reads all there are."""
    async with using(app_on()) as user:
        await user.goes_to("store-kiosks")
        await user.press("I")
        await user.sees("store-kiosks · identities 120 loaded, more")
        await user.rests()
        calls = user.called("list-identities")
        assert calls == 2
        await user.press("pagedown")
        await user.rests()
        assert user.called("list-identities") == calls, "the end is still far"
        await user.press("pagedown", "pagedown")
        await user.sees("180 loaded, more")
        await user.press("G")
        await user.sees("store-kiosks · identities 1,260")
        assert user.called("list-identities") == 21
        await user.press("enter")
        await user.sees("State guest", "Created 2025-02-08")


async def test_escape_stops_what_loads_on(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """Escape stops at once, also during a request, and G continues from what has arrived."""
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to("store-kiosks")
        await user.press("I")
        await user.sees("120 loaded, more")
        await user.rests()
        between.gates["list-identities"].clear()
        await user.press("G")
        await user.sees("120 loaded, loading")
        await user.press("escape")
        await user.sees("120 loaded, more")
        assert user.pane == "identities"
        between.gates["list-identities"].set()
        await user.rests()
        await user.sees("120 loaded, more")
        assert user.called("list-identities") == 3
        await user.press("G")
        await user.sees("store-kiosks · identities 1,260")


async def test_disabled_identities_hidden(app_on: Callable[..., CogtuiApp]) -> None:
    """H leaves disabled identities out, says so, and takes them in again."""
    async with using(app_on()) as user:
        await user.goes_to("telemetry-devices")
        await user.press("I")
        await user.sees("telemetry-devices · identities 120 loaded, more")
        await user.press("G")
        await user.sees("telemetry-devices · identities 320", "DISABLED")
        await user.press("g", "H")
        await user.sees("120 loaded, more · disabled hidden")
        await user.press("G")
        await user.sees("telemetry-devices · identities 240 · disabled hidden")
        assert user.toasts[-1] == "Disabled identities are hidden."
        assert "DISABLED" not in user.words
        await user.press("g", "H")
        await user.sees("telemetry-devices · identities 120 loaded, more")
        await user.press("G")
        await user.sees("telemetry-devices · identities 320")
        assert user.toasts[-1] == "All identities are listed."


async def test_filter_of_what_is_loaded(app_on: Callable[..., CogtuiApp]) -> None:
    """The filter hides what does not match, shows the count, and ends with Escape."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("partner-portal")
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.press("slash")
        await user.sees("Loaded identities by ID, login or state")
        await user.type("google")
        await user.sees('3 of 104 match "google"', "95c882e2-ae46-21ed-3204-2c88e8afc196")
        await user.press("down", "j")
        assert user.pane == "identities"
        table = user.panes.identities.table
        assert table.identity is not None
        assert table.identity.guid.startswith("da509f0b"), "the second of those found"
        await user.press("enter", "escape")
        await user.sees('3 of 104 match "google"')
        await user.press("escape")
        await user.sees("partner-portal · identities 104")
        assert table.identity.guid.startswith("da509f0b"), "the cursor stays on its identity"
        assert user.pane == "identities"


async def test_filter_that_nothing_matches(app_on: Callable[..., CogtuiApp]) -> None:
    """A filter that finds nothing says among how many it looked, and what loads the rest."""
    async with using(app_on()) as user:
        await user.goes_to("mobile-app-prod")
        await user.press("I")
        await user.sees("120 loaded, more")
        await user.press("slash")
        await user.type("nobody")
        await user.press("enter")
        await user.sees('No match for "nobody" in 120 loaded.', "Load the rest (Ctrl+G)")
        await user.press("slash", "escape")
        await user.sees("mobile-app-prod · identities 120 loaded, more")


async def test_marks_survive(app_on: Callable[..., CogtuiApp]) -> None:
    """Marks outlive filter and refresh, the cursor stays; another pool begins without them."""
    async with using(app_on()) as user:
        await user.goes_to("partner-portal")
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.press("space", "space", "space", "down")
        await user.sees("104 · 3 marked", "● 8a3f3250-f82a-9c85-6459-f1301857959a")
        table = user.panes.identities.table
        under_cursor, marked = table.identity, table.marked
        await user.hits("slash", *"google", "enter")
        await user.sees('3 of 104 match "google" · 3 marked')
        await user.press("escape", "g", "down", "down", "down", "down")
        listings = user.called("list-identities")
        await user.press("r")
        await user.waits(lambda: user.called("list-identities") > listings, "another listing")
        await user.rests()
        assert (under_cursor, marked) == (table.identity, table.marked)
        await user.press("slash", *"google", "enter", "escape", "escape")
        await user.goes_to("data-sandbox")
        await user.press("I")
        await user.sees("data-sandbox · identities 17")
        assert table.marked == ()
        assert "marked" not in user.words


async def test_another_pool_has_no_filter(app_on: Callable[..., CogtuiApp]) -> None:
    """The filter of one pool's identities is not put on those of another."""
    async with using(app_on()) as user:
        await user.goes_to("partner-portal")
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.hits("slash", *"google", "enter")
        await user.sees('3 of 104 match "google"')
        await user.press("tab", "tab")
        await user.goes_to("workforce-sso")
        await user.press("I")
        await user.sees("workforce-sso · identities 120 loaded, more")
        assert "google" not in user.words


@pytest.mark.parametrize(("size", "listings"), [(SMALL, 0), (WIDE, 1)], ids=["small", "wide"])
async def test_nothing_is_requested_before_it_is_looked_at(
    app_on: Callable[..., CogtuiApp], size: tuple[int, int], listings: int
) -> None:
    """What is asked for is what the cursor rests on, in the panes that are in sight, and once."""
    async with using(app_on(), size) as user:
        await user.sees("Account 111122223333")
        assert [each.operation for each in user.requests] == [
            "list-identity-pools",
            "sts get-caller-identity",
        ]
        await user.goes_to("data-sandbox")
        await user.sees("Guests allowed")
        await user.rests()
        assert user.called("describe-identity-pool") == 1
        assert user.called("list-identities") == listings
        await user.goes_to("github-actions")
        await user.goes_to("data-sandbox")
        await user.sees("data-sandbox", "Guests allowed")
        assert user.called("describe-identity-pool") == 2, "what was read is not read again"


async def test_pools_that_the_cursor_passes(app_on: Callable[..., CogtuiApp]) -> None:
    """Moving fast over pools asks for hardly any but the last, on which the cursor rests."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("workforce-sso")
        await user.hits(*["up"] * 10, *["down"] * 10)
        await user.sees("workforce-sso", "SAML Okta-Workforce")
        await user.rests()
        # a machine that pauses for a moment lets the cursor rest
        assert user.called("describe-identity-pool") <= 5
        assert user.called("list-identities") <= 8


async def test_leaving_while_identities_are_read(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """The app can quit while a page is in progress."""
    between.gates["list-identities"].clear()
    async with using(app_on(endpoint_url=between.url)) as user:
        await user.goes_to("mobile-app-prod")
        await user.press("I")
        await user.sees("Loading identities …")
        await user.press("q")
    assert user.app.return_code == 0


async def test_refreshing_a_pool_reads_all_that_one_sees_of_it(
    app_on: Callable[..., CogtuiApp],
) -> None:
    """On a wide terminal r on a pool reads its configuration and its identities again."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("store-kiosks")
        await user.sees("store-kiosks · identities", "Guests allowed")
        await user.rests()
        listed, described = user.called("list-identities"), user.called("describe-identity-pool")
        await user.press("r")
        await user.waits(lambda: user.called("list-identities") > listed, "identities read anew")
        assert user.called("describe-identity-pool") == described + 1
