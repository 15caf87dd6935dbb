"""Blocking work in threads: awaited, dropped, or left behind."""

import asyncio
import contextvars
import threading

import pytest

from cogtui.threads import finish_uninterrupted, in_thread, uninterrupted


async def test_work_is_awaited() -> None:
    """The result comes back to the loop, from another thread than the loop's."""
    here = threading.get_ident()
    there = await in_thread(threading.get_ident)
    assert there != here


async def test_what_work_raises_is_raised() -> None:
    """An error is raised where the work is awaited."""

    def fail() -> None:
        raise KeyError("missing")

    with pytest.raises(KeyError, match="missing"):
        await in_thread(fail)


async def test_more_work_than_a_pool_of_threads_holds() -> None:
    """A hundred calls that all hang at once stop nobody: each has a thread of its own."""
    everybody = threading.Barrier(100)
    waited = await asyncio.gather(*(in_thread(lambda: everybody.wait(10)) for _ in range(100)))
    assert list(range(100)) == sorted(waited)


async def test_the_observer_sees_the_result_on_the_loop() -> None:
    """It is called in the loop's thread, before whoever waits goes on."""
    seen: list[tuple[str, int]] = []
    await in_thread(lambda: "done", observe=lambda r: seen.append((r, threading.get_ident())))
    assert [("done", threading.get_ident())] == seen


async def test_the_observer_sees_what_nobody_waits_for_any_more() -> None:
    """Dropping the result does not drop the observation."""
    go, seen = threading.Event(), asyncio.get_running_loop().create_future()
    future = in_thread(lambda: go.wait(10), observe=seen.set_result)
    future.cancel()
    go.set()
    assert await seen is True
    assert future.cancelled()


async def test_the_observer_runs_in_the_context_that_requested() -> None:
    """Textual looks up its app in the context, and an observer may set one of its timers."""
    app = contextvars.ContextVar("app", default="none")
    app.set("ours")
    seen: list[str] = []
    await in_thread(lambda: None, observe=lambda _: seen.append(app.get()))
    assert seen == ["ours"]


async def test_an_error_that_nobody_waits_for_is_dropped() -> None:
    """After a cancel, neither a result nor an error is told to anybody."""
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
    # what was told to the loop before the thread ended comes before the end of this wait
    await in_thread(threads[0].join)
    assert future.cancelled()


async def test_a_failing_observer_keeps_nobody_waiting() -> None:
    """The result is there although the observer failed; the loop is told of the failure."""
    messages: list[dict[str, object]] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: messages.append(context))

    def observe(_: str) -> None:
        raise ValueError("observer")

    assert await in_thread(lambda: "done", observe=observe) == "done"
    assert [str(each["exception"]) for each in messages] == ["observer"]


def test_work_that_outlives_its_loop_ends_quietly() -> None:
    """The user has quit: the loop does not wait, and the thread says nothing when it ends."""
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


async def test_what_must_not_be_interrupted_is_finished() -> None:
    """Whoever waits for it may be cancelled; the exit waits for it, and says so once."""
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
