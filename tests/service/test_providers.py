"""The identity providers of a pool, of every kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.secret import MASK
from cogtui.service.providers import Provider, ProviderKind, masked_client_id, providers

USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"


def test_every_kind_is_listed() -> None:
    """A configuration with one provider of each kind has one of each kind in the list."""
    configuration = {
        "DeveloperProviderName": "login.example.backend",
        "SamlProviderARNs": ["arn:aws:iam::111122223333:saml-provider/Okta"],
        "OpenIdConnectProviderARNs": ["arn:aws:iam::111122223333:oidc-provider/example.com"],
        "SupportedLoginProviders": {"accounts.google.com": "1234.apps.googleusercontent.com"},
        "CognitoIdentityProviders": [
            {"ProviderName": USER_POOL, "ClientId": "abc", "ServerSideTokenCheck": True}
        ],
    }
    assert list(providers(configuration)) == [
        Provider(ProviderKind.USER_POOL, USER_POOL, "abc", checks_token=True),
        Provider(ProviderKind.SOCIAL, "accounts.google.com", "1234.apps.googleusercontent.com"),
        Provider(ProviderKind.OIDC, "arn:aws:iam::111122223333:oidc-provider/example.com"),
        Provider(ProviderKind.SAML, "arn:aws:iam::111122223333:saml-provider/Okta"),
        Provider(ProviderKind.DEVELOPER, "login.example.backend"),
    ]


@pytest.mark.parametrize(
    "configuration",
    [
        {},
        {
            "CognitoIdentityProviders": [],
            "SupportedLoginProviders": {},
            "OpenIdConnectProviderARNs": [],
            "SamlProviderARNs": [],
            "DeveloperProviderName": "",
        },
    ],
    ids=["absent", "empty"],
)
def test_a_pool_without_providers(configuration: dict[str, object]) -> None:
    """The service omits empty members, but an emulator may return them."""
    assert list(providers(configuration)) == []


def test_a_user_pools_members_are_optional() -> None:
    """Every member of a user pool is optional in the API."""
    found = providers({"CognitoIdentityProviders": [{}]})
    assert list(found) == [Provider(ProviderKind.USER_POOL, "", "", checks_token=False)]


@pytest.mark.parametrize(
    ("name", "client_id", "expected"),
    [
        ("accounts.google.com", "1234.apps.googleusercontent.com", None),
        ("graph.facebook.com", "731905246688042", None),
        ("api.twitter.com", "key;secret", f"key;{MASK}"),
        ("www.digits.com", "key;secret", f"key;{MASK}"),
        ("api.twitter.com", "key", f"key;{MASK}"),
        ("graph.facebook.com", "id;secret", f"id;{MASK}"),
    ],
)
def test_a_secret_beside_a_client_id_is_masked(
    name: str, client_id: str, expected: str | None
) -> None:
    """Values of Twitter, Digits and any provider with a semicolon contain a secret."""
    assert (expected or client_id) == masked_client_id(name, client_id)


@given(st.text(alphabet="abcdef0123456789", min_size=1), st.text(alphabet="XYZ;", min_size=1))
def test_nothing_after_the_first_semicolon_is_shown(key: str, secret: str) -> None:
    """No part of a secret is shown, however it is written."""
    (provider,) = providers({"SupportedLoginProviders": {"api.twitter.com": f"{key};{secret}"}})
    assert f"{key};{MASK}" == provider.client_id
