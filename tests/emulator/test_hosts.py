"""Host names that requests may use, and the rejection of all others."""

import json
import socket
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.emulator.hosts import AllowedHosts, host_name, is_loopback

LIST_POOLS = (
    "X-Amz-Target: AWSCognitoIdentityService.ListIdentityPools",
    "Authorization: AWS4-HMAC-SHA256 Credential=any/20261101/us-east-1/x/aws4_request",
)
EVERY_ADDRESS = "0.0.0.0"  # noqa: S104 - what some users listen on


def send(
    emulator: RunningEmulator, *headers: str, target: str = "/", version: str = "HTTP/1.1"
) -> tuple[int, str, str]:
    """Send ListIdentityPools with exactly these extra headers; return status, head and body."""
    body = '{"MaxResults": 1}'
    lines = (f"POST {target} {version}", *LIST_POOLS, f"Content-Length: {len(body)}", *headers)
    parts = urlsplit(emulator.url)
    address = (str(parts.hostname), parts.port or 0)
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall("\r\n".join([*lines, "", body]).encode("latin-1"))
        connection.shutdown(socket.SHUT_WR)
        response = b"".join(iter(lambda: connection.recv(4096), b"")).decode()
    head, _, content = response.partition("\r\n\r\n")
    return int(head.split()[1]), head, content


@pytest.fixture(scope="module")
def named() -> Iterator[RunningEmulator]:
    """Return an emulator with two additional allowed hosts."""
    with start_emulator(empty=True, allow_hosts=["Emulator.test", "192.0.2.7"]) as running:
        yield running


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:1",
        "127.8.9.10:4577",
        "localhost",
        "LocalHost:4577",
        "localhost.",
        "localhost.:80",
        "localhost:",
        "cognito-idp.localhost:4577",
        "[::1]",
        "[::1]:4577",
        "[0:0:0:0:0:0:0:1]",
        "[::ffff:127.0.0.1]:4577",
    ],
)
def test_loopback_names_are_accepted(emulator: RunningEmulator, host: str) -> None:
    """Every spelling of the local machine is accepted, with any port: tunnels change it."""
    status, _, body = send(emulator, f"Host: {host}")
    assert (status, json.loads(body)) == (200, {"IdentityPools": []})


@pytest.mark.parametrize(
    ("host", "name"),
    [
        ("evil.test", "evil.test"),
        ("evil.test:4577", "evil.test"),
        ("EVIL.test.", "evil.test"),
        ("localhost.evil.test", "localhost.evil.test"),
        ("127.0.0.1.evil.test", "127.0.0.1.evil.test"),
        ("notlocalhost", "notlocalhost"),
        ("192.0.2.1", "192.0.2.1"),
        (f"{EVERY_ADDRESS}:4577", EVERY_ADDRESS),
        ("[2001:DB8::1]", "2001:db8::1"),
        ("[::ffff:192.0.2.1]", "192.0.2.1"),
        ("2130706433", "2130706433"),
    ],
)
def test_other_hosts_are_rejected_with_the_option_that_allows_them(
    emulator: RunningEmulator, host: str, name: str
) -> None:
    """A page's own domain is rejected; the error names the option that would allow it."""
    status, head, body = send(emulator, f"Host: {host}")
    assert status == 403
    assert json.loads(body) == {
        "__type": "HostNotAllowed",
        "message": (
            f"Host {name} is not allowed. To allow it, start the emulator with --allow-host {name}"
        ),
    }
    assert body.count("\n") == 1
    assert "access-control" not in head.lower()


@pytest.mark.parametrize(
    "headers",
    [
        [],
        ["Host:"],
        ["Host: ["],
        ["Host: [::1"],
        ["Host: ::1"],
        ["Host: localhost:http"],
        ["Host: evil@localhost"],
        ["Host: localhost/evil.test"],
        ["Host: localhost evil.test"],
        ["Host: 127.0.0.1%evil"],
        ["Host: localhost.."],
        ["Host: loc\xe4lhost"],
        ["Host: localhost,localhost"],
        ["Host: localhost", "Host: localhost"],
        ["Host: localhost", "Host: evil.test"],
    ],
)
def test_a_missing_or_malformed_host_is_rejected(
    emulator: RunningEmulator, headers: list[str]
) -> None:
    """No host, several hosts or an invalid host are a bad request, and are not echoed."""
    status, _, body = send(emulator, *headers)
    assert status == 400
    assert json.loads(body)["message"] == "The request must have one valid Host header."


