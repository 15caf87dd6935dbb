"""Read HTTP/1.1 requests from the bytes of a connection, however they are split."""

import io
import re
import sys
from collections.abc import Generator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Final
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit
from wsgiref.types import WSGIEnvironment

MAX_HEAD_BYTES: Final = 64 * 1024
"""The size limit of the request line and all headers; trailers have the same limit."""
MAX_BODY_BYTES: Final = 16 * 1024 * 1024
"""The size limit of a body. The largest that AWS documents for an emulated service is a SAML
metadata document of 10,000,000 characters (`CreateSAMLProvider`)."""

_MAX_CHUNK_LINE_BYTES: Final = 1024
_TOKEN: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # noqa: S105 - a token in the sense of RFC 9110
_REQUEST_LINE: Final = re.compile(rf"({_TOKEN}) ([!-~\x80-\xff]+) HTTP/([0-9])\.([0-9])")
_HEADER: Final = re.compile(rf"({_TOKEN}):([\t -~\x80-\xff]*)")
_CHUNK: Final = re.compile(rb"([0-9A-Fa-f]{1,15})[ \t]*(;.*)?")
_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")


class InvalidRequestError(ValueError):
    """A request that cannot be read; the connection must be closed after the response.

    Args:
        status: The status to respond with.
        reason: What is wrong with the request, a sentence without a period.
    """

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@dataclass(slots=True)
class Request:
    """A request that was received completely."""

    method: str
    target: str
    """The request target as sent, a path or an absolute URL."""
    url: SplitResult
    """The parts of the target."""
    version: str
    """`HTTP/1.1` or `HTTP/1.0`."""
    headers: list[tuple[str, str]]
    """Names as sent and values, in order."""
    body: bytearray = field(default_factory=bytearray)

    def values(self, name: str) -> list[str]:
        """Return the values of all headers with a name, which must be in lower case."""
        return [value for header, value in self.headers if header.lower() == name]

    def elements(self, name: str) -> list[str]:
        """Return the comma-separated elements of a header in lower case."""
        return [each.strip().lower() for each in ",".join(self.values(name)).split(",")]

    @property
    def keep_alive(self) -> bool:
        """Whether the client may send another request on the connection."""
        return self.version != "HTTP/1.0" and "close" not in self.elements("connection")

    def environ(
        self, server_address: tuple[str, int], client_address: tuple[str, int]
    ) -> WSGIEnvironment:
        """Return the WSGI environment of the request, as werkzeug's own server makes it.

        Args:
            server_address: The host and port that the server listens on.
            client_address: The host and port of the client.
        """
        url, absolute = self.url, bool(self.url.scheme and self.url.netloc)
        # a path that begins with two slashes has no host
        path = url.path if absolute or not url.netloc else f"//{url.netloc}{url.path}"
        environ: WSGIEnvironment = {
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(self.body),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
            "REQUEST_METHOD": self.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote_to_bytes(path.encode("latin-1")).decode("latin-1"),
            "QUERY_STRING": url.query,
            "REQUEST_URI": self.target,
            "RAW_URI": self.target,
            "REMOTE_ADDR": client_address[0],
            "REMOTE_PORT": client_address[1],
            "SERVER_NAME": server_address[0],
            "SERVER_PORT": str(server_address[1]),
            "SERVER_PROTOCOL": self.version,
            "CONTENT_LENGTH": str(len(self.body)),
        }
        for name, value in self.headers:
            # WSGI cannot distinguish X_Host from X-Host, and the chunks of the body are joined
            if "_" not in name and name.lower() != "transfer-encoding":
                key = f"HTTP_{name.upper().replace('-', '_')}"
                environ[key] = f"{environ[key]},{value}" if key in environ else value
        environ["CONTENT_TYPE"] = environ.pop("HTTP_CONTENT_TYPE", "")
        environ.pop("HTTP_CONTENT_LENGTH", None)
        if absolute:
            environ["HTTP_HOST"] = url.netloc
        return environ


