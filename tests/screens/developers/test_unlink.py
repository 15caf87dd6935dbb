"""Developer users and public logins are unlinked; what is left is told before."""

from collections.abc import Callable

from cogtui.app import CogtuiApp
from tests.emulator.users import DEVELOPER, DISABLED, FACEBOOK, GOOGLE, id_token
from tests.screens.developers.clerk import Place, at_work
from tests.screens.interceptor import Interceptor
from tests.screens.operation.test_failures import loses
from tests.screens.user import SMALL

USER, LOGIN = "unlink-developer-identity", "unlink-identity"


async def test_one_of_several_users(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """U asks which, tells what is left, and a yes is enough."""
    ada = place.user("ada", google="g1")
    place.user("ada2", google="g1", identity_id=ada)
    async with at_work(app_on(), place, ada, SMALL) as clerk:
        await clerk.press("U")
        await clerk.sees("Unlink which developer user?", "ada2")
        await clerk.press("escape")
        await clerk.is_back()
        await clerk.press("U")
        await clerk.sees("Unlink which developer user?")
        await clerk.press("down", "enter")
        await clerk.sees_preview(f"Unlink “ada2” from {ada}", "What it means", "“ada2” is a new")
        await clerk.sends()
        await clerk.sees_document("all is as it was promised.")
        assert clerk.toasts == [f"Unlinked “ada2” from {ada}."]
        assert place.owner("ada2") is None
        assert place.owner("ada") == ada


async def test_the_last_login(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """It is said in plain words that nobody can reach it again, and its id is to be typed."""
    ada = place.user("ada")
    async with at_work(app_on(), place, ada) as clerk:
        await clerk.press("U")
        await clerk.sees_preview("Unlink “ada” from")
        shown = clerk.words
        assert f"It is the last login of {ada}: nobody can ever reach that identity again" in shown
        await clerk.press("ctrl+s")
        await clerk.sees_question("nobody can ever reach that identity again")
        await clerk.press("y")
        assert clerk.called(USER) == 0
        await clerk.press("end", "ctrl+u")
        await clerk.agrees_by_typing(ada)
        await clerk.sees_document("all is as it was promised.", "State disabled")
        assert place.logins(ada) == DISABLED
        await clerk.press("escape")
        await clerk.is_back()
        for key in ("U", "u"):
            await clerk.press(key)
            await clerk.sees_document("is disabled: it was merged into another identity or lost")
            await clerk.press("escape")
            await clerk.is_back()


async def test_none_to_unlink(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Where there is nothing to unlink, it is said at once."""
    guest = place.guest()
    async with at_work(app_on(), place, guest) as clerk:
        for key, what in (("U", "developer user"), ("u", "public login")):
            await clerk.press(key)
            await clerk.sees_document(f"No {what} leads to {guest}, so there is")
            await clerk.press("escape")
            await clerk.is_back()


async def test_from_the_users_screen(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The user under the cursor is unlinked, and then a login, whose token is asked for."""
    ada = place.user("ada", google="g1")
    place.user("ada2", google="g1", identity_id=ada)
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("ada")
        await clerk.press("j", "U")
        await clerk.sees_preview("Unlink “ada2” from")
        await clerk.press("escape")
        await clerk.sees_users("2 ada2")
        await clerk.press("U")
        await clerk.sees_preview("Unlink “ada2” from")
        await clerk.sends()
        await clerk.sees_document("all is as it was promised.")
        await clerk.press("escape")
        await clerk.sees_users("1 developer user of")
        await clerk.press("u")
        await clerk.sees_preview(f"Unlink Google from {ada}", "still reached by 1 developer user.")
        await clerk.press("ctrl+s")
        await clerk.sees("Logins · people", "This one is needed")
        await clerk.press("escape")
        await clerk.sees_preview("Unlink Google from")
        await clerk.press("ctrl+s")
        await clerk.gives_token("g1")
        await clerk.agrees("Unlink Google from")
        await clerk.sees_document("all is as it was promised.")
        assert place.logins(ada) == [DEVELOPER]
        await clerk.press("escape")
        await clerk.sees_users("Public logins none")


async def test_one_of_several_logins(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The key u asks which; the token of either login proves it."""
    pool_id = place.pool_id
    google = {GOOGLE: id_token(GOOGLE, "g1")}
    answer = place.service.get_id(IdentityPoolId=pool_id, Logins={**google, FACEBOOK: "f1"})
    identity_id = answer["IdentityId"]
    async with at_work(app_on(), place, identity_id) as clerk:
        await clerk.press("u")
        await clerk.sees("Unlink which login?", "Google accounts.google.com", "Facebook")
        await clerk.press("escape")
        await clerk.is_back()
        await clerk.press("u")
        await clerk.sees("Unlink which login?")
        await clerk.type("facebook")
        await clerk.press("enter")
        await clerk.sees_preview(f"Unlink Facebook from {identity_id}")
        await clerk.press("ctrl+s")
        await clerk.gives_token("g1")
        await clerk.agrees("Unlink Facebook from")
        await clerk.sees_document("all is as it was promised.")
        assert place.logins(identity_id) == [GOOGLE]
        assert clerk.toasts == [f"Unlinked Facebook from {identity_id}."]


async def test_the_last_login_is_public(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The last public login wants the id typed as well, in a pool of any kind."""
    identity_id = place.member("g1")
    async with at_work(app_on(), place, identity_id) as clerk:
        await clerk.press("u")
        await clerk.sees_preview("It is the last login of")
        await clerk.press("ctrl+s")
        await clerk.gives_token("g1")
        await clerk.agrees_by_typing(identity_id)
        await clerk.sees_document("all is as it was promised.", "State disabled")
        assert place.logins(identity_id) == DISABLED


async def test_deleted_meanwhile(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """An identity that is gone is told as such, before the preview and after it."""
    ada = place.user("ada")
    async with at_work(app_on(), place, ada) as clerk:
        await clerk.press("U")
        await clerk.sees_preview("Unlink “ada” from")
        place.service.delete_identities(IdentityIdsToDelete=[ada])
        await clerk.sends(ada)
        await clerk.sees_preview("✗ Somebody changed something meanwhile: nothing was sent.")
        await clerk.sees(f"There is no identity {ada}.")
        await clerk.press("escape")
        await clerk.is_back()
        for key in ("U", "u"):
            await clerk.press(key)
            await clerk.sees_document(f"There is no identity {ada}.")
            await clerk.press("escape")
            await clerk.is_back()
        assert clerk.called(USER) == 0


async def test_a_lost_answer(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """What came of it is looked up and told."""
    ada = place.user("ada")
    between.answers[USER] = loses(place.service, USER, after_it=True)
    async with at_work(app_on(endpoint_url=between.url), place, ada) as clerk:
        await clerk.press("U")
        await clerk.sends(ada)
        await clerk.sees_document("all is as it was promised.")
        assert between.requested.count(USER) == 1


async def test_one_need_not_wait(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """Escape leaves a slow reading of the identity."""
    ada = place.user("ada")
    async with at_work(app_on(endpoint_url=between.url), place, ada) as clerk:
        between.gates["describe-identity"].clear()
        for key in ("U", "u"):
            await clerk.press(key)
            await clerk.sees_waiting(f"Reading {ada} …")
            await clerk.press("escape")
            await clerk.is_back()
