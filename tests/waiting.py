"""Wait for what an app under test will show."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, Final

from textual.pilot import Pilot

_TIME_LIMIT: Final = 30.0
"""The time limit for a condition, in seconds: much longer than any takes on a busy machine."""


def let_pass(seconds: float) -> None:
    """Move the event loop's clock ahead, so that its timeouts and sleeps end.

    Args:
        seconds: How far.
    """
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]  # of this loop alone


async def wait_until(
    pilot: Pilot[Any], condition: Callable[[], object], what: str | None = None
) -> None:
    """Wait until a condition holds, and no longer.

    Answers come from threads and over HTTP, so neither a number of pauses nor a fixed sleep can
    ensure that they are on the screen: a short one fails on a busy machine, and a long one makes
    every run slow.

    Args:
        pilot: The pilot of the app under test.
        condition: The condition; checked each time the app is idle.
        what: A description of the condition for the failure; by default its source.
    """
    __tracebackhide__ = True  # show the line that waits
    deadline = time.monotonic() + _TIME_LIMIT
    while not condition():
        if time.monotonic() > deadline:
            shown = what or inspect.getsource(condition).strip()
            # not pytest.fail: Textual's runner does not see its exception and would run forever
            raise AssertionError(f"waited {_TIME_LIMIT:.0f} s in vain for: {shown}")
        await pilot.pause()
