"""Secrets in answers are wrapped before any other code sees them."""

from collections.abc import Callable

import pytest

from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.pools import CUSTOMERS_APP
from cogtui.gateway import Gateway, Keys
from cogtui.gateway.wrap_secrets import wrap_answer_secrets
from cogtui.secret import Secret
from tests.gateway.gateways import REGION, make_gateway
from tests.gateway.test_reads import pool_id

pytestmark = pytest.mark.usefixtures("keys")

SIGN_IN = {
    "ClientId": CUSTOMERS_APP,
    "AuthFlow": "USER_PASSWORD_AUTH",
    "AuthParameters": {"USERNAME": "maya.chen", "PASSWORD": Secret("Demo-2026")},
}


@pytest.fixture
def emulator(fresh_emulator: Callable[..., RunningEmulator]) -> str:
    """Start a separate emulator, because new guests would disturb tests that count identities."""
    return fresh_emulator(identities=100).url


async def guest(gateway: Gateway) -> tuple[str, Keys]:
    """Return a new guest of a demo pool, and its credentials."""
    pool = await pool_id(gateway, "mobile-app-prod")
    found = await gateway.call("get-id", REGION, {"IdentityPoolId": pool})
    answer = await gateway.call("get-credentials-for-identity", REGION, found)
    got = answer["Credentials"]
    return found["IdentityId"], Keys(got["AccessKeyId"], got["SecretKey"], got["SessionToken"])


async def test_credentials_are_wrapped_and_work(emulator: str) -> None:
    """The key ID is readable, and with the two secrets STS recognizes the role's session."""
    gateway = make_gateway(emulator)
    _, keys = await guest(gateway)
    assert keys.access_key_id.startswith("ASIA")
    assert isinstance(keys.secret_key, Secret)
    assert isinstance(keys.session_token, Secret)
    caller = await gateway.caller(REGION, keys)
    assert caller.arn.endswith("/CognitoIdentityCredentials")
    assert caller != await gateway.caller(REGION)


def test_a_login_providers_secret_is_wrapped() -> None:
    """A login provider's `key;secret` is a secret, and an app ID is not."""
    answer = {"SupportedLoginProviders": {"api.twitter.com": "a;b", "www.amazon.com": "amzn1.x"}}
    wrap_secrets = wrap_answer_secrets("cognito-identity", "describe-identity-pool", answer)
    assert wrap_secrets == {
        "SupportedLoginProviders": {"api.twitter.com": Secret("a;b"), "www.amazon.com": "amzn1.x"}
    }


def test_other_services_secrets_are_wrapped_by_name() -> None:
    """Secrets of other services are wrapped at any depth, in lists too."""
    answer = {
        "AuthenticationResult": {"IdToken": "t", "ExpiresIn": 3600},
        "Some": [{"Session": "s"}],
    }
    assert wrap_answer_secrets("cognito-idp", "initiate-auth", answer) == {
        "AuthenticationResult": {"IdToken": Secret("t"), "ExpiresIn": 3600},
        "Some": [{"Session": Secret("s")}],
    }


async def test_a_user_signs_in_without_credentials(
    emulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unsigned sign-in works without AWS credentials, and its tokens are wrapped."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    answer = await make_gateway(emulator).call_other(
        "cognito-idp", "initiate-auth", REGION, SIGN_IN
    )
    tokens = answer["AuthenticationResult"]
    assert {type(tokens[each]) for each in ("IdToken", "AccessToken", "RefreshToken")} == {Secret}


async def test_the_endpoint_is_known_without_credentials(
    emulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The endpoint of a region does not depend on the caller."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    assert await make_gateway(emulator).endpoint(REGION) == emulator
