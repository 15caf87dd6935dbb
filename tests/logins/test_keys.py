"""The keys of logins that a pool takes."""

import pytest

from cogtui.emulator.tokens import federated_provider
from cogtui.logins.keys import LoginKey, Wanted, cognito_key, issuer_of, login_keys
from cogtui.service.providers import ProviderKind

USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"
OIDC = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"
SAML = "arn:aws:iam::111122223333:saml-provider/Okta"


def test_every_kind_of_provider_has_its_key() -> None:
    """Spelled as the service wants it, with what goes with it."""
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
            Wanted.ID_TOKEN,
            OIDC,
        ),
        LoginKey(
            USER_POOL,
            ProviderKind.USER_POOL,
            "us-east-1_AbCdEfGhI",
            Wanted.ID_TOKEN,
            USER_POOL,
            ("web", "app"),
        ),
        LoginKey(
            "accounts.google.com",
            ProviderKind.SOCIAL,
            "Google",
            Wanted.ID_TOKEN,
            "accounts.google.com",
            ("google-app",),
        ),
        LoginKey(
            "graph.facebook.com",
            ProviderKind.SOCIAL,
            "Facebook",
            Wanted.ACCESS_TOKEN,
            "graph.facebook.com",
        ),
        LoginKey(
            "api.twitter.com",
            ProviderKind.SOCIAL,
            "Twitter",
            Wanted.TOKEN_WITH_SECRET,
            "api.twitter.com",
        ),
        LoginKey(SAML, ProviderKind.SAML, "SAML Okta", Wanted.ASSERTION, SAML),
        LoginKey(
            "cognito-identity.amazonaws.com",
            ProviderKind.DEVELOPER,
            "login.example (developer users)",
            Wanted.COGNITO_TOKEN,
            "login.example",
        ),
    ]
    assert "secret" not in repr(login_keys(configuration)).replace("token;secret", "")


def test_a_pool_without_providers_takes_no_logins() -> None:
    """There is no key then, not even the service's own."""
    assert login_keys({"IdentityPoolId": "us-east-1:x"}) == {}


def test_an_issuer_that_is_there_twice() -> None:
    """The OpenID Connect provider counts, whose ARN is what mappings go by."""
    configuration = {
        "SupportedLoginProviders": {"accounts.google.com": "app"},
        "OpenIdConnectProviderARNs": ["arn:aws:iam::1:oidc-provider/accounts.google.com"],
    }
    (key,) = login_keys(configuration).values()
    assert key.kind is ProviderKind.OIDC


@pytest.mark.parametrize(
    ("kind", "provider", "expected"),
    [
        (ProviderKind.USER_POOL, USER_POOL, f"{USER_POOL}:web"),
        (ProviderKind.OIDC, OIDC, OIDC),
        (ProviderKind.SAML, SAML, SAML),
        (ProviderKind.SOCIAL, "accounts.google.com", "accounts.google.com"),
    ],
)
def test_the_key_of_a_mapping(kind: ProviderKind, provider: str, expected: str) -> None:
    """Only a user pool's has the client."""
    assert expected == LoginKey("k", kind, "l", Wanted.ID_TOKEN, provider).mapping_key("web")


@pytest.mark.parametrize(
    "region", ["us-east-1", "eusc-de-east-1", "cn-north-1", "us-gov-east-1", "us-gov-west-1"]
)
def test_the_services_own_key(region: str) -> None:
    """It goes by the partition, as the emulator has it."""
    assert federated_provider(region) == cognito_key(f"{region}:0a1b")


def test_the_issuer_in_an_arn() -> None:
    """What follows the kind of provider; other texts have none."""
    assert issuer_of(OIDC) == "token.actions.githubusercontent.com"
    assert issuer_of(SAML) == ""


def test_what_is_opaque() -> None:
    """Access tokens are, whatever comes with them."""
    assert [each for each in Wanted if each.is_opaque] == [
        Wanted.ACCESS_TOKEN,
        Wanted.TOKEN_WITH_SECRET,
    ]
