"""Signals end the app cleanly: the terminal is restored, and the status is what shells expect."""

import asyncio
import contextlib
import io
import json
import os
import pty
import signal
import sys
import termios
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import pytest
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from cogtui.__main__ import main
from cogtui.app import CogtuiApp
from cogtui.credentials.subshell import Ended, run_program
from cogtui.files import private_files
from cogtui.screens.external_program import run_instead
from cogtui.settings.settings import Settings
from cogtui.terminal import signals
from cogtui.threads import uninterrupted
from tests.emulator.connection import pools_by_name
from tests.programs import Program, environment
from tests.screens.configuration.conftest import between, emulator, running, service
from tests.screens.configuration.interrupted_changes import journals
from tests.screens.interceptor import Interceptor
from tests.test_main import _process_as_it_was, press_after

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["_process_as_it_was", "between", "emulator", "press_after", "running", "service"]

POOL = "data-sandbox"
UPDATE = "update-identity-pool"
TAG = "tag-resource"

CHANGES = """
text = file.read_text()
text = text.replace('"data-sandbox"', '"by hand"')
file.write_text(text.replace('IdentityPoolTags:', 'IdentityPoolTags:\\n  stage: "x"'))
"""


def statuses(number: signal.Signals) -> int:
    """Return the exit statuses after a signal; after SIGINT it is the app's."""
    return 130 if number == signal.SIGINT else -number


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT, signal.SIGABRT]
)
def test_a_signal_restores_the_terminal(emulator: str, number: signal.Signals) -> None:
    """Each signal ends the app, with nothing printed and no mode of the terminal changed."""
    with Program("--endpoint-url", emulator, environment=environment()) as program:
        program.waits("mobile-app-prod")
        assert {b"termios", b"1049", b"1003", b"2004", b"25"} <= program.changed_modes()
        program.receives(number)
        assert program.status() == statuses(number)
        assert program.changed_modes() == set()
        assert program.last_words == ""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_before_the_app(number: signal.Signals) -> None:
    """Before the app starts, a signal ends it without changing or printing anything."""
    with Program("--demo", environment=environment()) as program:
        program.waits("cogtui begins here")
        program.reads_for(0.2)
        program.receives(number)
        assert program.status() == statuses(number)
        assert program.changed_modes() == set()
        assert program.last_words == ""


def test_a_signal_that_the_parent_ignores_is_ignored(emulator: str) -> None:
    """Under nohup the app keeps running after its terminal hangs up."""
    options = ("--endpoint-url", emulator)
    with Program(*options, environment=environment(), ignores=signal.SIGHUP) as program:
        program.waits("mobile-app-prod")
        program.receives(signal.SIGHUP)
        program.types("q")
        assert program.status() == 0


def test_a_terminal_that_is_closed_ends_the_app(emulator: str) -> None:
    """A connection that breaks leaves no process behind."""
    with Program("--endpoint-url", emulator, environment=environment()) as program:
        program.waits("mobile-app-prod")
        program.hangs_up()
        assert program.status() == -signal.SIGHUP


def editing(
    between: Interceptor, service: "CognitoIdentityClient", folder: Path, text: str
) -> Program:
    """Start the app on a pool, in an editor that is a Python program with `file` to edit."""
    path = folder / "editor"
    start = "import os, pathlib, signal, sys, time\nfile = pathlib.Path(sys.argv[-1])\n"
    path.write_text(f"#!{sys.executable}\n{start}{text}")
    path.chmod(0o700)
    options = ("--endpoint-url", between.url, "--pool", pools_by_name(service)[POOL])
    program = Program(*options, environment=environment(EDITOR=str(path)))
    program.waits("Classic flow")
    program.types("E")
    return program


