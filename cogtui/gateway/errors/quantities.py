"""Describe an error's quantities: how late a token was sent, how many calls are allowed."""

from collections.abc import Mapping
from typing import Final

from cogtui.service import operation_names

REQUESTS_PER_SECOND: Final[Mapping[str, int]] = {
    operation_names.DELETE_IDENTITIES: 10,
    operation_names.GET_CREDENTIALS_FOR_IDENTITY: 200,
    operation_names.GET_ID: 25,
    operation_names.GET_OPEN_ID_TOKEN: 200,
    operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY: 50,
    operation_names.LIST_IDENTITIES: 5,
    operation_names.LIST_TAGS_FOR_RESOURCE: 10,
    operation_names.TAG_RESOURCE: 5,
    operation_names.UNTAG_RESOURCE: 5,
}
"""The rate limit of each operation, for all callers of an account and region together (developer
guide, "Quotas"); AWS does not publish the others."""

_RAISED_ON_REQUEST: Final = (
    operation_names.GET_CREDENTIALS_FOR_IDENTITY,
    operation_names.GET_ID,
    operation_names.GET_OPEN_ID_TOKEN,
)
"""The operations whose rate limit AWS raises on request (same page)."""

_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def describe_lateness(groups: Mapping[str, str | None]) -> str:
    """Return how long after its expiry a token was used, in words.

    Args:
        groups: The groups found in the message: `now` and `end` in seconds since the epoch, or
            neither.

    Returns:
        For instance `3 minutes after`; `after` if the times are not known.
    """
    now, end = groups.get("now"), groups.get("end")
    if now is None or end is None:
        return "after"
    seconds = int(now) - int(end)
    # "1 minute" would be too vague for 90 seconds
    unit, size = next((each for each in _UNITS if seconds >= 2 * each[1]), ("second", 1))
    count = seconds // size
    return f"{count:,} {unit}{'' if count == 1 else 's'} after"


def describe_rate(operation: str) -> str:
    """Return an operation's rate limit in words.

    Args:
        operation: The operation's AWS CLI name.

    Returns:
        For instance `5 calls a second`, or that AWS does not publish the limit.
    """
    calls = REQUESTS_PER_SECOND.get(operation)
    return "which AWS does not publish" if calls is None else f"{calls} calls a second"


def quota_advice(operation: str) -> str:
    """Return whether AWS raises an operation's rate limit, as advice.

    Args:
        operation: The operation's AWS CLI name.

    Returns:
        A sentence with a leading space; empty if the only remedy is to make fewer calls.
    """
    if operation not in _RAISED_ON_REQUEST:
        return ""
    return " AWS raises this quota on request (Service Quotas)."
