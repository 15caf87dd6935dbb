"""The app's subshell, in real terminals."""

import contextlib
import os
import pty
import select
import signal
import sys
import termios
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cogtui.__main__ import main
from cogtui.app import CogtuiApp
from cogtui.credentials.export import IDENTITY_VARIABLE
from tests.screens.credentials.obtained import GUEST, emulator, obtained
from tests.screens.credentials.test_export import BOTO3, CLI, clean
from tests.test_main import PROJECT, _process_as_it_was, press_after, quit_after

__all__ = ["_process_as_it_was", "emulator", "press_after"]

AppOn = Callable[..., CogtuiApp]
PressAfter = Callable[[str, str], None]

POOL = "us-east-1:cb1a9647-2502-0a0e-3a55-0b3c1c94d27a"
"""The ID of the demo data's first pool."""

FIRST_GUEST = "90b5e7fd"
"""The beginning of the ID of the pool's first guest, the third of its identities."""

WAITING = f"""{sys.executable} -c 'import time; print("be" "gun", flush=True); time.sleep(600)'"""
"""A command that reports its start; as a single process it has no gap between two writes."""


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Return a function that makes a script the user's shell, with a file it can write to."""

    def make(text: str) -> Path:
        path, message = tmp_path / "shell", tmp_path / "said"
        path.write_text(f"#!/bin/sh\nexec 3>{message}\n{text}\n")
        path.chmod(0o700)
        monkeypatch.setenv("SHELL", str(path))
        monkeypatch.setenv("PATH", clean()["PATH"])
        return message

    return make


def opens_subshell(press_after: PressAfter) -> None:
    """Get the credentials of a guest, and open a subshell."""
    press_after("Classic flow", "I")
    press_after(FIRST_GUEST, "jjx")
    press_after("Get credentials with", "\r")
    press_after("Expires", "s")


@pytest.mark.parametrize("command", [CLI, BOTO3], ids=["cli", "boto3"])
def test_the_shell_acts_as_the_identity(
    press_after: PressAfter, shell: Callable[[str], Path], emulator: str, command: str
) -> None:
    """boto3 and the AWS CLI in it act as the guest; afterwards the app is back."""
    output = shell(f"{command} >&3")
    opens_subshell(press_after)
    quit_after(press_after, "The subshell exited with status 0.")
    assert main(["--endpoint-url", emulator, "--pool", POOL]) == 0
    assert output.read_text().split() == [GUEST]


def test_the_shell_of_the_demo_finds_the_demo(
    press_after: PressAfter, shell: Callable[[str], Path]
) -> None:
    """Its programs call the demo's server, whose address only the app knows."""
    output = shell(f"{CLI} >&3")
    opens_subshell(press_after)
    quit_after(press_after, "The subshell exited with status 0.")
    assert main(["--demo", "--pool", POOL]) == 0
    assert output.read_text().split() == [GUEST]


def test_an_endpoint_of_the_environment_is_left_alone(
    press_after: PressAfter,
    shell: Callable[[str], Path],
    emulator: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Endpoints in the environment apply to the shell as they do to the app."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", emulator)
    output = shell("echo $AWS_ENDPOINT_URL >&3; kill -TERM $$")
    opens_subshell(press_after)
    quit_after(press_after, "The shell was terminated by")
    assert main(["--pool", POOL]) == 0
    assert output.read_text().split() == [emulator]


def test_a_shell_that_fails_immediately_is_reported(
    press_after: PressAfter, shell: Callable[[str], Path], emulator: str
) -> None:
    """The message points to the shell's output in the terminal."""
    shell("echo no >&2; exit 127")
    opens_subshell(press_after)
    quit_after(press_after, "The shell exited with status 127")
    assert main(["--endpoint-url", emulator, "--pool", POOL]) == 0


