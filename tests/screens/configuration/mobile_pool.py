"""A pool that uses every member, alone on its emulator."""

from collections.abc import Callable

import pytest

from cogtui.account.account import Pool
from cogtui.emulator import RunningEmulator
from tests.configuration.emulator_pools import account_at, make
from tests.configuration.samples import FULL
from tests.screens.user import User

NAME = "mobile"
"""The name of the pool."""


@pytest.fixture
def running(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """Start an emulator without pools."""
    return fresh_emulator(empty=True)


@pytest.fixture
async def mobile(running: RunningEmulator) -> Pool:
    """Create the pool."""
    return await make(account_at(running.url), FULL)


async def sees_folded(user: User, *texts: str) -> None:
    """Wait for texts that may be wrapped.

    Args:
        user: The user of the app.
        texts: The expected texts; whitespace is ignored.
    """
    __tracebackhide__ = True

    def are_there() -> bool:
        words = "".join(user.words.replace("▌", "").split())
        return all(text.replace(" ", "") in words for text in texts)

    await user.waits(are_there, f"{texts} on the screen")
