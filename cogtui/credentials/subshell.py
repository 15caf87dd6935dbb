r"""A shell that acts as an identity: credentials in its environment, and nowhere else.

While it runs, the process waits as a shell does for its job: Ctrl+C and Ctrl+\ are the job's, and
what hangs up the terminal or ends the process ends the job first. Windows, where there is no job
control and the shell is what `COMSPEC` names, has never been tried.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any, Final, NamedTuple, TextIO

from cogtui.api_error import CogtuiError
from cogtui.credentials.export import SUBSHELL, Credentials, is_subshell, subshell_environment
from cogtui.text import visible
from cogtui.times import local_clock

FALLBACK: Final = "/bin/sh"
"""The shell where `SHELL` names none."""

_AT_ONCE: Final = 1.0
"""A shell that ends within this time has not been used, seconds."""

_TIME_TO_END: Final = 5.0
"""How long a program that was hung up may take to end before it is killed, seconds."""

_IS_WINDOWS: Final = sys.platform == "win32"


class SubshellError(CogtuiError):
    """A shell that did not start, in one line."""


class Ended(NamedTuple):
    """How a subshell ended."""

    status: int
    """Its exit status; the number of the signal that ended it, negative, if one did."""
    seconds: float
    """How long it ran."""
    is_quitting: bool = False
    """Whether it was ended by a signal to this process, which is about to end, too."""

    @property
    def at_once(self) -> bool:
        """Whether it failed before anybody can have used it."""
        return self.status != 0 and self.seconds < _AT_ONCE

    @property
    def description(self) -> str:
        """How it ended, in words: `ended with status 3`."""
        if self.status < 0:
            return f"was ended by {signal.Signals(-self.status).name}"
        return f"ended with status {self.status}"


def refusal(environ: Mapping[str, str]) -> str:
    """Why there is no subshell to be had; empty if there is.

    Args:
        environ: The environment of the process.
    """
    if is_subshell(environ):
        identity = visible(environ[SUBSHELL])
        return f"This is a subshell already, of {identity}. Leave it with exit, then try again."
    return ""


def shell_of(environ: Mapping[str, str]) -> str:
    """The user's shell.

    Args:
        environ: The environment of the process.

    Returns:
        What `SHELL` names, `/bin/sh` where it names nothing; on Windows `COMSPEC`.
    """
    if _IS_WINDOWS:  # pragma: no cover  the tests run on no Windows
        return environ.get("COMSPEC") or "cmd.exe"
    return environ.get("SHELL") or FALLBACK


def greeting(credentials: Credentials, acting_as: str, shell: str) -> str:
    """What is said before the shell's first prompt.

    Args:
        credentials: The credentials that it has.
        acting_as: Whom they make the shell act as: the caller's ARN.
        shell: The shell.

    Returns:
        Lines for the terminal, with nothing that it would obey, and no secret.
    """
    lines = (
        f"A subshell of cogtui: {shell}",
        f"  acts as   {acting_as}",
        f"  identity  {credentials.identity_id}",
        f"  until     {local_clock(credentials.expiration)}",
        "exit comes back to cogtui.",
    )
    return "\n" + "".join(f"{visible(line)}\n" for line in lines)


def run(
    credentials: Credentials, environ: Mapping[str, str], reader: TextIO, screen: TextIO
) -> Ended:
    """Runs the user's shell as an identity, and waits until it ends.

    It blocks, and is for the main thread: a signal that ends this process ends the shell first.
    The terminal is afterwards as it was, whatever the shell has done to it.

    Args:
        credentials: The credentials that it has.
        environ: The environment that it has otherwise.
        reader: The terminal to read from.
        screen: The terminal to write on.

    Returns:
        How it ended.

    Raises:
        SubshellError: It did not start.
    """
    shell = [shell_of(environ)]

    def environment() -> Mapping[str, str]:
        return subshell_environment(credentials, environ)

    return run_program("The shell", shell, environment, reader, screen)


def run_program(
    what: str,
    command: Sequence[str],
    environ: Callable[[], Mapping[str, str]],
    reader: TextIO,
    screen: TextIO,
) -> Ended:
    """Runs a program in the terminal as `run` does a shell.

    Args:
        what: What to call it.
        command: The program and its arguments.
        environ: Tells the environment that it has, of which no frame of an error knows.
        reader: The terminal to read from.
        screen: The terminal to write on.

    Returns:
        How it ended.

    Raises:
        SubshellError: It did not start.
    """
    started = time.monotonic()
    job = _Job()
    with _restored_terminal(reader), _signals_left_to(job):
        child = _started(what, command, environ, reader, screen)
        job.take(child)
        status = _waited_for(child)
    # only now: the terminal is as it was, and the process's own handler is back
    if job.number:
        signal.raise_signal(job.number)
    return Ended(status, time.monotonic() - started, is_quitting=bool(job.number))


def _started(
    what: str,
    command: Sequence[str],
    environ: Callable[[], Mapping[str, str]],
    reader: TextIO,
    screen: TextIO,
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603  the user's own program
            command, stdin=reader, stdout=screen, stderr=screen, env=environ()
        )
    except Exception as error:  # noqa: BLE001  the frames of any hold the environment
        problem = getattr(error, "strerror", None) or type(error).__name__
    # not from there, for the same reason
    raise SubshellError(f"{what} {visible(command[0])} did not start: {problem}.")


def _waited_for(child: "subprocess.Popen[bytes]") -> int:
    if _IS_WINDOWS:  # pragma: no cover  the tests run on no Windows
        return child.wait()
    while child.returncode is None:
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            # `suspend` in it: nobody else would ever let it go on
            os.kill(child.pid, signal.SIGCONT)
        else:
            child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode


class _Job:
    """The program that runs, and the signal that this process received meanwhile."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self.number = 0
        """What ends this process once the program has ended; 0 for nothing."""

    def take(self, child: "subprocess.Popen[bytes]") -> None:
        """Wait for a program."""
        self._child = child
        if self.number:  # pragma: no cover  the signal came while the program was being started
            self.end(signal.SIGALRM, None)

    def end(self, number: int, _frame: FrameType | None) -> None:
        """Hang the program up; kill it where it has been hung up before."""
        first = self.number == 0
        self.number = self.number or number
        if self._child is not None and self._child.returncode is None:
            # not by Popen, which would take the child's status from whoever waits for it
            os.kill(self._child.pid, signal.SIGHUP if first else signal.SIGKILL)
            os.kill(self._child.pid, signal.SIGCONT)
        signal.setitimer(signal.ITIMER_REAL, _TIME_TO_END)


