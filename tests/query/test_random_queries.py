"""Random queries, written in random ways, compared with plain Python over random identities."""

import math
import operator
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, tzinfo
from typing import Final, NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogtui.query.completion import completions
from cogtui.query.errors import QueryError
from cogtui.query.parse import parse
from cogtui.service.identity_rows import Identity
from cogtui.text import visible
from tests.query.columns import REGION, Columns

NOW: Final = datetime(2026, 11, 30, 12, tzinfo=UTC).timestamp()
TODAY: Final = datetime.fromtimestamp(NOW, UTC).date()
HOURS: Final = {"h": 1, "d": 24, "w": 168, "mo": 730.5, "y": 8766}
COMPARE: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
AGE_COMPARE: Final = {**COMPARE, ":": operator.le}
DATE_COMPARE: Final = {**COMPARE, ":": operator.eq}

GOOGLE = "accounts.google.com"
USER_POOL = "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbC"
DEVELOPER = "login.mycompany.app"
SAML = "arn:aws:iam::111122223333:saml-provider/Google-Work"
LOGINS: Final = (
    (),
    ("DISABLED", REGION),
    (GOOGLE,),
    ("graph.facebook.com", "appleid.apple.com"),
    (USER_POOL,),
    ("www.amazon.com", DEVELOPER),
    (SAML,),
)
PROVIDERS: Final = {
    "google": {GOOGLE},
    '"google"': {GOOGLE, SAML},
    "Apple": {"appleid.apple.com"},
    "amazon": {"www.amazon.com"},
    "amazonaws": {USER_POOL},
    "facebook": {"graph.facebook.com"},
    "twitter": set[str](),
    "userpool": {USER_POOL},
    "userpool:us-east-1_ABC": {USER_POOL},
    "userpool:us-east-1_x": set[str](),
    '"userpool"': set[str](),
    "us-east-1": {USER_POOL},
    "https://login.MyCompany": {DEVELOPER},
    "saml-provider/": {SAML},
    '"SAML google-work"': {SAML},
}
"""Names of providers in a query, and the logins that they mean."""

OR, AND, NOT, TERM = range(4)


class Written(NamedTuple):
    """A query and its meaning."""

    text: str
    binding: int
    """How strongly its operator binds: `OR`, `AND`, `NOT` or `TERM`."""
    holds: Callable[[Identity, tzinfo | None], bool]


BLANKS: Final = st.sampled_from([" ", "  ", "\t", " \n "])


def any_case(text: str) -> st.SearchStrategy[str]:
    """Return the text in different cases."""
    return st.sampled_from([text, text.upper(), text.title()])


@st.composite
def texts(draw: st.DrawFn) -> Written:
    """Write a text, in quotation marks if it would be something else without."""
    text = draw(
        st.one_of(
            st.text("01a-", min_size=1, max_size=3),
            st.sampled_from(["", "guest", "a b", "odd", f"{REGION}:0", "t-1:01", f"{REGION}:"]),
        )
    )
    part = text.casefold()
    is_bare = text not in {"", "guest", "a b"} and draw(st.booleans())

    def holds(identity: Identity, _: tzinfo | None) -> bool:
        packed = identity.identity_id.startswith(f"{REGION}:")
        searched = identity.identity_id if ":" in part or not packed else identity.guid
        return part in searched.casefold()

    return Written(draw(any_case(text)) if is_bare else f'"{text}"', TERM, holds)


@st.composite
def states(draw: st.DrawFn) -> Written:
    """Write a state."""
    state = draw(st.sampled_from(["guest", "authenticated", "disabled"]))
    return Written(draw(any_case(state)), TERM, lambda identity, _: identity.state == state)


@st.composite
def providers(draw: st.DrawFn) -> Written:
    """Write a provider."""
    name = draw(st.sampled_from(sorted(PROVIDERS)))
    colon = draw(st.sampled_from([":", ": ", " : "]))
    return Written(
        f"{draw(any_case('provider'))}{colon}{draw(any_case(name))}",
        TERM,
        lambda identity, _: bool(PROVIDERS[name] & set(identity.logins)),
    )


@st.composite
def dates(draw: st.DrawFn) -> Written:
    """Write a comparison with a date, whose meaning is that of the text of the local date."""
    key = draw(st.sampled_from(["created", "modified"]))
    sign = draw(st.sampled_from(sorted(DATE_COMPARE)))
    value = draw(st.sampled_from(["2026", "2026-03", "2026-10", "2026-09-06", "2024-02-29"]))

    def holds(identity: Identity, zone: tzinfo | None) -> bool:
        timestamp: float = getattr(identity, key)
        if math.isnan(timestamp):
            return False
        local = datetime.fromtimestamp(timestamp, zone).isoformat()[: len(value)]
        return bool(DATE_COMPARE[sign](local, value))

    blank = draw(st.sampled_from(["", " "]))
    return Written(f"{draw(any_case(key))}{blank}{sign}{blank}{value}", TERM, holds)


@st.composite
def ages(draw: st.DrawFn) -> Written:
    """Write a comparison with an age."""
    key = draw(st.sampled_from(["created", "modified"]))
    sign = draw(st.sampled_from(sorted(AGE_COMPARE)))
    count, unit = draw(st.integers(0, 40)), draw(st.sampled_from(sorted(HOURS)))

    def holds(identity: Identity, _: tzinfo | None) -> bool:
        age = NOW - float(getattr(identity, key))
        return bool(AGE_COMPARE[sign](age, count * HOURS[unit] * 3600))

    return Written(f"{key}{sign}{count}{draw(any_case(unit))}", TERM, holds)


