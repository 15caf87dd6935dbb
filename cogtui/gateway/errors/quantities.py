"""Figures of an error in words: how late a token came, how many calls are allowed."""

from collections.abc import Mapping
from typing import Final

from cogtui.request_rates import REQUESTS_PER_SECOND

_RAISED_ON_REQUEST: Final = ("get-credentials-for-identity", "get-id", "get-open-id-token")
"""The operations whose rate AWS raises for an account that asks for it, by the same page."""

_UNITS: Final = (("day", 86_400), ("hour", 3_600), ("minute", 60))


def late(figures: Mapping[str, str | None]) -> str:
    """How long after its end something came, in words.

    Args:
        figures: What a message names: `now` and `end`, seconds since the epoch, or neither.

    Returns:
        `3 minutes after`; `after` where it is not known.
    """
    now, end = figures.get("now"), figures.get("end")
    if now is None or end is None:
        return "after"
    seconds = int(now) - int(end)
    # of 90 seconds, a minute would tell too little
    unit, size = next((each for each in _UNITS if seconds >= 2 * each[1]), ("second", 1))
    count = seconds // size
    return f"{count:,} {unit}{'' if count == 1 else 's'} after"


def rate(operation: str) -> str:
    """How often an operation may be called.

    Args:
        operation: The operation's AWS CLI name.

    Returns:
        `5 calls a second of all callers together`, or that AWS does not tell.
    """
    calls = REQUESTS_PER_SECOND.get(operation)
    return "which AWS does not publish" if calls is None else f"{calls} calls a second"


def relief(operation: str) -> str:
    """What helps against too many calls for good.

    Args:
        operation: The operation's AWS CLI name.

    Returns:
        A sentence with a space before it, empty if nothing helps but calling less often.
    """
    if operation not in _RAISED_ON_REQUEST:
        return ""
    return " AWS raises this quota on request (Service Quotas)."
