"""A pseudo-terminal for benchmarks, which records what a program draws, and when."""

import fcntl
import os
import pty
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Self

import pyte


class Terminal:
    """A program in a separate pseudo-terminal, which is ended at the end of the `with` block.

    Args:
        command: The program and its arguments.
        columns: The terminal's width, in cells.
        rows: The terminal's height, in cells.
        environment: The program's whole environment, except for TERM and COLORTERM.
    """

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        environment: Mapping[str, str],
    ) -> None:
        self.screen = pyte.Screen(columns, rows)
        """What is drawn."""
        self.received = 0
        """How many bytes the program has sent."""
        self._stream = pyte.ByteStream(self.screen)
        self._started = time.perf_counter()
        self._pid, self._descriptor = pty.fork()
        if self._pid == 0:
            whole = {**environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
            os.execvpe(command[0], list(command), whole)  # noqa: S606  a program of the benchmark
        size = struct.pack("HHHH", rows, columns, 0, 0)
        fcntl.ioctl(self._descriptor, termios.TIOCSWINSZ, size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        os.close(self._descriptor)

    @property
    def pid(self) -> int:
        """The program's process ID."""
        return self._pid

    def press(self, keys: str) -> None:
        """Send keys as a terminal would.

        Args:
            keys: The bytes of the keys, as text.
        """
        os.write(self._descriptor, keys.encode())

    def clear(self) -> None:
        """Forget what is on the screen, so that only what is drawn from now on is on it."""
        self.screen.reset()
        self._started = time.perf_counter()

    def settle(self, quiet: float, *, limit: float) -> None:
        """Read and drop what the program draws, until it draws nothing.

        Args:
            quiet: How long it must draw nothing, in seconds.
            limit: The maximum time to wait, in seconds: a cursor may blink.

        Raises:
            EOFError: The program has ended.
        """
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline:
            if not select.select([self._descriptor], [], [], quiet)[0]:
                return
            try:
                os.read(self._descriptor, 65536)
            except OSError:
                raise EOFError("the program has ended") from None

    def seconds_until(self, text: str, *, limit: float = 60.0) -> float:
        """Wait until a text is on the screen.

        Args:
            text: The text.
            limit: The maximum time to wait, in seconds.

        Returns:
            The seconds from the start of the program, or from `clear`, until the text appeared.

        Raises:
            TimeoutError: The text did not appear; the message has the screen.
        """
        self.until(lambda: any(text in line for line in self.screen.display), limit=limit)
        return time.perf_counter() - self._started

    def until(self, condition: Callable[[], bool], *, limit: float = 60.0) -> float:
        """Wait until the screen is as expected.

        Args:
            condition: Whether it is; checked whenever something has arrived.
            limit: The maximum time to wait, in seconds.

        Returns:
            When the last byte needed for it arrived, by `time.perf_counter`.

        Raises:
            TimeoutError: It did not happen; the message has the screen.
        """
        arrived = began = time.perf_counter()
        while not condition():
            if time.perf_counter() - began > limit:
                raise TimeoutError("waited in vain on:\n" + "\n".join(self.screen.display))
            arrived = self.read(0.5) or arrived
        return arrived

    def read(self, limit: float) -> float | None:
        """Draw what the program sends next.

        Args:
            limit: The maximum time to wait, in seconds.

        Returns:
            When it arrived, by `time.perf_counter`; None if nothing did.

        Raises:
            TimeoutError: The program has ended; the message has the screen.
        """
        if not select.select([self._descriptor], [], [], limit)[0]:
            return None
        try:
            data = os.read(self._descriptor, 65536)
        except OSError:
            raise TimeoutError(
                "the program ended with:\n" + "\n".join(self.screen.display)
            ) from None
        arrived = time.perf_counter()
        self.received += len(data)
        self._stream.feed(data)
        return arrived
