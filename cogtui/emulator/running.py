"""The handle on an emulator that serves."""

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from cogtui.emulator.faults import FaultPlan


class Controllable(Protocol):
    """The HTTP server, as far as the handle needs it."""

    def change_faults(self, fault_plan: "FaultPlan | None") -> None:
        """Let requests from now on meet another weather."""

    def shutdown(self) -> None:
        """Stop accepting, and return once the accepting loop has ended."""

    def close_connections(self) -> None:
        """Close every connection that clients still hold open."""


class RunningEmulator:
    """An emulator that serves in a daemon thread until it is stopped.

    As a context manager it stops at the end of the block.

    Args:
        url: Where it listens.
        server: The HTTP server to stop.
        thread: The thread that serves.
    """

    def __init__(self, url: str, server: Controllable, thread: threading.Thread) -> None:
        self.url = url
        """Where it listens, such as `http://127.0.0.1:43211`; for every AWS service it has."""
        self._server = server
        self._thread = thread

    def change_faults(self, fault_plan: "FaultPlan | None") -> None:
        """Let requests from now on meet another weather, or fair weather for None."""
        self._server.change_faults(fault_plan)

    def stop(self) -> None:
        """Stop serving, close all connections and forget the state; a second call does nothing."""
        if self._thread.is_alive():
            self._server.shutdown()
            self._thread.join()
        self._server.close_connections()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
