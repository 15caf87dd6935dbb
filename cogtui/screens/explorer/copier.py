"""Copies texts to the clipboard, and shows what was copied last."""

import os
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from cogtui.screens.workers import start_worker
from cogtui.secret import Secret
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from textual.driver import Driver


class Copier:
    """Copies texts, the latest request first.

    Args:
        screen: The screen that copies.
        toast: Shows a short message.
    """

    def __init__(self, screen: Screen[Any], toast: Callable[[str], None]) -> None:
        self._screen = screen
        self._toast = toast
        self._copied: Secret | None = None

    def copy(self, text: Secret, what: str, *, keep: bool) -> None:
        """Copy a text, and say where it went.

        Args:
            text: The text; a `Secret`, because a worker's description prints its arguments.
            what: What to call it.
            keep: Whether it can be shown again afterwards.
        """
        copying = partial(self._copy, text, what, keep=keep)
        start_worker(self._screen, copying, name="copy", group="copy", exclusive=True)

    async def _copy(self, text: Secret, what: str, *, keep: bool) -> None:
        from cogtui.terminal import clipboard  # noqa: PLC0415  the first frame copies nothing

        self._copied = text if keep else None
        # as Textual's own copy_to_clipboard writes
        terminal = cast("Driver", self._screen.app._driver)  # noqa: SLF001
        copied = await in_thread(lambda: clipboard.copy(text.reveal(), os.environ, terminal.write))
        if copied.place is clipboard.CopyTarget.NATIVE:
            self._toast(f"Copied {what}")
        elif copied.place is clipboard.CopyTarget.TERMINAL:
            self._toast(f"Copied {what} (c shows it if it does not paste)")
        else:
            self._show(text, copied.reason)

    def show_copied(self) -> bool:
        """Show what was copied last, for terminals that report a copy and make none.

        Returns:
            Whether there is anything to show.
        """
        if self._copied is None:
            return False
        self._show(self._copied, "The last copied text.")
        return True

    def _show(self, text: Secret, reason: str) -> None:
        from cogtui.screens.dialogs.copied_text import CopiedDialog  # noqa: PLC0415  the first frame has no dialogs

        self._screen.app.push_screen(CopiedDialog(text.reveal(), reason))
