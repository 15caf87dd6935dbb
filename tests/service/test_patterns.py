"""The model's patterns, compared to their meaning in Java."""

import sys
import unicodedata

import pytest

from cogtui.service import patterns
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import check
from tests.inputs import every_member


def test_every_pattern_of_the_model_is_known() -> None:
    """Every pattern of a member is described, and every description is used."""
    assert {each.pattern for each in every_member() if each.pattern} == patterns.DESCRIPTIONS.keys()


@pytest.mark.parametrize("pattern", patterns.DESCRIPTIONS)
def test_a_pattern_matches_as_in_java(pattern: str) -> None:
    """The whole text has to match, and letters, digits and white space are those of ASCII."""
    beyond = {"é", "٣", "\u00a0", "a\n", "\n", "", "日"}
    java = {
        r"[\w\s+=,.@-]+": {"a\n", "\n"},
        r"[\S]+": {"é", "٣", "\u00a0", "日"},
        r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+": {"é", "٣", "日"},
    }
    assert java.get(pattern, set()) == {text for text in beyond if patterns.matches(pattern, text)}


def test_printable_characters_are_those_of_five_categories() -> None:
    r"""Each character of Unicode is compared to `\p{L}\p{M}\p{S}\p{N}\p{P}`."""
    wrong = [
        code
        for code in range(sys.maxunicode + 1)
        if (unicodedata.category(chr(code))[0] in "LMSNP")
        is not patterns.matches(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", chr(code))
    ]
    assert wrong == []


def test_an_unknown_pattern_is_left_to_the_service() -> None:
    """A newer model may have patterns without a description."""
    made = Member("x", ValueKind.TEXT, maximum=3, pattern=r"\p{Lu}+")
    assert check(made, "abc") == []
    assert check(made, "abcd")[0].message == r"up to 3 characters that match \p{Lu}+, now 4"
    assert patterns.first_mismatch(made.pattern, "abc") == ""
