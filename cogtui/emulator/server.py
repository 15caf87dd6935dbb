"""The HTTP/1.1 server with persistent connections, built on werkzeug's and moto's classes."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

from werkzeug.serving import ThreadedWSGIServer

from cogtui.emulator.application import EmulatorApplication
from cogtui.emulator.demo import add_demo_data
from cogtui.emulator.faults import ActiveFaults, FaultPlan
from cogtui.emulator.hosts import AllowedHosts
from cogtui.emulator.isolation import EmulatorState, emulator_state
from cogtui.emulator.request_handler import KeepAliveRequestHandler
from cogtui.emulator.running import RunningEmulator

POLL_SECONDS = 0.02
"""The interval at which the server checks whether it must stop."""


class EmulatorServer(ThreadedWSGIServer):
    """A server with one thread per connection; no connection outlives the server.

    Args:
        listener: The bound socket to serve on; the server duplicates it.
        application: The WSGI application.
        allowed_hosts: The hosts that requests may name.
        fault_plan: The latency, quotas and faults to simulate.
        log_line: A function that logs one line for each request.
    """

    def __init__(
        self,
        listener: socket.socket,
        application: EmulatorApplication,
        allowed_hosts: AllowedHosts,
        fault_plan: FaultPlan | None,
        log_line: Callable[[str], None] | None,
    ) -> None:
        host, port = listener.getsockname()[:2]
        super().__init__(host, port, application, KeepAliveRequestHandler, fd=listener.fileno())
        self.allowed_hosts = allowed_hosts
        self.change_faults(fault_plan)
        self.log_line = log_line
        self._connections: set[socket.socket] = set()

    def change_faults(self, fault_plan: FaultPlan | None) -> None:
        """Change the fault plan for subsequent requests."""
        self.active_faults = ActiveFaults(fault_plan) if fault_plan else None

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Handle a connection in a separate thread."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Close a connection after its last request."""
        self.forget_connection(request)
        super().shutdown_request(request)

    def forget_connection(self, connection: socket.socket) -> None:
        """Stop tracking a connection that its handler closes."""
        self._connections.discard(connection)

    def close_connections(self) -> None:
        """Close all open connections."""
        for connection in self._connections.copy():
            with suppress(OSError):  # the client may have closed it first
                connection.shutdown(socket.SHUT_RDWR)


def _log_to_stderr(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


def serve(  # noqa: PLR0913 - the arguments of start_emulator, without defaults
    *,
    host: str,
    port: int,
    allow_hosts: Iterable[str],
    pools: int,
    identities: int,
    seed: int,
    verbose: bool,
    fault_plan: FaultPlan | None,
) -> RunningEmulator:
    """Start an emulator; see `cogtui.emulator.start_emulator` for the arguments."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family) as listener:
        state = EmulatorState()
        with emulator_state(state):
            if pools:
                add_demo_data(state, pools=pools, identities=identities, seed=seed)
        server = EmulatorServer(
            listener,
            EmulatorApplication(state),
            AllowedHosts(host, allow_hosts),
            fault_plan,
            _log_to_stderr if verbose else None,
        )
    thread = threading.Thread(
        target=server.serve_forever, args=(POLL_SECONDS,), name="cogtui emulator", daemon=True
    )
    thread.start()
    url_host = f"[{host}]" if ":" in host else host
    return RunningEmulator(f"http://{url_host}:{server.port}", server, thread)
