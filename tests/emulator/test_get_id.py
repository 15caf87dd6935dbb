"""GetId: find or create an identity, and verify login tokens."""

import time
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from cogtui.emulator import RunningEmulator
from tests.emulator.connection import connect, refused
from tests.emulator.users import (
    AMAZON,
    APPLE,
    DEVELOPER,
    DISABLED,
    FACEBOOK,
    GOOGLE,
    GUESTS_ARE_OFF,
    ISSUER,
    LOGINS_DO_NOT_MATCH,
    NOT_SUPPORTED,
    OIDC,
    SAML,
    USER_POOL,
    assertion,
    guest,
    id_token,
    identities,
    login,
    make_pool,
    member,
)

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient


@pytest.fixture
def pool(client: "CognitoIdentityClient") -> str:
    """Return a new pool for each test, with every kind of provider."""
    return make_pool(client)


def test_every_guest_call_creates_an_identity(client: "CognitoIdentityClient", pool: str) -> None:
    """Each call without logins creates a guest, whether Logins is absent or empty."""
    created = {guest(client, pool), guest(client, pool)}
    created.add(client.get_id(IdentityPoolId=pool, Logins={})["IdentityId"])
    assert len(created) == 3
    assert identities(client, pool) == {identity: [] for identity in created}


def test_guests_only_where_allowed(client: "CognitoIdentityClient") -> None:
    """With guest access off, a call without logins fails with the service's error."""
    pool = make_pool(client, AllowUnauthenticatedIdentities=False)
    with refused("NotAuthorizedException", GUESTS_ARE_OFF):
        guest(client, pool)
    assert identities(client, pool) == {}


@pytest.mark.parametrize("provider", [GOOGLE, APPLE, FACEBOOK, AMAZON, USER_POOL, ISSUER, SAML])
def test_a_login_finds_its_identity_again(
    client: "CognitoIdentityClient", pool: str, provider: str
) -> None:
    """With every provider, the same user has one identity and another user another."""
    first = member(client, pool, provider, "ada")
    assert member(client, pool, provider, "ada") == first
    assert member(client, pool, provider, "bob") != first
    assert identities(client, pool)[first] == [provider]


