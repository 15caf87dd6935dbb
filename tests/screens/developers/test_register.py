"""Developer users are registered, and linked to guests and to identities with logins."""

from collections.abc import Callable

from cogtui.app import CogtuiApp
from tests.emulator.users import LOGINS_DO_NOT_MATCH
from tests.screens.developers.developers_driver import DeveloperPool, app_on_pool
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.test_failures import loses

SEND = "get-open-id-token-for-developer-identity"


async def test_a_new_user(app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool) -> None:
    """An unknown user is registered from the users screen with a new identity."""
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("zoe")
        await driver.press("n")
        await driver.sees("Register or link developer user", "zoe")
        await driver.press("enter")
        await driver.sees_preview(
            "Register “zoe”", "Creates a new identity for “zoe”.", "ID new identity"
        )
        await driver.press("ctrl+s")
        await driver.sees_document("Complete and verified.")
        identity_id = developer_pool.owner("zoe")
        assert driver.toasts == ["Registered “zoe”."]
        await driver.copies("y")
        assert identity_id == driver.clipboard
        await driver.sees_users("“zoe” resolves to", f"ID {identity_id}", "1 zoe")
        assert driver.called(SEND) == 1
        (request,) = [each for each in driver.requests if each.operation == SEND]
        assert "IdentityId" not in request.parameters
        await driver.press("escape")
        await driver.is_back()


