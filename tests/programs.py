"""cogtui as a separate program in a pseudo-terminal: its keys, its output, its exit status."""

import contextlib
import fcntl
import os
import pty
import re
import resource
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Final, Self

import cogtui

PROJECT: Final = Path(cogtui.__file__).parents[1]

BEGUN: Final = b"cogtui begins here"
"""Written by a program once its interpreter has started, which cogtui cannot influence."""

_PROGRAM: Final = f"""
import os, sys
os.write(2, {BEGUN!r})
from cogtui.__main__ import start
start()
"""

_LIMIT: Final = 30.0
"""The time limit for any wait, in seconds."""

_MODE: Final = re.compile(rb"\x1b\[\?(\d+)([hl])")

_SHOWN: Final = {b"25", b"7"}
"""The modes that are set in an unchanged terminal: the cursor, line wrap."""


class Program:
    """cogtui in a terminal of 80x24, as the leader of its session, as after a login.

    It is killed at the end of the `with` block if it still runs.

    Args:
        arguments: Its command line.
        environment: Its whole environment except `TERM`.
        ignores: A signal that it ignores from the start, as under nohup.
    """

    def __init__(
        self,
        *arguments: str,
        environment: Mapping[str, str],
        ignores: signal.Signals | None = None,
    ) -> None:
        self.pid, self.master = pty.fork()
        if self.pid == 0:  # pragma: no cover  another process
            # SIGQUIT and SIGABRT would leave a core dump
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            if ignores is not None:
                signal.signal(ignores, signal.SIG_IGN)
            os.chdir(PROJECT)
            whole = {**environment, "TERM": "xterm-256color"}
            os.execve(sys.executable, [sys.executable, "-c", _PROGRAM, *arguments], whole)  # noqa: S606  our own interpreter
        self._attributes = termios.tcgetattr(self.master)
        fcntl.ioctl(self.master, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.drawn = b""
        """Everything that it has written, up to the last text that was waited for and found."""
        self._waited = 0
        self._reaped = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._reaped:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        self.hangs_up()

    def hangs_up(self) -> None:
        """Close the terminal, as a broken connection does."""
        with contextlib.suppress(OSError):
            os.close(self.master)
        self.master = -1

    def _read(self, seconds: float) -> bool:
        """Read what it writes within a time; return False once it has ended."""
        if select.select([self.master], [], [], seconds)[0]:
            try:
                data = os.read(self.master, 65536)
            except OSError:  # every process that had it open has ended, or it was closed
                return False
            self.drawn += data
            return bool(data)
        return True

    def waits(self, text: str) -> None:
        """Wait until it has written a text since the last wait."""
        deadline = time.monotonic() + _LIMIT
        while (found := self.drawn.find(text.encode(), self._waited)) < 0:
            left = deadline - time.monotonic()
            assert left > 0, f"{text!r} never came: {self.drawn[-500:]!r}"
            assert self._read(left), f"ended before {text!r}: {self.drawn[-500:]!r}"
        self._waited = found + len(text.encode())

    def reads_for(self, seconds: float) -> None:
        """Let it run for a time, and read what it writes."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0 and self._read(left):
            pass

    def types(self, text: str | bytes) -> None:
        """Type a text."""
        os.write(self.master, text.encode() if isinstance(text, str) else text)

    def receives(self, number: signal.Signals) -> None:
        """Send it a signal."""
        os.kill(self.pid, number)

    def status(self) -> int:
        """Wait until it has ended; return its exit status, or the negative signal that ended it."""
        deadline = time.monotonic() + _LIMIT
        with contextlib.suppress(ValueError, OSError):  # the terminal was closed
            # unread output would keep it from ending
            while self._read(max(0.0, deadline - time.monotonic())):
                assert time.monotonic() < deadline, f"it never ended: {self.drawn[-500:]!r}"
        status = os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])
        self._reaped = True
        return status

    def changed_modes(self) -> set[bytes]:
        """Return the terminal's changed modes, by number; `termios` for its attributes."""
        last = dict(_MODE.findall(self.drawn))
        changed = {mode for mode, state in last.items() if (state == b"h") != (mode in _SHOWN)}
        if termios.tcgetattr(self.master) != self._attributes:
            changed.add(b"termios")
        return changed

    @property
    def last_words(self) -> str:
        """Return what it wrote after it left the alternate screen, or in total."""
        text = self.drawn.rpartition(BEGUN)[2].rpartition(b"\x1b[?1049l")[2]
        return re.sub(rb"\x1b\[[<>?]?[0-9;]*[a-zA-Z]|\r|\x18", b"", text).decode()


def environment(**more: str) -> dict[str, str]:
    """Return the environment of the test, with AWS credentials that no service has issued.

    Args:
        more: Further variables.
    """
    keys = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "any", "AWS_REGION": "us-east-1"}
    path = os.pathsep.join(filter(None, (str(PROJECT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, **keys, "PYTHONPATH": path, **more}
