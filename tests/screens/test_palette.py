"""The palette at moments when a key finds nothing to move in."""

from textual.app import App

from cogtui.screens.palette import Palette


class BareApp(App[None]):
    """An app without any command."""

    COMMANDS = set()  # noqa: RUF012  declared so by Textual


async def test_pages_of_an_empty_list() -> None:
    """Keys that turn pages do no harm while the list has no lines."""
    app = BareApp()
    async with app.run_test() as pilot:
        await app.push_screen(Palette())
        await pilot.press("pagedown", "pageup", "down", "escape")
        await pilot.pause()
        assert not isinstance(app.screen, Palette)
