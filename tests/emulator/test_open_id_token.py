"""GetOpenIdToken: the token of the classic flow, its claims and its keys."""

import json
import time
import urllib.request
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from cogtui.emulator import RunningEmulator
from tests.emulator.connection import connect, refused
from tests.emulator.users import (
    APPLE,
    DEVELOPER,
    DISABLED,
    FACEBOOK,
    GOOGLE,
    ISSUER,
    LOGINS_DO_NOT_MATCH,
    NOT_SUPPORTED,
    OIDC,
    ROLE,
    SAML,
    USER_POOL,
    assertion,
    developer,
    forbidden,
    guest,
    identities,
    login,
    make_pool,
    member,
)

if TYPE_CHECKING:
    from joserfc.jwt import Token
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test that never set AllowClassicFlow."""
    return make_pool(client)


@pytest.fixture(scope="module")
def keys(emulator: RunningEmulator) -> KeySet:
    """Return the public keys that the emulator serves."""
    with urllib.request.urlopen(f"{emulator.url}/.well-known/jwks_uri") as response:  # noqa: S310 - our own server
        return KeySet.import_key_set(json.load(response))


def claims(client: "CognitoIdentityClient", keys: KeySet, identity: str, **logins: str) -> Any:  # noqa: ANN401 - JSON
    """Return the claims of an identity's verified token."""
    response = client.get_open_id_token(IdentityId=identity, Logins=logins)
    return jwt.decode(response["Token"], keys, algorithms=["RS512"]).claims


def test_the_token_verifies_against_the_keys_served(
    client: "CognitoIdentityClient", keys: KeySet, pool: str
) -> None:
    """The header has RS512, type JWS, and a key ID of the region followed by 1."""
    token: Token = jwt.decode(
        client.get_open_id_token(IdentityId=guest(client, pool))["Token"],
        keys,
        algorithms=["RS512"],
    )
    assert token.header == {"kid": "us-east-11", "typ": "JWS", "alg": "RS512"}


def test_a_changed_token_does_not_verify(
    client: "CognitoIdentityClient", keys: KeySet, pool: str
) -> None:
    """The signature covers the claims."""
    head, _, rest = client.get_open_id_token(IdentityId=guest(client, pool))["Token"].partition(".")
    body, _, signature = rest.partition(".")
    with pytest.raises(JoseError):
        jwt.decode(f"{head}.{body[:-4]}AAAA.{signature}", keys, algorithms=["RS512"])


def test_the_claims_of_a_guest(client: "CognitoIdentityClient", keys: KeySet, pool: str) -> None:
    """The claims are issuer, pool, identity, state, pool ARN and a lifetime of ten minutes."""
    identity = guest(client, pool)
    now = time.time()
    payload = claims(client, keys, identity)
    issued = payload["iat"]
    assert issued == pytest.approx(now, abs=5)
    assert payload == {
        "sub": identity,
        "aud": pool,
        "amr": ["unauthenticated"],
        "iss": "https://cognito-identity.amazonaws.com",
        "https://cognito-identity.amazonaws.com/identity-pool-arn": (
            f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pool}"
        ),
        "exp": issued + 600,
        "iat": issued,
    }


@pytest.mark.parametrize(
    ("provider", "detail"),
    [
        (ISSUER, f"{OIDC}:OIDC:ada"),
        (USER_POOL, f"{USER_POOL}:CognitoSignIn:ada"),
        pytest.param(GOOGLE, f"{GOOGLE}:google-app:ada", marks=pytest.mark.inferred),
        pytest.param(FACEBOOK, f"{FACEBOOK}:facebook-app:ada", marks=pytest.mark.inferred),
    ],
)
def test_amr_shows_how_a_user_was_authenticated(
    client: "CognitoIdentityClient", keys: KeySet, pool: str, provider: str, detail: str
) -> None:
    """`amr` contains the state, the provider and the provider's user."""
    identity = member(client, pool, provider, "ada")
    payload = claims(client, keys, identity, **login(provider, "ada"))
    assert payload["amr"] == ["authenticated", provider, detail]


