"""Calls that must not be made twice, and what is known about those without an answer."""

import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cogtui.api_error import ErrorKind
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from tests.gateway.gateways import POOLS, REGION, failed, make_gateway
from tests.gateway.servers import (
    Answer,
    answering,
    bodies,
    closed_port,
    full_queue,
    refusal,
    self_signed,
    silent,
)

OPERATION = "create-identity-pool"
POOL = {"IdentityPoolName": "made once", "AllowUnauthenticatedIdentities": False}
MADE = Answer({"IdentityPoolId": "us-east-1:0", **POOL})
HTML = {"Content-Type": "text/html"}

BREAKING_OFF = {
    "no word": b"",
    "half a status": b"HTTP/1.1 20",
    "half a header": b"HTTP/1.1 200 OK\r\nContent-Le",
    "nonsense": b"\x00\x01\x02 no HTTP\r\n\r\n",
    "half a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{",
    "no body": b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n",
    "half a body": b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"IdentityPoo',
}
"""What a server may have sent before it resets the connection."""

pytestmark = pytest.mark.usefixtures("keys")


@pytest.mark.parametrize("first", BREAKING_OFF.values(), ids=BREAKING_OFF)
@pytest.mark.parametrize("once", [True, False], ids=["once", "repeated"])
async def test_a_connection_that_breaks_off_after_sending(first: bytes, *, once: bool) -> None:
    """Only an idempotent request is sent again; either way, the outcome is unknown."""
    with answering(Answer(first, hangs_up=True)) as stub:
        gateway = make_gateway(stub.url)
        explanation = await failed(gateway, OPERATION, POOL, once=once)
    assert explanation.outcome_unknown
    assert gateway.requests[-1].retries == len(stub.requests) - 1
    assert [POOL] * (1 if once else 3) == bodies(stub.requests)


@pytest.mark.usefixtures("short_timeouts")
@pytest.mark.parametrize(("once", "attempts"), [(True, 1), (False, 3)])
async def test_no_answer_in_time(attempts: int, *, once: bool) -> None:
    """A server that received the request and does not answer may still be working on it."""
    enough = threading.Event()
    with answering(Answer({}, after=enough)) as stub:
        explanation = await failed(make_gateway(stub.url), OPERATION, POOL, once=once)
        enough.set()
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.TIMEOUT, True)
    assert attempts == len(stub.requests)


@pytest.mark.parametrize("once", [True, False])
@pytest.mark.parametrize(
    "answer", [Answer("<html>Sign in</html>", headers=HTML), Answer('{"Identity')]
)
async def test_an_answer_that_cannot_be_read(answer: Answer, *, once: bool) -> None:
    """An unreadable answer may have been a success, so it is never retried, idempotent or not."""
    with answering(answer) as stub:
        explanation = await failed(make_gateway(stub.url), OPERATION, POOL, once=once)
    assert (explanation.title, explanation.outcome_unknown) == ("Unreadable response", True)
    assert len(stub.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        Answer("<html>Bad gateway</html>", 502, HTML),
        Answer("", 504),
        Answer('{"__type": "InternalErr', 500),
    ],
    ids=["page", "nothing", "half"],
)
@pytest.mark.parametrize(("once", "attempts"), [(True, 1), (False, 3)])
async def test_a_server_error_without_an_error_code(
    answer: Answer, attempts: int, *, once: bool
) -> None:
    """A gateway that fails may have forwarded the request."""
    with answering(answer) as stub:
        explanation = await failed(make_gateway(stub.url), OPERATION, POOL, once=once)
    assert explanation.outcome_unknown
    assert attempts == len(stub.requests)


@pytest.mark.parametrize(
    "answer",
    [
        refusal("TooManyRequestsException", "Rate exceeded"),
        refusal("InternalErrorException", "oops", 500),
    ],
    ids=["throttled", "5xx"],
)
async def test_what_was_certainly_not_done_is_sent_again(answer: Answer) -> None:
    """A request that was certainly not carried out is sent again: the service itself says so."""
    with answering(answer, answer, MADE) as stub:
        gateway = make_gateway(stub.url)
        made = await gateway.call(OPERATION, REGION, POOL, once=True)
    assert made["IdentityPoolId"] == "us-east-1:0"
    assert gateway.requests[-1].retries == 2
    with answering(answer) as stub:
        explanation = await failed(make_gateway(stub.url), OPERATION, POOL, once=True)
    assert (len(stub.requests), explanation.outcome_unknown) == (3, False)


async def test_a_refused_connection_is_tried_again() -> None:
    """Nothing was sent over a refused connection."""
    gateway = make_gateway(closed_port())
    explanation = await failed(gateway, OPERATION, POOL, once=True)
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.UNREACHABLE, False)
    assert gateway.requests[-1].retries == 2


async def test_an_unknown_host_was_sent_nothing() -> None:
    """Nothing is sent to a host name without an address."""
    explanation = await failed(
        make_gateway("http://emulator.invalid:5000"), OPERATION, POOL, once=True
    )
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.UNREACHABLE, False)


