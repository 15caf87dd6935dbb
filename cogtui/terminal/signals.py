"""Signals while the app runs: they end it in order, restore the terminal and set the status.

The first SIGTERM, SIGHUP or SIGINT asks the app to leave, which finishes the request in flight. A
second one, or `GRACE` seconds, ends the process at once. SIGQUIT and SIGABRT always do: only the
terminal is restored. A C library that calls `abort()` gives Python no chance to do so.
"""

import contextlib
import os
import select
import signal
import termios
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any, Final, TextIO

GRACE: Final = 10.0
"""How long the app may take to leave after a signal, seconds."""

_INTERRUPTED: Final = 130
"""The exit status after Ctrl+C, as shells report it."""

_RESET: Final = (
    b"\x18"  # cancel a sequence that was cut off
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l"  # synchronised output, paste, wrap, resizes
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"  # keyboard, screen, cursor, focus, colours
)
"""Undoes what Textual's driver sets, in the order in which the driver undoes it."""


@contextlib.contextmanager
def ending(reader: TextIO, screen: TextIO, leave: Callable[[int], bool]) -> Iterator[None]:
    """Let signals end the app that runs in the block, and then the process.

    Args:
        reader: The terminal to read from.
        screen: The terminal to write on.
        leave: Asks the app to leave with an exit status, from a signal handler; False if it does
            not run yet.
    """
    signals = _Signals(reader.fileno(), screen.fileno(), leave)
    handlers = {
        signal.SIGINT: signals.leave,
        signal.SIGTERM: signals.leave,
        signal.SIGHUP: signals.leave,
        signal.SIGQUIT: signals.end,
        signal.SIGABRT: signals.end,
    }
    before = {number: signal.getsignal(number) for number in handlers}
    for number, handler in handlers.items():
        # nohup, for instance, wants SIGHUP ignored
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    except BaseException:
        # Textual itself failed, and may not have come to it
        signals.restore_terminal()
        raise
    finally:
        signals.stop_waiting()
        for number, handler_before in before.items():
            signal.signal(number, handler_before)
    signals.finish()


class _Signals:
    """What has been received, and how the process ends by it."""

    def __init__(self, reader: int, screen: int, leave: Callable[[int], bool]) -> None:
        self._reader = reader
        self._screen = screen
        self._leave = leave
        self._attributes = termios.tcgetattr(reader)
        self._received = 0
        self._before_alarm: Any = signal.SIG_DFL

    def leave(self, number: int, frame: FrameType | None) -> None:
        """Ask the app to leave; end at once if it was asked before, or does not run."""
        again, self._received = self._received, number
        if again or not self._leave(128 + number):  # pragma: no cover  it ends the process
            self.end(number, frame)
        self._before_alarm = signal.signal(signal.SIGALRM, self.end)
        # no thread: this works also while the event loop waits for a terminal that is stuck
        signal.setitimer(signal.ITIMER_REAL, GRACE)

    def end(self, number: int, _frame: FrameType | None) -> None:  # pragma: no cover  it ends
        """Restore the terminal and end the process at once."""
        terminal = os.dup(self._screen)
        # what another thread is about to draw must not come after it
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._screen)
        self._screen = terminal
        self.restore_terminal()
        _end_by(self._received if number == signal.SIGALRM else number)

    def stop_waiting(self) -> None:
        """Give up the time limit, if one is running."""
        if self._received:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before_alarm)

    def finish(self) -> None:
        """End the process by the signal that it received; after SIGINT by the app's status."""
        if self._received not in (0, signal.SIGINT):  # pragma: no cover  it ends the process
            _end_by(self._received)

    def restore_terminal(self) -> None:
        """Undo what the app has set, as far as the terminal takes it without waiting."""
        with contextlib.suppress(OSError):
            if select.select([], [self._screen], [], 0)[1]:
                os.write(self._screen, _RESET)
        with contextlib.suppress(termios.error):
            termios.tcsetattr(self._reader, termios.TCSANOW, self._attributes)


def _end_by(number: int) -> None:  # pragma: no cover  it ends the process
    if number == signal.SIGINT:
        os._exit(_INTERRUPTED)
    signal.signal(number, signal.SIG_DFL)
    signal.raise_signal(number)
