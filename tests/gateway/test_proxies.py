"""Proxies that refuse, fail, or are configured wrongly."""

import pytest

from cogtui.api_error import ErrorKind, Explanation
from tests.gateway.gateways import failed_listing, make_gateway
from tests.gateway.servers import Answer, answering, closed_port, refusal, resetting, silent

pytestmark = pytest.mark.usefixtures("keys")

OVER_HTTP = "http://cognito.invalid"
"""An endpoint that only a proxy could know."""


async def failure_through(
    monkeypatch: pytest.MonkeyPatch, url: str, endpoint_url: str | None = None
) -> Explanation:
    """Return why pools cannot be listed through a proxy, whose password `sentinel` is not shown.

    Args:
        monkeypatch: Sets the variables.
        url: The proxy's URL.
        endpoint_url: The endpoint for all services; None for AWS.
    """
    for name in ("HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.setenv(name, url)
    explanation = await failed_listing(make_gateway(endpoint_url))
    assert "sentinel" not in str(explanation)
    return explanation


@pytest.mark.parametrize("endpoint_url", [None, OVER_HTTP], ids=["https", "http"])
@pytest.mark.parametrize(
    ("status", "title", "cause"),
    [
        (407, "requires authentication", "no user name and password, or the proxy rejects them"),
        (403, "refuses the connection", "HTTP 403: its rules do not allow http"),
        (502, "cannot connect", "HTTP 502: it is overloaded, or http"),
        (503, "cannot connect", "HTTP 503: it is overloaded, or http"),
    ],
)
async def test_a_proxy_that_refuses(
    monkeypatch: pytest.MonkeyPatch, status: int, title: str, cause: str, endpoint_url: str | None
) -> None:
    """The status of the proxy's answer decides the explanation, with and without a tunnel."""
    page = Answer("<html>ERROR</html>", status, {"Content-Type": "text/html"})
    with answering(page) as proxy:
        host = proxy.url.removeprefix("http://")
        explanation = await failure_through(
            monkeypatch, f"http://ana:sentinel@{host}", endpoint_url
        )
        assert proxy.requests
    assert (explanation.kind, explanation.title) == (
        ErrorKind.UNREACHABLE,
        f"The proxy {host} {title}",
    )
    assert cause in explanation.cause
    assert f"HTTP {status}" in explanation.detail
    # over plain http the proxy may have forwarded the request before it failed
    assert explanation.outcome_unknown is (status > 500 and endpoint_url is not None)


async def test_authentication_required_without_a_known_proxy() -> None:
    """HTTP 407 always comes from a proxy, even if no variable names it."""
    with answering(Answer("", 407)) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert explanation.title == "The proxy in use requires authentication"


@pytest.mark.parametrize(
    "answer",
    [
        refusal("InternalErrorException", "sorry", 503),
        Answer("", 503, {"x-amzn-RequestId": "stub-request-id"}),
        Answer("", 404),
    ],
    ids=["code", "request ID", "unknown operation"],
)
async def test_errors_of_the_service_through_a_proxy(
    monkeypatch: pytest.MonkeyPatch, answer: Answer
) -> None:
    """What the service itself answers is not taken for the proxy's answer."""
    with answering(answer) as proxy:
        explanation = await failure_through(monkeypatch, proxy.url, OVER_HTTP)
    assert explanation.kind is not ErrorKind.UNREACHABLE


async def test_a_service_failure_without_a_proxy() -> None:
    """A server error is not attributed to a proxy where there is none."""
    with answering(Answer("", 503)) as stub:
        explanation = await failed_listing(make_gateway(stub.url))
    assert explanation.title == "The service failed"


async def test_a_proxy_that_refuses_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that nothing listens for is named without its password."""
    host = closed_port().removeprefix("http://")
    explanation = await failure_through(monkeypatch, f"http://ana:sentinel@{host}")
    assert explanation.title == f"Connection refused by the proxy {host}"
    assert "Connection refused" in explanation.detail


async def test_a_proxy_that_hangs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy that closes the connection is not confused with AWS."""
    with resetting() as url:
        explanation = await failure_through(monkeypatch, url)
    assert explanation.title == f"No connection through the proxy {url.removeprefix('http://')}"
    assert not explanation.outcome_unknown


async def test_a_server_that_hangs_up_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """An answer that is lost after the request was sent is not attributed to the proxy."""
    with resetting() as url:
        explanation = await failure_through(monkeypatch, url, OVER_HTTP)
    assert explanation.title == "Connection lost after sending"


async def test_a_proxy_with_an_unknown_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown host name of the proxy is not confused with that of the endpoint."""
    explanation = await failure_through(monkeypatch, "http://ana:sentinel@proxy.invalid:3128")
    assert explanation.title == "The host name of the proxy proxy.invalid:3128 is not known"


async def test_a_proxy_that_speaks_plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """`https` in the proxy's URL is a common mistake, and the remedy says so."""
    with answering(Answer("")) as proxy:
        explanation = await failure_through(monkeypatch, proxy.url.replace("http:", "https:"))
    assert explanation.kind is ErrorKind.TLS
    assert explanation.remedy.startswith("Write http:// in HTTPS_PROXY")


@pytest.mark.usefixtures("short_timeouts")
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy"])
async def test_a_proxy_that_does_not_respond(
    monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    """A proxy that accepts a connection and is silent is named, with its variable as written."""
    with silent() as url:
        monkeypatch.setenv(variable, url.removeprefix("http://"))
        explanation = await failed_listing(make_gateway())
    assert explanation.kind is ErrorKind.TIMEOUT
    assert explanation.title == (
        f"No connection through the proxy {url.removeprefix('http://')} in time"
    )
    assert f"proxy that {variable} names" in explanation.cause


async def test_a_host_that_needs_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy is not blamed for a host that NO_PROXY excludes."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    url = closed_port()
    explanation = await failure_through(monkeypatch, "http://proxy.invalid:3128", url)
    assert explanation.title == f"Connection refused by {url}"


async def test_a_certificate_behind_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure inside the tunnel is not the proxy's."""
    with answering(Answer("", headers={"Content-Length": "0"})) as proxy:
        explanation = await failure_through(monkeypatch, proxy.url)
    assert explanation.title == "The connection cannot be trusted"


@pytest.mark.parametrize(
    "url",
    [
        "http://ana:sentinel#1@proxy.example:3128",
        "http://ana:sentinel/1@proxy.example:3128",
        "http://ana:1/sentinel@proxy.example:3128",
        "http://ana:sentinel?1@proxy.example:3128",
        "http://ana:sentinel[1@proxy.example:3128",
        "http://ana:s\N{LATIN SMALL LETTER A WITH DIAERESIS}sentinel@127.0.0.1:1",
        "http:/ana:sentinel@proxy.example:3128",
        "http://ana:sentinel@proxy.example:port",
        "http://ana:sentinel@proxy.example:99999",
        "http://ana:sentinel@proxy.example:0",
        '"http://ana:sentinel@proxy.example:3128"',
    ],
)
async def test_a_proxy_url_that_is_invalid(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    """An invalid URL is reported by the name of its variable; nothing was sent."""
    explanation = await failure_through(monkeypatch, url)
    assert explanation.title == "HTTPS_PROXY is not a valid proxy URL"
    assert "%40" in explanation.cause
    assert not explanation.outcome_unknown


async def test_a_proxy_that_is_not_an_http_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A SOCKS proxy is reported as unsupported, and its URL is not shown."""
    explanation = await failure_through(monkeypatch, "socks5://ana:sentinel@proxy.example:1080")
    assert explanation.title == "HTTPS_PROXY does not name an HTTP proxy"
    assert "socks5://" in explanation.cause
