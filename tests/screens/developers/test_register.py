"""Developer users are registered, and linked to guests and to identities with logins."""

from collections.abc import Callable

from cogtui.app import CogtuiApp
from tests.screens.developers.clerk import Place, at_work
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.test_failures import loses

SEND = "get-open-id-token-for-developer-identity"


async def test_a_new_user(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """An unknown user is registered with the key of the desk: a new identity is made."""
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("zoe")
        await clerk.press("n")
        await clerk.sees("Register or link a developer user", "zoe")
        await clerk.press("enter")
        await clerk.sees_preview("Register “zoe”", "A new identity is made for “zoe”.", "Id a new")
        await clerk.press("ctrl+s")
        await clerk.sees_document("It was carried out, and all is as it was promised.")
        identity_id = place.owner("zoe")
        assert clerk.toasts == ["Registered “zoe”."]
        await clerk.copies("y")
        assert identity_id == clerk.clipboard
        await clerk.sees_users("“zoe” leads to", f"Id {identity_id}", "1 zoe")
        assert clerk.called(SEND) == 1
        (request,) = [each for each in clerk.requests if each.operation == SEND]
        assert "IdentityId" not in request.parameters
        await clerk.press("escape")
        await clerk.is_back()


async def test_a_guest_is_linked(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """A guest gets a developer user, after a question; what that means for it is told."""
    guest = place.guest()
    async with at_work(app_on(), place, guest) as clerk:
        await clerk.press("f")
        await clerk.sees_users("State guest")
        await clerk.press("n")
        await clerk.types_identifiers("ada")
        await clerk.sees("Which identity?", f"Link it to the identity shown {guest}")
        await clerk.press("enter")
        await clerk.sees_preview("Link “ada”", "It is a guest no more")
        await clerk.sends()
        await clerk.sees_document("all is as it was promised.")
        assert [guest] == [place.owner("ada")]
        assert clerk.toasts == [f"Linked “ada” to {guest}."]
        await clerk.press("enter")
        await clerk.sees_users("State authenticated", "1 ada")


async def test_an_identity_with_a_login_is_linked(
    app_on: Callable[..., CogtuiApp], place: Place
) -> None:
    """The token of a login that it has is asked for; leaving that sends nothing."""
    identity_id = place.member("g1")
    async with at_work(app_on(), place, identity_id) as clerk:
        await clerk.press("f")
        await clerk.sees_users()
        await clerk.press("n")
        await clerk.types_identifiers("ada")
        await clerk.press("enter")
        await clerk.sees_preview("A valid token of its user of Google is needed: one is enough.")
        await clerk.press("ctrl+s")
        await clerk.sees("Logins · people", "This one is needed")
        await clerk.press("escape")
        await clerk.sees_preview("Link “ada”")
        assert clerk.called(SEND) == 0
        await clerk.press("ctrl+s")
        await clerk.gives_token("g1")
        await clerk.agrees("Link “ada”?")
        await clerk.sees_document("all is as it was promised.")
        assert [identity_id] == [place.owner("ada")]


async def test_a_wrong_token(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """What the service refuses is explained, and the preview is still there."""
    identity_id = place.member("g1")
    async with at_work(app_on(), place, identity_id) as clerk:
        await clerk.press("f")
        await clerk.sees_users()
        await clerk.press("n")
        await clerk.types_identifiers("ada")
        await clerk.press("enter")
        await clerk.sees_preview("Link “ada”")
        await clerk.press("ctrl+s")
        await clerk.gives_token("somebody else")
        await clerk.agrees("Link “ada”?")
        await clerk.sees_document("Nothing was changed", "Logins don't match.")
        await clerk.press("escape")
        await clerk.sees_preview("Link “ada”")
        await clerk.press("escape")
        await clerk.sees_users()
        assert place.owner("ada") is None


async def test_by_itself(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """At an identity, a user can be registered by itself as well; leaving the choice leaves."""
    identity_id = place.user("ada")
    async with at_work(app_on(), place, identity_id) as clerk:
        await clerk.press("f")
        await clerk.sees_users()
        await clerk.press("n")
        await clerk.types_identifiers("bob")
        await clerk.sees("Which identity?")
        await clerk.press("escape")
        await clerk.sees_users()
        await clerk.press("n", "escape")
        await clerk.sees_users()
        await clerk.press("n")
        await clerk.types_identifiers("bob")
        await clerk.sees("Which identity?")
        await clerk.type("by itself")
        await clerk.press("enter")
        await clerk.sees_preview("Register “bob”", "A new identity is made for “bob”.")
        await clerk.press("ctrl+s")
        await clerk.sees_document("all is as it was promised.")
        assert place.owner("bob") not in (None, identity_id)


async def test_blockers(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """A user who is registered elsewhere, or here, cannot be sent, and Ctrl+S does nothing."""
    identity_id, other = place.user("ada"), place.user("bob")
    async with at_work(app_on(), place, identity_id) as clerk:
        await clerk.press("f")
        await clerk.sees_users()
        for user, expected in (
            ("bob", f"“bob” is registered on {other}."),
            ("ada", f"“ada” is registered on {identity_id} already: that gives a token."),
            ("zoe", "has no public login whose token would prove it."),
        ):
            await clerk.press("n")
            await clerk.types_identifiers(user)
            await clerk.sees("Which identity?")
            await clerk.press("enter")
            await clerk.sees_preview(f"Register “{user}”" if user != "zoe" else "“zoe”")
            assert expected in clerk.words
            await clerk.press("ctrl+s", "escape")
            await clerk.sees_users()
        assert clerk.called(SEND) == 0


async def test_the_token_request_is_lost(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """A lost answer is looked up: nothing was registered, and nothing is sent twice."""
    between.answers[SEND] = loses(place.service, SEND, after_it=False)
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await clerk.looks_up("zoe")
        await clerk.press("n", "enter")
        await clerk.sees_preview("Register “zoe”")
        await clerk.press("ctrl+s")
        await clerk.sees_document("No answer came. It was not carried out: all is as before.")
        assert clerk.toasts == ["It was not carried out: all is as before."]
        assert between.requested.count(SEND) == 1


async def test_the_pool_cannot_be_read_for_the_logins(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """What the dialog for logins needs and cannot be read is explained."""
    identity_id = place.member("g1")
    async with at_work(app_on(endpoint_url=between.url), place, identity_id) as clerk:
        await clerk.press("f")
        await clerk.sees_users()
        await clerk.press("n")
        await clerk.types_identifiers("ada")
        await clerk.press("enter")
        await clerk.sees_preview("Link “ada”")
        account = clerk.explorer.pools.account
        pool = clerk.explorer.identities.pool
        assert account is not None
        assert pool is not None
        account.forget(pool)
        between.answers["describe-identity-pool"] = error("InternalErrorException", "down", 500)
        await clerk.press("ctrl+s")
        await clerk.sees_document("✗ ")
        await clerk.press("escape")
        await clerk.is_back()
