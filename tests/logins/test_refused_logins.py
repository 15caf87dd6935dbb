"""What a refusal of a login adds about the token and the pool."""

import pytest

from cogtui.api_error import ErrorKind, Explanation
from cogtui.logins.refused_logins import explain_refused_logins
from cogtui.secret import Secret
from tests.emulator.users import APPLE, FACEBOOK, GOOGLE, ISSUER, OIDC, SAML, USER_POOL, id_token

NOW = 1_796_040_000.0
AUDIENCE = "Invalid login token. Incorrect token audience."
UNSUPPORTED = "Token is not from a supported provider of this identity pool."
POOL = {
    "IdentityPoolId": "us-east-1:1",
    "SupportedLoginProviders": {GOOGLE: "google-app", APPLE: "apple-app", FACEBOOK: "1"},
    "CognitoIdentityProviders": [
        {"ProviderName": USER_POOL, "ClientId": each} for each in ("web", "mobile")
    ],
    "OpenIdConnectProviderARNs": [OIDC],
    "SamlProviderARNs": [SAML],
}


def token(provider: str, audience: str | None = None, **claims: object) -> Secret:
    """Return a token that is valid at the time of the tests."""
    return Secret(id_token(provider, "ada", audience, exp=NOW + 3600, **claims))


def refused(detail: str) -> Explanation:
    """Return the explanation of a refused call."""
    return Explanation(ErrorKind.REFUSED, "Refused", detail, "Why.", "What to do.", "X", "get-id")


COMPARED = {
    "user pool": (AUDIENCE, {USER_POOL: token(USER_POOL, "tablet")}, ["tablet", "web, mobile"]),
    "Google": (AUDIENCE, {GOOGLE: token(GOOGLE, "android-app")}, ["android-app", "google-app"]),
    "Apple": (AUDIENCE, {APPLE: token(APPLE, "com.example.web")}, ["com.example.web", "apple-app"]),
    "authorized party": (AUDIENCE, {GOOGLE: token(GOOGLE, "google-app", azp="x")}, ["client x"]),
    "a provider in IAM": (AUDIENCE, {ISSUER: token(ISSUER, "me")}, ["lists client me"]),
    "another user pool": (
        UNSUPPORTED,
        {USER_POOL.replace("Elsewhere", "Other"): token(USER_POOL, "web")},
        ["does not have this user pool"],
    ),
    "several logins": (
        UNSUPPORTED,
        {GOOGLE: token(GOOGLE, "a"), USER_POOL: token(USER_POOL, "b")},
        ["Google: The token is for client a", "us-east-1_Elsewhere: The token is for"],
    ),
    "beside a developer user": (
        AUDIENCE,
        {"login.example": "ada", GOOGLE: token(GOOGLE, "android")},
        ["Why. The token is for client android"],
    ),
    "access token": (
        "Invalid login token. Missing a required claim: aud",
        {USER_POOL: token(USER_POOL, token_use="access", aud=None)},  # noqa: S106  a kind
        ["This is an access token"],
    ),
    "a message without its own explanation": (
        "Invalid login token. Something new",
        {GOOGLE: token(APPLE, "google-app")},
        ["The token is from appleid.apple.com, but the key is accounts.google.com"],
    ),
}


@pytest.mark.parametrize(("detail", "logins", "expected"), COMPARED.values(), ids=COMPARED)
def test_the_token_is_compared_with_the_pool(
    detail: str, logins: dict[str, Secret | str], expected: list[str]
) -> None:
    """The cause has both sides of the difference, and nothing else of the token."""
    shown = explain_refused_logins(refused(detail), POOL, logins, NOW)
    assert shown.cause.startswith("Why. ")
    assert all(text in shown.cause for text in expected)
    assert shown._replace(cause="Why.") == refused(detail)
    secrets = [each.reveal() for each in logins.values() if isinstance(each, Secret)]
    assert not [each for each in secrets if each in repr(shown)]


UNCHANGED = {
    "no difference": (AUDIENCE, POOL, {GOOGLE: token(GOOGLE, "google-app")}),
    "a doubt that the service has not": (
        AUDIENCE,
        POOL,
        {GOOGLE: token(GOOGLE, "google-app", iat=NOW + 60)},
    ),
    "no logins": (UNSUPPORTED, POOL, {}),
    "unknown configuration": (AUDIENCE, {}, {GOOGLE: token(GOOGLE, "x")}),
    "both times in the message": (
        "Invalid login token. Token expired: 2 >= 1",
        POOL,
        {GOOGLE: token(GOOGLE, "x")},
    ),
    "expired": ("Invalid login token. Token is expired.", POOL, {GOOGLE: token(GOOGLE, "x")}),
    "another failure": ("Rate exceeded", POOL, {GOOGLE: token(GOOGLE, "x")}),
}


@pytest.mark.parametrize(("detail", "pool", "logins"), UNCHANGED.values(), ids=UNCHANGED)
def test_other_explanations_are_unchanged(
    detail: str, pool: dict[str, object], logins: dict[str, Secret | str]
) -> None:
    """Nothing is added where there is nothing to compare, or no difference."""
    assert explain_refused_logins(refused(detail), pool, logins, NOW) == refused(detail)
