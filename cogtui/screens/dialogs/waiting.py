"""Dialog shown while something takes longer than a moment."""

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

_DELAY: Final = 0.3
"""Seconds to wait before the dialog is shown."""


class WaitingDialog(Dialog[None]):
    """A dialog that closes when a task is done, or when the user stops waiting.

    Args:
        task: The task.
        what: The title, which names what is in progress.
        leaving: What Escape does, as a verb in the imperative.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="waiting.leave"),
    ]

    def __init__(self, task: asyncio.Future[Any], what: str, leaving: str) -> None:
        super().__init__()
        self._awaited = task
        self._what = what
        self._leaving = leaving

    def compose(self) -> ComposeResult:
        """Yield the title, and what Escape does."""
        with Vertical(classes="dialog"):
            yield DialogTitle(self._what)
            yield Label(visible(f"Esc {self._leaving}"), classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Close when the task is done, even if that was before the dialog was drawn."""
        self._awaited.add_done_callback(lambda _: self.dismiss_when_active())

    def action_leave(self) -> None:
        """Stop waiting."""
        self.dismiss()


async def waited_for(
    app: App[Any], work: Coroutine[Any, Any, T], what: str, leaving: str
) -> asyncio.Task[T]:
    """Run a coroutine as a task, and show a dialog if it takes longer than a moment.

    The dialog waits until those are closed that the coroutine opens, for an MFA code for instance.

    Args:
        app: The app; the caller runs in one of its workers.
        work: The coroutine.
        what: The dialog's title, which names what is in progress.
        leaving: What Escape does, as a verb in the imperative.

    Returns:
        The task, which is not done if the user stopped waiting.
    """
    task = asyncio.ensure_future(work)
    depth = len(app.screen_stack)
    await asyncio.wait([task], timeout=_DELAY)
    while not task.done() and len(app.screen_stack) > depth:
        await asyncio.wait([task], timeout=_DELAY)
    if not task.done():
        # not push_screen_wait: it yields first, and a dialog of the work would be covered
        closed = app.push_screen(WaitingDialog(task, what, leaving), wait_for_dismiss=True)
        await asyncio.shield(closed)
    return task


async def result_or_cancel(
    app: App[Any], work: Coroutine[Any, Any, T], what: str, leaving: str = "Cancel"
) -> T | None:
    """Run a coroutine with a dialog if it takes longer than a moment, and cancel it on Escape.

    Args:
        app: The app; the caller runs in one of its workers.
        work: The coroutine. What it raises is raised here.
        what: The dialog's title, which names what is in progress.
        leaving: What Escape does, as a verb in the imperative.

    Returns:
        Its result; None if the user has cancelled.
    """
    task = await waited_for(app, work, what, leaving)
    if task.done():
        return task.result()
    task.cancel()
    return None
