"""The checks of logins, compared with the emulator's responses."""

from __future__ import annotations

import base64
import json
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from botocore.exceptions import ClientError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.emulator import start_emulator
from cogtui.emulator.tokens import signed
from cogtui.logins.checks import WITH_DEVELOPER, WITH_IDENTITY, Certainty, Finding, check_login
from cogtui.logins.misspelt_keys import misspelling
from cogtui.secret import Secret
from tests.emulator.connection import connect
from tests.emulator.users import (
    AMAZON,
    APPLE,
    DEVELOPER,
    FACEBOOK,
    GOOGLE,
    ISSUER,
    OIDC,
    SAML,
    USER_POOL,
    assertion,
    id_token,
    make_pool,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mypy_boto3_cognito_identity import CognitoIdentityClient

COGNITO = "cognito-identity.amazonaws.com"
WRONG, UNCERTAIN, UNCHECKED = Certainty.WRONG, Certainty.UNCERTAIN, Certainty.UNCHECKED


class Pool(NamedTuple):
    """A pool in the emulator."""

    client: CognitoIdentityClient
    """The client that calls it."""
    configuration: Any
    """The response of DescribeIdentityPool."""

    @property
    def pool_id(self) -> str:
        """Its ID."""
        return str(self.configuration["IdentityPoolId"])

    def refuses(self, key: str, token: str) -> bool:
        """Return whether GetId rejects a login, for any reason."""
        try:
            self.client.get_id(IdentityPoolId=self.pool_id, Logins={key: token})
        except ClientError:
            return True
        return False

    def check(self, key: str, token: str, **more: str) -> list[Finding]:
        """Return the findings about a login at the current time."""
        return check_login(self.configuration, key, Secret(token), time.time(), **more)


@pytest.fixture(scope="module")
def pools() -> Iterator[dict[str, Pool]]:
    """Yield three pools: with every kind of provider, with two clients, without providers."""
    with start_emulator(empty=True) as running:
        client = connect(running, "cognito-identity")
        made = {
            "all": make_pool(client),
            "two": make_pool(
                client,
                DeveloperProviderName=None,
                CognitoIdentityProviders=[
                    {"ProviderName": USER_POOL, "ClientId": each} for each in ("abc123", "web")
                ],
            ),
            "bare": client.create_identity_pool(
                IdentityPoolName="bare", AllowUnauthenticatedIdentities=True
            )["IdentityPoolId"],
        }
        yield {
            name: Pool(client, client.describe_identity_pool(IdentityPoolId=pool_id))
            for name, pool_id in made.items()
        }
        client.close()


OTHER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Other"
OTHER_REGION = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Elsewhere"


def own_token() -> str:
    """Return a token that the emulator's identity service issued."""
    payload = {"sub": "us-east-1:x", "aud": "p", "iss": f"https://{COGNITO}"}
    return signed("us-east-1", payload, 600)


def at(seconds: float) -> str:
    """Return the time so many seconds from now, as SAML writes it."""
    return datetime.fromtimestamp(time.time() + seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def google(**seconds: float) -> Callable[[], str]:
    """Return a function that makes a Google token whose claims are offsets from the current time.

    Tests may run long after this module was imported.
    """

    def make() -> str:
        claims: dict[str, Any] = {claim: int(time.time() + each) for claim, each in seconds.items()}
        return id_token(GOOGLE, "ada", **claims)

    return make


GOOD = {
    "user pool": (USER_POOL, id_token(USER_POOL, "ada")),
    "google": (GOOGLE, id_token(GOOGLE, "ada")),
    "google, issuer without scheme": (GOOGLE, id_token(GOOGLE, "ada", iss=GOOGLE)),
    "apple": (APPLE, id_token(APPLE, "ada")),
    "authorized party": (GOOGLE, id_token(GOOGLE, "ada", "else", azp="google-app")),
    "one audience in a list": (GOOGLE, id_token(GOOGLE, "ada", aud=["google-app"])),
    "issuer with a slash": (GOOGLE, id_token(GOOGLE, "ada", iss=f"https://{GOOGLE}/")),
}

WRONG_TOKENS = {
    "of another issuer": (GOOGLE, id_token(APPLE, "ada", "google-app"), "but the key is"),
    "of an issuer with two slashes": (
        GOOGLE,
        id_token(GOOGLE, "ada", iss=f"https://{GOOGLE}//"),
        f"The token is from {GOOGLE}/, but the key is {GOOGLE}.",
    ),
    "of no issuer": (GOOGLE, id_token(GOOGLE, "ada", iss=None), "from an unnamed issuer"),
    "of another user pool": (
        USER_POOL,
        id_token(OTHER_POOL, "ada", "abc123"),
        "from user pool us-east-1_Other",
    ),
    "of another region": (
        USER_POOL,
        id_token(OTHER_REGION, "ada", "abc123"),
        "from a user pool in eu-west-1, but the key names one in us-east-1",
    ),
    "for another client": (
        USER_POOL,
        id_token(USER_POOL, "ada", "stranger"),
        "for client stranger",
    ),
    "for no client": (GOOGLE, id_token(GOOGLE, "ada", aud=[]), "for no client"),
    "for none of several clients": (
        GOOGLE,
        id_token(GOOGLE, "ada", aud=["x", 7, True]),
        "for client x or 7 or true",
    ),
    "for another authorized party": (GOOGLE, id_token(GOOGLE, "ada", azp="x"), "for client x"),
    "expired": (GOOGLE, google(exp=-7200)(), "expired 2 h ago"),
    "without expiry": (GOOGLE, id_token(GOOGLE, "ada", exp=None), "no expiry"),
    "with a text for expiry": (GOOGLE, id_token(GOOGLE, "ada", exp="soon"), "no expiry"),
    "without user": (GOOGLE, id_token(GOOGLE, "ada", sub=None), "names no user"),
    "access token": (
        USER_POOL,
        id_token(USER_POOL, "ada", aud=None, token_use="access", client_id="abc123"),  # noqa: S106  a kind
        "an access token",
    ),
    "of the service's own": (GOOGLE, own_token(), "issued by Cognito"),
    "of the service's own, opaque provider": (FACEBOOK, own_token(), "issued by Cognito"),
    "no token": (GOOGLE, "opaque", "three parts"),
    "with quotes": (GOOGLE, f'"{id_token(GOOGLE, "ada")}"', "quotes"),
    "with Bearer": (GOOGLE, f"Bearer {id_token(GOOGLE, 'ada')}", "Bearer"),
    "with whitespace": (GOOGLE, f" {id_token(GOOGLE, 'ada')}", "whitespace"),
    "JSON": (GOOGLE, json.dumps({"id_token": "x"}), "JSON document"),
    "assertion for a token": (GOOGLE, assertion("ada"), "XML"),
    "too long": (GOOGLE, "x" * 50_001, "50,001"),
    "too long, opaque": (FACEBOOK, "x" * 50_001, "50,001"),
    "token for an assertion": (SAML, id_token(GOOGLE, "ada"), "not base64"),
    "plain XML": (SAML, "<Response/>", "plain XML"),
    "assertion expired": (SAML, assertion("ada", at(-3600)), "assertion expired 1 h ago"),
    "assertion of no user": (SAML, base64.b64encode(b"<x/>").decode(), "not a SAML response"),
    "assertion with an entity": (
        SAML,
        base64.b64encode(b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>').decode(),
        "document type",
    ),
    "own key": (COGNITO, own_token(), "Only get-credentials-for-identity"),
    "developer provider": (DEVELOPER, "ada", "public calls do not accept"),
}

LIMITED_TOKENS = {
    "under Facebook's key": (FACEBOOK, "https://www.facebook.com"),
    "of its new host": (FACEBOOK, "https://limited.facebook.com"),
    "of its old host": (FACEBOOK, "https://facebook.com"),
    "with a slash": (FACEBOOK, "https://www.facebook.com/"),
    "without scheme": (FACEBOOK, "www.facebook.com"),
    "under its issuer": ("www.facebook.com", "https://www.facebook.com"),
    "under Google's key": (GOOGLE, "https://www.facebook.com"),
    "under the key of a user pool": (USER_POOL, "https://www.facebook.com"),
}

OTHER_APPS = {
    "Apple, services ID": (APPLE, id_token(APPLE, "ada", "com.example.web")),
    "Apple, authorized party": (APPLE, id_token(APPLE, "ada", "apple-app", azp="com.example.ios")),
    "Google, Android": (GOOGLE, id_token(GOOGLE, "ada", "1-android.apps.googleusercontent.com")),
    "Google, several": (GOOGLE, id_token(GOOGLE, "ada", aud=["web", "ios"])),
    "Google, another case": (GOOGLE, id_token(GOOGLE, "ada", "Google-App")),
    "Google, authorized party": (GOOGLE, id_token(GOOGLE, "ada", "google-app", azp="android")),
}

WRONG_KEYS = {
    f"https://{GOOGLE}": (GOOGLE, "not begin with https://"),
    f"https://{GOOGLE}/": (GOOGLE, "not begin with https://"),
    f"{GOOGLE}/": (GOOGLE, "not end in a slash"),
    f"https://{USER_POOL}:abc123": (USER_POOL, "not begin with https://"),
    USER_POOL.replace("_", ":"): (USER_POOL, "an underscore, not a colon"),
    f"{USER_POOL}:abc123": (USER_POOL, "no client ID"),
    "us-east-1_Elsewhere": (USER_POOL, "without its endpoint"),
    "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_Elsewhere": (
        USER_POOL,
        "not its ARN",
    ),
    OIDC: (ISSUER, "not its ARN"),
    GOOGLE.title(): (GOOGLE, "case-sensitive"),
    OTHER_REGION: (USER_POOL, "in region us-east-1"),
}

UNKNOWN_KEYS = {
    "cognito-idp.us-east-1.amazonaws.com": "without a user pool ID",
    OTHER_POOL: "does not have this user pool",
    "cn-north-1_Abc": "without its endpoint",
    "api.twitter.com": "does not have the provider api.twitter.com",
    "cognito-identity-us-gov.amazonaws.com": "another partition",
    "arn:aws:iam::111122223333:saml-provider/Other": "does not have the provider arn:aws",
}


@pytest.mark.parametrize(("key", "token"), GOOD.values(), ids=GOOD)
def test_valid_logins_have_no_findings(pools: dict[str, Pool], key: str, token: str) -> None:
    """A login without findings is accepted by the emulator."""
    assert pools["all"].check(key, token) == []
    assert not pools["all"].refuses(key, token)


@pytest.mark.parametrize(("key", "token", "expected"), WRONG_TOKENS.values(), ids=WRONG_TOKENS)
def test_wrong_logins_are_rejected(
    pools: dict[str, Pool], key: str, token: str, expected: str
) -> None:
    """A token that the checks call wrong is rejected by the emulator."""
    worst = pools["all"].check(key, token)[0]
    assert worst.certainty is WRONG
    assert expected in worst.message
    assert pools["all"].refuses(key, token)


@pytest.mark.parametrize(("key", "token"), OTHER_APPS.values(), ids=OTHER_APPS)
def test_a_second_app_of_a_social_provider(pools: dict[str, Pool], key: str, token: str) -> None:
    """The pool holds one app ID, so the remedy is a provider in IAM, and not to add another ID."""
    worst = pools["all"].check(key, token)[0]
    assert worst.certainty is WRONG
    assert "A pool has one app ID for" in worst.remedy
    assert f"OpenID Connect provider for https://{key} in IAM" in worst.remedy
    assert "add this one" not in worst.remedy
    assert pools["all"].refuses(key, token)


def test_a_second_client_of_a_user_pool(pools: dict[str, Pool]) -> None:
    """A pool takes several app clients of a user pool, so the remedy is to add this one."""
    (finding,) = pools["all"].check(USER_POOL, id_token(USER_POOL, "ada", "web"))
    assert "add this one to the pool" in finding.remedy


@pytest.mark.inferred
@pytest.mark.parametrize(("key", "issuer"), LIMITED_TOKENS.values(), ids=LIMITED_TOKENS)
def test_facebook_limited_login(pools: dict[str, Pool], key: str, issuer: str) -> None:
    """Its ID token is no login, under any key."""
    token = id_token("www.facebook.com", "ada", "facebook-app", iss=issuer)
    (finding,) = pools["all"].check(key, token)
    assert finding.certainty is WRONG
    assert "Facebook Limited Login" in finding.message
    assert "access token" in finding.remedy
    assert pools["all"].refuses(key, token)


def test_facebook_as_an_open_id_connect_provider() -> None:
    """A provider in IAM may accept the tokens, so they are checked like those of any issuer."""
    arn = "arn:aws:iam::111122223333:oidc-provider/www.facebook.com"
    configuration = {"IdentityPoolId": "us-east-1:1", "OpenIdConnectProviderARNs": [arn]}
    token = Secret(id_token("www.facebook.com", "ada", "facebook-app"))
    (finding,) = check_login(configuration, "www.facebook.com", token, time.time())
    assert finding.certainty is UNCHECKED


@pytest.mark.parametrize(("key", "expected"), WRONG_KEYS.items(), ids=WRONG_KEYS)
def test_a_misspelt_key(pools: dict[str, Pool], key: str, expected: tuple[str, str]) -> None:
    """The finding names the intended key, and the emulator rejects the misspelt one."""
    meant, message = expected
    token = id_token(meant, "ada")
    (finding,) = pools["all"].check(key, token)
    assert finding.certainty is WRONG
    assert message in finding.message
    assert finding.remedy == f"Use {meant} as the key."
    assert pools["all"].refuses(key, token)
    assert not pools["all"].refuses(meant, token)


@pytest.mark.parametrize(("key", "expected"), UNKNOWN_KEYS.items(), ids=UNKNOWN_KEYS)
def test_an_unknown_key(pools: dict[str, Pool], key: str, expected: str) -> None:
    """The remedy lists the pool's keys, or names the key of the token's issuer."""
    (finding,) = pools["all"].check(key, "opaque")
    assert finding.certainty is WRONG
    assert expected in finding.message
    assert finding.remedy.endswith(
        f"The pool has {ISSUER}, {USER_POOL}, {GOOGLE}, {APPLE}, {FACEBOOK}, {AMAZON}, {SAML}, "
        f"{COGNITO}."
    )
    (finding,) = pools["all"].check(key, id_token(GOOGLE, "ada"))
    assert f"The token is from {GOOGLE}, which the pool has: use that as the key." == finding.remedy
    assert pools["all"].refuses(key, id_token(GOOGLE, "ada"))


def test_the_intended_key_is_unknown(pools: dict[str, Pool]) -> None:
    """The finding names it anyway, which shows the missing provider."""
    (finding,) = pools["two"].check("us-east-1_Other", "opaque")
    assert finding.remedy.startswith(f"The pool does not have {OTHER_POOL} either.")


def test_an_empty_key() -> None:
    """The service requires a key."""
    assert misspelling("", []) == ("The key is empty.", "")
    assert misspelling("/", []) == ("A key does not end in a slash.", "")


@given(st.text() | st.text("cognito-idp.us-east-1_:/AZ.amazonaws.com"))
def test_any_key_has_a_message(key: str) -> None:
    """No key raises an error or gets an empty message."""
    assert misspelling(key, [USER_POOL, GOOGLE]).message


def test_a_pool_without_providers(pools: dict[str, Pool]) -> None:
    """It accepts no logins at all."""
    token = id_token(GOOGLE, "ada")
    assert [each.message for each in pools["bare"].check(GOOGLE, token)] == [
        "The pool has no provider, so it accepts no logins."
    ]
    assert pools["bare"].refuses(GOOGLE, token)


def test_a_pool_without_developer_provider(pools: dict[str, Pool]) -> None:
    """The key of Cognito's own tokens is not one of its keys."""
    (finding,) = pools["two"].check(COGNITO, own_token())
    assert "has no developer provider" in finding.message
    assert pools["two"].refuses(COGNITO, own_token())


def test_each_client_of_a_user_pool_is_accepted(pools: dict[str, Pool]) -> None:
    """Every client that the pool lists is accepted, and no other."""
    for client, certainties in (("abc123", []), ("web", []), ("other", [WRONG])):
        token = id_token(USER_POOL, "ada", client)
        assert certainties == [each.certainty for each in pools["two"].check(USER_POOL, token)]
        assert bool(certainties) == pools["two"].refuses(USER_POOL, token)


def test_the_key_of_the_tokens_issuer_is_suggested(pools: dict[str, Pool]) -> None:
    """For a token under another provider's key, the remedy names the right key."""
    findings = pools["all"].check(GOOGLE, id_token(APPLE, "ada"))
    assert findings[0].remedy == f"Use {APPLE} as the key: the pool has it."


@pytest.mark.parametrize(
    ("key", "token", "certainty", "expected"),
    [
        (
            FACEBOOK,
            "EAABsbCS",
            UNCHECKED,
            "Only Facebook can check whether its access token is valid",
        ),
        (AMAZON, "Atza|x", UNCHECKED, "Only Amazon can check whether its access token is valid"),
        (FACEBOOK, id_token(FACEBOOK, "ada"), UNCERTAIN, "a JSON Web Token"),
        (GOOGLE, google(exp=-60), UNCERTAIN, "within the five-minute grace period"),
        (GOOGLE, google(nbf=3900), UNCERTAIN, "becomes valid in 1 h"),
        (GOOGLE, google(iat=3900), UNCERTAIN, "becomes valid in 1 h"),
        (GOOGLE, id_token(GOOGLE, "ada", aud=["google-app", "x"]), UNCERTAIN, "also for x"),
        (GOOGLE, id_token(GOOGLE, "ada", aud=["x", "google-app"]), UNCERTAIN, "also for x"),
        (GOOGLE, id_token(GOOGLE, "ada", azp=["x", "google-app"]), UNCERTAIN, "also for x"),
        (USER_POOL, id_token(USER_POOL, "ada", aud=[1, "abc123"]), UNCERTAIN, "also for 1"),
        (ISSUER, id_token(ISSUER, "ada", aud=["x", "y"]), UNCHECKED, "lists client x or y"),
        (USER_POOL, id_token(USER_POOL, "ada", token_use="access"), UNCERTAIN, "an access token"),  # noqa: S106  a kind
        (ISSUER, id_token(ISSUER, "ada"), UNCHECKED, "lists client sts.amazonaws.com"),
        (SAML, assertion("ada"), UNCHECKED, "from an unnamed issuer"),
        (SAML, lambda: assertion("ada", at(3600)), UNCHECKED, "Not checked: its signature"),
        (SAML, lambda: assertion("ada", at(-60)), UNCERTAIN, "within the five-minute grace period"),
    ],
    # tokens depend on the time, and would give the tests other IDs in each worker process
    ids=map(str, range(16)),
)
def test_uncertain_findings(
    pools: dict[str, Pool],
    key: str,
    token: str | Callable[[], str],
    certainty: Certainty,
    expected: str,
) -> None:
    """A login that the service may accept is never called wrong; the emulator accepts all these."""
    token = token() if callable(token) else token
    first = pools["all"].check(key, token)[0]
    assert first.certainty is certainty
    assert expected in first.message
    assert not pools["all"].refuses(key, token)


def test_an_assertion_that_is_not_valid_yet(pools: dict[str, Pool]) -> None:
    """The findings name the start of its validity and its issuer."""
    later = at(3900)
    xml = (
        '<p:Response xmlns:p="urn:oasis:names:tc:SAML:2.0:protocol"><Assertion '
        'xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Issuer>https://idp.example</Issuer>'
        f"<Subject><NameID>ada</NameID></Subject><Conditions NotBefore='{later}'/>"
        "</Assertion></p:Response>"
    )
    findings = pools["all"].check(SAML, base64.b64encode(xml.encode()).decode())
    assert [each.message for each in findings] == [
        "The assertion becomes valid in 1 h.",
        (
            "The assertion is from https://idp.example. Not checked: its signature, and whether "
            "the SAML provider in IAM trusts the issuer."
        ),
    ]
    early = xml.replace(later, at(-3900))
    findings = pools["all"].check(SAML, base64.b64encode(early.encode()).decode())
    assert [each.certainty for each in findings] == [UNCHECKED]


def test_an_empty_token(pools: dict[str, Pool]) -> None:
    """An empty token is reported as missing, whatever kind is required."""
    for key in (GOOGLE, FACEBOOK, SAML):
        assert pools["all"].check(key, "") == [Finding(WRONG, "The token is empty.")]


def test_the_required_kind_is_named(pools: dict[str, Pool]) -> None:
    """For a text that is not a token, the remedy names the kind that the provider requires."""
    (finding,) = pools["all"].check(GOOGLE, "opaque")
    assert finding.remedy == "Google requires: ID token."


CLAIMS = st.fixed_dictionaries(
    {
        "iss": st.sampled_from(
            [f"https://{GOOGLE}", GOOGLE, f"https://{GOOGLE}/", f"https://{APPLE}", None]
        ),
        "aud": st.sampled_from(["google-app", "x", ["google-app"], ["x", "google-app"], [], None]),
        "azp": st.sampled_from([None, None, "google-app", "x"]),
        "sub": st.sampled_from(["ada", None]),
        "exp": st.sampled_from(["in 7200", "in -60", "in -3600", "soon", None, True, 1e12]),
        "nbf": st.sampled_from([None, "in -60", "in 7200"]),
        "token_use": st.sampled_from([None, "id", "access"]),
    }
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(CLAIMS)
def test_any_claims(pools: dict[str, Pool], claims: dict[str, Any]) -> None:
    """The emulator rejects what is called wrong, and accepts everything else."""
    for claim in ("exp", "nbf"):
        payload = claims[claim]
        if isinstance(payload, str) and payload.startswith("in "):
            claims[claim] = int(time.time()) + int(payload.removeprefix("in "))
    token = id_token(GOOGLE, "user", **claims)
    certainties = {each.certainty for each in pools["all"].check(GOOGLE, token)}
    assert (WRONG in certainties) == pools["all"].refuses(GOOGLE, token)


class Vending(NamedTuple):
    """A developer user of a pool that issues credentials."""

    pool: Pool
    """The pool."""
    identity: str
    """The ID of the user's identity."""
    token: str
    """The identity's token."""

    def refuses(self, token: str) -> bool:
        """Return whether GetCredentialsForIdentity rejects a token under Cognito's own key."""
        try:
            self.pool.client.get_credentials_for_identity(
                IdentityId=self.identity, Logins={COGNITO: token}
            )
        except ClientError:
            return True
        return False


@pytest.fixture(scope="module")
def vending(pools: dict[str, Pool]) -> Vending:
    """Return a developer user of a pool with roles."""
    pool = pools["all"]
    role = {"authenticated": "arn:aws:iam::111122223333:role/Auth"}
    pool.client.set_identity_pool_roles(IdentityPoolId=pool.pool_id, Roles=role)
    answer = pool.client.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool.pool_id, Logins={DEVELOPER: "ada"}
    )
    return Vending(pool, answer["IdentityId"], answer["Token"])


def test_a_developer_users_token(vending: Vending) -> None:
    """It is accepted for credentials, and for nothing else."""
    assert vending.pool.check(COGNITO, vending.token, operation=WITH_IDENTITY) == []
    assert not vending.refuses(vending.token)
    (finding,) = vending.pool.check(COGNITO, vending.token)
    assert "skip get-id" in finding.remedy


def test_wrong_developer_tokens(vending: Vending) -> None:
    """Tokens of another pool, expired ones (without grace) and other kinds are rejected."""
    payload = {"sub": vending.identity, "iss": f"https://{COGNITO}"}
    for token, words in (
        (
            signed("us-east-1", {**payload, "aud": "us-east-1:other"}, 600),
            "from pool us-east-1:other",
        ),
        (signed("us-east-1", {**payload, "aud": vending.pool.pool_id}, -60), "expired 1 min ago"),
        (id_token(GOOGLE, "ada"), f"this one is from {GOOGLE}"),
        (id_token(GOOGLE, "ada", iss=None), "from an unnamed issuer"),
        (signed("us-east-1", {**payload, "aud": ["a", True]}, 600), 'from pool ["a",true], not'),
        (signed("us-east-1", payload, 600), "from pool (none)"),
        ("opaque", "three parts"),
    ):
        (finding,) = vending.pool.check(COGNITO, token, operation=WITH_IDENTITY)
        assert finding.certainty is WRONG
        assert words in finding.message
        assert vending.refuses(token)


def test_a_developer_user_has_no_token(pools: dict[str, Pool]) -> None:
    """Any identifier of a valid length is accepted."""
    pool = pools["all"]
    for user, certainties in (("ada", []), ("x" * 1024, []), ("x" * 1025, [WRONG])):
        findings = pool.check(DEVELOPER, user, operation=WITH_DEVELOPER)
        assert certainties == [each.certainty for each in findings]
        try:
            pool.client.get_open_id_token_for_developer_identity(
                IdentityPoolId=pool.pool_id, Logins={DEVELOPER: user}
            )
            refused = False
        except ClientError:
            refused = True
        assert bool(certainties) == refused
    assert [each.certainty for each in pool.check(DEVELOPER, "", operation=WITH_DEVELOPER)] == [
        WRONG
    ]


def test_no_message_quotes_a_token(pools: dict[str, Pool]) -> None:
    """No finding contains a token or its signature."""
    for key, token, _ in WRONG_TOKENS.values():
        if len(token) > 20:
            assert token not in repr(pools["all"].check(key, token))
            assert token.rpartition(".")[2][:40] not in repr(pools["all"].check(key, token))
