"""Where the secrets of credentials must not be, before, while and after they are shown."""

import gc
import io
import logging
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback
from textual.app import App
from textual.worker import WorkerFailed

from cogtui.app import CogtuiApp
from cogtui.files import private_files
from cogtui.files.log import open_log
from cogtui.secret import Secret
from tests.screens.credentials.obtained import (
    KEY,
    TOKEN,
    Obtained,
    emulator,
    obtained,
    with_sentinels,
)
from tests.screens.user import WIDE

__all__ = ["emulator"]

AppOn = Callable[..., CogtuiApp]


@pytest.fixture(autouse=True)
def _log(home: Path) -> Iterator[None]:
    """Return the app's log, as in a run from the command line."""
    logger = logging.getLogger("cogtui")
    before = logger.handlers[:]
    open_log(private_files.log_file())
    yield
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def printed(shown: Obtained) -> Iterator[str]:
    """Return what a screenshot, a report or a debugger would show of the running app."""
    app = shown.user.app
    yield app.export_screenshot()
    yield shown.user.screen
    for widget in (app, *(each for screen in app.screen_stack for each in screen.walk_children())):
        yield f"{widget!r} {pretty_repr(widget)} {vars(widget)!r}"
    for worker in app.workers:
        yield f"{worker!r} {worker.description}"
    yield from map(repr, shown.user.requests)
    yield from shown.user.toasts
    yield from shown.user.written
    yield repr(shown.flow)


def written(home: Path) -> Iterator[str]:
    """Return the names and the contents of all files that were written."""
    for path in home.rglob("*"):
        yield str(path)
        if path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


async def nowhere(shown: Obtained, home: Path) -> None:
    """Assert that nothing printed or written contains a secret."""
    await shown.user.pilot.pause()
    assert [each for each in (*printed(shown), *written(home)) if is_secret(each)] == []


def is_secret(text: str) -> bool:
    """Return whether a text contains a secret, or the beginning of one."""
    return KEY[:16] in text or TOKEN[:16] in text


def secrets_alive(mark: str) -> list[str]:
    """Return the texts of all secrets in memory that contain a mark."""
    gc.collect()
    alive = (each.reveal() for each in gc.get_objects() if isinstance(each, Secret))
    return [text for text in alive if mark in text]


def holders(mark: str) -> list[type]:
    """Return the types of all objects in memory that hold a text with a mark."""
    gc.collect()
    return [type(each) for each in gc.get_objects() if _holds(each, mark)]


def _holds(holder: object, mark: str) -> bool:
    return any(
        # untracked objects can be found only through the objects that hold them
        (isinstance(each, dict | tuple) and not gc.is_tracked(each) and _holds(each, mark))
        or (isinstance(each, str) and mark in each and each is not mark)
        for each in gc.get_referents(holder)
    )


async def test_a_secret_appears_nowhere_unrequested(app_on: AppOn, home: Path) -> None:
    """It is not on the screen, in a menu or form, a worker, the log, a toast or a file."""
    async with obtained(app_on(), WIDE, sentinels=True, toasts=True) as shown:
        user = shown.user
        assert KEY in secrets_alive(KEY[:16])
        await nowhere(shown, home)
        for key, seen in (("a", "Export credentials"), ("v", "Show for 30 seconds")):
            await user.press(key)
            await user.sees(seen)
            await nowhere(shown, home)
            await user.press("escape")
            await user.sees("Expires")
        for key, seen in (("E", "Env file path"), ("P", "Profile name")):
            await user.press(key)
            await user.sees(seen)
            await nowhere(shown, home)
            await user.press("escape")
            await user.sees("Expires")
        for key in "yfpmJe":
            await user.copies(key)
            await nowhere(shown, home)
        await user.press("s")
        await user.waits(lambda: "its own terminal" in user.toasts[-1], "a refusal")
        await nowhere(shown, home)


@pytest.mark.parametrize("hides", [True, False], ids=["hidden", "shown"])
async def test_closing_drops_all_secrets(app_on: AppOn, hides: bool) -> None:
    """After Escape no object in memory holds what was shown and copied."""
    mark = secrets.token_hex()
    async with obtained(app_on(), WIDE) as shown:
        user, flow = shown.user, shown.flow
        del shown
        with_sentinels(flow, mark)
        assert len(secrets_alive(mark)) == 2
        await user.copies("y")
        await user.press("c")
        await user.sees("The text that was copied last.", mark)
        await user.press("escape")
        for choice in ("access", "token"):
            await user.sees("Expires")
            await user.press("v")
            await user.sees("Show for 30 seconds")
            await user.type(choice)
            await user.press("enter")
            await user.sees(mark)
            if hides or choice == "access":
                await user.press("v")
                await user.sees_no(mark)
        await user.press("escape")
        await user.waits(lambda: user.app.screen is user.explorer, "the explorer")
        await user.press("c")
        await user.waits(lambda: "Nothing was copied" in user.toasts[-1], "nothing to show")
        assert flow.got.credentials is None
        assert secrets_alive(mark) == []
        # what was drawn last may be kept until the next frame
        await user.waits(lambda: holders(mark) == [], "the end of all that was drawn")


async def test_quitting_drops_all_secrets(app_on: AppOn) -> None:
    """Quitting on the credentials screen leaves no secret either."""
    mark = secrets.token_hex()
    async with obtained(app_on()) as shown:
        with_sentinels(shown.flow, mark)
        await shown.user.press("ctrl+c")
    assert shown.flow.got.credentials is None
    assert secrets_alive(mark) == []
    assert holders(mark) == []


def fail(*_: object, **__: object) -> None:
    """Raise an unexpected error."""
    raise RuntimeError("unforeseen")


async def crashes(app: CogtuiApp, key: str, mark: str) -> None:
    """Make the app crash while credentials are exported."""
    async with obtained(app) as shown:
        with_sentinels(shown.flow, mark)
        shown.screen._on_copy = fail
        await shown.user.press(key)
        await shown.user.waits(lambda: shown.user.app._exception, "the crash")


@pytest.mark.parametrize("key", ["y", "s"])
async def test_a_crash_report_has_no_secret(
    app_on: AppOn, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """The traceback of a crash during an export contains no secret in its local variables."""
    monkeypatch.setattr(App, "suspend", fail)
    mark = secrets.token_hex()
    with pytest.raises(WorkerFailed) as caught:
        await crashes(app_on(), key, mark)
    error = caught.value.error
    crash_report = Traceback.from_exception(
        type(error),
        error,
        error.__traceback__,
        width=4_000,
        show_locals=True,
        locals_max_string=100_000,
    )
    report = io.StringIO()
    Console(file=report, width=4_000).print(crash_report)
    assert "unforeseen" in report.getvalue()
    assert "action_export" in report.getvalue()
    assert mark not in report.getvalue()
