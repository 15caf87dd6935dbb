"""The fields of each authentication flow."""

from collections.abc import Sequence
from typing import Final

from cogtui.credentials.flow import MAX_SESSION_SECONDS
from cogtui.service.members import Member, ValueKind

_ROLE_ARN: Final = Member(
    "RoleArn",
    ValueKind.TEXT,
    "Role",
    required=True,
    minimum=20,
    maximum=2048,
    documentation="A role whose trust policy allows the pool.",
)
CLASSIC: Final = (
    _ROLE_ARN,
    Member(
        "RoleSessionName",
        ValueKind.TEXT,
        "Session name",
        required=True,
        minimum=2,
        maximum=64,
        pattern=r"[\w+=,.@-]*",
        documentation="Appears at the end of the session's ARN, and in CloudTrail.",
    ),
    Member(
        "DurationSeconds",
        ValueKind.NUMBER,
        "Duration",
        minimum=900,
        maximum=MAX_SESSION_SECONDS,
        documentation="Seconds until they expire; not set: one hour. The role has a limit too.",
    ),
)
"""The members of AssumeRoleWithWebIdentity (STS API reference)."""

_TOKEN_DURATION: Final = Member(
    "TokenDuration",
    ValueKind.NUMBER,
    "Token duration",
    minimum=1,
    maximum=86_400,
    documentation="Seconds until the token expires; not set: 15 minutes.",
)
_PRINCIPAL_TAGS: Final = Member(
    "PrincipalTags",
    ValueKind.MAP,
    "Principal tags",
    maximum=50,
    key=Member("PrincipalTagID", ValueKind.TEXT, "Tag key", required=True, minimum=1, maximum=128),
    element=Member(
        "PrincipalTagValue", ValueKind.TEXT, "Tag value", required=True, minimum=1, maximum=256
    ),
    documentation="Session tags, for IAM policies.",
)
_IDENTITY_ID: Final = Member(
    "IdentityId",
    ValueKind.TEXT,
    "Identity ID",
    minimum=1,
    maximum=55,
    pattern=r"[\w-]+:[0-9a-f-]+",
    documentation="Links the user to this identity; not set: the user's own or a new one.",
)
_LOGINS: Final = Member(
    "Logins",
    ValueKind.SWITCH,
    "Other logins",
    documentation="Whether to add logins of other providers, which are linked to the identity.",
)


def custom_role(note: str) -> Member:
    """Return the field that chooses one of several roles.

    Args:
        note: The effect of leaving it empty, as a sentence.
    """
    return Member(
        "CustomRoleArn",
        ValueKind.TEXT,
        "Role",
        minimum=20,
        maximum=2048,
        documentation=note,
    )


def developer_user(provider: str, *, has_others: bool) -> Sequence[Member]:
    """Return the fields for a developer user and its identity.

    Args:
        provider: The name of the pool's developer provider.
        has_others: Whether the pool has other providers too.
    """
    user = Member(
        "DeveloperUserIdentifier",
        ValueKind.TEXT,
        "Developer user",
        required=True,
        minimum=1,
        maximum=1024,
        documentation=f"The user's identifier in the backend of {provider}.",
    )
    others = (_LOGINS,) if has_others else ()
    return (user, _IDENTITY_ID, *others, _TOKEN_DURATION, _PRINCIPAL_TAGS)
