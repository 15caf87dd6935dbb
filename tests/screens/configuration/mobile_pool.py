"""A pool with something of everything, on an emulator without any other."""

from collections.abc import Callable

import pytest

from cogtui.account.account import Pool
from cogtui.emulator import RunningEmulator
from tests.configuration.emulator_pools import account_at, make
from tests.configuration.samples import FULL
from tests.screens.user import User

NAME = "mobile"
"""The pool's name."""


@pytest.fixture
def running(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """An emulator with nothing in it but what the test makes."""
    return fresh_emulator(empty=True)


@pytest.fixture
async def mobile(running: RunningEmulator) -> Pool:
    """The pool."""
    return await make(account_at(running.url), FULL)


async def sees_folded(user: User, *texts: str) -> None:
    """Waits for texts that may be folded where a line is full.

    Args:
        user: Who looks.
        texts: What to wait for; blanks do not count.
    """
    __tracebackhide__ = True

    def are_there() -> bool:
        words = "".join(user.words.replace("▌", "").split())
        return all(text.replace(" ", "") in words for text in texts)

    await user.waits(are_there, f"{texts} on the screen")
