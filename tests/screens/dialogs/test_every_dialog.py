"""All dialogs close once only, and draw external text as plain text."""

import asyncio
import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any, Final

import pytest
from textual.app import App
from textual.screen import ModalScreen, Screen
from textual.widgets import Static
from textual.worker import get_current_worker

from cogtui import screens
from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog, TitledDocument
from cogtui.screens.dialogs.picker import Picker
from cogtui.screens.dialogs.searched import SearchedDialog
from cogtui.screens.forms.edit_dialog import EditDialog
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.workers import start_worker
from tests.driver import Driver
from tests.screens.dialogs.samples import HOSTILE, Samples, samples
from tests.screens.user import User, using

KEYS: Final = ("enter", "escape", "y", "n", "space", "tab", "ctrl+s")
"""The keys that close dialogs or move in them."""

ANSWERS: Final = ("enter", "escape", "y", "tab")
"""A subset of the keys: those that close some dialog, and one that moves."""

PAIRS: Final = tuple(itertools.product(KEYS, repeat=2))
TRIPLES: Final = tuple(itertools.product(ANSWERS, repeat=3))

POOL: Final = "partner-portal"
"""A demo pool with a developer provider."""

BASES: Final = (ConfirmDialog, DocumentDialog, FormDialog, Picker, TitledDocument)
"""The base classes of dialogs."""


def _classes(base: type[Any]) -> Iterator[type[Any]]:
    for each in base.__subclasses__():
        if each.__module__.startswith("cogtui."):
            yield each
        yield from _classes(each)


def _load_screens() -> None:
    for each in walk_packages(screens.__path__, f"{screens.__name__}."):
        import_module(each.name)


async def _close_all(user: User, base: int) -> None:
    while len(user.app.screen_stack) > base:
        top = user.app.screen
        assert isinstance(top, Dialog)
        top.dismiss(None)
        await user.pilot.pause()


async def _press_all(
    user: User, make: Callable[[str], Dialog[Any]], combinations: Sequence[tuple[str, ...]]
) -> None:
    """Press each combination of keys in a dialog, in one read; reopen it when it has closed."""
    # over an empty screen, which redraws faster than the explorer
    base = len(user.app.screen_stack)
    answers: list[object] = []
    dialog = make("title")
    for keys in combinations:
        if user.app.screen is not dialog:
            answers.clear()
            dialog = make("title")
            user.app.push_screen(dialog, answers.append)
            await user.pilot.pause()
        await user.hits(*keys)
        assert user.app.return_code is None, keys
        assert len(user.app.screen_stack) >= base, keys
        assert len(answers) == (dialog not in user.app.screen_stack), keys
        if user.app.screen is not dialog:
            await _close_all(user, base)
    await _close_all(user, base)


async def _press_on(
    app: CogtuiApp,
    directory: Path,
    kinds: Callable[[Samples], Iterable[type[Any]]],
    combinations: Sequence[tuple[str, ...]],
) -> None:
    async with using(app, (24, 6)) as user:
        made = await samples(user, POOL, directory)
        await user.rests()
        await user.app.push_screen(Screen())
        for kind in kinds(made):
            try:
                await _press_all(user, made[kind], combinations)
            except BaseException as error:
                error.add_note(kind.__name__)
                raise


# coverage tracing would double the time, and other tests cover the drawing
@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("part", range(4))
async def test_two_keys_in_one_read(
    app_on: Callable[..., CogtuiApp], tmp_path: Path, part: int
) -> None:
    """Any two keys that arrive together close a dialog at most once."""
    await _press_on(app_on(), tmp_path, lambda made: list(made)[part::4], PAIRS)


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("kind", BASES)
async def test_three_keys_in_one_read(
    app_on: Callable[..., CogtuiApp], tmp_path: Path, kind: type[Any]
) -> None:
    """Any three keys that arrive together close a dialog of each base class at most once."""
    await _press_on(app_on(), tmp_path, lambda _: [kind], TRIPLES)


