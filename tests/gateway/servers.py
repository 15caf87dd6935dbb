"""Servers that fail in every possible way, each on a free loopback port."""

import http.server
import ipaddress
import json
import socket
import ssl
import struct
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec


@dataclass
class Answer:
    """The answer of a stub to a request."""

    body: bytes | str | Mapping[str, Any]
    """The body; a mapping is sent as JSON."""
    status: int = 200
    """The HTTP status."""
    headers: Mapping[str, str] = field(default_factory=dict)
    """Headers to add, or to replace the date and the content's type and length."""
    after: threading.Event | None = None
    """The event to wait for before answering."""
    hangs_up: bool = False
    """Whether to send only the body, without status and headers, and then reset the connection."""


def refusal(code: str, message: str, status: int = 400, *, capital: bool = False) -> Answer:
    """Return an error in the service's format.

    Args:
        code: The error code.
        message: The error message.
        status: The HTTP status.
        capital: Whether the member is called `Message`, as in IAM's errors.
    """
    body = {"__type": code, "Message" if capital else "message": message}
    return Answer(body, status, {"x-amzn-RequestId": "stub-request-id"})


@dataclass
class Stub:
    """A running stub server."""

    url: str
    """The URL that it listens on."""
    requests: list[tuple[Mapping[str, str], str]] = field(default_factory=list)
    """The headers, by lower-case name, and the body of every request received."""
    received_one: threading.Event = field(default_factory=threading.Event)
    """Set once a request has been received."""


@contextmanager
def answering(*answers: Answer, context: ssl.SSLContext | None = None) -> Iterator[Stub]:
    """Run a server that gives the answers in order, and repeats the last one forever.

    Args:
        answers: The answers.
        context: The server side of TLS; None for plain HTTP.
    """
    left = list(answers)
    lock = threading.Lock()
    stub = Stub("")

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            with lock:
                headers = {name.lower(): value for name, value in self.headers.items()}
                stub.requests.append((headers, body))
                stub.received_one.set()
                answer = left.pop(0) if len(left) > 1 else left[0]
            _send(self, answer)

        do_GET = do_PUT = do_CONNECT = do_POST  # noqa: N815  http.server's names

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if context is not None:
        server.socket = context.wrap_socket(server.socket, server_side=True)
        server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a client that hangs up
    stub.url = f"http{'s' if context else ''}://127.0.0.1:{server.server_port}"
    with _running(server):
        yield stub


@contextmanager
def _running(server: http.server.ThreadingHTTPServer) -> Iterator[None]:
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _send(handler: http.server.BaseHTTPRequestHandler, answer: Answer) -> None:
    if answer.after is not None:
        answer.after.wait(10)
    body = answer.body
    if isinstance(body, Mapping):
        body = json.dumps(body)
    content = body.encode() if isinstance(body, str) else body
    if answer.hangs_up:
        handler.connection.sendall(content)
        _reset(handler.connection)
        handler.close_connection = True
        handler.connection.close()
        return
    headers = {
        "Content-Type": "application/x-amz-json-1.1",
        "Content-Length": str(len(content)),
        "Connection": "close",
        "Date": handler.date_time_string(),
        **answer.headers,
    }
    handler.send_response_only(answer.status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(content)


def _reset(connection: socket.socket) -> None:
    """Make closing a connection reset it, by setting a linger time of zero."""
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def closed_port() -> str:
    """Return the URL of a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def silent() -> Iterator[str]:
    """Run a server that accepts connections and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def full_queue() -> Iterator[str]:
    """Run a server whose connection queue is full, so that it accepts no more."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)  # noqa: FBT003  socket's signature
            waiting.connect_ex(listening.getsockname())
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


@contextmanager
def resetting(first: bytes = b"") -> Iterator[str]:
    """Run a server that resets every connection once it has received a request.

    Args:
        first: What it sends before the reset.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:  # the listener is closed at the end of the test
                    return
                with connection:
                    connection.recv(65536)
                    connection.sendall(first)
                    _reset(connection)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)
        thread.join(10)


def self_signed(directory: Path) -> tuple[ssl.SSLContext, Path]:
    """Return the server side of TLS with a certificate that no client trusts.

    Args:
        directory: The directory for the certificate.

    Returns:
        The server side, and the certificate for clients that should trust it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(address, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = directory / "certificate.pem"
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(certificate.public_bytes(pem))
    (directory / "key.pem").write_bytes(
        key.private_bytes(pem, private, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, directory / "key.pem")
    return context, path


def bodies(requests: Sequence[tuple[Mapping[str, str], str]]) -> list[Any]:
    """Return the parsed bodies of the requests to cognito-identity."""
    return [json.loads(body) for _, body in requests]
