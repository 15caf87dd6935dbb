"""The definition of a demo pool, and the constants and helpers that demo pools share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from cogtui.emulator.isolation import ACCOUNT
from cogtui.emulator.population import Share

NOW = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp() * 1000)
"""The reference time of the demo data, in milliseconds since the epoch."""
DAY = 24 * 60 * 60 * 1000
"""One day in milliseconds."""

EDITORS_ROLE = "MobileAppProdEditor"
"""The role of the customers' group `editors`, which their ID tokens contain."""

GOOGLE, APPLE = "accounts.google.com", "appleid.apple.com"
FACEBOOK, AMAZON = "graph.facebook.com", "www.amazon.com"


def user_pool(pool_id: str) -> str:
    """Return the provider name of a user pool."""
    return f"cognito-idp.{pool_id.partition('_')[0]}.amazonaws.com/{pool_id}"


def client(pool_id: str, client_id: str) -> dict[str, Any]:
    """Return a user pool client in the format of CognitoIdentityProviders."""
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
    """Return the tags that the fictional company puts on all its resources."""
    return {"team": team, "environment": environment, **others}


def rule(claim: str, match: str, value: str, role: str) -> dict[str, str]:
    """Return one rule of a role mapping."""
    return {"Claim": claim, "MatchType": match, "Value": value, "RoleARN": role_arn(role)}


def rules(*entries: dict[str, str], otherwise: str) -> dict[str, Any]:
    """Return a rule-based role mapping; `otherwise` is its AmbiguousRoleResolution."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": otherwise,
        "RulesConfiguration": {"Rules": list(entries)},
    }


@dataclass(frozen=True)
class User:
    """An identity with specific logins."""

    logins: tuple[tuple[str, str], ...]
    """Its logins, in link order."""
    created_days_ago: float
    """The age of the identity."""
    modified_days_ago: float
    """The time since its logins last changed."""
    disabled: bool = False
    """Whether it was merged into another identity or lost its last login."""


@dataclass(frozen=True)
class DemoPool:
    """A demo pool and its identities."""

    name: str
    """IdentityPoolName."""
    settings: Mapping[str, Any]
    """The other members of CreateIdentityPool."""
    roles: Mapping[str, str] = field(default_factory=dict)
    """Role names by `authenticated` and `unauthenticated`."""
    group_roles: tuple[str, ...] = ()
    """The role names of groups in the user pool, for a token-based role mapping."""
    mappings: Mapping[str, Any] = field(default_factory=dict)
    """RoleMappings."""
    principal_tags: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    """UseDefaults and PrincipalTags by provider."""
    identities: int = 0
    """The number of identities that are computed from the seed."""
    shares: tuple[Share, ...] = ()
    """The parts of them that log in; the rest are guests."""
    disabled_every: int = 0
    """Every n-th of them is disabled; 0 for none."""
    opened_days_ago: int = 400
    """The age of the first identity."""
    closed_days_ago: int = 0
    """The age of the last identity."""
    users: tuple[User, ...] = ()
    """Identities with specific logins, after the computed ones."""
    trusted_pool: str | None = None
    """The name of the pool that its roles trust by mistake; None if they trust this pool."""