def test_the_key_is_provider_and_subject_not_the_token(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """The same subject in a new token is the same identity; at another provider it is not."""
    first = member(client, pool, GOOGLE, "ada")
    again = client.get_id(IdentityPoolId=pool, Logins=login(GOOGLE, "ada", nonce="other"))
    assert again["IdentityId"] == first
    assert member(client, pool, APPLE, "ada") != first


def test_several_logins_in_one_call_are_linked(client: "CognitoIdentityClient", pool: str) -> None:
    """Two logins create one identity, which either of them finds, in link order."""
    both = {**login(APPLE, "ada"), **login(GOOGLE, "ada@example.com")}
    identity = client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"]
    assert member(client, pool, GOOGLE, "ada@example.com") == identity
    assert member(client, pool, APPLE, "ada") == identity
    assert identities(client, pool) == {identity: [APPLE, GOOGLE]}


def test_an_additional_login_is_linked(client: "CognitoIdentityClient", pool: str) -> None:
    """An unknown login is linked to the known login's identity and updates LastModifiedDate."""
    identity = member(client, pool, GOOGLE, "ada")
    before = client.describe_identity(IdentityId=identity)["LastModifiedDate"]
    both = {**login(GOOGLE, "ada"), **login(USER_POOL, "ada")}
    assert client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"] == identity
    after = client.describe_identity(IdentityId=identity)
    assert after["Logins"] == [GOOGLE, USER_POOL]
    assert before <= after["LastModifiedDate"]
    assert after["CreationDate"] < after["LastModifiedDate"]


@pytest.mark.inferred
def test_logins_of_two_identities_are_merged_under_the_first(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Known logins of two identities merge them into the first login's identity."""
    one, other = member(client, pool, GOOGLE, "ada"), member(client, pool, APPLE, "ada")
    both = {**login(APPLE, "ada"), **login(GOOGLE, "ada")}
    surviving = client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"]
    assert surviving in (one, other)
    merged = ({one, other} - {surviving}).pop()
    assert sorted(identities(client, pool)[surviving]) == sorted([APPLE, GOOGLE])
    assert identities(client, pool)[merged] == DISABLED


def test_two_users_of_one_provider_cannot_be_merged(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A merge that would link two users of one provider fails, and nothing changes."""
    both = {**login(GOOGLE, "ada"), **login(APPLE, "ada")}
    one = client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"]
    bobs = {**login(GOOGLE, "bob"), **login(FACEBOOK, "bob")}
    other = client.get_id(IdentityPoolId=pool, Logins=bobs)["IdentityId"]
    before = identities(client, pool)
    with refused("ResourceConflictException"):
        client.get_id(IdentityPoolId=pool, Logins={**login(APPLE, "ada"), **login(FACEBOOK, "bob")})
    assert set(before) == {one, other}
    assert identities(client, pool) == before


@pytest.mark.inferred
def test_a_wrong_account_id_is_ignored(client: "CognitoIdentityClient", pool: str) -> None:
    """AccountId has no effect."""
    assert client.get_id(IdentityPoolId=pool, AccountId="999999999999")["IdentityId"]


def test_an_unknown_pool(client: "CognitoIdentityClient") -> None:
    """The error for a pool that does not exist quotes its ID."""
    unknown_id = "us-east-1:00000000-0000-0000-0000-000000000000"
    with refused("ResourceNotFoundException", f"IdentityPool '{unknown_id}' not found."):
        guest(client, unknown_id)


def test_an_identity_needs_no_role(client: "CognitoIdentityClient", pool: str) -> None:
    """A pool without roles can have identities."""
    assert client.get_identity_pool_roles(IdentityPoolId=pool).get("Roles") is None
    assert guest(client, pool)


def test_a_developer_token_is_not_for_get_id(client: "CognitoIdentityClient", pool: str) -> None:
    """The service's own tokens are rejected under its own and a public key."""
    token = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )["Token"]
    for key in ("cognito-identity.amazonaws.com", GOOGLE):
        with refused(
            "NotAuthorizedException", "Invalid login token. Can't pass in a Cognito token."
        ):
            client.get_id(IdentityPoolId=pool, Logins={key: token})


def test_the_developer_provider_is_not_for_get_id(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A developer provider's name in Logins is rejected before any token is looked at."""
    own = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )["Token"]
    for logins in (
        {DEVELOPER: "ada"},
        {DEVELOPER: own},
        {GOOGLE: "nonsense", DEVELOPER: "ada"},
        {DEVELOPER: "ada", **login(GOOGLE, "ada")},
    ):
        with refused("InvalidParameterException", "Please provide a valid public provider"):
            client.get_id(IdentityPoolId=pool, Logins=logins)


def test_a_provider_that_the_pool_does_not_have(client: "CognitoIdentityClient") -> None:
    """A login of another provider, or for another client, is not supported."""
    pool = make_pool(
        client, OpenIdConnectProviderARNs=None, SupportedLoginProviders={GOOGLE: "google-app"}
    )
    for logins in (
        login(APPLE, "ada"),
        login(FACEBOOK, "ada"),
        login(ISSUER, "ada"),
        {USER_POOL.replace("Else", "Nowh"): id_token(USER_POOL, "ada")},
        {GOOGLE: id_token(GOOGLE, "ada", "another-app")},
        {USER_POOL: id_token(USER_POOL, "ada", "anotherclient")},
    ):
        with refused("NotAuthorizedException", NOT_SUPPORTED):
            client.get_id(IdentityPoolId=pool, Logins=logins)


def test_a_pool_without_any_provider(client: "CognitoIdentityClient") -> None:
    """In a pool without providers, no login matches."""
    pool = make_pool(
        client,
        SupportedLoginProviders=None,
        CognitoIdentityProviders=None,
        OpenIdConnectProviderARNs=None,
        SamlProviderARNs=None,
    )
    with refused("NotAuthorizedException", LOGINS_DO_NOT_MATCH):
        client.get_id(IdentityPoolId=pool, Logins=login(GOOGLE, "ada"))


@pytest.mark.parametrize(
    ("claims", "reason"),
    [
        ({"iss": "https://evil.example"}, "Issuer doesn't match providerName"),
        ({"iss": None}, "Issuer doesn't match providerName"),
        ({"aud": None, "token_use": "access"}, "Missing a required claim: aud"),
        ({"exp": None}, "Missing a required claim: exp"),
        ({"sub": None}, "Missing a required claim: sub"),
    ],
)
def test_a_bad_token_is_rejected_with_the_reason(
    client: "CognitoIdentityClient", pool: str, claims: dict[str, str | None], reason: str
) -> None:
    """The service has a message for each problem with a token."""
    with refused("NotAuthorizedException", f"Invalid login token. {reason}"):
        client.get_id(IdentityPoolId=pool, Logins={USER_POOL: id_token(USER_POOL, "ada", **claims)})


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.W10.eA"])
def test_a_malformed_token_is_not_an_identity_token(
    client: "CognitoIdentityClient", pool: str, token: str
) -> None:
    """The text is not a JWT, or its claims are not an object."""
    message = "Invalid login token. Not a valid OpenId Connect identity token."
    with refused("NotAuthorizedException", message):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})


