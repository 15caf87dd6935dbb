"""One pane alone, and the width of the tree."""

from collections.abc import Callable
from pathlib import Path

import boto3
import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from tests.screens.user import SMALL, WIDE, User, using

AppOn = Callable[..., CogtuiApp]


@pytest.fixture(autouse=True)
def _drawn_when_read() -> None:
    """Draw every frame, of any size."""


@pytest.fixture
def remembering(emulator: str, tmp_path: Path) -> Callable[[], CogtuiApp]:
    """Makes the app with the state file of the run before."""

    def make() -> CogtuiApp:
        file = tmp_path / "state.json"
        settings = Settings(endpoint_url=emulator, regions=("us-east-1",))
        return CogtuiApp(settings, RememberedState.load(file), file, clock=lambda: NOW / 1000)

    return make


def width(user: User) -> int:
    """Return the width of the tree's pane.

    Args:
        user: The user of the app.
    """
    return user.panes.pools.outer_size.width


async def has_width(user: User, expected: int) -> None:
    """Wait until the tree's pane has a width.

    Args:
        user: The user of the app.
        expected: The width.
    """
    await user.waits(lambda: width(user) == expected, f"{expected} columns, not {width(user)}")


async def test_a_pane_is_zoomed(app_on: AppOn) -> None:
    """The pane with the focus has the whole width until z or Escape, also after Tab."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("partner-portal")
        await user.sees("partner-portal · identities 104", "Name partner-portal")
        await user.press("z")
        await user.sees_no("Name partner-portal", "identities 104")
        await has_width(user, WIDE[0])
        await user.press("z")
        await user.sees("partner-portal · identities 104", "Name partner-portal")
        await has_width(user, 36)
        await user.press("tab", "z")
        await user.sees_no("▶ web-storefront", "Name partner-portal")
        assert user.panes.identities.outer_size.width == WIDE[0]
        await user.press("down", "tab")
        await user.sees("8a3f3250-f82a-9c85-6459-f1301857959a read")
        await user.sees_no("identities 104", "▶ web-storefront")
        await user.press("escape")
        await user.sees(
            "identities 104", "▶ web-storefront", "0f3ed374-6978-a153-e2f0-213f802610ef"
        )
        assert user.pane == "detail"


async def test_zoom_on_a_small_terminal(app_on: AppOn) -> None:
    """The tree can be alone; a pane that is alone anyway says so, and Escape goes back from it."""
    async with using(app_on(), SMALL) as user:
        await user.goes_to("partner-portal")
        await user.press("z")
        await user.sees_no("Name partner-portal")
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.press("z")
        assert user.toasts == ["There is no other pane beside this one."]
        await user.press("escape")
        await user.sees("▶ web-storefront")
        await user.sees_no("Name partner-portal")
        await user.press("escape")
        await user.sees("▶ web-storefront", "Name partner-portal")


async def test_zoom_is_found_in_the_menu(app_on: AppOn) -> None:
    """The menu has the zoom and the width of the tree, and runs them."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("partner-portal")
        await user.press("a")
        await user.sees("z Zoom pane", "< Narrower tree", "> Wider tree")
        await user.press("z")
        await user.sees_no("Zoom pane", "Name partner-portal")


async def test_the_width_of_the_tree_is_remembered(remembering: Callable[[], CogtuiApp]) -> None:
    """The keys make the tree wider and narrower, and the next run has its width."""
    async with using(remembering(), SMALL) as user:
        await user.goes_to("partner-portal")
        await has_width(user, 26)
        await user.press("greater_than_sign", "greater_than_sign", "greater_than_sign")
        await has_width(user, 38)
        await user.press("less_than_sign")
        await has_width(user, 34)
        await user.rests()
    async with using(remembering(), SMALL) as user:
        await user.sees("▼ us-east-1 12")
        await has_width(user, 34)
        await user.pilot.resize_terminal(*WIDE)
        await has_width(user, 34)
        await user.pilot.resize_terminal(60, 20)
        await has_width(user, 20)


async def test_the_limits_of_the_width(app_on: AppOn) -> None:
    """Both sides stay usable, and a key that can do no more says so."""
    async with using(app_on(), SMALL) as user:
        await user.goes_to("partner-portal")
        await user.press(*["greater_than_sign"] * 5)
        await has_width(user, 40)
        assert user.toasts[-1] == "The tree cannot be wider here."
        await user.press(*["less_than_sign"] * 7)
        await has_width(user, 16)
        assert user.toasts[-1] == "The tree cannot be narrower here."
        await user.pilot.resize_terminal(40, 10)
        await has_width(user, 16)
        await user.pilot.resize_terminal(*SMALL)
        await user.press("I")
        await user.sees("partner-portal · identities 104")
        await user.press("greater_than_sign")
        assert user.toasts[-1] == "The tree is not beside another pane here."


async def test_names_fit_on_wide_terminals(
    app_on: AppOn, fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """At 200 columns the tree is as wide as its names; at 80 it keeps what distinguishes them."""
    emulator = fresh_emulator(identities=60)
    names = [f"customer-portal-production-{each}-backend-service" for each in ("eu", "us")]
    client = boto3.client("cognito-identity", region_name="us-east-1", endpoint_url=emulator.url)
    for name in names:
        client.create_identity_pool(IdentityPoolName=name, AllowUnauthenticatedIdentities=False)
    client.close()
    async with using(app_on(endpoint_url=emulator.url), (200, 50)) as user:
        await user.sees("▼ us-east-1 14", *(f"▶ {name}" for name in names))
        await user.pilot.resize_terminal(*SMALL)
        await user.sees("▶ custom…n-eu-bac…ice", "▶ custom…n-us-bac…ice")
