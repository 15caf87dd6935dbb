"""A small IAM Identity Center: device codes, tokens, and the credentials of a role."""

import hashlib
import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import pytest
from botocore.credentials import SSOProvider
from botocore.tokens import SSOTokenProvider

START_URL: Final = "https://example.awsapps.com/start"
REGION: Final = "eu-west-1"
"""Where the identity center is; the pools are elsewhere."""

USER_CODE: Final = "ABCD-EFGH"
PAGE: Final = f"https://device.sso.{REGION}.amazonaws.com/?user_code={USER_CODE}"

SECRETS: Final = {
    "accessToken": "sentinel-access-token",
    "clientSecret": "sentinel-client-secret",
    "deviceCode": "sentinel-device-code",
    "refreshToken": "sentinel-refresh-token",
}
"""Everything that must not be shown or logged, by the name that the service gives it."""

_SIGN_IN: Final = """\
sso_account_id = 111122223333
sso_role_name = Admin
region = us-east-1
"""

SESSION: Final = f"""\
[profile work]
sso_session = company
{_SIGN_IN}
[sso-session company]
sso_start_url = {START_URL}
sso_region = {REGION}
"""
"""A profile with an `sso-session` section."""

LEGACY: Final = f"""\
[profile work]
sso_start_url = {START_URL}
sso_region = {REGION}
{_SIGN_IN}"""
"""A profile with its own start URL."""


class Response(NamedTuple):
    """A response of the server."""

    status: int
    """The HTTP status."""
    body: Mapping[str, Any]
    """The body."""
    code: str = ""
    """The error code, for a header."""


def sso_error(code: str, status: int = 400) -> Response:
    """Return an error as sso-oidc sends it.

    Args:
        code: The error code.
        status: The HTTP status.
    """
    return Response(status, {"error": "x", "error_description": "why"}, code)


PENDING: Final = sso_error("AuthorizationPendingException")


class SsoServer:
    """The state of a running server.

    Attributes:
        url: The URL that it listens on.
        requests: The path and the body of each request.
        registration: The answer to RegisterClient; None for success.
        tokens: The answers to CreateToken before it succeeds; the last one is repeated forever if
            `is_confirmed` is not set.
        is_confirmed: Whether CreateToken succeeds once `tokens` is used up.
        accepted: The access tokens that GetRoleCredentials accepts.
        expires_in: How long a token is valid, in seconds.
        credentials_expire_in: How long credentials are valid, in seconds; botocore renews those
            of less than ten minutes before each call.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.registration: Response | None = None
        self.tokens: list[Response] = []
        self.is_confirmed = threading.Event()
        self.accepted = {SECRETS["accessToken"]}
        self.expires_in = 8 * 3600
        self.credentials_expire_in = 3600

    def paths(self) -> list[str]:
        """Return the paths of the requests so far."""
        return [path for path, _ in self.requests]

    def answer(self, path: str, body: dict[str, Any], bearer: str) -> Response:
        """Return the response to a request.

        Args:
            path: The path.
            body: The body.
            bearer: The access token of a request for credentials.
        """
        self.requests.append((path, body))
        match path:
            case "/client/register":
                expires = int(time.time()) + 90 * 86400
                client = {"clientId": "client", "clientSecretExpiresAt": expires}
                client["clientSecret"] = SECRETS["clientSecret"]
                return self.registration or Response(200, client)
            case "/device_authorization":
                return Response(
                    200,
                    {
                        "deviceCode": SECRETS["deviceCode"],
                        "userCode": USER_CODE,
                        "verificationUri": PAGE.partition("?")[0],
                        "verificationUriComplete": PAGE,
                        "expiresIn": 600,
                        "interval": 1,
                    },
                )
            case "/token":
                return self._token()
            case _:
                return self._credentials(bearer)

    def _token(self) -> Response:
        if self.tokens:
            return self.tokens.pop(0)
        if not self.is_confirmed.is_set():
            return PENDING
        token = {"accessToken": SECRETS["accessToken"], "expiresIn": self.expires_in}
        registered = next(sent for path, sent in self.requests if path == "/client/register")
        if "refresh_token" in registered.get("grantTypes", ()):
            token["refreshToken"] = SECRETS["refreshToken"]
        return Response(200, token)

    def _credentials(self, bearer: str) -> Response:
        if bearer not in self.accepted:
            return sso_error("UnauthorizedException", 401)
        role = {
            "accessKeyId": "ASIASSO",
            "secretAccessKey": "sentinel-secret-key",
            "sessionToken": "sentinel-session-token",
            "expiration": int(time.time() + self.credentials_expire_in) * 1000,
        }
        return Response(200, {"roleCredentials": role})


@contextmanager
def running_sso() -> Iterator[SsoServer]:
    """Run a server on a free loopback port."""
    sso = SsoServer("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            bearer = self.headers.get("x-amz-sso_bearer_token", "")
            path = urlsplit(self.path).path
            response = sso.answer(path, json.loads(content or b"{}"), bearer)
            body = json.dumps(response.body).encode()
            self.send_response_only(response.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Date", self.date_time_string())
            self.send_header("Connection", "close")
            if response.code:
                self.send_header("x-amzn-ErrorType", response.code)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST  # noqa: N815  http.server's name

        def log_message(self, *_: object) -> None:
            """Log nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    sso.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield sso
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def cache_under(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make botocore use the token cache of a home directory; it looks for it when imported.

    Returns:
        The cache's directory.
    """
    cache = home / ".aws" / "sso" / "cache"
    for provider in (SSOProvider, SSOTokenProvider):
        monkeypatch.setattr(provider, "_SSO_TOKEN_CACHE_DIR", str(cache))
    return cache


def call_sso_at(sso: SsoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make botocore send requests to a server instead of IAM Identity Center."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO", sso.url)
    monkeypatch.setenv("AWS_ENDPOINT_URL_SSO_OIDC", sso.url)


def cached_token(cache: Path, key: str) -> Path:
    """Return the file of a token.

    Args:
        cache: The cache's directory.
        key: The session's name, or the start URL.
    """
    return cache / f"{hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()}.json"


def block(cache: Path) -> None:
    """Put a file where the cache's directory would be, so that no token can be saved."""
    cache.parent.mkdir(parents=True)
    cache.write_text("a file")
