"""A limited number of threads that run short tasks."""

import queue
import threading
from collections.abc import Callable


class WorkerPool:
    """Runs tasks in daemon threads, which are started as needed and reused.

    `concurrent.futures` is unsuitable: the interpreter waits for its threads at exit, and so for
    every simulated latency.

    Args:
        size: The highest number of threads.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._started = 0
        self._idle = threading.Semaphore(0)
        self._tasks: queue.SimpleQueue[Callable[[], None] | None] = queue.SimpleQueue()

    def submit(self, task: Callable[[], None]) -> None:
        """Run a task as soon as a thread is free; call it from one thread only.

        Args:
            task: The task; it must not raise an exception.
        """
        self._tasks.put(task)
        if not self._idle.acquire(blocking=False) and self._started < self._size:
            self._started += 1
            threading.Thread(target=self._run, name="cogtui emulator worker", daemon=True).start()

    def stop(self) -> None:
        """End each thread after its task, without waiting for it."""
        for _ in range(self._started):
            self._tasks.put(None)

    def _run(self) -> None:
        while task := self._tasks.get():
            task()
            del task  # an idle thread must not keep the last connection in memory
            self._idle.release()
