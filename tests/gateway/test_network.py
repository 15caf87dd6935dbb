"""Connections that do not come about, break off, or cannot be trusted."""

from pathlib import Path

import pytest

from cogtui.api_error import ApiError, Trouble
from tests.gateway.gateways import POOLS, REGION, door, failed_listing
from tests.gateway.servers import (
    Answer,
    answering,
    closed_port,
    crowded,
    hanging_up,
    self_signed,
    silent,
)

pytestmark = pytest.mark.usefixtures("keys")


async def test_nobody_listens() -> None:
    """A refused connection names the endpoint, after three attempts."""
    url = closed_port()
    gateway = door(url)
    told = await failed_listing(gateway)
    assert (Trouble.UNREACHABLE, f"No connection to {url}") == (told.trouble, told.title)
    assert (2, told.title) == (gateway.requests[0].retries, gateway.requests[0].result)


async def test_an_endpoint_of_the_environment_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where AWS_ENDPOINT_URL leads is told, not AWS."""
    url = closed_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", url)
    told = await failed_listing(door())
    assert told.title == f"No connection to {url}"


async def test_a_host_that_nobody_knows() -> None:
    """A name that DNS does not have is told apart from a host that does not answer."""
    told = await failed_listing(door("http://emulator.invalid:5000"))
    assert told.trouble is Trouble.UNREACHABLE
    assert told.title == "The host name of http://emulator.invalid:5000 is not known"


async def test_a_region_that_there_is_not() -> None:
    """A region that is well written but is none has an endpoint that DNS does not know."""
    told = await failed_listing(door(), "us-nowhere-9")
    assert told.trouble is Trouble.UNREACHABLE
    assert "cognito-identity.us-nowhere-9.amazonaws.com is not known" in told.title
    assert told.cause.startswith("Region us-nowhere-9 is not a region with identity pools")


async def test_what_is_not_written_as_a_region_is() -> None:
    """It is told before anything is looked up, for a call as for an endpoint."""
    gateway = door()
    told = await failed_listing(gateway, "us east 1")
    assert (told.trouble, told.title) == (Trouble.REGION, "Not a region")
    with pytest.raises(ApiError) as caught:
        await gateway.endpoint("us east 1")
    assert caught.value.trouble is Trouble.REGION


async def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy of the environment's is what cannot be reached; its password is not told."""
    proxy = closed_port().removeprefix("http://")
    monkeypatch.setenv("HTTPS_PROXY", f"http://ana:sentinel@{proxy}")
    told = await failed_listing(door())
    assert told.trouble is Trouble.UNREACHABLE
    assert proxy in told.detail
    assert "sentinel" not in str(told)


async def test_tls_where_plain_http_is_spoken() -> None:
    """`https` by mistake is a matter of TLS, and the cause says so."""
    with answering(Answer({})) as stub:
        told = await failed_listing(door(stub.url.replace("http:", "https:")))
    assert told.trouble is Trouble.TLS
    assert "https where the endpoint speaks http" in told.cause


async def test_a_certificate_that_nobody_trusts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is refused, and the remedy that is told works: AWS_CA_BUNDLE."""
    context, certificate = self_signed(tmp_path)
    with answering(Answer({"IdentityPools": []}), context=context) as stub:
        told = await failed_listing(door(stub.url))
        assert (told.trouble, told.title) == (Trouble.TLS, "The connection cannot be trusted")
        assert "AWS_CA_BUNDLE" in told.remedy
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
        answer = await door(stub.url).call("list-identity-pools", REGION, POOLS)
    assert answer == {"IdentityPools": []}


@pytest.mark.usefixtures("short_timeouts")
async def test_no_answer_in_time() -> None:
    """A server that takes the connection and says nothing is waited for three times, no longer."""
    with silent() as url:
        gateway = door(url)
        told = await failed_listing(gateway)
    assert (told.trouble, told.title) == (Trouble.TIMEOUT, "No answer in time")
    (logged,) = gateway.requests
    assert logged.retries == 2
    assert logged.milliseconds is not None
    assert 750 <= logged.milliseconds < 5_000


@pytest.mark.usefixtures("short_timeouts")
async def test_no_connection_in_time() -> None:
    """A server that does not even take the connection is given up as well."""
    with crowded() as url:
        told = await failed_listing(door(url))
    assert (told.trouble, told.title) == (Trouble.TIMEOUT, "No answer in time")
    assert "onnect timeout" in told.detail


async def test_a_connection_that_is_reset() -> None:
    """A server that hangs up without a word could not be reached."""
    with hanging_up() as url:
        told = await failed_listing(door(url))
    assert (Trouble.UNREACHABLE, f"No connection to {url}") == (told.trouble, told.title)


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
async def test_a_connection_that_is_reset_amid_the_answer(first: bytes) -> None:
    """Half an answer is never taken for a whole one, wherever it breaks off."""
    with hanging_up(first) as url:
        told = await failed_listing(door(url))
    assert told.trouble in (Trouble.UNREACHABLE, Trouble.SERVICE)


async def test_a_short_answer_is_not_a_whole_one() -> None:
    """A server that closes orderly before the length it promised has not answered."""
    short = Answer('{"IdentityPools": []', headers={"Content-Length": "21"})
    with answering(short) as stub:
        told = await failed_listing(door(stub.url))
    assert told.title == "The answer cannot be read"
