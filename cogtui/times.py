"""Format points in time for display: in the user's time zone, and as an age."""

import time
from typing import Final

_UNITS: Final = (
    (60.0, "s"),
    (60.0, "min"),
    (24.0, "h"),
    (365.25 / 12, "d"),
    (12.0, "mo"),
)


def age(seconds: float) -> str:
    """Format an age in its largest whole unit.

    Args:
        seconds: The age; negative for the future (if the service's clock is ahead of ours).

    Returns:
        For instance `12 s ago`, `3 h ago`, `8 mo ago`, `2 y ago`, `in 5 min`; `now` within a
        second. A month is a twelfth of a Julian year.
    """
    amount = abs(seconds)
    unit = "y"
    for size, name in _UNITS:
        if amount < size:
            unit = name
            break
        amount /= size
    if unit == "s" and amount < 1:
        return "now"
    return f"in {int(amount)} {unit}" if seconds < 0 else f"{int(amount)} {unit} ago"


def describe_clock_error(seconds: float) -> str:
    """Describe how far a clock is from the right time.

    Args:
        seconds: How far it is ahead; negative if it is behind.

    Returns:
        For instance `40 s ahead`, `3 min behind`, `1 h 50 min ahead`, `2 d 3 h behind`.
    """
    return f"{duration(abs(seconds))} {'ahead' if seconds > 0 else 'behind'}"


def duration(seconds: float) -> str:
    """Format a duration in its largest unit, and the next smaller one above an hour.

    Args:
        seconds: The duration, not negative.

    Returns:
        For instance `40 s`, `3 min`, `1 h 50 min`, `2 d 3 h`.
    """
    amount = round(seconds)
    if amount < 60:  # noqa: PLR2004  seconds of a minute
        return f"{amount} s"
    number, size, units = round(amount / 60), 60, ("h", "min")
    if number >= 1440:  # noqa: PLR2004  minutes of a day
        number, size, units = round(number / 60), 24, ("d", "h")
    parts = zip(divmod(number, size), units, strict=True)
    return " ".join(f"{part:,} {unit}" for part, unit in parts if part)


def local_date(timestamp: float) -> str:
    """Format the date in the user's time zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02`.
    """
    return time.strftime("%Y-%m-%d", time.localtime(timestamp))


def local_minute(timestamp: float) -> str:
    """Format the date and time, to the minute, in the user's time zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02 14:05`.
    """
    return time.strftime("%Y-%m-%d %H:%M", time.localtime(timestamp))


def local_exact(timestamp: float) -> str:
    """Format the exact time in the user's time zone, with its UTC offset.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        The time in milliseconds, the precision of the service's dates:
        `2026-03-02 14:05:07.123 +0100`.
    """
    # round first: 1538078988.077 as a float is slightly less than that
    seconds, milliseconds = divmod(round(timestamp * 1000), 1000)
    local = time.localtime(seconds)
    return time.strftime(f"%Y-%m-%d %H:%M:%S.{milliseconds:03d} %z", local)


def local_clock(timestamp: float) -> str:
    """Format the time of day in the user's time zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `14:05:07`.
    """
    return time.strftime("%H:%M:%S", time.localtime(timestamp))
