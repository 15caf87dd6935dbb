"""The keys that verify tokens are fetched from where Cognito publishes them."""

import socket
from collections.abc import Callable

import pytest

from cogtui.emulator import RunningEmulator
from cogtui.gateway.key_sets import KeySetError, fetch_key_set, key_set_url
from cogtui.logins.signature import SignatureVerdict, verify
from tests.gateway.gateways import REGION, make_gateway
from tests.gateway.servers import Answer, answering
from tests.gateway.test_reads import pool_id

pytestmark = pytest.mark.usefixtures("keys")

USER_POOL = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_AbCdEfGhI"


@pytest.fixture
def emulator(fresh_emulator: Callable[..., RunningEmulator]) -> str:
    """Start a separate emulator, because new guests would disturb tests that count identities."""
    return fresh_emulator(identities=100).url


@pytest.mark.parametrize(
    ("issuer", "endpoint", "expected"),
    [
        (USER_POOL, None, f"{USER_POOL}/.well-known/jwks.json"),
        (USER_POOL, "http://here:1/", "http://here:1/eu-west-1_AbCdEfGhI/.well-known/jwks.json"),
        (
            "https://cognito-identity.amazonaws.com",
            None,
            "https://cognito-identity.amazonaws.com/.well-known/jwks_uri",
        ),
        (
            "https://cognito-identity.cn-north-1.amazonaws.com.cn",
            None,
            "https://cognito-identity.cn-north-1.amazonaws.com.cn/.well-known/jwks_uri",
        ),
        ("https://accounts.google.com", None, None),
        ("https://cognito-identity.amazonaws.com.evil.example", None, None),
        ("http://169.254.169.254/", None, None),
    ],
)
def test_key_set_url(issuer: str, endpoint: str | None, expected: str | None) -> None:
    """Only Cognito's issuers have an address for keys."""
    assert key_set_url(issuer, endpoint) == expected


async def test_a_token_of_a_guest_is_verified(emulator: str) -> None:
    """The endpoint publishes the keys that it signs with."""
    gateway = make_gateway(emulator)
    pool = await pool_id(gateway, "data-sandbox")
    found = await gateway.call("get-id", REGION, {"IdentityPoolId": pool})
    token = (await gateway.call("get-open-id-token", REGION, found))["Token"]
    keys = await gateway.key_set("https://cognito-identity.amazonaws.com")
    assert verify(token, keys).verdict is SignatureVerdict.VERIFIED


async def test_other_issuers_are_not_requested(emulator: str) -> None:
    """No request is sent to any other issuer's address."""
    assert (
        await make_gateway(emulator).key_set("https://evil.example") == "The issuer is not Cognito."
    )


async def test_the_reason_for_no_keys_is_reported() -> None:
    """The reason is reported if there are no keys."""
    with answering(Answer("{}", 404)) as stub:
        result = await make_gateway(stub.url).key_set(USER_POOL)
    assert result.endswith("answers HTTP 404.")


def test_an_answer_that_is_not_json() -> None:
    """A page instead of keys is reported."""
    with (
        answering(Answer("<html>")) as stub,
        pytest.raises(KeySetError, match="not return JSON"),
    ):
        fetch_key_set(stub.url)


def test_a_refused_connection_for_keys() -> None:
    """A refused connection is reported with the address."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
    with pytest.raises(KeySetError, match="cannot be reached: EndpointConnectionError"):
        fetch_key_set(address)
