"""Check and format developer user identifiers.

They are case-sensitive, every character counts, and nothing is ever trimmed; anything that looks
like a mistake is pointed out instead.
"""

import unicodedata
from typing import Final

from cogtui.text import counted, is_plain, shorten, visible

MAX_LENGTH: Final = 1_024
"""The most characters that an identifier may have (API reference, `DeveloperUserIdentifier`)."""

_MAX_QUOTED_WIDTH: Final = 64
"""The most cells of an identifier that a sentence shows."""

_QUOTES: Final = ("“”", "\u2018\u2019", "„“", "«»", '""', "''", "``")
"""Pairs of opening and closing quotes that editors and mail programs insert."""

_CONTROL_NAMES: Final = {
    "\n": "line break",
    "\r": "carriage return",
    "\t": "tab",
    "\x00": "null",
    "\x1b": "escape",
}
"""Names of common control characters; Unicode defines none for them."""


def quoted(identifier: str) -> str:
    """Return an identifier in quotes, for use in a sentence.

    The quotes make blanks at its ends visible. Characters that a terminal would obey are replaced
    by symbols, and a long identifier is shortened in the middle.
    """
    return f"“{shorten(visible(identifier), _MAX_QUOTED_WIDTH)}”"


def find_oddities(identifier: str) -> list[str]:
    """Return a sentence for each sign of a typing or pasting mistake in an identifier.

    The identifier may be meant exactly so, so it is never changed.
    """
    if not identifier:
        return ["It is empty."]
    if not identifier.strip():
        return [f"It is only {counted(len(identifier), 'space')}."]
    leading = len(identifier) - len(identifier.lstrip())
    trailing = len(identifier) - len(identifier.rstrip())
    inner = identifier.strip()
    found = []
    if leading:
        found.append(f"It begins with {_describe_blanks(identifier[:leading])}.")
    if trailing:
        found.append(f"It ends with {_describe_blanks(identifier[-trailing:])}.")
    odd = dict.fromkeys(each for each in inner if not is_plain(each))
    if odd:
        found.append(f"It contains {', '.join(map(_describe_character, odd))}.")
    if any(len(inner) > 1 and inner[0] + inner[-1] == pair for pair in _QUOTES):
        found.append("It is in quotes, which are part of it.")
    if len(identifier) > MAX_LENGTH:
        found.append(f"It has {len(identifier):,} characters; the limit is {MAX_LENGTH:,}.")
    return found


def _describe_blanks(blanks: str) -> str:
    kinds = dict.fromkeys(map(_describe_character, blanks))
    if blanks == " " * len(blanks) and len(blanks) > 1:
        return counted(len(blanks), "space")
    return ", ".join(kinds)


def _describe_character(character: str) -> str:
    """Name a blank or an invisible character, with an article where it has a common name."""
    if character == " ":
        return "a space"
    if common := _CONTROL_NAMES.get(character):
        return f"an {common}" if common[0] in "aeiou" else f"a {common}"
    name = unicodedata.name(character, "").lower()
    code = f"U+{ord(character):04X}"
    return f"{code} ({name})" if name else f"the invisible character {code}"
