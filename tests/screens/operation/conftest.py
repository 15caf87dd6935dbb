"""An emulator of each test's own, and a client that sees what it has."""

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
    """Its URL, in place of the emulator that all tests share."""
    return running.url


@pytest.fixture
def service(running: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """A client of boto3's, beside the app."""
    made = connect(running, "cognito-identity")
    yield made
    made.close()


@pytest.fixture
def between(emulator: str) -> Iterator[Interceptor]:
    """A server between the app and the emulator, which passes everything on at first."""
    with Interceptor(emulator) as interceptor:
        yield interceptor
