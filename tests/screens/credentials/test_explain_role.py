"""The explanation of the role that a user would get."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.app import CogtuiApp
from tests.cases import measured_once
from tests.emulator.users import FACEBOOK, GOOGLE, ROLE, id_token
from tests.screens.credentials.bearer import POOL, STAFF_POOL, bearing, denial
from tests.screens.credentials.conftest import (
    app,
    app_at,
    between,
    emulator,
    pool,
    running,
    service,
)
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["app", "app_at", "between", "emulator", "pool", "running", "service"]

WHOSE = "Role for"
SIZES = pytest.mark.parametrize("size", measured_once([SMALL, WIDE]), ids=["small", "wide"])


@SIZES
async def test_of_a_guest(
    app: CogtuiApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """A guest has the pool's guest role, whatever the mappings are, and nothing is sent."""
    async with bearing(app, service, size) as bearer:
        await bearer.goes_to("mobile-app-prod")
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.press("enter")
        await bearer.sees("Role ", ROLE.format("MobileAppProdGuest"), "role mappings do not apply")
        await bearer.leaves()
        assert bearer.called("get-id") == 0


@SIZES
async def test_of_a_user_who_signs_in(
    app: CogtuiApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """Each rule has its verdict, and the roles to choose from are listed."""
    async with bearing(app, service, size) as bearer:
        await bearer.goes_to("analytics-dashboard")
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses("Signed-in")
        await bearer.signs_in(STAFF_POOL, "dana.ross")
        await bearer.submits_logins()
        await bearer.sees("Explain role ·", "Roles selectable with CustomRoleArn")
        await bearer.press("G")
        await bearer.sees("Rule 1", "matched", "Rule 3", "an earlier rule matched")
        await bearer.leaves()
        assert bearer.called("get-id") == 0


async def test_of_an_opaque_token(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A note says that rules are evaluated without its claims."""
    rule = {"Claim": "sub", "MatchType": "Equals", "Value": "x", "RoleARN": ROLE.format("One")}
    mapping: Any = {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule]},
    }
    service.set_identity_pool_roles(IdentityPoolId=pool, Roles={}, RoleMappings={FACEBOOK: mapping})
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses("Signed-in")
        await bearer.pastes_login(FACEBOOK, "opaque")
        await bearer.submits_logins()
        await bearer.sees("NotAuthorizedException", "Only Facebook can read its token")


async def test_canceling(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """Escape closes both questions, and nothing is explained."""
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.leaves()
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses("Signed-in")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.leaves()
        assert pool == bearer.pool_id(POOL)


@pytest.mark.parametrize("whose", ["Guest", "Signed-in"])
async def test_of_a_pool_that_cannot_be_read(
    app_at: Callable[..., CogtuiApp],
    between: Interceptor,
    service: "CognitoIdentityClient",
    pool: str,
    whose: str,
) -> None:
    """The denied call is explained instead of a role."""
    between.answers["describe-identity-pool"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses(whose)
        await bearer.sees("✗ Access denied", "What to do")
        await bearer.leaves()
        assert pool == bearer.pool_id(POOL)


async def test_the_pool_is_reloaded(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Changes that someone made since the pool was shown count."""
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("3")
        await bearer.rests()
        role = ROLE.format("ChangedSince")
        service.set_identity_pool_roles(IdentityPoolId=pool, Roles={"unauthenticated": role})
        await bearer.press("escape", "W")
        await bearer.sees(WHOSE)
        await bearer.press("enter")
        await bearer.sees(role)
