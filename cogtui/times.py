"""Points in time as people read them: in their own zone, with the age."""

import time
from typing import Final

_STEPS: Final = (
    (60.0, "s"),
    (60.0, "min"),
    (24.0, "h"),
    (365.25 / 12, "d"),
    (12.0, "mo"),
)


def age(seconds: float) -> str:
    """Says how long ago something was, in its largest whole unit.

    Args:
        seconds: How long ago, negative for the future (a clock that is ahead of ours).

    Returns:
        For instance `12 s ago`, `3 h ago`, `8 mo ago`, `2 y ago`, `in 5 min`; `now` within a
        second. Months are a twelfth of a Julian year.
    """
    left = abs(seconds)
    unit = "y"
    for size, name in _STEPS:
        if left < size:
            unit = name
            break
        left /= size
    if unit == "s" and left < 1:
        return "now"
    return f"in {int(left)} {unit}" if seconds < 0 else f"{int(left)} {unit} ago"


def local_date(timestamp: float) -> str:
    """The date in the user's own zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02`.
    """
    return time.strftime("%Y-%m-%d", time.localtime(timestamp))


def local_minute(timestamp: float) -> str:
    """The date and the time to the minute in the user's own zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02 14:05`.
    """
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(timestamp))


def local_exact(timestamp: float) -> str:
    """The exact time in the user's own zone, with the zone's offset.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        To the millisecond, as the service tells identities' dates:
        `2026-03-02 14:05:07.123 +0100`.
    """
    # rounded first: 1538078988.077 is a little less than that in a float
    seconds, milliseconds = divmod(round(timestamp * 1000), 1000)
    local = time.localtime(seconds)
    return time.strftime(f"%Y-%m-%d %H:%M:%S.{milliseconds:03d} %z", local)


def local_clock(timestamp: float) -> str:
    """The time of day in the user's own zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `14:05:07`.
    """
    return time.strftime("%H:%M:%S", time.localtime(timestamp))
