"""The description of a member for its form field."""

import json

import pytest

from cogtui.gateway.service_model import input_members
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind, first_sentence, plain_label, wrap_secrets
from tests.inputs import ROLE, USER_POOL, member


@pytest.mark.parametrize(
    ("operation", "name", "expected"),
    [
        (
            "create-identity-pool",
            "IdentityPoolName",
            "up to 128 letters, digits, spaces or _+=,.@-",
        ),
        ("create-identity-pool", "DeveloperProviderName", "up to 128 letters, digits or ._-"),
        ("create-identity-pool", "AllowClassicFlow", ""),
        ("create-identity-pool", "SupportedLoginProviders", "up to 10"),
        ("create-identity-pool", "CognitoIdentityProviders", ""),
        ("create-identity-pool", "IdentityPoolTags", "up to 50"),
        ("delete-identities", "IdentityIdsToDelete", "up to 60"),
        ("get-id", "AccountId", "up to 15 digits"),
        (
            "get-id",
            "IdentityPoolId",
            "REGION:GUID (us-east-1:1a2b…), up to 55 characters",
        ),
        ("list-identities", "MaxResults", "between 1 and 60"),
        ("list-identities", "NextToken", "up to 65,535 characters, no spaces"),
        ("tag-resource", "ResourceArn", "20 to 2,048 characters"),
        ("get-open-id-token-for-developer-identity", "TokenDuration", "between 1 and 86,400"),
        ("get-principal-tag-attribute-map", "IdentityProviderName", "up to 128 characters"),
    ],
)
def test_a_field_shows_what_it_expects(operation: str, name: str, expected: str) -> None:
    """The field shows the service's limits in words, and the enforced ones if the model differs."""
    assert expected == member(operation, name).expectation


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (Member("x", ValueKind.CHOICE, choices=("a", "b", "c")), "a, b or c"),
        (Member("x", ValueKind.CHOICE, choices=("a",)), "a"),
        (Member("x", ValueKind.TEXT), ""),
        (Member("x", ValueKind.TEXT, pattern=r"\d+"), "any number digits"),
        (Member("x", ValueKind.TEXT, minimum=2), "at least 2 characters"),
        (
            Member("x", ValueKind.TEXT, maximum=2, pattern="[ab]"),
            "up to 2 characters that match [ab]",
        ),
        (Member("x", ValueKind.NUMBER), ""),
        (Member("x", ValueKind.NUMBER, minimum=5), "at least 5"),
        (Member("x", ValueKind.NUMBER, maximum=5), "up to 5"),
    ],
)
def test_members_of_another_model_are_described(made: Member, expected: str) -> None:
    """Limits that no member of this service has today are described too."""
    assert expected == made.expectation


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("SourceUserIdentifier", "Source user identifier"),
        ("OpenIdConnectProviderARNs", "OpenID Connect provider ARNs"),
        ("SamlProviderARNs", "SAML provider ARNs"),
        ("RoleARN", "Role ARN"),
        ("CustomRoleArn", "Custom role ARN"),
        ("IdentityPoolId", "Identity pool id"),
        ("Logins", "Logins"),
    ],
)
def test_a_label_has_the_words_of_the_name(name: str, expected: str) -> None:
    """Acronyms are spelled as AWS spells them."""
    assert expected == plain_label(name)


@pytest.mark.parametrize(
    ("documentation", "expected"),
    [
        ("", ""),
        ("A name", "A name"),
        ("An id (9+ digits). More of it.", "An id (9+ digits)."),
        ('One, e.g. this. "Two" follows.\n\nThree.', "One, e.g. this."),
        (
            "Letters as well as period (.), or 1. and 2. Then.",
            "Letters as well as period (.), or 1. and 2.",
        ),
        ("One\n\nTwo.", "One"),
    ],
)
def test_the_summary_is_the_first_sentence(documentation: str, expected: str) -> None:
    """The summary does not end at a full stop inside the sentence."""
    assert expected == first_sentence(documentation)
    assert expected == Member("x", ValueKind.TEXT, documentation=documentation).summary


def test_unset_values_are_omitted_and_secrets_wrapped() -> None:
    """None is omitted at any depth, and secrets are wrapped."""
    members = input_members("get-id")
    shown = wrap_secrets(
        members, {"AccountId": None, "IdentityPoolId": "a:0", "Logins": {"x": "token"}}
    )
    assert list(shown) == ["IdentityPoolId", "Logins"]
    assert isinstance(shown["Logins"]["x"], Secret)
    assert shown["Logins"]["x"].reveal() == "token"
    again = wrap_secrets(members, shown)
    assert again["Logins"]["x"] is shown["Logins"]["x"]


def test_structures_are_prepared_too() -> None:
    """Unset values in rows and structures are omitted."""
    rows = [{"ProviderName": USER_POOL, "ClientId": None, "ServerSideTokenCheck": False}]
    shown = wrap_secrets(
        input_members("create-identity-pool"),
        {
            "CognitoIdentityProviders": rows,
            "SamlProviderARNs": [ROLE],
            "AllowClassicFlow": False,
            "SupportedLoginProviders": {"api.twitter.com": "key;secret", "www.x.com": "id"},
        },
    )
    assert json.loads(json.dumps(shown, default=repr)) == {
        "AllowClassicFlow": False,
        "SupportedLoginProviders": {"api.twitter.com": "****", "www.x.com": "id"},
        "CognitoIdentityProviders": [{"ProviderName": USER_POOL, "ServerSideTokenCheck": False}],
        "SamlProviderARNs": [ROLE],
    }
