"""Developer users and public logins are unlinked after a preview."""

from collections.abc import Callable

from cogtui.app import CogtuiApp
from tests.emulator.users import DEVELOPER, DISABLED, FACEBOOK, GOOGLE, id_token
from tests.screens.developers.developers_driver import DeveloperPool, app_on_pool
from tests.screens.interceptor import Interceptor
from tests.screens.operation.test_failures import loses
from tests.screens.user import SMALL

USER, LOGIN = "unlink-developer-identity", "unlink-identity"


async def test_one_of_several_users(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The key U asks which user and shows what remains; a yes is enough."""
    ada = developer_pool.user("ada", google="g1")
    developer_pool.user("ada2", google="g1", identity_id=ada)
    async with app_on_pool(app_on(), developer_pool, ada, SMALL) as driver:
        await driver.press("p")
        await driver.sees("Unlink which developer user?", "ada2")
        await driver.press("escape")
        await driver.is_back()
        await driver.press("p")
        await driver.sees("Unlink which developer user?")
        await driver.press("down", "enter")
        await driver.sees_preview(f"Unlink “ada2” from {ada}", "Effect", "“ada2” gets a new")
        await driver.sends()
        await driver.sees_document("Complete and verified.")
        assert driver.toasts == [f"Unlinked “ada2” from {ada}."]
        assert developer_pool.owner("ada2") is None
        assert developer_pool.owner("ada") == ada


async def test_the_last_login(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The preview warns that the identity becomes unreachable, and its ID must be typed."""
    ada = developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool, ada) as driver:
        await driver.press("p")
        await driver.sees_preview("Unlink “ada” from")
        shown = driver.words
        assert f"This is the last login of {ada}: no one can ever reach that identity" in shown
        await driver.press("ctrl+s")
        await driver.sees_question("no one can ever reach that identity")
        await driver.press("y")
        assert driver.called(USER) == 0
        await driver.press("end", "ctrl+u")
        await driver.agrees_by_typing(ada)
        await driver.sees_document("Complete and verified.", "State disabled")
        assert developer_pool.logins(ada) == DISABLED
        await driver.press("escape")
        await driver.is_back()
        for key in ("p", "u"):
            await driver.press(key)
            await driver.sees_document("is disabled: it was merged into another identity or lost")
            await driver.press("escape")
            await driver.is_back()


async def test_none_to_unlink(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """It is reported at once if there is nothing to unlink."""
    guest = developer_pool.guest()
    async with app_on_pool(app_on(), developer_pool, guest) as driver:
        for key, what in (("p", "developer user"), ("u", "public login")):
            await driver.press(key)
            await driver.sees_document(f"{guest} has no {what} to unlink.")
            await driver.press("escape")
            await driver.is_back()


async def test_from_the_users_screen(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The user under the cursor is unlinked, then a login, whose token is asked for."""
    ada = developer_pool.user("ada", google="g1")
    developer_pool.user("ada2", google="g1", identity_id=ada)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("ada")
        await driver.press("j", "p")
        await driver.sees_preview("Unlink “ada2” from")
        await driver.press("escape")
        await driver.sees_users("2 ada2")
        await driver.press("p")
        await driver.sees_preview("Unlink “ada2” from")
        await driver.sends()
        await driver.sees_document("Complete and verified.")
        await driver.press("escape")
        await driver.sees_users("1 developer user of")
        await driver.press("u")
        await driver.sees_preview(f"Unlink Google from {ada}", "keeps 1 developer user.")
        await driver.press("ctrl+s")
        await driver.sees("Logins · people", "This login is required")
        await driver.press("escape")
        await driver.sees_preview("Unlink Google from")
        await driver.press("ctrl+s")
        await driver.gives_token("g1")
        await driver.agrees("Unlink Google from")
        await driver.sees_document("Complete and verified.")
        assert developer_pool.logins(ada) == [DEVELOPER]
        await driver.press("escape")
        await driver.sees_users("Public logins none")


async def test_one_of_several_logins(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The key u asks which login; a token of either is accepted."""
    pool_id = developer_pool.pool_id
    google = {GOOGLE: id_token(GOOGLE, "g1")}
    answer = developer_pool.service.get_id(
        IdentityPoolId=pool_id, Logins={**google, FACEBOOK: "f1"}
    )
    identity_id = answer["IdentityId"]
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("u")
        await driver.sees("Unlink which login?", "Google accounts.google.com", "Facebook")
        await driver.press("escape")
        await driver.is_back()
        await driver.press("u")
        await driver.sees("Unlink which login?")
        await driver.type("facebook")
        await driver.press("enter")
        await driver.sees_preview(f"Unlink Facebook from {identity_id}")
        await driver.press("ctrl+s")
        await driver.gives_token("g1")
        await driver.agrees("Unlink Facebook from")
        await driver.sees_document("Complete and verified.")
        assert developer_pool.logins(identity_id) == [GOOGLE]
        assert driver.toasts == [f"Unlinked Facebook from {identity_id}."]


async def test_the_last_login_is_public(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """Unlinking the last public login requires the ID as well, in any kind of pool."""
    identity_id = developer_pool.member("g1")
    async with app_on_pool(app_on(), developer_pool, identity_id) as driver:
        await driver.press("u")
        await driver.sees_preview("This is the last login of")
        await driver.press("ctrl+s")
        await driver.gives_token("g1")
        await driver.agrees_by_typing(identity_id)
        await driver.sees_document("Complete and verified.", "State disabled")
        assert developer_pool.logins(identity_id) == DISABLED


async def test_deleted_meanwhile(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """A deleted identity is reported, before the preview and after it."""
    ada = developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool, ada) as driver:
        await driver.press("p")
        await driver.sees_preview("Unlink “ada” from")
        developer_pool.service.delete_identities(IdentityIdsToDelete=[ada])
        await driver.sends(ada)
        await driver.sees_preview("✗ Someone else made changes; nothing was sent.")
        await driver.sees(f"Identity {ada} does not exist.")
        await driver.press("escape")
        await driver.is_back()
        for key in ("p", "u"):
            await driver.press(key)
            await driver.sees_document(f"Identity {ada} does not exist.")
            await driver.press("escape")
            await driver.is_back()
        assert driver.called(USER) == 0


async def test_a_lost_response(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """The outcome is looked up and shown."""
    ada = developer_pool.user("ada")
    between.answers[USER] = loses(developer_pool.service, USER, after_it=True)
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, ada) as driver:
        await driver.press("p")
        await driver.sends(ada)
        await driver.sees_document("Complete and verified.")
        assert between.requested.count(USER) == 1


async def test_a_slow_read_can_be_cancelled(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """Escape cancels a slow read of the identity."""
    ada = developer_pool.user("ada")
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, ada) as driver:
        between.gates["describe-identity"].clear()
        for key in ("p", "u"):
            await driver.press(key)
            await driver.sees_waiting(f"Loading {ada}…")
            await driver.press("escape")
            await driver.is_back()
