"""The keys of logins that a pool accepts."""

import pytest

from cogtui.emulator.tokens import federated_provider
from cogtui.logins.keys import ExpectedToken, LoginKey, cognito_key, issuer_of, login_keys
from cogtui.service.providers import ProviderKind

USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"
OIDC = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
SAML = "arn:aws:iam::111122223333:saml-provider/Okta"


def test_every_kind_of_provider_has_its_key() -> None:
    """Each key is spelled as the service requires, with the kind of token that belongs to it."""
    configuration = {
        "IdentityPoolId": "us-east-1:x",
        "CognitoIdentityProviders": [
            {"ProviderName": USER_POOL, "ClientId": "web"},
            {"ProviderName": USER_POOL, "ClientId": "app"},
        ],
        "SupportedLoginProviders": {
            "accounts.google.com": "google-app",
            "graph.facebook.com": "7",
            "api.twitter.com": "key;secret",
        },
        "OpenIdConnectProviderARNs": [OIDC],
        "SamlProviderARNs": [SAML],
        "DeveloperProviderName": "login.example",
    }
    assert list(login_keys(configuration).values()) == [
        LoginKey(
            "token.actions.githubusercontent.com",
            ProviderKind.OIDC,
            "token.actions.githubusercontent.com",
            ExpectedToken.ID_TOKEN,
            OIDC,
        ),
        LoginKey(
            USER_POOL,
            ProviderKind.USER_POOL,
            "us-east-1_AbCdEfGhI",
            ExpectedToken.ID_TOKEN,
            USER_POOL,
            ("web", "app"),
        ),
        LoginKey(
            "accounts.google.com",
            ProviderKind.SOCIAL,
            "Google",
            ExpectedToken.ID_TOKEN,
            "accounts.google.com",
            ("google-app",),
        ),
        LoginKey(
            "graph.facebook.com",
            ProviderKind.SOCIAL,
            "Facebook",
            ExpectedToken.ACCESS_TOKEN,
            "graph.facebook.com",
        ),
        LoginKey(
            "api.twitter.com",
            ProviderKind.SOCIAL,
            "Twitter",
            ExpectedToken.TOKEN_WITH_SECRET,
            "api.twitter.com",
        ),
        LoginKey(SAML, ProviderKind.SAML, "SAML Okta", ExpectedToken.ASSERTION, SAML),
        LoginKey(
            "cognito-identity.amazonaws.com",
            ProviderKind.DEVELOPER,
            "login.example (developer users)",
            ExpectedToken.COGNITO_TOKEN,
            "login.example",
        ),
    ]
    assert "secret" not in repr(login_keys(configuration)).replace("token;secret", "")


def test_a_pool_without_providers_takes_no_logins() -> None:
    """There are no keys, not even the one for Cognito's own tokens."""
    assert login_keys({"IdentityPoolId": "us-east-1:x"}) == {}


def test_a_duplicate_issuer() -> None:
    """The OpenID Connect provider takes precedence, because mappings use its ARN."""
    configuration = {
        "SupportedLoginProviders": {"accounts.google.com": "app"},
        "OpenIdConnectProviderARNs": ["arn:aws:iam::1:oidc-provider/accounts.google.com"],
    }
    (key,) = login_keys(configuration).values()
    assert key.kind is ProviderKind.OIDC


@pytest.mark.parametrize(
    ("kind", "provider", "audiences", "expected"),
    [
        (ProviderKind.USER_POOL, USER_POOL, ["web"], f"{USER_POOL}:web"),
        (ProviderKind.USER_POOL, USER_POOL, ["x", "app", "web"], f"{USER_POOL}:app"),
        (ProviderKind.USER_POOL, USER_POOL, ["x", "y"], f"{USER_POOL}:x"),
        (ProviderKind.USER_POOL, USER_POOL, [], f"{USER_POOL}:"),
        (ProviderKind.OIDC, OIDC, ["web"], OIDC),
        (ProviderKind.SAML, SAML, [], SAML),
        (ProviderKind.SOCIAL, "accounts.google.com", ["web"], "accounts.google.com"),
    ],
)
def test_the_key_of_a_mapping(
    kind: ProviderKind, provider: str, audiences: list[str], expected: str
) -> None:
    """Only the key of a user pool includes a client: the first that the pool accepts."""
    key = LoginKey("k", kind, "l", ExpectedToken.ID_TOKEN, provider, ("web", "app"))
    assert key.mapping_key(audiences) == expected


@pytest.mark.parametrize(
    "region", ["us-east-1", "eusc-de-east-1", "cn-north-1", "us-gov-east-1", "us-gov-west-1"]
)
def test_the_key_of_cognito_tokens(region: str) -> None:
    """It depends on the partition, and agrees with the emulator."""
    assert federated_provider(region) == cognito_key(f"{region}:0a1b")


def test_the_issuer_in_an_arn() -> None:
    """The issuer follows the type of the provider; other texts have none."""
    assert issuer_of(OIDC) == "token.actions.githubusercontent.com"
    assert issuer_of(SAML) == ""


def test_opaque_tokens() -> None:
    """Access tokens are opaque, with or without a secret."""
    assert [each for each in ExpectedToken if each.is_opaque] == [
        ExpectedToken.ACCESS_TOKEN,
        ExpectedToken.TOKEN_WITH_SECRET,
    ]
