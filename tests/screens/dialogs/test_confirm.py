"""The question before a change, which Enter alone answers with no."""

import pytest
from textual import work
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input

from cogtui.screens.dialogs.confirm import ConfirmDialog


class AskingApp(App[None]):
    """An app that asks one question.

    Args:
        dialog: The question.
    """

    def __init__(self, dialog: ConfirmDialog) -> None:
        super().__init__()
        self._dialog = dialog
        self.answers: list[bool | None] = []

    @work
    async def on_mount(self) -> None:
        """Ask the question."""
        self.answers.append(await self.push_screen_wait(self._dialog))


def words(pilot: Pilot[None]) -> str:
    """Return the text on the terminal."""
    strips = pilot.app.screen._compositor.render_strips()
    return " ".join(" ".join(strip.text for strip in strips).split())


@pytest.mark.parametrize(
    ("key", "answer"), [("y", True), ("n", False), ("enter", False), ("escape", False)]
)
async def test_a_yes_or_a_no(key: str, *, answer: bool) -> None:
    """Only `y` means yes."""
    app = AskingApp(ConfirmDialog("Tag · tag-resource", "Tag it?", "With care."))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Tag it? With care. y Continue Esc Cancel" in words(pilot)
        await pilot.press(key)
        await pilot.pause()
    assert [answer] == app.answers


async def test_other_keys_are_not_an_answer() -> None:
    """Keys meant for something else neither confirm nor cancel."""
    app = AskingApp(ConfirmDialog("Tag", "Tag it?"))
    async with app.run_test() as pilot:
        await pilot.press("x", "q", "space", "tab", "Y")
        await pilot.pause()
        assert app.answers == []
        await pilot.press("escape")
        await pilot.pause()
    assert app.answers == [False]


async def test_a_text_to_type() -> None:
    """Letters are text, a missing or different text is reported, and the right one confirms."""
    app = AskingApp(ConfirmDialog("Delete", "Delete it?", "All of it.", typed="my app"))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert "Type my app to confirm" in words(pilot)
        assert "y Continue" not in words(pilot)
        await pilot.press("enter")
        await pilot.pause()
        assert "Nothing typed." in words(pilot)
        await pilot.press(*"my", "space", *"ap", "enter")
        await pilot.pause()
        assert "Does not match." in words(pilot)
        assert app.answers == []
        await pilot.press("p", "space", "enter")
        await pilot.pause()
    assert app.answers == [True]


async def test_typing_can_be_cancelled() -> None:
    """Escape means no, whatever was typed."""
    app = AskingApp(ConfirmDialog("Delete", "Delete it?", typed="y"))
    async with app.run_test() as pilot:
        await pilot.press("y")
        await pilot.pause()
        assert app.screen.query_one(Input).value == "y"
        await pilot.press("escape")
        await pilot.pause()
    assert app.answers == [False]


async def test_hostile_text_is_shown_as_it_is() -> None:
    """Markup and escape sequences in a name are drawn as plain text."""
    title, typed = "[bold]Delete\x1b[31m", "[@click=app.quit]x[/]"
    app = AskingApp(ConfirmDialog(title, "Delete [red]it[/red]?", "[/] And more.", typed=typed))
    async with app.run_test() as pilot:
        await pilot.pause()
        shown = words(pilot)
        assert "[bold]Delete␛[31m" in shown
        assert "Delete [red]it[/red]? [/] And more." in shown
        assert f"Type {typed} to confirm" in shown
        assert "\x1b" not in shown
