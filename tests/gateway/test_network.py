"""Connections that fail, break, or cannot be trusted."""

import errno
from pathlib import Path

import pytest
from botocore.exceptions import EndpointConnectionError

from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway.errors.local_failures import connection_failure
from tests.gateway.gateways import POOLS, REGION, failed_listing, make_gateway
from tests.gateway.servers import (
    Answer,
    answering,
    closed_port,
    full_queue,
    resetting,
    self_signed,
    silent,
)

pytestmark = pytest.mark.usefixtures("keys")


async def test_a_refused_connection() -> None:
    """A refused connection names the endpoint, after three attempts."""
    url = closed_port()
    gateway = make_gateway(url)
    explanation = await failed_listing(gateway)
    assert (ErrorKind.UNREACHABLE, f"Connection refused by {url}") == (
        explanation.kind,
        explanation.title,
    )
    assert explanation.cause.startswith("Nothing listens on that port")
    assert (2, explanation.title) == (gateway.requests[0].retries, gateway.requests[0].result)


async def test_an_endpoint_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the endpoint from AWS_ENDPOINT_URL rather than AWS."""
    url = closed_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    explanation = await failed_listing(make_gateway())
    assert explanation.title == f"Connection refused by {url}"


async def test_an_unknown_host() -> None:
    """A host name unknown to DNS is reported differently from a host that does not answer."""
    explanation = await failed_listing(make_gateway("http://emulator.invalid:5000"))
    assert explanation.kind is ErrorKind.UNREACHABLE
    assert explanation.title == "The host name of http://emulator.invalid:5000 is not known"


async def test_a_region_that_does_not_exist() -> None:
    """A region that does not exist has an endpoint whose name is unknown to DNS."""
    explanation = await failed_listing(make_gateway(), "us-nowhere-9")
    assert explanation.kind is ErrorKind.UNREACHABLE
    assert "cognito-identity.us-nowhere-9.amazonaws.com is not known" in explanation.title
    assert explanation.cause.startswith("Region us-nowhere-9 is not a region with identity pools")


@pytest.mark.parametrize(
    ("variable", "region", "host"),
    [
        ("AWS_USE_FIPS_ENDPOINT", "us-nowhere-9", "cognito-identity-fips.us-nowhere-9"),
        ("AWS_USE_DUALSTACK_ENDPOINT", "cn-nowhere-9", "cognito-identity.cn-nowhere-9.api"),
    ],
)
async def test_a_region_without_a_special_endpoint(
    monkeypatch: pytest.MonkeyPatch, variable: str, region: str, host: str
) -> None:
    """The setting that requires the endpoint is named, and the title has the host called."""
    monkeypatch.setenv(variable, "true")
    explanation = await failed_listing(make_gateway(), region)
    assert explanation.kind is ErrorKind.UNREACHABLE
    assert explanation.title.startswith(f"The host name of https://{host}.")
    assert variable in explanation.cause
    assert f"may not have in region {region};" in explanation.cause


async def test_a_malformed_region() -> None:
    """A malformed region is reported before any name is resolved, for calls and for endpoints."""
    gateway = make_gateway()
    explanation = await failed_listing(gateway, "us east 1")
    assert (explanation.kind, explanation.title) == (ErrorKind.REGION, "Not a region")
    with pytest.raises(ApiError) as caught:
        await gateway.endpoint("us east 1")
    assert caught.value.kind is ErrorKind.REGION


async def test_tls_to_a_plain_http_server() -> None:
    """`https` instead of `http` is a TLS error, and the cause says so."""
    with answering(Answer({})) as stub:
        explanation = await failed_listing(make_gateway(stub.url.replace("http:", "https:")))
    assert explanation.kind is ErrorKind.TLS
    assert "begins with https although the server speaks HTTP" in explanation.cause


async def test_an_untrusted_certificate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An untrusted certificate is rejected, and the suggested AWS_CA_BUNDLE works."""
    context, certificate = self_signed(tmp_path)
    with answering(Answer({"IdentityPools": []}), context=context) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
        assert (explanation.kind, explanation.title) == (
            ErrorKind.TLS,
            "The connection cannot be trusted",
        )
        assert "AWS_CA_BUNDLE" in explanation.remedy
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
        answer = await make_gateway(stub.url).call("list-identity-pools", REGION, POOLS)
    assert answer == {"IdentityPools": []}


@pytest.mark.usefixtures("short_timeouts")
async def test_no_answer_in_time() -> None:
    """A server that accepts the connection and never answers is tried three times."""
    with silent() as url:
        gateway = make_gateway(url)
        explanation = await failed_listing(gateway)
    assert (explanation.kind, explanation.title) == (ErrorKind.TIMEOUT, "No response in time")
    (logged,) = gateway.requests
    assert logged.retries == 2
    assert logged.milliseconds is not None
    assert 750 <= logged.milliseconds < 5_000


@pytest.mark.usefixtures("short_timeouts")
async def test_no_connection_in_time() -> None:
    """A server that does not accept the connection times out as well."""
    with full_queue() as url:
        explanation = await failed_listing(make_gateway(url))
    assert explanation.kind is ErrorKind.TIMEOUT
    assert explanation.title == f"No connection to {url} in time"
    assert "onnect timeout" in explanation.detail


async def test_a_connection_that_is_reset() -> None:
    """A server that resets the connection without an answer counts as unreachable."""
    with resetting() as url:
        explanation = await failed_listing(make_gateway(url))
    assert explanation.kind is ErrorKind.UNREACHABLE
    assert explanation.title == "Connection lost after sending"


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
        b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"IdentityPools": [',
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
        b"HTTP/1.1 200 OK\r\nContent-Le",
        b"HTTP/1.1 20",
        b"\x00\x01\x02 no HTTP\r\n\r\n",
    ],
    ids=["no body", "half a body", "half a chunk", "half a header", "half a status", "nonsense"],
)
async def test_a_connection_that_is_reset_during_the_answer(first: bytes) -> None:
    """A truncated answer never counts as complete, wherever it breaks off."""
    with resetting(first) as url:
        explanation = await failed_listing(make_gateway(url))
    assert explanation.kind in (ErrorKind.UNREACHABLE, ErrorKind.SERVICE)


async def test_a_short_answer_is_not_a_whole_one() -> None:
    """A connection that is closed before the announced length is not an answer."""
    short = Answer('{"IdentityPools": []', headers={"Content-Length": "21"})
    with answering(short) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert explanation.title == "Unreadable response"


async def test_a_reset_before_sending() -> None:
    """A connection that is reset during the TLS handshake has sent nothing."""
    with resetting() as plain_url:
        url = plain_url.replace("http:", "https:")
        explanation = await failed_listing(make_gateway(url))
    assert explanation.title == f"Connection to {url} reset"
    assert not explanation.outcome_unknown


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (errno.EACCES, "No connection to {endpoint}"),
        (errno.EHOSTUNREACH, "No route to {endpoint}"),
        (errno.ENETUNREACH, "No route to {endpoint}"),
    ],
)
def test_a_connection_that_this_machine_cannot_make(number: int, title: str) -> None:
    """A network without a route is reported differently from other failures to connect."""

    def connect() -> None:
        refused = OSError(number, "not possible")
        raise EndpointConnectionError(endpoint_url="https://example.com") from refused

    with pytest.raises(EndpointConnectionError) as caught:
        connect()
    cause = connection_failure(caught.value)
    assert cause is not None
    assert cause.title == title
