"""Identities are packed compactly, returned unchanged, and found by every part of them."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogtui.service.identity_rows import (
    SLICE_ROWS,
    Identity,
    IdentityPage,
    IdentityRows,
    IdentityState,
    login_name,
)

GUID = "5a6f1b2c-0000-4000-8000-00000000000{}"


def item(
    identity_id: str, *logins: str, created: float = 1.5, modified: float = 2.5
) -> dict[str, Any]:
    """Return an identity as ListIdentities returns it."""
    found = {"IdentityId": identity_id, "CreationDate": created, "LastModifiedDate": modified}
    return {**found, "Logins": list(logins)} if logins else found


def page(*items: Mapping[str, Any], last: bool = True) -> IdentityPage:
    """Return a page as the gateway creates it from an answer."""
    answer: dict[str, Any] = {"IdentityPoolId": "us-east-1:pool", "Identities": list(items)}
    return IdentityPage.from_answer(answer if last else {**answer, "NextToken": "next"})


def rows_of(*pages: IdentityPage) -> IdentityRows:
    """Return rows with pages appended."""
    rows = IdentityRows()
    for each in pages:
        rows.append(each)
    return rows


def naive_matching(rows: IdentityRows, query: str, candidates: Sequence[int]) -> list[int]:
    """Search row by row and text by text, as a second implementation."""
    wanted = query.casefold()
    found = []
    for row in candidates:
        identity = rows.row(row)
        texts = [rows.short_id(row), identity.state.value]
        if ":" in wanted:
            texts.append(identity.identity_id)
        if identity.state is not IdentityState.DISABLED:
            texts += identity.logins
            texts += [login_name(key) for key in identity.logins]
        if any(wanted in text.casefold() for text in texts):
            found.append(row)
    return found


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("accounts.google.com", "Google"),
        ("api.twitter.com", "Twitter"),
        ("appleid.apple.com", "Apple"),
        ("graph.facebook.com", "Facebook"),
        ("www.amazon.com", "Amazon"),
        ("www.digits.com", "Digits"),
        ("cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC", "us-east-1_AbC"),
        ("cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_AbC", "cn-north-1_AbC"),
        ("login.example.com/tenant/v2", "login.example.com/tenant/v2"),
        ("arn:aws:iam::111122223333:saml-provider/Example", "SAML Example"),
        ("arn:aws:iam::111122223333:oidc-provider/id.example.com/t", "id.example.com/t"),
        ("login.mycompany.app", "login.mycompany.app"),
        ("/odd", "/odd"),
        ("", ""),
    ],
)
def test_a_login_has_a_short_name(key: str, name: str) -> None:
    """A known provider has its common name, and a developer provider keeps its own."""
    assert name == login_name(key)


@pytest.mark.parametrize(
    ("logins", "state"),
    [
        ((), "guest"),
        (("accounts.google.com",), "authenticated"),
        (("DISABLED", "us-east-1"), "disabled"),
        (("login.mycompany.app", "DISABLED"), "authenticated"),
    ],
)
def test_the_state_follows_from_the_logins(logins: tuple[str, ...], state: str) -> None:
    """No logins mean a guest, and DISABLED as the first login means a disabled identity."""
    assert state == Identity("us-east-1:x", logins, 0, 0).state


def test_the_guid_is_the_id_without_the_region() -> None:
    """An ID has the wrong format is not split."""
    ids = ["us-east-1:abc", "abc", "us-east-1:"]
    assert [Identity(i, (), 0, 0).guid for i in ids] == ["abc", "abc", "us-east-1:"]


def test_rows_return_what_was_appended() -> None:
    """Pages are appended in order, and each row is returned unchanged."""
    first = item(f"us-east-1:{GUID.format(1)}", "accounts.google.com", created=1.25, modified=3.75)
    second = item(f"us-east-1:{GUID.format(2)}")
    rows = rows_of(page(first, last=False), page(second))
    assert len(rows) == 2
    assert Identity(first["IdentityId"], ("accounts.google.com",), 1.25, 3.75) == rows.row(0)
    assert Identity(second["IdentityId"], (), 1.5, 2.5) == rows.row(1)
    assert GUID.format(2) == rows.short_id(1)
    assert rows.region == "us-east-1"


def test_the_last_page_has_no_next_token() -> None:
    """The rows have the token for the next page, until there is none."""
    rows = rows_of(page(item("us-east-1:a"), last=False))
    tokens = [rows.next_token]
    rows.append(page())
    assert [*tokens, rows.next_token] == ["next", None]


def test_ids_of_another_form_are_unchanged() -> None:
    """IDs of another region or form, which cannot be packed, are returned unchanged."""
    ids = [
        "odd",
        f"us-east-1:{GUID.format(1)}",
        f"eu-west-1:{GUID.format(2)}",
        f"us-east-1:{GUID.format(3).upper()}",
        "\x1b[31m\u202e:\ud800",
    ]
    later = [f"eu-west-1:{GUID.format(4)}", "odd too", f"eu-west-1:{GUID.format(5)}"]
    rows = rows_of(page(*map(item, ids)), page(*map(item, later)), page(item("odder")))
    expected = [*ids, *later, "odder"]
    assert expected == [rows.id_at(row) for row in range(len(rows))]
    shown = [i.removeprefix("us-east-1:") if i == ids[1] else i for i in expected]
    assert shown == [rows.short_id(row) for row in range(len(rows))]
    assert list(range(9)) == [rows.index_of(i) for i in expected]


@pytest.mark.parametrize(
    "identity_id", ["us-east-1:" + GUID.format(9), "eu-west-1:" + GUID.format(1), "odd", ""]
)
def test_an_identity_that_is_not_loaded_has_no_row(identity_id: str) -> None:
    """Neither an unknown ID nor one of another region is found."""
    rows = rows_of(page(item("us-east-1:" + GUID.format(1)), item("other")))
    assert rows.index_of(identity_id) is None


@pytest.mark.parametrize("date", [None, math.nan, math.inf, -1.0, 1e300])
def test_an_absurd_date_is_nan(date: float | None) -> None:
    """Missing or absurd dates are accepted as NaN."""
    identity = rows_of(page({"IdentityId": "x", "CreationDate": date})).row(0)
    assert [math.isnan(identity.created), math.isnan(identity.modified)] == [True, True]


def test_a_million_rows_take_about_sixty_bytes_each() -> None:
    """The columns are three arrays and one bytearray, with no object per row."""
    items = [item(f"us-east-1:{row:08x}{GUID.format(0)[8:]}", "x.y") for row in range(1000)]
    rows = rows_of(*[page(*items)] * 20)
    columns = [rows.guids, rows.created, rows.modified, rows.login_numbers]
    assert sum(column.__sizeof__() for column in columns) < 70 * len(rows)
    assert not rows.other_ids


LOGINS = st.sampled_from(
    [
        (),
        ("DISABLED", "us-east-1"),
        ("accounts.google.com",),
        ("cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC", "graph.facebook.com"),
        ("Stra\u00dfe.\u202e\x1b[31m", "[bold]\U0001f600"),
    ]
)
IDS = st.one_of(
    st.uuids().map(lambda guid: f"us-east-1:{guid}"),
    st.sampled_from([f"us-east-1:{GUID.format(n)}" for n in range(3)]),
    st.uuids().map(lambda guid: f"eu-west-1:{guid}"),
    st.text(max_size=6),
)
ITEMS = st.builds(lambda identity_id, logins: item(identity_id, *logins), IDS, LOGINS)
PAGES = st.lists(st.lists(ITEMS, max_size=8).map(lambda items: page(*items)), max_size=4)
QUERIES = st.one_of(
    st.text("0123456789abcdef-:A", max_size=5),
    st.sampled_from(
        ["", ":", "-", "0000", "us-east-1:", "EAST-1:5A6F", "1:", "goo", "Guest", "DIS", "strasse"]
    ),
    st.text(max_size=2),
)


@given(PAGES, QUERIES)
def test_a_search_finds_what_a_naive_one_finds(pages: list[IdentityPage], query: str) -> None:
    """A search finds exactly the rows that contain the query, whether packed or not."""
    rows = rows_of(*pages)
    assert naive_matching(rows, query, range(len(rows))) == list(rows.matching(query))


@given(PAGES, QUERIES, st.integers(0, 20), st.integers(0, 20))
def test_a_search_is_limited_to_its_candidates(
    pages: list[IdentityPage], query: str, start: int, length: int
) -> None:
    """Only the candidates are searched: a range of rows, or the result of another search."""
    rows = rows_of(*pages)
    candidates = range(len(rows))[start : start + length]
    assert naive_matching(rows, query, candidates) == list(rows.matching(query, candidates))
    some = rows.matching("5")
    assert naive_matching(rows, query, some) == list(rows.matching(query, some))


def test_an_id_that_begins_in_one_row_is_not_found() -> None:
    """An ID made of the end of one row and the start of the next is none of the identities."""
    halves = ["0" * 18 + "a" * 18, "b" * 18 + "0" * 18]
    rows = rows_of(page(*(item(f"us-east-1:{half}") for half in halves)))
    assert rows.index_of("us-east-1:" + "a" * 18 + "b" * 18) is None


def test_many_rows_are_searched_in_slices() -> None:
    """Each slice is short, and together they have every row found, in order."""
    items = [item(f"us-east-1:{row:08x}{GUID.format(0)[8:]}") for row in range(1000)]
    rows = rows_of(*[page(*items)] * 40)
    slices = list(rows.matching_slices("00000001-"))
    assert math.ceil(40_000 / SLICE_ROWS) == len(slices)
    assert list(range(1, 40_000, 1000)) == [row for found in slices for row in found]
