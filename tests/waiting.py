"""Waiting for what an app under test will show."""

import asyncio
import inspect
import time
from collections.abc import Callable
from typing import Any, Final

from textual.pilot import Pilot

_PATIENCE: Final = 30.0
"""How long a condition is waited for, seconds: much longer than any takes on a busy machine."""


def let_pass(seconds: float) -> None:
    """Move the clock of the event loop ahead, so that its timeouts end; its sleeps end too.

    Args:
        seconds: How far.
    """
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]  # of this loop alone


async def wait_until(
    pilot: Pilot[Any], condition: Callable[[], object], what: str | None = None
) -> None:
    """Waits until a condition holds, and not longer.

    Answers come from threads and over HTTP, so that neither a count of pauses nor a fixed sleep
    tells when they are on the screen: a short one fails on a busy machine, and a long one makes
    every run slow.

    Args:
        pilot: The pilot of the app under test.
        condition: What must come true; asked again each time that the app has come to rest.
        what: The condition in words, for the failure; its source unless given.
    """
    __tracebackhide__ = True  # what matters is the line that waits
    deadline = time.monotonic() + _PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            shown = what or inspect.getsource(condition).strip()
            # not pytest.fail: Textual's runner does not see its exception, and would run for ever
            raise AssertionError(f"waited {_PATIENCE:.0f} s in vain for: {shown}")
        await pilot.pause()
