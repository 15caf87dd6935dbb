"""A limited number of threads that run short tasks."""

import queue
import threading
from collections import deque
from collections.abc import Callable


class WorkerPool:
    """Runs tasks in daemon threads, which are started as needed and reused.

    `concurrent.futures` is unsuitable: the interpreter waits for its threads at exit, and so for
    every simulated latency. A new thread for each task would make a request a third slower.

    Args:
        size: The highest number of threads.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._started = 0
        self._idle = 0
        self._waiting: deque[Callable[[], None]] = deque()
        self._wake_ups: queue.SimpleQueue[bool] = queue.SimpleQueue()  # False ends a thread
        self._lock = threading.Lock()

    def submit(self, task: Callable[[], None]) -> None:
        """Run a task as soon as a thread is free.

        Args:
            task: The task; it must not raise an exception.
        """
        with self._lock:
            self._waiting.append(task)
            if self._idle:
                self._idle -= 1
                self._wake_ups.put(True)  # noqa: FBT003 - the queue's signature
                return
            if self._started == self._size:
                return
            self._started += 1
        threading.Thread(target=self._run, name="cogtui emulator worker", daemon=True).start()

    def end_idle_threads(self) -> None:
        """End the threads that have no task; a later task may start new ones."""
        with self._lock:
            self._started -= self._idle
            while self._idle:
                self._idle -= 1
                self._wake_ups.put(False)  # noqa: FBT003 - the queue's signature

    def stop(self) -> None:
        """Drop the tasks that have not started, and end each thread after its task."""
        with self._lock:
            self._waiting.clear()
            self._size = 0
        self.end_idle_threads()

    def _run(self) -> None:
        while True:
            task = self._next_task()
            if task is not None:
                task()
            elif not self._wake_ups.get():
                return

    def _next_task(self) -> Callable[[], None] | None:
        """Return the next task; if there is none, the thread is idle until it is woken."""
        with self._lock:
            if self._waiting:
                return self._waiting.popleft()
            if self._size:
                self._idle += 1
            else:
                self._wake_ups.put(False)  # noqa: FBT003 - the queue's signature
            return None