def test_a_shell_that_does_not_start_is_reported(
    press_after: PressAfter, emulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The app returns unchanged."""
    monkeypatch.setenv("SHELL", "/nowhere/zsh")
    opens_subshell(press_after)
    quit_after(press_after, "The shell /nowhere/zsh")
    assert main(["--endpoint-url", emulator, "--pool", POOL]) == 0


async def test_without_a_terminal_there_is_no_subshell(app_on: AppOn) -> None:
    """An app that cannot be suspended reports that and continues."""
    async with obtained(app_on()) as shown:
        await shown.user.press("s")
        await shown.user.waits(lambda: shown.user.toasts, "a toast")
        assert shown.user.toasts == ["A subshell needs its own terminal."]
        await shown.user.sees("Expires")


async def test_in_a_subshell_another_is_refused(app_on: AppOn) -> None:
    """This holds even if cogtui was started in a subshell."""
    async with obtained(app_on(), environ={IDENTITY_VARIABLE: "us-east-1:5a6f"}) as shown:
        await shown.user.press("s")
        await shown.user.waits(lambda: shown.user.toasts, "a toast")
        assert "already a subshell, for us-east-1:5a6f" in shown.user.toasts[0]


class Session:
    """The app as the session leader of its terminal, as after a login.

    Args:
        emulator: The emulator's URL.
        shell: The user's shell.
    """

    def __init__(self, emulator: str, shell: str) -> None:
        pid, self.master = pty.fork()
        if pid == 0:  # pragma: no cover  another process
            os.chdir(PROJECT)
            environ = clean(SHELL=shell, PS1="sub$ ", AWS_ACCESS_KEY_ID="AKIA")
            environ |= {"AWS_SECRET_ACCESS_KEY": "any", "TERM": "xterm-256color"}
            options = ["--endpoint-url", emulator, "--pool", POOL]
            os.execve(sys.executable, [sys.executable, "-m", "cogtui", *options], environ)  # noqa: S606  this interpreter
        self.pid = pid
        self.drawn = b""

    def waits(self, text: str) -> None:
        """Wait until the program has written a text since the last wait."""
        deadline = time.monotonic() + 60
        while text.encode() not in self.drawn:
            left = deadline - time.monotonic()
            assert left > 0, f"{text!r} never came: {self.drawn[-2000:]!r}"
            if select.select([self.master], [], [], left)[0]:
                self.drawn += os.read(self.master, 65536)
        self.drawn = self.drawn.partition(text.encode())[2]

    def types(self, text: str) -> None:
        """Type a text."""
        os.write(self.master, text.encode())

    def opens_subshell(self) -> None:
        """Get the credentials of a guest, and open a subshell."""
        opens_subshell(self._types_after)

    def _types_after(self, text: str, keys: str) -> None:
        self.waits(text)
        self.types(keys)

    def status(self) -> int:
        """Wait until the program has ended; return its exit status, negative for a signal."""
        while True:
            try:
                # unread output would keep it from ending
                if not os.read(self.master, 65536):
                    break
            except OSError:
                break
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


@pytest.fixture
def session(emulator: str) -> Iterator[Callable[[str], Session]]:
    """Return a function that starts the app in a new terminal."""
    started: list[Session] = []

    def start(shell: str) -> Session:
        started.append(Session(emulator, shell))
        return started[-1]

    yield start
    for each in started:
        with contextlib.suppress(OSError):
            os.kill(each.pid, signal.SIGKILL)
            os.waitpid(each.pid, 0)
        with contextlib.suppress(OSError):
            os.close(each.master)


def test_keyboard_signals_go_to_the_shell(session: Callable[[str], Session]) -> None:
    """Ctrl+C and Ctrl+Z reach the program in it; afterwards app and terminal are restored."""
    terminal = session("/bin/sh")
    before = termios.tcgetattr(terminal.master)
    terminal.opens_subshell()
    terminal.waits("Type exit to return")
    terminal.waits("sub$ ")
    terminal.types(f"{WAITING}\n")
    terminal.waits("begun")
    terminal.types("\x03")
    terminal.waits("sub$ ")
    terminal.types(f"echo s''tatus $?; {WAITING}\n")
    terminal.waits("status 130")
    terminal.waits("begun")
    terminal.types("\x1a")
    terminal.waits("sub$ ")
    terminal.types("bg; kill %1; wait; echo g''oes on\n")
    terminal.waits("goes on")
    terminal.types("exit 4\n")
    terminal.waits("exited with status 4")
    terminal.types("q")
    # the explorer's keys, once the dialog is closed
    terminal.waits("Palette")
    terminal.types("q")
    assert terminal.status() == 0
    assert termios.tcgetattr(terminal.master) == before


def test_closing_the_terminal_ends_both(session: Callable[[str], Session], tmp_path: Path) -> None:
    """Neither the app, nor the shell, nor a file is left."""
    alive = tmp_path / "alive"
    os.mkfifo(alive)
    terminal = session("/bin/sh")
    terminal.opens_subshell()
    terminal.waits("sub$ ")
    # the pipe stays open while the shell, or a program in it, is running
    terminal.types(f"exec 9>{alive}; echo $$ >&9; cat\n")
    with alive.open() as pipe:
        assert int(pipe.readline()) != terminal.pid
        os.close(terminal.master)
        assert pipe.read() == ""
    assert terminal.status() == -signal.SIGHUP
    assert sorted(path.name for path in (tmp_path / "home").rglob("*") if path.is_file()) == [
        "cogtui.log",
        "demo.json",
        "state.json",
    ]
