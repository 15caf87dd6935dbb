"""The entry point: it does as little as possible before it handles Ctrl+C."""

import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

INTERRUPTED = 130
"""The exit status after Ctrl+C, as shells report it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run cogtui.

    Args:
        arguments: The command line without the program's name; None for `sys.argv`.

    Returns:
        The exit status: 0, 1 after a failure, 2 after wrong usage, 130 after Ctrl+C.
    """
    # leave Ctrl+C ignored if the parent ignores it, as a shell does for background jobs
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, _end)
    try:
        # imported here: Ctrl+C during an import at the top would print a traceback
        from cogtui.command_line import run  # noqa: PLC0415

        return run(sys.argv[1:] if arguments is None else arguments)
    except Exception as error:  # noqa: BLE001  every crash is reported, without values
        from cogtui.files import crash_report, private_files  # noqa: PLC0415  needed after a crash only

        return crash_report.report(error, private_files.crashes_directory(), sys.stderr)


def _end(_number: int, _frame: FrameType | None) -> None:  # pragma: no cover  it ends
    """End the process immediately: before and after the app there is nothing to clean up."""
    os._exit(INTERRUPTED)


def start() -> None:  # pragma: no cover  it ends the process
    """Run cogtui, and end the process without waiting for the threads of calls and imports.

    This is the installed command. When the interpreter shuts down, a thread in compiled code that
    cannot be unwound aborts the process: `FATAL: exception not rethrown`.
    """
    status = main()
    import atexit  # noqa: PLC0415  not before Ctrl+C is handled
    from contextlib import suppress  # noqa: PLC0415  not before Ctrl+C is handled

    atexit._run_exitfuncs()  # noqa: SLF001  nothing public runs them
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError, OSError, ValueError):  # missing, broken or closed
            stream.flush()
    os._exit(status)


if __name__ == "__main__":  # pragma: no cover  it ends the process
    start()
