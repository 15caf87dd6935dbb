"""Moto's admin endpoints, which are closed to web pages."""

import http.client
import json
from collections.abc import Mapping
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from moto.moto_api._internal.urls import url_paths

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator.admin import ADMIN_HEADER
from tests.emulator.connection import connect, pools_by_name

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

ADMIN_PATHS = sorted(path.removeprefix("{0}").rstrip("$") for path in url_paths)
ORIGIN = "https://evil.test"
RESET = "/moto-api/reset"


def send(
    emulator: RunningEmulator, method: str, path: str, headers: Mapping[str, str], body: str = ""
) -> tuple[int, dict[str, str], str]:
    """Send a request to an emulator and return the status, headers and body."""
    parts = urlsplit(emulator.url)
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as connection:
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read().decode()


def open_to_pages(headers: Mapping[str, str]) -> bool:
    """Return whether a page of another origin can read the response or send more requests."""
    return any(name.lower().startswith("access-control-") for name in headers)


@pytest.mark.parametrize("path", [*ADMIN_PATHS, "/moto-api/unknown", "/moto-apix"])
def test_admin_endpoints_reject_web_pages(emulator: RunningEmulator, path: str) -> None:
    """All of moto's admin endpoints reject a page's simple requests and preflights."""
    simple = {"Origin": ORIGIN, "Content-Type": "text/plain"}
    preflight = {
        "Origin": ORIGIN,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": ADMIN_HEADER.lower(),
    }
    for method, headers in (
        ("GET", {}),
        ("GET", simple),
        ("POST", {}),
        ("POST", simple),
        ("OPTIONS", preflight),
    ):
        status, answered, body = send(emulator, method, path, headers)
        assert status == 403
        assert not open_to_pages(answered)
        assert ADMIN_HEADER in json.loads(body)["message"]


@pytest.mark.parametrize(
    "path",
    [
        "//moto-api/reset",
        "///moto-api/reset",
        "/moto-api//reset",
        "/moto-api/reset/",
        "/moto-api%2Freset",
        "/%6Doto-api/reset",
        "/x/../moto-api/reset",
        "/Moto-Api/reset",
        "/moto-api/reset;x",
        "/moto-api/reset?x",
        "http://127.0.0.1/moto-api/reset",
        "http://127.0.0.1//moto-api/reset",
    ],
)
def test_no_spelling_of_the_path_bypasses_the_guard(path: str) -> None:
    """However the reset path is spelled, pools survive a request without the header."""
    scope = "Credential=a/20261101/us-east-1/moto_api/aws4_request"
    with start_emulator(pools=1, identities=1) as running:
        for headers in ({}, {"Authorization": f"AWS4-HMAC-SHA256 {scope}"}):
            send(running, "POST", path, headers)
        with closing(connect(running, "cognito-identity")) as client:
            assert list(pools_by_name(client)) == ["mobile-app-prod"]


@pytest.mark.parametrize(
    "of_a_page",
    [{"Origin": "null"}, {"Origin": "http://127.0.0.1:4577"}, {"Sec-Fetch-Site": "same-origin"}],
)
def test_a_page_with_the_header_is_rejected(
    emulator: RunningEmulator, of_a_page: Mapping[str, str]
) -> None:
    """A page that the emulator itself serves needs no preflight, but is rejected too."""
    status, headers, _ = send(emulator, "POST", RESET, {ADMIN_HEADER: "1", **of_a_page})
    assert (status, open_to_pages(headers)) == (403, False)


def test_the_header_allows_a_reset(
    emulator: RunningEmulator, client: "CognitoIdentityClient"
) -> None:
    """With the header, a local tool can reset the emulator repeatedly."""
    for _ in range(2):
        client.create_identity_pool(IdentityPoolName="x", AllowUnauthenticatedIdentities=True)
        assert send(emulator, "POST", RESET, {})[0] == 403
        assert list(pools_by_name(client)) == ["x"]
        status, _headers, body = send(emulator, "POST", RESET, {ADMIN_HEADER: "1"})
        assert (status, json.loads(body)) == (200, {"status": "ok"})
        assert pools_by_name(client) == {}


def test_the_demo_is_guarded_like_any_emulator(demo: RunningEmulator) -> None:
    """The server of --demo, which takes no options, rejects web pages and unknown hosts."""
    assert send(demo, "POST", RESET, {"Origin": ORIGIN})[0] == 403
    assert send(demo, "POST", RESET, {ADMIN_HEADER: "1", "Host": "evil.test"})[0] == 403


@pytest.mark.parametrize("path", ["/", "/.well-known/jwks_uri"])
def test_the_api_stays_open_to_pages(emulator: RunningEmulator, path: str) -> None:
    """The preflight of a browser's SDK succeeds and allows the headers that it signs with."""
    requested = "authorization,content-type,x-amz-date,x-amz-target,x-amz-user-agent"
    status, headers, _ = send(
        emulator,
        "OPTIONS",
        path,
        {
            "Origin": ORIGIN,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": requested,
        },
    )
    assert status == 200
    assert headers["Access-Control-Allow-Origin"] in ("*", ORIGIN)
