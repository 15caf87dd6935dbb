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
        (" ", ["It is only 1 space."]),
        (" \n\t", ["It is only 3 spaces."]),
        (" ada", ["It begins with a space."]),
        ("ada  ", ["It ends with 2 spaces."]),
        ("ada\n", ["It ends with a line break."]),
        ("ada\r\n", ["It ends with a carriage return, a line break."]),
        ("\tada ", ["It begins with a tab.", "It ends with a space."]),
        ("a\nb\nc", ["It contains a line break."]),
        ("a\x1b[31mb\x00", ["It contains an escape, a null."]),
        ("a\u200bb\u00a0c", ["It contains U+200B (zero width space), U+00A0 (no-break space)."]),
        ("a\x07b", ["It contains the invisible character U+0007."]),
        ("a\u3164b\ufe0f", ["It contains U+3164 (hangul filler), U+FE0F (variation selector-16)."]),
        ('"ada"', ["It is in quotes, which are part of it."]),
        (" “ada”", ["It begins with a space.", "It is in quotes, which are part of it."]),
        ("x" * 1024, []),
        ("x" * 1025, ["It has 1,025 characters; the limit is 1,024."]),
    ],
)
def test_oddities_are_reported(identifier: str, expected: list[str]) -> None:
    """Outer spaces, invisible characters and surrounding quotes are reported, and nothing else."""
    assert expected == find_oddities(identifier)


def test_an_identifier_in_a_sentence() -> None:
    """It is in quotes that show its spaces, without control characters, and shortened if long."""
    assert quoted(" ada\x1b[2J\n") == "“ ada␛[2J␊”"
    assert len(quoted("x" * 1024)) == 66
