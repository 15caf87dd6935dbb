"""Plain labels and one-line help for the members of every operation's input.

The service's own documentation remains a key away in each form.
`tests/service/test_member_texts.py` compares the tables with botocore's model, both ways.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from cogtui.service import operation_names

MAX_HELP: Final = 74
"""The maximum length of a help text, in characters: one line of a form at 80 columns."""


class MemberText(NamedTuple):
    """How a form describes a member."""

    label: str
    """Its plain name."""
    help: str = ""
    """What to enter, in one line."""


_IDENTITY_ID: Final = MemberText("Identity ID", "The identity, for example us-east-1:1a2b3c4d-….")
_TAG_KEY: Final = MemberText("Tag key", "Case-sensitive; must not begin with aws:.")
_TAG_VALUE: Final = MemberText("Tag value", "May be empty.")
_LOGIN_PROVIDER: Final = MemberText(
    "Provider", "Its domain, user pool or SAML ARN, as the pool's providers list it."
)

TEXTS: Final[Mapping[str, MemberText]] = {
    "AccountId": MemberText("AWS account", "Only for clients that still send it: usually not set."),
    "AllowClassicFlow": MemberText(
        "Classic flow", "Whether apps may use the basic (classic) flow; not set means allowed."
    ),
    "AllowUnauthenticatedIdentities": MemberText(
        "Guest access", "Whether anyone who knows the pool ID can get guest credentials."
    ),
    "CognitoIdentityProviders": MemberText(
        "User pools", "App clients whose ID tokens this pool accepts."
    ),
    "CognitoIdentityProvider": MemberText("User pool", "One app client of a user pool."),
    "ClientId": MemberText(
        "App client ID", "The user pool's app client that tokens are issued to."
    ),
    "ProviderName": MemberText("User pool", "cognito-idp.REGION.amazonaws.com/USER_POOL_ID"),
    "ServerSideTokenCheck": MemberText(
        "Token check", "Reject tokens of users who signed out everywhere or were disabled."
    ),
    "CustomRoleArn": MemberText(
        "Role", "Which role to get if the login allows several; usually not set."
    ),
    "DestinationUserIdentifier": MemberText(
        "Destination user", "Keeps its identity and gets the logins of the source user."
    ),
    "DeveloperProviderName": MemberText(
        "Developer provider", "Your backend's name in Logins, such as login.my-app."
    ),
    "DeveloperUserIdentifier": MemberText(
        "Developer user", "The user's identifier in your own backend; case-sensitive."
    ),
    "HideDisabled": MemberText("Hide disabled", "Whether to omit disabled identities."),
    "IdentityId": _IDENTITY_ID,
    "IdentityIdsToDelete": MemberText("Identities", "The identities to delete permanently."),
    "IdentityPoolId": MemberText("Pool ID", "The identity pool, such as us-east-1:1a2b3c4d-…."),
    "IdentityPoolName": MemberText("Pool name", "A name for people; apps use the pool ID."),
    "IdentityPoolTags": MemberText(
        "Tags", "Keys and values for cost allocation and access control."
    ),
    "IdentityProviderName": MemberText(
        "Provider", "The provider whose claims become principal tags."
    ),
    "Logins": MemberText(
        "Logins", "A token for a provider linked to the identity; none for a guest."
    ),
    "Logins.IdentityProviderName": _LOGIN_PROVIDER,
    "Logins.IdentityProviderToken": MemberText("Token", "The provider's token; it is never shown."),
    "LoginsToRemove": MemberText("Logins to unlink", "The providers to unlink from this identity."),
    "LoginsToRemove.IdentityProviderName": MemberText(
        "Provider", "A provider that the identity is linked to."
    ),
    "MaxResults": MemberText("Page size", "How many to return in one answer."),
    "NextToken": MemberText("Next page", "The token from the previous page; not set: first page."),
    "OpenIdConnectProviderARNs": MemberText(
        "OpenID Connect", "IAM OpenID Connect providers whose ID tokens this pool accepts."
    ),
    "OpenIdConnectProviderARNs.ARNString": MemberText(
        "Provider ARN", "arn:aws:iam::ACCOUNT:oidc-provider/HOST"
    ),
    "PrincipalTags": MemberText(
        "Principal tags", "Session tags for IAM policies, each filled from a claim of the token."
    ),
    "PrincipalTags.PrincipalTagID": MemberText(
        "Tag key", "The name of the session tag, as IAM policies use it."
    ),
    "PrincipalTags.PrincipalTagValue": MemberText(
        "Claim", "The claim whose value the tag gets, such as custom:department."
    ),
    "ResourceArn": MemberText("Pool ARN", "The ARN of the identity pool."),
    "RoleMappings": MemberText(
        "Role mappings", "How each provider's users get a role other than the default one."
    ),
    "RoleMappings.IdentityProviderName": MemberText(
        "Provider", "A provider of this pool; a user pool goes with its client: NAME:CLIENT_ID."
    ),
    "RoleMapping": MemberText("Role mapping", "How the users of one provider get a role."),
    "AmbiguousRoleResolution": MemberText(
        "If none applies", "Use the default role for authenticated users, or deny credentials."
    ),
    "RulesConfiguration": MemberText("Rules", "The rules of the type Rules."),
    "Rules": MemberText("Rules", "Checked in this order; the first one that matches decides."),
    "MappingRule": MemberText("Rule", "A condition on a claim, and the role if it holds."),
    "Claim": MemberText("Claim", "The claim of the token to compare, such as cognito:groups."),
    "MatchType": MemberText("Match type", "How to compare the claim with the value."),
    "RoleARN": MemberText("Role ARN", "The role that users get if the rule matches."),
    "Value": MemberText("Value", "What to compare the claim with; case-sensitive."),
    "Type": MemberText(
        "Type", "Token: the role named in the token. Rules: the first rule that matches."
    ),
    "Roles": MemberText("Default roles", "The roles that users and guests get by default."),
    "Roles.RoleType": MemberText(
        "Users", "authenticated for signed-in users, unauthenticated for guests."
    ),
    "Roles.ARNString": MemberText("Role ARN", "A role whose trust policy allows this pool."),
    "SamlProviderARNs": MemberText(
        "SAML", "IAM SAML providers whose assertions this pool accepts."
    ),
    "SamlProviderARNs.ARNString": MemberText(
        "Provider ARN", "arn:aws:iam::ACCOUNT:saml-provider/NAME"
    ),
    "SourceUserIdentifier": MemberText(
        "Source user", "Its logins move to the destination; its own identity is disabled."
    ),
    "SupportedLoginProviders": MemberText(
        "Social providers", "Google, Apple, Facebook, Amazon or Twitter, each with one app ID."
    ),
    "SupportedLoginProviders.IdentityProviderName": MemberText(
        "Provider", "The provider's domain, such as accounts.google.com."
    ),
    "IdentityProviderId": MemberText(
        "App ID", "Your app's ID at the provider; Twitter takes KEY;SECRET."
    ),
    "TagKeys": MemberText("Tags to remove", "The keys of the tags to remove from the pool."),
    "TagKeysType": _TAG_KEY,
    "TagKeys.TagKeysType": MemberText("Tag key", "The key of a tag that the pool has."),
    "TagValueType": _TAG_VALUE,
    "Tags": MemberText("Tags", "Tags to add; an existing key gets the new value."),
    "TokenDuration": MemberText(
        "Token duration", "Seconds until the token expires; not set: 15 minutes."
    ),
    "UseDefaults": MemberText(
        "Default mapping", "Use the default tags username (sub) and client (aud)."
    ),
}
"""By the member's name, or by `Parent.Name` where that is what differs."""

