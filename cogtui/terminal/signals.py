"""Handle signals while the app runs: exit cleanly, restore the terminal and set the exit status.

The first SIGTERM, SIGHUP or SIGINT asks the app to exit, which waits for requests in flight. A
second one, or a timeout of `GRACE` seconds, ends the process at once. SIGQUIT and SIGABRT end it at
once after restoring the terminal; if a C library calls `abort()`, Python cannot even do that.
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
"""How long the app may take to exit after a signal, in seconds."""

_INTERRUPTED: Final = 130
"""The exit status after Ctrl+C, as shells report it."""

_RESET: Final = (
    b"\x18"  # cancel an incomplete sequence
    b"\x1b[?2026l\x1b[?2004l\x1b[?7h\x1b[?2048l"  # synchronised output, paste, wrap, resizes
    b"\x1b[?1000l\x1b[?1003l\x1b[?1015l\x1b[?1006l\x1b[?1016l"  # mouse
    b"\x1b[<u\x1b[?1049l\x1b[?25h\x1b[?1004l\x1b[0m"  # keyboard, screen, cursor, focus, colours
)
"""Resets the modes that Textual's driver sets, in the driver's own order."""


@contextlib.contextmanager
def ending(reader: TextIO, screen: TextIO, leave: Callable[[int], bool]) -> Iterator[None]:
    """Let signals end the app that runs in the `with` block, and then the process.

    Args:
        reader: The terminal that is read from.
        screen: The terminal that is written to.
        leave: Asks the app to exit with a status; called in a signal handler. Returns False if the
            app is not running yet.
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
        # leave ignored signals ignored, such as SIGHUP under nohup
        if before[number] is not signal.SIG_IGN:
            signal.signal(number, handler)
    try:
        yield
    except BaseException:
        # Textual itself failed, possibly before it restored the terminal
        signals.restore_terminal()
        raise
    finally:
        signals.stop_waiting()
        for number, handler_before in before.items():
            signal.signal(number, handler_before)
    signals.finish()


class _Signals:
    """The signal handlers, and the signal received."""

    def __init__(self, reader: int, screen: int, leave: Callable[[int], bool]) -> None:
        self._reader = reader
        self._screen = screen
        self._leave = leave
        self._attributes = termios.tcgetattr(reader)
        self._received = 0
        self._before_alarm: Any = signal.SIG_DFL

    def leave(self, number: int, frame: FrameType | None) -> None:
        """Ask the app to exit; end the process if it was asked before or is not running."""
        again, self._received = self._received, number
        if again or not self._leave(128 + number):  # pragma: no cover  it ends the process
            self.end(number, frame)
        self._before_alarm = signal.signal(signal.SIGALRM, self.end)
        # a timer works even while the event loop is blocked by a stuck terminal
        signal.setitimer(signal.ITIMER_REAL, GRACE)

    def end(self, number: int, _frame: FrameType | None) -> None:  # pragma: no cover  it ends
        """Restore the terminal and end the process at once."""
        terminal = os.dup(self._screen)
        # keep other threads from drawing after the terminal is restored
        os.dup2(os.open(os.devnull, os.O_WRONLY), self._screen)
        self._screen = terminal
        self.restore_terminal()
        _end_by(self._received if number == signal.SIGALRM else number)

    def stop_waiting(self) -> None:
        """Cancel the time limit, if it is running."""
        if self._received:
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self._before_alarm)

    def finish(self) -> None:
        """End the process by the signal received; after SIGINT, leave that to the app's status."""
        if self._received not in (0, signal.SIGINT):  # pragma: no cover  it ends the process
            _end_by(self._received)

    def restore_terminal(self) -> None:
        """Reset the terminal's modes, as far as that is possible without blocking."""
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