def test_an_expiry_that_is_not_a_number(client: "CognitoIdentityClient", pool: str) -> None:
    """A token whose `exp` is a string is not an identity token."""
    message = "Invalid login token. Not a valid OpenId Connect identity token."
    with refused("NotAuthorizedException", message):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: id_token(GOOGLE, "ada", exp="later")})


def test_an_expired_token_has_five_minutes_grace(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Four minutes after its expiry a token is accepted, six minutes after it is not."""
    now = int(time.time())
    late = id_token(GOOGLE, "ada", exp=now - 240)
    assert client.get_id(IdentityPoolId=pool, Logins={GOOGLE: late})["IdentityId"]
    too_late = id_token(GOOGLE, "ada", exp=now - 360)
    with refused("NotAuthorizedException") as caught:
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: too_late})
    assert caught.text.startswith("Invalid login token. Token expired: ")
    seen, expired = caught.text.rpartition(": ")[2].split(" >= ")
    assert int(expired) == now - 360
    assert now <= int(seen) <= now + 60


def test_one_bad_token_fails_the_whole_call(client: "CognitoIdentityClient", pool: str) -> None:
    """With one valid and one invalid login, no identity is created."""
    with refused("NotAuthorizedException"):
        client.get_id(IdentityPoolId=pool, Logins={**login(GOOGLE, "ada"), APPLE: "nonsense"})
    assert identities(client, pool) == {}


def test_google_may_omit_the_issuers_scheme(client: "CognitoIdentityClient", pool: str) -> None:
    """An issuer without https:// is accepted as the provider's name."""
    token = id_token(GOOGLE, "ada", iss=GOOGLE)
    assert client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})["IdentityId"]


def test_an_open_id_token_must_be_for_a_client_of_the_provider(
    emulator: RunningEmulator, client: "CognitoIdentityClient"
) -> None:
    """If IAM has the provider, `azp` if present, else `aud`, must be one of its client IDs."""
    issuer = "id.example.com"
    with closing(connect(emulator, "iam")) as iam:
        arn = iam.create_open_id_connect_provider(
            Url=f"https://{issuer}", ClientIDList=["app"], ThumbprintList=["a" * 40]
        )["OpenIDConnectProviderArn"]
    pool = make_pool(client, OpenIdConnectProviderARNs=[OIDC, arn])
    for token in (
        id_token(issuer, "ada", "app"),
        id_token(issuer, "ada", "other", azp="app"),
    ):
        assert client.get_id(IdentityPoolId=pool, Logins={issuer: token})["IdentityId"]
    for token in (id_token(issuer, "ada", "other"), id_token(issuer, "ada", "app", azp="other")):
        with refused("NotAuthorizedException", NOT_SUPPORTED):
            client.get_id(IdentityPoolId=pool, Logins={issuer: token})


@pytest.mark.parametrize("token", ["!", "PHg+", "PHgvPg==", assertion("ada", "yesterday")])
def test_a_malformed_assertion_is_rejected(
    client: "CognitoIdentityClient", pool: str, token: str
) -> None:
    """The text is not base64, XML or SAML, or its expiry is not a date."""
    with refused("NotAuthorizedException"):
        client.get_id(IdentityPoolId=pool, Logins={SAML: token})


def test_more_than_ten_logins(client: "CognitoIdentityClient", pool: str) -> None:
    """A Logins map has at most ten entries; the error does not quote it, because it has tokens."""
    with refused("ValidationException") as caught:
        client.get_id(IdentityPoolId=pool, Logins={f"p{number}": "x" for number in range(11)})
    assert caught.text == (
        "1 validation error detected: Value at 'logins' failed to satisfy constraint: Member must "
        "have length less than or equal to 10"
    )


@pytest.mark.parametrize("length", [50_001, 1_000_000])
def test_a_token_too_long_is_not_quoted(
    client: "CognitoIdentityClient", pool: str, length: int
) -> None:
    """A token has at most 50,000 characters; the error does not quote it, because it is secret."""
    message = (
        f"1 validation error detected: Value at 'logins.{GOOGLE}.member' failed to satisfy "
        "constraint: Member must have length less than or equal to 50000"
    )
    with refused("ValidationException", message):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: "x" * length})
