"""Two developer users are merged after a preview."""

from collections.abc import Callable
from typing import Any

import pytest

from cogtui.app import CogtuiApp
from tests.emulator.users import DISABLED
from tests.screens.developers.developers_driver import DeveloperPool, DevelopersDriver, app_on_pool
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.test_failures import loses
from tests.screens.user import WIDE

SEND = "merge-developer-identities"


async def asks(driver: DevelopersDriver, source: str, destination: str) -> None:
    """Type both users, with the cursor on the pool."""
    await driver.press("w")
    await driver.types_identifiers(source, destination)


async def test_by_typing(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, size: tuple[int, int]
) -> None:
    """Both users are shown before and after the merge, and the result is verified."""
    ada, bob = developer_pool.user("ada"), developer_pool.user("bob", google="g1")
    async with app_on_pool(app_on(), developer_pool, size=size) as driver:
        await asks(driver, "ada", "bob")
        await driver.sees_preview("Merge “ada” into “bob”", "Source (disabled)", f"ID {ada}")
        await driver.sees("Destination (kept)", f"ID {bob}", "Google accounts.google.com")
        sides = [line for line in driver.lines if "Source (" in line and "Destination (" in line]
        assert len(sides) == (size == WIDE)
        seen = driver.words
        for _ in range(3):
            await driver.press("pagedown")
            seen += driver.words
        for text in (
            "Merged identity",
            "2 developer users of",
            "Disabled identity",
            "Keeps working",
            "Stops working",
            f"{ada} is permanently disabled. Apps that cached this ID are refused",
            "This cannot be undone",
        ):
            assert text in seen
        await driver.press("ctrl+s")
        await driver.sees_question("Merge “ada” into “bob”?", "Type bob to confirm")
        await driver.type("ada")
        await driver.press("enter")
        await driver.sees("Does not match.")
        assert driver.called(SEND) == 0
        await driver.press("end", "ctrl+u")
        await driver.agrees_by_typing("bob")
        await driver.sees_document("Complete and verified.")
        assert (developer_pool.owner("ada"), developer_pool.owner("bob")) == (bob, bob)
        assert developer_pool.logins(ada) == DISABLED
        assert driver.toasts == ["Merged “ada” into “bob”."]
        assert driver.called(SEND) == 1
        await driver.press("escape")
        await driver.is_back()


