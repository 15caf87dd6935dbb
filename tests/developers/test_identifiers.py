"""Identifiers are checked for oddities and quoted."""

import pytest

from cogtui.developers.identifiers import find_oddities, quoted


@pytest.mark.parametrize(
    ("identifier", "expected"),
    [
        ("ada", []),
        ("Ada Lovelace", []),
        ("ada@example.com", []),
        ("[bold]ada", []),
        ("🦊", []),
        ("'", []),
        ("", ["It is empty."]),
        (" ", ["It is nothing but 1 blank."]),
        (" \n\t", ["It is nothing but 3 blanks."]),
        (" ada", ["It begins with a blank."]),
        ("ada  ", ["It ends with 2 blanks."]),
        ("ada\n", ["It ends with a line break."]),
        ("ada\r\n", ["It ends with a carriage return, a line break."]),
        ("\tada ", ["It begins with a tab.", "It ends with a blank."]),
        ("a\nb\nc", ["It holds a line break."]),
        ("a\x1b[31mb\x00", ["It holds an escape, a null."]),
        ("a\u200bb\u00a0c", ["It holds U+200B (zero width space), U+00A0 (no-break space)."]),
        ("a\x07b", ["It holds the invisible U+0007."]),
        ("a\u3164b\ufe0f", ["It holds U+3164 (hangul filler), U+FE0F (variation selector-16)."]),
        ('"ada"', ["It stands in quotes, which are a part of it."]),
        (" “ada”", ["It begins with a blank.", "It stands in quotes, which are a part of it."]),
        ("x" * 1024, []),
        ("x" * 1025, ["It has 1,025 characters; the service takes 1,024."]),
    ],
)
def test_oddities_are_reported(identifier: str, expected: list[str]) -> None:
    """Outer blanks, invisible characters and surrounding quotes are reported, and nothing else."""
    assert expected == find_oddities(identifier)


def test_an_identifier_in_a_sentence() -> None:
    """It is in quotes that show its blanks, without control characters, and shortened if long."""
    assert quoted(" ada\x1b[2J\n") == "“ ada␛[2J␊”"
    assert len(quoted("x" * 1024)) == 66
