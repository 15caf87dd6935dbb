"""The filter input, driven by real keys."""

import pytest
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.widgets import Button

from cogtui.widgets.filter_bar import FilterBar


class BarApp(App[None]):
    """An app with the filter input beside another widget, which records messages."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = FilterBar()
        self.messages: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the widgets."""
        yield Button("Else")
        yield self.bar

    def on_filter_bar_typed(self, message: FilterBar.Typed) -> None:
        """Record the message."""
        self.messages.append(f"typed {message.query}")

    def on_filter_bar_left(self) -> None:
        """Record the message."""
        self.messages.append("left")


def shown(bar: FilterBar) -> bool:
    """Return whether the filter input is visible."""
    return bar.display


@pytest.mark.parametrize("key", ["enter", "down", "tab"])
async def test_typing_filters_and_enter_keeps_the_filter(key: str) -> None:
    """Each letter posts a message; Enter, Down and Tab return the focus and keep the filter."""
    app = BarApp()
    async with app.run_test() as pilot:
        assert not app.bar.display
        app.bar.ask("a", "Pools")
        await pilot.press("b", key)
        assert app.messages == ["typed ab", "left"]
        assert app.bar.display


async def test_escape_ends_the_filter() -> None:
    """Escape clears and hides the input, and posts a message."""
    app = BarApp()
    async with app.run_test() as pilot:
        app.bar.ask("ab", "Pools")
        await pilot.press("escape")
        assert app.messages == ["left", "typed "]
        assert not app.bar.display


async def test_an_empty_line_hides_itself() -> None:
    """A filter set by the app posts no message, and an empty one is not shown."""
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


async def test_a_pasted_token_is_not_shown() -> None:
    """A paste that is longer than any name is ignored with its length; a name is inserted."""
    app = BarApp()
    async with app.run_test(notifications=True) as pilot:
        app.bar.ask("", "Pools")
        for text, value in (("mobile-app", "mobile-app"), ("ey" * 200, "mobile-app")):
            app.bar.post_message(Paste(text))
            await pilot.pause()
            assert app.bar.value == value
        assert [each.message for each in app._notifications] == [
            "Ignored the pasted text: too long for a filter (400 characters)."
        ]
