"""The line in which one types what to look for, driven by real keys."""

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Button

from cogtui.widgets.filter_bar import FilterBar


class BarApp(App[None]):
    """An app that is the line beside something else, and keeps what it tells."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterBar()
        self.messages: list[str] = []

    def compose(self) -> ComposeResult:
        """Makes the line."""
        yield Button("Else")
        yield self.bar

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        """Keeps account of it."""
        self.messages.append(f"typed {message.query}")

    def on_filter_bar_left(self) -> None:
        """Keeps account of it."""
        self.messages.append("left")


def shown(bar: FilterBar) -> bool:
    """Whether the line is in sight."""
    return bar.display


@pytest.mark.parametrize("key", ["enter", "down", "tab"])
async def test_typing_shows_and_leaving_keeps_the_filter(key: str) -> None:
    """Each letter is told; Enter, Down and Tab give the keyboard back, and the line stays."""
    app = BarApp()
    async with app.run_test() as pilot:
        assert not app.bar.display
        app.bar.ask("a", "Pools")
        await pilot.press("b", key)
        assert app.messages == ["typed ab", "left"]
        assert app.bar.display


async def test_escape_ends_the_filter() -> None:
    """Escape empties the line, tells so, and hides it."""
    app = BarApp()
    async with app.run_test() as pilot:
        app.bar.ask("ab", "Pools")
        await pilot.press("escape")
        assert app.messages == ["left", "typed "]
        assert not app.bar.display


async def test_an_empty_line_hides_itself() -> None:
    """Nobody is told of a filter that the app itself shows, and none is not shown."""
    app = BarApp()
    async with app.run_test() as pilot:
        app.bar.ask("", "Pools by name")
        await pilot.pause()
        assert shown(app.bar)
        assert app.focused is app.bar
        await pilot.press("enter")
        assert not shown(app.bar)
        app.bar.show("query")
        assert shown(app.bar)
        app.bar.show("")
        await pilot.pause()
        assert not shown(app.bar)
        assert app.messages == ["left"]
