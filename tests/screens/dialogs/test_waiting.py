"""Waiting for something that takes long, and for something that does not."""

import asyncio
from collections.abc import Callable

from textual import work
from textual.app import App
from textual.screen import ModalScreen

from cogtui.screens.dialogs import waiting
from cogtui.screens.dialogs.waiting import WaitingDialog, waited_for
from tests.waiting import wait_until


class WaitingApp(App[None]):
    """Waits for an event."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = asyncio.Event()
        self.came: list[str] = []

    async def _answer(self) -> str:
        await self.gate.wait()
        return "the answer"

    @work
    async def wait(self) -> None:
        """Waits, and notes what came."""
        what = "[bold]Sending\x1b[31m it …"
        task = await waited_for(self, self._answer(), what, "leaves it to go on")
        self.came.append(task.result() if task.done() else "left")
        if not task.done():
            self.came.append(await task)

    @property
    def is_waiting(self) -> bool:
        """Whether the dialog is on top."""
        return isinstance(self.screen, WaitingDialog)

    @property
    def words(self) -> str:
        """What stands on the terminal."""
        strips = self.screen._compositor.render_strips()
        return " ".join(" ".join(strip.text for strip in strips).split())


def alone(app: WaitingApp) -> Callable[[], bool]:
    """Whether no dialog is left."""
    return lambda: len(app.screen_stack) == 1


async def test_what_is_quick_shows_nothing() -> None:
    """No dialog flashes up for a moment."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.gate.set()
        app.wait()
        await wait_until(pilot, lambda: app.came, "the answer")
        assert app.came == ["the answer"]
        assert len(app.screen_stack) == 1


async def test_what_is_slow_is_reported() -> None:
    """The dialog says what is under way, as it is, and goes when it is over."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.wait()
        await wait_until(pilot, lambda: app.is_waiting, "the dialog")
        await wait_until(pilot, lambda: "leaves it to go on" in app.words, "its words")
        assert "[bold]Sending␛[31m it … Escape leaves it to go on" in app.words
        app.gate.set()
        await wait_until(pilot, alone(app), "no dialog")
        assert app.came == ["the answer"]


async def test_what_is_slow_can_be_left() -> None:
    """Escape leaves it under way, and nothing is closed when it ends."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        app.wait()
        await wait_until(pilot, lambda: app.is_waiting, "the dialog")
        await pilot.press("escape")
        await wait_until(pilot, lambda: app.came == ["left"], "that one has left")
        app.push_screen(ModalScreen())
        await pilot.pause()
        app.gate.set()
        await wait_until(pilot, lambda: app.came == ["left", "the answer"], "the answer")
        assert len(app.screen_stack) == 2


async def test_another_dialog_over_it() -> None:
    """What ends below another dialog is closed once that is, and the other stays till then."""
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
        assert app.came == ["the answer"]


async def test_what_ends_as_the_dialog_comes() -> None:
    """Whatever ends between the decision to show the dialog and its first frame closes it."""
    app = WaitingApp()
    async with app.run_test() as pilot:
        dialog = WaitingDialog(asyncio.ensure_future(asyncio.sleep(0)), "what", "leaves it")
        await dialog._awaited
        app.push_screen(dialog)
        await wait_until(pilot, lambda: not dialog.is_attached, "the dialog gone")
        assert len(app.screen_stack) == 1


def test_patience_is_short() -> None:
    """Nobody looks at a screen that does nothing for as long as half a second."""
    assert 0.1 <= waiting._PATIENCE < 0.5
