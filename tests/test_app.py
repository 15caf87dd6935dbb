"""The application: how it exits, its theme, and what it remembers."""

import gc
from pathlib import Path

import pytest
from textual.widgets import Input

from cogtui.api_error import SettingsError
from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.forms.form import FormDialog
from cogtui.service.members import Member, ValueKind
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from tests.waiting import wait_until

NOWHERE = Settings(endpoint_url="http://127.0.0.1:9", regions=("us-east-1",))
"""An endpoint that nothing listens on."""


async def test_q_quits_with_status_0() -> None:
    """`q` quits the app in any pane."""
    app = CogtuiApp(NOWHERE)
    async with app.run_test() as pilot:
        await pilot.press("tab", "q")
    assert app.return_code == 0


@pytest.mark.parametrize("before", [(), ("question_mark",), ("slash", "q"), ("ctrl+p", "q")])
async def test_ctrl_c_quits_with_status_130(before: tuple[str, ...]) -> None:
    """Ctrl+C quits from anywhere, with the status that shells expect."""
    app = CogtuiApp(NOWHERE)
    async with app.run_test() as pilot:
        await pilot.press(*before, "ctrl+c")
    assert app.return_code == 130


@pytest.mark.parametrize("key", ["y", "ctrl+c"])
async def test_ctrl_c_asks_before_it_discards_input(key: str) -> None:
    """Ctrl+C over a changed form asks, Escape continues, and a second Ctrl+C quits."""
    app = CogtuiApp(NOWHERE)
    async with app.run_test() as pilot:
        await app.push_screen(FormDialog("Form", [Member("Name", ValueKind.TEXT)]))
        await pilot.press("x", "ctrl+c")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("escape")
        assert isinstance(app.screen, FormDialog)
        await pilot.press("ctrl+o", "ctrl+c")
        assert app.is_running
        await pilot.press(key)
    assert app.return_code == 130


async def test_ctrl_c_over_an_unchanged_form() -> None:
    """Ctrl+C quits at once if a form has nothing to lose."""
    app = CogtuiApp(NOWHERE)
    async with app.run_test() as pilot:
        await app.push_screen(FormDialog("Form", [Member("Name", ValueKind.TEXT)]))
        await pilot.press("ctrl+c")
    assert app.return_code == 130


async def test_ctrl_c_copies_what_is_selected() -> None:
    """If text is selected, Ctrl+C copies it, and the app keeps running."""
    app = CogtuiApp(NOWHERE)
    async with app.run_test() as pilot:
        await pilot.press("slash", "a", "b", "shift+left", "ctrl+c")
        assert app.clipboard == "b"
        assert app.is_running
        assert isinstance(app.focused, Input)
        await pilot.press("right", "ctrl+c")
    assert app.return_code == 130


def test_a_theme_that_does_not_exist() -> None:
    """An unknown theme is reported with the list of those that exist."""
    with pytest.raises(SettingsError) as caught:
        CogtuiApp(Settings(theme="pink"))
    assert str(caught.value).startswith("unknown theme 'pink'; available: ")
    assert "cogtui-dark, cogtui-light" in str(caught.value)


@pytest.mark.parametrize(
    ("decided", "remembered", "theme"),
    [
        (None, None, "cogtui-dark"),
        (None, "cogtui-light", "cogtui-light"),
        (None, "gone-with-an-old-version", "cogtui-dark"),
        ("nord", "cogtui-light", "nord"),
    ],
)
def test_the_first_theme(decided: str | None, remembered: str | None, theme: str) -> None:
    """The theme in the settings takes precedence over the one chosen last."""
    assert CogtuiApp(Settings(theme=decided), RememberedState(theme=remembered)).theme == theme


async def test_a_theme_is_remembered(tmp_path: Path) -> None:
    """A chosen theme is used in the next run, and in this one even if it cannot be saved."""
    file = tmp_path / "state.json"
    app = CogtuiApp(NOWHERE, RememberedState(), file)
    async with app.run_test() as pilot:
        app.theme = "cogtui-light"
        await wait_until(pilot, lambda: RememberedState.load(file).theme == "cogtui-light")
    app = CogtuiApp(NOWHERE)
    async with app.run_test() as pilot:
        app.theme = "cogtui-light"
        await pilot.pause()


async def test_a_theme_that_cannot_be_remembered(tmp_path: Path) -> None:
    """A state file that cannot be written is reported, and the app keeps running."""
    (tmp_path / "file").touch()
    app = CogtuiApp(NOWHERE, RememberedState(), tmp_path / "file" / "state.json")
    async with app.run_test() as pilot:
        app.theme = "cogtui-light"
        await wait_until(pilot, lambda: app._notifications)
        messages = [str(each.message) for each in app._notifications]
        assert messages == [f"Cannot write {tmp_path}/file/state.json: Not a directory."]


async def test_garbage_is_collected_after_the_start() -> None:
    """Garbage is collected after the start, except imported modules."""
    gc.disable()
    try:
        app = CogtuiApp(NOWHERE)
        async with app.run_test() as pilot:
            await wait_until(pilot, gc.isenabled, "garbage collected again")
            assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
        gc.enable()
