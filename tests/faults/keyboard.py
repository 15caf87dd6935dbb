"""A check that the keyboard is free: Escape leads back to the explorer, whose keys work."""

from typing import Final

from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.menu import Menu
from tests.screens.user import User

MAX_KEYS: Final = 30
"""More keys than close all dialogs that are ever open."""


async def closes_all(user: User) -> None:
    """Press Escape until only the explorer is open, then open and close its menu.

    Args:
        user: The user of the app.
    """
    for _ in range(MAX_KEYS):
        if len(user.app.screen_stack) > 1:
            await user.press("y" if _asks_to_close(user) else "escape")
    await user.waits(lambda: len(user.app.screen_stack) == 1, "the explorer")
    await user.rests()
    await user.press("a")
    await user.sees_screen(Menu)
    await user.press("escape")
    await user.waits(lambda: len(user.app.screen_stack) == 1, "the menu gone")


def _asks_to_close(user: User) -> bool:
    """Return whether a form asks if its changes may be lost, where Escape means no."""
    return isinstance(user.app.screen, ConfirmDialog) and "Discard changes?" in user.words
