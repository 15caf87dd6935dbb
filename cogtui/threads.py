"""Blocking work in threads, so that no frame waits for it, and work that the exit does wait for."""

import asyncio
import contextlib
import contextvars
import functools
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Final, TypeVar

T = TypeVar("T")

_UNINTERRUPTED: Final[set[asyncio.Task[Any]]] = set()
"""The tasks that must not be broken off."""


def in_thread(
    work: Callable[[], T], *, observe: Callable[[T], None] | None = None
) -> asyncio.Future[T]:
    """Runs blocking work in a daemon thread.

    Not `asyncio.to_thread`: its pool has six threads on two cores, so six calls that hang would
    stop all others, and both the loop's end and the interpreter's wait for each of them. A daemon
    thread is left behind when the user quits. One costs some 50 microseconds to start.

    Args:
        work: What to run; it must not touch a widget.
        observe: Called on the loop with the result, also when nobody waits for it any more.

    Returns:
        A future of the running loop. Cancelling it drops the result; the work itself ends by its
        own time limits.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()
    # what observes may set a timer, which Textual looks its app up for in the context
    context = contextvars.copy_context()

    def succeed(result: T) -> None:
        # settled first: an observer that fails must not leave anybody waiting for ever
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
        # a closed loop: the user has quit, and nobody waits for the answer
        with contextlib.suppress(RuntimeError):
            loop.call_soon_threadsafe(settle, context=context)

    threading.Thread(target=run, name="cogtui-call", daemon=True).start()
    return future


async def uninterrupted(work: Coroutine[Any, Any, T]) -> T:
    """Await work that runs to its end even if the caller is cancelled or the app quits.

    For a request that changes something, together with the record of its result.

    Args:
        work: What to await.

    Returns:
        Its result.
    """
    task = asyncio.ensure_future(work)
    _UNINTERRUPTED.add(task)
    task.add_done_callback(_UNINTERRUPTED.discard)
    return await asyncio.shield(task)


async def finish_uninterrupted(announce: Callable[[], None]) -> None:
    """Wait until every `uninterrupted` work of this event loop has ended.

    Args:
        announce: Called once before waiting, if there is something to wait for.
    """
    loop = asyncio.get_running_loop()
    if tasks := [task for task in _UNINTERRUPTED if task.get_loop() is loop]:
        announce()
        await asyncio.wait(tasks)
