"""Turn the date or age of a comparison into points in time."""

import calendar
import math
import re
from datetime import date, datetime, timedelta, tzinfo
from typing import Final, NamedTuple

_DAY: Final = 86_400
_YEAR: Final = 365.25 * _DAY

AGE_UNITS: Final = {"h": 3_600, "d": _DAY, "w": 7 * _DAY, "mo": _YEAR / 12, "y": _YEAR}
"""The seconds of each unit of an age, the same as in the ages that `cogtui.times.age` shows."""

OPERATORS: Final = ("<", "<=", ">", ">=", ":")
"""The operators of dates and ages."""

_DATE: Final = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)
_AGE: Final = re.compile(r"(\d+)(mo|[hdwy])", re.ASCII | re.IGNORECASE)
_AGE_DIGITS: Final = 6
_YEARS: Final = range(1970, 3000)
_UNFINISHED: Final = re.compile(
    r"\d{0,3}|\d{1,6}m?|(?:19[7-9]\d|2\d{3})-(?:[01]?|(?:0[1-9]|1[0-2])-[0-3]?)",
    re.ASCII | re.IGNORECASE,
)


class Period(NamedTuple):
    """A span of time, in seconds since the epoch."""

    start: float
    """The first point in time; negative infinity if there is none."""
    end: float
    """The point in time after the last; infinity if there is none."""


def is_unfinished(value: str) -> bool:
    """Return whether a value is the start of a date or an age, but neither."""
    return bool(_UNFINISHED.fullmatch(value)) and not _DATE.fullmatch(value)


def period_of(operator: str, value: str, now: float, zone: tzinfo | None) -> Period:
    """Return the times that a comparison with a date or an age includes.

    Args:
        operator: One of `OPERATORS`.
        value: A year, month or day (`2026`, `2026-04`, `2026-04-30`), or an age (`90d`).
        now: The current time in seconds since the epoch.
        zone: The time zone of dates; None for the user's own.

    Returns:
        The period. `<` a date is before it starts, `>` after it ends, and `:` within it. `<` an
        age is more recent, `>` longer ago, and `:` the same as `<=`. A month is a twelfth of a
        Julian year, as in `cogtui.times.age`.

    Raises:
        ValueError: The value is neither a date nor an age; with one or two sentences.
    """
    if age := _AGE.fullmatch(value):
        return _period_of_age(operator, age, now)
    if day := _DATE.fullmatch(value):
        return _period_of_date(operator, day, zone)
    message = "Write a date (2026, 2026-04, 2026-04-30) or an age (12h, 90d, 8w, 6mo, 1y)."
    raise ValueError(message)


def _period_of_age(operator: str, age: re.Match[str], now: float) -> Period:
    if len(age[1]) > _AGE_DIGITS:
        raise ValueError(f"An age has at most {_AGE_DIGITS} digits.")
    point = now - int(age[1]) * AGE_UNITS[age[2].casefold()]
    after = math.nextafter(point, math.inf)
    if operator == "<":
        return Period(after, math.inf)
    if operator == ">":
        return Period(-math.inf, point)
    return Period(-math.inf, after) if operator == ">=" else Period(point, math.inf)


def _period_of_date(operator: str, day: re.Match[str], zone: tzinfo | None) -> Period:
    first, following = _days(day)
    start, end = _midnight(first, zone), _midnight(following, zone)
    if operator in ("<", "<="):
        return Period(-math.inf, start if operator == "<" else end)
    if operator in (">", ">="):
        return Period(end if operator == ">" else start, math.inf)
    return Period(start, end)


def _days(match: re.Match[str]) -> tuple[date, date]:
    """Return the first day of a year, month or day, and the one after its last."""
    year, month, day = (int(part or 1) for part in match.groups())
    if year not in _YEARS:
        raise ValueError(f"The year must be from {_YEARS[0]} to {_YEARS[-1]}.")
    if match[2] is None:
        return date(year, 1, 1), date(year + 1, 1, 1)
    if not 1 <= month <= 12:  # noqa: PLR2004  months
        raise ValueError("The month must be from 01 to 12.")
    length = calendar.monthrange(year, month)[1]
    if match[3] is None:
        first = date(year, month, 1)
        return first, first + timedelta(days=length)
    if not 1 <= day <= length:
        raise ValueError(f"{year}-{month:02d} has {length} days.")
    return date(year, month, day), date(year, month, day) + timedelta(days=1)


def _midnight(day: date, zone: tzinfo | None) -> float:
    """Return when a day starts: at its first midnight, or after it if the clock skips that."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).timestamp()
