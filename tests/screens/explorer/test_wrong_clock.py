"""A wrong clock of this machine, which the date of every answer shows."""

import time
from email.utils import formatdate
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.settings.settings import Settings
from cogtui.widgets.status_bar import StatusBar
from tests.gateway.servers import Answer, answering
from tests.screens.interceptor import sts_error
from tests.screens.user import SMALL, WIDE, using

if TYPE_CHECKING:
    from tests.gateway.servers import Stub

WARNING = "This machine's clock is 1 h 50 min {}."


def answers_off_by(*seconds: float) -> list[Answer]:
    """Return empty lists of pools by a server whose clock is that far from this machine's."""
    return [
        Answer({"IdentityPools": []}, headers={"Date": formatdate(time.time() + each, usegmt=True)})
        for each in seconds
    ]


def app_on(stub: "Stub") -> CogtuiApp:
    """Return the app on a server."""
    return CogtuiApp(Settings(endpoint_url=stub.url, regions=("us-east-1",)))


@pytest.mark.parametrize(("seconds", "direction"), [(-6_600, "ahead"), (6_600, "behind")])
async def test_a_wrong_clock_is_reported_once(seconds: float, direction: str) -> None:
    """The status shows it at both sizes for as long as it lasts; one toast warns in each run."""
    for size in (SMALL, WIDE):
        with answering(*answers_off_by(seconds)) as stub:
            async with using(app_on(stub), size) as user:
                await user.sees(f"clock 1 h 50 min {direction}")
                await user.press("r")
                await user.rests()
                warnings = [each for each in user.toasts if "clock" in each]
                assert len(warnings) == 1
                assert warnings[0].startswith(WARNING.format(direction))


async def test_a_clock_that_was_set_right_is_no_longer_shown() -> None:
    """The next answer clears the status."""
    with answering(*answers_off_by(-6_600, -6_600, 0)) as stub:
        async with using(app_on(stub), SMALL) as user:
            await user.sees("clock 1 h 50 min ahead")
            await user.press("r")
            await user.waits(lambda: not user.requests.is_clock_wrong, "the right time")
            await user.pilot.pause()
            assert user.explorer.query_one(StatusBar).status.clock == ""


async def test_a_small_error_is_not_reported() -> None:
    """A clock that is a minute off is no reason to warn."""
    with answering(*answers_off_by(-60)) as stub:
        async with using(app_on(stub), SMALL) as user:
            await user.waits(lambda: len(user.requests) > 1, "the requests")
            await user.rests()
            assert "clock" not in user.words
            assert user.toasts == []


async def test_a_pool_can_be_used_without_a_signature(home: Path) -> None:
    """If a wrong clock keeps a role from being assumed, unsigned calls are still offered."""
    (home / "aws-config").write_text(
        "[profile admin]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = keys\n"
    )
    (home / "aws-credentials").write_text(
        "[keys]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = any\n"
    )
    message = "Signature expired: 20261130T100000Z is now earlier than 20261130T115500Z"
    refused = sts_error("SignatureDoesNotMatch", message)
    pool = "us-east-1:1a2b3c4d-0000-4000-8000-000000000000"
    with answering(Answer(refused.body, 403, {"Content-Type": "text/xml"})) as stub:
        settings = Settings(endpoint_url=stub.url, profile="admin", pool=pool)
        async with using(CogtuiApp(settings), WIDE) as user:
            await user.sees("no credentials", "✗ clock", "clock is 2 h behind", "x Credentials")


async def test_the_demo_reports_no_clock() -> None:
    """The demo's server runs on this machine, so its time means nothing."""
    with answering(*answers_off_by(-6_600)) as stub:
        settings = Settings(demo=True, welcome=False, regions=("us-east-1",))
        async with using(CogtuiApp(settings, serve_demo=lambda: stub.url), SMALL) as user:
            await user.waits(lambda: user.requests.is_clock_wrong, "the error of the clock")
            await user.rests()
            assert "clock" not in user.words
            assert user.toasts == []
