"""The subshell, run in separate terminals."""

import os
import pty
import signal
import subprocess
import sys
import termios
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

import pytest

from cogtui.credentials import subshell
from cogtui.credentials.export import IDENTITY_VARIABLE, Credentials
from cogtui.credentials.subshell import (
    FALLBACK,
    Ended,
    SubshellError,
    greeting,
    refusal_reason,
    run,
    user_shell,
)
from cogtui.logins.session_role import SessionRole
from cogtui.secret import Secret

KEY = "sentinel-secret-key"
IDENTITY = "us-east-1:5a6f1b2c-0000-4000-8000-000000000001"
CREDENTIALS = Credentials(
    "ASIAEXAMPLE",
    Secret(KEY),
    Secret("sentinel-session-token"),
    1_700_003_600.0,
    "us-east-1",
    IDENTITY,
    SessionRole("arn:aws:iam::111122223333:role/Guest"),
)
SIGNALS = ("SIGINT", "SIGQUIT", "SIGHUP", "SIGTERM", "SIGTSTP", "SIGTTOU")


class Terminal:
    """A terminal whose output can be read after the program on it has ended."""

    def __init__(self) -> None:
        self.keyboard, slave = pty.openpty()
        self.reader: TextIO = os.fdopen(slave, encoding="utf-8")
        self.screen: TextIO = os.fdopen(os.dup(slave), "w", encoding="utf-8")
        self._drawn = bytearray()
        self._reading = threading.Thread(target=self._read, daemon=True)
        self._reading.start()

    def _read(self) -> None:
        while True:
            try:
                self._drawn.extend(os.read(self.keyboard, 65536))
            except OSError:  # the other end is closed
                return

    def close(self) -> str:
        """Close it, and return what was written to it."""
        if not self.reader.closed:
            self.reader.close()
            self.screen.close()
            self._reading.join(10)
            os.close(self.keyboard)
        return self._drawn.decode().replace("\r\n", "\n")


@pytest.fixture
def terminal() -> Iterator[Terminal]:
    """Yield a new terminal."""
    made = Terminal()
    yield made
    made.close()


def shell(folder: Path, text: str, *, mode: int = 0o700) -> dict[str, str]:
    """Return an environment whose shell is a script."""
    path = folder / "shell"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(mode)
    return {"PATH": os.environ["PATH"], "SHELL": str(path)}


def test_the_shell_has_the_credentials_in_its_environment(
    terminal: Terminal, tmp_path: Path
) -> None:
    """The shell named by SHELL runs in the terminal as the identity, and its status is returned."""
    before = dict(os.environ)
    environ = shell(
        tmp_path, f'echo "$AWS_ACCESS_KEY_ID of ${IDENTITY_VARIABLE} by $AWS_PROFILE"\nexit 3'
    )
    ended = run(CREDENTIALS, environ | {"AWS_PROFILE": "prod"}, terminal.reader, terminal.screen)
    assert (ended.status, ended.description) == (3, "exited with status 3")
    assert f"ASIAEXAMPLE of {IDENTITY} by \n" == terminal.close()
    assert before == dict(os.environ)


def files_in(directory: Path) -> list[str]:
    """Return the names of everything in a directory but directories."""
    return sorted(path.name for path in directory.rglob("*") if not path.is_dir())


def test_the_secrets_are_in_no_command_line_and_no_file(terminal: Terminal, tmp_path: Path) -> None:
    """Nothing that other users of the machine can see contains a secret."""
    environ = shell(tmp_path, "ps -ww -o args= -p $$ -p $PPID")
    run(CREDENTIALS, environ, terminal.reader, terminal.screen)
    output = terminal.close()
    assert str(tmp_path / "shell") in output
    assert "sentinel" not in output
    assert files_in(tmp_path) == ["demo.json", "shell"]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [({"SHELL": "/bin/zsh"}, "/bin/zsh"), ({"SHELL": ""}, FALLBACK), ({}, FALLBACK)],
)
def test_which_shell(environ: Mapping[str, str], expected: str) -> None:
    """It is the user's shell, or /bin/sh if there is none."""
    assert expected == user_shell(environ)


def test_subshells_do_not_nest() -> None:
    """A second one is refused with a reason that contains no control sequences."""
    assert refusal_reason({"PATH": "/bin"}) == ""
    assert "already a subshell, for us-east-1:5␛a." in refusal_reason(
        {IDENTITY_VARIABLE: "us-east-1:5\x1ba"}
    )


