"""Closed dialogs are removed from memory."""

import gc
from typing import TYPE_CHECKING
from weakref import WeakSet

from textual.app import App
from textual.widget import Widget

from cogtui.screens.dialogs.confirm import ConfirmDialog
from tests.driver import Driver

if TYPE_CHECKING:
    from textual._styles_cache import StylesCache

COUNT = 5
"""The number of dialogs that are opened and closed."""


async def test_the_lines_of_closed_dialogs_are_released() -> None:
    """A cache of Textual's does not keep what the widgets of closed dialogs have drawn."""
    drawn: WeakSet[StylesCache] = WeakSet()
    async with Driver.running(App[None]()) as driver:
        for _ in range(COUNT):
            driver.app.push_screen(ConfirmDialog("Title", "Question?", "Detail"))
            dialog = await driver.sees_screen(ConfirmDialog, "Question?")
            caches = [widget._styles_cache for widget in dialog.walk_children(Widget)]
            drawn.update(caches)
            await driver.press("escape")
            await driver.waits(lambda: len(driver.app.screen_stack) == 1, "the dialog gone")
        gc.collect()
        assert set(drawn) == set(caches)
