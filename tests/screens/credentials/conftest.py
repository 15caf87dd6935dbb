"""An emulator for each test, and the app with the real clock, which tokens depend on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.settings.settings import Settings
from tests.emulator.users import make_pool
from tests.screens.credentials.bearer import AUTHENTICATED, GUESTS, POOL
from tests.screens.operation.conftest import between, emulator, running, service

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["between", "emulator", "running", "service"]


@pytest.fixture
def app_at() -> Callable[..., CogtuiApp]:
    """Return a function that makes the app for an endpoint and other settings."""

    def make(url: str, **settings: object) -> CogtuiApp:
        decided = {"endpoint_url": url, "regions": ("us-east-1",), **settings}
        return CogtuiApp(Settings(**decided))  # type: ignore[arg-type]  # the types of Settings

    return make


@pytest.fixture
def app(app_at: Callable[..., CogtuiApp], emulator: str) -> CogtuiApp:
    """Return the app on the emulator."""
    return app_at(emulator)


@pytest.fixture
def pool(service: "CognitoIdentityClient") -> str:
    """Return the ID of a new pool with every kind of provider and both default roles."""
    made = make_pool(service, IdentityPoolName=POOL)
    roles = {"authenticated": AUTHENTICATED, "unauthenticated": GUESTS}
    service.set_identity_pool_roles(IdentityPoolId=made, Roles=roles)
    return made
