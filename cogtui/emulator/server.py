"""The HTTP server: HTTP/1.1 with connections that stay open, on werkzeug's and moto's classes."""

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
"""How soon a stop is noticed."""


class EmulatorServer(ThreadedWSGIServer):
    """A thread for each connection; none outlives the server.

    Args:
        listener: The bound socket to serve on, of which a copy is kept.
        application: What answers.
        allowed_hosts: The hosts that requests may name.
        fault_plan: What requests meet on their way, or None for fair weather.
        log_line: Takes one line for each request answered, or None for no log.
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

    def change_faults(self, active_faults: FaultPlan | None) -> None:
        """Let requests from now on meet another weather."""
        self.active_faults = ActiveFaults(active_faults) if active_faults else None

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Answer a connection in a thread of its own."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Close a connection whose last request was answered."""
        self.forget_connection(request)
        super().shutdown_request(request)

    def forget_connection(self, connection: socket.socket) -> None:
        """Leave the closing of a connection to its handler."""
        self._connections.discard(connection)

    def close_connections(self) -> None:
        """Close every connection that clients still hold open."""
        for connection in self._connections.copy():
            with suppress(OSError):  # the client was faster
                connection.shutdown(socket.SHUT_RDWR)


def _log_to_stderr(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


def serve(  # noqa: PLR0913 - what start_emulator takes, without its defaults
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
    """Start an emulator; `cogtui.emulator.start_emulator` explains the arguments."""
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
