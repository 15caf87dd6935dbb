"""The picker by itself."""

from textual.app import App

from cogtui.screens.dialogs.picker import Choice, Picker

CHOICES = (Choice("a", "alpha"), Choice("b", "beta"))


async def test_where_nothing_matches_enter_chooses_nothing() -> None:
    """Enter on an empty list leaves the dialog open; Escape then returns nothing."""
    app = App[None]()
    chosen: list[object] = []
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", CHOICES), chosen.append)
        await pilot.press("z", "enter")
        assert (isinstance(app.screen, Picker), chosen) == (True, [])
        await pilot.press("escape")
    assert chosen == [None]


async def test_a_whole_name_wins_over_one_that_begins_with_it() -> None:
    """Who types all of a name means it, though another that contains it comes first."""
    app = App[None]()
    chosen: list[object] = []
    choices = (Choice("get-identity-pool-roles", "get-identity"), Choice("get-id", "get-id"))
    async with app.run_test() as pilot:
        app.push_screen(Picker("Which", choices), chosen.append)
        await pilot.press(*"get-id", "enter")
    assert chosen == [("get-id",)]
