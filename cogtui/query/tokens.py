"""Split a query into tokens, each with its place in the text."""

import re
from collections.abc import Iterator
from enum import Enum, auto
from typing import Final, NamedTuple

from cogtui.query.errors import QueryError
from cogtui.text import is_plain, visible

MAX_CHARACTERS: Final = 4_000
"""The length limit of a query, so that none takes longer than a few frames to parse."""

_BLANKS: Final = re.compile(r"\s*")
_WORD: Final = re.compile(r'[^\s()"]+')
_COMPARISON: Final = re.compile(r'(?P<key>[^\s()"<>=:!]*)\s*(?P<operator><=|>=|==|!=|[<>=:])\s*')
_REGION: Final = re.compile(r"[a-z]+(?:-[a-z]+)*-\d+:", re.ASCII | re.IGNORECASE)
"""The start of an ID with its region, or with the end of it."""


class QueryTokenKind(Enum):
    """The kinds of tokens."""

    OPEN = auto()
    """An opening parenthesis."""
    CLOSE = auto()
    """A closing parenthesis."""
    NOT = auto()
    """`not` or `!`."""
    AND = auto()
    """`and`."""
    OR = auto()
    """`or`."""
    WORD = auto()
    """Any other word."""
    QUOTED = auto()
    """A text in quotation marks."""
    COMPARISON = auto()
    """A key, an operator and a value."""


RESERVED: Final = {"not": QueryTokenKind.NOT, "and": QueryTokenKind.AND, "or": QueryTokenKind.OR}
"""The words that are operators."""

_SIGNS: Final = {"(": QueryTokenKind.OPEN, ")": QueryTokenKind.CLOSE, "!": QueryTokenKind.NOT}


class QueryToken(NamedTuple):
    """One token of a query."""

    kind: QueryTokenKind
    """Its kind."""
    text: str
    """The word as written, the text without its quotation marks, or a comparison's value."""
    start: int
    """The index of its first character."""
    end: int
    """The index after its last character."""
    is_last: bool
    """Whether nothing but blanks follows."""
    key: str = ""
    """The key of a comparison, in lower case."""
    operator: str = ""
    """The operator of a comparison."""
    value_start: int = 0
    """The index of the first character of a comparison's value."""
    is_value_quoted: bool = False
    """Whether a comparison's value is in quotation marks."""


def tokenize(text: str) -> Iterator[QueryToken]:
    """Split a query into tokens.

    Args:
        text: The query.

    Yields:
        The tokens in their order, up to the first error.

    Raises:
        QueryError: The query is too long, or has an invisible character or an open quotation mark.
    """
    if len(text) > MAX_CHARACTERS:
        message = f"The query has {len(text):,} characters. The limit is {MAX_CHARACTERS:,}."
        raise QueryError(message, MAX_CHARACTERS, len(text))
    position = _skip_blanks(text, 0)
    while position < len(text):
        token = _next_token(text, position)
        yield token
        position = _skip_blanks(text, token.end)


def _skip_blanks(text: str, position: int) -> int:
    match = _BLANKS.match(text, position)
    return match.end() if match else position


def _next_token(text: str, start: int) -> QueryToken:
    if kind := _SIGNS.get(text[start]):
        return _token(text, kind, text[start], start, start + 1)
    if text[start] == '"':
        quoted, end = _quoted(text, start)
        return _token(text, QueryTokenKind.QUOTED, quoted, start, end)
    comparison = _COMPARISON.match(text, start)
    if comparison and not _is_word(text, comparison):
        return _comparison(text, comparison)
    word, end = _word(text, start)
    return _token(text, RESERVED.get(word.casefold(), QueryTokenKind.WORD), word, start, end)


def _token(text: str, kind: QueryTokenKind, value: str, start: int, end: int) -> QueryToken:
    return QueryToken(kind, value, start, end, _skip_blanks(text, end) == len(text))


def _is_word(text: str, match: re.Match[str]) -> bool:
    """Return whether what looks like a comparison begins with a word instead of a key."""
    if match["key"].casefold() in RESERVED:
        return match.end("key") < match.start("operator")
    return bool(_REGION.match(text, match.start()))


def _comparison(text: str, match: re.Match[str]) -> QueryToken:
    value_start = match.end()
    operator_end = match.end("operator")
    is_quoted = text[value_start : value_start + 1] == '"'
    value, end = _quoted(text, value_start) if is_quoted else _word(text, value_start)
    if not is_quoted and value_start > operator_end and value.casefold() in RESERVED:
        # what follows a blank may be the next operator: the value is missing
        value, value_start, end = "", operator_end, operator_end
    return _token(text, QueryTokenKind.COMPARISON, value, match.start(), end)._replace(
        key=match["key"].casefold(),
        operator=match["operator"],
        value_start=value_start,
        is_value_quoted=is_quoted,
    )


def _word(text: str, start: int) -> tuple[str, int]:
    """Return the word at a place, which may be empty, and the place after it."""
    match = _WORD.match(text, start)
    if not match:
        return "", start
    _check_visible(match[0], start)
    return match[0], match.end()


def _quoted(text: str, start: int) -> tuple[str, int]:
    """Return the text in quotation marks at a place, and the place after it."""
    end = text.find('"', start + 1)
    if end < 0:
        raise QueryError("Missing closing quotation mark.", start, len(text), unfinished=True)
    quoted = text[start + 1 : end]
    _check_visible(quoted, start + 1)
    return quoted, end + 1


def _check_visible(text: str, start: int) -> None:
    """Reject characters that are not shown, and with which a text would match nothing."""
    if is_plain(text):
        return
    for place, character in enumerate(text, start):
        if visible(character) != character:
            message = f"Invisible character {visible(character)}. Delete it."
            raise QueryError(message, place, place + 1)
