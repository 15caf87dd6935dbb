"""Fixtures: one emulator per module, and clients that are closed after it."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator import RunningEmulator, start_emulator
from tests.emulator.connection import connect

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture(scope="module")
def emulator() -> Iterator[RunningEmulator]:
    """Return an emulator without pools."""
    with start_emulator(empty=True) as running:
        yield running


@pytest.fixture(scope="module")
def client(emulator: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """Return a signing client of the empty emulator."""
    client = connect(emulator, "cognito-identity")
    yield client
    client.close()


@pytest.fixture(scope="module")
def demo() -> Iterator[RunningEmulator]:
    """Return an emulator with the demo data, but only 500 identities in the large pool."""
    with start_emulator(identities=500) as running:
        yield running


@pytest.fixture(scope="module")
def demo_client(demo: RunningEmulator) -> Iterator["CognitoIdentityClient"]:
    """Return a signing client of the emulator with the demo data."""
    client = connect(demo, "cognito-identity")
    yield client
    client.close()
