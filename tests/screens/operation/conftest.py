"""An emulator for each test, and a client that reads its state."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.connection import connect
from tests.screens.interceptor import Interceptor

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture
def running(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """An emulator with the demo data, which the test may change."""
    return fresh_emulator(identities=500)


@pytest.fixture
def emulator(running: RunningEmulator) -> str:
    """The emulator's URL, instead of that of the emulator shared by all tests."""
    return running.url


@pytest.fixture
def service(running: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """A boto3 client for the emulator, beside the app."""
    made = connect(running, "cognito-identity")
    yield made
    made.close()


@pytest.fixture
def between(emulator: str) -> Iterator[Interceptor]:
    """A server between the app and the emulator, which at first forwards everything."""
    with Interceptor(emulator) as interceptor:
        yield interceptor
