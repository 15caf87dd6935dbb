"""Fixtures: an emulator for each test, with a pool of developer users, guests and public logins."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.users import make_pool
from tests.screens.developers.developers_driver import POOL, DeveloperPool
from tests.screens.operation.conftest import between, emulator, service

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["between", "emulator", "service"]


@pytest.fixture
def running(fresh_emulator: Callable[..., RunningEmulator]) -> RunningEmulator:
    """Return an emulator that contains only what the test creates."""
    return fresh_emulator(empty=True)


@pytest.fixture
def developer_pool(service: "CognitoIdentityClient") -> DeveloperPool:
    """Return the pool."""
    return DeveloperPool(service, make_pool(service, IdentityPoolName=POOL))
