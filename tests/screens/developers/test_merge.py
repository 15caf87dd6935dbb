"""Two developer users are merged, with eyes open."""

from collections.abc import Callable
from typing import Any

import pytest

from cogtui.app import CogtuiApp
from tests.emulator.users import DISABLED
from tests.screens.developers.clerk import Clerk, Place, at_work
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Interceptor, error
from tests.screens.operation.test_failures import loses
from tests.screens.user import WIDE

SEND = "merge-developer-identities"


async def asks(clerk: Clerk, source: str, destination: str) -> None:
    """Types both users, with the cursor on the pool."""
    await clerk.press("w")
    await clerk.types_identifiers(source, destination)


async def test_by_typing(
    app_on: Callable[..., CogtuiApp], place: Place, size: tuple[int, int]
) -> None:
    """Both users are shown with what becomes of them; afterwards it is verified."""
    ada, bob = place.user("ada"), place.user("bob", google="g1")
    async with at_work(app_on(), place, size=size) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sees_preview("Merge “ada” into “bob”", "Source: merged away", f"Id {ada}")
        await clerk.sees("Destination: kept", f"Id {bob}", "Google accounts.google.com")
        sides = [line for line in clerk.lines if "Source:" in line and "Destination:" in line]
        assert len(sides) == (size == WIDE)
        seen = clerk.words
        for _ in range(3):
            await clerk.press("pagedown")
            seen += clerk.words
        for text in (
            "The merged identity",
            "2 developer users of",
            "The identity that is disabled",
            "What keeps working",
            "What stops working",
            f"{ada} is disabled for good: apps that keep its id are refused",
            "There is no way back",
        ):
            assert text in seen
        await clerk.press("ctrl+s")
        await clerk.sees_question("Merge “ada” into “bob”?", "To go on, type: bob")
        await clerk.type("ada")
        await clerk.press("enter")
        await clerk.sees("That is something else.")
        assert clerk.called(SEND) == 0
        await clerk.press("end", "ctrl+u")
        await clerk.agrees_by_typing("bob")
        await clerk.sees_document("It was carried out, and all is as it was promised.")
        assert (place.owner("ada"), place.owner("bob")) == (bob, bob)
        assert place.logins(ada) == DISABLED
        assert clerk.toasts == ["Merged “ada” into “bob”."]
        assert clerk.called(SEND) == 1
        await clerk.press("escape")
        await clerk.is_back()


