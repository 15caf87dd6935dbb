"""Wait for what an app under test will show."""

import asyncio
import inspect
import threading
import time
from collections.abc import Callable
from typing import Any, Final

from textual.pilot import Pilot

_TIME_LIMIT: Final = 30.0
"""The time limit for a condition, in seconds: much longer than any takes on a busy machine."""

_IDLE_LIMIT: Final = 1.0
"""The time limit for an app to become idle, in seconds: it may do something all the time."""

_CALL_LIMIT: Final = 0.02
"""How long an idle event loop waits for the app's threads, in seconds: a call may be held back."""

_ROUNDS: Final = 10
"""The limit for frames that change what is to be drawn in the next one."""

_POLLING_INTERVAL: Final = 0.005
"""How often these threads, and conditions, are checked, in seconds."""


def let_pass(seconds: float) -> None:
    """Move the event loop's clock ahead, so that its timeouts and sleeps end.

    Args:
        seconds: How far.
    """
    loop = asyncio.get_running_loop()
    before = loop.time
    loop.time = lambda: before() + seconds  # type: ignore[method-assign]  # of this loop alone


async def wait_for_idle(*_limits: float) -> None:
    """Wait until the event loop has nothing to do but wait for timers, I/O and slow calls.

    It replaces Textual's function of this name, which takes at least 20 ms, and decides by the
    processor time that the whole process uses.

    Args:
        _limits: Textual's time limits, which are ignored.
    """
    loop = asyncio.get_running_loop()
    start = time.monotonic()
    while (passed := time.monotonic() - start) < _IDLE_LIMIT:
        # twice, because the loop looks for events once in each round
        for _ in range(2):
            await asyncio.sleep(0)
            if loop._ready:  # type: ignore[attr-defined]  # nothing public shows it
                break
        else:
            if passed > _CALL_LIMIT or not _is_calling():
                return
            await asyncio.sleep(_POLLING_INTERVAL)


def _is_calling() -> bool:
    return any(thread.name == "cogtui-call" for thread in threading.enumerate())


async def pause(pilot: Pilot[Any], delay: float = 0) -> None:
    """Wait until an app has handled all input and has drawn the result.

    It replaces `Pilot.pause`, which sends a message to every widget.

    Args:
        pilot: The pilot of the app.
        delay: How long to wait first, in seconds.
    """
    app: Any = pilot.app
    await asyncio.sleep(delay)
    await wait_for_idle()
    for _ in range(_ROUNDS):
        # what Textual does after at most a sixtieth of a second; cogtui's animations have one step
        if app._resize_timer is not None:
            app._check_resize()
        elif app._animator._animations:
            app._animator()
        elif app.screen._update_timer._active.is_set():
            app.screen._on_timer_update()
        else:
            return
        await wait_for_idle()


async def wait_until(
    pilot: Pilot[Any], condition: Callable[[], object], what: str | None = None
) -> None:
    """Wait until a condition holds, and no longer.

    Answers come from threads and over HTTP, so neither a number of pauses nor a fixed sleep can
    ensure that they are on the screen: a short one fails on a busy machine, and a long one makes
    every run slow.

    Args:
        pilot: The pilot of the app under test.
        condition: The condition; checked when the app is idle.
        what: A description of the condition for the failure; by default its source.
    """
    __tracebackhide__ = True  # show the line that waits
    deadline = time.monotonic() + _TIME_LIMIT
    while not condition():
        if time.monotonic() > deadline:
            shown = what or inspect.getsource(condition).strip()
            # not pytest.fail: Textual's runner does not see its exception and would run forever
            raise AssertionError(f"waited {_TIME_LIMIT:.0f} s in vain for: {shown}")
        await asyncio.sleep(_POLLING_INTERVAL)
        await pilot.pause()
