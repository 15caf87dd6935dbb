"""The log of calls, and the calls recorded in it."""

import asyncio
import logging
import threading

import pytest

from cogtui.api_error import ErrorKind, Explanation
from cogtui.gateway import RequestLog, is_aws
from cogtui.gateway.request_log import MAX_REQUESTS
from cogtui.secret import MASK, Secret
from tests.gateway.gateways import POOLS, REGION, failed_listing, make_gateway
from tests.gateway.servers import Answer, answering, refusal

DENIED = Explanation(ErrorKind.DENIED, "Access denied", "", "", "", "AccessDeniedException")
UNREACHABLE = Explanation(ErrorKind.UNREACHABLE, "No connection", "", "", "")
EMPTY = Answer({"IdentityPools": []}, headers={"x-amzn-RequestId": "stub-request-id"})


def end(log: RequestLog, error: Explanation | None = None) -> str:
    """Log a call with this end, and return its result."""
    request = log.start("list-identities", REGION, {})
    log.end(request, milliseconds=1.5, retries=1, request_id="id", error=error)
    return request.result


def test_a_call_is_in_progress_until_it_ends() -> None:
    """A call has a number, a time and a result; each change is announced."""
    log = RequestLog(clock=lambda: 1538078988.077)
    changes: list[str] = []
    log.on_change = lambda: changes.append(log[-1].result)
    request = log.start("list-identities", REGION, {})
    assert (request.number, request.started) == (1, 1538078988.077)
    assert (request.result, request.milliseconds) == ("in progress", None)
    log.end(request, milliseconds=1.5, retries=1, request_id="id", error=None)
    assert (request.result, request.milliseconds, request.retries) == ("ok", 1.5, 1)
    assert changes == ["in progress", "ok"]


def test_the_result_of_a_failure_is_its_code_or_title() -> None:
    """A failure without an answer from the service has no code."""
    log = RequestLog()
    assert [end(log), end(log, DENIED), end(log, UNREACHABLE)] == [
        "ok",
        "AccessDeniedException",
        "No connection",
    ]
    assert [each.number for each in log] == [1, 2, 3]
    assert (len(log), log.made) == (3, 3)


def test_no_secret_is_retained_at_any_depth() -> None:
    """The log shows where secrets were but does not keep them."""
    token = Secret("token")
    values = {"Logins": {"google": token}, "Rows": [{"Key": token, "Plain": 1}, "text"]}
    surviving = RequestLog().start("get-id", REGION, values).parameters
    mask = Secret(MASK)
    assert surviving == {"Logins": {"google": mask}, "Rows": [{"Key": mask, "Plain": 1}, "text"]}


def test_the_oldest_calls_are_dropped() -> None:
    """The log has a maximum length, but its numbers keep counting."""
    log = RequestLog()
    for _ in range(MAX_REQUESTS + 2):
        end(log)
    assert (len(log), log.made) == (MAX_REQUESTS, MAX_REQUESTS + 2)
    assert (log[0].number, log[-1].number) == (3, MAX_REQUESTS + 2)


@pytest.mark.usefixtures("keys")
async def test_a_call_is_logged_from_its_start_to_its_end() -> None:
    """A call is listed while it is in progress, and has its duration and request ID afterwards."""
    go = threading.Event()
    with answering(Answer(EMPTY.body, 200, EMPTY.headers, after=go)) as stub:
        gateway = make_gateway(stub.url)
        call = asyncio.create_task(gateway.call("list-identity-pools", REGION, POOLS))
        await asyncio.sleep(0)
        (logged,) = gateway.requests
        assert logged.result == "in progress"
        go.set()
        await call
    assert (logged.result, logged.request_id, logged.retries) == ("ok", "stub-request-id", 0)
    assert logged.milliseconds is not None
    assert logged.milliseconds > 0


@pytest.mark.usefixtures("keys")
async def test_a_cancelled_call_is_logged_when_it_ends() -> None:
    """Cancelling drops the answer, but the log shows how the call ended."""
    go, ended = threading.Event(), asyncio.Event()
    with answering(Answer(EMPTY.body, 200, EMPTY.headers, after=go)) as stub:
        gateway = make_gateway(stub.url)
        call = asyncio.create_task(gateway.call("list-identity-pools", REGION, POOLS))
        await asyncio.sleep(0)
        call.cancel()
        await asyncio.wait([call])
        (logged,) = gateway.requests
        assert logged.result == "in progress"
        gateway.requests.on_change = ended.set
        go.set()
        await asyncio.wait_for(ended.wait(), 10)
    assert call.cancelled()
    assert (logged.result, logged.request_id) == ("ok", "stub-request-id")


@pytest.mark.usefixtures("keys")
async def test_the_log_file_has_a_line_for_each_call(caplog: pytest.LogCaptureFixture) -> None:
    """The log file has operation, region, result and request ID, but no data sent or received."""
    odd = refusal("Odd\x1b[2JException", "sentinel message")
    with caplog.at_level(logging.INFO, "cogtui"), answering(EMPTY, odd) as stub:
        gateway = make_gateway(stub.url)
        await gateway.call("list-identity-pools", REGION, POOLS)
        await failed_listing(gateway)
    lines = [each.message for each in caplog.records if each.name == "cogtui.gateway.call_outcome"]
    assert [line.partition(" ms")[0].rpartition(",")[0] for line in lines] == [
        "cognito-identity list-identity-pools in us-east-1: ok",
        "cognito-identity list-identity-pools in us-east-1: Odd␛[2JException",
    ]
    assert all(line.endswith("retries 0, request id stub-request-id") for line in lines)
    assert "sentinel" not in caplog.text


@pytest.mark.parametrize(
    ("expected", "url"),
    [
        (True, "https://cognito-identity.us-east-1.amazonaws.com"),
        (True, "https://cognito-identity-fips.us-gov-west-1.amazonaws.com/"),
        (True, "https://cognito-identity.cn-north-1.amazonaws.com.cn"),
        (True, "https://cognito-identity.eusc-de-east-1.amazonaws.eu"),
        (True, "https://sts.us-east-1.api.aws"),
        (False, "http://cognito-identity.us-east-1.amazonaws.com"),
        (False, "https://amazonaws.com.example.com"),
        (False, "https://example.com/cognito-identity.us-east-1.amazonaws.com"),
        (False, "http://127.0.0.1:5000"),
    ],
)
def test_which_endpoints_are_awss_own(expected: bool, url: str) -> None:
    """AWS's own endpoints are recognized by their DNS suffix and by TLS."""
    assert expected is is_aws(url)


async def test_a_call_keeps_its_parameters_and_endpoint(emulator: str) -> None:
    """The log has the parameters, and the endpoint if it is not AWS's."""
    gateway = make_gateway(serve_demo=lambda: emulator)
    await gateway.call("list-identity-pools", REGION, POOLS)
    request = gateway.requests[0]
    assert (request.parameters, request.endpoint_url) == (POOLS, emulator)
