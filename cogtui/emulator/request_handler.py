"""Respond to one request: check its host, simulate faults, run the application."""

import json
import threading
import time
import traceback
import uuid
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum, auto
from http import HTTPStatus
from typing import Final
from wsgiref.types import WSGIApplication, WSGIEnvironment

from moto.core.utils import extract_region_from_aws_authorization
from werkzeug.test import run_wsgi_app

from cogtui.emulator.application import TARGET
from cogtui.emulator.faults import ERROR_TEXTS, ActiveFaults, FaultPlan
from cogtui.emulator.hosts import AllowedHosts
from cogtui.emulator.http_request import InvalidRequestError, Request

HttpResponse = tuple[int, list[tuple[str, str]], bytes]
"""The status, headers and body of an HTTP response."""


class Ending(Enum):
    """What happens to a connection after a reply."""

    KEEP_ALIVE = auto()
    """It stays open for the next request."""
    CLOSE = auto()
    """It is closed."""
    RESET = auto()
    """It is reset; nothing is sent."""
    SILENCE = auto()
    """It stays open until the client closes it; nothing is sent."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a client gets for a request."""

    content: bytes
    """The bytes to send."""
    ending: Ending
    summary: str = ""
    """A description for the log, such as `200 OK`."""


CONTINUE: Final = Reply(b"HTTP/1.1 100 Continue\r\n\r\n", Ending.KEEP_ALIVE)
"""The interim reply after which a client sends the body that it announced."""


class RequestHandler:
    """Responds to requests; thread-safe.

    Args:
        application: The WSGI application.
        address: The host and port that the emulator listens on.
        allowed_hosts: The hosts that requests may name.
        fault_plan: The latency, quotas and faults to simulate.
        log_line: A function that logs one line for each request.
    """

    def __init__(
        self,
        application: WSGIApplication,
        address: tuple[str, int],
        allowed_hosts: AllowedHosts,
        fault_plan: FaultPlan | None,
        log_line: Callable[[str], None] | None,
    ) -> None:
        self._application = application
        self._address = address
        self._allowed_hosts = allowed_hosts
        self._log_line = log_line
        self._stopped = threading.Event()
        self.change_faults(fault_plan)

    def change_faults(self, fault_plan: FaultPlan | None) -> None:
        """Change the fault plan for subsequent requests."""
        self._active_faults = ActiveFaults(fault_plan) if fault_plan else None

    def stop(self) -> None:
        """End every simulated latency at once."""
        self._stopped.set()

    def respond(self, request: Request, client_address: tuple[str, int]) -> Reply:
        """Respond to a request.

        Args:
            request: The request.
            client_address: The host and port of the client.
        """
        started = time.perf_counter()
        environ = request.environ(self._address, client_address)
        operation = environ.get("HTTP_X_AMZ_TARGET", "").removeprefix(TARGET)
        try:
            reply = self._reply(request, environ, operation)
        except Exception as error:  # noqa: BLE001 - clients get a response whatever goes wrong
            with suppress(OSError, ValueError):  # stderr is closed
                traceback.print_exc()
            body = json.dumps({"__type": "InternalFailure", "message": str(error)})
            reply = _encode(request, (HTTPStatus.INTERNAL_SERVER_ERROR, [], body.encode()))
        if self._log_line is not None:
            name = operation.rpartition(".")[2] or f"{request.method} {request.target}"
            elapsed_ms = (time.perf_counter() - started) * 1000
            self._log_line(f"{name} {reply.summary} {elapsed_ms:.1f} ms")
        return reply

    def refuse(self, error: InvalidRequestError) -> Reply:
        """Respond to a request that cannot be read."""
        headers = [("Content-Type", "text/plain")]
        reply = _encode(None, (error.status, headers, f"{error}\n".encode()))
        if self._log_line is not None:
            self._log_line(f"{reply.summary}: {error}")
        return reply

    def _reply(self, request: Request, environ: WSGIEnvironment, operation: str) -> Reply:
        hosts = {*request.values("host"), environ.get("HTTP_HOST", "")}
        refusal = self._allowed_hosts.refusal(hosts)
        if refusal:
            return _encode(request, refusal.response())
        fault = self._injected_fault(operation, environ)
        if fault == "reset":
            return Reply(b"", Ending.RESET, "connection reset")
        if fault == "timeout":
            return Reply(b"", Ending.SILENCE, "no answer")
        if fault in ERROR_TEXTS:
            return _encode(request, _error_response(fault, operation))
        chunks, status_line, response_headers = run_wsgi_app(self._application, environ)
        status, headers = int(status_line.partition(" ")[0]), list(response_headers)
        content = b"".join(chunks)
        if fault == "malformed":
            content = content[: len(content) // 2] + b"\x00<html>"
        return _encode(request, (status, headers, content), cut=fault == "cut")

    def _injected_fault(self, operation: str, environ: WSGIEnvironment) -> str | None:
        """Wait for the simulated latency and return the fault to simulate, or None."""
        active_faults = self._active_faults
        if active_faults is None or not environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET):
            return None
        self._stopped.wait(active_faults.latency_seconds)
        # A public request has no signature to name its region: all of them share one quota.
        region = extract_region_from_aws_authorization(environ.get("HTTP_AUTHORIZATION", ""))
        return active_faults.fault(operation, region or "")


def _encode(request: Request | None, response: HttpResponse, *, cut: bool = False) -> Reply:
    """Return the reply with a response.

    Args:
        request: The request; None closes the connection, because its next request is unknown.
        response: The response.
        cut: Omit the second half of the body.
    """
    status, headers, content = response
    keep_alive = request is not None and request.keep_alive and not cut
    summary = f"{status:d} {HTTPStatus(status).phrase}"
    lines = [f"HTTP/1.1 {summary}"]
    lines += [f"{name}: {value}" for name, value in headers if name.lower() != "content-length"]
    lines += [f"Content-Length: {len(content)}"]
    lines += [] if keep_alive else ["Connection: close"]
    if cut:
        content = content[: len(content) // 2]
    if request is not None and request.method == "HEAD":
        content = b""
    head = "\r\n".join([*lines, "", ""]).encode("latin-1")
    ending = Ending.KEEP_ALIVE if keep_alive else Ending.CLOSE
    return Reply(head + content, ending, f"{summary}, cut" if cut else summary)


def _error_response(code: str, operation: str) -> HttpResponse:
    """Return the service's error response for a simulated error code."""
    server_fault = code == "InternalErrorException"
    status = HTTPStatus.INTERNAL_SERVER_ERROR if server_fault else HTTPStatus.BAD_REQUEST
    text = "Message" if code == "AccessDeniedException" else "message"
    message = ERROR_TEXTS[code].format(operation=operation)
    body = json.dumps({"__type": code, text: message}).encode()
    headers = [
        ("Content-Type", "application/x-amz-json-1.1"),
        ("x-amzn-RequestId", str(uuid.uuid4())),
        ("x-amzn-ErrorType", f"{code}:"),
        ("Access-Control-Allow-Origin", "*"),
    ]
    return status, headers, body