async def test_a_guest_is_linked(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """A guest gets a developer user after a confirmation that states the effects."""
    guest = developer_pool.guest()
    async with app_on_pool(app_on(), developer_pool, guest) as driver:
        await driver.press("f")
        await driver.sees_users("State guest")
        await driver.press("n")
        await driver.types_identifiers("ada")
        await driver.sees("Which identity?", f"Link to the identity shown {guest}")
        await driver.press("enter")
        await driver.sees_preview("Link “ada”", "The identity is then no longer a guest")
        await driver.sends()
        await driver.sees_document("Complete and verified.")
        assert [guest] == [developer_pool.owner("ada")]
        assert driver.toasts == [f"Linked “ada” to {guest}."]
        await driver.press("enter")
        await driver.sees_users("State authenticated", "1 ada")


async def test_an_identity_with_a_login_is_linked(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """A token of its login is asked for; cancelling sends nothing."""
    identity_id = developer_pool.member("g1")
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("ada")
        await driver.press("enter")
        await driver.sees_preview(
            "Requires a valid token of the identity's user from Google; one is enough."
        )
        await driver.press("ctrl+s")
        await driver.sees("Logins · people", "This login is required")
        await driver.press("escape")
        await driver.sees_preview("Link “ada”")
        assert driver.called(SEND) == 0
        await driver.press("ctrl+s")
        await driver.gives_token("g1")
        await driver.agrees("Link “ada”?")
        await driver.sees_document("Complete and verified.")
        assert [identity_id] == [developer_pool.owner("ada")]


async def test_a_wrong_token(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """A refusal by the service is explained, and the preview is shown again."""
    identity_id = developer_pool.member("g1")
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("ada")
        await driver.press("enter")
        await driver.sees_preview("Link “ada”")
        await driver.press("ctrl+s")
        await driver.gives_token("somebody else")
        await driver.agrees("Link “ada”?")
        await driver.sees_document("Nothing was changed", "Logins don't match.")
        await driver.press("escape")
        await driver.sees_preview("Link “ada”")
        await driver.press("escape")
        await driver.sees_users()
        assert developer_pool.owner("ada") is None


async def test_a_token_for_another_app(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """The explanation of the refusal has the token's audience beside the pool's app ID."""
    identity_id = developer_pool.member("g1")
    message = "Invalid login token. Incorrect token audience."
    between.answers[SEND] = error("NotAuthorizedException", message)
    app = app_on(endpoint_url=between.url)
    async with app_on_pool(app, developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("ada")
        await driver.press("enter")
        await driver.sees_preview("Link “ada”")
        await driver.press("ctrl+s")
        await driver.gives_token("g1", "second-app")
        await driver.agrees("The service may refuse the request.")
        await driver.agrees("Link “ada”?")
        await driver.sees_document("Nothing was changed", "second-app", "google-app")


async def test_a_new_identity_from_an_identity(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """From an identity, a user can also be registered with a new one; Escape cancels."""
    identity_id = developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("bob")
        await driver.sees("Which identity?")
        await driver.press("escape")
        await driver.sees_users()
        await driver.press("n", "escape")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("bob")
        await driver.sees("Which identity?")
        await driver.type("separately")
        await driver.press("enter")
        await driver.sees_preview("Register “bob”", "Creates a new identity for “bob”.")
        await driver.press("ctrl+s")
        await driver.sees_document("Complete and verified.")
        assert developer_pool.owner("bob") not in (None, identity_id)


async def test_a_second_user_is_linked(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The preview says that the service may refuse it, and Ctrl+S sends it."""
    identity_id = developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("zoe")
        await driver.sees("Which identity?")
        await driver.press("enter")
        await driver.sees_preview("“zoe”", "May be refused", "belongs to “ada”", "may be refused")
        await driver.sends()
        await driver.sees_document("Complete and verified.")
        assert developer_pool.owner("zoe") == identity_id


async def test_a_second_user_is_refused(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """If the service refuses it, the refusal is shown, and the preview is still open."""
    identity_id = developer_pool.user("ada")
    between.answers[SEND] = error("NotAuthorizedException", LOGINS_DO_NOT_MATCH)
    app = app_on(endpoint_url=between.url)
    async with app_on_pool(app, developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("zoe")
        await driver.sees("Which identity?")
        await driver.press("enter")
        await driver.sees_preview("may be refused")
        await driver.sends()
        await driver.sees_document("Nothing was changed", "Logins don't match")
        await driver.press("escape")
        await driver.sees_preview("If so, register the user alone")
        assert developer_pool.owner("zoe") is None


async def test_blockers(app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool) -> None:
    """A user who is already registered, here or elsewhere, cannot be sent; Ctrl+S does nothing."""
    identity_id, other = developer_pool.user("ada"), developer_pool.user("bob")
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        for user, expected in (
            ("bob", f"“bob” is registered to {other}."),
            ("ada", f"“ada” is already registered to {identity_id}."),
        ):
            await driver.press("n")
            await driver.types_identifiers(user)
            await driver.sees("Which identity?")
            await driver.press("enter")
            await driver.sees_preview(f"Register “{user}”")
            assert expected in driver.words
            await driver.press("ctrl+s", "escape")
            await driver.sees_users()
        assert driver.called(SEND) == 0


async def test_a_lost_response(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """After a lost response the lookup shows that nothing was registered or sent twice."""
    between.answers[SEND] = loses(developer_pool.service, SEND, after_it=False)
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await driver.looks_up("zoe")
        await driver.press("n", "enter")
        await driver.sees_preview("Register “zoe”")
        await driver.press("ctrl+s")
        await driver.sees_document("No response. The request was not carried out; nothing changed.")
        assert driver.toasts == ["Not carried out; nothing changed."]
        assert between.requested.count(SEND) == 1


async def test_the_pool_cannot_be_read_for_the_logins(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """A pool that cannot be read before the logins dialog is explained."""
    identity_id = developer_pool.member("g1")
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, identity_id) as driver:
        await driver.press("f")
        await driver.sees_users()
        await driver.press("n")
        await driver.types_identifiers("ada")
        await driver.press("enter")
        await driver.sees_preview("Link “ada”")
        account = driver.explorer.pools.account
        pool = driver.explorer.identities.pool
        assert account is not None
        assert pool is not None
        account.forget(pool)
        between.answers["describe-identity-pool"] = error("InternalErrorException", "down", 500)
        await driver.press("ctrl+s")
        await driver.sees_document("✗ ")
        await driver.press("escape")
        await driver.is_back()
