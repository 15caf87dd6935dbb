"""Where something of the pool may not be read, or nothing changed, the way is as far as it goes."""

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
from tests.screens.interceptor import Interceptor

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

AppAt = Callable[..., CogtuiApp]


async def test_a_developer_user_may_not_be_looked_up(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """It is said that nobody can tell what comes of it, and asked."""
    between.answers["lookup-developer-identity"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.sees_question("could not be looked up")
        await bearer.press("n")
        await bearer.sees_form("developer user")
        await bearer.press("ctrl+s")
        await bearer.agrees("A user that is new here is registered.")
        await bearer.sees_credentials(AUTHENTICATED)
        assert pool == bearer.pool_id(POOL)


async def test_looking_up_a_developer_user_can_be_left(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape goes back to the form, which says that it was not waited for."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        between.gates["lookup-developer-identity"].clear()
        await bearer.press("ctrl+s")
        await bearer.sees_waiting("Looking up “carl” …")
        await bearer.press("escape")
        await bearer.sees("The user was not looked up")
        between.gates["lookup-developer-identity"].set()
        await bearer.press("escape")
        await bearer.sees(FLOW_PICKER)
        assert pool == bearer.pool_id(POOL)


async def test_what_cannot_be_read_is_not_waited_for(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape leaves while the pool is read."""
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
        await bearer.sees_waiting("Reading what aaa has …")
        await bearer.press("escape")
        await bearer.is_back()
        between.gates["get-identity-pool-roles"].set()
        assert pool == bearer.pool_id(POOL)


async def test_a_pool_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """A guest is had all the same; logins are not, and it is said why."""
    between.answers["describe-identity-pool"] = denial()
    between.answers["get-identity-pool-roles"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.sees("Enhanced flow the pool's providers cannot be read")
        await bearer.press("enter")
        await bearer.sees_credentials(GUESTS)
        assert pool == bearer.pool_id(POOL)


async def test_an_identity_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Whether it has logins is not known: they may be given, and need not be."""
    someone = guest(service, pool)
    async with bearing(app_at(between.url), service) as bearer:
        between.answers["describe-identity"] = denial()
        await bearer.opens_identity_credentials(POOL, someone)
        await bearer.press("enter")
        await bearer.sees_logins("None is needed.")
        await bearer.submits_logins()
        await bearer.sees_credentials(someone, GUESTS)


async def test_a_guest_without_credentials(
    app_at: AppAt,
    service: "CognitoIdentityClient",
    emulator: str,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The calls are public: a pool's id is enough, also where nothing of the pool can be read."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with bearing(app_at(emulator, pool=pool, regions=()), service) as bearer:
        await bearer.sees("No AWS credentials: the pool cannot be read.")
        await bearer.press("X")
        await bearer.sees(FLOW_PICKER, "the pool's providers cannot be read")
        await bearer.press("enter")
        shown = await bearer.sees_credentials(GUESTS)
        assert list(bearer.identities(POOL)) == [shown._credentials.identity_id]
        await bearer.leaves()
        await bearer.press("x")
        await bearer.sees_form("get-credentials-for-identity")


@pytest.mark.parametrize("key", ["x", "X"])
async def test_read_only_refuses_with_the_reason(
    app_at: AppAt, service: "CognitoIdentityClient", emulator: str, pool: str, key: str
) -> None:
    """Where nothing may be changed, no secret is handed out either, and nothing is asked."""
    someone = guest(service, pool)
    async with bearing(app_at(emulator, read_only=True), service) as bearer:
        if key == "x":
            await bearer.goes_to_identity(POOL, someone)
        else:
            await bearer.goes_to(POOL)
        await bearer.press(key)
        await bearer.waits(lambda: bearer.toasts, "a toast")
        assert "read-only: it hands out secrets" in bearer.toasts[-1]
        assert len(bearer.app.screen_stack) == 1
