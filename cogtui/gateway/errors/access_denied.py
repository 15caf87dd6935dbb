"""What IAM denied, why, and the statement of a policy that would allow it."""

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
"""A guest of the enhanced flow, by the name that Cognito gives its sessions."""

_ARN: Final = re.compile(r"arn:[\w-]+:[\w-]+:[\w-]*:\d*:\S+")
_ROLE: Final = re.compile(r"arn:[\w-]+:iam::\d+:role/\S+")

_PASS_ROLE: Final = "iam:PassRole"  # noqa: S105  an action, of which the linter reads the first half

_ON_ANY: Final = frozenset(
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
"""The actions that have no type of resource, by IAM's service authorization reference."""


_ON_ARNS: Final = frozenset(
    f"cognito-identity:{operation}"
    for operation in ("ListTagsForResource", "TagResource", "UntagResource")
)
"""The actions whose resource the caller writes as an ARN."""

_OF_PUBLIC: Final = replace(
    DENIED,
    cause="A call of {operation} is not signed, so no policy of a caller's counts for it: a "
    "resource control policy, or the policy of a VPC endpoint, keeps it out.",
    remedy="Have that policy let any principal in; in its conditions count the keys that begin "
    "with cognito-identity-unauth: and cognito-identity-auth:.",
)
_OF_GUEST: Final = replace(
    DENIED,
    cause="The credentials are an unauthenticated identity's, and AWS cuts those down to a list "
    "of services of its own; {action} is not among them, whatever the role allows.",
    remedy="Use credentials that were got with a login, or by the classic flow.",
)
_NOT_AN_ARN: Final = replace(
    DENIED,
    cause="What was named is not an ARN, and then IAM denies {action} to everybody.",
    remedy="Name the pool by its ARN, which Y copies.",
    members=("ResourceArn",),
)


class Denial(NamedTuple):
    """What was denied, and what would help."""

    cause: Cause
    """The likely cause; its texts may name `{action}`, `{operation}` and so on."""
    action: str
    """The IAM action."""
    resource: str
    """What it was denied on, empty if the message names nothing."""
    policy: str
    """A statement that allows it, as JSON; empty where none would help."""


def denial(message: str, action: str, *, public: bool) -> Denial:
    """Reads IAM's refusal.

    Args:
        message: The message of an AccessDeniedException, in any of IAM's wordings.
        action: The action of the operation that was called, for a message that names none.
        public: Whether the operation is not signed.
    """
    resource = ""
    if named := _NAMED.search(message):
        action, resource = named["action"], (named["resource"] or "").rstrip(".,")
    if cause := _beyond_allowing(message, action, resource, public=public):
        return Denial(cause, action, resource, "")
    cause = DENIED
    if implicit := _IMPLICIT.search(message):
        cause = replace(DENIED, cause=f"No {implicit['kind']} allows {{action}} to this caller.")
    return Denial(cause, action, resource, allowing(action, resource))


def _beyond_allowing(message: str, action: str, resource: str, *, public: bool) -> Cause | None:
    """The cause of a denial that no statement undoes."""
    if explicit := _EXPLICIT.search(message):
        return replace(
            DENIED,
            cause=f"{_with_article(explicit['kind'] or 'policy')} denies {{action}} explicitly, "
            "which outweighs whatever allows it.",
            remedy="Have the denial taken out or narrowed, as another statement that allows it "
            "does not help, or choose another profile with P.",
        )
    if public:
        return _OF_PUBLIC
    if _GUEST.search(message):
        return _OF_GUEST
    # whose ids, unlike ARNs, begin with a region
    if action in _ON_ARNS and resource and not _ARN.fullmatch(resource):
        return _NOT_AN_ARN
    return None


def _with_article(kind: str) -> str:
    return f"An {kind}" if kind[0] in "aeiou" else f"A {kind}"


def role_denial(cause: Cause, role: str) -> Denial:
    """Tells that a role may not be given to a pool.

    Args:
        cause: The cause.
        role: The role's ARN, as the service repeats it.
    """
    return Denial(cause, _PASS_ROLE, role, allowing(_PASS_ROLE, role))


def allowing(action: str, resource: str) -> str:
    """A statement of an IAM policy.

    Args:
        action: The action to allow.
        resource: The ARN to allow it on. Any resource, `*`, is meant where it is no ARN, and where
            the action has no type of resource.

    Returns:
        The statement as JSON; none, that is empty, for iam:PassRole on what is no role's ARN:
        every role is more than anybody should be let pass.
    """
    if action == _PASS_ROLE:
        if not _ROLE.fullmatch(resource):
            return ""
    elif action in _ON_ANY or not _ARN.fullmatch(resource):
        resource = "*"
    return json.dumps({"Effect": "Allow", "Action": action, "Resource": resource}, indent=2)
