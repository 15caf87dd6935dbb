"""JSON written by hand, with the position of every value."""

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogtui.configuration.json_positions import (
    InvalidTextError,
    Mistake,
    format_json,
    read_positions,
)
from cogtui.text import is_plain

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


def mistake(text: str) -> str:
    """Return the only mistake of a text as a string."""
    with pytest.raises(InvalidTextError) as caught:
        read_positions(text)
    (found,) = caught.value.mistakes
    assert str(found) == str(caught.value)
    return str(found)


@given(values)
@example({"\u3164": "\U000e0041 \u034f\n"})
def test_any_value_survives_a_round_trip(value: Any) -> None:  # noqa: ANN401  JSON
    """The result equals json's, and every line shows all its characters."""
    text = format_json(value)
    assert value == read_positions(text).value == json.loads(text)
    assert is_plain(text.replace("\n", ""))


@given(st.text(st.sampled_from('{}[],:"\\ \n#ax1-.tu'), max_size=12))
def test_any_text_is_parsed_or_reported(text: str) -> None:
    """Texts that json accepts have the same value, and no other exception is raised."""
    found, mistakes = read(text)
    assert all(each.line >= 1 and each.column >= 1 for each in mistakes)
    try:
        expected = json.loads(text, object_pairs_hook=without_duplicates)
    except ValueError:
        # a comment or a trailing comma
        assert mistakes or "#" in text or "," in text
    else:
        assert (found, mistakes) == (expected, ())


def read(text: str) -> tuple[Any, tuple[Mistake, ...]]:
    """Return the value of a text and its mistakes."""
    try:
        return read_positions(text).value, ()
    except InvalidTextError as error:
        return None, error.mistakes


def without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, or raise ValueError if a name is duplicate."""
    if len(dict(pairs)) < len(pairs):
        raise ValueError("a duplicate key")
    return dict(pairs)


def test_the_position_of_every_value() -> None:
    """A position is line and column; a member's is that of its name."""
    found = read_positions('\ufeff# help\n{"a": [1,\n  {"b": null}, ], # more\n}\n# end')
    assert found.value == {"a": [1, {"b": None}]}
    assert found.positions == {
        (): (2, 1),
        ("a",): (2, 2),
        ("a", 0): (2, 8),
        ("a", 1): (3, 3),
        ("a", 1, "b"): (3, 4),
    }
    assert found.mistake(("a", 1, "c", "d"), "required") == Mistake(
        3, 3, ("a", 1, "c", "d"), "required"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "line 1, column 1: expected a value; text must be in double quotes"),
        ("{\n  a: 1}", "line 2, column 3: expected a name in double quotes"),
        ('{"a" 1}', "line 1, column 6: expected a colon after the name"),
        ('{"a": no}', "line 1, column 7: expected a value; text must be in double quotes"),
        ('{"a": 1 "b": 2}', "line 1, column 9: expected a comma or }"),
        ("[1 2]", "line 1, column 4: expected a comma or ]"),
        ("[1", "line 1, column 3: expected a comma or ]"),
        ("[1] 2", "line 1, column 5: unexpected text after the end"),
        ('{"a": 1,\n "a": 2}', "line 2, column 2: a: duplicate key"),
        ('{"a": {"b": 1, "b": 2}}', "line 1, column 16: a.b: duplicate key"),
        ("[NaN]", "line 1, column 2: NaN is not valid JSON"),
        ('["a\nb"]', "line 1, column 4: invalid control character"),
        ('["a', "line 1, column 2: unterminated string"),
        ('["\\x"]', "line 1, column 3: invalid \\escape"),
        ("[" * 60, "line 1, column 52: nested too deeply"),
        ("1" * 5000, "line 1, column 1: number too long"),
    ],
)
def test_mistakes_are_reported_with_their_position(text: str, expected: str) -> None:
    """The messages are readable by people."""
    assert mistake(text).startswith(expected)


def test_a_mistake_without_a_position() -> None:
    """It is formatted without a position, and list items count from 1."""
    assert str(Mistake(0, 0, ("Rules", 0), "required")) == "Rules.1: required"


def test_control_characters_are_escaped() -> None:
    """Everything else stays as it is."""
    assert format_json(["é日🦊\x1b\u202e"]) == '[\n  "é日🦊\\u001b\\u202e"\n]'
