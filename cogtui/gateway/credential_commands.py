"""Run `credential_process` commands in the background or, when the user wants to, in the terminal.

A command runs in its own session without a controlling terminal, so it can neither draw on the
app's screen nor take its keys. It has no time limit: it may wait for a person.
"""

import contextlib
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from typing import IO, Final, NamedTuple

from cogtui.gateway.connection import CommandFailedError, CommandStoppedError
from cogtui.text import visible

_KILL_DELAY: Final = 1.0
"""How long a command may take to end after SIGTERM before it is killed, in seconds."""

_OUTPUT_DELAY: Final = 1.0
"""How long to wait for the rest of stderr once stdout is closed, in seconds: a program that a
command leaves running may hold it open."""

_LARGEST_OUTPUT: Final = 20_000
"""How much of what a command writes to stderr is kept, in bytes; the oldest is dropped first."""

LARGEST_RESULT: Final = 1_000_000
"""How much of what a command writes to stdout is read, in bytes: no credentials are that long."""

_ESCAPE_SEQUENCE: Final = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[ -/]*[0-Z\\^-~]"
)
"""Matches colours, cursor movements and titles, which are left out of what is shown."""


class CommandResult(NamedTuple):
    """How a command ended."""

    status: int
    """Its exit status; if a signal ended it, the negative signal number."""
    stdout: bytes
    """What it wrote to stdout: the credentials."""
    messages: str
    """What it wrote to stderr, or where that is, on one line; empty for nothing."""


