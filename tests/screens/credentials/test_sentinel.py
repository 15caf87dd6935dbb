"""Tokens in an authentication flow reach only the service."""

import logging
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.files.log import open_log
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from tests.emulator.users import FACEBOOK, developer
from tests.screens.credentials.bearer import GUESTS, POOL, Bearer, bearing
from tests.screens.credentials.stopping_points import by_credentials, by_failure, by_why
from tests.screens.operation.test_sentinel import printed, written

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

SENTINEL = "sentinel-"
"""The beginning of the token that the flows use."""

USER = "sentinel-user"


@pytest.fixture
def log(home: Path) -> Iterator[Path]:
    """Return the app's log, as in a run from the command line."""
    path = home / "state" / "cogtui.log"
    logger = logging.getLogger("cogtui")
    before = logger.handlers[:]
    open_log(path)
    yield path
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


async def nowhere(bearer: Bearer, home: Path, *, but: tuple[str, ...] = ()) -> None:
    """Assert that nothing printed or written contains the secret, or any other."""
    await bearer.pilot.pause()
    secrets = [SENTINEL, *but]
    found = [
        each
        for each in (*printed(bearer), *written(home))
        if any(secret in each for secret in secrets)
    ]
    assert found == []


def app_of(home: Path, emulator: str) -> CogtuiApp:
    """Return the app with a separate state file."""
    settings = Settings(endpoint_url=emulator, regions=("us-east-1",))
    return CogtuiApp(settings, RememberedState(), home / "state" / "state.json")


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "goes", [by_credentials, by_failure, by_why], ids=lambda each: each.__name__
)
async def test_a_login_appears_nowhere(
    emulator: str,
    service: "CognitoIdentityClient",
    home: Path,
    pool: str,
    goes: Callable[[Bearer], Awaitable[None]],
) -> None:
    """It is not in the steps, the explanation of a role, or the credentials screen."""
    async with bearing(app_of(home, emulator), service, toasts=True) as bearer:
        await goes(bearer)
        await nowhere(bearer, home)
        while len(bearer.app.screen_stack) > 1:
            asks = "Discard changes?" in bearer.words
            await bearer.press("y" if asks else "escape")
            await nowhere(bearer, home)
        for key in ("7", "6"):
            await bearer.press(key)
            await bearer.rests()
            await nowhere(bearer, home)
        assert pool == bearer.pool_id(POOL)


@pytest.mark.usefixtures("log")
async def test_logins_appear_nowhere_while_they_are_collected(
    emulator: str, service: "CognitoIdentityClient", home: Path, pool: str
) -> None:
    """The dialog shows only that they are set, and a form shows nothing of its token."""
    async with bearing(app_of(home, emulator), service, toasts=True) as bearer:
        await bearer.press("W")
        await bearer.goes_to(POOL)
        await bearer.press("W")
        await bearer.sees("Role for")
        await bearer.chooses("Signed-in")
        await bearer.goes_to_login(FACEBOOK)
        await bearer.press("p")
        await bearer.sees_form(FACEBOOK)
        await bearer.paste(f"{SENTINEL}0")
        await nowhere(bearer, home)
        await bearer.press("ctrl+s")
        await bearer.sees_logins("● ")
        await nowhere(bearer, home)
        await bearer.submits_logins()
        await bearer.sees("Explain role ·")
        await nowhere(bearer, home)
        assert pool == bearer.pool_id(POOL)


@pytest.mark.usefixtures("log")
async def test_credentials_appear_nowhere(
    emulator: str, service: "CognitoIdentityClient", home: Path, pool: str
) -> None:
    """Neither the secret key nor the session token appears until the user shows it."""
    async with bearing(app_of(home, emulator), service, toasts=True) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.press("enter")
        shown = await bearer.sees_credentials(GUESTS)
        credentials_shown = shown._credentials
        secrets = (credentials_shown.secret_key.reveal(), credentials_shown.session_token.reveal())
        await nowhere(bearer, home, but=secrets)
        del credentials_shown, shown
        await bearer.leaves()
        await nowhere(bearer, home, but=secrets)
        assert pool == bearer.pool_id(POOL)


@pytest.mark.usefixtures("log")
async def test_a_developer_users_token_appears_nowhere(
    emulator: str, service: "CognitoIdentityClient", home: Path, pool: str
) -> None:
    """The token of the first step is on no screen and in no log."""
    carl = developer(service, pool, "carl")
    async with bearing(app_of(home, emulator), service, toasts=True) as bearer:
        await bearer.opens_identity_credentials(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        await bearer.press("ctrl+s")
        shown = await bearer.sees_credentials(carl)
        token = shown._flow.got.token
        assert token is not None
        await nowhere(bearer, home, but=(token.reveal(),))
