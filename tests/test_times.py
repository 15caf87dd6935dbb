"""Points in time, in the user's time zone or UTC, and with their age."""

import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.times import (
    ZONE,
    age,
    describe_clock_error,
    local_clock,
    local_date,
    local_minute,
    zoned_clock,
    zoned_exact,
    zoned_iso,
    zoned_minute,
    zoned_second,
    zoned_title,
)

MINUTE, HOUR, DAY, YEAR = 60.0, 3600.0, 86400.0, 365.25 * 86400


@pytest.fixture
def berlin() -> Iterator[None]:
    """Set a time zone one hour, in summer two, ahead of UTC, by a rule that needs no zone files."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "CET-1CEST,M3.5.0,M10.5.0/3")
        time.tzset()
        yield
    time.tzset()


@pytest.fixture
def utc(berlin: None) -> Iterator[None]:
    """Show times in UTC although the user's time zone is another."""
    ZONE.is_utc = True
    yield
    ZONE.is_utc = False


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (0, "now"),
        (0.9, "now"),
        (-0.9, "now"),
        (1, "1 s ago"),
        (59.9, "59 s ago"),
        (MINUTE, "1 min ago"),
        (59 * MINUTE + 59, "59 min ago"),
        (HOUR, "1 h ago"),
        (23.9 * HOUR, "23 h ago"),
        (DAY, "1 d ago"),
        (30 * DAY, "30 d ago"),
        (31 * DAY, "1 mo ago"),
        (YEAR - DAY, "11 mo ago"),
        (YEAR, "1 y ago"),
        (12 * YEAR, "12 y ago"),
        (-5 * MINUTE, "in 5 min"),
    ],
)
def test_an_age_is_in_its_largest_whole_unit(seconds: float, expected: str) -> None:
    """Ages are rounded down, so that nothing is shown as older than it is."""
    assert expected == age(seconds)


@given(st.floats(min_value=1, max_value=1e11))
def test_the_future_has_the_same_units(seconds: float) -> None:
    """If the service's clock is ahead, the future has the same units."""
    number, unit, _ = age(seconds).split()
    assert f"in {number} {unit}" == age(-seconds)


@given(st.floats(min_value=0, max_value=1e11), st.floats(min_value=0, max_value=1e11))
def test_the_age_increases(one: float, other: float) -> None:
    """Units and numbers increase with the age."""

    def rank(seconds: float) -> tuple[int, int]:
        words = age(seconds).split()
        if words == ["now"]:
            return (-1, 0)
        return (["s", "min", "h", "d", "mo", "y"].index(words[1]), int(words[0]))

    younger, older = sorted((one, other))
    assert rank(younger) <= rank(older)


def test_times_are_in_the_users_zone(berlin: None) -> None:
    """The same moment in every precision is two hours ahead of UTC in summer."""
    moment = 1_784_000_000.077
    assert local_date(moment) == "2026-07-14"
    assert local_minute(moment) == "2026-07-14 05:33"
    assert local_clock(moment) == "05:33:20"
    assert zoned_clock(moment) == "05:33:20 CEST"
    assert zoned_minute(moment) == "2026-07-14 05:33 CEST"
    assert zoned_second(moment) == "2026-07-14 05:33:20 CEST"
    assert zoned_exact(moment) == "2026-07-14 05:33:20.077 CEST"
    assert zoned_iso(moment) == "2026-07-14T05:33:20.077000+02:00"


def test_times_are_in_utc_if_set(utc: None) -> None:
    """The setting counts for every precision, and leaves the zone of other programs alone."""
    moment = 1_784_000_000.077
    assert local_date(moment) == "2026-07-14"
    assert local_minute(moment) == "2026-07-14 03:33"
    assert local_clock(moment) == "03:33:20"
    assert zoned_clock(moment) == "03:33:20 UTC"
    assert zoned_minute(moment) == "2026-07-14 03:33 UTC"
    assert zoned_second(moment) == "2026-07-14 03:33:20 UTC"
    assert zoned_exact(moment) == "2026-07-14 03:33:20.077 UTC"
    assert zoned_iso(moment) == "2026-07-14T03:33:20.077000+00:00"
    assert zoned_title("Created", 16) == "Created UTC"
    assert time.localtime(moment).tm_hour == 5


def test_a_column_names_the_zone_if_there_is_room(berlin: None) -> None:
    """Its dates may be of winter or of summer, so it has both names."""
    assert zoned_title("Created", 16) == "Created CET/CEST"
    assert zoned_title("Modified", 16) == "Modified"


def test_the_date_may_differ_from_utc(berlin: None) -> None:
    """Late in the evening UTC it is already tomorrow in a zone one hour ahead."""
    assert local_date(1_767_223_800) == "2026-01-01"


@pytest.mark.parametrize(
    ("timestamp", "expected"),
    [
        (1538078988.077, "2018-09-27 20:09:48.077 UTC"),
        (1538078988.9999, "2018-09-27 20:09:49.000 UTC"),
        (0, "1970-01-01 00:00:00.000 UTC"),
        (-0.5, "1969-12-31 23:59:59.500 UTC"),
    ],
)
def test_milliseconds_are_exact(timestamp: float, expected: str) -> None:
    """Times that a float cannot represent are rounded, even up to the next second."""
    assert expected == zoned_exact(timestamp)


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [
        (6_600, "1 h 50 min ahead"),
        (-6_600, "1 h 50 min behind"),
        (59.4, "59 s ahead"),
        (59.6, "1 min ahead"),
        (-121, "2 min behind"),
        (3_599, "1 h ahead"),
        (86_399, "1 d ahead"),
        (200_000, "2 d 8 h ahead"),
        (-31_536_000_000, "365,000 d behind"),
    ],
)
def test_the_error_of_a_clock(seconds: float, expected: str) -> None:
    """It has its two largest units, and is rounded to the smaller one."""
    assert expected == describe_clock_error(seconds)