def test_a_pool_without_the_classic_flow(client: "CognitoIdentityClient") -> None:
    """AllowClassicFlow=false rejects the call; true allows it."""
    pool = make_pool(client, AllowClassicFlow=False)
    identity = guest(client, pool)
    message = "Basic (classic) flow is not enabled, please use enhanced flow."
    with refused("InvalidParameterException", message):
        client.get_open_id_token(IdentityId=identity)
    allowing = make_pool(client, AllowClassicFlow=True)
    assert client.get_open_id_token(IdentityId=guest(client, allowing))["Token"]


def test_a_pool_that_never_set_the_flag_issues_tokens(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Without AllowClassicFlow the classic flow is allowed."""
    identity = guest(client, pool)
    assert client.get_open_id_token(IdentityId=identity)["IdentityId"] == identity


def test_a_pool_with_role_mappings_has_no_classic_flow(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Any role mapping disables the classic flow."""
    client.set_identity_pool_roles(
        IdentityPoolId=pool,
        Roles={"authenticated": ROLE.format("R")},
        RoleMappings={GOOGLE: {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )
    message = "Basic (classic) flow is not supported with RoleMappings, please use enhanced flow."
    with refused("InvalidParameterException", message):
        client.get_open_id_token(IdentityId=guest(client, pool))


SAML_REFUSAL = "Basic (classic) flow is not supported with SAML, please use enhanced flow."


def test_the_classic_flow_refuses_saml(client: "CognitoIdentityClient", pool: str) -> None:
    """A SAML login is refused, while other logins and guests of the same pool are not."""
    with refused("InvalidParameterException", SAML_REFUSAL):
        client.get_open_id_token(
            IdentityId=member(client, pool, SAML, "ada"), Logins=login(SAML, "ada")
        )
    bob = member(client, pool, GOOGLE, "bob")
    assert client.get_open_id_token(IdentityId=bob, Logins=login(GOOGLE, "bob"))["Token"]
    assert client.get_open_id_token(IdentityId=guest(client, pool))["Token"]


@pytest.mark.inferred
def test_the_classic_flow_refuses_saml_before_it_reads_a_token(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Beside another login, for a guest or with an invalid assertion, SAML is refused first."""
    bob = member(client, pool, GOOGLE, "bob")
    for identity, logins in (
        (bob, {**login(GOOGLE, "bob"), **login(SAML, "bob")}),
        (bob, {SAML: "nonsense", GOOGLE: "nonsense"}),
        (guest(client, pool), login(SAML, "ada")),
    ):
        with refused("InvalidParameterException", SAML_REFUSAL):
            client.get_open_id_token(IdentityId=identity, Logins=logins)


@pytest.mark.inferred
def test_saml_of_another_pool_in_the_classic_flow(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A SAML provider that the pool does not have is not supported, as in any call."""
    logins = {SAML.replace("Okta", "ADFS"): assertion("ada")}
    with refused("NotAuthorizedException", NOT_SUPPORTED):
        client.get_open_id_token(IdentityId=guest(client, pool), Logins=logins)


def test_it_works_without_any_roles(client: "CognitoIdentityClient", pool: str) -> None:
    """Unlike credentials, a token requires no role."""
    identity = member(client, pool, GOOGLE, "ada")
    assert client.get_open_id_token(IdentityId=identity, Logins=login(GOOGLE, "ada"))["Token"]


def test_no_guest_token_for_a_user_or_a_disabled_identity(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Without logins, an identity that has logins or is disabled is forbidden."""
    known, visitor = member(client, pool, GOOGLE, "ada"), guest(client, pool)
    client.get_open_id_token(IdentityId=visitor, Logins=login(GOOGLE, "ada"))
    for identity in (known, visitor):
        with refused("NotAuthorizedException", forbidden(identity)):
            client.get_open_id_token(IdentityId=identity)


def test_at_least_one_login_must_be_linked_already(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A new login alone is rejected for a user's identity; with a linked login, it is linked."""
    identity = member(client, pool, GOOGLE, "ada")
    with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
        client.get_open_id_token(IdentityId=identity, Logins=login(APPLE, "ada"))
    both = {**login(APPLE, "ada"), **login(GOOGLE, "ada")}
    assert client.get_open_id_token(IdentityId=identity, Logins=both)["IdentityId"] == identity
    assert identities(client, pool) == {identity: [GOOGLE, APPLE]}


def test_a_login_of_another_identity_merges(client: "CognitoIdentityClient", pool: str) -> None:
    """One identity gets all logins; the other is disabled and hidden by HideDisabled."""
    surviving, merged = member(client, pool, GOOGLE, "ada"), member(client, pool, APPLE, "ada")
    both = {**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    owner = client.get_open_id_token(IdentityId=surviving, Logins=both)["IdentityId"]
    assert owner == surviving
    assert identities(client, pool) == {surviving: [GOOGLE, APPLE], merged: DISABLED}
    assert identities(client, pool, HideDisabled=True) == {surviving: [GOOGLE, APPLE]}
    assert member(client, pool, APPLE, "ada") == surviving


@pytest.mark.inferred
def test_an_implicit_merge_moves_developer_users(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A developer user of the merged identity belongs to the other identity afterwards."""
    surviving = member(client, pool, GOOGLE, "ada")
    developer(client, pool, "dev-ada", Logins=login(APPLE, "ada"))
    both = {**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    client.get_open_id_token(IdentityId=surviving, Logins=both)
    found = client.lookup_developer_identity(IdentityPoolId=pool, DeveloperUserIdentifier="dev-ada")
    assert found["IdentityId"] == surviving


def test_two_users_of_one_provider_conflict(client: "CognitoIdentityClient", pool: str) -> None:
    """A user with a login of a provider cannot link a second user of that provider."""
    identity = member(client, pool, GOOGLE, "ada")
    client.get_open_id_token(
        IdentityId=identity, Logins={**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    )
    before = identities(client, pool)
    with refused("ResourceConflictException"):
        client.get_open_id_token(
            IdentityId=identity, Logins={**login(GOOGLE, "ada"), **login(APPLE, "bob")}
        )
    assert identities(client, pool) == before


@pytest.mark.inferred
def test_a_developer_token_is_for_credentials_only(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The service's own token is not accepted as a login for another of its tokens."""
    response = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )
    with refused("NotAuthorizedException", "Invalid login token. Can't pass in a Cognito token."):
        client.get_open_id_token(
            IdentityId=response["IdentityId"],
            Logins={"cognito-identity.amazonaws.com": response["Token"]},
        )


@pytest.mark.parametrize(
    ("region", "issuer"),
    [
        ("eu-west-1", "cognito-identity.amazonaws.com"),
        ("us-gov-west-1", "cognito-identity-us-gov.amazonaws.com"),
        ("us-gov-east-1", "cognito-identity.us-gov-east-1.amazonaws.com"),
        ("cn-north-1", "cognito-identity.cn-north-1.amazonaws.com.cn"),
    ],
)
def test_the_issuer_of_each_partition(
    emulator: RunningEmulator, keys: KeySet, region: str, issuer: str
) -> None:
    """In GovCloud and China the issuer and the key in Logins have other names."""
    with closing(connect(emulator, "cognito-identity", region)) as client:
        pool = client.create_identity_pool(
            IdentityPoolName="x", AllowUnauthenticatedIdentities=True
        )["IdentityPoolId"]
        token = client.get_open_id_token(IdentityId=guest(client, pool))["Token"]
    decoded = jwt.decode(token, keys, algorithms=["RS512"])
    assert decoded.claims["iss"] == f"https://{issuer}"
    assert decoded.header["kid"] == f"{region}1"