async def test_no_to_the_question(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The preview is back, and nothing was sent."""
    place.user("ada")
    place.user("bob")
    async with at_work(app_on(), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sees_preview("Merge “ada” into “bob”")
        await clerk.press("ctrl+s")
        await clerk.sees_question()
        await clerk.press("escape")
        await clerk.sees_preview("Merge “ada” into “bob”")
        await clerk.press("escape")
        await clerk.is_back()
        assert (clerk.called(SEND), clerk.toasts) == (0, [])
        await clerk.press("w")
        await clerk.sees("Merge two developer users")
        await clerk.press("escape")
        await clerk.is_back()


async def test_swapped(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The key s swaps the sides, and the other user is to be typed."""
    ada, bob = place.user("ada"), place.user("bob")
    async with at_work(app_on(), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sees_preview("Merge “ada” into “bob”")
        read = clerk.called("lookup-developer-identity")
        await clerk.press("s")
        await clerk.sees_preview("Merge “bob” into “ada”")
        assert read == clerk.called("lookup-developer-identity")
        await clerk.sends("ada")
        await clerk.sees_document("all is as it was promised.")
        assert place.owner("bob") == ada
        assert place.logins(bob) == DISABLED


async def test_two_marks(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Two marked identities are source and destination; a third is one too many."""
    for name in ("ada", "bob", "zoe"):
        place.user(name)
    async with at_work(app_on(), place) as clerk:
        await clerk.press("I")
        table = clerk.panes.identities.table
        await clerk.waits(lambda: table.row_count == 3, "three identities")
        await clerk.press("space", "space", "w")
        await clerk.sees_preview("Merge “ada” into “bob”")
        await clerk.press("escape")
        await clerk.is_back()
        await clerk.press("space", "w")
        await clerk.sees_toast("A merge is of two: mark two identities, or none.")


async def test_from_an_identity(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The identity under the cursor is the source, and the destination is asked for."""
    ada = place.user("ada")
    place.user("bob")
    async with at_work(app_on(), place, ada) as clerk:
        await clerk.press("w")
        await clerk.sees("Merged away SourceUserIdentifier", "ada")
        await clerk.types_identifiers("bob")
        await clerk.sees_preview("Merge “ada” into “bob”")


async def test_from_the_users_screen(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The user under the cursor is the source; afterwards the desk is read again."""
    ada = place.user("ada")
    bob = place.user("bob")
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("ada")
        await clerk.press("w")
        await clerk.types_identifiers("bob")
        await clerk.sends("bob")
        await clerk.sees_document("all is as it was promised.")
        await clerk.press("escape")
        await clerk.sees_users("“ada” leads to", f"Id {bob}", "2 developer users of")
        assert place.logins(ada) == DISABLED


async def test_a_mark_without_a_user(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """An identity that no developer user leads to cannot be merged, and it is said why."""
    guest = place.guest()
    async with at_work(app_on(), place, guest) as clerk:
        await clerk.press("w")
        await clerk.sees_document(f"No developer user leads to {guest}, and a merge is of")
        await clerk.press("escape")
        await clerk.is_back()


@pytest.mark.parametrize(
    ("source", "destination", "expected"),
    [
        ("ada", "nobody", "No user “nobody” is registered in this pool."),
        ("ada", "ada", "Source and destination are the same user: there is nothing to merge."),
        ("ada", "ada2", "already: there is nothing to merge."),
        ("ada", "bob", "Both have a user of Google, and they are two different ones"),
        ("many-0", "zoe", "Together they have 22 linked logins (21 and 1); a merge may bring 20"),
    ],
)
async def test_blockers(
    app_on: Callable[..., CogtuiApp], place: Place, source: str, destination: str, expected: str
) -> None:
    """Every reason for which the service would refuse is told before, and Ctrl+S does nothing."""
    ada = place.user("ada", google="g1")
    place.user("ada2", google="g1", identity_id=ada)
    place.user("bob", google="g2")
    place.user("zoe")
    if source == "many-0":
        many = place.user("many-0", google="g3")
        for number in range(1, 20):
            place.user(f"many-{number}", google="g3", identity_id=many)
    async with at_work(app_on(), place) as clerk:
        await asks(clerk, source, destination)
        await clerk.sees_preview("Nothing is sent")
        assert expected in clerk.words
        await clerk.press("ctrl+s", "pagedown", "pagedown")
        assert "What stops working" not in clerk.words
        await clerk.press("escape")
        await clerk.is_back()
        assert clerk.called(SEND) == 0


@pytest.mark.parametrize("user", ['o\'neil "[red]bob"\n\x1b]0;t\x07', "x" * 200, " bob"])
async def test_what_cannot_be_typed(
    app_on: Callable[..., CogtuiApp], place: Place, user: str
) -> None:
    """Where the destination's identifier cannot be typed, its identity's id is to be."""
    place.user("ada")
    bob = place.user(user)
    async with at_work(app_on(), place) as clerk:
        await asks(clerk, "ada", user)
        await clerk.sees_preview("Merge “ada” into “")
        check(clerk)
        await clerk.press("ctrl+s")
        await clerk.sees_question("To go on, type: us-east-1:")
        check(clerk)
        await clerk.agrees_by_typing(bob)
        await clerk.sees_document("all is as it was promised.")
        assert place.owner("ada") == bob


# Races


async def test_changed_before_it_is_sent(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Nothing is sent where somebody changed something; the preview is renewed and says so."""
    ada, bob = place.user("ada"), place.user("bob")
    zoe = place.user("zoe")
    async with at_work(app_on(), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sees_preview(f"Id {ada}")
        place.merge("ada", "zoe")
        await clerk.sends("bob")
        await clerk.sees_preview("✗ Somebody changed something meanwhile: nothing was sent.")
        await clerk.sees(f"Id {zoe}")
        assert clerk.called(SEND) == 0
        await clerk.press("r")
        await clerk.sees_no("Somebody changed something")
        await clerk.sends("bob")
        await clerk.sees_document("all is as it was promised.")
        assert {place.owner(each) for each in ("ada", "bob", "zoe")} == {bob}


async def test_deleted_before_it_is_sent(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """An identity that was deleted meanwhile is an obstacle of the renewed preview."""
    ada = place.user("ada")
    place.user("bob")
    async with at_work(app_on(), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sees_preview(f"Id {ada}")
        place.service.delete_identities(IdentityIdsToDelete=[ada])
        await clerk.sends("bob")
        await clerk.sees_preview("nothing was sent", "No user “ada” is registered in this pool.")
        await clerk.press("ctrl+s", "escape")
        await clerk.is_back()
        assert clerk.called(SEND) == 0


@pytest.mark.parametrize("after_it", [True, False], ids=["carried-out", "not-carried-out"])
async def test_a_lost_answer(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor, after_it: bool
) -> None:
    """The outcome is looked up and told; nothing is sent twice."""
    place.user("ada")
    bob = place.user("bob")
    between.answers[SEND] = loses(place.service, SEND, after_it=after_it)
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sends("bob")
        message = (
            "It was carried out, and all" if after_it else "No answer came. It was not carried"
        )
        await clerk.sees_document(message)
        assert (place.owner("ada") == bob) is after_it
        assert between.requested.count(SEND) == 1


async def test_a_lost_answer_that_cannot_be_looked_up(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """Where looking fails as well, nobody knows, and that is what is said."""
    place.user("ada")
    place.user("bob")
    hang_up = loses(place.service, SEND, after_it=False)

    def dies(parameters: dict[str, Any]) -> Any:  # noqa: ANN401  it never answers
        between.answers["lookup-developer-identity"] = error("InternalErrorException", "no", 500)
        return hang_up(parameters)

    between.answers[SEND] = dies
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sends("bob")
        await clerk.sees_document("It was sent, and what is there now could not be read.")
        assert clerk.toasts == ["Nobody knows what came of it."]
        assert between.requested.count(SEND) == 1


async def test_not_as_expected(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """What is different afterwards is told."""
    place.user("ada")
    bob = place.user("bob")

    def merges(parameters: dict[str, Any]) -> None:
        place.unlink("bob")
        place.user("bob")
        place.merge("bob", "ada")

    between.answers[SEND] = merges
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sends("bob")
        await clerk.sees_document("It was sent, and what is there now is not as promised.")
        await clerk.sees("What is different", f"“ada” does not lead to {bob}.")
        message = "Merged “ada” into “bob”. But what is there now is not as promised."
        assert clerk.toasts == [message]


async def test_denied(app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor) -> None:
    """What IAM denies is explained with the policy statement that would help."""
    place.user("ada")
    place.user("bob")
    between.answers[SEND] = error(
        "AccessDeniedException",
        "User: arn:aws:iam::111122223333:user/ana is not authorized to perform: "
        "cognito-identity:MergeDeveloperIdentities on resource: arn:aws:cognito-identity:"
        "us-east-1:111122223333:identitypool/us-east-1:1 because no identity-based policy allows",
    )
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        await asks(clerk, "ada", "bob")
        await clerk.sends("bob")
        await clerk.sees_document("Nothing was changed", "✗ Not allowed", "y copies the policy")
        await clerk.copies("y")
        assert "cognito-identity:MergeDeveloperIdentities" in clerk.clipboard
        await clerk.sees_preview("Merge “ada” into “bob”")


# A slow service


async def test_one_need_not_wait(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """Reading can be left; sending goes on, and what came of it is told when it is over."""
    ada = place.user("ada")
    bob = place.user("bob")
    async with at_work(app_on(endpoint_url=between.url), place, ada) as clerk:
        between.gates["describe-identity"].clear()
        await clerk.press("w")
        await clerk.types_identifiers("bob")
        await clerk.sees_waiting("Reading who is concerned in people …", "Escape leaves it")
        await clerk.press("escape")
        await clerk.is_back()
        between.gates["describe-identity"].set()
        await clerk.press("w")
        await clerk.types_identifiers("bob")
        await clerk.sees_preview("Merge “ada” into “bob”")
        between.gates[SEND].clear()
        await clerk.sends("bob")
        await clerk.sees_waiting(f"Sending {SEND} …", "Escape leaves it to go on")
        await clerk.press("escape")
        await clerk.sees("people · identities")
        between.gates[SEND].set()
        await clerk.sees_document("all is as it was promised.")
        assert place.owner("ada") == bob


async def test_it_cannot_be_read(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """A preview that cannot be read is explained, and there is none."""
    place.user("ada")
    place.user("bob")
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        between.answers["describe-identity"] = error("InternalErrorException", "no", 500)
        await asks(clerk, "ada", "bob")
        await clerk.sees_document("It could not be read", "✗ ")
        await clerk.press("escape")
        await clerk.is_back()