OPERATION_TEXTS: Final[Mapping[tuple[str, str], MemberText]] = {
    (operation_names.GET_ID, "Logins"): MemberText(
        "Logins", "A token for each provider; none for a guest."
    ),
    (operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY, "IdentityId"): MemberText(
        "Identity ID", "Links the user to this identity; not set: the user's own or a new one."
    ),
    (operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY, "Logins"): MemberText(
        "Logins", "The developer provider with your user's identifier, then other logins."
    ),
    (
        operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
        "Logins.IdentityProviderToken",
    ): MemberText(
        "Token or user", "The provider's token, or your own user's identifier; never shown."
    ),
    (operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY, "PrincipalTags"): MemberText(
        "Principal tags", "Session tags with their values, for IAM policies."
    ),
    (
        operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
        "PrincipalTags.PrincipalTagValue",
    ): MemberText("Tag value", "The value of the session tag."),
    (operation_names.LOOKUP_DEVELOPER_IDENTITY, "IdentityId"): MemberText(
        "Identity ID", "Lists the users of this identity; set this or the developer user."
    ),
    (operation_names.LOOKUP_DEVELOPER_IDENTITY, "DeveloperUserIdentifier"): MemberText(
        "Developer user", "Finds the identity of this user; set this or the identity ID."
    ),
    (operation_names.UNLINK_IDENTITY, "Logins"): MemberText(
        "Logins", "A token for at least one login of the identity."
    ),
    (operation_names.UPDATE_IDENTITY_POOL, "DeveloperProviderName"): MemberText(
        "Developer provider", "Your backend's name in Logins; it cannot be changed once it is set."
    ),
}
"""Texts that differ for one operation: by its AWS CLI name, and a key of `TEXTS`."""


def member_text(operation: str, path: Sequence[str]) -> MemberText | None:
    """Return the text of a member, the most specific one; None for a member that is not in `TEXTS`.

    Args:
        operation: The operation's AWS CLI name.
        path: The member's name, after the names of the members around it.
    """
    for key in (".".join(path[-2:]), path[-1]):
        found = OPERATION_TEXTS.get((operation, key)) or TEXTS.get(key)
        if found:
            return found
    return None
