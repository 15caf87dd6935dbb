"""Getting credentials with limited permissions, and in read-only mode."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from tests.emulator.users import guest
from tests.screens.credentials.bearer import (
    AUTHENTICATED,
    FLOW_PICKER,
    GUESTS,
    POOL,
    bearing,
    denial,
)
from tests.screens.credentials.mistakes import update
from tests.screens.interceptor import Interceptor

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

AppAt = Callable[..., CogtuiApp]

ROLE_NAME = f"Role name {GUESTS.rpartition('/')[2]}"
"""What is shown of a role whose ARN cannot be read."""


async def test_looking_up_a_developer_user_is_denied(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """The question says that the effect is unknown."""
    between.answers["lookup-developer-identity"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.sees_question("Cannot look up which identity")
        await bearer.press("n")
        await bearer.sees_form("developer user")
        await bearer.press("ctrl+s")
        await bearer.agrees("A new user is registered.")
        await bearer.sees_credentials(AUTHENTICATED)
        assert pool == bearer.pool_id(POOL)


async def test_looking_up_a_developer_user_can_be_canceled(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape returns to the form, which says that the lookup was canceled."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        between.gates["lookup-developer-identity"].clear()
        await bearer.press("ctrl+s")
        await bearer.sees_waiting("Looking up “carl”…")
        await bearer.press("escape")
        await bearer.sees("User not looked up")
        between.gates["lookup-developer-identity"].set()
        await bearer.discards()
        await bearer.sees(FLOW_PICKER)
        assert pool == bearer.pool_id(POOL)


async def test_reading_the_pool_can_be_canceled(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape cancels while the pool is read."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.goes_to(POOL)
        account = bearer.panes.pools.account
        place = bearer.panes.pools.pool_tree.place
        assert account is not None
        assert place is not None
        assert place.pool is not None
        account.forget(place.pool)
        between.gates["get-identity-pool-roles"].clear()
        await bearer.press("X")
        await bearer.sees_waiting("Loading aaa…")
        await bearer.press("escape")
        await bearer.is_back()
        between.gates["get-identity-pool-roles"].set()
        assert pool == bearer.pool_id(POOL)


async def test_a_pool_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Guest credentials are available, logins are not, and the reason is shown."""
    between.answers["describe-identity-pool"] = denial()
    between.answers["get-identity-pool-roles"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.sees("Enhanced flow cannot read the pool's providers")
        await bearer.press("enter")
        await bearer.sees_credentials(ROLE_NAME)
        assert pool == bearer.pool_id(POOL)


async def test_an_identity_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Whether it has logins is unknown, so they are optional."""
    someone = guest(service, pool)
    async with bearing(app_at(between.url), service) as bearer:
        between.answers["describe-identity"] = denial()
        await bearer.opens_identity_credentials(POOL, someone)
        await bearer.press("enter")
        await bearer.sees_logins("Logins are optional: Ctrl+S continues without one.")
        await bearer.submits_logins()
        await bearer.sees_credentials(someone, GUESTS)


async def test_a_guest_without_credentials(
    app_at: AppAt,
    service: "CognitoIdentityClient",
    emulator: str,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A pool's ID is enough for the public calls, even if nothing of the pool can be read."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with bearing(app_at(emulator, pool=pool, regions=()), service) as bearer:
        await bearer.sees("No AWS credentials: the pool cannot be read.")
        await bearer.press("X")
        await bearer.sees(FLOW_PICKER, "cannot read the pool's providers")
        await bearer.press("enter")
        shown = await bearer.sees_credentials(ROLE_NAME)
        assert list(bearer.identities(POOL)) == [shown._credentials.identity_id]
        await bearer.leaves()
        await bearer.press("x")
        await bearer.sees_form("get-credentials-for-identity")


async def test_a_pool_that_cannot_be_edited(
    app_at: AppAt,
    service: "CognitoIdentityClient",
    emulator: str,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without AWS credentials a refusal does not offer to edit the pool."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with bearing(app_at(emulator, pool=pool, regions=()), service) as bearer:
        await bearer.sees("No AWS credentials: the pool cannot be read.")
        update(bearer, AllowUnauthenticatedIdentities=False)
        await bearer.press("X")
        await bearer.sees(FLOW_PICKER)
        await bearer.press("enter")
        await bearer.sees_failure("Guest access is off")
        assert "Edit pool" not in bearer.words


@pytest.mark.parametrize("key", ["x", "X"])
async def test_read_only_mode(
    app_at: AppAt, service: "CognitoIdentityClient", emulator: str, pool: str, key: str
) -> None:
    """Credentials are unavailable, with the reason, and no dialog opens."""
    someone = guest(service, pool)
    async with bearing(app_at(emulator, read_only=True), service) as bearer:
        if key == "x":
            await bearer.goes_to_identity(POOL, someone)
        else:
            await bearer.goes_to(POOL)
        await bearer.press(key)
        await bearer.waits(lambda: bearer.toasts, "a toast")
        assert "disabled in read-only mode (returns secrets)" in bearer.toasts[-1]
        assert len(bearer.app.screen_stack) == 1
