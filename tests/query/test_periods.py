"""Dates in time zones, and ages."""

import math
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from cogtui.query.periods import AGE_UNITS, period_of
from cogtui.times import ZONE, age

NOW = datetime(2028, 2, 29, 12, tzinfo=UTC).timestamp()
BERLIN = "CET-1CEST,M3.5.0,M10.5.0/3"
SKIPS_MIDNIGHT = "AAA3BBB,M9.1.0/0,M3.1.0/1"
"""Its clock skips from 00:00 to 01:00, and goes back from 01:00 to 00:00."""


@contextmanager
def local_zone(rule: str) -> Iterator[None]:
    """Set the user's time zone by a rule that needs no zone files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", rule)
        time.tzset()
        yield
    time.tzset()


def seconds(text: str) -> float:
    """Return a time in UTC as seconds since the epoch."""
    return datetime.fromisoformat(f"{text}+00:00").timestamp()


@pytest.mark.parametrize(
    ("rule", "value", "start", "end"),
    [
        ("UTC", "2026", "2026-01-01", "2027-01-01"),
        ("UTC", "2026-12", "2026-12-01", "2027-01-01"),
        ("UTC", "2028-02-29", "2028-02-29", "2028-03-01"),
        ("UTC", "2028-02", "2028-02-01", "2028-03-01"),
        ("UTC", "1970", "1970-01-01", "1971-01-01"),
        ("UTC", "2999-12-31", "2999-12-31", "3000-01-01"),
        (BERLIN, "2026-04-30", "2026-04-29T22:00", "2026-04-30T22:00"),
        (BERLIN, "2026-03-29", "2026-03-28T23:00", "2026-03-29T22:00"),
        (BERLIN, "2026-10-25", "2026-10-24T22:00", "2026-10-25T23:00"),
        (BERLIN, "2026-10", "2026-09-30T22:00", "2026-10-31T23:00"),
        (SKIPS_MIDNIGHT, "2026-09-05", "2026-09-05T03:00", "2026-09-06T03:00"),
        (SKIPS_MIDNIGHT, "2026-09-06", "2026-09-06T03:00", "2026-09-07T02:00"),
        (SKIPS_MIDNIGHT, "2026-03-01", "2026-03-01T02:00", "2026-03-02T03:00"),
    ],
)
def test_a_date_is_a_period_of_the_zone(rule: str, value: str, start: str, end: str) -> None:
    """A year, month or day is from its first midnight to the next one's, and so are its borders."""
    first, last = seconds(start), seconds(end)
    expected = {
        "<": (-math.inf, first),
        "<=": (-math.inf, last),
        ">": (last, math.inf),
        ">=": (first, math.inf),
        ":": (first, last),
    }
    with local_zone(rule):
        found = {sign: period_of(sign, value, NOW, None) for sign in expected}
        in_utc = period_of(":", value, NOW, UTC)
    assert expected == found
    assert (seconds(f"{value}-01-01"[:10]), True) == (in_utc.start, in_utc.start <= first + 86400)


@pytest.mark.parametrize("unit", AGE_UNITS)
def test_an_age_is_the_one_shown(unit: str) -> None:
    """A row is older than an age from the moment on in which the table shows that age."""
    border = NOW - 2 * AGE_UNITS[unit]
    after, before = math.nextafter(border, math.inf), math.nextafter(border, -math.inf)
    periods = {sign: period_of(sign, f"2{unit}", NOW, UTC) for sign in ("<", "<=", ">", ">=", ":")}
    found = {
        sign: tuple(start <= each < end for each in (before, border, after))
        for sign, (start, end) in periods.items()
    }
    assert found == {
        "<": (False, False, True),
        "<=": (False, True, True),
        ">": (True, False, False),
        ">=": (True, True, False),
        ":": (False, True, True),
    }
    if unit != "w":
        assert (f"2 {unit} ago", True) == (
            age(NOW - border),
            age(NOW - border - 1) != f"2 {unit} ago",
        )


def test_the_zone_of_queries_is_the_one_shown() -> None:
    """The zone for queries is UTC if times are shown in UTC, else the user's own."""
    assert ZONE.tzinfo is None
    ZONE.is_utc = True
    try:
        assert ZONE.tzinfo is UTC
    finally:
        ZONE.is_utc = False
