"""Waiting for slow and for fast work."""

import asyncio
from collections.abc import Callable

from textual import work
from textual.app import App
from textual.screen import ModalScreen

from cogtui.screens.dialogs import waiting
from cogtui.screens.dialogs.waiting import WaitingDialog, waited_for
from tests.waiting import let_pass, wait_until


class WaitingApp(App[None]):
    """An app that waits for an event."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.results: list[str] = []
        self.question: ModalScreen[None] | None = None
        """A dialog that the work opens."""

    async def _answer(self) -> str:
        if self.question is not None:
            self.push_screen(self.question)
        await self.gate.wait()
        return "the answer"

    @work
    async def wait(self) -> None:
        """Wait, and record the result."""
        what = "[bold]Sending\x1b[31m it …"
        task = await waited_for(self, self._answer(), what, "Continue in background")
        self.results.append(task.result() if task.done() else "left")
        if not task.done():
            self.results.append(await task)

    @property
    def is_waiting(self) -> bool:
        """Whether the dialog is on top."""
        return isinstance(self.screen, WaitingDialog)

    @property
    def words(self) -> str:
        """The text on the terminal."""
        strips = self.screen._compositor.render_strips()
        return " ".join(" ".join(strip.text for strip in strips).split())


def alone(app: WaitingApp) -> Callable[[], bool]:
    """Return a condition that holds once all dialogs have closed."""
    return lambda: len(app.screen_stack) == 1


async def test_fast_work_shows_nothing() -> None:
    """Fast work shows no dialog."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.gate.set()
        app.wait()
        await wait_until(pilot, lambda: app.results, "the answer")
        assert app.results == ["the answer"]
        assert len(app.screen_stack) == 1


async def test_slow_work_shows_the_dialog() -> None:
    """The dialog names slow work as plain text, and closes when it is done."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.wait()
        await wait_until(pilot, lambda: app.is_waiting, "the dialog")
        await wait_until(pilot, lambda: "Continue in background" in app.words, "its words")
        assert "[bold]Sending␛[31m it … Esc Continue in background" in app.words
        app.gate.set()
        await wait_until(pilot, alone(app), "no dialog")
        assert app.results == ["the answer"]


async def test_the_user_can_stop_waiting() -> None:
    """Escape stops waiting, the work continues, and its end closes no screen."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.wait()
        await wait_until(pilot, lambda: app.is_waiting, "the dialog")
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.results == ["left"], "that waiting has stopped")
        app.push_screen(ModalScreen())
        await pilot.pause()
        app.gate.set()
        await wait_until(pilot, lambda: app.results == ["left", "the answer"], "the answer")
        assert len(app.screen_stack) == 2


async def test_a_dialog_of_the_work_is_not_covered() -> None:
    """A dialog that the work itself opens stays on top; the dialog comes when that has closed."""
    app = WaitingApp()
    app.question = ModalScreen()
    async with app.run_test() as pilot:
        app.wait()
        await wait_until(pilot, lambda: app.screen is app.question, "the question")
        for _ in range(3):
            let_pass(2 * waiting._DELAY)
            await pilot.pause()
            assert app.screen is app.question
        app.pop_screen()
        await wait_until(pilot, lambda: app.is_waiting, "the dialog")
        app.gate.set()
        await wait_until(pilot, alone(app), "no dialog")
        assert app.results == ["the answer"]


async def test_another_dialog_over_it() -> None:
    """A dialog covered by another one closes only after that, if its work is done."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.wait()
        await wait_until(pilot, lambda: app.is_waiting, "the dialog")
        app.push_screen(ModalScreen())
        await pilot.pause()
        app.gate.set()
        await pilot.pause()
        assert len(app.screen_stack) == 3
        app.pop_screen()
        await wait_until(pilot, alone(app), "no dialog")
        assert app.results == ["the answer"]


async def test_work_that_finishes_while_the_dialog_opens() -> None:
    """Work that finishes while the dialog is being opened closes it."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        dialog = WaitingDialog(asyncio.ensure_future(asyncio.sleep(0)), "what", "Cancel")
        await dialog._awaited
        app.push_screen(dialog)
        await wait_until(pilot, lambda: not dialog.is_attached, "the dialog gone")
        assert len(app.screen_stack) == 1


def test_the_dialog_appears_soon() -> None:
    """The dialog appears within half a second."""
    assert 0.1 <= waiting._DELAY < 0.5
