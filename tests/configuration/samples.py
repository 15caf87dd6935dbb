"""A configuration that uses every member."""

from typing import Any, Final

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.schema import schema
from cogtui.gateway.service_model import input_members
from cogtui.service.members import Member
from tests.inputs import USER_POOL

ROLE: Final = "arn:aws:iam::111122223333:role/{}"
OIDC: Final = "arn:aws:iam::111122223333:oidc-provider/login.example.com"
SAML: Final = "arn:aws:iam::111122223333:saml-provider/Corp"
GOOGLE: Final = "accounts.google.com"
TWITTER: Final = "api.twitter.com"
SECRET: Final = "sentinel_of_twitter"  # noqa: S105  a fake secret to search for


def rule(value: str, role: str = "Reader") -> dict[str, str]:
    """Return a rule for a group."""
    return {
        "Claim": "groups",
        "MatchType": "Contains",
        "Value": value,
        "RoleARN": ROLE.format(role),
    }


def by_rules(*rules: dict[str, str]) -> dict[str, Any]:
    """Return a role mapping with some rules."""
    return {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": list(rules)},
    }


FULL: Final = Configuration.of(
    {
        "IdentityPoolName": "mobile",
        "AllowUnauthenticatedIdentities": True,
        "AllowClassicFlow": False,
        "CognitoIdentityProviders": [
            {"ProviderName": USER_POOL, "ClientId": "app1", "ServerSideTokenCheck": True}
        ],
        "SupportedLoginProviders": {GOOGLE: "1.apps", TWITTER: f"key;{SECRET}"},
        "OpenIdConnectProviderARNs": [OIDC],
        "SamlProviderARNs": [SAML],
        "DeveloperProviderName": "login.own",
        "Roles": {
            "authenticated": ROLE.format("User"),
            "unauthenticated": ROLE.format("Guest"),
        },
        "RoleMappings": {
            f"{USER_POOL}:app1": by_rules(rule("admin", "Admin"), rule("dev"), rule("ops")),
            GOOGLE: {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"},
        },
        "PrincipalTags": {
            GOOGLE: {"UseDefaults": True},
            OIDC: {"PrincipalTags": {"team": "custom:team", "who": "sub"}},
        },
        "IdentityPoolTags": {"stage": "prod", "empty": ""},
    }
)


def members() -> tuple[Member, ...]:
    """Return the members of a configuration."""
    return schema(input_members)