def test_the_greeting() -> None:
    """It names identity, expiry and the way back, without secrets or control sequences."""
    shown = greeting(CREDENTIALS, "arn:aws:sts::111122223333:assumed-role/Guest/\x1b[2J", "/bin/sh")
    for expected in (
        "/bin/sh",
        "assumed-role/Guest/␛[2J",
        IDENTITY,
        "23:13:20",
        "Type exit to return",
    ):
        assert expected in shown
    assert "sentinel" not in shown


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("missing", "No such file or directory"),
        (".", "Permission denied"),
        ("plain", "Permission denied"),
        ("binary", "Exec format error"),
    ],
)
def test_a_shell_that_does_not_start(
    terminal: Terminal, tmp_path: Path, path: str, expected: str
) -> None:
    """The error is one line, and no frame of its traceback holds the environment."""
    (tmp_path / "plain").touch(0o600)
    (tmp_path / "binary").write_bytes(b"\0\1\2")
    (tmp_path / "binary").chmod(0o700)
    environ = {"SHELL": str(tmp_path / path)}
    with pytest.raises(SubshellError) as raised:
        run(CREDENTIALS, environ, terminal.reader, terminal.screen)
    assert f"The shell {tmp_path / path} did not start: {expected}." == str(raised.value)
    assert raised.value.__context__ is None
    assert_no_frame_has_a_secret(raised.value)


def test_an_invalid_environment(terminal: Terminal) -> None:
    """A variable with a NUL is reported without its value."""
    with pytest.raises(SubshellError) as raised:
        run(CREDENTIALS, {"A": "sentinel\0"}, terminal.reader, terminal.screen)
    assert f"The shell {FALLBACK} did not start: ValueError." == str(raised.value)
    assert raised.value.__context__ is None


def assert_no_frame_has_a_secret(error: BaseException) -> None:
    """Check the local variables of an error's frames, which a crash report would show."""
    traceback = error.__traceback__
    while traceback is not None:
        assert KEY not in repr(traceback.tb_frame.f_locals)
        traceback = traceback.tb_next


@pytest.mark.parametrize(
    ("ended", "expected"),
    [
        (Ended(0, 0.1), (False, "exited with status 0")),
        (Ended(127, 0.1), (True, "exited with status 127")),
        (Ended(127, 60), (False, "exited with status 127")),
        (Ended(-9, 0.1), (True, "was terminated by SIGKILL")),
    ],
)
def test_how_it_ended(ended: Ended, expected: tuple[bool, str]) -> None:
    """A shell that failed before anyone could use it is distinguished."""
    assert expected == (ended.ended_immediately, ended.description)


def test_the_terminal_is_restored(terminal: Terminal, tmp_path: Path) -> None:
    """A shell that is killed while the terminal is raw does not leave it raw."""
    before = termios.tcgetattr(terminal.reader)
    handlers = [signal.getsignal(getattr(signal, name)) for name in SIGNALS]
    environ = shell(tmp_path, "stty raw -echo; kill -KILL $$")
    ended = run(CREDENTIALS, environ, terminal.reader, terminal.screen)
    assert ended.description == "was terminated by SIGKILL"
    assert before == termios.tcgetattr(terminal.reader)
    assert handlers == [signal.getsignal(getattr(signal, name)) for name in SIGNALS]


def test_keyboard_signals_go_to_the_shell(terminal: Terminal, tmp_path: Path) -> None:
    """Ctrl+C ends the program in the shell and not cogtui, and no handler is inherited."""
    text = f"kill -INT {os.getpid()}; kill -QUIT {os.getpid()}; kill -INT $$; echo not reached"
    ended = run(CREDENTIALS, shell(tmp_path, text), terminal.reader, terminal.screen)
    assert ended.description == "was terminated by SIGINT"
    assert terminal.close() == ""


def test_a_shell_that_stops_itself_is_continued(terminal: Terminal, tmp_path: Path) -> None:
    """`suspend` in the shell does not leave a terminal without a reader."""
    environ = shell(tmp_path, "kill -STOP $$; echo goes on")
    assert run(CREDENTIALS, environ, terminal.reader, terminal.screen).status == 0
    assert terminal.close() == "goes on\n"


HANGING = """
import os, signal, sys
from tests.credentials.test_subshell import CREDENTIALS
from cogtui.credentials.subshell import run
run(CREDENTIALS, os.environ, sys.stdin, sys.stdout)
"""


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGTERM])
def test_what_ends_the_process_ends_the_shell(
    terminal: Terminal, tmp_path: Path, number: signal.Signals
) -> None:
    """After SIGHUP or SIGTERM neither a process nor a file is left."""
    pid_file = tmp_path / "pid"
    # a pipe shows this: it is written before the shell waits, and closed when all have ended
    os.mkfifo(pid_file)
    environ = shell(tmp_path, f"exec 9>{pid_file}; echo $$ >&9; while :; do read line; done")
    process = subprocess.Popen(  # noqa: S603  this interpreter
        [sys.executable, "-c", HANGING],
        cwd=Path(__file__).parents[2],
        env={**os.environ, **environ},
        stdin=terminal.reader,
        stdout=terminal.screen,
    )
    with pid_file.open() as pipe:
        assert int(pipe.readline()) != process.pid
        process.send_signal(number)
        assert pipe.read() == ""
    assert -number == process.wait(30)
    assert files_in(tmp_path) == ["demo.json", "pid", "shell"]


def test_a_signal_before_the_program_starts() -> None:
    """Without a program there is nothing to end, but the process ends by the signal afterwards."""
    job = subshell._Job()
    job.end(signal.SIGTERM, None)
    delay, _ = signal.setitimer(signal.ITIMER_REAL, 0)
    assert delay > 0
    assert job.signal_number == signal.SIGTERM
