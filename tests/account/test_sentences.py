"""The questions and messages about an operation."""

import string

import pytest

from cogtui.account.account import Pool
from cogtui.account.selection import Selection
from cogtui.account.sentences import fill_in, is_typable, words_of
from cogtui.gateway.service_model import input_members
from cogtui.secret import Secret
from cogtui.service.operations import OPERATIONS, Operation

POOL = Pool("us-east-1", "us-east-1:1", "mobile-app")
SELECTION = Selection(POOL)

OWN = {"region", "pool", "identities", "several", "named", "inhabitants"}
"""The placeholders that are not members."""

ROWS = pytest.mark.parametrize("row", OPERATIONS.values(), ids=OPERATIONS.keys())


def names(sentence: str) -> set[str]:
    """Return the placeholders in a sentence."""
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name is not None}


@ROWS
def test_sentences_have_known_placeholders(row: Operation) -> None:
    """The sentences of the table name members of the request or the answer, or placeholders."""
    members = {each.name for each in input_members(row.name)}
    answered = {"IdentityId"}
    assert names(row.question) | names(row.detail) | names(row.types) <= members | OWN
    assert names(row.done) <= members | OWN | answered


@ROWS
def test_a_question_comes_first(row: Operation) -> None:
    """Every write has a question, and the question mark ends its first sentence."""
    assert not row.detail or row.question
    if row.question:
        assert row.question.endswith("?")
        assert "." not in row.question
        assert not row.detail or row.detail.endswith((".", "}"))


def test_unknown_placeholders_become_an_ellipsis() -> None:
    """An unknown name becomes an ellipsis, and an empty one takes no space."""
    assert fill_in("Merge {a} into {b}? {c} Go.", {"a": "x", "c": ""}) == "Merge x into …? Go."
    assert not fill_in("{a}", {"a": ""})


def test_blanks_in_names_are_preserved() -> None:
    """Names that differ only in blanks, or that look like cogtui's own text, are distinct."""
    words = {"a": "two  {b} ", "b": "no"}
    assert fill_in("Delete {a}? Go.", words) == "Delete two  {b} ? Go."


def test_the_format_of_values() -> None:
    """Texts are cut to a pool name's length, maps shown by key, secrets masked, ESC a symbol."""
    words = words_of(
        SELECTION,
        "us-east-1",
        {
            "IdentityPoolName": "a\x1b[31m",
            "Tags": {"stage": "dev", "team": "x"},
            "TagKeys": ["a", "b"],
            "Token": Secret("sentinel"),
            "Long": "x" * 500,
            "AllowClassicFlow": True,
        },
        {},
    )
    assert words["IdentityPoolName"] == "a␛[31m"
    assert (words["Tags"], words["TagKeys"], words["Token"]) == ("stage, team", "a, b", "****")
    assert len(words["Long"]) == 128
    assert words["AllowClassicFlow"] == "True"
    assert (words["region"], words["pool"]) == ("us-east-1", "mobile-app")


@pytest.mark.parametrize(
    ("expected", "selection", "values"),
    [
        ("mobile-app", SELECTION, {}),
        ("mobile-app", SELECTION, {"IdentityPoolId": "us-east-1:1"}),
        ("us-east-1:2", SELECTION, {"IdentityPoolId": "us-east-1:2"}),
        ("us-east-1:2", Selection(), {"IdentityPoolId": "us-east-1:2"}),
        ("…", Selection(), {}),
        ("us-east-1:1", Selection(Pool("us-east-1", "us-east-1:1", "")), {}),
    ],
)
def test_the_pool_is_the_one_of_the_request(
    expected: str, selection: Selection, values: dict[str, str]
) -> None:
    """The form may be about a different pool from the one under the cursor."""
    assert expected == words_of(selection, "us-east-1", values, {})["pool"]


@pytest.mark.parametrize(
    ("count", "identities", "several", "named"),
    [
        (0, "0 identities", "", ""),
        (1, "1 identity", "", "ID: id0."),
        (2, "2 identities", "2", "IDs: id0, id1."),
        (3, "3 identities", "3", "IDs: id0, id1, id2."),
        (1_204, "1,204 identities", "1,204", "IDs: id0, id1, id2 and 1,201 more."),
    ],
)
def test_identities_are_counted_and_named(
    count: int, identities: str, several: str, named: str
) -> None:
    """One identity is named, of several the first three; only several have a number to type."""
    values = {"IdentityIdsToDelete": [f"id{place}" for place in range(count)]}
    words = words_of(SELECTION, "us-east-1", values, {})
    assert (words["identities"], words["several"], words["named"]) == (identities, several, named)


@pytest.mark.parametrize(
    ("expected", "answers"),
    [
        ("Its identities could not be counted.", {}),
        ("It has no identities.", {"Identities": [], "NextToken": None}),
        ("It has 1 identity: a.", {"Identities": ["a"], "NextToken": None}),
        ("It has 3 identities: a, b, c.", {"Identities": ["a", "b", "c"], "NextToken": None}),
        (
            "It has at least 4 identities, including a, b, c.",
            {"Identities": [*"abcd"], "NextToken": "x"},
        ),
    ],
)
def test_the_number_of_a_pools_identities(expected: str, answers: dict[str, object]) -> None:
    """The number of identities is reported as far as the first page shows it."""
    read = {"list-identities": answers} if answers else {}
    assert expected == words_of(SELECTION, "us-east-1", {}, read)["inhabitants"]


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        (True, "mobile-app"),
        (True, "my app, 2 + 3 @ home"),
        (True, "日本語"),
        (False, "two  blanks"),
        (False, " before"),
        (False, "after "),
        (False, "tab\t"),
        (False, "line\nbreak"),
        (False, "esc\x1b"),
        (False, "\u202eright to left"),
        (False, "blank\u3164letter"),
    ],
)
def test_typable_texts(expected: bool, text: str) -> None:
    """A text can be typed if all of it is visible and on one line."""
    assert expected is is_typable(text)
