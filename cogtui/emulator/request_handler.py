"""The handler of one connection: read, check, simulate faults, respond."""

import io
import json
import socket
import struct
import sys
import time
import uuid
from http import HTTPStatus
from typing import TYPE_CHECKING
from wsgiref.types import WSGIEnvironment

from moto.core.utils import extract_region_from_aws_authorization
from werkzeug.serving import WSGIRequestHandler
from werkzeug.test import run_wsgi_app

from cogtui.emulator.application import TARGET
from cogtui.emulator.faults import ERROR_TEXTS

if TYPE_CHECKING:
    from cogtui.emulator.server import EmulatorServer

HttpResponse = tuple[int, list[tuple[str, str]], bytes]
"""The status, headers and body of an HTTP response."""

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class KeepAliveRequestHandler(WSGIRequestHandler):
    """Handles all requests of one connection.

    Werkzeug's own handler closes the connection after each response; clients that read thousands
    of pages would spend most of their time reconnecting. This one reads each request completely
    before it responds, and sends a `Content-Length`, so that the connection can be reused.
    """

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "EmulatorServer"

    def run_wsgi(self) -> None:
        """Handle one request, whose headers have been read."""
        started = time.perf_counter()
        try:
            environ = self._read_request()
        except ValueError:
            self._refuse_malformed_request()
            return
        operation = environ.get("HTTP_X_AMZ_TARGET", "").removeprefix(TARGET)
        refusal = self.server.allowed_hosts.refusal(self._hosts(environ))
        if refusal:
            self._send(refusal.response(), complete=True)
        else:
            self._respond(operation, environ)
        if self.server.log_line is not None:
            name = operation.rpartition(".")[2] or f"{self.command} {self.path}"
            elapsed_ms = (time.perf_counter() - started) * 1000
            self.server.log_line(f"{name} {self._outcome} {elapsed_ms:.1f} ms")

    def _respond(self, operation: str, environ: WSGIEnvironment) -> None:
        """Respond to a request from an allowed host, or simulate a fault."""
        fault = self._injected_fault(operation, environ)
        if fault == "reset":
            self._reset()
        elif fault == "timeout":
            self._wait_for_disconnect()
        elif fault in ERROR_TEXTS:
            self._send(_error_response(fault, operation), complete=True)
        else:
            status, headers, content = self._application_response(environ)
            if fault == "malformed":
                content = content[: len(content) // 2] + b"\x00<html>"
            self._send((status, headers, content), complete=fault != "cut")

    def _read_request(self) -> WSGIEnvironment:
        environ = self.make_environ()
        if environ.get("wsgi.input_terminated"):
            body = environ["wsgi.input"].read()
            environ["CONTENT_LENGTH"] = str(len(body))
        else:
            body = self.rfile.read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        return environ

    def _refuse_malformed_request(self) -> None:
        """Reject a request whose target or length cannot be parsed, and close the connection."""
        self.close_connection = True
        self._send(
            (HTTPStatus.BAD_REQUEST, [], b"Malformed request target or length\n"), complete=True
        )

    def _hosts(self, environ: WSGIEnvironment) -> set[str]:
        """Return all hosts that a request names in its `Host` headers and in its target."""
        hosts = set(self.headers.get_all("Host", []))
        if "HTTP_HOST" in environ:
            hosts.add(environ["HTTP_HOST"])  # werkzeug puts the host of an absolute target here
        return hosts

    def _injected_fault(self, operation: str, environ: WSGIEnvironment) -> str | None:
        """Wait for the simulated latency and return the fault to simulate, or None."""
        active_faults = self.server.active_faults
        if active_faults is None or not environ.get("HTTP_X_AMZ_TARGET", "").startswith(TARGET):
            return None
        time.sleep(active_faults.latency_seconds)
        # A public request has no signature to name its region: all of them share one quota.
        region = extract_region_from_aws_authorization(environ.get("HTTP_AUTHORIZATION", ""))
        return active_faults.fault(operation, region or "")

    def _application_response(self, environ: WSGIEnvironment) -> HttpResponse:
        try:
            chunks, status, headers = run_wsgi_app(self.server.app, environ)
            return int(status.partition(" ")[0]), list(headers), b"".join(chunks)
        except Exception:  # noqa: BLE001 - clients get a response whatever goes wrong
            self.server.handle_error(self.request, self.client_address)
            body = {"__type": "InternalFailure", "message": str(sys.exc_info()[1])}
            return HTTPStatus.INTERNAL_SERVER_ERROR, [], json.dumps(body).encode()

    def _send(self, response: HttpResponse, *, complete: bool) -> None:
        status, headers, content = response
        self._outcome = f"{status} {HTTPStatus(status).phrase}"
        self.send_response_only(status)
        for name, value in headers:
            if name.lower() != "content-length":
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if not complete:
            self._outcome += ", cut"
            content = content[: len(content) // 2]
            self.close_connection = True
        if self.command != "HEAD":
            self.wfile.write(content)

    def _reset(self) -> None:
        self._outcome = "connection reset"
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self.close_connection = True
        self.server.forget_connection(self.connection)
        self.connection.close()

    def _wait_for_disconnect(self) -> None:
        self._outcome = "no answer"
        self.connection.recv(1)
        self.close_connection = True

    def handle_expect_100(self) -> bool:
        """Send `100 Continue` immediately; the client withholds its body until then."""
        proceed = super().handle_expect_100()
        self.wfile.flush()
        return proceed


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
