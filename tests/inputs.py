"""Valid inputs of the service's operations, and its members."""

from typing import Any, Final

from cogtui.gateway.service_model import input_members
from cogtui.secret import Secret
from cogtui.service.members import Member
from cogtui.service.operations import OPERATIONS

USER_POOL: Final = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBc"

ROLE: Final = "arn:aws:iam::111122223333:role/R"

RULE: Final = {"Claim": "aud", "MatchType": "Equals", "Value": "x", "RoleARN": ROLE}

MAPPING: Final = {
    "Type": "Rules",
    "AmbiguousRoleResolution": "Deny",
    "RulesConfiguration": {"Rules": [RULE]},
}

GOOD: Final[dict[str, Any]] = {
    "AccountId": "111122223333",
    "AllowClassicFlow": False,
    "AllowUnauthenticatedIdentities": True,
    "CognitoIdentityProviders": [
        {"ProviderName": USER_POOL, "ClientId": "1", "ServerSideTokenCheck": True}
    ],
    "CustomRoleArn": ROLE,
    "DestinationUserIdentifier": "ada",
    "DeveloperProviderName": "login.my-app",
    "DeveloperUserIdentifier": "ada@example.com",
    "HideDisabled": True,
    "IdentityId": "eu-west-1:77c1aaaa-0000-c66b-8000-00000000000b",
    "IdentityIdsToDelete": ["eu-west-1:77c1aaaa-0000-c66b-8000-00000000000b"],
    "IdentityPoolId": "eu-west-1:1a2b3c4d-0000-4000-8000-00000000000a",
    "IdentityPoolName": "my app, 2 + 3",
    "IdentityPoolTags": {"stage": "dev"},
    "IdentityProviderName": USER_POOL,
    "Logins": {"accounts.google.com": "eyJ", USER_POOL: "eyK"},
    "LoginsToRemove": ["accounts.google.com"],
    "MaxResults": 60,
    "NextToken": "AAAA=",
    "OpenIdConnectProviderARNs": ["arn:aws:iam::111122223333:oidc-provider/example.com"],
    "PrincipalTags": {"department": "custom:department"},
    "ResourceArn": "arn:aws:cognito-identity:eu-west-1:111122223333:identitypool/eu-west-1:1a2b",
    "RoleMappings": {
        f"{USER_POOL}:1": MAPPING,
        "accounts.google.com": {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"},
    },
    "Roles": {"authenticated": ROLE, "unauthenticated": ROLE},
    "SamlProviderARNs": ["arn:aws:iam::111122223333:saml-provider/corp"],
    "SourceUserIdentifier": "Ada",
    "SupportedLoginProviders": {"graph.facebook.com": "7346241598935552", "api.twitter.com": "k;s"},
    "TagKeys": ["stage"],
    "Tags": {"stage": "dev"},
    "TokenDuration": 86_400,
    "UseDefaults": False,
}
"""A valid value for each member."""

GOOD_INSIDE: Final[dict[str, Any]] = {
    "ARNString": ROLE,
    "CognitoIdentityProvider": {"ProviderName": USER_POOL},
    "MappingRule": RULE,
    "RoleMapping": MAPPING,
}
"""Valid elements of lists and maps that do not accept any short text."""


def member(operation: str, name: str) -> Member:
    """Return a member of an operation's input."""
    return next(each for each in input_members(operation) if each.name == name)


def every_member() -> list[Member]:
    """Yield all members of all operations, with those nested in them."""
    found: list[Member] = []
    waiting = [each for name in OPERATIONS for each in input_members(name)]
    while waiting:
        each = waiting.pop()
        found.append(each)
        waiting.extend([*each.members, *filter(None, (each.key, each.element))])
    return found


def revealed(value: Any) -> Any:  # noqa: ANN401  JSON with secrets
    """Return data as it is sent."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, dict):
        return {name: revealed(each) for name, each in value.items()}
    return [revealed(each) for each in value] if isinstance(value, list) else value
