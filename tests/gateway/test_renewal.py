"""Calls whose credentials were renewed outside of cogtui while it ran."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.gateway.gateways import POOLS, REGION, failed, failed_listing, make_gateway
from tests.gateway.servers import Answer, answering, refusal
from tests.gateway.test_configuration import EMPTY, EXPIRED, KEYS, signed_with

Write = Callable[[str], object]

TAG = {"ResourceArn": f"arn:aws:cognito-identity:{REGION}:111122223333:x", "Tags": {"a": "b"}}


@pytest.fixture
def share(home: Path) -> Write:
    """Return a function that writes the AWS credentials file."""
    return (home / "aws-credentials").write_text


@pytest.mark.parametrize(
    "stale", [EXPIRED, refusal("UnrecognizedClientException", "The security token is invalid.")]
)
async def test_a_read_is_repeated(share: Write, stale: Answer) -> None:
    """It succeeds with the renewed credentials, in one line of the log."""
    share(KEYS.format("ASIAOLD"))
    with answering(EMPTY, stale, EMPTY) as stub:
        gateway = make_gateway(stub.url)
        renewals: list[int] = []
        gateway.on_renewed = lambda: renewals.append(gateway.requests.made)
        await gateway.call("list-identity-pools", REGION, POOLS)
        share(KEYS.format("ASIANEW"))
        assert await gateway.call("list-identity-pools", REGION, POOLS) == {"IdentityPools": []}
    signed = [signed_with(dict(headers)) for headers, _ in stub.requests]
    assert signed == ["ASIAOLD", "ASIAOLD", "ASIANEW"]
    assert [(each.retries, each.error) for each in gateway.requests] == [(0, None), (1, None)]
    assert renewals == [2]


async def test_a_change_is_offered_again(share: Write) -> None:
    """It is not repeated, and the remedy is to send it again, with the renewed credentials."""
    share(KEYS.format("ASIAOLD"))
    with answering(EMPTY, EXPIRED, Answer({})) as stub:
        gateway = make_gateway(stub.url)
        await gateway.call("list-identity-pools", REGION, POOLS)
        share(KEYS.format("ASIANEW"))
        explanation = await failed(gateway, "tag-resource", TAG)
        assert explanation.remedy == "Newer credentials have been loaded. Send it again."
        await gateway.call("tag-resource", REGION, TAG)
    signed = [signed_with(dict(headers)) for headers, _ in stub.requests]
    assert signed == ["ASIAOLD", "ASIAOLD", "ASIANEW"]


async def test_what_is_refused_again_is_not_repeated_forever(share: Write) -> None:
    """A read is repeated once; the failure is that of the second attempt."""
    share(KEYS.format("ASIAOLD"))
    with answering(EMPTY, EXPIRED) as stub:
        gateway = make_gateway(stub.url)
        await gateway.call("list-identity-pools", REGION, POOLS)
        share(KEYS.format("ASIANEW"))
        await failed_listing(gateway)
        assert len(stub.requests) == 3


async def test_credentials_that_are_gone(share: Write) -> None:
    """The failure is the service's; the next one is that there are no credentials."""
    share(KEYS.format("ASIAOLD"))
    with answering(EMPTY, EXPIRED) as stub:
        gateway = make_gateway(stub.url)
        await gateway.call("list-identity-pools", REGION, POOLS)
        share("")
        assert (await failed_listing(gateway)).code == "ExpiredTokenException"
        assert (await failed_listing(gateway)).title == "No AWS credentials"


async def test_unsigned_calls_are_not_repeated(share: Write) -> None:
    """A call that was not signed fails for another reason than the account's credentials."""
    share(KEYS.format("ASIAOLD"))
    with answering(EXPIRED) as stub:
        await failed(make_gateway(stub.url), "get-id", {"IdentityPoolId": f"{REGION}:x"})
        assert len(stub.requests) == 1