class CredentialCommand:
    """A command that a thread waits for; has what botocore uses of `subprocess.Popen`.

    All methods may be called in any thread.

    Args:
        profile: The profile whose credentials the command returns.
        arguments: The program and its arguments.
        in_foreground: Whether it waits for `finish` instead of starting in the background.

    Raises:
        OSError: The command did not start.
    """

    returncode = 0
    """The exit status, for botocore; `communicate` raises an error for any other."""

    def __init__(self, profile: str, arguments: Sequence[str], *, in_foreground: bool) -> None:
        self.profile = profile
        """The profile whose credentials it returns."""
        self.program = visible(arguments[0])
        """Its name, to be shown; the arguments may contain secrets."""
        self.arguments = tuple(arguments)
        """The program and its arguments."""
        self.in_foreground = in_foreground
        """Whether it was not started, but waits for `finish`."""
        self.on_finish: Callable[[], None] = lambda: None
        """Called when the wait ends, in any thread."""
        self.started = time.monotonic()
        """When it started, by the monotonic clock."""
        self._lock = threading.Lock()
        self._finished = threading.Event()
        self._ending = threading.Lock()
        self._result: CommandResult | None = None
        self._written = b""
        self._process: subprocess.Popen[bytes] | None = None
        if not in_foreground:
            self._start()

    @property
    def is_running(self) -> bool:
        """Whether a thread still waits for it."""
        return not self._finished.is_set()

    @property
    def is_active(self) -> bool:
        """Whether a thread still waits for it, or it is being ended."""
        return self.is_running or self._ending.locked()

    @property
    def output(self) -> list[str]:
        """What it has written to stderr: lines without escape sequences or empty lines."""
        text = _ESCAPE_SEQUENCE.sub("", self._written.decode(errors="replace"))
        lines = (line.rstrip("\r").rpartition("\r")[2].rstrip() for line in text.split("\n"))
        return [visible(line.expandtabs()) for line in lines if line]

    def communicate(self) -> tuple[bytes, bytes]:
        """Wait until the command has ended.

        Returns:
            What it wrote to stdout, and nothing for stderr.

        Raises:
            CommandFailedError: Its exit status is not 0.
            CommandStoppedError: The user has stopped it.
        """
        self._finished.wait()
        if self._result is None:
            raise CommandStoppedError(self.program)
        if self._result.status:
            raise CommandFailedError(self._failure(self._result))
        return self._result.stdout, b""

    def finish(self, result: CommandResult | None) -> None:
        """End the wait; without effect if it has ended.

        Args:
            result: How the command ended; None if the user has stopped it.
        """
        with self._lock:
            if self.is_running:
                self._result = result
                self._finished.set()
        self.on_finish()

    def stop(self) -> None:
        """End the wait and the command; blocks until the command has ended or is killed."""
        with self._ending:
            self.finish(None)
            self._end()

    def withdraw(self) -> None:
        """End the command in the background, but not the wait; blocks like `stop`."""
        with self._ending:
            self._end()

    def _end(self) -> None:
        with self._lock:
            process, self._process = self._process, None
        if process is None:
            return
        _signal_group(process, signal.SIGTERM)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_KILL_DELAY)
        # also what is left of its process group
        _signal_group(process, signal.SIGKILL)

    def _start(self) -> None:
        process = self._process = subprocess.Popen(  # noqa: S603  the user's own command
            self.arguments,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        assert process.stderr is not None  # noqa: S101  for the type
        reader = threading.Thread(target=self._follow, args=(process.stderr,), daemon=True)
        reader.start()
        threading.Thread(target=self._wait_for, args=(process, reader), daemon=True).start()

    def _follow(self, stderr: IO[bytes]) -> None:
        with stderr:
            while chunk := os.read(stderr.fileno(), _LARGEST_OUTPUT):
                self._written = (self._written + chunk)[-_LARGEST_OUTPUT:]

    def _wait_for(self, process: "subprocess.Popen[bytes]", reader: threading.Thread) -> None:
        assert process.stdout is not None  # noqa: S101  for the type
        with process.stdout as pipe:
            stdout = pipe.read(LARGEST_RESULT)
        status = process.wait()
        reader.join(_OUTPUT_DELAY)
        with self._lock:
            is_withdrawn = self._process is not process
        if not is_withdrawn:
            self.finish(CommandResult(status, stdout, " · ".join(self.output)))

    def _failure(self, result: CommandResult) -> str:
        status = result.status
        ending = f"was killed by signal {-status}" if status < 0 else f"exited with status {status}"
        return f"{self.program} {ending}: {result.messages}".removesuffix(": ")


class CredentialCommands:
    """The commands of one run of the app."""

    def __init__(self) -> None:
        self.on_start: Callable[[CredentialCommand], None] = lambda _: None
        """Called with each command that starts, in the thread that waits for it."""
        self.in_foreground = False
        """Whether the next command waits to be run in the terminal instead of the background."""
        self.has_run = False
        """Whether a command has started since this was last reset."""
        self._started: tuple[CredentialCommand, ...] = ()
        self._lock = threading.Lock()

    def start(self, profile: str, arguments: Sequence[str], **_pipes: int) -> CredentialCommand:
        """Start a command; blocks no longer than that takes.

        Args:
            profile: The profile whose credentials it returns.
            arguments: The program and its arguments.
            _pipes: Arguments of botocore's for `subprocess.Popen`.

        Raises:
            OSError: It did not start.
        """
        self.has_run = True
        in_foreground, self.in_foreground = self.in_foreground, False
        command = CredentialCommand(profile, arguments, in_foreground=in_foreground)
        with self._lock:
            self._started = (*self.active, command)
        self.on_start(command)
        return command

    @property
    def active(self) -> tuple[CredentialCommand, ...]:
        """The commands that threads wait for, or that are being ended."""
        return tuple(command for command in self._started if command.is_active)


def stop_all(commands: Sequence[CredentialCommand]) -> None:
    """Stop commands; blocks for about a second if they ignore SIGTERM.

    Args:
        commands: The commands.
    """
    threads = [threading.Thread(target=command.stop, daemon=True) for command in commands]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _signal_group(process: "subprocess.Popen[bytes]", number: signal.Signals) -> None:
    # there is no such group once all of it has ended, and none of ours if it has other rights
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, number)