def test_http_1_0_needs_a_host_too(emulator: RunningEmulator) -> None:
    """Requests of old clients need a host, too."""
    assert send(emulator, version="HTTP/1.0")[0] == 400
    assert send(emulator, "Host: localhost", version="HTTP/1.0")[0] == 200


@pytest.mark.parametrize(
    ("target", "host", "status"),
    [
        ("http://localhost/", "localhost", 200),
        ("http://LOCALHOST:1/", "127.0.0.1", 200),
        ("http://localhost/", "evil.test", 403),
        ("http://evil.test/", "localhost", 403),
        ("http://localhost@evil.test/", "localhost", 400),
    ],
)
def test_an_absolute_target_does_not_replace_the_host(
    emulator: RunningEmulator, target: str, host: str, status: int
) -> None:
    """If both the target and a header name a host, both must be allowed."""
    assert send(emulator, f"Host: {host}", target=target)[0] == status


@pytest.mark.parametrize(
    ("target", "header"), [("http://[x/", "A: b"), ("/", "Content-Length: x")], ids=repr
)
def test_a_malformed_request_is_a_bad_request(
    emulator: RunningEmulator, target: str, header: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A target or a length that cannot be parsed is a bad request without a traceback."""
    assert send(emulator, header, "Host: localhost", target=target)[0] == 400
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "Forwarded", "X-Host", "X_Host"])
def test_headers_of_proxies_change_nothing(emulator: RunningEmulator, header: str) -> None:
    """Headers that proxies add neither allow nor reject a request; only Host counts."""
    assert send(emulator, "Host: evil.test", f"{header}: localhost")[0] == 403
    assert send(emulator, "Host: localhost", f"{header}: evil.test")[0] == 200


def test_configured_hosts_are_accepted(named: RunningEmulator) -> None:
    """Each configured host is accepted in any spelling, and no other host is."""
    for host in ("emulator.test", "EMULATOR.TEST.:4577", "192.0.2.7", "[::ffff:192.0.2.7]"):
        assert send(named, f"Host: {host}")[0] == 200
    for host in ("sub.emulator.test", "xemulator.test", "192.0.2.8"):
        assert send(named, f"Host: {host}")[0] == 403


def test_a_rejected_request_has_no_fault_and_reaches_no_service(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """The rejection comes first, and the log shows it."""
    fault_plan = FaultPlan(faults=(Fault("*", "reset", 1),))
    with start_emulator(empty=True, verbose=True, fault_plan=fault_plan) as running:
        assert send(running, "Host: evil.test")[0] == 403
    assert capfd.readouterr().err.split()[2:5] == ["ListIdentityPools", "403", "Forbidden"]


def test_the_listening_host_is_allowed() -> None:
    """The host to listen on is allowed in any spelling, without another option."""
    hosts = AllowedHosts("Build-7.Internal")
    assert hosts.refusal(["build-7.internal.:80", "localhost"]) is None
    assert hosts.refusal(["build-8.internal"]) is not None
    assert AllowedHosts("2001:db8::1").refusal(["[2001:DB8:0::1]:4577"]) is None
    assert AllowedHosts("fe80::1%eth0").refusal(["[fe80::1]:4577"]) is None


@pytest.mark.parametrize("everywhere", [EVERY_ADDRESS, "::", "[::]"])
def test_listening_everywhere_allows_addresses_but_no_names(everywhere: str) -> None:
    """A page cannot rebind an IP address, so all addresses are safe; its domain is not."""
    hosts = AllowedHosts(everywhere)
    for address in ("10.1.2.3:4577", "[fd00::5]", EVERY_ADDRESS, "[::]", "localhost"):
        assert hosts.refusal([address]) is None
    assert hosts.refusal(["evil.test"]) is not None


@pytest.mark.parametrize("text", ["", ".", "a..b", "http://a", "a:80", "[::1]:80", "a b", "ä", "*"])
def test_an_invalid_host_cannot_be_allowed(text: str) -> None:
    """A scheme, a port or a wildcard is an error, not a host that never matches."""
    with pytest.raises(ValueError, match="is not a host name or an IP address"):
        AllowedHosts("127.0.0.1", [text])


def test_loopback_hosts() -> None:
    """Only names and addresses that always mean the local machine are loopback."""
    for text in ("127.0.0.2", "::1", "[::1]", "LOCALHOST.", "a.localhost"):
        assert is_loopback(host_name(text))
    for text in (EVERY_ADDRESS, "::", "10.0.0.1", "localhost.test", "127.1"):
        assert not is_loopback(host_name(text))
