"""The picker by itself."""

from textual.app import App

from cogtui.screens.picker import Choice, Picker

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
