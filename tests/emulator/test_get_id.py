"""GetId: an identity found, or made; and the login tokens that are believed."""

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
    """Return a pool of its own for each test, with every kind of provider."""
    return make_pool(client)


def test_every_guest_call_makes_a_new_identity(client: "CognitoIdentityClient", pool: str) -> None:
    """Without logins, each call is a new guest, whether Logins is absent or empty."""
    made = {guest(client, pool), guest(client, pool)}
    made.add(client.get_id(IdentityPoolId=pool, Logins={})["IdentityId"])
    assert len(made) == 3
    assert identities(client, pool) == {identity: [] for identity in made}


def test_guests_only_where_allowed(client: "CognitoIdentityClient") -> None:
    """A pool without guests refuses a call without logins, in the service's words."""
    pool = make_pool(client, AllowUnauthenticatedIdentities=False)
    with refused("NotAuthorizedException", GUESTS_ARE_OFF):
        guest(client, pool)
    assert identities(client, pool) == {}


@pytest.mark.parametrize("provider", [GOOGLE, APPLE, FACEBOOK, AMAZON, USER_POOL, ISSUER, SAML])
def test_a_login_finds_its_identity_again(
    client: "CognitoIdentityClient", pool: str, provider: str
) -> None:
    """The same user of a provider of any kind is one identity, another user another."""
    first = member(client, pool, provider, "ada")
    assert member(client, pool, provider, "ada") == first
    assert member(client, pool, provider, "bob") != first
    assert identities(client, pool)[first] == [provider]


def test_the_key_is_provider_and_subject_not_the_token(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A new token of the same subject is the same identity; the same subject elsewhere is not."""
    first = member(client, pool, GOOGLE, "ada")
    again = client.get_id(IdentityPoolId=pool, Logins=login(GOOGLE, "ada", nonce="other"))
    assert again["IdentityId"] == first
    assert member(client, pool, APPLE, "ada") != first


def test_several_logins_in_one_call_are_linked(client: "CognitoIdentityClient", pool: str) -> None:
    """Two logins make one identity, which either of them finds, in the order linked."""
    both = {**login(APPLE, "ada"), **login(GOOGLE, "ada@example.com")}
    identity = client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"]
    assert member(client, pool, GOOGLE, "ada@example.com") == identity
    assert member(client, pool, APPLE, "ada") == identity
    assert identities(client, pool) == {identity: [APPLE, GOOGLE]}


def test_a_further_login_is_linked_to_the_identity_of_the_first(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """An unknown login beside a known one joins its identity, and moves its LastModifiedDate."""
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
    """Two known logins of different identities bring these together."""
    one, other = member(client, pool, GOOGLE, "ada"), member(client, pool, APPLE, "ada")
    both = {**login(APPLE, "ada"), **login(GOOGLE, "ada")}
    surviving = client.get_id(IdentityPoolId=pool, Logins=both)["IdentityId"]
    assert surviving in (one, other)
    merged = ({one, other} - {surviving}).pop()
    assert sorted(identities(client, pool)[surviving]) == sorted([APPLE, GOOGLE])
    assert identities(client, pool)[merged] == DISABLED


def test_two_users_of_one_provider_cannot_come_together(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A merge that would link two users of one provider is refused, and nothing is moved."""
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
    """AccountId changes nothing."""
    assert client.get_id(IdentityPoolId=pool, AccountId="999999999999")["IdentityId"]


def test_an_unknown_pool(client: "CognitoIdentityClient") -> None:
    """A pool that does not exist is named in quotes."""
    nobody = "us-east-1:00000000-0000-0000-0000-000000000000"
    with refused("ResourceNotFoundException", f"IdentityPool '{nobody}' not found."):
        guest(client, nobody)


def test_an_identity_needs_no_role(client: "CognitoIdentityClient", pool: str) -> None:
    """A pool without roles makes identities all the same."""
    assert client.get_identity_pool_roles(IdentityPoolId=pool).get("Roles") is None
    assert guest(client, pool)


def test_a_developer_token_is_not_for_get_id(client: "CognitoIdentityClient", pool: str) -> None:
    """A token of this service is refused under its own key, a public one and the developer's."""
    token = client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "ada"}
    )["Token"]
    for key in ("cognito-identity.amazonaws.com", GOOGLE, DEVELOPER):
        with refused(
            "NotAuthorizedException", "Invalid login token. Can't pass in a Cognito token."
        ):
            client.get_id(IdentityPoolId=pool, Logins={key: token})


