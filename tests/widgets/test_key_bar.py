"""The bottom line of keys."""

from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType

from cogtui.widgets.key_bar import KeyBar


class Keys(App[None]):
    """An app with some bindings and the line."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "note('a')", "Actions"),
        Binding("slash", "note('slash')", "Filter"),
        Binding("x", "note('x')", "Hidden", show=False),
        Binding("question_mark", "note('help')", "Help"),
        Binding("ctrl+p", "note('palette')", "Palette", show=False, priority=True),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.noted: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield KeyBar()

    def action_note(self, what: str) -> None:
        """Record a key press."""
        self.noted.append(what)

    @property
    def line(self) -> str:
        """The text of the line."""
        return self.query_one(KeyBar).render().plain


async def test_it_shows_bindings_that_are_not_hidden() -> None:
    """Keys are in the order of their bindings, the palette's on the right."""
    app = Keys()
    async with app.run_test(size=(60, 5)):
        assert app.line.rstrip()[:28] == " a Actions  / Filter  ? Help"
        assert app.line.endswith("^p Palette")
        assert len(app.line) < 60


async def test_a_narrow_line_keeps_the_last_key() -> None:
    """Keys are dropped from the right, except for the last one."""
    app = Keys()
    async with app.run_test(size=(32, 5)):
        assert "Filter" not in app.line
        assert "? Help" in app.line


@pytest.mark.parametrize(
    ("x", "noted"), [(1, ["a"]), (13, ["slash"]), (24, ["help"]), (57, ["palette"]), (40, [])]
)
async def test_a_click_presses_the_key(x: int, noted: list[str]) -> None:
    """A click on a key presses it; a click beside it has no effect."""
    app = Keys()
    async with app.run_test(size=(60, 5)) as pilot:
        await pilot.click(KeyBar, offset=(x, 0))
        await pilot.pause()
        assert noted == app.noted


async def test_without_a_palette_there_are_only_keys() -> None:
    """An app without a command palette shows only its keys."""

    class NoPalette(Keys):
        COMMAND_PALETTE_BINDING = "f20"

    app = NoPalette()
    async with app.run_test(size=(60, 5)) as pilot:
        assert "Palette" not in app.line
        await pilot.click(KeyBar, offset=(50, 0))
        assert app.noted == []
