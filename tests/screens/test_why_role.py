"""Which role somebody would get, and why, by keys."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.app import CogtuiApp
from tests.cases import measured_once
from tests.emulator.people import FACEBOOK, GOOGLE, ROLE, id_token
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

WHOSE = "Whose role?"
SIZES = pytest.mark.parametrize("size", measured_once([SMALL, WIDE]), ids=["small", "wide"])


@SIZES
async def test_of_a_guest(
    app: CogtuiApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """A guest has the pool's role for guests, whatever is mapped; nothing is sent for it."""
    async with bearing(app, service, size) as bearer:
        await bearer.goes_to("mobile-app-prod")
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.press("enter")
        await bearer.sees("Role ", ROLE.format("MobileAppProdGuest"), "for whom no mapping counts")
        await bearer.leaves()
        assert bearer.called("get-id") == 0


@SIZES
async def test_of_somebody_who_signs_in(
    app: CogtuiApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """Each rule has its verdict, and the other roles that may be chosen are told."""
    async with bearing(app, service, size) as bearer:
        await bearer.goes_to("analytics-dashboard")
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses("Somebody")
        await bearer.signs_in(STAFF_POOL, "dana.ross")
        await bearer.goes_on()
        await bearer.sees("Which role, and why", "Roles to choose from, by CustomRoleArn")
        await bearer.press("G")
        await bearer.sees("Rule 1", "matched", "Rule 3", "a rule before it matched")
        await bearer.leaves()
        assert bearer.called("get-id") == 0


async def test_of_a_token_that_nobody_here_can_read(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """It is said that rules on its claims are judged without them."""
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
        await bearer.chooses("Somebody")
        await bearer.gives(FACEBOOK, "opaque")
        await bearer.goes_on()
        await bearer.sees("NotAuthorizedException", "Only Facebook can read its token")


async def test_of_nobody(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """Escape leaves both questions, and nothing is told."""
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.leaves()
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses("Somebody")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.leaves()
        assert pool == bearer.pool_id(POOL)


@pytest.mark.parametrize("whose", ["A guest", "Somebody"])
async def test_of_a_pool_that_cannot_be_read(
    app_at: Callable[..., CogtuiApp],
    between: Interceptor,
    service: "CognitoIdentityClient",
    pool: str,
    whose: str,
) -> None:
    """The denial is explained in place of a choice."""
    between.answers["describe-identity-pool"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("W")
        await bearer.sees(WHOSE)
        await bearer.chooses(whose)
        await bearer.sees("✗ Not allowed", "What to do")
        await bearer.leaves()
        assert pool == bearer.pool_id(POOL)


async def test_it_is_read_anew(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """What somebody has changed since the pool was shown counts."""
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
