"""The picker on its own."""

from collections.abc import Callable

from textual.app import App

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.picker import Choice, Picker
from tests.screens.user import using

CHOICES = (Choice("a", "alpha"), Choice("b", "beta"))


async def test_enter_chooses_nothing_if_nothing_matches() -> None:
    """Enter on an empty list keeps the dialog open, and Escape then cancels."""
    app = App[None]()
    chosen: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", CHOICES), chosen.append)
        await pilot.press("z", "enter")
        assert (isinstance(app.screen, Picker), chosen) == (True, [])
        await pilot.press("escape")
    assert chosen == [None]


async def test_an_exact_name_wins_over_a_longer_one() -> None:
    """Typing a full name chooses it, even if a name that contains it comes first."""
    app = App[None]()
    chosen: list[object] = []
    choices = (Choice("get-identity-pool-roles", "get-identity"), Choice("get-id", "get-id"))
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", choices), chosen.append)
        await pilot.press(*"get-id", "enter")
    assert chosen == [("get-id",)]


async def test_two_enters_at_once_choose_once(app_on: Callable[..., CogtuiApp]) -> None:
    """A second Enter in the same read reaches a dialog that is closed, and does nothing."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        chosen: list[object] = []
        user.app.push_screen(Picker("Which", CHOICES), chosen.append)
        await user.sees("alpha")
        await user.hits("enter", "enter")
        await user.waits(lambda: chosen, "a choice")
        await user.rests()
        assert chosen == [("a",)]
        assert len(user.app.screen_stack) == 1
