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
from contextlib import suppress
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
        self._stream = pyte.ByteStream(self.screen)
        self.bytes_drawn = 0
        """How many bytes the program has drawn and this terminal has read."""
        self._has_ended = False
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
        if not self._has_ended:
            os.kill(self._pid, signal.SIGKILL)
            os.waitpid(self._pid, 0)
        os.close(self._descriptor)

    @property
    def pid(self) -> int:
        """The program's process ID."""
        return self._pid

    @property
    def text(self) -> str:
        """What is on the screen, as far as it was read."""
        return "\n".join(self.screen.display)

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
        """Read what the program draws, until it draws nothing.

        Args:
            quiet: How long it must draw nothing, in seconds.
            limit: The maximum time to wait, in seconds: a cursor may blink.

        Raises:
            TimeoutError: The program has ended; the message has the screen.
        """
        deadline = time.perf_counter() + limit
        while time.perf_counter() < deadline and self.read(quiet) is not None:
            pass

    def seconds_until_drawn(self, text: str, *, limit: float = 60.0) -> float:
        """Wait until the program has written a text, all of it in one style.

        Unlike `seconds_until` this does not spend time on drawing a screen.

        Args:
            text: The text.
            limit: The maximum time to wait, in seconds.

        Returns:
            The seconds from the start of the program until the bytes of the text arrived.

        Raises:
            TimeoutError: The text did not arrive.
        """
        drawn = b""
        while text.encode() not in drawn:
            if time.perf_counter() - self._started > limit:
                raise TimeoutError(f"no {text!r} in the output")
            if select.select([self._descriptor], [], [], 0.5)[0]:
                drawn += self._read()
        return time.perf_counter() - self._started

    def seconds_of_frame(self, keys: str, *, quiet: float, limit: float = 10.0) -> float:
        """Send keys, and read everything that the program draws for them.

        Args:
            keys: The bytes of the keys, as text.
            quiet: How long it must draw nothing afterwards, in seconds.
            limit: The maximum time to wait, in seconds.

        Returns:
            The seconds from the keys to the last byte drawn.

        Raises:
            TimeoutError: Nothing was drawn, or drawing did not end.
        """
        began = time.perf_counter()
        self.press(keys)
        last = self.read(limit)
        if last is None:
            raise TimeoutError(f"nothing was drawn for {keys!r} on:\n{self.text}")
        while (arrived := self.read(quiet)) is not None:
            last = arrived
            if last - began > limit:
                raise TimeoutError(f"no end of the frame for {keys!r} on:\n{self.text}")
        return last - began

    def seconds_to_end(self, keys: str, *, limit: float = 10.0) -> float:
        """Send keys that quit the program, and wait for the end of its process.

        Args:
            keys: The bytes of the keys, as text.
            limit: The maximum time to wait, in seconds.

        Returns:
            The seconds from the keys to the end.

        Raises:
            TimeoutError: The process has not ended.
        """
        began = time.perf_counter()
        self.press(keys)
        while not self._has_ended:
            if time.perf_counter() - began > limit:
                raise TimeoutError(f"{keys!r} did not end the program")
            if select.select([self._descriptor], [], [], 0.001)[0]:
                with suppress(OSError):
                    self._read()
            self._has_ended = os.waitpid(self._pid, os.WNOHANG)[0] != 0
        return time.perf_counter() - began

    def _read(self) -> bytes:
        drawn = os.read(self._descriptor, 65536)
        self.bytes_drawn += len(drawn)
        return drawn

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
                raise TimeoutError(f"waited in vain on:\n{self.text}")
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
            drawn = self._read()
        except OSError:
            raise TimeoutError(f"the program ended with:\n{self.text}") from None
        arrived = time.perf_counter()
        self._stream.feed(drawn)
        return arrived
