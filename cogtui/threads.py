"""Run blocking work in threads, and let the app's exit wait for work that must finish."""

import asyncio
import contextlib
import contextvars
import functools
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

_UNINTERRUPTED: Final[set[asyncio.Task[Any]]] = set()
"""The tasks that must finish before the app exits."""


def in_thread(
    work: Callable[[], T], *, observe: Callable[[T], None] | None = None
) -> asyncio.Future[T]:
    """Run blocking work in a daemon thread.

    `asyncio.to_thread` is unsuitable: its pool has six threads on two cores, so six calls that
    hang would block all others, and both the loop and the interpreter wait for each of them at
    exit. A daemon thread is abandoned when the user quits, and takes about 50 microseconds to
    start.

    Args:
        work: The function to run; it must not touch a widget.
        observe: Called on the loop with the result, even if the future was cancelled.

    Returns:
        A future of the running loop. Cancelling it drops the result but does not stop the work,
        which ends by its own time limits.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    # the observer may set a timer, for which Textual looks up the app in the context
    context = contextvars.copy_context()

    def succeed(result: T) -> None:
        # set the result first: an observer that fails must not keep the caller waiting forever
        if not future.done():
            future.set_result(result)
        if observe is not None:
            observe(result)

    def fail(error: BaseException) -> None:
        if not future.done():
            future.set_exception(error)

    def run() -> None:
        try:
            settle = functools.partial(succeed, work())
        except BaseException as error:  # noqa: BLE001  it is raised again where it is awaited
            settle = functools.partial(fail, error)
        # a RuntimeError means that the loop is closed: the user has quit
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, context=context)

    threading.Thread(target=run, name="cogtui-call", daemon=True).start()
    return future


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Await work that finishes even if the caller is cancelled or the app quits.

    Use it for a request that changes something, together with recording its result.

    Returns:
        The result of the work.
    """
    task = asyncio.ensure_future(work)
    _UNINTERRUPTED.add(task)
    task.add_done_callback(_UNINTERRUPTED.discard)
    return await asyncio.shield(task)


async def finish_uninterrupted(announce: Callable[[], None]) -> None:
    """Wait until all `uninterrupted` work of this event loop has finished.

    Args:
        announce: Called once before waiting, if there is anything to wait for.
    """
    loop = asyncio.get_running_loop()
    if tasks := [task for task in _UNINTERRUPTED if task.get_loop() is loop]:
        announce()
        await asyncio.wait(tasks)
