"""Creating pools by keys, from each starting point."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.test_edit_form import APP, CLIENT, GOOGLE, OIDC, ROLE
from tests.screens.interceptor import Interceptor, error

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]

USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Abc123"

POINTS: dict[str, dict[str, dict[str, str]]] = {
    "Guests only": {},
    "User pool": {"CognitoIdentityProviders": {"ProviderName": USER_POOL, "ClientId": CLIENT}},
    "Social provider": {"SupportedLoginProviders": {"IdentityProviderId": APP}},
    "OpenID Connect": {"OpenIdConnectProviderARNs": {"ARNString": OIDC}},
    "Developer identities": {},
}
"""The values to fill in for each one: the texts of the first row of a field."""


@pytest.mark.parametrize("point", POINTS)
async def test_starting_points(
    app_on: MakeApp, service: "CognitoIdentityClient", size: tuple[int, int], point: str
) -> None:
    """Required values are requested, the calls are shown, and the new pool is selected."""
    developer = "login.example" if point == "Developer identities" else ""
    async with editing(app_on(), service, size) as editor:
        await editor.sees("data-sandbox")
        await editor.rests()
        await editor.press("n")
        await editor.sees("New pool in us-east-1: who can sign in?")
        await editor.type(point)
        await editor.press("enter")
        await editor.sees_editor()
        await editor.fills(IdentityPoolName="brand new")
        for member, texts in POINTS[point].items():
            await editor.goes_to_field(member)
            await editor.press("enter")
            await editor.sees_form(f"{member} · row")
            await editor.fills(**texts)
            await editor.press("ctrl+s")
            await editor.sees_editor()
        if developer:
            await editor.fills(DeveloperProviderName=developer)
        state = "unauthenticated" if point == "Guests only" else "authenticated"
        await editor.goes_to_field("Roles")
        await editor.press("enter")
        await editor.sees_form("Roles · row")
        assert editor.values()["RoleType"] == state
        await editor.fills(ARNString=ROLE)
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.reviews(
            "Each role's trust policy must name the pool",
            "Call 1 of 2: create-identity-pool",
            f"iam:PassRole on {ROLE}",
        )
        await editor.sends()

        def is_under_the_cursor() -> bool:
            place = editor.panes.pools.pool_tree.place
            return place is not None and place.pool is not None and place.pool.name == "brand new"

        await editor.waits(is_under_the_cursor, "the cursor on the new pool")
        found = editor.state("brand new")
        assert found["Roles"] == {state: ROLE}
        assert found["AllowUnauthenticatedIdentities"] is (point == "Guests only")
        assert found["DeveloperProviderName"] == developer
        assert found.has_providers is (point != "Guests only")
        assert found["SupportedLoginProviders"] == (
            {GOOGLE: APP} if point == "Social provider" else {}
        )
        assert editor.sent() == ["create-identity-pool", "set-identity-pool-roles"]


async def test_missing_values_are_reported(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """The error appears at the field before anything is sent, and Escape cancels immediately."""
    async with editing(app_on(), service) as editor:
        await editor.sees("data-sandbox")
        await editor.rests()
        await editor.press("n")
        await editor.sees("who can sign in?")
        await editor.press("escape")
        await editor.is_back()
        await editor.press("n")
        await editor.sees("who can sign in?")
        await editor.press("enter")
        await editor.sees_editor()
        await editor.press("ctrl+s")
        await editor.sees("✗ required")
        await editor.press("escape")
        await editor.is_back()
        assert editor.sent() == []


async def test_a_partly_created_pool(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """If setting the roles fails, the new pool is shown and the rest can be sent again."""
    between.answers["set-identity-pool-roles"] = error(
        "TooManyRequestsException", "Too many requests"
    )
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await begins_for_guests(editor)
        await editor.press("enter")
        await editor.sees_form("Roles · row")
        await editor.fills(ARNString=ROLE)
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.reviews()
        await editor.press("ctrl+s")
        await editor.sees_end("set-identity-pool-roles: failed. Done: 1 of 2")
        assert editor.state("brand new")["Roles"] == {}
        # there is no earlier configuration to restore
        await editor.press("b")
        del between.answers["set-identity-pool-roles"]
        await editor.press("enter")
        await editor.sees_review("Call 1 of 1: set-identity-pool-roles")
        await editor.sends()
        assert editor.state("brand new")["Roles"] == {"unauthenticated": ROLE}


async def test_a_pool_that_cannot_be_created(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The failure is shown, and no pool is created."""
    between.answers["create-identity-pool"] = error(
        "LimitExceededException", "The number of identity pools exceeds the limit"
    )
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await begins_for_guests(editor)
        await editor.press("d")
        await editor.reviews()
        await editor.press("ctrl+s")
        await editor.sees_end("create-identity-pool: failed. Done: 0 of 1")
        await editor.press("escape")
        await editor.sees_editor()
        assert editor.values()["IdentityPoolName"] == "brand new"


async def begins_for_guests(editor: Editor) -> None:
    """Open the form of a new pool for guests, with the focus on its roles."""
    await editor.sees("data-sandbox")
    await editor.rests()
    await editor.press("n")
    await editor.sees("who can sign in?")
    await editor.press("enter")
    await editor.sees_editor()
    await editor.fills(IdentityPoolName="brand new")
    await editor.goes_to_field("Roles")
