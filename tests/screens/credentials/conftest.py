"""An emulator of each test's own, and the app on it by the real clock, which tokens go by."""

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
    """Makes the app on an endpoint, with other settings too."""

    def make(url: str, **settings: object) -> CogtuiApp:
        decided = {"endpoint_url": url, "regions": ("us-east-1",), **settings}
        return CogtuiApp(Settings(**decided))  # type: ignore[arg-type]  # as Settings has them

    return make


@pytest.fixture
def app(app_at: Callable[..., CogtuiApp], emulator: str) -> CogtuiApp:
    """The app on the emulator."""
    return app_at(emulator)


@pytest.fixture
def pool(service: "CognitoIdentityClient") -> str:
    """The id of a pool of the test's own, with every kind of provider and both default roles."""
    made = make_pool(service, IdentityPoolName=POOL)
    roles = {"authenticated": AUTHENTICATED, "unauthenticated": GUESTS}
    service.set_identity_pool_roles(IdentityPoolId=made, Roles=roles)
    return made
