"""Complete the word before the cursor in a query."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple, TypeAlias

from cogtui.query.errors import QueryError
from cogtui.query.periods import OPERATORS
from cogtui.query.terms import ANY_USER_POOL, DATE_KEYS, PROVIDER, PUBLIC_PROVIDERS
from cogtui.query.tokens import QueryToken, QueryTokenKind, tokenize
from cogtui.service.identity_rows import login_name
from cogtui.service.partitions import USER_POOL
from cogtui.text import is_plain, visible

_STATES: Final = (
    ("guest", "without logins"),
    ("authenticated", "with a login"),
    ("disabled", "merged or unlinked"),
)
_AGES: Final = (
    ("1h", "1 hour"),
    ("7d", "7 days"),
    ("30d", "30 days"),
    ("90d", "90 days"),
    ("6mo", "6 months"),
    ("1y", "1 year"),
)
_OPERATOR_TEXTS: Final = {
    "<": "before a date, or within an age",
    "<=": "until the end of a date",
    ">": "after a date, or longer ago",
    ">=": "from the start of a date",
    ":": "in a year, month or day",
}
_USUAL_OPERATORS: Final = ("<", ">", ":")
_WORD_REST: Final = re.compile(r'[^\s()"<>=:!]*(?:<=|>=|[<>:])?')
_VALUE_REST: Final = re.compile(r'[^\s()"]*')
_UNQUOTED: Final = re.compile(r'[^\s()"]+')
_BEFORE_TERM: Final = frozenset(
    {QueryTokenKind.OPEN, QueryTokenKind.NOT, QueryTokenKind.AND, QueryTokenKind.OR}
)


_Option: TypeAlias = tuple[str, str]
"""A text and its meaning."""


class Completion(NamedTuple):
    """A text that may replace the word at the cursor."""

    text: str
    """The text."""
    start: int
    """The index of the first character that it replaces."""
    end: int
    """The index after the last character that it replaces."""
    description: str
    """What it means, in a few words; safe to draw."""


def completions(text: str, cursor: int, providers: Iterable[str], today: date) -> list[Completion]:
    """Return what may complete a query at the cursor.

    Args:
        text: The query.
        cursor: The index of the cursor.
        providers: The login providers of the loaded identities, as the service writes them.
        today: The current date in the time zone of the query, for examples of dates.

    Returns:
        The completions, the most usual first. None inside quotation marks, after an error, at the
        end of what is complete, or if the word is complete already.
    """
    try:
        tokens = list(tokenize(text[:cursor]))
    except QueryError:
        return []
    last = tokens[-1] if tokens and tokens[-1].end == cursor else None
    if last and last.kind is QueryTokenKind.COMPARISON:
        options = list(_values(last, providers, today))
        return _replacing(options, text, last.value_start, cursor, _VALUE_REST)
    if last and last.kind is QueryTokenKind.WORD:
        tokens.pop()
    elif last and text[cursor - 1] not in "(!":
        return []
    word = last.text if last and last.kind is QueryTokenKind.WORD else ""
    options = list(_words(tokens, word.casefold(), providers))
    fitting = [each for each in options if _continues(each[0], word.casefold())]
    return _replacing(fitting, text, cursor - len(word), cursor, _WORD_REST)


def _continues(option: str, word: str) -> bool:
    """Return whether a word is the start of an option, or of the provider in it."""
    name = option.removeprefix(f"{PROVIDER}:").lstrip('"')
    return option.startswith(word) or name.casefold().startswith(word)


def _replacing(
    options: Iterable[_Option], text: str, start: int, cursor: int, rest: re.Pattern[str]
) -> list[Completion]:
    """Return options as replacements of the word around the cursor."""
    match = rest.match(text, cursor)
    end = match.end() if match else cursor
    if start == cursor < end:
        # the cursor is before a word, to which the completion would be joined
        return []
    found = [Completion(option, start, end, meaning) for option, meaning in options]
    return [each for each in found if each.text != text[start:end]]


def _words(tokens: Sequence[QueryToken], word: str, providers: Iterable[str]) -> Iterator[_Option]:
    """Yield what may follow some tokens."""
    key = tokens[-1].text.casefold() if tokens and tokens[-1].kind is QueryTokenKind.WORD else ""
    if key in DATE_KEYS:
        yield from _OPERATOR_TEXTS.items()
    elif key == PROVIDER:
        yield ":", "of a provider"
    else:
        yield from _operators(tokens)
        yield from _terms(word, providers)


def _operators(tokens: Sequence[QueryToken]) -> Iterator[_Option]:
    """Yield the operators that may follow some tokens."""
    if tokens and tokens[-1].kind not in _BEFORE_TERM:
        yield "and", "both conditions"
        yield "or", "at least one of two conditions"
        kinds = [token.kind for token in tokens]
        if kinds.count(QueryTokenKind.OPEN) > kinds.count(QueryTokenKind.CLOSE):
            yield ")", "end of the group"


def _terms(word: str, providers: Iterable[str]) -> Iterator[_Option]:
    """Yield what a term may begin with."""
    yield from _STATES
    yield f"{PROVIDER}:", "with a login of a provider"
    if word:
        for name, key in _provider_names(providers):
            yield f"{PROVIDER}:{name}", visible(login_name(key))
    for key in DATE_KEYS:
        for operator in OPERATORS if word == key else _USUAL_OPERATORS:
            yield f"{key}{operator}", _OPERATOR_TEXTS[operator]
    yield "not", "the opposite of a condition"
    yield "(", "start of a group"


def _values(token: QueryToken, providers: Iterable[str], today: date) -> Iterator[_Option]:
    """Yield the values that a comparison may have."""
    value = token.text.casefold()
    if token.is_value_quoted:
        return
    if token.key == PROVIDER and token.operator == ":":
        for name, key in _provider_names(providers):
            if value in name.casefold():
                yield name, visible(login_name(key))
    if token.key in DATE_KEYS and token.operator in OPERATORS:
        dates = (
            (f"{today:%Y-%m-%d}", "today"),
            (f"{today:%Y-%m}", "this month"),
            (f"{today:%Y}", "this year"),
        )
        yield from (each for each in (*_AGES, *dates) if each[0].startswith(value))


def _provider_names(providers: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the name of each provider in a query, and the provider."""
    seen: set[str] = set()
    for key in providers:
        name = _provider_name(key)
        if name not in seen and is_plain(name) and '"' not in name:
            seen.add(name)
            yield (name if _UNQUOTED.fullmatch(name) else f'"{name}"'), key


def _provider_name(key: str) -> str:
    short_name = login_name(key)
    if short_name.casefold() in PUBLIC_PROVIDERS:
        return short_name.casefold()
    if USER_POOL.match(key):
        return f"{ANY_USER_POOL}:{short_name}"
    # the part of an ARN that has the type and the name
    return key.rpartition(":")[2] if key.startswith("arn:") else key
