"""A server in front of the emulator that answers some operations itself, badly or late."""

import contextlib
import json
import socket
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qs, urlsplit

from botocore import xform_name

PATIENCE = 30.0
"""How long an answer is held back at most, seconds."""


class Answer(NamedTuple):
    """An answer over HTTP."""

    status: int
    """The status."""
    content_type: str
    """The type of the body."""
    body: bytes
    """The body."""


def answer(members: Mapping[str, Any]) -> Answer:
    """An answer of cognito-identity's.

    Args:
        members: Its members.
    """
    return Answer(200, "application/x-amz-json-1.1", json.dumps(members).encode())


def error(code: str, message: str, status: int = 400) -> Answer:
    """A refusal of cognito-identity's.

    Args:
        code: The error code.
        message: The message.
        status: The HTTP status.
    """
    body = json.dumps({"__type": code, "message": message})
    return Answer(status, "application/x-amz-json-1.1", body.encode())


def sts_error(code: str, message: str) -> Answer:
    """A refusal of sts's.

    Args:
        code: The error code.
        message: The message.
    """
    expected = f"<Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>"
    return Answer(403, "text/xml", f"<ErrorResponse>{expected}</ErrorResponse>".encode())


class Interceptor:
    """Passes requests on to the emulator, but for those that something else was asked for.

    Args:
        emulator: The emulator's URL.
    """

    def __init__(self, emulator: str) -> None:
        self.answers: dict[str, Answer | Callable[[dict[str, Any]], Answer | None]] = {}
        """What is answered to an operation, by its AWS CLI name, until it is removed. None from
        a function passes the request on."""
        self.gates: defaultdict[str, threading.Event] = defaultdict(_open_gate)
        """An operation is not answered while its gate is closed (`clear`, later `set`)."""
        self.requested: list[str] = []
        """The operations asked for, in their order."""
        self._server = _Server(self, emulator)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        """Where it listens."""

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for gate in list(self.gates.values()):
            gate.set()
        self._server.shutdown()
        self._server.server_close()
        for connection in list(self._server.connections):
            with contextlib.suppress(OSError):  # the client was faster
                connection.shutdown(socket.SHUT_RDWR)

    def to(self, operation: str, parameters: dict[str, Any]) -> Answer | None:
        """What is answered to a request, None to pass it on.

        Args:
            operation: The operation's AWS CLI name.
            parameters: The request's members.
        """
        self.requested.append(operation)
        if not self.gates[operation].wait(PATIENCE):
            raise TimeoutError(operation)
        found = self.answers.get(operation)
        return found(parameters) if callable(found) else found


def _open_gate() -> threading.Event:
    gate = threading.Event()
    gate.set()
    return gate


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, interceptor: Interceptor, emulator: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.interceptor = interceptor
        self.emulator = urlsplit(emulator).netloc
        self.connections: set[Any] = set()

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401  socketserver's
        """Answer a connection in its own thread."""
        self.connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401  as socketserver has it
        """Closes a connection."""
        self.connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore clients that have disconnected."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    # otherwise the body waits 40 ms for the acknowledgement of the headers
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        """Answers a request, or passes it on."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        target = self.headers.get("X-Amz-Target")
        if target is None:
            parameters = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            operation = parameters["Action"]
        else:
            operation, parameters = target.rpartition(".")[2], json.loads(body)
        name = xform_name(operation, "-")
        found = self.server.interceptor.to(name, parameters) or self._passed_on(body)
        self.send_response(found.status)
        self.send_header("Content-Type", found.content_type)
        self.send_header("Content-Length", str(len(found.body)))
        self.send_header("x-amzn-RequestId", "5e0b7a52-1c8f-4c1f-9d5e-2f1c0d3b4a59")
        self.end_headers()
        self.wfile.write(found.body)

    def _passed_on(self, body: bytes) -> Answer:
        connection = HTTPConnection(self.server.emulator)
        headers = {name: value for name, value in self.headers.items() if name != "Connection"}
        connection.request("POST", self.path, body, headers)
        response = connection.getresponse()
        content_type = response.getheader("Content-Type", "")
        found = Answer(response.status, content_type, response.read())
        connection.close()
        return found

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the handler's name
        """Log nothing."""