async def test_a_declined_confirmation(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The preview is shown again, and nothing was sent."""
    developer_pool.user("ada")
    developer_pool.user("bob")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sees_preview("Merge “ada” into “bob”")
        await driver.press("ctrl+s")
        await driver.sees_question()
        await driver.press("escape")
        await driver.sees_preview("Merge “ada” into “bob”")
        await driver.press("escape")
        await driver.is_back()
        assert (driver.called(SEND), driver.toasts) == (0, [])
        await driver.press("w")
        await driver.sees("Merge developer users")
        await driver.press("escape")
        await driver.is_back()


async def test_swapped(app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool) -> None:
    """The key s swaps the sides, and the other user must be typed to confirm."""
    ada, bob = developer_pool.user("ada"), developer_pool.user("bob")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sees_preview("Merge “ada” into “bob”")
        read = driver.called("lookup-developer-identity")
        await driver.press("s")
        await driver.sees_preview("Merge “bob” into “ada”")
        assert read == driver.called("lookup-developer-identity")
        await driver.sends("ada")
        await driver.sees_document("Complete and verified.")
        assert developer_pool.owner("bob") == ada
        assert developer_pool.logins(bob) == DISABLED


async def test_two_marks(app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool) -> None:
    """Two marked identities become source and destination; a third is refused."""
    for name in ("ada", "bob", "zoe"):
        developer_pool.user(name)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.press("I")
        table = driver.panes.identities.table
        await driver.waits(lambda: table.row_count == 3, "three identities")
        await driver.press("space", "space", "w")
        await driver.sees_preview("Merge “ada” into “bob”")
        await driver.press("escape")
        await driver.is_back()
        await driver.press("space", "w")
        await driver.sees_toast("A merge takes two identities: mark two, or none.")


async def test_from_an_identity(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The identity under the cursor is the source, and the destination is asked for."""
    ada = developer_pool.user("ada")
    developer_pool.user("bob")
    async with app_on_pool(app_on(), developer_pool, ada) as driver:
        await driver.press("w")
        await driver.sees("Source (disabled) SourceUserIdentifier", "ada")
        await driver.types_identifiers("bob")
        await driver.sees_preview("Merge “ada” into “bob”")


async def test_from_the_users_screen(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The user under the cursor is the source; afterwards the screen reloads."""
    ada = developer_pool.user("ada")
    bob = developer_pool.user("bob")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("ada")
        await driver.press("w")
        await driver.types_identifiers("bob")
        await driver.sends("bob")
        await driver.sees_document("Complete and verified.")
        await driver.press("escape")
        await driver.sees_users("“ada” resolves to", f"ID {bob}", "2 developer users of")
        assert developer_pool.logins(ada) == DISABLED


async def test_a_mark_without_a_user(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """An identity without developer users cannot be merged, and the reason is shown."""
    guest = developer_pool.guest()
    async with app_on_pool(app_on(), developer_pool, guest) as driver:
        await driver.press("w")
        await driver.sees_document(f"{guest} has no developer user, and a merge needs")
        await driver.press("escape")
        await driver.is_back()


@pytest.mark.parametrize(
    ("source", "destination", "expected"),
    [
        ("ada", "nobody", "User “nobody” is not registered in this pool."),
        ("ada", "ada", "Source and destination are the same user: nothing to merge."),
        ("ada", "ada2", ": nothing to merge."),
        ("ada", "bob", "They are linked to two different Google users"),
        (
            "many-0",
            "zoe",
            "Together they have 22 linked logins (21 and 1); an identity can have at most 20",
        ),
    ],
)
async def test_blockers(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    source: str,
    destination: str,
    expected: str,
) -> None:
    """Every predictable refusal is shown beforehand, and Ctrl+S does nothing."""
    ada = developer_pool.user("ada", google="g1")
    developer_pool.user("ada2", google="g1", identity_id=ada)
    developer_pool.user("bob", google="g2")
    developer_pool.user("zoe")
    if source == "many-0":
        many = developer_pool.user("many-0", google="g3")
        for number in range(1, 20):
            developer_pool.user(f"many-{number}", google="g3", identity_id=many)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await asks(driver, source, destination)
        await driver.sees_preview("Not possible")
        assert expected in driver.words
        await driver.press("ctrl+s", "pagedown", "pagedown")
        assert "Stops working" not in driver.words
        await driver.press("escape")
        await driver.is_back()
        assert driver.called(SEND) == 0


@pytest.mark.parametrize("user", ['o\'neil "[red]bob"\n\x1b]0;t\x07', "x" * 200, " bob"])
async def test_a_user_that_cannot_be_typed(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, user: str
) -> None:
    """The identity ID is typed to confirm if the destination's identifier cannot be."""
    developer_pool.user("ada")
    bob = developer_pool.user(user)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await asks(driver, "ada", user)
        await driver.sees_preview("Merge “ada” into “")
        check(driver)
        await driver.press("ctrl+s")
        await driver.sees_question("Type us-east-1:")
        check(driver)
        await driver.agrees_by_typing(bob)
        await driver.sees_document("Complete and verified.")
        assert developer_pool.owner("ada") == bob


async def test_changed_before_it_is_sent(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """After a change by someone else nothing is sent, and a new preview explains it."""
    ada, bob = developer_pool.user("ada"), developer_pool.user("bob")
    zoe = developer_pool.user("zoe")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sees_preview(f"ID {ada}")
        developer_pool.merge("ada", "zoe")
        await driver.sends("bob")
        await driver.sees_preview("✗ Someone else made changes; nothing was sent.")
        await driver.sees(f"ID {zoe}")
        assert driver.called(SEND) == 0
        await driver.press("r")
        await driver.sees_no("Someone else made changes")
        await driver.sends("bob")
        await driver.sees_document("Complete and verified.")
        assert {developer_pool.owner(each) for each in ("ada", "bob", "zoe")} == {bob}


async def test_deleted_before_it_is_sent(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """An identity deleted meanwhile is a blocker of the new preview."""
    ada = developer_pool.user("ada")
    developer_pool.user("bob")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sees_preview(f"ID {ada}")
        developer_pool.service.delete_identities(IdentityIdsToDelete=[ada])
        await driver.sends("bob")
        await driver.sees_preview("nothing was sent", "User “ada” is not registered in this pool.")
        await driver.press("ctrl+s", "escape")
        await driver.is_back()
        assert driver.called(SEND) == 0


@pytest.mark.parametrize("after_it", [True, False], ids=["carried-out", "not-carried-out"])
async def test_a_lost_response(
    app_on: Callable[..., CogtuiApp],
    developer_pool: DeveloperPool,
    between: Interceptor,
    after_it: bool,
) -> None:
    """The outcome is looked up and shown, and nothing is sent twice."""
    developer_pool.user("ada")
    bob = developer_pool.user("bob")
    between.answers[SEND] = loses(developer_pool.service, SEND, after_it=after_it)
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sends("bob")
        message = "Complete and verified" if after_it else "No response. The request was not"
        await driver.sees_document(message)
        assert (developer_pool.owner("ada") == bob) is after_it
        assert between.requested.count(SEND) == 1


async def test_a_lost_response_that_cannot_be_checked(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """If the lookup fails as well, the outcome is shown as unknown."""
    developer_pool.user("ada")
    developer_pool.user("bob")
    hang_up = loses(developer_pool.service, SEND, after_it=False)

    def dies(parameters: dict[str, Any]) -> Any:  # noqa: ANN401  it never returns
        between.answers["lookup-developer-identity"] = error("InternalErrorException", "no", 500)
        return hang_up(parameters)

    between.answers[SEND] = dies
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sends("bob")
        await driver.sees_document("Sent, but the current state cannot be read.")
        assert driver.toasts == ["Unknown whether it was carried out."]
        assert between.requested.count(SEND) == 1


async def test_not_as_expected(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """Differences after the merge are shown."""
    developer_pool.user("ada")
    bob = developer_pool.user("bob")

    def merges(parameters: dict[str, Any]) -> None:
        developer_pool.unlink("bob")
        developer_pool.user("bob")
        developer_pool.merge("bob", "ada")

    between.answers[SEND] = merges
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sends("bob")
        await driver.sees_document("Sent, but the result differs from the preview.")
        await driver.sees("Differences", f"“ada” does not resolve to {bob}.")
        message = "Merged “ada” into “bob”. But the result differs from the preview."
        assert driver.toasts == [message]


async def test_denied(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """A denial is explained with the policy statement that would allow it."""
    developer_pool.user("ada")
    developer_pool.user("bob")
    between.answers[SEND] = error(
        "AccessDeniedException",
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: "
        "cognito-identity:MergeDeveloperIdentities on resource: arn:aws:cognito-identity:"
        "us-east-1:111122223333:identitypool/us-east-1:1 because no identity-based policy allows",
    )
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        await asks(driver, "ada", "bob")
        await driver.sends("bob")
        await driver.sees_document("Nothing was changed", "✗ Access denied", "y Copy the policy")
        await driver.copies("y")
        assert "cognito-identity:MergeDeveloperIdentities" in driver.clipboard
        await driver.sees_preview("Merge “ada” into “bob”")


async def test_slow_calls_can_be_left(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """Reading can be cancelled; sending continues, and its result is shown at the end."""
    ada = developer_pool.user("ada")
    bob = developer_pool.user("bob")
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, ada) as driver:
        between.gates["describe-identity"].clear()
        await driver.press("w")
        await driver.types_identifiers("bob")
        await driver.sees_waiting("Loading the affected identities in people…", "Esc Cancel")
        await driver.press("escape")
        await driver.is_back()
        between.gates["describe-identity"].set()
        await driver.press("w")
        await driver.types_identifiers("bob")
        await driver.sees_preview("Merge “ada” into “bob”")
        between.gates[SEND].clear()
        await driver.sends("bob")
        await driver.sees_waiting(f"Sending {SEND}…", "Esc Continue in background")
        await driver.press("escape")
        await driver.sees("people · identities")
        between.gates[SEND].set()
        await driver.sees_document("Complete and verified.")
        assert developer_pool.owner("ada") == bob


async def test_a_preview_that_cannot_be_read(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """The reason is explained, and no preview is shown."""
    developer_pool.user("ada")
    developer_pool.user("bob")
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        between.answers["describe-identity"] = error("InternalErrorException", "no", 500)
        await asks(driver, "ada", "bob")
        await driver.sees_document("Cannot load the affected identities", "✗ ")
        await driver.press("escape")
        await driver.is_back()