@st.composite
def operand(draw: st.DrawFn, query: Written, binding: int) -> str:
    """Write an operand, in parentheses where the operator needs them, and sometimes elsewhere."""
    blank = draw(st.sampled_from(["", " "]))
    is_grouped = query.binding < binding or draw(st.integers(0, 4)) == 0
    return f"({blank}{query.text}{blank})" if is_grouped else query.text


@st.composite
def negations(draw: st.DrawFn, inner: st.SearchStrategy[Written]) -> Written:
    """Write the opposite of a query."""
    query = draw(inner)
    word = draw(st.sampled_from(["!", "! ", "not ", "NOT  "]))
    text = f"{word}{draw(operand(query, NOT))}"
    return Written(text, NOT, lambda identity, zone: not query.holds(identity, zone))


@st.composite
def pairs(draw: st.DrawFn, inner: st.SearchStrategy[Written]) -> Written:
    """Write two queries with an operator between them."""
    left, right = draw(inner), draw(inner)
    binding = draw(st.sampled_from([AND, OR]))
    words = ["and ", "AND\t", ""] if binding == AND else ["or ", "Or  "]
    word = f"{draw(BLANKS)}{draw(st.sampled_from(words))}"
    text = f"{draw(operand(left, binding))}{word}{draw(operand(right, binding))}"
    combine = all if binding == AND else any
    return Written(
        text,
        binding,
        lambda identity, zone: combine(q.holds(identity, zone) for q in (left, right)),
    )


QUERIES: Final = st.recursive(
    st.one_of(texts(), states(), providers(), dates(), ages()),
    lambda inner: st.one_of(negations(inner), pairs(inner)),
    max_leaves=12,
)

BORDERS: Final = [
    datetime(*day, hour, tzinfo=UTC).timestamp() + seconds
    for day in [
        (2024, 2, 29),
        (2024, 3, 1),
        (2026, 1, 1),
        (2026, 3, 1),
        (2026, 9, 6),
        (2026, 9, 7),
        (2026, 10, 1),
    ]
    for hour in (0, 2, 3, 22, 23)
    for seconds in (-1, 0, 0.5)
]
TIMES: Final = st.one_of(
    st.sampled_from([*BORDERS, math.nan]),
    st.builds(
        lambda count, unit, off: NOW - count * HOURS[unit] * 3600 + off,
        st.integers(0, 40),
        st.sampled_from(sorted(HOURS)),
        st.sampled_from([-0.001, 0, 0.001]),
    ),
)
IDENTITIES: Final = st.lists(
    st.builds(
        Identity,
        st.one_of(
            st.text("01a-", min_size=36, max_size=36).map(f"{REGION}:{{}}".format),
            st.sampled_from(["eu-west-1:0aa1", "Odd", "ODD:us-east-1:01"]),
        ),
        st.sampled_from(LOGINS),
        TIMES,
        TIMES,
    ),
    max_size=30,
)


@pytest.fixture(
    scope="module", params=["UTC", "CET-1CEST,M3.5.0,M10.5.0/3", "AAA3BBB,M9.1.0/0,M3.1.0/1"]
)
def zone(request: pytest.FixtureRequest) -> Iterator[tzinfo | None]:
    """Set a time zone: UTC, or one whose clock skips an hour at night or right at midnight."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield UTC if request.param == "UTC" else None
    time.tzset()


@settings(max_examples=200, deadline=None)
@given(QUERIES, IDENTITIES, st.integers(0, 30))
def test_a_query_finds_what_plain_python_finds(
    zone: tzinfo | None, query: Written, identities: list[Identity], split: int
) -> None:
    """A query finds the same rows as its meaning, also among rows that are appended later."""
    columns = Columns()
    columns.append(identities[:split])
    matcher = parse(query.text, NOW, zone).over(columns)
    found = matcher.matching(0, len(columns)).tolist()
    columns.append(identities[split:])
    found += matcher.matching(min(split, len(identities)), len(columns)).tolist()
    expected = [row for row, each in enumerate(identities) if query.holds(each, zone)]
    assert expected == found


def error_of(text: str) -> QueryError | None:
    """Return the error of a text; None if it is a query."""
    try:
        parse(text, NOW, UTC)
    except QueryError as error:
        return error
    return None


def is_accepted(text: str) -> bool:
    """Return whether a query is valid, or would be with more text at its end."""
    error = error_of(text)
    return error is None or error.unfinished


@settings(deadline=None)
@given(QUERIES, st.data())
def test_typing_a_query_is_no_mistake(query: Written, data: st.DataObject) -> None:
    """Each beginning of a query is valid or unfinished, also with any of its completions."""
    end = data.draw(st.integers(0, len(query.text)))
    beginning = query.text[:end]
    assert is_accepted(beginning)
    keys = [key for logins in LOGINS for key in logins]
    for each in completions(beginning, end, keys, TODAY):
        assert is_accepted(beginning[: each.start] + each.text + beginning[each.end :])


PIECES: Final = 'guest not ! and or ( ) " created provider < >= : 2026 -1 90d userpool: = && 😀'


@settings(max_examples=500, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from([*PIECES.split(), " ", "\x1b", "\u200b"])).map("".join),
    )
)
def test_every_error_has_a_place(text: str) -> None:
    """Any text is a query, or has an error with a place and a text that is safe to draw."""
    error = error_of(text)
    assert error is None or 0 <= error.start < error.end <= len(text)
    assert error is None or error.message == visible(error.message)
    for cursor in range(len(text) + 1):
        completions(text, cursor, [GOOGLE], TODAY)
