"""What works where the user is: the key bar, the help, and keys that do nothing."""

from collections.abc import Callable

import pytest

from cogtui.app import CogtuiApp
from tests.screens.user import WIDE, User, using

AppOn = Callable[..., CogtuiApp]


async def sees_toast(user: User, text: str) -> None:
    """Wait for a toast to be the last.

    Args:
        user: The user of the app.
        text: The whole toast.
    """
    await user.waits(lambda: user.toasts[-1:] == [text], f"{text!r} as the last toast")


async def test_the_key_bar_uses_the_width(app_on: AppOn) -> None:
    """The most useful keys come first, more of them where there is room, help always."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.sees("I Identities x Credentials W Explain role a Actions ? Help ^p Palette")
        await user.pilot.resize_terminal(200, 30)
        await user.sees("e Edit pool / Filter F Look up user d Delete pool", "a Actions ? Help")


async def test_the_key_bar_while_a_filter_is_typed(app_on: AppOn) -> None:
    """While the user types a filter, the bar has the keys of the filter."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("slash")
        await user.sees("esc Clear the filter ^g Load the rest")
        await user.press("ctrl+g")
        await sees_toast(user, "Pools are always loaded in full.")
        await user.press("escape")
        await user.sees("I Identities")


async def test_the_rest_is_loaded_from_the_filter(app_on: AppOn) -> None:
    """Ctrl+G in the filter of identities loads all of them, and G is a letter there."""
    async with using(app_on()) as user:
        await user.goes_to("workforce-sso")
        await user.press("I")
        await user.sees("120 loaded, more")
        await user.press("slash", "G", "z")
        await user.sees("Load the rest (Ctrl+G)")
        await user.press("ctrl+g")
        await user.sees_no("Load the rest (Ctrl+G)")
        await user.sees('No match for "Gz"')
        assert "more" not in user.words


@pytest.mark.parametrize("place", ["pool", "identity"])
async def test_help_opens_with_the_keys_that_work_here(app_on: AppOn, place: str) -> None:
    """The first page at 80x24 has the keys of the pool or the identity, and those of the pane."""
    async with using(app_on()) as user:
        await user.goes_to("partner-portal")
        expected = ["x Credentials", "e Edit pool", "d Delete pool", "I Identities", "← Collapse"]
        if place == "identity":
            await user.press("I")
            await user.sees("partner-portal · identities 104")
            expected = ["x Credentials", "o Token", "p Unlink a developer", "d Delete", "Mark"]
        await user.press("question_mark")
        await user.sees("Here: ", *expected)


async def test_help_is_searched(app_on: AppOn) -> None:
    """What is typed after a slash finds keys by title, name and further words."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("question_mark", "slash")
        await user.type("csv")
        await user.sees("B Bulk changes from CSV changes many-users", "Search: csv▏")
        assert "Everywhere" not in user.words
        await user.type("zzz")
        await user.sees("Nothing matches.")
        await user.press("escape")
        await user.sees("Everywhere")
        await user.press("j", "k", "end")
        await user.sees("Keys can be changed in config.toml")
        await user.press("pageup", "home")
        await user.sees("Here: us-east-1")
        await user.press("q")
        await user.sees_no("Here: us-east-1")


async def test_tabs_show_their_digits(app_on: AppOn) -> None:
    """Each tab has its digit, and a digit beyond the last says how many there are."""
    async with using(app_on(), WIDE) as user:
        await user.goes_to("data-sandbox")
        await user.sees("1 Overview 2 Providers 3 Roles 4 Tags 5 Principal tags 6 JSON 7 Requests")
        await user.press("I")
        await user.sees("1 Overview 2 JSON 3 Requests")
        await user.press("5")
        await sees_toast(user, "There are 3 tabs here: 1-3.")


async def test_a_deleting_key_needs_the_row_itself(app_on: AppOn) -> None:
    """On a part of a pool, in a list without rows and on a request, d says where to move."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("right")
        await user.press("down", "down")
        await user.press("d")
        await sees_toast(user, "d deletes a pool: move to data-sandbox.")
        await user.press("enter", "7", "d")
        assert len(user.app.screen_stack) == 1
        await user.press("I")
        await user.sees("data-sandbox · identities 17")
        await user.press("enter")
        await user.sees("3 Requests")
        await user.press("3", "d")
        await sees_toast(user, "d deletes an identity: move to the identity.")
        assert len(user.app.screen_stack) == 1


async def test_keys_without_an_effect_are_explained(app_on: AppOn) -> None:
    """Keys of another pane, and keys that nothing has, are explained in one line."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("I")
        await user.sees("data-sandbox · identities 17")
        await user.press("left")
        await sees_toast(user, "← (Collapse) works in the tree of pools.")
        await user.press("s")
        await sees_toast(user, "Nothing is on the key s. Press ? for the keys that work here.")
        await user.press("tab", "slash")
        await sees_toast(user, "Filter: details have no filter.")


async def test_the_next_and_the_previous_identity(app_on: AppOn) -> None:
    """Brackets move between identities in the details, up to the ends."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        await user.press("]")
        await sees_toast(user, "Next identity: move to an identity first.")
        await user.press("I")
        await user.sees("data-sandbox · identities 17")
        await user.press("]")
        await sees_toast(user, "Next identity: open an identity first.")
        await user.press("enter")
        await user.sees("us-east-1:9dab5879-e34a-ae61-6187-6354b3a6eca2")
        await user.press("]")
        await user.sees("us-east-1:12f19f76-496b-fbf7-f6fe-c94e424dba5d")
        await user.press("[", "[")
        await user.sees("us-east-1:9dab5879-e34a-ae61-6187-6354b3a6eca2")
        await sees_toast(user, "This is the first identity loaded.")
        assert user.pane == "detail"


async def test_credentials_by_x_on_a_pool(app_on: AppOn) -> None:
    """On a pool, x gets credentials of a guest or a login, as X does."""
    async with using(app_on()) as user:
        await user.goes_to("mobile-app-prod")
        await user.press("x")
        await user.sees("Get credentials with")
        await user.press("escape")
