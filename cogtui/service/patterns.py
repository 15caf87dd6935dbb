r"""The patterns of the service's model: what fits them, and what they ask for in words.

The model is written for Java, where `\w`, `\d`, `\s` and `\S` mean ASCII, and for matches of the
whole text. Python's `re` means the same by `re.ASCII` and `fullmatch`, but knows no `\p{...}`.
"""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

_PRINTING: Final = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"


class PatternForm(NamedTuple):
    """What a pattern asks for."""

    words: str
    """In words; `{size}` stands for the length: `up to 128`."""
    by_character: bool = True
    """Whether a text fits if each of its characters does."""


FORMS: Final[Mapping[str, PatternForm]] = {
    r"[\w\s+=,.@-]+": PatternForm("{size} of letters, digits, space and _+=,.@-"),
    r"[\w.;_/-]+": PatternForm("{size} of letters, digits and .;_/-"),
    r"[\w._-]+": PatternForm("{size} of letters, digits and ._-"),
    r"[\w._:/-]+": PatternForm("{size} of letters, digits and ._:/-"),
    r"[\w_]+": PatternForm("{size} of letters, digits and _"),
    r"\d+": PatternForm("{size} digits"),
    r"[\S]+": PatternForm("{size} characters without a space"),
    _PRINTING: PatternForm("{size} printable characters without a space"),
    r"[\w-]+:[0-9a-f-]+": PatternForm(
        "REGION:GUID, {size} characters, the GUID of 0-9, a-f and -", by_character=False
    ),
    r"(un)?authenticated": PatternForm("authenticated or unauthenticated", by_character=False),
}
"""Every pattern of an operation's input, as botocore's model of the service writes it."""


def matches(pattern: str, text: str) -> bool:
    """Whether a text has the form that a pattern asks for.

    Args:
        pattern: As the model writes it.
        text: The whole text.

    Returns:
        True as well for a pattern that is not in `FORMS`: the service decides.
    """
    if pattern == _PRINTING:
        # what is not printable is just what is neither L, M, S, N nor P, but for the space
        return bool(text) and text.isprintable() and " " not in text
    return pattern not in FORMS or re.fullmatch(pattern, text, re.ASCII) is not None


def misfit(pattern: str, text: str) -> str:
    """The first character that a pattern does not allow.

    Args:
        pattern: As the model writes it.
        text: The whole text.

    Returns:
        The character, or an empty text where it is not one character's fault.
    """
    if pattern not in FORMS or not FORMS[pattern].by_character:
        return ""
    return next((each for each in text if not matches(pattern, each)), "")


def in_words(pattern: str, size: str) -> str:
    """Says what a pattern asks for.

    Args:
        pattern: As the model writes it; empty for none.
        size: The length that is asked for: `up to 128`.

    Returns:
        For instance `up to 128 of letters, digits and ._-`.
    """
    if not pattern:
        return f"{size} characters"
    form = FORMS.get(pattern)
    return form.words.format(size=size) if form else f"{size} characters of the form {pattern}"
