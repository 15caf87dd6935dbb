"""An emulator without a pool, and keys for it."""

from collections.abc import Callable, Iterator

import pytest

from cogtui.account.account import Account
from cogtui.emulator import RunningEmulator, start_emulator
from tests.configuration.emulator_pools import account_at


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials in the environment; the emulator takes any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")


@pytest.fixture(scope="package")
def shared() -> Iterator[str]:
    """The URL of an emulator that begins without a pool, shared by tests that make their own."""
    with start_emulator(empty=True) as running:
        yield running.url


@pytest.fixture
async def account(shared: str) -> Account:
    """The account of that emulator."""
    return account_at(shared)


@pytest.fixture
def own(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """An emulator of the test's own, without any pool, whose weather it may change."""
    return fresh_emulator(empty=True)
