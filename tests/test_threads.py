"""Blocking work in threads: awaited, dropped, or abandoned."""

import asyncio
import contextvars
import threading

import pytest

from cogtui.threads import finish_uninterrupted, in_thread, uninterrupted


async def test_work_is_awaited() -> None:
    """The result is returned to the loop from a different thread."""
    here = threading.get_ident()
    there = await in_thread(threading.get_ident)
    assert there != here


async def test_what_work_raises_is_raised() -> None:
    """An error is raised where the work is awaited."""

    def fail() -> None:
        raise KeyError("missing")

    with pytest.raises(KeyError, match="missing"):
        await in_thread(fail)


async def test_more_work_than_a_thread_pool_takes() -> None:
    """A hundred calls that all hang at once block no other, since each has its own thread."""
    everybody = threading.Barrier(100)
    waited = await asyncio.gather(*(in_thread(lambda: everybody.wait(10)) for _ in range(100)))
    assert list(range(100)) == sorted(waited)


async def test_the_observer_sees_the_result_on_the_loop() -> None:
    """It is called in the loop's thread, before the code that awaits the result."""
    seen: list[tuple[str, int]] = []
    await in_thread(lambda: "done", observe=lambda r: seen.append((r, threading.get_ident())))
    assert [("done", threading.get_ident())] == seen


async def test_the_observer_sees_the_result_of_cancelled_work() -> None:
    """The observer is called even if the result was dropped."""
    go, seen = threading.Event(), asyncio.get_running_loop().create_future()
    future = in_thread(lambda: go.wait(10), observe=seen.set_result)
    future.cancel()
    go.set()
    assert await seen is True
    assert future.cancelled()


async def test_the_observer_runs_in_the_callers_context() -> None:
    """Textual looks up its app in the context, and an observer may set one of its timers."""
    app = contextvars.ContextVar("app", default="none")
    app.set("ours")
    seen: list[str] = []
    await in_thread(lambda: None, observe=lambda _: seen.append(app.get()))
    assert seen == ["ours"]


async def test_an_error_of_cancelled_work_is_dropped() -> None:
    """After a cancellation, neither a result nor an error is reported to anyone."""
    started, go = threading.Event(), threading.Event()
    threads: list[threading.Thread] = []

    def fail() -> None:
        threads.append(threading.current_thread())
        started.set()
        go.wait(10)
        raise KeyError

    future = in_thread(fail)
    await in_thread(lambda: started.wait(10))
    future.cancel()
    go.set()
    # calls scheduled on the loop before the thread ended run before this wait returns
    await in_thread(threads[0].join)
    assert future.cancelled()


async def test_a_failing_observer_does_not_block_the_caller() -> None:
    """The result is available although the observer failed, and the loop handles its error."""
    messages: list[dict[str, object]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: messages.append(context))

    def observe(_: str) -> None:
        raise ValueError("observer")

    assert await in_thread(lambda: "done", observe=observe) == "done"
    assert [str(each["exception"]) for each in messages] == ["observer"]


def test_work_that_outlives_its_loop_ends_quietly() -> None:
    """If the user has quit, the loop does not wait, and the thread prints nothing when it ends."""
    go = threading.Event()
    before = set(threading.enumerate())

    async def start() -> None:
        in_thread(lambda: go.wait(10))

    asyncio.run(start())
    (left,) = set(threading.enumerate()) - before
    assert left.daemon
    go.set()
    left.join(10)
    assert not left.is_alive()


async def test_uninterrupted_work_is_finished() -> None:
    """The caller may be cancelled, but the exit waits for the work, and announces it once."""
    gate, announced, done = asyncio.Event(), asyncio.Event(), []

    async def work() -> str:
        await gate.wait()
        done.append("work")
        return "result"

    waiting = asyncio.create_task(uninterrupted(work()))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.wait([waiting])
    assert (waiting.cancelled(), done) == (True, [])
    leaving = asyncio.create_task(finish_uninterrupted(announced.set))
    await announced.wait()
    assert not leaving.done()
    gate.set()
    await leaving
    assert done == ["work"]
    assert await uninterrupted(work()) == "result"
    announced.clear()
    await finish_uninterrupted(announced.set)
    assert not announced.is_set()