def test_the_developer_provider_is_not_for_get_id(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """A developer provider's name in Logins is refused."""
    with refused("InvalidParameterException", "Please provide a valid public provider"):
        client.get_id(IdentityPoolId=pool, Logins={DEVELOPER: "ada"})


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
    """Where no login could ever fit, none matches."""
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
def test_a_bad_token_is_reported_why(
    client: "CognitoIdentityClient", pool: str, claims: dict[str, str | None], reason: str
) -> None:
    """Each fault of a token has the service's wording."""
    with refused("NotAuthorizedException", f"Invalid login token. {reason}"):
        client.get_id(IdentityPoolId=pool, Logins={USER_POOL: id_token(USER_POOL, "ada", **claims)})


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "eyJhbGciOiJIUzI1NiJ9.W10.eA"])
def test_what_is_no_jwt_is_no_identity_token(
    client: "CognitoIdentityClient", pool: str, token: str
) -> None:
    """Text that is no JWT, or one whose claims are no object."""
    message = "Invalid login token. Not a valid OpenId Connect identity token."
    with refused("NotAuthorizedException", message):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})


def test_an_expiry_that_is_no_number(client: "CognitoIdentityClient", pool: str) -> None:
    """A token whose `exp` is text is no identity token."""
    message = "Invalid login token. Not a valid OpenId Connect identity token."
    with refused("NotAuthorizedException", message):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: id_token(GOOGLE, "ada", exp="later")})


def test_an_expired_token_has_five_minutes_grace(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """Four minutes past its expiry a token is good, six minutes past it is not."""
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
    """A good login beside a bad one makes nothing."""
    with refused("NotAuthorizedException"):
        client.get_id(IdentityPoolId=pool, Logins={**login(GOOGLE, "ada"), APPLE: "nonsense"})
    assert identities(client, pool) == {}


def test_google_may_leave_the_scheme_out_of_the_issuer(
    client: "CognitoIdentityClient", pool: str
) -> None:
    """An issuer without https:// is the provider's name all the same."""
    token = id_token(GOOGLE, "ada", iss=GOOGLE)
    assert client.get_id(IdentityPoolId=pool, Logins={GOOGLE: token})["IdentityId"]


def test_an_open_id_token_must_be_for_a_client_of_the_provider(
    emulator: RunningEmulator, client: "CognitoIdentityClient"
) -> None:
    """Where IAM knows the provider, `azp` if present, else `aud`, is one of its client IDs."""
    issuer = "id.example.com"
    with closing(connect(emulator, "iam")) as iam:
        arn = iam.create_open_id_connect_provider(
            Url=f"https://{issuer}", ClientIDList=["app"], ThumbprintList=["a" * 40]
        )["OpenIDConnectProviderArn"]
    pool = make_pool(client, OpenIdConnectProviderARNs=[OIDC, arn])
    good = [
        id_token(issuer, "ada", "app"),
        id_token(issuer, "ada", "other", azp="app"),
        id_token(issuer, "ada", aud=["app", "x"]),
    ]
    for token in good:
        assert client.get_id(IdentityPoolId=pool, Logins={issuer: token})["IdentityId"]
    for token in (id_token(issuer, "ada", "other"), id_token(issuer, "ada", "app", azp="other")):
        with refused("NotAuthorizedException", NOT_SUPPORTED):
            client.get_id(IdentityPoolId=pool, Logins={issuer: token})


def test_an_assertion_past_its_time_is_not_good(client: "CognitoIdentityClient", pool: str) -> None:
    """A SAML assertion has an end, and the same grace as a token."""
    good, bad = "2099-01-01T00:00:00Z", "2020-01-01T00:00:00Z"
    logins = {SAML: assertion("ada", not_on_or_after=good)}
    assert client.get_id(IdentityPoolId=pool, Logins=logins)["IdentityId"]
    with refused("NotAuthorizedException"):
        client.get_id(IdentityPoolId=pool, Logins={SAML: assertion("ada", not_on_or_after=bad)})


@pytest.mark.parametrize("token", ["!", "PHg+", "PHgvPg==", assertion("ada", "yesterday")])
def test_what_is_no_assertion(client: "CognitoIdentityClient", pool: str, token: str) -> None:
    """Text that is no base64, no XML, no SAML or has no date for an end is not good."""
    with refused("NotAuthorizedException"):
        client.get_id(IdentityPoolId=pool, Logins={SAML: token})


def test_more_than_ten_logins(client: "CognitoIdentityClient", pool: str) -> None:
    """A Logins map holds at most ten, and is not quoted, because there are tokens in it."""
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
    """A token has at most 50,000 characters, and as a secret it is not repeated in the refusal."""
    message = (
        f"1 validation error detected: Value at 'logins.{GOOGLE}.member' failed to satisfy "
        "constraint: Member must have length less than or equal to 50000"
    )
    with refused("ValidationException", message):
        client.get_id(IdentityPoolId=pool, Logins={GOOGLE: "x" * length})