def _nothing(_number: int, _frame: FrameType | None) -> None:
    """Not SIG_IGN, which a shell and all its programs would inherit."""


@contextlib.contextmanager
def _signals_left_to(job: _Job) -> Iterator[None]:
    """Leaves the keyboard's signals to a job; what ends the process ends the job."""
    handlers: dict[str, Callable[[int, FrameType | None], Any] | signal.Handlers] = {
        "SIGINT": _nothing,
        "SIGQUIT": _nothing,
        "SIGHUP": job.end,
        "SIGTERM": job.end,
        "SIGALRM": job.end,
        # Textual's own stops the process also where no shell is left to let it go on
        "SIGTSTP": signal.SIG_DFL,
    }
    before = {
        number: signal.signal(number, handler)
        for name, handler in handlers.items()
        # Windows has not all of them
        if (number := getattr(signal, name, None)) is not None
    }
    try:
        yield
    finally:
        if job.number:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler_before in before.items():
            signal.signal(number, handler_before)


@contextlib.contextmanager
def _restored_terminal(reader: TextIO) -> Iterator[None]:
    """Takes the terminal back from a shell that was killed, and sets it was."""
    if _IS_WINDOWS:  # pragma: no cover  the tests run on no Windows
        yield
        return
    import termios  # noqa: PLC0415  Windows has none

    terminal = reader.fileno()
    attributes = termios.tcgetattr(terminal)
    try:
        yield
    finally:
        # from the background a process may do neither, unless it passes this signal over
        before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        with contextlib.suppress(OSError):
            os.tcsetpgrp(terminal, os.getpgrp())
        with contextlib.suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, attributes)
        signal.signal(signal.SIGTTOU, before)
