"""Times on the screen name their zone: the user's own, or UTC if set."""

from collections.abc import Callable, Iterator

import pytest

from cogtui.app import CogtuiApp
from cogtui.times import ZONE
from tests.screens.user import WIDE, using
from tests.test_times import berlin

__all__ = ["berlin"]

AppOn = Callable[..., CogtuiApp]


@pytest.fixture(autouse=True)
def _own_zone_afterwards() -> Iterator[None]:
    """Show times in the user's own zone again after the test."""
    yield
    ZONE.is_utc = False


@pytest.mark.parametrize(
    ("utc", "expected"),
    [
        (
            False,
            (
                "Created CET/CEST",
                " 2026-09-25 19:17 1 mo ago",
                "Created 2026-09-25 19:17:44.609 CEST (1 mo ago)",
                "read 01:00:00 CET",
            ),
        ),
        (
            True,
            (
                "Created UTC",
                " 2026-09-25 17:17 1 mo ago",
                "Created 2026-09-25 17:17:44.609 UTC (1 mo ago)",
                "read 00:00:00 UTC",
            ),
        ),
    ],
    ids=["own", "utc"],
)
async def test_times_name_their_zone(
    app_on: AppOn, berlin: None, *, utc: bool, expected: tuple[str, ...]
) -> None:
    """The header of the table, the exact times in the detail and its title name the zone."""
    async with using(app_on(utc=utc), WIDE) as user:
        await user.goes_to("data-sandbox")
        await user.press("I")
        await user.sees(*expected)
