"""Verification of logins: issuers, clients, users and expiry, in tokens as providers write them."""

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from tests.emulator.connection import refused
from tests.emulator.users import (
    GOOGLE,
    ISSUER,
    NOT_SUPPORTED,
    SAML,
    assertion,
    id_token,
    make_pool,
    member,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test, with every kind of provider."""
    return make_pool(client)


def oidc_arn(url: str) -> str:
    """Return the ARN that IAM gives to the OpenID Connect provider of a URL without its scheme."""
    return f"arn:aws:iam::111122223333:oidc-provider/{url}"


def saml_time(timestamp: float) -> str:
    """Return a time as SAML writes it."""
    return datetime.fromtimestamp(int(timestamp), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@pytest.mark.inferred
@pytest.mark.parametrize(
    "claims",
    [
        {"aud": ["google-app", "x"]},
        {"aud": ["x", "google-app"]},
        # Keycloak
        {"aud": ["account", "google-app"], "azp": "google-app"},
        # an Android app with its backend's client as audience
        {"aud": "backend", "azp": "google-app"},
        {"aud": "x", "azp": ["y", "google-app"]},
        {"aud": [7, None, "google-app"]},
    ],
)
def test_one_of_several_audiences_is_enough(
    client: "CognitoIdentityClient", pool: str, claims: dict[str, Any]
) -> None:
    """A token is accepted if any of its clients is the pool's, wherever it is in the list."""
    token = id_token(GOOGLE, "ada", **claims)
    assert client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})["IdentityId"]


@pytest.mark.inferred
@pytest.mark.parametrize(
    "claims",
    [
        {"aud": []},
        {"aud": ["x", "y"]},
        {"aud": ["google-app"], "azp": "android-app"},
        {"aud": "google-app,x"},
        {"aud": {"google-app": True}},
        {"aud": [["google-app"]]},
        {"aud": True},
    ],
)
def test_no_audience_is_the_pools(
    client: "CognitoIdentityClient", pool: str, claims: dict[str, Any]
) -> None:
    """Without a client of the pool, whatever JSON value the audience is, a token is refused."""
    token = id_token(GOOGLE, "ada", **claims)
    with refused("NotAuthorizedException", NOT_SUPPORTED):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})


TENANT = "5f2b1f2e-0c4d-4c1e-9a53-6d1c0c8b7a11"
SLASHED_ISSUERS = [
    "t.eu.auth0.com",
    "login.shop.example",
    f"sts.windows.net/{TENANT}",
    f"contoso.b2clogin.com/{TENANT}/v2.0",
    "auth.example.com/application/o/shop",
    "idp.example.com:8443/realms/shop",
]
"""Issuers whose tokens have a slash at the end of `iss`: of Auth0, Auth0 with its own domain, Entra
ID, Azure AD B2C, authentik, and a server on another port."""


@pytest.mark.parametrize("name", SLASHED_ISSUERS)
def test_the_slash_at_the_end_of_an_issuer(client: "CognitoIdentityClient", name: str) -> None:
    """A token's issuer may end in a slash, which neither the provider's ARN nor its key has."""
    pool = make_pool(client, OpenIdConnectProviderARNs=[oidc_arn(name)])
    token = id_token(name, "ada", iss=f"https://{name}/")
    identity = client.get_id(IdentityPoolId=pool, Logins={name: token})["IdentityId"]
    assert member(client, pool, name, "ada") == identity
    with refused("NotAuthorizedException", NOT_SUPPORTED):
        client.get_id(IdentityPoolId=pool, Logins={f"{name}/": token})


@pytest.mark.parametrize("name", SLASHED_ISSUERS)
def test_a_provider_with_a_slash_at_its_end_never_matches(
    client: "CognitoIdentityClient", name: str
) -> None:
    """An IAM provider made with the slash accepts no token, with or without it in `iss`."""
    pool = make_pool(client, OpenIdConnectProviderARNs=[oidc_arn(f"{name}/")])
    for issuer in (f"https://{name}/", f"https://{name}", name):
        token = id_token(name, "ada", iss=issuer)
        with refused(
            "NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName"
        ):
            client.get_id(IdentityPoolId=pool, Logins={f"{name}/": token})
        with refused("NotAuthorizedException", NOT_SUPPORTED):
            client.get_id(IdentityPoolId=pool, Logins={name: token})


@pytest.mark.inferred
@pytest.mark.parametrize(
    "issuer",
    [
        f"https://{ISSUER}//",
        f"https://{ISSUER}/x",
        f"http://{ISSUER}",
        f"https://{ISSUER.title()}",
        f"https://{ISSUER}/?",
        f" https://{ISSUER}",
        [f"https://{ISSUER}"],
        7,
    ],
)
def test_an_issuer_differs_otherwise(
    client: "CognitoIdentityClient", pool: str, issuer: object
) -> None:
    """Anything but one slash at the end, https:// or a value that is no string is a difference."""
    token = id_token(ISSUER, "ada", iss=issuer)
    with refused(
        "NotAuthorizedException", "Invalid login token. Issuer doesn't match providerName"
    ):
        client.get_id(IdentityPoolId=pool, Logins={ISSUER: token})


@pytest.mark.inferred
@pytest.mark.parametrize(
    ("subject", "text"), [(1234, "1234"), (True, "true"), (None, "null"), (["a"], '["a"]')]
)
def test_a_subject_that_is_not_a_string(
    client: "CognitoIdentityClient", pool: str, subject: object, text: str
) -> None:
    """It counts as JSON: the user is the one whose subject is that text."""
    # id_token omits claims that are None
    payload = {"iss": GOOGLE, "aud": "google-app", "exp": int(time.time()) + 60, "sub": subject}
    key = OctKey.import_key("a key that no emulator knows, 32 bytes")
    token = jwt.encode({"alg": "HS256"}, payload, key)
    identity = client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})["IdentityId"]
    assert member(client, pool, GOOGLE, text) == identity


def test_an_expired_assertion_is_rejected(client: "CognitoIdentityClient", pool: str) -> None:
    """A SAML assertion has the grace period of a token; the message is in milliseconds."""
    now = time.time()
    for late in (now + 3600, now - 240):
        logins = {SAML: assertion("ada", not_on_or_after=saml_time(late))}
        assert client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    logins = {SAML: assertion("ada", not_on_or_after=saml_time(now - 360))}
    with refused("NotAuthorizedException") as caught:
        client.get_id(IdentityPoolId=pool, Logins=logins)
    assert caught.text.startswith("Invalid login token. Token expired: ")
    seen, expired = caught.text.rpartition(": ")[2].split(" >= ")
    assert int(expired) == int(now - 360) * 1000
    assert now * 1000 - 1 <= int(seen) <= (now + 60) * 1000
