"""Developer users are looked up in both directions."""

from collections.abc import Callable
from typing import Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.widgets.identifier_table import IdentifierTable
from tests.emulator.users import make_pool
from tests.screens.developers.developers_driver import (
    POOL,
    DeveloperPool,
    DevelopersDriver,
    app_on_pool,
)
from tests.screens.explorer.test_hostile_text import check
from tests.screens.interceptor import Interceptor, answer, error
from tests.screens.user import SMALL, WIDE

HOSTILE: Final = {
    " ada ": ("“ ada ” resolves to", "It begins with a space.", "It ends with a space."),
    'o\'neil "[red]bob[/red]"\n\x1b]0;title\x07': (
        'o\'neil "[red]bob[/red]"␊␛]0;title␇',
        "a line break",
    ),
    "👩\u200d👩\u200d👧 \u202egnp": ("<202e>gnp",),
    '"ada"': ("It is in quotes, which are part of it.",),
    "x" * 500 + "y" * 24 + "z" * 500: ("xxxxx", "zzzzz"),
}
"""Identifiers, and the texts that must appear on the screen for each."""


async def test_by_an_identifier(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The key F shows the identity of an identifier with its state, dates, logins and users."""
    identity_id = developer_pool.user("ada", google="g1")
    async with app_on_pool(app_on(), developer_pool, size=WIDE) as driver:
        await driver.looks_up("ada")
        await driver.sees_users(
            "“ada” resolves to",
            f"ID {identity_id}",
            "State authenticated",
            "Created 20",
            "Modified 20",
            "Google accounts.google.com",
            "1 developer user of login.mycompany.example",
            "1 ada",
        )
        assert driver.requests[-1].operation == "lookup-developer-identity"
        await driver.press("escape")
        await driver.is_back()


@pytest.mark.parametrize("identifier", HOSTILE)
async def test_any_character_counts(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, identifier: str
) -> None:
    """Oddities are pointed out, nothing is trimmed, and control characters are neutralized."""
    identity_id = developer_pool.user(identifier)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up(identifier)
        await driver.sees_users(f"ID {identity_id}", *HOSTILE[identifier])
        check(driver)
        await driver.press("enter")
        await driver.sees_document("Identifier", "Length")
        await driver.copies("y")
        assert driver.clipboard == identifier
        await driver.sees_users()
        await driver.copies("c")
        assert driver.clipboard == identifier


async def test_a_line_break_as_terminals_paste_it(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """A pasted carriage return becomes a line break instead of submitting."""
    developer_pool.user("ada\nbob")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.press("F")
        await driver.sees("Look up developer user")
        await driver.paste("ada\rbob")
        await driver.sees("ada␊bob", "It contains a line break.")
        await driver.press("enter")
        await driver.sees_users("“ada␊bob” resolves to", "1 ada␊bob")


async def test_an_unknown_user(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """An unknown user is reported with a hint, and another can be looked up from there."""
    developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("Ada")
        await driver.sees_users(
            "Lookup",
            "User Ada",
            "Not registered in this pool.",
            "Identifiers are case-sensitive, and spaces count.",
        )
        await driver.press("p")
        await driver.sees_toast("No developer user under the cursor.")
        count = len(driver.toasts)
        await driver.press("o", "u", "y", "Y", "c", "enter")
        assert len(driver.toasts) == count
        await driver.press("f")
        await driver.types_identifiers("ada")
        await driver.sees_users("“ada” resolves to", "1 ada")
        await driver.press("f")
        await driver.sees("Look up developer user")
        await driver.press("escape")
        await driver.sees_users("“ada” resolves to")


async def test_invalid_identifiers(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """Empty and too long ones are reported, and nothing is sent."""
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.press("F")
        await driver.sees("Look up developer user")
        await driver.press("enter")
        await driver.sees("A developer user identifier cannot be empty.")
        await driver.paste("x" * 10_241)
        await driver.sees("Paste ignored: it has 10,241 characters.")
        await driver.paste("x" * 1025)
        await driver.sees("It has 1,025 characters; the limit is 1,024.")
        await driver.press("enter")
        await driver.sees("the limit for a developer user identifier is 1,024.")
        await driver.discards()
        await driver.is_back()
        assert driver.called("lookup-developer-identity") == 0


async def test_by_an_identity(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """On an identity, f lists all identifiers that resolve to it."""
    identity_id = developer_pool.user("ada", google="g1")
    developer_pool.user("ada lovelace", google="g1", identity_id=identity_id)
    async with app_on_pool(app_on(), developer_pool, identity_id, SMALL) as driver:
        await driver.press("f")
        await driver.sees_users(
            "Identity", "2 developer users of login.mycompany.example", "2 ada lovelace"
        )
        await driver.copies("y")
        assert identity_id == driver.clipboard
        await driver.copies("Y")
        assert driver.clipboard == "ada\nada lovelace"
        await driver.press("j")
        await driver.copies("c")
        assert driver.clipboard == "ada lovelace"


async def test_a_guest(app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool) -> None:
    """A guest has no developer users, and the screen suggests linking one."""
    guest = developer_pool.guest()
    async with app_on_pool(app_on(), developer_pool, guest) as driver:
        await driver.press("f")
        await driver.sees_users(
            "State guest", "The identity has no developer users.", "Press n to link one."
        )


@pytest.mark.slow
async def test_a_thousand_identifiers(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """All pages of a thousand identifiers are read and can be scrolled."""
    identity_id = developer_pool.user("user-0", google="g1")
    for number in range(1, 1000):
        developer_pool.user(f"user-{number}", google="g1", identity_id=identity_id)
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("user-500")
        await driver.sees_users("1,000 developer users of login.mycompany.example")
        await driver.press("G")
        await driver.sees("1,000 user-999")
        # one call by the identifier, and 17 pages of 60 by the identity
        assert driver.called("lookup-developer-identity") == 18
        await driver.press("p")
        await driver.sees_preview("Unlink “user-999” from", "keeps 999")
        await driver.press("escape")
        await driver.sees_users("1,000 user-999")
        assert driver.called("lookup-developer-identity") == 18 + 17


async def test_identifiers_arrive_page_by_page(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """Arrived pages are shown, a failed page is reported, and Press r to reload."""
    identity_id = developer_pool.user("ada")
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

    between.answers["lookup-developer-identity"] = lookup  # type: ignore[assignment]  # answers by call
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, size=WIDE) as driver:
        await driver.looks_up("user-3")
        await driver.sees("60 developer users of login.mycompany.example, incomplete: ", "no more")
        await driver.sees("1 user-0")
        between.answers.clear()
        await driver.press("r")
        await driver.sees_users("Not registered in this pool.")


async def test_nothing_can_be_read(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """A denied lookup is explained, and r tries again."""
    developer_pool.user("ada")
    between.answers["lookup-developer-identity"] = error(
        "AccessDeniedException", "User: ana is not authorized to perform: cognito-identity:Lookup"
    )
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, size=WIDE) as driver:
        await driver.looks_up("ada")
        await driver.sees_users("✗ Access denied", "Press r to reload.")
        between.answers.clear()
        await driver.press("r")
        await driver.sees_users("“ada” resolves to", "1 ada")


async def test_an_identity_of_another_pool(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """The screen explains why the pool's lookup may not know the identity."""
    guest = developer_pool.guest()
    between.answers["lookup-developer-identity"] = error("ResourceNotFoundException", "unknown")
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool, guest, WIDE) as driver:
        await driver.press("f")
        await driver.sees_users("The pool's lookup does not find the identity: it has no developer")


