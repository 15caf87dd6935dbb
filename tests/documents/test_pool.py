"""Pools are described."""

from typing import Any

import pytest

from cogtui.documents.document import Line, Note, Tone
from cogtui.documents.pool import overview, principal_tags, provider_list, roles, tags
from cogtui.secret import MASK
from tests.documents.reading import lines, notes, titles, values

POOL_ID = "us-east-1:1a2b3c4d-0000-4000-8000-000000000001"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"
SAML = "arn:aws:iam::111122223333:saml-provider/Okta"
OIDC = "arn:aws:iam::111122223333:oidc-provider/login.example.com/tenant"
ROLE = "arn:aws:iam::111122223333:role/"

BARE = {
    "IdentityPoolId": POOL_ID,
    "IdentityPoolName": "bare",
    "AllowUnauthenticatedIdentities": False,
}
"""A pool with nothing configured, as the service describes it: members are absent, not empty."""

FULL: dict[str, Any] = {
    **BARE,
    "IdentityPoolName": "full",
    "AllowUnauthenticatedIdentities": True,
    "AllowClassicFlow": False,
    "CognitoIdentityProviders": [
        {"ProviderName": USER_POOL, "ClientId": "web", "ServerSideTokenCheck": True},
        {"ProviderName": USER_POOL, "ClientId": "app", "ServerSideTokenCheck": False},
    ],
    "SupportedLoginProviders": {"api.twitter.com": "key;secret", "graph.facebook.com": "7319"},
    "OpenIdConnectProviderARNs": [OIDC],
    "SamlProviderARNs": [SAML],
    "DeveloperProviderName": "login.example.backend",
    "IdentityPoolTags": {"team": "mobile", "stage": "prod"},
}


def test_a_pool_at_a_glance() -> None:
    """The name, IDs, settings, providers with their clients, and number of tags are shown."""
    document = overview(FULL, "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/x")
    assert values(document) == {
        "Name": "full",
        "ID": POOL_ID,
        "ARN": "arn:aws:cognito-identity:us-east-1:111122223333:identitypool/x",
        "Guests": "allowed",
        "Classic flow": "not allowed",
        "User pools": "us-east-1_AbCdEfGhI (2 clients)",
        "Social": "Twitter, Facebook",
        "OpenID Connect": "login.example.com/tenant",
        "SAML": "SAML Okta",
        "Developer": "login.example.backend",
        "Tags": "2",
    }
    assert notes(document) == []


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (True, "allowed, except for SAML"),
        (None, "not set (allowed), except for SAML"),
        (False, "not allowed"),
    ],
)
def test_the_classic_flow_of_a_pool_with_saml(allowed: bool | None, expected: str) -> None:
    """Where it is allowed, its exception is named."""
    flag = {} if allowed is None else {"AllowClassicFlow": allowed}
    saml = "arn:aws:iam::111122223333:saml-provider/Okta"
    document = overview({**BARE, **flag, "SamlProviderARNs": [saml]}, None)
    assert values(document)["Classic flow"] == expected


def test_a_bare_pool_shows_that_no_one_can_get_in() -> None:
    """Members that the service omits are reported rather than skipped."""
    document = overview(BARE, None)
    assert values(document) == {
        "Name": "bare",
        "ID": POOL_ID,
        "ARN": "unknown until STS returns the account",
        "Guests": "not allowed",
        "Classic flow": "not set (allowed)",
        "Providers": "none",
        "Tags": "none",
    }
    assert notes(document) == ["No one can sign in: no provider, guest access off."]


def test_a_pool_for_guests_only() -> None:
    """There is no warning that no one can get in."""
    assert notes(overview({**BARE, "AllowUnauthenticatedIdentities": True}, None)) == []


def test_the_classic_flow_has_three_states() -> None:
    """Allowed, not allowed and not set are each reported."""
    assert values(overview({**BARE, "AllowClassicFlow": True}, None))["Classic flow"] == "allowed"


def test_providers_are_listed_by_kind() -> None:
    """Each kind has a section, and a user pool with two clients is listed twice."""
    document = provider_list(FULL)
    assert titles(document) == [
        "User pools (2)",
        "Social (2)",
        "OpenID Connect (1)",
        "SAML (1)",
        "Developer (1)",
    ]
    assert [(line.label, line.value) for line in lines(document)] == [
        ("us-east-1_AbCdEfGhI", USER_POOL),
        ("  client ID", "web"),
        ("  token check", "on (server-side)"),
        ("us-east-1_AbCdEfGhI", USER_POOL),
        ("  client ID", "app"),
        ("  token check", "off"),
        ("Twitter", "api.twitter.com"),
        ("  app ID", f"key;{MASK}"),
        ("Facebook", "graph.facebook.com"),
        ("  app ID", "7319"),
        ("login.example.com/tenant", OIDC),
        ("SAML Okta", SAML),
        ("login.example.backend", "login.example.backend"),
    ]


def test_a_user_pool_without_a_client_is_reported() -> None:
    """The API allows the client to be omitted."""
    document = provider_list({"CognitoIdentityProviders": [{"ProviderName": USER_POOL}]})
    assert values(document)["  client ID"] == "not set"


