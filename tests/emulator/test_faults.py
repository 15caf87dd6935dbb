"""Simulated latency, quotas and faults."""

import http.client
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ReadTimeoutError,
)

from cogtui.emulator import RunningEmulator, start_emulator
from cogtui.emulator.faults import ERROR_TEXTS, ActiveFaults, Fault, FaultPlan
from tests.emulator.connection import REGION, connect, refused

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


class Clock:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


@pytest.fixture
def client_in(
    request: pytest.FixtureRequest,
) -> Iterator["CognitoIdentityClient"]:
    """Return a client of an empty emulator with the fault plan of the test."""
    with (
        start_emulator(empty=True, fault_plan=request.param) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        yield client


def fault_plan(fault: str, share: float = 1.0, operation: str = "ListIdentityPools") -> FaultPlan:
    """Return a plan with one fault."""
    return FaultPlan(faults=(Fault(operation, fault, share),))


def test_latency_delays_every_request() -> None:
    """Responses are correct, but slower than those of an emulator without latency."""
    fastest = {
        latency: min(durations(FaultPlan(latency_ms=latency), count=count))
        for latency, count in ((0, 10), (200, 3))
    }
    assert fastest[200] > 2 * fastest[0]


def durations(fault_plan: FaultPlan, count: int) -> list[float]:
    """Return the duration of each of some requests, in seconds."""
    found = []
    with (
        start_emulator(empty=True, fault_plan=fault_plan) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        for _ in range(count):
            started = time.perf_counter()
            assert client.list_identity_pools(MaxResults=1)["IdentityPools"] == []
            found.append(time.perf_counter() - started)
    return found


@pytest.mark.parametrize("client_in", [FaultPlan(quotas=True)], indirect=True)
def test_quotas_throttle_with_the_services_error(client_in: "CognitoIdentityClient") -> None:
    """A burst of ListIdentities calls exceeds the rate of five per second."""
    pool = client_in.create_identity_pool(
        IdentityPoolName="x", AllowUnauthenticatedIdentities=True
    )["IdentityPoolId"]
    outcomes: Counter[str] = Counter()
    for _ in range(40):
        try:
            client_in.list_identities(IdentityPoolId=pool, MaxResults=1)
            outcomes["good"] += 1
        except ClientError as error:
            outcomes[error.response["Error"]["Message"]] += 1
    assert outcomes["good"] >= 5
    assert outcomes["Rate exceeded"] >= 1
    assert sum(outcomes.values()) == 40


def test_a_quota_refills_at_its_rate() -> None:
    """Five calls at once, then one every 0.2 seconds, separately for each region."""
    clock = Clock()
    sky = ActiveFaults(FaultPlan(quotas=True), clock)
    burst = [sky.fault("ListIdentities", "us-east-1") for _ in range(6)]
    assert burst == [None] * 5 + ["TooManyRequestsException"]
    assert sky.fault("ListIdentities", "eu-west-1") is None
    assert sky.fault("DescribeIdentityPool", "us-east-1") is None
    clock.now += 0.2
    after = [sky.fault("ListIdentities", "us-east-1") for _ in range(2)]
    assert after == [None, "TooManyRequestsException"]
    clock.now += 60
    rested = [sky.fault("ListIdentities", "us-east-1") for _ in range(6)]
    assert rested.count(None) == 5


@pytest.mark.parametrize("code", ERROR_TEXTS)
def test_a_fault_can_be_any_error(emulator: RunningEmulator, code: str) -> None:
    """Each error code reaches boto3 as that error, with its message."""
    with (
        start_emulator(empty=True, fault_plan=fault_plan(code)) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        with refused(code, ERROR_TEXTS[code].format(operation="ListIdentityPools")):
            client.list_identity_pools(MaxResults=1)
        created = client.create_identity_pool(
            IdentityPoolName="x", AllowUnauthenticatedIdentities=True
        )
    assert created["IdentityPoolId"]


@pytest.mark.parametrize("client_in", [fault_plan("InternalErrorException")], indirect=True)
def test_an_internal_error_is_a_500(client_in: "CognitoIdentityClient") -> None:
    """The service's internal error has status 500."""
    with pytest.raises(ClientError) as caught:
        client_in.list_identity_pools(MaxResults=1)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 500


@pytest.mark.parametrize("client_in", [fault_plan("reset")], indirect=True)
def test_a_reset_closes_the_connection(client_in: "CognitoIdentityClient") -> None:
    """Each request finds its connection closed, and a new connection can be opened."""
    for _ in range(2):
        with pytest.raises(ConnectionClosedError):
            client_in.list_identity_pools(MaxResults=1)
    assert client_in.create_identity_pool(IdentityPoolName="x", AllowUnauthenticatedIdentities=True)


@pytest.mark.parametrize("client_in", [fault_plan("cut"), fault_plan("malformed")], indirect=True)
def test_an_unreadable_response_has_no_members(
    client_in: "CognitoIdentityClient",
) -> None:
    """For half a response, or one that is not JSON, boto3 returns no members and no error."""
    for _ in range(2):
        result = client_in.list_identity_pools(MaxResults=1)
        assert set(result) <= {"ResponseMetadata", "Error"}


@pytest.mark.parametrize("client_in", [fault_plan("cut")], indirect=True)
def test_a_cut_response_is_shorter_than_its_length(client_in: "CognitoIdentityClient") -> None:
    """Content-Length is that of the complete body, and the connection is closed halfway."""
    parts = urlsplit(client_in.meta.endpoint_url)
    headers = {
        "X-Amz-Target": "AWSCognitoIdentityService.ListIdentityPools",
        "Authorization": "AWS4-HMAC-SHA256 Credential=a/20261101/us-east-1/x/aws4_request",
    }
    with closing(http.client.HTTPConnection(str(parts.hostname), parts.port)) as connection:
        connection.request("POST", "/", '{"MaxResults": 1}', headers)
        with pytest.raises(http.client.IncompleteRead):
            connection.getresponse().read()


def test_a_timeout_sends_no_response() -> None:
    """The client waits until its own timeout."""
    with (
        start_emulator(empty=True, fault_plan=fault_plan("timeout")) as running,
        closing(
            boto3.Session().client(
                "cognito-identity",
                region_name=REGION,
                endpoint_url=running.url,
                aws_access_key_id="a",
                aws_secret_access_key="b",  # noqa: S106 - any will do
                config=Config(retries={"total_max_attempts": 1}, read_timeout=0.2),
            )
        ) as client,
        pytest.raises(ReadTimeoutError),
    ):
        client.list_identity_pools(MaxResults=1)


@pytest.mark.parametrize(
    "client_in", [fault_plan("malformed", operation="CreateIdentityPool")], indirect=True
)
def test_an_operation_runs_although_its_response_is_lost(
    client_in: "CognitoIdentityClient",
) -> None:
    """The operation runs even if the client cannot read the response."""
    result = client_in.create_identity_pool(
        IdentityPoolName="x", AllowUnauthenticatedIdentities=True
    )
    assert "IdentityPoolId" not in set(result)
    assert len(client_in.list_identity_pools(MaxResults=5)["IdentityPools"]) == 1


def test_a_share_of_requests_fails_the_same_each_time() -> None:
    """About the given share of requests fails, the same ones for the same seed."""

    def drawn(seed: int) -> list[str | None]:
        sky = ActiveFaults(FaultPlan(faults=(Fault("*", "reset", 0.3),), seed=seed))
        return [sky.fault("GetId", "") for _ in range(1000)]

    assert drawn(1) == drawn(1)
    assert drawn(1) != drawn(2)
    assert 200 < drawn(1).count("reset") < 400


def test_faults_are_tried_in_order() -> None:
    """The first fault drawn applies, and faults of other operations do not."""
    faults = (
        Fault("GetId", "reset", 0.0),
        Fault("GetOpenIdToken", "cut", 1),
        Fault("*", "timeout", 1),
    )
    sky = ActiveFaults(FaultPlan(faults=faults))
    assert [sky.fault("GetId", ""), sky.fault("GetOpenIdToken", "")] == ["timeout", "cut"]


def test_faults_can_change() -> None:
    """A changed plan applies to subsequent requests, in both directions."""
    with (
        start_emulator(empty=True) as running,
        closing(connect(running, "cognito-identity")) as client,
    ):
        assert client.list_identity_pools(MaxResults=1)
        running.change_faults(fault_plan("ExpiredTokenException"))
        with refused("ExpiredTokenException"):
            client.list_identity_pools(MaxResults=1)
        running.change_faults(None)
        assert client.list_identity_pools(MaxResults=1)


def test_other_services_have_no_faults() -> None:
    """Faults apply to cognito-identity only; STS is unaffected."""
    with (
        start_emulator(empty=True, fault_plan=fault_plan("reset", operation="*")) as running,
        closing(connect(running, "sts")) as sts,
    ):
        assert sts.get_caller_identity()["Account"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("ListIdentities=TooManyRequestsException:0.1", ("TooManyRequestsException", 0.1)),
        ("ListIdentities=500:1", ("InternalErrorException", 1.0)),
        ("ListIdentities=reset", ("reset", 1.0)),
    ],
)
def test_a_fault_is_parsed_from_text(text: str, fault: tuple[str, float]) -> None:
    """The text consists of operation, kind and an optional share."""
    assert Fault.parse(text) == Fault("ListIdentities", *fault)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("reset", "is not of the form"),
        ("Nonsense=reset:1", "Nonsense is no operation"),
        ("GetId=nonsense:1", "nonsense is no fault"),
        ("GetId=reset:2", "the share 2 is not between 0 and 1"),
        ("GetId=reset:often", "the share often is not a number"),
    ],
)
def test_invalid_faults(text: str, why: str) -> None:
    """The error describes each mistake."""
    with pytest.raises(ValueError, match=why):
        Fault.parse(text)