def journal_entry() -> tuple[int, bool]:
    """Return the calls answered according to the only journal, and whether one is uncertain."""
    (path,) = journals()
    values = json.loads(path.read_text())
    return values["done"], values["calling"]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_the_call_in_flight_is_finished_and_recorded(
    between: Interceptor,
    service: "CognitoIdentityClient",
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    """The first of two calls is answered and in the journal; the second is never sent."""
    between.gates[UPDATE].clear()
    with editing(between, service, tmp_path, CHANGES) as program:
        program.waits(UPDATE)
        program.types("\x13")
        while UPDATE not in between.requested:
            program.reads_for(0.05)
        program.receives(number)
        program.waits("Finishing the request in progress")
        assert program.changed_modes() == set()
        assert journal_entry() == (0, True)
        between.gates[UPDATE].set()
        assert program.status() == statuses(number)
    assert journal_entry() == (1, False)
    assert "by hand" in pools_by_name(service)
    assert TAG not in between.requested


def test_a_second_signal_does_not_wait(
    between: Interceptor, service: "CognitoIdentityClient", tmp_path: Path
) -> None:
    """A second signal ends the app immediately; the journal has the call as uncertain."""
    between.gates[UPDATE].clear()
    with editing(between, service, tmp_path, CHANGES) as program:
        program.waits(UPDATE)
        program.types("\x13")
        while UPDATE not in between.requested:
            program.reads_for(0.05)
        program.receives(signal.SIGTERM)
        program.waits("Finishing the request in progress")
        program.receives(signal.SIGTERM)
        assert program.status() == -signal.SIGTERM
        assert program.changed_modes() == set()
    assert journal_entry() == (0, True)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("is_stubborn", [False, True], ids=["ends", "ignores SIGHUP"])
def test_an_editor_ends_first(
    between: Interceptor,
    service: "CognitoIdentityClient",
    tmp_path: Path,
    number: signal.Signals,
    *,
    is_stubborn: bool,
) -> None:
    """The editor is hung up, and killed at a second signal; then the app ends."""
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    leaving = (
        "lambda *_: print('not yet')"
        if is_stubborn
        else "lambda *_: (print('\\x1b[?25h'), sys.exit(0))"
    )
    text = (
        f"signal.signal(signal.SIGHUP, {leaving})\n"
        f"pipe = open({str(alive)!r}, 'w')\n"
        "import tty; tty.setraw(0)\n"
        "sys.stdout.reconfigure(line_buffering=True)\n"
        "print('in the editor')\n"
        "while True: time.sleep(60)\n"
    )
    with editing(between, service, tmp_path, text) as program, alive.open() as pipe:
        program.waits("in the editor")
        program.receives(number)
        if is_stubborn:
            program.waits("not yet")
            program.receives(number)
        assert program.status() == -number
        # closed when the editor ended
        assert pipe.read() == ""
        assert program.changed_modes() == set()
    assert [*private_files.drafts_directory().glob("*")] == []


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_an_edit_survives_a_signal(
    between: Interceptor,
    service: "CognitoIdentityClient",
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    """What was saved in the editor is offered at the next start, and no file is left afterwards."""
    text = f"{CHANGES}\nprint('saved', flush=True)\nwhile True: time.sleep(60)\n"
    with editing(between, service, tmp_path, text) as program:
        program.waits("saved")
        program.receives(number)
        if number != signal.SIGKILL:
            assert program.status() == -number
    (draft,) = private_files.drafts_directory().glob("cogtui-*.yaml")
    assert '"by hand"' in draft.read_text()
    assert draft.stat().st_mode & 0o777 == 0o600
    (tmp_path / "editor").write_text(f"#!{sys.executable}\n")
    more = environment(EDITOR=str(tmp_path / "editor"))
    with Program("--endpoint-url", between.url, environment=more) as program:
        program.waits("unfinished edit")
        program.types("\r")
        program.waits(UPDATE)
        program.types("\x13")
        program.waits("Verified: the pool matches")
    assert "by hand" in pools_by_name(service)
    assert [*private_files.drafts_directory().glob("*")] == []


@pytest.fixture
def terminal() -> Iterator[tuple[int, TextIO, TextIO]]:
    """Open a separate terminal: its other end, its reader and its screen."""
    master, slave = pty.openpty()
    with os.fdopen(slave) as reader, os.fdopen(os.dup(slave), "w") as screen:
        yield master, reader, screen
    os.close(master)


def test_a_program_that_is_hung_up(terminal: tuple[int, TextIO, TextIO], tmp_path: Path) -> None:
    """The signal reaches this process after the program has ended, killed if necessary."""
    received: list[int] = []
    before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
    kill = f"kill -TERM {os.getpid()}"
    text = f"trap '{kill}' HUP; {kill}; while :; do read line; done"
    command = ["/bin/sh", "-c", text]
    ended = run_program("It", command, lambda: dict(os.environ), *terminal[1:])
    signal.signal(signal.SIGTERM, before)
    assert received == [signal.SIGTERM]
    assert (ended.status, ended.is_quitting) == (-signal.SIGKILL, True)


def test_the_app_does_not_come_back_to_end(press_after: Callable[[str, str], None]) -> None:
    """After a program ended by a signal, the terminal stays as the program left it."""
    modes: list[bool] = []

    class Briefly(App[None]):
        def on_mount(self) -> None:
            run_instead(self, "It", lambda: Ended(0, 1.0, is_quitting=True))
            assert isinstance(self._driver, LinuxDriver)
            assert self._driver._key_thread is not None
            modes.append(self._driver._key_thread.is_alive())
            self.exit()

    Briefly().run()
    assert modes == [False]


async def test_the_app_exits_with_the_status_of_the_signal() -> None:
    """The app exits with the status; if it is not running, it reports that."""
    app = CogtuiApp(Settings())
    assert not app.end(143)
    async with app.run_test() as pilot:
        assert app.end(143)
        await pilot.pause()
    assert app.return_code == 143


async def test_requests_in_flight_are_finished_after_the_app(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Waiting is announced on the terminal, and later errors are logged by their type alone."""
    written, gate = asyncio.Event(), asyncio.Event()

    class Screen(io.StringIO):
        def write(self, text: str) -> int:
            written.set()
            return super().write(text)

    screen = Screen()
    monkeypatch.setattr(sys, "__stderr__", screen)
    app = CogtuiApp(Settings())

    async def leave(_: object) -> None:
        app.run_worker(uninterrupted(gate.wait()))
        await asyncio.sleep(0)
        app.exit()

    running = asyncio.create_task(app.run_async(headless=True, auto_pilot=leave))
    await written.wait()
    assert "Finishing the request in progress" in screen.getvalue()
    assert not running.done()
    gate.set()
    await running
    asyncio.get_running_loop().call_exception_handler({"exception": KeyError("sentinel")})
    assert "unforeseen KeyError" in caplog.text
    assert "sentinel" not in caplog.text


def test_a_signal_requests_an_exit(terminal: tuple[int, TextIO, TextIO]) -> None:
    """The app receives the exit status, and afterwards every handler is restored."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGALRM)
    before = [signal.getsignal(number) for number in numbers]
    statuses: list[int] = []

    def leave(status: int) -> bool:
        statuses.append(status)
        return True

    with signals.ending(*terminal[1:], leave):
        signal.raise_signal(signal.SIGINT)
    assert statuses == [130]
    assert before == [signal.getsignal(number) for number in numbers]
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_signals_that_the_parent_ignores_stay_ignored(
    terminal: tuple[int, TextIO, TextIO],
) -> None:
    """A script's background job, for instance, is not ended by Ctrl+C."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    with signals.ending(*terminal[1:], lambda _: True):
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    assert main(["--bogus"]) == 2
    assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    signal.signal(signal.SIGINT, before)


def test_a_stuck_terminal_is_not_waited_for(
    terminal: tuple[int, TextIO, TextIO],
) -> None:
    """A stuck connection does not keep the process from ending."""
    _, reader, screen = terminal
    os.set_blocking(screen.fileno(), False)
    with contextlib.suppress(BlockingIOError):
        while True:
            os.write(screen.fileno(), b"x" * 1000)
    os.set_blocking(screen.fileno(), True)
    with pytest.raises(ZeroDivisionError), signals.ending(reader, screen, lambda _: True):
        raise ZeroDivisionError


def test_the_terminal_is_restored_after_a_failure(terminal: tuple[int, TextIO, TextIO]) -> None:
    """If Textual fails before it does so itself, the terminal is restored."""
    master, reader, screen = terminal
    before = termios.tcgetattr(reader)

    def fail() -> None:
        changed = termios.tcgetattr(reader)
        changed[3] &= ~termios.ECHO
        termios.tcsetattr(reader, termios.TCSANOW, changed)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), signals.ending(reader, screen, lambda _: True):
        fail()
    assert termios.tcgetattr(reader) == before
    assert b"\x1b[?1049l" in os.read(master, 1000)
