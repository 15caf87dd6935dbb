"""Explain what IAM denied and why, and build the policy statement that would allow it."""

import json
import re
from dataclasses import replace
from typing import Final, NamedTuple

from cogtui.gateway.errors.error_codes import DENIED, Cause

_NAMED: Final = re.compile(
    r"not authorized to perform:? (?P<action>[\w-]+:\w+)(?: on resource: (?P<resource>\S+))?"
)
_EXPLICIT: Final = re.compile(
    r"with an explicit deny(?: in an? (?P<kind>[\w -]*(?:policy|boundary)))?"
)
_IMPLICIT: Final = re.compile(r"because no (?P<kind>[\w -]*(?:policy|boundary)) allows")
_GUEST: Final = re.compile(
    r"/CognitoIdentityCredentials .*because no session policy allows", re.DOTALL
)
"""Matches a guest of the enhanced flow, by the role session name that Cognito uses."""

_ARN: Final = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:\S+")
_ROLE: Final = re.compile(r"arn:[\w-]+:iam::\d+:role/\S+")

_PASS_ROLE: Final = "iam:PassRole"  # noqa: S105  an IAM action, not a password

_WITHOUT_RESOURCE_TYPE: Final = frozenset(
    f"cognito-identity:{operation}"
    for operation in (
        "CreateIdentityPool",
        "DeleteIdentities",
        "DescribeIdentity",
        "ListIdentityPools",
        "SetIdentityPoolRoles",
        "SetPrincipalTagAttributeMap",
    )
)
"""The actions without a resource type (IAM service authorization reference)."""

_TAKES_ARN: Final = frozenset(
    f"cognito-identity:{operation}"
    for operation in ("ListTagsForResource", "TagResource", "UntagResource")
)
"""The actions for which the caller gives the resource as an ARN."""

_UNSIGNED_CALL: Final = replace(
    DENIED,
    cause="Calls of {operation} are unsigned, so the caller's policies do not apply: a resource "
    "control policy or a VPC endpoint policy blocks it.",
    remedy="Have that policy allow any principal; its conditions can use the keys that begin with "
    "cognito-identity-unauth: and cognito-identity-auth:.",
)
_GUEST_CALLER: Final = replace(
    DENIED,
    cause="The credentials are an unauthenticated identity's, which AWS limits to a fixed list of "
    "services; {action} is not among them, whatever the role allows.",
    remedy="Use credentials obtained with a login, or by the classic flow.",
)
_NOT_AN_ARN: Final = replace(
    DENIED,
    cause="The resource in the request is not an ARN; IAM then denies {action} to everyone.",
    remedy="Use the pool's ARN, which Y copies.",
    members=("ResourceArn",),
)


class Denial(NamedTuple):
    """What was denied, and what would help."""

    cause: Cause
    """The likely cause; its texts may contain `{action}`, `{operation}` and so on."""
    action: str
    """The IAM action."""
    resource: str
    """The resource that access was denied to; empty if the message names none."""
    policy: str
    """A policy statement that would allow it, as JSON; empty if none would help."""


def explain_denial(message: str, action: str, *, public: bool) -> Denial:
    """Explain an access denied error.

    Args:
        message: The message of an AccessDeniedException, in any of IAM's wordings.
        action: The action of the operation called, in case the message does not name it.
        public: Whether the operation is unsigned.
    """
    resource = ""
    if named := _NAMED.search(message):
        action, resource = named["action"], (named["resource"] or "").rstrip(".,")
    if cause := _cause_beyond_allowing(message, action, resource, public=public):
        return Denial(cause, action, resource, "")
    cause = DENIED
    if implicit := _IMPLICIT.search(message):
        cause = replace(DENIED, cause=f"No {implicit['kind']} allows {{action}} for this caller.")
    return Denial(cause, action, resource, allow_statement(action, resource))


def _cause_beyond_allowing(
    message: str, action: str, resource: str, *, public: bool
) -> Cause | None:
    """Return the cause of a denial that an allow statement cannot fix; None for others."""
    if explicit := _EXPLICIT.search(message):
        return replace(
            DENIED,
            cause=f"{_with_article(explicit['kind'] or 'policy')} denies {{action}} explicitly, "
            "which overrides any allow.",
            remedy="Have the deny removed or narrowed, as another allow does not help, or choose "
            "another profile with P.",
        )
    if public:
        return _UNSIGNED_CALL
    if _GUEST.search(message):
        return _GUEST_CALLER
    # pool IDs begin with a region, unlike ARNs
    if action in _TAKES_ARN and resource and not _ARN.fullmatch(resource):
        return _NOT_AN_ARN
    return None


def _with_article(kind: str) -> str:
    return f"An {kind}" if kind[0] in "aeiou" else f"A {kind}"


def explain_role_denial(cause: Cause, role: str) -> Denial:
    """Explain that the caller may not pass a role to a pool.

    Args:
        cause: The cause.
        role: The role's ARN from the error message.
    """
    return Denial(cause, _PASS_ROLE, role, allow_statement(_PASS_ROLE, role))


def allow_statement(action: str, resource: str) -> str:
    """Return an IAM policy statement that allows an action.

    Args:
        action: The action to allow.
        resource: The ARN to allow it on. The statement allows any resource, `*`, if this is not an
            ARN or the action has no resource type.

    Returns:
        The statement as JSON; empty for iam:PassRole without a role's ARN, because no one should
        be allowed to pass every role.
    """
    if action == _PASS_ROLE:
        if not _ROLE.fullmatch(resource):
            return ""
    elif action in _WITHOUT_RESOURCE_TYPE or not _ARN.fullmatch(resource):
        resource = "*"
    return json.dumps({"Effect": "Allow", "Action": action, "Resource": resource}, indent=2)
