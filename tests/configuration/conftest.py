"""Fixtures: an emulator without pools, and credentials for it."""

from collections.abc import Callable, Iterator

import pytest

from cogtui.account.account import Account
from cogtui.emulator import RunningEmulator, start_emulator
from tests.configuration.emulator_pools import account_at


@pytest.fixture(autouse=True)
def keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set credentials in the environment; the emulator accepts any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")


@pytest.fixture(scope="package")
def shared() -> Iterator[str]:
    """Yield the URL of an emulator shared by tests that create their own pools."""
    with start_emulator(empty=True) as running:
        yield running.url


@pytest.fixture
async def account(shared: str) -> Account:
    """Return the account of the shared emulator."""
    return account_at(shared)


@pytest.fixture
def own(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """Return an emulator without pools for one test, which may set its faults."""
    return fresh_emulator(empty=True)