def test_a_pool_without_providers_is_reported() -> None:
    """The tab is not empty."""
    assert notes(provider_list(BARE)) == ["No providers. Only guest access is possible."]


def test_rules_keep_their_order() -> None:
    """The first rule that matches wins, so their order matters."""
    rules = [
        {"Claim": "group", "MatchType": "Equals", "Value": "b", "RoleARN": f"{ROLE}B"},
        {"Claim": "email", "MatchType": "Contains", "Value": "@a", "RoleARN": f"{ROLE}A"},
    ]
    answer = {
        "Roles": {"authenticated": f"{ROLE}Auth", "unauthenticated": f"{ROLE}Guest"},
        "RoleMappings": {
            SAML: {
                "Type": "Rules",
                "AmbiguousRoleResolution": "Deny",
                "RulesConfiguration": {"Rules": rules},
            },
            f"{USER_POOL}:web": {
                "Type": "Token",
                "AmbiguousRoleResolution": "AuthenticatedRole",
            },
        },
    }
    document = roles(FULL, answer)
    assert titles(document) == [
        "Default roles",
        "Mapping for SAML Okta",
        "Mapping for us-east-1_AbCdEfGhI:web",
    ]
    assert notes(document) == []
    assert [(line.label, line.value) for line in document[1].parts if isinstance(line, Line)] == [
        ("Provider", SAML),
        ("Role", "first match of 2 rules"),
        ("Otherwise", "denied"),
        ("1.", "group Equals b"),
        ("  role", f"{ROLE}B"),
        ("2.", "email Contains @a"),
        ("  role", f"{ROLE}A"),
    ]
    assert values(document[2:]) == {
        "Provider": f"{USER_POOL}:web",
        "Role": "the token's cognito:preferred_role",
        "Otherwise": "the default authenticated role",
    }


def test_missing_roles_are_warned_about() -> None:
    """A pool that lets users in without a role for them issues no credentials."""
    document = roles(FULL, {"IdentityPoolId": POOL_ID})
    assert values(document) == {"Authenticated": "not set", "Guests": "not set"}
    assert notes(document) == [
        "Guests are allowed but get no credentials.",
        "Without a default role, only mapped roles are assigned.",
        "No role mappings: every user gets the default role.",
    ]


def test_a_pool_that_lets_no_one_in_needs_no_roles() -> None:
    """There is no warning where no one could get a role."""
    document = roles(BARE, {"IdentityPoolId": POOL_ID})
    assert notes(document) == ["No role mappings: every user gets the default role."]


def test_an_incomplete_mapping() -> None:
    """A mapping without a resolution or rules shows what is missing."""
    document = roles(BARE, {"RoleMappings": {SAML: {"Type": "Rules"}}})
    assert values(document)["Role"] == "first match of 0 rules"
    assert Line("Otherwise", "not set", Tone.WARNING) in list(lines(document))


def test_tags_are_sorted_by_key() -> None:
    """Their order in the answer has no meaning."""
    document = tags({"Tags": {"team": "mobile", "stage": ""}})
    assert titles(document) == ["2 tags"]
    assert [(line.label, line.value) for line in lines(document)] == [
        ("stage", ""),
        ("team", "mobile"),
    ]


def test_issuers_of_one_host_are_distinguished() -> None:
    """Two issuers that differ only in their paths are two names, not one with two clients."""
    configuration = {**BARE, "OpenIdConnectProviderARNs": [OIDC, f"{OIDC}-2"]}
    names = "login.example.com/tenant, login.example.com/tenant-2"
    assert values(overview(configuration, None))["OpenID Connect"] == names


@pytest.mark.parametrize("answer", [{}, {"Tags": {}}])
def test_no_tags(answer: dict[str, Any]) -> None:
    """A pool without tags is reported, whether the service omits them or returns none."""
    assert notes(tags(answer)) == ["No tags."]


def test_principal_tags_are_reported_by_provider() -> None:
    """Each form of a map is described: custom, default, empty and none."""
    maps: dict[str, dict[str, Any] | None] = {
        USER_POOL: {"PrincipalTags": {"tenant": "custom:tenant", "plan": "custom:plan"}},
        "accounts.google.com": {"UseDefaults": True, "PrincipalTags": {}},
        OIDC: {"UseDefaults": False, "PrincipalTags": {}},
        SAML: None,
    }
    document = principal_tags(maps)
    assert titles(document) == [
        "us-east-1_AbCdEfGhI",
        "Google",
        "login.example.com/tenant",
        "SAML Okta",
    ]
    assert [line.value for line in lines(document) if line.label == "Provider"] == list(maps)
    assert [list(section.parts[1:]) for section in document] == [
        [Line("plan", "from claim custom:plan"), Line("tenant", "from claim custom:tenant")],
        [Note("Default mappings, such as client and username.", Tone.PLAIN)],
        [Note("Empty map: sessions have no tags.")],
        [Note("No principal tags: sessions have no tags.")],
    ]


def test_a_pool_without_providers_has_no_principal_tags() -> None:
    """The tab explains why it is empty."""
    assert notes(principal_tags({})) == ["No providers to map principal tags for."]
