"""The member of a request that an error is about."""

import re
from typing import Final

from cogtui.gateway.service_model import input_members

_REFUSED_MEMBER: Final = re.compile(r"at '(\w+)[^']*' failed to satisfy constraint")
"""In the service's validation errors: `Value 'x' at 'roleMappings.a.member.type' failed …`."""

_UNSENT_MEMBER: Final = re.compile(
    r"""parameter in input: "(\w+)"|parameter in (\w+)|(?:for|Invalid) parameter (\w+)"""
)
"""In botocore's own: `Missing required parameter in input: "Roles"`."""


def refused_member(message: str, operation: str) -> str:
    """The member at fault in an error of the service's.

    Args:
        message: The service's message.
        operation: The operation's AWS CLI name.

    Returns:
        The outermost member of the first that is named, as the API spells it; as the message does
        where the operation has no such member; empty where none is named.
    """
    return _member(_REFUSED_MEMBER, message, operation)


def unsent_member(message: str, operation: str) -> str:
    """The member at fault in an error of botocore's own check.

    Args:
        message: botocore's message.
        operation: The operation's AWS CLI name.

    Returns:
        As `refused_member`.
    """
    return _member(_UNSENT_MEMBER, message, operation)


def concerned_member(members: tuple[str, ...], operation: str) -> str:
    """Which of several members an error concerns.

    Args:
        members: The members, in the API's spelling.
        operation: The operation's AWS CLI name.

    Returns:
        The first that the operation has, empty if it has none.
    """
    known = _spellings(operation).values()
    return next((each for each in members if each in known), "")


def _member(pattern: re.Pattern[str], message: str, operation: str) -> str:
    found = pattern.search(message)
    if found is None:
        return ""
    name = str(found[found.lastindex or 0])
    return _spellings(operation).get(name.lower(), name)


def _spellings(operation: str) -> dict[str, str]:
    """The members of an operation by their names in small letters; none of another service's."""
    try:
        members = input_members(operation)
    except KeyError:
        return {}
    return {member.name.lower(): member.name for member in members}
