"""The app with the credentials of a new guest on its screen."""

import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest

from cogtui.account.account import Account, Pool
from cogtui.app import CogtuiApp
from cogtui.credentials.export import Credentials
from cogtui.credentials.flow import AuthFlow, CredentialsFlow, CredentialsRequest
from cogtui.emulator import start_emulator
from cogtui.screens.credentials.countdown import Countdown
from cogtui.screens.credentials.show import RevealScreen
from cogtui.secret import Secret
from tests.screens.user import SMALL, User, using

KEY = "/".join(["sentinel", "key" + "k" * 28])
"""A secret key that stands nowhere else, not even in this text; as long as AWS's."""

TOKEN = "/".join(["sentinel", "token" + "t" * 1_000])
"""A session token likewise."""

GUEST = "arn:aws:sts::111122223333:assumed-role/MobileAppProdGuest/CognitoIdentityCredentials"
"""What sts says of a guest of the demo data's first pool."""


@pytest.fixture(scope="module")
def emulator(_no_outside_world: None) -> Iterator[str]:
    """The URL of an emulator of the module's own, where guests can be made."""
    with start_emulator() as running:
        yield running.url


class Clock:
    """The present, which can be moved."""

    def __init__(self) -> None:
        self.ahead = 0.0
        """How far it is ahead of the real one, seconds."""

    def __call__(self) -> float:
        """The present, seconds since the epoch."""
        return time.time() + self.ahead


class Obtained(NamedTuple):
    """A user in front of credentials."""

    user: User
    """The user."""
    flow: CredentialsFlow
    """The walk that has obtained them."""
    screen: RevealScreen
    """The screen that shows them."""
    clock: Clock
    """What they expire by."""

    @property
    def credentials(self) -> Credentials:
        """The credentials."""
        found = self.flow.got.credentials
        assert found is not None
        return found

    async def has_left(self, seconds: float) -> None:
        """Moves the present to some time before the end, and has the countdown look at it."""
        self.clock.ahead = self.credentials.expiration - seconds - time.time()
        self.screen.query_one(Countdown).tick()
        await self.user.pilot.pause()


async def walked(account: Account, pool: Pool, **more: Any) -> CredentialsFlow:  # noqa: ANN401  as Wish has them
    """Walks to the credentials of a guest."""
    flow = CredentialsFlow(
        account, CredentialsRequest(**{"auth_flow": AuthFlow.ENHANCED, "pool": pool, **more})
    )
    async for _ in flow.resume():
        pass
    assert flow.failure is None, flow.failure
    return flow


def with_sentinels(flow: CredentialsFlow, mark: str = "sentinel") -> None:
    """Puts secrets that are easily found in the place of those that were obtained.

    Args:
        flow: The walk that has obtained some.
        mark: What the secrets begin with.
    """
    credentials_shown = flow.got.credentials
    assert credentials_shown is not None
    # texts of their own, which can be told from those above
    key, token = ("".join([mark, each[len("sentinel") :]]) for each in (KEY, TOKEN))
    flow.got.credentials = credentials_shown._replace(
        secret_key=Secret(key), session_token=Secret(token)
    )


@asynccontextmanager
async def obtained(
    app: CogtuiApp,
    size: tuple[int, int] = SMALL,
    *,
    sentinels: bool = False,
    toasts: bool = False,
    environ: Mapping[str, str] = {},
    pool: str = "mobile-app-prod",
    **credentials_request: Any,  # noqa: ANN401  as Wish has them
) -> AsyncIterator[Obtained]:
    """Runs the app with credentials on its screen.

    Args:
        app: The app, on an emulator with the demo data.
        size: The terminal's columns and lines.
        sentinels: Whether the secrets are those above, which are good for nothing.
        toasts: Whether toasts are drawn.
        environ: The environment of the process.
        pool: The pool's name.
        credentials_request: How they are obtained, if not as a guest's of the enhanced flow.

    Yields:
        The user before them.
    """
    async with using(app, size, toasts=toasts) as user:
        await user.waits(lambda: user.explorer.all_pools, "the pools")
        await user.rests()
        found = next(each for each in user.explorer.all_pools if each.name == pool)
        # given no name, so that nothing but the test holds it
        yield await _obtained(user, found, credentials_request, environ, sentinels=sentinels)


async def _obtained(
    user: User,
    pool: Pool,
    credentials_request: dict[str, Any],
    environ: Mapping[str, str],
    *,
    sentinels: bool,
) -> Obtained:
    account = user.explorer.pools.account
    assert account is not None
    flow = await walked(account, pool, **credentials_request)
    if sentinels:
        with_sentinels(flow)
    clock = Clock()
    copy = partial(user.explorer.copy, keep=False)
    screen = RevealScreen(flow, on_copy=copy, clock=clock, environ=environ)
    await user.app.push_screen(screen)
    await user.sees("Good until")
    return Obtained(user, flow, screen, clock)
