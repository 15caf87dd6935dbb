"""Clients that send bytes unchanged, as no HTTP library would."""

import socket
import struct
import threading
from typing import Self
from urllib.parse import urlsplit

from cogtui.emulator import RunningEmulator

HEAD = (
    b"POST / HTTP/1.1\r\nHost: localhost\r\n"
    b"X-Amz-Target: AWSCognitoIdentityService.ListIdentityPools\r\n"
    b"Authorization: AWS4-HMAC-SHA256 Credential=any/20261101/us-east-1/x/aws4_request\r\n"
)
BODY = b'{"MaxResults": 1}'
REQUEST = HEAD + b"Content-Length: 17\r\n\r\n" + BODY


class RawClient:
    """A connection to an emulator.

    Args:
        running: The emulator.
        receive_buffer: The size of the socket's receive buffer in bytes; None keeps the default.
    """

    def __init__(self, running: RunningEmulator, receive_buffer: int | None = None) -> None:
        parts = urlsplit(running.url)
        self.socket = socket.socket()
        self.socket.settimeout(20)
        if receive_buffer is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.connect((str(parts.hostname), parts.port))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self.socket.close()

    def reset(self) -> None:
        """Close the connection by a reset."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close()

    def send(self, content: bytes) -> None:
        """Send bytes."""
        self.socket.sendall(content)

    def response(self) -> tuple[int, bytes]:
        """Return the status and the body of the next response."""
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            head += self._receive(1)
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next((line.split(":")[1] for line in lines if "content-length:" in line), "0")
        body = b""
        while len(body) < int(length):
            body += self._receive(int(length) - len(body))
        return int(lines[0].split()[1]), body

    def ask(self, content: bytes = REQUEST) -> tuple[int, bytes]:
        """Send bytes and return the status and the body of the response."""
        self.send(content)
        return self.response()

    def rest(self) -> bytes:
        """Return everything that arrives until the emulator closes the connection."""
        return b"".join(iter(lambda: self.socket.recv(1 << 20), b""))

    def _receive(self, count: int) -> bytes:
        received = self.socket.recv(count)
        assert received, "the emulator closed the connection"
        return received


def synchronize(running: RunningEmulator) -> None:
    """Wait until an emulator has read everything that was sent before.

    Its thread reads connections in order, and rejects a malformed request without another thread.
    """
    with RawClient(running) as client:
        assert client.ask(b"malformed\r\n\r\n")[0] == 400


def started_since(before: set[threading.Thread]) -> set[threading.Thread]:
    """Return the threads that run now but did not before."""
    return set(threading.enumerate()) - before
