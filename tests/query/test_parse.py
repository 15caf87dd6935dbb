"""Queries that are wrong, unfinished, or at the limits."""

from datetime import UTC

import pytest

from cogtui.query.errors import QueryError
from cogtui.query.parse import parse
from cogtui.query.query import Query
from cogtui.service.identity_rows import Identity
from tests.query.columns import columns_of

NOW = 1_790_000_000.0
DATE_OR_AGE = "Write a date (2026, 2026-04, 2026-04-30) or an age (12h, 90d, 8w, 6mo, 1y)."
NEEDS_DATE = "created needs an operator and a date or age: created>2026-04, created<90d."
NEEDS_NAME = "provider needs a colon and a name: provider:google."


def parsed(text: str) -> Query:
    """Return a query in UTC."""
    return parse(text, NOW, UTC)


def error_of(text: str) -> QueryError:
    """Return the error of a query."""
    with pytest.raises(QueryError) as caught:
        parsed(text)
    return caught.value


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("guest [creatd]:2026", 'Unknown key "creatd". Did you mean created?'),
        ("[state]:guest", 'Unknown key "state". Use provider, created or modified.'),
        ("guest and [<]2026", "Missing provider, created or modified before <."),
        ("[provider] guest", NEEDS_NAME),
        ("[provider:] and guest", NEEDS_NAME),
        ('[provider:""]', NEEDS_NAME),
        ("[provider!=]google", "provider takes a colon: provider:google."),
        ("[created=]2026", "created takes <, <=, >, >= or a colon: created:2026-04."),
        ("[created] guest", NEEDS_DATE),
        ("([created:]) guest", NEEDS_DATE),
        ("created:[guest]", f'Invalid value "guest". {DATE_OR_AGE}'),
        ("modified>[90] and guest", f'Invalid value "90". {DATE_OR_AGE}'),
        ("modified>[90min]", f'Invalid value "90min". {DATE_OR_AGE}'),
        ("modified>[2026-4]", f'Invalid value "2026-4". {DATE_OR_AGE}'),
        ("modified>[٢٠٢٦]", f'Invalid value "٢٠٢٦". {DATE_OR_AGE}'),
        ("created>[1234567d]", 'Invalid value "1234567d". An age has at most 6 digits.'),
        ("created>[1969]", 'Invalid value "1969". The year must be from 1970 to 2999.'),
        ("created>[3000-01]", 'Invalid value "3000-01". The year must be from 1970 to 2999.'),
        ("created>[2026-00]", 'Invalid value "2026-00". The month must be from 01 to 12.'),
        ("created>[2026-13]", 'Invalid value "2026-13". The month must be from 01 to 12.'),
        ("created>[2026-02-29]", 'Invalid value "2026-02-29". 2026-02 has 28 days.'),
        ("created>[2028-02-30]", 'Invalid value "2028-02-30". 2028-02 has 29 days.'),
        ("created>[2026-04-00]", 'Invalid value "2026-04-00". 2026-04 has 30 days.'),
        ("[or] guest", 'Missing term before "or".'),
        ("guest and [or] a", 'Missing term before "or".'),
        ("(guest [or])", 'Missing term after "or".'),
        ("a [()]", "Missing term in parentheses."),
        ("[)]", "Missing opening parenthesis."),
        ("(guest or a)[)] b", "Missing opening parenthesis."),
        ("guest [&&] a", "Write and instead of &&."),
        ("guest [|] a", "Write or instead of |."),
        ("gu[\u200b]est", "Invisible character <200b>. Delete it."),
        ('"a[\x1b]"', "Invisible character ␛. Delete it."),
        ("(" * 4_000 + "[(]", "The query has 4,001 characters. The limit is 4,000."),
        (
            f"[{'x' * 50}]:1",
            f'Unknown key "{"x" * 19}…{"x" * 20}". Use provider, created or modified.',
        ),
    ],
)
def test_a_wrong_query_has_a_place(query: str, message: str) -> None:
    """The error of a wrong query names its cause, has the place in brackets and is final."""
    start, end = query.index("["), query.index("]") - 1
    error = error_of(query.replace("[", "").replace("]", ""))
    assert (message, start, end) == (error.message, error.start, error.end)
    assert not error.unfinished


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("created", NEEDS_DATE),
        ("guest created : ", NEEDS_DATE),
        ("provider:", NEEDS_NAME),
        ("created>2", f'Invalid value "2". {DATE_OR_AGE}'),
        ("created>2026-0", f'Invalid value "2026-0". {DATE_OR_AGE}'),
        ("created>2026-04-3", f'Invalid value "2026-04-3". {DATE_OR_AGE}'),
        ("created>90M", f'Invalid value "90M". {DATE_OR_AGE}'),
        ("guest and", 'Missing term after "and".'),
        ("(guest or !", 'Missing term after "!".'),
        ("(", 'Missing term after "(".'),
        ("(guest", "Missing closing parenthesis."),
        ('"guest', "Missing closing quotation mark."),
        ('provider:"SAML', "Missing closing quotation mark."),
    ],
)
def test_a_query_that_is_being_typed_is_unfinished(query: str, message: str) -> None:
    """A query that may become valid with more text at its end is unfinished, not wrong."""
    error = error_of(query)
    assert (message, True) == (error.message, error.unfinished)
    assert message == str(error)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("", ""),
        (" \t", ""),
        ("5A6F", "5a6f"),
        ('"Guest"', "guest"),
        ("us-east-1:5a", "us-east-1:5a"),
        ("t-1:5a", "t-1:5a"),
        ("(😀)", "😀"),
        ("\ue000", "\ue000"),
        ("guest", None),
        ("!5a", None),
        ("5a 6f", None),
        ("provider:google", None),
    ],
)
def test_a_plain_text_is_recognised(query: str, text: str | None) -> None:
    """A query that is only a text is available as such, in lower case."""
    assert text == parsed(query).plain_text


def test_a_provider_may_have_the_name_of_an_operator() -> None:
    """An operator's name right after the colon is a value."""
    identities = [Identity("us-east-1:x", (login,), 1, 1) for login in ("a and b", "c")]
    assert parsed("provider:and").over(columns_of(identities)).matching(0, 2).tolist() == [0]


@pytest.mark.parametrize(
    ("query", "hint"),
    [
        ("a google", "Did you mean provider:google?"),
        ("Gest", "Did you mean guest?"),
        ("authenticatd or disabld", "Did you mean authenticated?"),
        ("xyzzy", ""),
        ('guest 5a6f us-east-1:x "google"', ""),
    ],
)
def test_a_word_that_is_in_no_id_gives_a_hint(query: str, hint: str) -> None:
    """A word that is in no ID but like a word of the language has a hint."""
    assert hint == parsed(query).hint


@pytest.mark.parametrize(
    "query",
    [
        f"{'(' * 1_900}guest{')' * 1_900}",
        f"{'!' * 3_900}guest",
        f"{'not(' * 780}guest{')' * 780}",
        f"{'guest or (' * 360}guest{')' * 360}",
        " ".join(["guest"] * 660),
    ],
)
def test_nesting_is_no_recursion(query: str) -> None:
    """A query nested as deep as its length allows is parsed and evaluated."""
    columns = columns_of([Identity("us-east-1:x", (), 1, 1), Identity("us-east-1:y", ("a",), 1, 1)])
    assert parsed(query).over(columns).matching(0, 2).tolist() == [0]