class RequestReader:
    """Assembles the requests of one connection, without waiting for their bytes."""

    def __init__(self) -> None:
        self.awaits_continue = False
        """Whether the client sends its body only after `100 Continue`."""
        self._in_body = False
        self._buffer = bytearray()
        self._requests = self._read_requests()

    @property
    def has_partial_request(self) -> bool:
        """Whether a part of the next request was received."""
        return self._in_body or bool(self._buffer)

    def feed(self, received: bytes) -> None:
        """Add bytes that were received."""
        self._buffer += received

    def next_request(self) -> Request | None:
        """Return the next request, or None as long as it is incomplete.

        Raises:
            InvalidRequestError: The bytes are not a request, or exceed a limit. The reader cannot
                be used again.
        """
        return next(self._requests)

    def _read_requests(self) -> Generator[Request | None, None, None]:
        while True:
            # RFC 9112 lets clients send line breaks before a request
            while not (rest := self._buffer.lstrip(b"\r\n")):
                self._buffer.clear()
                yield None
            self._buffer = rest
            request = _parse_head((yield from self._read_head()).decode("latin-1"))
            self._in_body = True
            self.awaits_continue = "100-continue" in request.elements("expect")
            if _is_chunked(request):
                yield from self._read_chunks(request.body)
            else:
                request.body = yield from self._read_exactly(_content_length(request))
            self._in_body = self.awaits_continue = False
            yield request
            del request  # an idle connection must not keep it in memory

    def _read_head(self) -> Generator[None, None, bytearray]:
        """Read up to the blank line after the headers."""
        searched = 0
        while not (found := _BLANK_LINE.search(self._buffer, searched, MAX_HEAD_BYTES)):
            if len(self._buffer) >= MAX_HEAD_BYTES:
                raise InvalidRequestError(
                    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE,
                    f"The headers exceed {MAX_HEAD_BYTES} bytes",
                )
            searched = max(0, len(self._buffer) - 3)
            yield
        head = self._buffer[: found.start()]
        del self._buffer[: found.end()]
        return head

    def _read_exactly(self, length: int) -> Generator[None, None, bytearray]:
        while len(self._buffer) < length:
            yield
        content = self._buffer[:length]
        del self._buffer[:length]
        return content

    def _read_line(self, limit: int) -> Generator[None, None, bytes]:
        searched = 0
        while (end := self._buffer.find(b"\n", searched, limit)) < 0:
            if len(self._buffer) >= limit:
                raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "A line of the body is too long")
            searched = len(self._buffer)
            yield
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line.removesuffix(b"\r")

    def _read_chunks(self, body: bytearray) -> Generator[None, None, None]:
        """Append the chunks to the body; ignore extensions and trailers."""
        while True:
            line = yield from self._read_line(_MAX_CHUNK_LINE_BYTES)
            found = _CHUNK.fullmatch(line)
            if not found:
                raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "Malformed chunk size")
            size = int(found[1], 16)
            if not size:
                break
            _check_body_size(len(body) + size)
            body += yield from self._read_exactly(size)
            if (yield from self._read_line(_MAX_CHUNK_LINE_BYTES)):
                raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "A chunk exceeds its size")
        left = MAX_HEAD_BYTES
        while line := (yield from self._read_line(left)):
            left -= len(line)


def _parse_head(head: str) -> Request:
    """Parse the request line and the headers.

    Folded headers, which RFC 9112 deprecates, are rejected.
    """
    request_line, *lines = head.replace("\r\n", "\n").split("\n")
    found = _REQUEST_LINE.fullmatch(request_line)
    if not found:
        raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "Malformed request line")
    method, target, major, minor = found.groups()
    if major != "1":
        raise InvalidRequestError(
            HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, f"HTTP/{major}.{minor} is not supported"
        )
    try:
        url = urlsplit(target)
    except ValueError:
        raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "Malformed target") from None
    headers = []
    for line in lines:
        header = _HEADER.fullmatch(line)
        if not header:
            raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "Malformed header")
        headers.append((header[1], header[2].strip(" \t")))
    version = "HTTP/1.0" if minor == "0" else "HTTP/1.1"
    return Request(method, target, url, version, headers)


def _is_chunked(request: Request) -> bool:
    if not request.values("transfer-encoding"):
        return False
    if request.values("content-length"):
        reason = "Both Transfer-Encoding and Content-Length"
        raise InvalidRequestError(HTTPStatus.BAD_REQUEST, reason)
    if request.elements("transfer-encoding") != ["chunked"]:
        reason = "Transfer-Encoding other than chunked"
        raise InvalidRequestError(HTTPStatus.NOT_IMPLEMENTED, reason)
    return True


def _content_length(request: Request) -> int:
    lengths = request.values("content-length") or ["0"]
    if len(lengths) > 1 or not re.fullmatch("[0-9]{1,15}", lengths[0]):
        raise InvalidRequestError(HTTPStatus.BAD_REQUEST, "Malformed Content-Length")
    length = int(lengths[0])
    _check_body_size(length)
    return length


def _check_body_size(size: int) -> None:
    if size > MAX_BODY_BYTES:
        raise InvalidRequestError(
            HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"The body exceeds {MAX_BODY_BYTES} bytes"
        )
