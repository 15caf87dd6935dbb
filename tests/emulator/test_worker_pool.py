"""A limited number of threads for any number of tasks."""

import queue
import threading
from functools import partial

from cogtui.emulator.worker_pool import WorkerPool
from tests.emulator.raw_client import started_since


class Gate:
    """Tasks that wait until they are released."""

    def __init__(self) -> None:
        self.running: queue.SimpleQueue[threading.Thread] = queue.SimpleQueue()
        self.released = threading.Event()

    def wait(self) -> None:
        """Report the thread, and wait."""
        self.running.put(threading.current_thread())
        assert self.released.wait(20)


def run(pool: WorkerPool) -> threading.Thread:
    """Run a task, and return the thread that it ran in."""
    ran_in: queue.SimpleQueue[threading.Thread] = queue.SimpleQueue()
    pool.submit(lambda: ran_in.put(threading.current_thread()))
    return ran_in.get(timeout=20)


def test_the_number_of_threads_is_limited() -> None:
    """Three of ten tasks run at the same time, and the others follow in the same threads."""
    before, pool, gate = set(threading.enumerate()), WorkerPool(3), Gate()
    for _ in range(10):
        pool.submit(gate.wait)
    first = {gate.running.get(timeout=20) for _ in range(3)}
    assert started_since(before) == first
    assert gate.running.empty()
    gate.released.set()
    assert {gate.running.get(timeout=20) for _ in range(7)} <= first
    pool.stop()


def test_a_thread_is_reused() -> None:
    """Tasks one after another need no thread each."""
    pool = WorkerPool(100)
    assert len({run(pool) for _ in range(100)}) < 10
    pool.stop()


def test_idle_threads_end_and_new_ones_start() -> None:
    """After idle threads were ended, a task runs in a new thread."""
    pool, gate = WorkerPool(1), Gate()
    pool.submit(gate.wait)
    busy = gate.running.get(timeout=20)
    pool.end_idle_threads()
    gate.released.set()
    assert run(pool) is busy
    for _ in range(2000):
        pool.end_idle_threads()  # it may not be idle yet
        busy.join(0.01)
        if not busy.is_alive():
            break
    assert run(pool) is not busy
    pool.stop()


def test_a_stop_ends_threads_and_drops_tasks() -> None:
    """Waiting tasks are dropped, and busy threads end after their task."""
    pool, gate = WorkerPool(2), Gate()
    dropped: list[int] = []
    for _ in range(2):
        pool.submit(gate.wait)
    threads = [gate.running.get(timeout=20) for _ in range(2)]
    pool.submit(partial(dropped.append, 1))
    pool.stop()
    gate.released.set()
    for thread in threads:
        thread.join(20)
        assert not thread.is_alive()
    assert dropped == []


def test_a_stop_ends_idle_threads() -> None:
    """A thread that has nothing to do ends."""
    pool = WorkerPool(1)
    thread = run(pool)
    pool.stop()
    thread.join(20)
    assert not thread.is_alive()
