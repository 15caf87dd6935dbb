"""Find the request member that an error is about."""

import re
from typing import Final

from cogtui.gateway.service_model import input_members

_REFUSED_MEMBER: Final = re.compile(r"at '(\w+)[^']*' failed to satisfy constraint")
"""Matches the service's validation errors: `Value 'x' at 'roleMappings.a.member.type' failed …`."""

_UNSENT_MEMBER: Final = re.compile(
    r"""parameter in input: "(\w+)"|parameter in (\w+)|(?:for|Invalid) parameter (\w+)"""
)
"""Matches botocore's validation errors: `Missing required parameter in input: "Roles"`."""


def refused_member(message: str, operation: str) -> str:
    """Return the member that the service rejected.

    Args:
        message: The service's error message.
        operation: The operation's AWS CLI name.

    Returns:
        The top-level member of the first path in the message, in the API's spelling, or in the
        message's if the operation has no such member; empty if the message names none.
    """
    return _member(_REFUSED_MEMBER, message, operation)


def unsent_member(message: str, operation: str) -> str:
    """Return the member that botocore's validation rejected.

    Args:
        message: botocore's error message.
        operation: The operation's AWS CLI name.

    Returns:
        As for `refused_member`.
    """
    return _member(_UNSENT_MEMBER, message, operation)


def concerned_member(members: tuple[str, ...], operation: str) -> str:
    """Return the first of several members that an operation has; empty if it has none.

    Args:
        members: The members, in the API's spelling.
        operation: The operation's AWS CLI name.
    """
    known = _members_by_lower_name(operation).values()
    return next((each for each in members if each in known), "")


def _member(pattern: re.Pattern[str], message: str, operation: str) -> str:
    found = pattern.search(message)
    if found is None:
        return ""
    name = str(found[found.lastindex or 0])
    return _members_by_lower_name(operation).get(name.lower(), name)


def _members_by_lower_name(operation: str) -> dict[str, str]:
    """Map lower-case member names of an operation to the API's; empty for another service's."""
    try:
        members = input_members(operation)
    except KeyError:
        return {}
    return {member.name.lower(): member.name for member in members}
