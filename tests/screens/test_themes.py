"""Themes for terminals with many colours, with 16, and with none."""

import re
from collections.abc import Callable

import pytest
from textual._context import visible_screen_stack
from textual.app import App

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.widgets import themes
from tests.screens.user import User, using


def terminal(app: App[None]) -> str:
    """Return what is sent to the terminal, with the screens below a dialog."""
    # tests draw the top screen only
    visible_screen_stack.set(app._background_screens)
    app.screen._layout_cache.clear()
    app.screen._styles_cache.clear()
    app.screen._set_dirty()
    frame = app.screen._compositor.render_full_update()
    return frame.render_segments(app.console)


def sequences(app: App[None]) -> set[str]:
    """Return the styles that are sent to the terminal."""
    text = terminal(app)
    return {code for found in re.findall("\x1b\\[([\\d;]*)m", text) for code in found.split(";")}


@pytest.mark.parametrize(
    ("color_system", "has_palette"),
    [("truecolor", False), ("256", False), ("standard", True), (None, True)],
)
def test_the_themes_for_a_terminal(color_system: str | None, *, has_palette: bool) -> None:
    """A terminal with few colours gets themes that use its palette, under the same names."""
    found = themes.themes_for(color_system)
    assert [theme.name for theme in found] == ["cogtui-dark", "cogtui-light"]
    assert [theme.ansi for theme in found] == [has_palette, has_palette]


async def _asks(user: User) -> None:
    await user.goes_to("mobile-app-prod")
    dialog = ConfirmDialog("Delete pool", "Delete it?", verb="Delete", destroys=True)
    user.app.push_screen(dialog)
    await user.sees("⚠ Delete pool", "y Delete Esc Cancel")


@pytest.mark.parametrize(("theme", "error"), [("cogtui-dark", "91"), ("cogtui-light", "31")])
async def test_sixteen_colours(
    app_on: Callable[..., CogtuiApp], monkeypatch: pytest.MonkeyPatch, theme: str, error: str
) -> None:
    """With 16 colours, errors are red, and only colours of the terminal's palette are sent."""
    monkeypatch.setenv("TERM", "xterm-16color")
    monkeypatch.delenv("COLORTERM", raising=False)
    async with using(app_on()) as user:
        user.app.theme = theme
        await _asks(user)
        sent = sequences(user.app)
    assert error in sent
    assert not sent & {"38", "48"}
    assert "2" in sent  # the screen below is dim


@pytest.mark.parametrize("theme", ["cogtui-dark", "cogtui-light", "nord"])
async def test_no_colour(
    app_on: Callable[..., CogtuiApp], monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    """With NO_COLOR, no colour is sent, and text styles are."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm-256color")
    async with using(app_on()) as user:
        user.app.theme = theme
        await user.goes_to("mobile-app-prod")
        await user.pilot.pause()
        explored = sequences(user.app)
        await _asks(user)
        sent = sequences(user.app)
    assert explored | sent <= {"", "0", "1", "2", "4", "7"}
    assert theme == "nord" or "7" in explored


async def test_a_dialog_lies_over_its_screen(app_on: Callable[..., CogtuiApp]) -> None:
    """A dialog shows the screen that it belongs to around it."""
    async with using(app_on(), (120, 30)) as user:
        await _asks(user)
        shown = terminal(user.app)
        assert "mobile-app-prod" in shown
        assert "Palette" in shown
