r"""Run a shell that acts as an identity, with credentials in its environment and nowhere else.

While it runs, this process waits as a shell waits for a job: Ctrl+C and Ctrl+\ go to the job, and a
signal that hangs up the terminal or ends the process ends the job first.
"""

import contextlib
import os
import signal
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType
from typing import Any, Final, NamedTuple, TextIO

from cogtui.api_error import CogtuiError
from cogtui.credentials.export import (
    IDENTITY_VARIABLE,
    Credentials,
    is_subshell,
    subshell_environment,
)
from cogtui.text import visible
from cogtui.times import zoned_second

FALLBACK: Final = "/bin/sh"
"""The shell to use if `SHELL` is not set."""

_IMMEDIATE_SECONDS: Final = 1.0
"""A shell that ends within this time was not used, in seconds."""

_KILL_DELAY: Final = 5.0
"""How long a program may take to end after SIGHUP before it is killed, in seconds."""


class SubshellError(CogtuiError):
    """A shell did not start; the message is one line."""


class Ended(NamedTuple):
    """How a program ended."""

    status: int
    """Its exit status; if a signal ended it, the negative signal number."""
    seconds: float
    """How long it ran."""
    is_quitting: bool = False
    """Whether a signal to this process ended it, in which case this process ends too."""

    @property
    def ended_immediately(self) -> bool:
        """Whether it failed before anyone could use it."""
        return self.status != 0 and self.seconds < _IMMEDIATE_SECONDS

    @property
    def description(self) -> str:
        """How it ended, such as `exited with status 3`."""
        if self.status < 0:
            return f"was terminated by {signal.Signals(-self.status).name}"
        return f"exited with status {self.status}"


def refusal_reason(environ: Mapping[str, str]) -> str:
    """Return why a subshell cannot be opened; empty if it can.

    Args:
        environ: The environment of the process.
    """
    if is_subshell(environ):
        identity = visible(environ[IDENTITY_VARIABLE])
        return f"This is already a subshell, for {identity}. Type exit, then try again."
    return ""


def user_shell(environ: Mapping[str, str]) -> str:
    """Return the user's shell: `SHELL`, or `/bin/sh` if it is not set.

    Args:
        environ: The environment of the process.
    """
    return environ.get("SHELL") or FALLBACK


def greeting(credentials: Credentials, acting_as: str, shell: str) -> str:
    """Return the text to print before the shell's first prompt.

    Args:
        credentials: The shell's credentials.
        acting_as: The ARN of the caller that they make the shell act as, or its role.
        shell: The shell.

    Returns:
        Lines without secrets or control sequences.
    """
    lines = (
        f"cogtui subshell: {shell}",
        f"  acts as   {acting_as}",
        f"  identity  {credentials.identity_id}",
        f"  expires   {zoned_second(credentials.expiration)}",
        "Type exit to return to cogtui.",
    )
    return "\n" + "".join(f"{visible(line)}\n" for line in lines)


def run(
    credentials: Credentials, environ: Mapping[str, str], reader: TextIO, screen: TextIO
) -> Ended:
    """Run the user's shell as an identity, and wait until it ends.

    Call this on the main thread, which it blocks: a signal that ends this process ends the shell
    first. The terminal is restored afterwards, whatever the shell did to it.

    Args:
        credentials: The shell's credentials.
        environ: The environment to add them to.
        reader: The terminal to read from.
        screen: The terminal to write to.

    Raises:
        SubshellError: The shell did not start.
    """
    shell = [user_shell(environ)]

    def environment() -> Mapping[str, str]:
        return subshell_environment(credentials, environ)

    return run_program("The shell", shell, environment, reader, screen)


def run_program(
    what: str,
    command: Sequence[str],
    environ: Callable[[], Mapping[str, str]],
    reader: TextIO,
    screen: TextIO,
    *,
    output: int | None = None,
) -> Ended:
    """Run a program in the terminal as `run` runs a shell.

    Args:
        what: The program's name in error messages.
        command: The program and its arguments.
        environ: Returns the program's environment; a function, so that no frame holds the result.
        reader: The terminal to read from.
        screen: The terminal to write to.
        output: The file descriptor for its stdout; None for the terminal.

    Raises:
        SubshellError: The program did not start.
    """
    started = time.monotonic()
    job = _Job()
    with _restored_terminal(reader), _signals_passed_to(job):
        child = _start(what, command, environ, reader, screen, output)
        job.attach(child)
        status = _wait_for(child)
    # only after the terminal and this process's signal handlers are restored
    if job.signal_number:
        signal.raise_signal(job.signal_number)
    return Ended(status, time.monotonic() - started, is_quitting=bool(job.signal_number))