async def test_every_modal_screen_is_a_dialog(
    app_on: Callable[..., CogtuiApp], tmp_path: Path
) -> None:
    """Every modal screen of the app is a `Dialog`, and is among the samples."""
    _load_screens()
    found = set(_classes(ModalScreen)) - {Dialog, EditDialog, SearchedDialog}
    assert not [each for each in found if not issubclass(each, Dialog)]
    async with using(app_on()) as user:
        assert set(await samples(user, POOL, tmp_path)) == found


async def test_every_dialog_draws_external_text_as_plain_text(
    app_on: Callable[..., CogtuiApp], tmp_path: Path
) -> None:
    """Every dialog draws a hostile title on one line, without control characters."""
    async with using(app_on(), (160, 45)) as user:
        for kind, make in (await samples(user, POOL, tmp_path)).items():
            user.app.push_screen(make(HOSTILE))
            await user.pilot.pause()
            titles = list(user.app.screen.query(".dialog-title"))
            assert [type(each) for each in titles] == [DialogTitle], kind
            shown = user.screen
            assert not re.search("[\u202e\x1b]", shown), kind
            for each in user.app.screen.query(Static):
                if each.has_class("dialog-title", "dialog-question", "dialog-note"):
                    assert "\u202e" not in str(each.render()), kind
                    assert "\n" not in str(each.render()), kind
            top = user.app.screen
            assert isinstance(top, Dialog)
            top.dismiss(None)
            await user.pilot.pause()


async def test_a_key_for_a_closed_dialog_does_nothing_below(
    app_on: Callable[..., CogtuiApp],
) -> None:
    """A key pressed after a dialog has closed does not act on the screen below."""
    async with using(app_on()) as user:
        await user.goes_to("data-sandbox")
        answers: list[object] = []
        user.app.push_screen(ConfirmDialog("Delete", "Delete it?"), answers.append)
        await user.sees("Delete it?")
        await user.hits("y", "y", "a")
        await user.waits(lambda: answers, "an answer")
        await user.rests()
        assert answers == [True]
        assert user.toasts == []
        assert len(user.app.screen_stack) == 1
        await user.copies("y")
        assert user.toasts


async def test_every_dialog_can_be_closed_before_it_is_mounted(
    app_on: Callable[..., CogtuiApp], tmp_path: Path
) -> None:
    """A dialog that is closed while its widgets are still being made closes once they are."""
    async with using(app_on(), (24, 6)) as user:
        made = await samples(user, POOL, tmp_path)
        await user.rests()
        base = len(user.app.screen_stack)
        for kind, make in made.items():
            answers: list[object] = []
            dialog = make("title")
            user.app.push_screen(dialog, answers.append)
            for _ in range(2):
                dialog.dismiss(None)
            await user.waits(lambda: len(user.app.screen_stack) == base, f"the end of {kind}")
            assert answers == [None], kind


class _Reader(Dialog[bool]):
    """A dialog with a worker that never ends, and one that closes it."""

    def on_mount(self) -> None:
        start_worker(self, self._wait, name="endless")

    async def _wait(self) -> None:
        await asyncio.Event().wait()

    async def close_it(self) -> None:
        """Close the dialog, and record whether that has cancelled this worker."""
        worker = get_current_worker()
        self.dismiss(False)  # noqa: FBT003  the result
        self.was_cancelled = worker.is_cancelled


async def test_a_dialog_cancels_its_workers_before_its_widgets_are_removed() -> None:
    """Closing a dialog cancels its workers, except the one that closes it."""
    async with Driver.running(App[None]()) as user:
        answers: list[object] = []
        dialog = _Reader()
        await user.app.push_screen(dialog, answers.append)
        await user.pilot.pause()
        (endless,) = user.app.workers
        start_worker(dialog, dialog.close_it, name="closing")
        await user.waits(lambda: answers == [False], "an answer")
        assert endless.is_cancelled
        assert not dialog.was_cancelled
