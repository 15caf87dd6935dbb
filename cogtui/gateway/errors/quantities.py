"""Describe an error's quantities: how late a token, how wrong a clock, how many calls."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from cogtui.service import operation_names
from cogtui.times import describe_clock_error

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

_MAX_SECONDS: Final = 100_000_000_000
"""The smallest number that is not taken for seconds since the epoch but for a smaller unit; in
seconds, it is in the year 5138."""

_TOLERANCE: Final = 300.0
"""How far the time of a signature may be from AWS's, in seconds, if the message does not say."""

_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def describe_lateness(groups: Mapping[str, str | None]) -> str:
    """Return how long after its expiry a token was used, in words.

    Args:
        groups: The groups found in the message: `now` and `end` since the epoch, in seconds for
            JWTs and in milliseconds for SAML assertions, or neither.

    Returns:
        For instance `3 minutes after`; `after` if the times are not known.
    """
    now, end = groups.get("now"), groups.get("end")
    if now is None or end is None:
        return "after"
    seconds = int(_seconds(now) - _seconds(end))
    # "1 minute" would be too vague for 90 seconds
    unit, size = next((each for each in _UNITS if seconds >= 2 * each[1]), ("second", 1))
    count = seconds // size
    return f"{count:,} {unit}{'' if count == 1 else 's'} after"


def _seconds(text: str) -> float:
    """Return a time in seconds since the epoch, whatever unit the service gives it in."""
    moment = float(text)
    while moment >= _MAX_SECONDS:
        moment /= 1000
    return moment


def describe_clock(groups: Mapping[str, str | None]) -> str:
    """Return how this machine's clock differs from AWS's, in words.

    Args:
        groups: The groups found in the message, in the format of AWS signatures
            (`20261130T140000Z`): the time `signed`, the nearest time that AWS accepts, `bound`, and
            AWS's own time, `server`; without the last, the usual five minutes are assumed.

    Returns:
        For instance `1 h 50 min ahead`; `wrong` if the times are not known.
    """
    try:
        signed, bound = _moment(groups["signed"]), _moment(groups["bound"])
        tolerance = -_TOLERANCE if signed > bound else _TOLERANCE
        server = _moment(groups["server"]) if groups["server"] else bound + tolerance
    except (KeyError, TypeError, ValueError):
        return "wrong"
    return describe_clock_error(signed - server)


def _moment(text: str | None) -> float:
    """Parse the time of a signature.

    Raises:
        TypeError: There is none.
        ValueError: It is not in that format.
    """
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC).timestamp()  # type: ignore[arg-type]  # None is documented


def describe_rate(operation: str) -> str:
    """Return an operation's rate limit in words.

    Args:
        operation: The operation's AWS CLI name.

    Returns:
        For instance `5 calls per second`, or that AWS does not publish the limit.
    """
    calls = REQUESTS_PER_SECOND.get(operation)
    return "not published by AWS" if calls is None else f"{calls} calls per second"


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