def _start(
    what: str,
    command: Sequence[str],
    environ: Callable[[], Mapping[str, str]],
    reader: TextIO,
    screen: TextIO,
    output: int | None,
) -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603  the user's own program
            command,
            stdin=reader,
            stdout=screen if output is None else output,
            stderr=screen,
            env=environ(),
        )
    except Exception as error:  # noqa: BLE001  the frames of any error hold the environment
        problem = getattr(error, "strerror", None) or type(error).__name__
    # outside the handler, so that the error does not refer to those frames
    raise SubshellError(f"{what} {visible(command[0])} did not start: {problem}.")


def _wait_for(child: "subprocess.Popen[bytes]") -> int:
    while child.returncode is None:
        _, status = os.waitpid(child.pid, os.WUNTRACED)
        if os.WIFSTOPPED(status):
            # the shell ran `suspend`: no one else would ever continue it
            os.kill(child.pid, signal.SIGCONT)
        else:
            child.returncode = os.waitstatus_to_exitcode(status)
    return child.returncode


class _Job:
    """The running program, and the signal that this process received in the meantime."""

    def __init__(self) -> None:
        self._child: subprocess.Popen[bytes] | None = None
        self.signal_number = 0
        """The signal that ends this process after the program has ended; 0 for none."""

    def attach(self, child: "subprocess.Popen[bytes]") -> None:
        """Set the program that signals are passed to."""
        self._child = child
        if self.signal_number:  # pragma: no cover  it came while the program was being started
            self.end(signal.SIGALRM, None)

    def end(self, number: int, _frame: FrameType | None) -> None:
        """Send SIGHUP to the program, or SIGKILL the second time."""
        first = self.signal_number == 0
        self.signal_number = self.signal_number or number
        if self._child is not None and self._child.returncode is None:
            # not through Popen, which would reap the child's status that `_wait_for` needs
            os.kill(self._child.pid, signal.SIGHUP if first else signal.SIGKILL)
            os.kill(self._child.pid, signal.SIGCONT)
        signal.setitimer(signal.ITIMER_REAL, _KILL_DELAY)


def _ignore_signal(_number: int, _frame: FrameType | None) -> None:
    """Ignore a signal; unlike SIG_IGN, the shell and its programs do not inherit this."""


@contextlib.contextmanager
def _signals_passed_to(job: _Job) -> Iterator[None]:
    """Leave keyboard signals to a job, and pass on the signals that end this process."""
    handlers: dict[signal.Signals, Callable[[int, FrameType | None], Any] | signal.Handlers] = {
        signal.SIGINT: _ignore_signal,
        signal.SIGQUIT: _ignore_signal,
        signal.SIGHUP: job.end,
        signal.SIGTERM: job.end,
        signal.SIGALRM: job.end,
        # Textual's handler stops the process even if no shell is left to continue it
        signal.SIGTSTP: signal.SIG_DFL,
    }
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        if job.signal_number:
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number, handler_before in before.items():
            signal.signal(number, handler_before)


@contextlib.contextmanager
def _restored_terminal(reader: TextIO) -> Iterator[None]:
    """Reclaim the terminal from a shell that was killed, and restore its settings."""
    terminal = reader.fileno()
    attributes = termios.tcgetattr(terminal)
    try:
        yield
    finally:
        # a background process may do neither unless it ignores this signal
        before = signal.signal(signal.SIGTTOU, signal.SIG_IGN)
        with contextlib.suppress(OSError):
            os.tcsetpgrp(terminal, os.getpgrp())
        with contextlib.suppress(termios.error):
            termios.tcsetattr(terminal, termios.TCSADRAIN, attributes)
        signal.signal(signal.SIGTTOU, before)
