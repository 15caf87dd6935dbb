"""Format points in time for display: in the user's time zone or UTC, and as an age."""

import time
from datetime import UTC, datetime, tzinfo
from typing import Final


class DisplayZone:
    """The time zone in which times are shown, one for the process, as with a locale.

    The environment variable TZ stays as it is: programs that cogtui starts inherit it.
    """

    def __init__(self) -> None:
        self.is_utc = False
        """Whether it is UTC rather than the user's own zone."""

    @property
    def name(self) -> str:
        """The zone's abbreviation, or both if it has daylight saving time: `CET/CEST`."""
        return "UTC" if self.is_utc else "/".join(dict.fromkeys(time.tzname))

    @property
    def tzinfo(self) -> tzinfo | None:
        """UTC, or None for the user's own zone, as `datetime.fromtimestamp` takes it."""
        return UTC if self.is_utc else None

    def format(self, timestamp: float, pattern: str) -> str:
        """Format a time in the zone.

        Args:
            timestamp: Seconds since the epoch.
            pattern: A pattern of `time.strftime`.

        Raises:
            OSError: The C library cannot represent the year.
            OverflowError: It is out of the calendar's range.
        """
        if self.is_utc:
            # glibc calls it GMT
            return time.strftime(pattern.replace("%Z", "UTC"), time.gmtime(timestamp))
        return time.strftime(pattern, time.localtime(timestamp))


ZONE: Final = DisplayZone()
"""The zone of all functions below."""

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
    """Format the date.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02`.
    """
    return ZONE.format(timestamp, "%Y-%m-%d")


def local_minute(timestamp: float) -> str:
    """Format the date and time, to the minute, for a column whose header names the zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02 14:05`.
    """
    return ZONE.format(timestamp, "%Y-%m-%d %H:%M")


def local_clock(timestamp: float) -> str:
    """Format the time of day, for a column or a list whose title names the zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `14:05:07`.
    """
    return ZONE.format(timestamp, "%H:%M:%S")


def zoned_clock(timestamp: float) -> str:
    """Format the time of day with its zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `14:05:07 CET`.
    """
    return ZONE.format(timestamp, "%H:%M:%S %Z")


def zoned_minute(timestamp: float) -> str:
    """Format the date and time, to the minute, with its zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02 14:05 CET`.
    """
    return ZONE.format(timestamp, "%Y-%m-%d %H:%M %Z")


def zoned_second(timestamp: float) -> str:
    """Format the date and time, to the second, with its zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02 14:05:07 CET`.
    """
    return ZONE.format(timestamp, "%Y-%m-%d %H:%M:%S %Z")


def zoned_exact(timestamp: float) -> str:
    """Format the exact time with its zone.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        The time in milliseconds, the precision of the service's dates:
        `2026-03-02 14:05:07.123 CET`.
    """
    # round first: 1538078988.077 as a float is slightly less than that
    seconds, milliseconds = divmod(round(timestamp * 1000), 1000)
    return ZONE.format(seconds, f"%Y-%m-%d %H:%M:%S.{milliseconds:03d} %Z")


def zoned_iso(timestamp: float) -> str:
    """Format the exact time in ISO 8601 with its UTC offset, as the AWS CLI writes it.

    Args:
        timestamp: Seconds since the epoch.

    Returns:
        For instance `2026-03-02T14:05:07.123000+01:00`.

    Raises:
        OverflowError: It is out of the calendar's range.
        ValueError: It is out of the calendar's range.
    """
    moment = datetime.fromtimestamp(timestamp, tz=UTC)
    return (moment if ZONE.is_utc else moment.astimezone()).isoformat()


def zoned_title(title: str, cells: int) -> str:
    """Return the title of a column of times, with the zone if there is room.

    Args:
        title: The title without the zone.
        cells: The width of the column, in cells.

    Returns:
        For instance `Created CET/CEST`, or only `Created`.
    """
    zoned = f"{title} {ZONE.name}"
    return zoned if len(zoned) <= cells else title
