"""A pool that another writer renames."""

from collections.abc import Callable

import boto3
import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from tests.screens.user import WIDE, User, using


async def _renamed(user: User, url: str) -> None:
    """Mark an identity of a pool, and rename the pool."""
    await user.goes_to("store-kiosks")
    await user.press("tab")
    await user.sees("store-kiosks · identities")
    await user.press("space")
    await user.sees("1 marked")
    pool = user.panes.identities.pool
    assert pool is not None
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=url)
    client.update_identity_pool(
        IdentityPoolId=pool.pool_id,
        IdentityPoolName="renamed-kiosks",
        AllowUnauthenticatedIdentities=True,
    )
    client.close()
    await user.press("shift+tab")


@pytest.mark.parametrize("on_region", [False, True])
async def test_a_new_name_is_shown_everywhere(
    app_on: Callable[..., CogtuiApp],
    fresh_emulator: Callable[..., RunningEmulator],
    *,
    on_region: bool,
) -> None:
    """Refreshing a pool or its region updates the tree and all titles, and keeps the marks."""
    url = fresh_emulator(pools=3, identities=60).url
    async with using(app_on(endpoint_url=url), WIDE) as user:
        await _renamed(user, url)
        if on_region:
            await user.press("g")
            await user.sees("Region us-east-1")
        await user.press("r")
        await user.sees("▶ renamed-kiosks")
        if on_region:
            await user.goes_to("renamed-kiosks")
        await user.sees("renamed-kiosks · identities", "1 marked", "Name renamed-kiosks")
        assert "store-kiosks" not in user.words
        await user.press("d")
        await user.sees("renamed-kiosks · delete")