async def test_an_unreachable_proxy_was_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is sent through an unreachable proxy or around it."""
    monkeypatch.setenv("HTTPS_PROXY", closed_port())
    gateway = make_gateway()
    explanation = await failed(gateway, OPERATION, POOL, once=True)
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.UNREACHABLE, False)
    assert gateway.requests[-1].retries == 2


@pytest.mark.usefixtures("short_timeouts")
async def test_a_connection_that_is_not_accepted_is_tried_again() -> None:
    """Nothing was sent to a server whose connection queue is full."""
    with full_queue() as url:
        gateway = make_gateway(url)
        explanation = await failed(gateway, OPERATION, POOL, once=True)
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.TIMEOUT, False)
    assert gateway.requests[-1].retries == 2


@pytest.mark.usefixtures("short_timeouts")
async def test_a_handshake_that_hangs_is_tried_again() -> None:
    """A TLS handshake that times out looks like a missing answer, but nothing was sent."""
    with silent() as url:
        gateway = make_gateway(url.replace("http:", "https:"))
        explanation = await failed(gateway, OPERATION, POOL, once=True)
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.TIMEOUT, False)
    assert gateway.requests[-1].retries == 2


async def test_tls_that_fails_was_sent_nothing(tmp_path: Path) -> None:
    """Nothing is sent to a server that does not speak TLS or whose certificate is untrusted."""
    context, _ = self_signed(tmp_path)
    for stub_context in (None, context):
        with answering(MADE, context=stub_context) as stub:
            explanation = await failed(
                make_gateway(stub.url.replace("http:", "https:")), OPERATION, POOL, once=True
            )
        assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.TLS, False)
        assert stub.requests == []


async def test_tls_that_breaks_off_after_sending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was sent over TLS may have arrived."""
    context, certificate = self_signed(tmp_path)
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    with answering(Answer("", hangs_up=True), context=context) as stub:
        explanation = await failed(make_gateway(stub.url), OPERATION, POOL, once=True)
    assert (explanation.outcome_unknown, len(stub.requests)) == (True, 1)


async def test_an_error_after_a_lost_answer() -> None:
    """The retry of a delete reports "not found", and that its first attempt may be the reason."""
    gone = refusal("ResourceNotFoundException", "IdentityPool 'us-east-1:0' not found.")
    with answering(Answer("", hangs_up=True), gone) as stub:
        gateway = make_gateway(stub.url)
        pool = {"IdentityPoolId": "us-east-1:0"}
        explanation = await failed(gateway, "delete-identity-pool", pool)
        assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.NOT_FOUND, True)
        explanation = await failed(gateway, "delete-identity-pool", pool)
    assert (explanation.kind, explanation.outcome_unknown) == (ErrorKind.NOT_FOUND, False)


async def test_a_reused_connection(
    fresh_emulator: Callable[..., RunningEmulator],
) -> None:
    """A failure of the second request on a connection is like one of the first."""
    emulator = fresh_emulator(empty=True)
    gateway = make_gateway(emulator.url)
    await gateway.call("list-identity-pools", REGION, POOLS)
    emulator.change_faults(FaultPlan(faults=(Fault("CreateIdentityPool", "reset", 1),)))
    explanation = await failed(gateway, OPERATION, POOL, once=True)
    assert (explanation.outcome_unknown, gateway.requests[-1].retries) == (True, 0)


@pytest.mark.usefixtures("short_timeouts")
@pytest.mark.parametrize(
    ("kind", "made"), [("reset", 0), ("timeout", 0), ("cut", 1), ("malformed", 1)]
)
async def test_the_same_error_has_two_outcomes(
    fresh_emulator: Callable[..., RunningEmulator], kind: str, made: int
) -> None:
    """The same error may follow a pool that was created and one that was not, never two pools."""
    emulator = fresh_emulator(
        empty=True, fault_plan=FaultPlan(faults=(Fault("CreateIdentityPool", kind, 1),))
    )
    gateway = make_gateway(emulator.url)
    explanation = await failed(gateway, OPERATION, POOL, once=True)
    assert (explanation.outcome_unknown, gateway.requests[-1].retries) == (True, 0)
    answer = await gateway.call("list-identity-pools", REGION, POOLS)
    assert made == len(answer["IdentityPools"])


@pytest.mark.parametrize(("once", "attempts"), [(True, 1), (False, 3)])
async def test_each_call_has_its_own_limit(
    fresh_emulator: Callable[..., RunningEmulator], attempts: int, *, once: bool
) -> None:
    """One client makes both kinds of calls, one after another."""
    fault = Fault("CreateIdentityPool", "reset", 1)
    emulator = fresh_emulator(empty=True, fault_plan=FaultPlan(faults=(fault,)))
    gateway = make_gateway(emulator.url)
    for each in (not once, once):
        await failed(gateway, OPERATION, POOL, once=each)
    assert attempts == gateway.requests[-1].retries + 1
