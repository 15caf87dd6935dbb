r"""Match texts against the regular expressions of the service's model, and describe these in words.

The model's expressions are written for Java, where `\w`, `\d`, `\s` and `\S` match ASCII only, and
must match the whole text. `re.fullmatch` with `re.ASCII` does the same, but has no `\p{...}`.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_PRINTABLE: Final = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"


class PatternDescription(NamedTuple):
    """The description of a pattern."""

    words: str
    """What it matches, in words; `{size}` stands for the length: `up to 128`."""
    by_character: bool = True
    """Whether a text matches exactly if each of its characters matches."""


DESCRIPTIONS: Final[Mapping[str, PatternDescription]] = {
    r"[\w\s+=,.@-]+": PatternDescription("{size} letters, digits, spaces or _+=,.@-"),
    r"[\w.;_/-]+": PatternDescription("{size} letters, digits or .;_/-"),
    r"[\w._-]+": PatternDescription("{size} letters, digits or ._-"),
    r"[\w._:/-]+": PatternDescription("{size} letters, digits or ._:/-"),
    r"[\w_]+": PatternDescription("{size} letters, digits or _"),
    r"\d+": PatternDescription("{size} digits"),
    r"[\S]+": PatternDescription("{size} characters, no spaces"),
    _PRINTABLE: PatternDescription("{size} printable characters, no spaces"),
    r"[\w-]+:[0-9a-f-]+": PatternDescription(
        "REGION:GUID (us-east-1:1a2b…), {size} characters", by_character=False
    ),
    r"(un)?authenticated": PatternDescription(
        "authenticated or unauthenticated", by_character=False
    ),
}
"""Every pattern in the operations' inputs, as written in botocore's model of the service."""


def matches(pattern: str, text: str) -> bool:
    """Return whether a text matches a pattern.

    Args:
        pattern: The pattern as written in the model.
        text: The whole text.

    Returns:
        Also True for a pattern that is not in `DESCRIPTIONS`: the service decides.
    """
    if pattern == _PRINTABLE:
        # apart from the space, the printable characters are exactly those in L, M, S, N and P
        return bool(text) and text.isprintable() and " " not in text
    return pattern not in DESCRIPTIONS or re.fullmatch(pattern, text, re.ASCII) is not None


def first_mismatch(pattern: str, text: str) -> str:
    """Return the first character that a pattern does not allow.

    Args:
        pattern: The pattern as written in the model.
        text: The whole text.

    Returns:
        The character; empty if no single character is at fault.
    """
    if pattern not in DESCRIPTIONS or not DESCRIPTIONS[pattern].by_character:
        return ""
    return next((each for each in text if not matches(pattern, each)), "")


def describe(pattern: str, size: str) -> str:
    """Describe what a pattern matches.

    Args:
        pattern: The pattern as written in the model; empty for none.
        size: The allowed length: `up to 128`.

    Returns:
        For instance `up to 128 letters, digits or ._-`.
    """
    if not pattern:
        return f"{size} characters"
    description = DESCRIPTIONS.get(pattern)
    return (
        description.words.format(size=size)
        if description
        else f"{size} characters that match {pattern}"
    )
