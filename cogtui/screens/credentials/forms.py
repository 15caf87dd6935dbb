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
    documentation="The role to assume, which has to trust the pool.",
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
        documentation="It stands at the end of the session's ARN, and in CloudTrail.",
    ),
    Member(
        "DurationSeconds",
        ValueKind.NUMBER,
        "Duration in seconds",
        minimum=900,
        maximum=MAX_SESSION_SECONDS,
        documentation="How long the credentials are to last, one hour unless told; the role has a "
        "limit of its own.",
    ),
)
"""The members of AssumeRoleWithWebIdentity (STS API reference)."""

_TOKEN_DURATION: Final = Member(
    "TokenDuration",
    ValueKind.NUMBER,
    "Duration of the token in seconds",
    minimum=1,
    maximum=86_400,
    documentation="How long the token is to last, 15 minutes unless told.",
)
_PRINCIPAL_TAGS: Final = Member(
    "PrincipalTags",
    ValueKind.MAP,
    "Principal tags",
    maximum=50,
    key=Member("PrincipalTagID", ValueKind.TEXT, "Tag", required=True, minimum=1, maximum=128),
    element=Member(
        "PrincipalTagValue", ValueKind.TEXT, "Value", required=True, minimum=1, maximum=256
    ),
    documentation="Tags of the session, which policies can ask for.",
)
_IDENTITY_ID: Final = Member(
    "IdentityId",
    ValueKind.TEXT,
    "Identity id",
    minimum=1,
    maximum=55,
    pattern=r"[\w-]+:[0-9a-f-]+",
    documentation="Whom the user is linked to; left out, the user has an identity already, or gets "
    "one.",
)
_LOGINS: Final = Member(
    "Logins",
    ValueKind.SWITCH,
    "Logins of other providers too",
    documentation="They are asked for next, and linked to the user's identity.",
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
        "Developer user identifier",
        required=True,
        minimum=1,
        maximum=1024,
        documentation=f"The user, as the backend of {provider} calls it.",
    )
    others = (_LOGINS,) if has_others else ()
    return (user, _IDENTITY_ID, *others, _TOKEN_DURATION, _PRINCIPAL_TAGS)
