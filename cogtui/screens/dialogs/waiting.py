"""A dialog that says what is waited for."""

import asyncio
from collections.abc import Coroutine
from typing import Any, ClassVar, Final, TypeVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible

T = TypeVar("T")

_PATIENCE: Final = 0.3
"""How long something may take before it is said that it does, seconds."""


class WaitingDialog(Dialog[None]):
    """Says what is under way, until it is over or the user does not want to wait.

    Args:
        task: What is waited for.
        what: What to call it.
        leaving: What Escape does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="waiting.leave"),
    ]

    def __init__(self, task: asyncio.Future[Any], what: str, leaving: str) -> None:
        super().__init__()
        self._awaited = task
        self._what = what
        self._leaving = leaving

    def compose(self) -> ComposeResult:
        """What is under way, and what Escape does."""
        with Vertical(classes="dialog"):
            yield DialogTitle(self._what)
            yield Label(visible(f"Escape {self._leaving}"), classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Close when what is awaited is done, even if that was before this was drawn."""
        self._awaited.add_done_callback(lambda _: self.dismiss_when_active())

    def action_leave(self) -> None:
        """Wait no longer."""
        self.dismiss()


async def waited_for(
    app: App[Any], work: Coroutine[Any, Any, T], what: str, leaving: str
) -> asyncio.Task[T]:
    """Waits for something, and says so where it takes longer than a moment.

    Args:
        app: The app, in one of whose workers this is awaited.
        work: What is waited for.
        what: What to call it.
        leaving: What it means to leave with Escape.

    Returns:
        Its task: done, or still under way if the user has left.
    """
    task = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([task], timeout=_PATIENCE)
    if done:
        return task
    await app.push_screen_wait(WaitingDialog(task, what, leaving))
    return task
