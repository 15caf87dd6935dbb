"""Matching rows are found in slices and ranges."""

import math
from datetime import UTC

import pytest

from cogtui.query.parse import parse
from cogtui.query.query import Matcher
from cogtui.service.identity_rows import Identity
from tests.query.columns import REGION, Columns, columns_of

GUID = "{:08x}-0000-4000-8000-000000000000"


def matcher(query: str, columns: Columns) -> Matcher:
    """Return what finds a query's matches."""
    return parse(query, 0, UTC).over(columns)


def test_slices_cover_all_rows_once() -> None:
    """Slices together find what one range finds; more steps make them shorter."""
    ids = [f"{REGION}:{GUID.format(number)}" for number in range(20_000)]
    columns = columns_of([Identity(each, (), 0, 0) for each in ids])
    counts = []
    for query in ("", "4e1f", "7", "7 or guest or 8 or 9", "1f- or disabled"):
        found = matcher(query, columns)
        slices = list(found.slices())
        assert [row for each in slices for row in each] == found.matching(0, 20_000).tolist()
        assert sum(map(len, found.slices(5, 9_000))) == len(found.matching(5, 9_000))
        counts.append(len(slices))
    assert counts == [2, 3, 3, 10, 5]
    assert matcher("4e1f", columns).matching(0, 20_000).tolist() == [0x4E1F]


@pytest.mark.parametrize("others", [0, 100])
def test_no_text_is_found_across_two_ids(others: int) -> None:
    """A text where two packed IDs meet is in neither and hides no other, with few or many hits."""
    guids = ["00000000-0000-4000-8000-0000000000ba", "bababab0-0000-4000-8000-000000000000"]
    ids = [f"{REGION}:{each}" for each in [*guids, *[GUID.format(0)] * others]]
    columns = columns_of([Identity(each, (), 0, 0) for each in ids])
    expected = {"bab": [1], "ba": [0, 1], "0bab": [], "babab0-": [1], f"{REGION}:abab": []}
    found = {query: matcher(query, columns).matching(0, len(ids)).tolist() for query in expected}
    assert expected == found


def test_an_unknown_date_is_in_no_period() -> None:
    """A row without a date matches no comparison, only its opposite."""
    columns = columns_of([Identity(f"{REGION}:x", (), math.nan, math.nan)])
    for query in ("created<2026", "created>2026", "created:2026", "modified>1h", "modified<1h"):
        assert matcher(query, columns).matching(0, 1).tolist() == []
        assert matcher(f"not {query}", columns).matching(0, 1).tolist() == [0]


def test_logins_are_examined_once() -> None:
    """Logins that were seen before are not examined again when rows are appended."""
    columns = columns_of([Identity(f"{REGION}:x", ("accounts.google.com",), 0, 0)])
    found = matcher("provider:google", columns)
    assert found.matching(0, 1).tolist() == [0]
    columns.login_sets[0] = ("www.amazon.com",)
    columns.append([Identity(f"{REGION}:y", ("accounts.google.com",), 0, 0)])
    columns.login_numbers.append(0)
    columns.created.append(0)
    columns.modified.append(0)
    assert found.matching(0, 3).tolist() == [0, 1, 2]
