"""What a demo pool is described by, and the names that demo pools share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cogtui.emulator.isolation import ACCOUNT
from cogtui.emulator.population import Share

NOW = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp() * 1000)
"""The moment the demo data was drawn up, in milliseconds since the epoch."""
DAY = 24 * 60 * 60 * 1000
"""One day in milliseconds."""

EDITORS_ROLE = "MobileAppProdEditor"
"""The role of a group of customers, which their user pool puts into their ID tokens."""

GOOGLE, APPLE = "accounts.google.com", "appleid.apple.com"
FACEBOOK, AMAZON = "graph.facebook.com", "www.amazon.com"


def user_pool(pool_id: str) -> str:
    """Return the provider name of a user pool."""
    return f"cognito-idp.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"


def client(pool_id: str, client_id: str) -> dict[str, Any]:
    """Return a user pool's client as CognitoIdentityProviders holds it."""
    return {
        "ProviderName": user_pool(pool_id),
        "ClientId": client_id,
        "ServerSideTokenCheck": False,
    }


def role_arn(name: str) -> str:
    """Return the ARN of a role of the demo account."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


def oidc_arn(issuer: str) -> str:
    """Return the ARN of an OpenID Connect provider of the demo account."""
    return f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}"


def saml_arn(name: str) -> str:
    """Return the ARN of a SAML provider of the demo account."""
    return f"arn:aws:iam::{ACCOUNT}:saml-provider/{name}"


def tags(team: str, environment: str, **others: str) -> dict[str, str]:
    """Return the tags that this company puts on everything it runs."""
    return {"team": team, "environment": environment, **others}


def rule(claim: str, match: str, value: str, role: str) -> dict[str, str]:
    """Return one rule of a role mapping."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": role_arn(role)}


def rules(*entries: dict[str, str], otherwise: str) -> dict[str, Any]:
    """Return a role mapping by rules; `otherwise` is its AmbiguousRoleResolution."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": otherwise,
        "RulesConfiguration": {"Rules": list(entries)},
    }


@dataclass(frozen=True)
class User:
    """An identity that a story needs by name."""

    logins: tuple[tuple[str, str], ...]
    """Its logins, in link order."""
    created_days_ago: float
    """When it was made."""
    modified_days_ago: float
    """When its logins last changed."""
    disabled: bool = False
    """It was merged away or lost its last login."""


@dataclass(frozen=True)
class DemoPool:
    """A demo pool and what there is to find in it."""

    name: str
    """IdentityPoolName."""
    settings: Mapping[str, Any]
    """The other members of CreateIdentityPool."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Role names by `authenticated` and `unauthenticated`."""
    group_roles: tuple[str, ...] = ()
    """Names of roles that groups of the user pool have, for a mapping by token."""
    mappings: Mapping[str, Any] = field(default_factory=dict)
    """RoleMappings."""
    principal_tags: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """UseDefaults and PrincipalTags by provider."""
    identities: int = 0
    """How many identities follow from the seed."""
    shares: tuple[Share, ...] = ()
    """How they log in; the rest are guests."""
    disabled_every: int = 0
    """One of them in this many is disabled."""
    opened_days_ago: int = 400
    """When the first was made."""
    closed_days_ago: int = 0
    """When the last was made."""
    users: tuple[User, ...] = ()
    """Identities that the story needs by name, after the others."""
    trusted_pool: str | None = None
    """The pool that its roles' trust policies name, when by mistake that is another."""
