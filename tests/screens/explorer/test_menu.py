"""The action menu: what it lists, its letters, its search and its refusals."""

from collections.abc import Callable

import pytest

from cogtui.app import CogtuiApp
from tests.screens.user import User, using

AppOn = Callable[..., CogtuiApp]

CONSOLE = "https://us-east-1.console.aws.amazon.com/cognito/v2/identity/identity-pools"


async def opens_menu(user: User, title: str) -> None:
    """Open the action menu.

    Args:
        user: The user of the app.
        title: What the menu acts on.
    """
    await user.press("a")
    await user.sees(f"Actions on {title}", "Press a letter to run it")


@pytest.mark.parametrize("place", ["pool", "identity", "region"])
@pytest.mark.parametrize(
    ("query", "title"),
    [
        ("cred", "Get credentials…"),
        ("why", "Explain role…"),
        ("role", "Explain role…"),
        ("guest", "Get credentials…"),
        ("copy", "Copy console link"),
        ("csv", "Bulk changes from CSV…"),
        ("console", "Copy console link"),
    ],
)
async def test_the_search_finds(app_on: AppOn, place: str, query: str, title: str) -> None:
    """The words that users have in mind find the entries, wherever the menu opens."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        if place != "region":
            await user.goes_to("data-sandbox")
        if place == "identity":
            await user.press("I")
            await user.sees("data-sandbox · identities 17")
        await user.press("a")
        await user.sees("Actions on ")
        await user.press("slash")
        await user.type(query)
        await user.sees(f"Search: {query}▏", title)


async def test_a_region_has_a_menu(app_on: AppOn) -> None:
    """On a region the menu has the account's actions, and pool features ask for the pool."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await opens_menu(user, "us-east-1")
        await user.sees("n New pool…", "R Regions…", "K Copy console link")
        await user.copies("K")
        assert user.clipboard == f"{CONSOLE}?region=us-east-1"
        await opens_menu(user, "us-east-1")
        await user.press("W")
        await user.sees("Select pool")
        await user.press("escape")


async def test_letters_run_what_they_are_printed_beside(app_on: AppOn) -> None:
    """The letter d deletes: it neither searches nor opens the first entry with a d."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.hits("a", "d")
        await user.sees("data-sandbox · delete")


async def test_moving_and_choosing(app_on: AppOn) -> None:
    """Arrows move within and between the columns, Enter runs, and Esc closes."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await opens_menu(user, "data-sandbox")
        await user.press("right", "down", "down")
        await user.press("left", "right", "right")
        await user.press("q")
        await user.sees("No entry has the key q. / searches.")
        await user.press("end", "left", "home", "down", "down", "down", "down", "down")
        await user.sees("aws cognito-identity get-id · changes")
        await user.press("enter")
        await user.sees("Get an identity · get-id")
        await user.press("escape")
        await user.sees_no("Get an identity · get-id")
        await opens_menu(user, "data-sandbox")
        await user.press("slash", "q", "q")
        await user.sees("Nothing matches.")
        await user.press("enter", "left", "backspace", "ctrl+u", "tab")
        await user.sees("Search: ▏")
        await user.press("escape")
        await user.sees("Press a letter to run it")
        await user.press("escape")
        await user.sees_no("Actions on")


async def test_an_exact_key_is_found_first(app_on: AppOn) -> None:
    """In the searches of the menu and of the palette, a key alone finds its entry first."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await opens_menu(user, "data-sandbox")
        await user.press("slash", "d")
        await user.sees("Search: d▏ aws cognito-identity delete-identity-pool · deletes")
        await user.press("escape", "escape", "ctrl+p")
        await user.type("W")
        await user.sees("Explain role W")
        await user.press("enter")
        await user.sees("Role for")


async def test_a_click_runs_an_entry(app_on: AppOn) -> None:
    """An entry that is clicked runs; a heading or an empty place does nothing."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await opens_menu(user, "data-sandbox")
        assert await user.pilot.click("MenuList", offset=(3, 0))
        assert await user.pilot.click("MenuList", offset=(3, 2))
        await user.sees("Role for")


async def test_what_is_refused(app_on: AppOn) -> None:
    """In read-only mode an entry says why it does not run; neither key bar nor help offers it."""
    async with using(app_on(read_only=True), (200, 40)) as user:
        await user.goes_to("data-sandbox")
        await user.sees("I Identities", "W Explain role")
        bar = user.words.split("\n")[-1]
        assert "Edit" not in bar
        assert "Delete" not in bar
        await opens_menu(user, "data-sandbox")
        await user.press("e")
        await user.sees("Edit pool…: disabled in read-only mode.")
        await user.press("escape", "question_mark")
        await user.sees("Here: data-sandbox", "Explain role")
        assert "Edit pool" not in user.words.split("Everywhere")[0]
