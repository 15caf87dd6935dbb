"""The terms of a query, each a condition that an identity fulfils or not."""

import difflib
import math
import re
from dataclasses import dataclass
from datetime import tzinfo
from typing import Final, Literal, NamedTuple, TypeAlias

from cogtui.query import periods
from cogtui.query.errors import QueryError, quote
from cogtui.query.periods import Period
from cogtui.query.tokens import QueryToken, QueryTokenKind
from cogtui.service.identity_rows import Identity, IdentityState, login_name
from cogtui.service.partitions import USER_POOL

PROVIDER: Final = "provider"
"""The key of login providers."""

DATE_KEYS: Final = ("created", "modified")
"""The keys of dates."""

KEYS: Final = (PROVIDER, *DATE_KEYS)
"""All keys."""

PUBLIC_PROVIDERS: Final = ("google", "apple", "facebook", "amazon", "twitter")
"""The names of public providers, in lower case."""

ANY_USER_POOL: Final = "userpool"
"""The name of any user pool; `userpool:ID` is a certain one."""

_IN_ID: Final = re.compile(r"[0-9a-f-]*|.*:.*")
"""A part of an ID."""

_ALIASES: Final = {"&": "and", "&&": "and", "|": "or", "||": "or"}
"""Signs of other query languages."""


@dataclass(frozen=True, slots=True)
class IdTerm:
    """A text is part of the ID."""

    text: str
    """The text, case folded. A text with a colon is looked for in the ID with its region, any
    other in the ID without it."""


@dataclass(frozen=True, slots=True)
class StateTerm:
    """The identity is in a state."""

    state: IdentityState
    """The state."""

    def accepts(self, logins: tuple[str, ...]) -> bool:
        """Return whether an identity with these logins is in the state."""
        return _state(logins) is self.state


@dataclass(frozen=True, slots=True)
class ProviderTerm:
    """The identity has a login of a provider."""

    name: str
    """The provider's name or a part of it, case folded."""
    is_literal: bool
    """Whether names of public providers and `userpool` have no meaning."""

    def accepts(self, logins: tuple[str, ...]) -> bool:
        """Return whether one of the logins is of the provider.

        Args:
            logins: The logins as the service writes them. A disabled identity has none.
        """
        if _state(logins) is not IdentityState.AUTHENTICATED:
            return False
        return any(self._includes(key) for key in logins)

    def _includes(self, key: str) -> bool:
        short_name = login_name(key).casefold()
        if not self.is_literal and self.name in PUBLIC_PROVIDERS:
            # not a part: "amazon" is in the names of all user pools
            return short_name == self.name
        kind, _, user_pool = self.name.partition(":")
        if not self.is_literal and kind == ANY_USER_POOL:
            return bool(USER_POOL.match(key)) and user_pool in short_name
        return self.name in key.casefold() or self.name in short_name


@dataclass(frozen=True, slots=True)
class DateTerm:
    """A date of the identity is in a period. A missing date is in none."""

    key: Literal["created", "modified"]
    """Which date."""
    period: Period
    """The period."""


class Clock(NamedTuple):
    """What dates and ages in a query refer to."""

    now: float
    """The current time in seconds since the epoch."""
    zone: tzinfo | None
    """The time zone of dates; None for the user's own."""


Term: TypeAlias = IdTerm | StateTerm | ProviderTerm | DateTerm
"""A condition."""


def term_of(token: QueryToken, clock: Clock) -> Term:
    """Return the term of a word, a quoted text or a comparison.

    Args:
        token: The token.
        clock: What dates and ages refer to.

    Raises:
        QueryError: The token is not a term.
    """
    if token.kind is QueryTokenKind.QUOTED:
        return IdTerm(token.text.casefold())
    if token.kind is QueryTokenKind.WORD:
        return _word_term(token)
    if token.key not in KEYS:
        raise _unknown_key(token)
    if token.key == PROVIDER:
        return _provider_term(token)
    return _date_term(token, clock)


def is_unlikely(token: QueryToken) -> bool:
    """Return whether a token is a word that is neither a state nor like a part of an ID."""
    word = token.text.casefold()
    is_known = word in list(IdentityState) or _IN_ID.fullmatch(word)
    return token.kind is QueryTokenKind.WORD and not is_known


def hint_for(word: str) -> str:
    """Return what the user may have meant by a word that is unlikely in an ID.

    Args:
        word: The word.

    Returns:
        A sentence such as `Did you mean provider:google?`; empty if no other word is like it.
    """
    name = word.casefold()
    if name in PUBLIC_PROVIDERS:
        return f"Did you mean {PROVIDER}:{name}?"
    near = difflib.get_close_matches(name, list(IdentityState), 1)
    return f"Did you mean {near[0]}?" if near else ""


def _state(logins: tuple[str, ...]) -> IdentityState:
    return Identity("", logins, math.nan, math.nan).state


def _word_term(token: QueryToken) -> Term:
    word = token.text.casefold()
    if operator := _ALIASES.get(word):
        message = f"Write {operator} instead of {word}."
        raise QueryError(message, token.start, token.end)
    if word in KEYS:
        raise _missing_value(token, word)
    if word in list(IdentityState):
        return StateTerm(IdentityState(word))
    return IdTerm(word)


def _provider_term(token: QueryToken) -> ProviderTerm:
    name = token.text.casefold().removeprefix("https://")
    if token.operator != ":":
        message = f"{PROVIDER} takes a colon: {PROVIDER}:google."
        raise QueryError(message, token.start, token.value_start)
    if not name:
        raise _missing_value(token, PROVIDER)
    return ProviderTerm(name, token.is_value_quoted)


def _date_term(token: QueryToken, clock: Clock) -> DateTerm:
    key: Final = "created" if token.key == "created" else "modified"
    if token.operator not in periods.OPERATORS:
        message = f"{key} takes <, <=, >, >= or a colon: {key}:2026-04."
        raise QueryError(message, token.start, token.value_start)
    if not token.text:
        raise _missing_value(token, key)
    try:
        return DateTerm(key, periods.period_of(token.operator, token.text, *clock))
    except ValueError as error:
        raise QueryError(
            f"Invalid value {quote(token.text)}. {error}",
            token.value_start,
            token.end,
            unfinished=token.is_last and periods.is_unfinished(token.text),
        ) from None


def _missing_value(token: QueryToken, key: str) -> QueryError:
    if key == PROVIDER:
        message = f"{PROVIDER} needs a colon and a name: {PROVIDER}:google."
    else:
        message = f"{key} needs an operator and a date or age: {key}>2026-04, {key}<90d."
    is_unfinished = token.is_last and not token.is_value_quoted
    return QueryError(message, token.start, token.end, unfinished=is_unfinished)


def _unknown_key(token: QueryToken) -> QueryError:
    if not token.key:
        message = f"Missing {PROVIDER}, created or modified before {token.operator}."
    elif near := difflib.get_close_matches(token.key, KEYS, 1):
        message = f"Unknown key {quote(token.key)}. Did you mean {near[0]}?"
    else:
        message = f"Unknown key {quote(token.key)}. Use {PROVIDER}, created or modified."
    return QueryError(message, token.start, token.start + len(token.key or token.operator))
