"""The app with the credentials of a new guest on its screen."""

import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, NamedTuple

import pytest

from cogtui.account.account import Account, Pool, Topic
from cogtui.app import CogtuiApp
from cogtui.credentials.export import Credentials
from cogtui.credentials.flow import AuthFlow, CredentialsFlow, CredentialsRequest
from cogtui.emulator import start_emulator
from cogtui.screens.credentials.countdown import Countdown
from cogtui.screens.credentials.show import RevealScreen
from cogtui.secret import Secret
from tests.screens.user import SMALL, User, using

KEY = "/".join(["sentinel", "key" + "k" * 28])
"""A secret key of the usual length that occurs nowhere else, not even in this file."""

TOKEN = "/".join(["sentinel", "token" + "t" * 1_000])
"""A session token that occurs nowhere else."""

GUEST = "arn:aws:sts::111122223333:assumed-role/MobileAppProdGuest/CognitoIdentityCredentials"
"""The caller identity of a guest of the demo data's first pool."""


@pytest.fixture(scope="module")
def emulator(_isolate_from_the_machine: None) -> Iterator[str]:
    """Yield the URL of an emulator for this module, where guests can be created."""
    with start_emulator() as running:
        yield running.url


class Clock:
    """A clock that can be set ahead."""

    def __init__(self) -> None:
        self.ahead = 0.0
        """How far it is ahead of the real time, in seconds."""

    def __call__(self) -> float:
        """Return its time in seconds since the epoch."""
        return time.time() + self.ahead


class Obtained(NamedTuple):
    """The app with credentials on its screen."""

    user: User
    """The user."""
    flow: CredentialsFlow
    """The flow that obtained them."""
    screen: RevealScreen
    """The screen that shows them."""
    clock: Clock
    """The clock that they expire by."""

    @property
    def credentials(self) -> Credentials:
        """The credentials."""
        found = self.flow.got.credentials
        assert found is not None
        return found

    async def has_left(self, seconds: float) -> None:
        """Set the clock to a time before the expiry, and update the countdown."""
        self.clock.ahead = self.credentials.expiration - seconds - time.time()
        self.screen.query_one(Countdown).tick()
        await self.user.pilot.pause()


async def run_flow(account: Account, pool: Pool, **more: Any) -> CredentialsFlow:  # noqa: ANN401  any field of CredentialsRequest
    """Return a flow that has obtained the credentials of a guest."""
    roles = (await account.read(pool, Topic.ROLES)).answer
    request = CredentialsRequest(**{"auth_flow": AuthFlow.ENHANCED, "pool": pool, **more})
    flow = CredentialsFlow(account, request, roles=roles)
    async for _ in flow.resume():
        pass
    assert flow.failure is None, flow.failure
    return flow


def with_sentinels(flow: CredentialsFlow, mark: str = "sentinel") -> None:
    """Replace the secrets of a flow by ones that are easy to find.

    Args:
        flow: A flow that has obtained credentials.
        mark: The beginning of the secrets.
    """
    credentials_shown = flow.got.credentials
    assert credentials_shown is not None
    # new strings, distinguishable from the constants above
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
    **credentials_request: Any,  # noqa: ANN401  any field of CredentialsRequest
) -> AsyncIterator[Obtained]:
    """Run the app with credentials on its screen.

    Args:
        app: The app, on an emulator with the demo data.
        size: The terminal's columns and lines.
        sentinels: Whether to replace the secrets by the constants above, which AWS rejects.
        toasts: Whether toasts are drawn.
        environ: The environment of the process.
        pool: The pool's name.
        credentials_request: Fields of the request; a guest in the enhanced flow by default.

    Yields:
        The app with the credentials.
    """
    async with using(app, size, toasts=toasts) as user:
        await user.waits(lambda: user.explorer.pools.all_pools, "the pools")
        await user.rests()
        found = next(each for each in user.explorer.pools.all_pools if each.name == pool)
        # not bound to a name, so that only the test holds it
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
    flow = await run_flow(account, pool, **credentials_request)
    if sentinels:
        with_sentinels(flow)
    clock = Clock()
    copy = partial(user.explorer.host.copy, keep=False)
    screen = RevealScreen(flow, on_copy=copy, clock=clock, environ=environ)
    await user.app.push_screen(screen)
    await user.sees("Expires")
    return Obtained(user, flow, screen, clock)
