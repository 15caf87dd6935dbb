"""The handle of a running emulator."""

import threading
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

if TYPE_CHECKING:
    from cogtui.emulator.faults import FaultPlan


class Controllable(Protocol):
    """The part of the HTTP server that the handle needs."""

    def change_faults(self, fault_plan: "FaultPlan | None") -> None:
        """Change the fault plan for subsequent requests."""

    def stop(self) -> None:
        """Make the server's thread close all connections and end; a second call does nothing."""


class RunningEmulator:
    """An emulator that serves requests in a daemon thread until it is stopped.

    Used as a context manager, it stops at the end of the block.

    Args:
        url: The URL that it listens on.
        server: The HTTP server.
        thread: The thread that runs the server.
    """

    def __init__(self, url: str, server: Controllable, thread: threading.Thread) -> None:
        self.url = url
        """The endpoint URL of all emulated services, such as `http://127.0.0.1:43211`."""
        self._server = server
        self._thread = thread

    def change_faults(self, fault_plan: "FaultPlan | None") -> None:
        """Change the fault plan for subsequent requests; None simulates no faults."""
        self._server.change_faults(fault_plan)

    def stop(self) -> None:
        """Stop serving and close all connections; a second call does nothing."""
        self._server.stop()
        self._thread.join()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()
