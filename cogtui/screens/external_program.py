"""A program of the user's that runs on the terminal in place of the app."""

from collections.abc import Callable
from typing import Any

from textual.app import App, SuspendNotSupported

from cogtui.credentials.subshell import Ended, SubshellError


class _QuittingError(Exception):
    """The app does not come back."""


def run_instead(app: App[Any], what: str, run: Callable[[], Ended]) -> Ended:
    """Run a program in place of the app, and wait until it ends.

    The app comes back afterwards, unless a signal ended the program and is about to end the app.

    Args:
        app: The app.
        what: What to call the program: `An editor`.
        run: Runs it and waits until it ends.

    Returns:
        How it ended.

    Raises:
        SubshellError: There is no terminal for it, or it did not start.
    """
    problem: SubshellError | None = None
    ended: Ended | None = None
    try:
        with app.suspend():
            try:
                ended = run()
            except SubshellError as error:
                problem = error
            if ended is not None and ended.is_quitting:
                # the app comes back only where nothing is raised here
                raise _QuittingError  # noqa: TRY301  it leaves the block of another
    except SuspendNotSupported:
        raise SubshellError(f"{what} needs its own terminal.") from None
    except _QuittingError:
        pass
    if ended is None:
        assert problem is not None  # noqa: S101  for the type
        raise problem
    return ended
