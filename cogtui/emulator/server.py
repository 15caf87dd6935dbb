"""The HTTP server: HTTP/1.1 with connections that stay open, on werkzeug's and moto's classes."""

from __future__ import annotations

import io
import socket
import sys
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from moto.moto_server.werkzeug_app import MotoRequestHandler
from werkzeug.serving import ThreadedWSGIServer
from werkzeug.test import run_wsgi_app

from cogtui.emulator.application import EmulatorApplication
from cogtui.emulator.demo import fill
from cogtui.emulator.isolation import ServiceStates, emulator_state
from cogtui.emulator.running import RunningEmulator

if TYPE_CHECKING:
    from collections.abc import Callable

POLL_SECONDS = 0.02
"""How soon a stop is noticed."""


class KeepAliveRequestHandler(MotoRequestHandler):
    """Answers all requests of one connection.

    Werkzeug's own handler closes the connection after each answer, which costs clients that ask
    for thousands of pages most of their time. This one reads each request whole before it
    answers, and says how long the answer is, so that the next can follow.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: EmulatorServer

    def run_wsgi(self) -> None:
        """Answer one request that has been read as far as its headers."""
        started = time.perf_counter()
        environ = self.make_environ()
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"]
        if not environ.get("wsgi.input_terminated"):
            body = io.BytesIO(self.rfile.read(length))
        else:
            body = io.BytesIO(body.read())
            environ["CONTENT_LENGTH"] = str(len(body.getvalue()))
        environ["wsgi.input"] = body
        chunks, status, headers = run_wsgi_app(self.server.app, environ)
        content = b"".join(chunks)
        self.send_response_only(int(status.partition(" ")[0]), status.partition(" ")[2])
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
        if self.server.log_line is not None:
            target = environ.get("HTTP_X_AMZ_TARGET", f"{self.command} {self.path}")
            spent = (time.perf_counter() - started) * 1000
            self.server.log_line(f"{target.rpartition('.')[2]} {status} {spent:.1f} ms")

    def handle_expect_100(self) -> bool:
        """Tell the client at once that it may send the body it holds back."""
        go_on = super().handle_expect_100()
        self.wfile.flush()
        return go_on


class EmulatorServer(ThreadedWSGIServer):
    """A thread for each connection; none outlives the server.

    Args:
        listening: the bound socket to serve on; it is taken over.
        application: what answers.
        log_line: takes one line for each request answered, or None for no log.
    """

    def __init__(
        self,
        listening: socket.socket,
        application: EmulatorApplication,
        log_line: Callable[[str], None] | None,
    ) -> None:
        host, port = listening.getsockname()[:2]
        super().__init__(host, port, application, KeepAliveRequestHandler, fd=listening.fileno())
        self.log_line = log_line
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Answer a connection in a thread of its own."""
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - socketserver's signature
        """Close a connection whose last request was answered."""
        self._connections.discard(request)
        super().shutdown_request(request)

    def close_connections(self) -> None:
        """Close every connection that clients still hold open."""
        for connection in self._connections.copy():
            with suppress(OSError):  # the client was faster
                connection.shutdown(socket.SHUT_RDWR)


def _log_to_stderr(line: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {line}\n")
    sys.stderr.flush()


def serve(
    *, host: str, port: int, pools: int, identities: int, seed: int, verbose: bool
) -> RunningEmulator:
    """Start an emulator; :func:`cogtui.emulator.start_emulator` tells the arguments."""
    states: ServiceStates = {}
    with emulator_state(states):
        if pools:
            fill(pools=pools, identities=identities, seed=seed)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.create_server((host, port), family=family)
    with listening:
        server = EmulatorServer(
            listening, EmulatorApplication(states), _log_to_stderr if verbose else None
        )
    thread = threading.Thread(
        target=server.serve_forever, args=(POLL_SECONDS,), name="cogtui emulator", daemon=True
    )
    thread.start()
    shown = f"[{host}]" if ":" in host else host
    return RunningEmulator(f"http://{shown}:{server.port}", server, thread)
