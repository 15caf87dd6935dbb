"""Developer users are looked up both ways."""

from collections.abc import Callable
from typing import Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.widgets.identifier_table import IdentifierTable
from tests.emulator.users import make_pool
from tests.screens.developers.clerk import POOL, Clerk, Place, at_work
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Interceptor, answer, error
from tests.screens.user import SMALL, WIDE

HOSTILE: Final = {
    " ada ": ("“ ada ” leads to", "It begins with a blank.", "It ends with a blank."),
    'o\'neil "[red]bob[/red]"\n\x1b]0;title\x07': (
        'o\'neil "[red]bob[/red]"␊␛]0;title␇',
        "a line break",
    ),
    "👩\u200d👩\u200d👧 \u202egnp": ("<202e>gnp",),
    '"ada"': ("It stands in quotes, which are a part of it.",),
    "x" * 500 + "y" * 24 + "z" * 500: ("xxxxx", "zzzzz"),
}
"""Identifiers, and what must stand on the screen for each."""


async def test_by_an_identifier(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """F, an identifier, Enter: its identity with its state, dates, logins and all identifiers."""
    identity_id = place.user("ada", google="g1")
    async with at_work(app_on(), place, size=WIDE) as clerk:
        await clerk.looks_up("ada")
        await clerk.sees_users(
            "“ada” leads to",
            f"Id {identity_id}",
            "State authenticated",
            "Created 20",
            "Modified 20",
            "Google accounts.google.com",
            "1 developer user of login.mycompany.example",
            "1 ada",
        )
        assert clerk.requests[-1].operation == "lookup-developer-identity"
        await clerk.press("escape")
        await clerk.is_back()


@pytest.mark.parametrize("identifier", HOSTILE)
async def test_any_character_counts(
    app_on: Callable[..., CogtuiApp], place: Place, identifier: str
) -> None:
    """What is odd is pointed out and nothing is trimmed; what a terminal would obey is not."""
    identity_id = place.user(identifier)
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up(identifier)
        await clerk.sees_users(f"Id {identity_id}", *HOSTILE[identifier])
        check(clerk)
        await clerk.press("enter")
        await clerk.sees_document("Identifier", "Length")
        await clerk.copies("y")
        assert clerk.clipboard == identifier
        await clerk.sees_users()
        await clerk.copies("c")
        assert clerk.clipboard == identifier


async def test_a_line_break_as_terminals_paste_it(
    app_on: Callable[..., CogtuiApp], place: Place
) -> None:
    """A terminal sends a line break of what is pasted as the Enter key; it stays a line break."""
    place.user("ada\nbob")
    async with at_work(app_on(), place) as clerk:
        await clerk.press("F")
        await clerk.sees("Look up a developer user")
        await clerk.paste("ada\rbob")
        await clerk.sees("ada␊bob", "It holds a line break.")
        await clerk.press("enter")
        await clerk.sees_users("“ada␊bob” leads to", "1 ada␊bob")


async def test_nobody(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """An unknown user is told as such, with what counts; another can be looked up from there."""
    place.user("ada")
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("Ada")
        await clerk.sees_users(
            "Looked up",
            "User Ada",
            "Not registered in this pool.",
            "Identifiers are case-sensitive, and blanks count.",
        )
        await clerk.press("U")
        await clerk.sees_toast("There is no developer user under the cursor.")
        count = len(clerk.toasts)
        await clerk.press("o", "u", "y", "Y", "c", "enter")
        assert len(clerk.toasts) == count
        await clerk.press("f")
        await clerk.types_identifiers("ada")
        await clerk.sees_users("“ada” leads to", "1 ada")
        await clerk.press("f")
        await clerk.sees("Look up a developer user")
        await clerk.press("escape")
        await clerk.sees_users("“ada” leads to")


async def test_what_cannot_be_an_identifier(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Nothing, too much, and far too much are told, and nothing is sent."""
    async with at_work(app_on(), place) as clerk:
        await clerk.press("F")
        await clerk.sees("Look up a developer user")
        await clerk.press("enter")
        await clerk.sees("A developer user identifier cannot be empty.")
        await clerk.paste("x" * 10_241)
        await clerk.sees("Left out what was pasted: it has 10,241 characters.")
        await clerk.paste("x" * 1025)
        await clerk.sees("It has 1,025 characters; the service takes 1,024.")
        await clerk.press("enter")
        await clerk.sees("has 1,025 characters; a developer user identifier has 1,024 at most.")
        await clerk.press("escape")
        await clerk.is_back()
        assert clerk.called("lookup-developer-identity") == 0


async def test_by_an_identity(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """On an identity, f tells all identifiers that lead to it."""
    identity_id = place.user("ada", google="g1")
    place.user("ada lovelace", google="g1", identity_id=identity_id)
    async with at_work(app_on(), place, identity_id, SMALL) as clerk:
        await clerk.press("f")
        await clerk.sees_users(
            "The identity", "2 developer users of login.mycompany.example", "2 ada lovelace"
        )
        await clerk.copies("y")
        assert identity_id == clerk.clipboard
        await clerk.copies("Y")
        assert clerk.clipboard == "ada\nada lovelace"
        await clerk.press("j")
        await clerk.copies("c")
        assert clerk.clipboard == "ada lovelace"


async def test_a_guest(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """A guest has no developer users, and that one can be linked is told."""
    guest = place.guest()
    async with at_work(app_on(), place, guest) as clerk:
        await clerk.press("f")
        await clerk.sees_users("State guest", "No developer user leads to it.", "n links one.")


async def test_a_thousand_identifiers(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """All pages of a thousand identifiers are read and can be scrolled."""
    identity_id = place.user("user-0", google="g1")
    for number in range(1, 1000):
        place.user(f"user-{number}", google="g1", identity_id=identity_id)
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("user-500")
        await clerk.sees_users("1,000 developer users of login.mycompany.example")
        await clerk.press("G")
        await clerk.sees("1,000 user-999")
        # one for the identifier, 17 pages of 60 for the identity's
        assert clerk.called("lookup-developer-identity") == 18
        await clerk.press("U")
        await clerk.sees_preview("Unlink “user-999” from", "still reached by 999")
        await clerk.press("escape")
        await clerk.sees_users("1,000 user-999")
        assert clerk.called("lookup-developer-identity") == 18 + 17


async def test_identifiers_come_in(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """What has come is shown; a page that fails is told, and r reads again."""
    identity_id = place.user("ada")
    pages: list[dict[str, object]] = []

    def lookup(parameters: dict[str, object]) -> object:
        pages.append(parameters)
        if "DeveloperUserIdentifier" in parameters:
            return answer({"IdentityId": identity_id})
        if "NextToken" in parameters:
            return error("InternalErrorException", "no more", 500)
        users = [f"user-{number}" for number in range(60)]
        found = {"IdentityId": identity_id, "DeveloperUserIdentifierList": users}
        return answer(found | {"NextToken": "more"})

    between.answers["lookup-developer-identity"] = lookup  # type: ignore[assignment]  # an answer each time
    async with at_work(app_on(endpoint_url=between.url), place, size=WIDE) as clerk:
        await clerk.looks_up("user-3")
        await clerk.sees("60 developer users of login.mycompany.example, not all: ", "no more")
        await clerk.sees("1 user-0")
        between.answers.clear()
        await clerk.press("r")
        await clerk.sees_users("Not registered in this pool.")


async def test_nothing_can_be_read(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """A lookup that is denied is explained, and r tries again."""
    place.user("ada")
    between.answers["lookup-developer-identity"] = error(
        "AccessDeniedException", "User: ana is not authorized to perform: cognito-identity:Lookup"
    )
    async with at_work(app_on(endpoint_url=between.url), place, size=WIDE) as clerk:
        await clerk.looks_up("ada")
        await clerk.sees_users("✗ Not allowed", "r reads again.")
        between.answers.clear()
        await clerk.press("r")
        await clerk.sees_users("“ada” leads to", "1 ada")


async def test_an_identity_of_another_pool(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """Where the pool's lookup does not know an identity, what that can mean is told."""
    guest = place.guest()
    between.answers["lookup-developer-identity"] = error("ResourceNotFoundException", "unknown")
    async with at_work(app_on(endpoint_url=between.url), place, guest, WIDE) as clerk:
        await clerk.press("f")
        await clerk.sees_users("The pool's lookup does not know the identity: no developer user")


async def test_it_is_opened_in_the_table(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The key o moves the table's cursor to the identity where it is listed."""
    place.user("bob")
    ada = place.user("ada")
    async with at_work(app_on(), place) as clerk:
        await clerk.press("I")
        table = clerk.panes.identities.table
        await clerk.waits(lambda: table.row_count == 2, "both identities")
        await clerk.looks_up("ada")
        await clerk.press("o")
        await clerk.is_back()
        assert clerk.pane == "identities"
        assert table.identity is not None
        assert table.identity.identity_id == ada
        await clerk.press("slash")
        await clerk.type(ada.partition(":")[2])
        await clerk.press("enter")
        await clerk.waits(lambda: table.row_count == 1, "the filter")
        await clerk.looks_up("ada")
        await clerk.press("o")
        await clerk.is_back()
        assert clerk.pane == "identities"
        await clerk.looks_up("bob")
        await clerk.press("o")
        await clerk.sees_toast(
            "It is not among the identities that are listed; here are its details."
        )


async def test_it_is_opened_in_the_details(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The key o shows the details where the identity is not loaded, and says so."""
    ada = place.user("ada")
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("ada")
        await clerk.press("o")
        await clerk.sees_toast(
            "It is not among the identities that are listed; here are its details."
        )
        await clerk.is_back()
        assert clerk.pane == "detail"
        await clerk.sees("1 developer user of login.mycompany.example", "ada")
        assert clerk.panes.subject.subject.identity_id == ada


async def test_all_keys(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """The key a lists what can be done at the desk, each by its key."""
    place.user("ada")
    async with at_work(app_on(), place) as clerk:
        await clerk.looks_up("ada")
        await clerk.press("a")
        await clerk.sees("f Look up", "u Unlink login", "Y Copy all identifiers", "r Read again")
        await clerk.press("escape")
        await clerk.press("a")
        await clerk.sees("f Look up")
        await clerk.type("read again")
        await clerk.press("enter")
        await clerk.sees_users("1 ada")
        await clerk.waits(lambda: clerk.called("describe-identity") == 2, "it read again")


async def test_a_pool_without_a_developer_provider(
    app_on: Callable[..., CogtuiApp], place: Place
) -> None:
    """It is said at once, and what can be done about it."""
    make_pool(place.service, IdentityPoolName="plain", DeveloperProviderName=None)
    async with at_work(app_on(), place, pool="plain") as clerk:
        for key in ("F", "w", "B"):
            await clerk.press(key)
            await clerk.sees_document("The pool has no developer provider, so it has no developer")
            await clerk.press("escape")
            await clerk.is_back()


async def test_the_pool_is_requested(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Where no pool is under the cursor, one is chosen first; leaving leaves."""
    place.user("ada")
    async with at_work(app_on(), place) as clerk:
        await clerk.press("g", "F")
        await clerk.sees("Which pool?")
        await clerk.press("escape")
        await clerk.is_back()
        await clerk.press("F")
        await clerk.sees("Which pool?")
        await clerk.press("enter")
        await clerk.types_identifiers("ada")
        await clerk.sees_users("“ada” leads to")


async def test_without_pools(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Where there are none, nothing is asked."""
    place.service.delete_identity_pool(IdentityPoolId=place.pool_id)
    async with app_on().run_test(size=(80, 24)) as pilot:
        clerk = Clerk(pilot, place.service)
        await clerk.sees("us-east-1 0")
        await clerk.press("F")
        await clerk.is_back()
        assert len(clerk.app.screen_stack) == 1


async def test_a_pool_that_cannot_be_read(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """Why not is explained."""
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        between.answers["describe-identity-pool"] = error("AccessDeniedException", "no")
        await clerk.press("F")
        await clerk.sees_document("✗ ")
        await clerk.press("escape")
        await clerk.is_back()


async def test_one_need_not_wait(
    app_on: Callable[..., CogtuiApp], place: Place, between: Interceptor
) -> None:
    """Escape leaves a slow service."""
    async with at_work(app_on(endpoint_url=between.url), place) as clerk:
        between.gates["describe-identity-pool"].clear()
        await clerk.press("F")
        await clerk.sees_waiting(f"Reading {POOL} …", "Escape leaves it")
        await clerk.press("escape")
        await clerk.is_back()


async def test_read_only_looks_up(app_on: Callable[..., CogtuiApp], place: Place) -> None:
    """Without changes, look-ups stay; what changes something is refused with the reason."""
    identity_id = place.user("ada", google="g1")
    refused = {
        "n": "Developer token: read-only: it hands out secrets.",
        "w": "Merge users: read-only: it changes something.",
        "U": "Unlink a developer user: read-only: it changes something.",
        "u": "Unlink a login: read-only: it changes something.",
        "B": "Merge users: read-only: it changes something.",
    }
    async with at_work(app_on(read_only=True), place, identity_id) as clerk:
        await clerk.press("B")
        await clerk.sees_toast("Many developer users: read-only: it changes something.")
        await clerk.press("f")
        await clerk.sees_users("1 ada")
        for key, reason in refused.items():
            await clerk.press(key)
            await clerk.sees_toast(reason)
        assert isinstance(clerk.app.focused, IdentifierTable)


async def test_without_credentials(
    app_on: Callable[..., CogtuiApp], place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody can look users up without AWS credentials, and that is said."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with app_on(pool=place.pool_id, regions=()).run_test(size=(80, 24)) as pilot:
        clerk = Clerk(pilot, place.service)
        await clerk.sees("no credentials")
        await clerk.press("F")
        await clerk.sees_toast("Developer users: they are looked up with AWS credentials.")
