"""A proxy in front of an emulator that makes requests fail in a chosen way, over raw sockets."""

import contextlib
import http.client
import io
import socket
import struct
import threading
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Final, NamedTuple, Self
from urllib.parse import urlsplit

_JSON: Final = "application/x-amz-json-1.1"
_LARGEST_HEAD: Final = 65536
_RESET_ON_CLOSE: Final = struct.pack("ii", 1, 0)
_PATIENCE: Final = 30.0
"""The time limit for a client that should hang up, in seconds."""


class Response(NamedTuple):
    """A response over HTTP."""

    status: int
    """The status."""
    content_type: str
    """The type of the body."""
    body: bytes
    """The body."""
    headers: Mapping[str, str] = {}
    """Further headers."""

    def head(self) -> bytes:
        """Return the status line and the headers."""
        headers = {
            "Content-Type": self.content_type,
            "Content-Length": str(len(self.body)),
            "x-amzn-RequestId": "5e0b7a52-1c8f-4c1f-9d5e-2f1c0d3b4a59",
            "Connection": "close",
            **self.headers,
        }
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()


class Exchange:
    """One request, and what is done about it.

    Args:
        connection: The connection to the client.
        emulator: The host and port of the emulator.
    """

    def __init__(self, connection: socket.socket, emulator: str) -> None:
        self._connection = connection
        self._emulator = emulator
        self._body = b""
        self._headers: Mapping[str, str] = {}

    def receive(self) -> None:
        """Read the request.

        Raises:
            OSError: The client has hung up.
        """
        size = self.peek()
        self._connection.recv(size, socket.MSG_WAITALL)
        left = int(self._headers.get("content-length", 0))
        self._body = self._connection.recv(left, socket.MSG_WAITALL) if left else b""

    def peek(self) -> int:
        """Wait for the head of the request, without reading it, and return its size in bytes.

        Raises:
            OSError: The client has hung up.
        """
        head, end = b"", -1
        while end < 0:
            received = self._connection.recv(_LARGEST_HEAD, socket.MSG_PEEK)
            if received == head:
                raise ConnectionError("no whole request")
            head = received
            end = head.find(b"\r\n\r\n")
        parsed = http.client.parse_headers(io.BytesIO(head.partition(b"\r\n")[2]))
        self._headers = {name.lower(): value for name, value in parsed.items()}
        return end + 4

    @property
    def operation(self) -> str:
        """The API name of the requested operation; empty if another service is called."""
        return self._headers.get("x-amz-target", "").rpartition(".")[2]

    def forward(self) -> Response:
        """Have the emulator carry the request out, and return its response."""
        connection = http.client.HTTPConnection(self._emulator)
        with contextlib.closing(connection):
            connection.request("POST", "/", self._body, {**self._headers, "connection": "close"})
            response = connection.getresponse()
            return Response(
                response.status, response.headers.get("Content-Type", _JSON), response.read()
            )

    def respond(self, response: Response) -> None:
        """Send a whole response."""
        self._connection.sendall(response.head() + response.body)

    def respond_in_part(self, response: Response) -> None:
        """Send a response whose second half is missing."""
        self._connection.sendall(response.head() + response.body[: len(response.body) // 2])

    def respond_slowly(self, response: Response, pieces: int, pause: float) -> None:
        """Send a response in pieces.

        Args:
            response: The response.
            pieces: The number of pieces.
            pause: The pause after each piece, in seconds.
        """
        content = response.head() + response.body
        size = -(-len(content) // pieces)
        for start in range(0, len(content), size):
            self._connection.sendall(content[start : start + size])
            threading.Event().wait(pause)

    def reset(self) -> None:
        """Reset the connection, now that it has been used as far as wanted."""
        self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)

    def wait_for_disconnect(self) -> None:
        """Send nothing until the client hangs up."""
        self._connection.recv(1)


Handler = Callable[[Exchange], None]
"""Answers a request, or does not."""


class Script(NamedTuple):
    """What happens to the next requests."""

    handle: Handler | None = None
    """What is done to a request that was read; None forwards it."""
    accepts: bool = True
    """Whether connections are accepted at all."""
    reads: bool = True
    """Whether a request is read; otherwise its connection is reset when it arrives."""
    answers: bool = True
    """Whether a request is answered before the client gives up."""
    times: int | None = None
    """How many requests it happens to; None for all."""
    operation: str = ""
    """The API name of the operation it happens to."""

    def concerns(self, operation: str, failed: int) -> bool:
        """Return whether it happens to a request, after a number of others that failed."""
        return operation == self.operation and (self.times is None or failed < self.times)


class FaultProxy:
    """A server that forwards to an emulator, and fails as scripted. Each request has a connection.

    Args:
        emulator: The emulator's URL.
    """

    def __init__(self, emulator: str) -> None:
        self._emulator = urlsplit(emulator).netloc
        self._script = Script()
        self._lock = threading.Lock()
        # holds the port while nothing listens on it
        self._holder = socket.socket()
        self._holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._holder.bind(("127.0.0.1", 0))
        self._address = self._holder.getsockname()
        self._listener: socket.socket | None = None
        self._accepting: threading.Thread | None = None
        self.url = f"http://127.0.0.1:{self._address[1]}"
        """The URL that it listens on."""
        self.failed = 0
        """How many requests have failed as scripted."""

    def __enter__(self) -> Self:
        self._listen()
        return self

    def __exit__(self, *_: object) -> None:
        self._refuse()
        self._holder.close()

    def follow(self, script: Script) -> None:
        """Let the next requests fail as scripted; an empty script forwards all of them."""
        with self._lock:
            self._script = script
            self.failed = 0
        if not script.accepts:
            self._refuse()
        elif self._listener is None:
            self._listen()

    def is_silent(self, operation: str) -> bool:
        """Return whether the next request of an operation is not answered."""
        return not self._script.answers and self._script.concerns(operation, self.failed)

    def _listen(self) -> None:
        self._listener = socket.socket()
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        self._listener.bind(self._address)
        self._listener.listen()
        self._accepting = threading.Thread(target=self._accept, args=[self._listener], daemon=True)
        self._accepting.start()

    def _refuse(self) -> None:
        if self._listener is not None and self._accepting is not None:
            # closing alone does not wake a thread that accepts
            with contextlib.suppress(OSError):
                self._listener.shutdown(socket.SHUT_RDWR)
            self._listener.close()
            self._accepting.join(_PATIENCE)
            self._listener = None

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:  # closed
                return
            connection.settimeout(_PATIENCE)
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self._serve, args=[connection], daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        exchange = Exchange(connection, self._emulator)
        with contextlib.suppress(OSError), contextlib.closing(connection):  # the client hung up
            exchange.peek()
            script = self._next_script(exchange.operation)
            if not script.reads:
                exchange.reset()
                return
            exchange.receive()
            if script.handle is None:
                exchange.respond(exchange.forward())
            else:
                script.handle(exchange)

    def _next_script(self, operation: str) -> Script:
        """Return what happens to a request, and count it if it fails."""
        with self._lock:
            if not self._script.concerns(operation, self.failed):
                return Script()
            self.failed += 1
            return self._script
