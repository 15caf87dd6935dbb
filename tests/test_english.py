"""Docstrings, comments, names and docs are in plain English."""

from pathlib import Path

import pytest

from tests.english import (
    RULES,
    Rule,
    Text,
    all_hits,
    document,
    name_hits,
    prose,
    strings,
    wording_hits,
)
from tests.strings import STRINGS, written

HERE = Path("here.py")


@pytest.mark.parametrize("rule", RULES, ids=[rule.better for rule in RULES])
def test_each_rule_finds_its_bad_sentence(rule: Rule) -> None:
    """A rule finds the sentence that it is for, and leaves the good one alone."""
    found = [hit.better for hit in wording_hits(Text(HERE, 1, rule.bad))]
    assert rule.better in found
    assert list(wording_hits(Text(HERE, 1, rule.good))) == []


def test_where_something_is_found(tmp_path: Path) -> None:
    """Docstrings, comments and names are searched, strings and code in backticks are not."""
    path = tmp_path / "sample.py"
    path.write_text(
        '"""One.\n\nIt is made anew; `told` is a name.\n"""\n\nX = "anew"  # in vain\ntold = 1\n'
    )
    hits = [hit for text in prose(path) for hit in wording_hits(text)]
    assert [(hit.line, hit.found) for hit in hits] == [(3, "anew"), (6, "in vain")]
    assert [(hit.line, hit.found) for hit in name_hits(path)] == [(7, "told")]
    page = tmp_path / "page.md"
    page.write_text("One.\n\n```\nanew\n```\n`anew`\nIt stands there.\n")
    assert [(hit.line, hit.found) for hit in wording_hits(document(page))] == [(7, "stands")]


def test_which_literals_are_texts(tmp_path: Path) -> None:
    """Sentences and capitalized words are texts; names, patterns and style sheets are not."""
    path = tmp_path / "sample.py"
    path.write_text(
        '"""A docstring."""\n'
        'A = "Delete it?"\n'
        'B = f"{count:,} of {total} read, by name"\n'
        'C = ("list-identities", r"a \\d of b", "Label { width: 1; }", "%H:%M", "x", 1)\n'
        'D = {"Close": "loading …"}\n'
    )
    assert [(text.line, text.text) for text in strings(path)] == [
        (2, "Delete it?"),
        (3, "{count} of {total} read, by name"),
        (5, "Close"),
        (5, "loading …"),
    ]


def test_the_list_of_texts_is_current() -> None:
    """`make strings` was run after the last change of a text, so that its diff shows the change."""
    assert STRINGS.read_text(encoding="utf-8") == written()


@pytest.mark.slow
def test_everything_is_in_plain_english() -> None:
    """Nothing in the project has wording that a rule finds."""
    assert [str(hit) for hit in all_hits()] == []
