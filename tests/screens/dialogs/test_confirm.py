"""The question before a change: whoever only presses Enter changes nothing."""

import pytest
from textual import work
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from cogtui.screens.dialogs.confirm import ConfirmDialog


class AskingApp(App[None]):
    """Asks once.

    Args:
        dialog: The question.
    """

    def __init__(self, dialog: ConfirmDialog) -> None:
        super().__init__()
        self._dialog = dialog
        self.answers: list[bool | None] = []

    @work
    async def on_mount(self) -> None:
        """Asks."""
        self.answers.append(await self.push_screen_wait(self._dialog))


def words(pilot: Pilot[None]) -> str:
    """What stands on the terminal."""
    strips = pilot.app.screen._compositor.render_strips()
    return " ".join(" ".join(strip.text for strip in strips).split())


@pytest.mark.parametrize(
    ("key", "answer"), [("y", True), ("n", False), ("enter", False), ("escape", False)]
)
async def test_a_yes_or_a_no(key: str, *, answer: bool) -> None:
    """Only `y` is a yes."""
    app = AskingApp(ConfirmDialog("Tag · tag-resource", "Tag it?", "With care."))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Tag it? With care. y yes n no Enter no" in words(pilot)
        await pilot.press(key)
        await pilot.pause()
    assert [answer] == app.answers


async def test_other_keys_are_no_answer() -> None:
    """Nothing is decided by a key that was meant for something else."""
    app = AskingApp(ConfirmDialog("Tag", "Tag it?"))
    async with app.run_test() as pilot:
        await pilot.press("x", "q", "space", "tab", "Y")
        await pilot.pause()
        assert app.answers == []
        await pilot.press("escape")
        await pilot.pause()
    assert app.answers == [False]


async def test_what_has_to_be_typed() -> None:
    """Letters are text, nothing and something else are told, and the right text goes on."""
    app = AskingApp(ConfirmDialog("Delete", "Delete it?", "All of it.", typed="my app"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "To go on, type: my app" in words(pilot)
        assert "y yes" not in words(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing was typed." in words(pilot)
        await pilot.press(*"my", "space", *"ap", "enter")
        await pilot.pause()
        assert "That is something else." in words(pilot)
        assert app.answers == []
        await pilot.press("p", "space", "enter")
        await pilot.pause()
    assert app.answers == [True]


async def test_typing_can_be_left() -> None:
    """Escape is a no, whatever was typed."""
    app = AskingApp(ConfirmDialog("Delete", "Delete it?", typed="y"))
    async with app.run_test() as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "y"
        await pilot.press("escape")
        await pilot.pause()
    assert app.answers == [False]


async def test_hostile_text_is_shown_as_it_is() -> None:
    """Neither markup nor an escape sequence of a name is obeyed."""
    title, typed = "[bold]Delete\x1b[31m", "[@click=app.quit]x[/]"
    app = AskingApp(ConfirmDialog(title, "Delete [red]it[/red]?", "[/] And more.", typed=typed))
    async with app.run_test() as pilot:
        await pilot.pause()
        shown = words(pilot)
        assert "[bold]Delete␛[31m" in shown
        assert "Delete [red]it[/red]? [/] And more." in shown
        assert f"type: {typed}" in shown
        assert "\x1b" not in shown