async def test_it_is_opened_in_the_table(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The key o moves the table's cursor to an identity that is loaded."""
    developer_pool.user("bob")
    ada = developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.press("I")
        table = driver.panes.identities.table
        await driver.waits(lambda: table.row_count == 2, "both identities")
        await driver.looks_up("ada")
        await driver.press("o")
        await driver.is_back()
        assert driver.pane == "identities"
        assert table.identity is not None
        assert table.identity.identity_id == ada
        await driver.press("slash")
        await driver.type(ada.partition(":")[2])
        await driver.press("enter")
        await driver.waits(lambda: table.row_count == 1, "the filter")
        await driver.looks_up("ada")
        await driver.press("o")
        await driver.is_back()
        assert driver.pane == "identities"
        await driver.looks_up("bob")
        await driver.press("o")
        await driver.sees_toast("The identity is not in the list; its details are shown.")


async def test_it_is_opened_in_the_details(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """The key o shows the details of an identity that is not loaded, and reports it."""
    ada = developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("ada")
        await driver.press("o")
        await driver.sees_toast("The identity is not in the list; its details are shown.")
        await driver.is_back()
        assert driver.pane == "detail"
        await driver.sees("1 developer user of login.mycompany.example", "ada")
        assert driver.panes.subject.subject.identity_id == ada


async def test_all_keys(app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool) -> None:
    """The key a lists what can be done on the screen, each by its key."""
    developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.looks_up("ada")
        await driver.press("a")
        await driver.sees("f Look up", "u Unlink login", "Y Copy all identifiers", "r Reload")
        await driver.press("escape")
        await driver.press("a")
        await driver.sees("f Look up")
        await driver.press("r")
        await driver.sees_users("1 ada")
        await driver.waits(lambda: driver.called("describe-identity") == 2, "it read again")


async def test_a_pool_without_a_developer_provider(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """It is reported at once, with a remedy."""
    make_pool(developer_pool.service, IdentityPoolName="plain", DeveloperProviderName=None)
    async with app_on_pool(app_on(), developer_pool, pool="plain") as driver:
        for key in ("F", "w", "B"):
            await driver.press(key)
            await driver.sees_document("The pool has no developer provider, so it has no developer")
            await driver.press("escape")
            await driver.is_back()


async def test_a_pool_is_chosen_first(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """Without a pool under the cursor one is chosen first; Escape cancels."""
    developer_pool.user("ada")
    async with app_on_pool(app_on(), developer_pool) as driver:
        await driver.press("g", "F")
        await driver.sees("Select pool")
        await driver.press("escape")
        await driver.is_back()
        await driver.press("F")
        await driver.sees("Select pool")
        await driver.press("enter")
        await driver.types_identifiers("ada")
        await driver.sees_users("“ada” resolves to")


async def test_without_pools(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """Without pools, no choice is offered."""
    developer_pool.service.delete_identity_pool(IdentityPoolId=developer_pool.pool_id)
    async with app_on().run_test(size=(80, 24)) as pilot:
        driver = DevelopersDriver(pilot, developer_pool.service)
        await driver.sees("us-east-1 0")
        await driver.press("F")
        await driver.is_back()
        assert len(driver.app.screen_stack) == 1


async def test_a_pool_that_cannot_be_read(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """The reason is explained."""
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        between.answers["describe-identity-pool"] = error("AccessDeniedException", "no")
        await driver.press("F")
        await driver.sees_document("✗ ")
        await driver.press("escape")
        await driver.is_back()


async def test_a_slow_read_can_be_cancelled(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, between: Interceptor
) -> None:
    """Escape cancels the wait for a slow service."""
    async with app_on_pool(app_on(endpoint_url=between.url), developer_pool) as driver:
        between.gates["describe-identity-pool"].clear()
        await driver.press("F")
        await driver.sees_waiting(f"Loading {POOL}…", "Esc Cancel")
        await driver.press("escape")
        await driver.is_back()


async def test_read_only_looks_up(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool
) -> None:
    """Lookups work in read-only mode; changes are refused with the reason."""
    identity_id = developer_pool.user("ada", google="g1")
    refused = {
        "n": "Developer token: disabled in read-only mode (returns secrets).",
        "w": "Merge users: disabled in read-only mode.",
        "p": "Unlink a developer user: disabled in read-only mode.",
        "u": "Unlink a login: disabled in read-only mode.",
        "B": "Merge users: disabled in read-only mode.",
    }
    async with app_on_pool(app_on(read_only=True), developer_pool, identity_id) as driver:
        await driver.press("B")
        await driver.sees_toast("Bulk changes from CSV: disabled in read-only mode.")
        await driver.press("f")
        await driver.sees_users("1 ada")
        for key, reason in refused.items():
            await driver.press(key)
            await driver.sees_toast(reason)
        assert isinstance(driver.app.focused, IdentifierTable)


async def test_without_credentials(
    app_on: Callable[..., CogtuiApp], developer_pool: DeveloperPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A lookup without AWS credentials is refused with the reason."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with app_on(pool=developer_pool.pool_id, regions=()).run_test(size=(80, 24)) as pilot:
        driver = DevelopersDriver(pilot, developer_pool.service)
        await driver.sees("no credentials")
        await driver.press("F")
        await driver.sees_toast("Look up developer user: needs AWS credentials.")
