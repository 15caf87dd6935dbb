"""The tree of regions and pools: finding, folding, refreshing."""

from collections.abc import Callable

import boto3

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.service.operations import View
from tests.screens.interceptor import Interceptor, error
from tests.screens.user import User, using


def cursor(user: User) -> tuple[str, str]:
    """The region or the pool that the tree's cursor is on, and what of it."""
    place = user.panes.pools.pool_tree.place
    assert place is not None
    return place.pool.name if place.pool else place.region, place.view


def id_of(url: str, name: str) -> str:
    """The id of a pool of us-east-1."""
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=url)
    pools = client.list_identity_pools(MaxResults=60)["IdentityPools"]
    client.close()
    return next(pool["IdentityPoolId"] for pool in pools if pool["IdentityPoolName"] == name)


async def test_one_pool_among_a_thousand(
    app_on: Callable[..., CogtuiApp], fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """The filter finds a pool by a part of its name or id, Enter goes to it, Escape ends it."""
    emulator = fresh_emulator(pools=1000, identities=60)
    async with using(app_on(endpoint_url=emulator.url)) as user:
        await user.sees("▼ us-east-1 1,000")
        assert user.called("list-identity-pools") == 17
        await user.press("slash")
        await user.sees("Pools by name or ID")
        await user.type("TENANT-dir")
        await user.sees("▼ us-east-1 1 of 1,000", "▶ tenant-directory")
        await user.press("enter")
        assert cursor(user) == ("tenant-directory", View.POOLS)
        await user.sees("Name tenant-directory", "TENANT-dir")
        await user.press("enter")
        await user.sees("▼ tenant-directory", "Principal tags")
        await user.press("escape")
        await user.sees("▶ telemetry-devices", "▼ tenant-directory")
        assert cursor(user) == ("tenant-directory", View.POOLS)
        await user.press("slash", *id_of(emulator.url, "tenant-directory")[-9:], "down")
        await user.sees("▼ us-east-1 1 of 1,000", "▼ tenant-directory")
        await user.press("slash", "escape", "g", "G")
        await user.sees("workforce-sso")
        assert user.pane == "pools"


async def test_several_regions_at_once(app_on: Callable[..., CogtuiApp]) -> None:
    """Each region has its pools, and its own overview."""
    regions = ("us-east-1", "eu-west-1", "ap-southeast-2")
    async with using(app_on(regions=regions)) as user:
        await user.sees("▼ us-east-1 12", "▼ eu-west-1 2", "▼ ap-southeast-2 1", "checkout-eu")
        await user.sees("us-east-1,eu-…ap-southeast-2")
        await user.press("h")
        await user.sees("▶ us-east-1 12")
        await user.press("j")
        await user.sees("Region eu-west-1", "Pools 2 identity pools")
        await user.press("G")
        await user.sees("mobile-app-prod-apac", "us-ea", "Guests allowed")
        await user.press("h")
        await user.sees("Region ap-southeast-2", "Pools 1 identity pool")


async def test_folding(app_on: Callable[..., CogtuiApp]) -> None:
    """Left and right fold, unfold, and go out of and into what is folded."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("right")
        await user.sees("▼ data-sandbox", "├ Providers")
        await user.press("right")
        assert cursor(user) == ("data-sandbox", View.IDENTITIES)
        await user.press("right")
        assert cursor(user) == ("data-sandbox", View.IDENTITIES), "there is nothing in it"
        await user.press("left")
        assert cursor(user) == ("data-sandbox", View.POOLS)
        await user.press("left")
        await user.sees("▶ data-sandbox")
        await user.press("left", "left")
        await user.sees("▶ us-east-1 12")
        await user.press("left", "right", "right")
        assert cursor(user) == ("analytics-dashboard", View.POOLS)


async def test_sections_of_a_pool(app_on: Callable[..., CogtuiApp]) -> None:
    """What the cursor is on under a pool is what is shown beside, and Enter goes there."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("enter", "down")
        await user.sees("data-sandbox · identities 17")
        await user.press("down")
        await user.sees("No providers. Only guest access is possible.")
        await user.press("down")
        await user.sees("Guests are allowed but get no credentials.")
        await user.press("down")
        await user.sees("No tags.")
        await user.press("down")
        await user.sees("No providers to map principal tags for.")
        await user.press("enter")
        assert user.pane == "detail"
        await user.sees("No providers to map principal tags for.")
        await user.press("escape")
        assert cursor(user) == ("data-sandbox", View.PRINCIPAL_TAGS)


async def test_refreshing_keeps_the_cursor(
    app_on: Callable[..., CogtuiApp], fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """A pool made meanwhile comes into the tree, and the cursor stays where it was."""
    emulator = fresh_emulator(identities=60)
    async with using(app_on(endpoint_url=emulator.url)) as user:
        await user.goes_to("data-sandbox")
        await user.press("enter", "down", "down", "down")
        client = boto3.client(
            "cognito-identity", region_name="us-east-1", endpoint_url=emulator.url
        )
        client.create_identity_pool(
            IdentityPoolName="a-new-pool", AllowUnauthenticatedIdentities=False
        )
        await user.press("L")
        await user.sees("▼ us-east-1 13", "a-new-pool", "▼ data-sandbox")
        assert cursor(user) == ("data-sandbox", View.ROLES)
        client.delete_identity_pool(IdentityPoolId=id_of(emulator.url, "data-sandbox"))
        client.close()
        await user.press("r")
        await user.sees("✗ Not found", "It may have been deleted")
        await user.press("L")
        await user.sees("▼ us-east-1 12")
        assert cursor(user) == ("us-east-1", View.POOLS)
        await user.press("r")
        await user.sees("Pools 12 identity pools")


async def test_the_pool_to_open(app_on: Callable[..., CogtuiApp], emulator: str) -> None:
    """The pool of --pool is gone to, in the region that its id names."""
    pool_id = id_of(emulator, "web-storefront")
    async with using(app_on(regions=(), pool=pool_id)) as user:
        await user.sees("▼ us-east-1 12", "▼ web-storefront", "Name web-storefront", "├ Identities")
        assert cursor(user) == ("web-storefront", View.POOLS)


async def test_the_pool_to_open_is_not_listed(
    app_on: Callable[..., CogtuiApp], emulator: str, between: Interceptor
) -> None:
    """Who may not list pools can still look at the one that --pool names."""
    between.answers["list-identity-pools"] = error("AccessDeniedException", "not authorized")
    pool_id = id_of(emulator, "web-storefront")
    async with using(app_on(endpoint_url=between.url, regions=(), pool=pool_id)) as user:
        await user.sees("▼ us-east-1 ✗ denied", "Name web-storefront")
        await user.press("I")
        await user.sees("identities 120 loaded, more")
        await user.press("escape", "g")
        await user.sees("✗ Access denied", "cognito-identity:ListIdentityPools")
