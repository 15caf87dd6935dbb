"""Developer user identifiers as they are typed, pasted and told.

They are case-sensitive, any character counts, and nothing of them is ever trimmed: what looks odd
is pointed out instead.
"""

import unicodedata
from typing import Final

from cogtui.text import counted, shorten, visible

LONGEST: Final = 1_024
"""How many characters an identifier may have (API reference, `DeveloperUserIdentifier`)."""

_LONG: Final = 64
"""How much of an identifier a sentence tells, in cells."""

_QUOTES: Final = ("“”", "\u2018\u2019", "„“", "«»", '""', "''", "``")
"""Opening and closing quotes, as editors and mail programs put them."""

_CONTROLS: Final = {
    "\n": "line break",
    "\r": "carriage return",
    "\t": "tab",
    "\x00": "null",
    "\x1b": "escape",
}
"""Names for the control characters that are met; Unicode has none for any of them."""


def quoted(identifier: str) -> str:
    """An identifier as a sentence tells it.

    Args:
        identifier: The identifier.

    Returns:
        It in quotes, so that blanks at its ends are seen; what a terminal would obey is drawn as
        a symbol, and a long one is cut in the middle.
    """
    return f"“{shorten(visible(identifier), _LONG)}”"


def stray(identifier: str) -> list[str]:
    """Says what is odd about an identifier that was typed or pasted.

    Args:
        identifier: As it was entered; it may be meant so, and is never changed.

    Returns:
        A sentence for each oddity, none if nothing is odd.
    """
    if not identifier:
        return ["It is empty."]
    if not identifier.strip():
        return [f"It is nothing but {counted(len(identifier), 'blank')}."]
    leading = len(identifier) - len(identifier.lstrip())
    trailing = len(identifier) - len(identifier.rstrip())
    inner = identifier.strip()
    found = []
    if leading:
        found.append(f"It begins with {_blanks(identifier[:leading])}.")
    if trailing:
        found.append(f"It ends with {_blanks(identifier[-trailing:])}.")
    odd = dict.fromkeys(each for each in inner if not each.isprintable())
    if odd:
        found.append(f"It holds {', '.join(map(_named, odd))}.")
    if any(len(inner) > 1 and inner[0] + inner[-1] == pair for pair in _QUOTES):
        found.append("It stands in quotes, which are a part of it.")
    if len(identifier) > LONGEST:
        found.append(f"It has {len(identifier):,} characters; the service takes {LONGEST:,}.")
    return found


def _blanks(blanks: str) -> str:
    kinds = dict.fromkeys(map(_named, blanks))
    if blanks == " " * len(blanks) and len(blanks) > 1:
        return counted(len(blanks), "blank")
    return ", ".join(kinds)


def _named(character: str) -> str:
    """A blank or an invisible character by its name, with the article where it is common."""
    if character == " ":
        return "a blank"
    if common := _CONTROLS.get(character):
        return f"an {common}" if common[0] in "aeiou" else f"a {common}"
    name = unicodedata.name(character, "").lower()
    code = f"U+{ord(character):04X}"
    return f"{code} ({name})" if name else f"the invisible {code}"
