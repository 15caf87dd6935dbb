"""Parse a query.

    query  = [or]
    or     = and {"or" and}
    and    = not {["and"] not}
    not    = {"not" | "!"} (term | "(" or ")")
    term   = word | quoted text | key operator value

The parser is Dijkstra's shunting yard, so that nesting is limited by nothing but the length of the
query.
"""

from datetime import tzinfo
from typing import Final

from cogtui.query.errors import QueryError, quote
from cogtui.query.query import Operator, Query, Step
from cogtui.query.terms import Clock, hint_for, is_unlikely, term_of
from cogtui.query.tokens import QueryToken, QueryTokenKind, tokenize

_OPERATORS: Final = {
    QueryTokenKind.OR: Operator.OR,
    QueryTokenKind.AND: Operator.AND,
    QueryTokenKind.NOT: Operator.NOT,
}


def parse(text: str, now: float, zone: tzinfo | None) -> Query:
    """Parse a query.

    Args:
        text: The query. The empty query matches every identity.
        now: The current time in seconds since the epoch, from which ages count.
        zone: The time zone of dates; None for the user's own.

    Returns:
        The query. Dates and ages in it are fixed points in time: parse it again to move them.

    Raises:
        QueryError: The query is wrong, or its last word is unfinished.
    """
    parser = _QueryParser(Clock(now, zone))
    for token in tokenize(text):
        parser.take(token)
    return parser.finished()


class _QueryParser:
    """Orders terms and operators of a query by precedence."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._steps: list[Step] = []
        self._pending: list[Operator | QueryToken] = []
        """Operators that wait for their last operand, and parentheses that are open."""
        self._previous: QueryToken | None = None
        self._needs_term = True
        self._unlikely: QueryToken | None = None
        """The first word that looks like no part of an ID."""

    def take(self, token: QueryToken) -> None:
        """Add the next token."""
        if token.kind in (QueryTokenKind.AND, QueryTokenKind.OR, QueryTokenKind.CLOSE):
            if self._needs_term:
                raise self._missing_term(token)
            if token.kind is QueryTokenKind.CLOSE:
                self._close(token)
            else:
                self._add_operator(_OPERATORS[token.kind])
        else:
            if not self._needs_term:
                self._add_operator(Operator.AND)
            self._begin(token)
        self._previous = token

    def _begin(self, token: QueryToken) -> None:
        """Add what an operand may begin with."""
        if token.kind is QueryTokenKind.NOT:
            self._pending.append(Operator.NOT)
        elif token.kind is QueryTokenKind.OPEN:
            self._pending.append(token)
        else:
            self._steps.append(term_of(token, self._clock))
            if self._unlikely is None and is_unlikely(token):
                self._unlikely = token
            self._needs_term = False

    def _add_operator(self, operator: Operator) -> None:
        self._apply_pending(operator)
        self._pending.append(operator)
        self._needs_term = True

    def _apply_pending(self, following: Operator) -> None:
        """Apply the operators that bind at least as strongly as the following one."""
        while self._pending:
            last = self._pending[-1]
            if not isinstance(last, Operator) or last.value < following.value:
                return
            self._steps.append(last)
            self._pending.pop()

    def _close(self, token: QueryToken) -> None:
        self._apply_pending(Operator.OR)
        if not self._pending:
            raise QueryError("Missing opening parenthesis.", token.start, token.end)
        self._pending.pop()

    def finished(self) -> Query:
        """Return the query after its last token."""
        if self._previous and self._needs_term:
            previous = self._previous
            message = f"Missing term after {quote(previous.text)}."
            raise QueryError(message, previous.start, previous.end, unfinished=True)
        self._apply_pending(Operator.OR)
        for pending in self._pending:
            if isinstance(pending, QueryToken):
                raise QueryError(
                    "Missing closing parenthesis.", pending.start, pending.end, unfinished=True
                )
        return Query(tuple(self._steps), hint_for(self._unlikely.text) if self._unlikely else "")

    def _missing_term(self, token: QueryToken) -> QueryError:
        previous = self._previous
        if token.kind is not QueryTokenKind.CLOSE:
            return QueryError(f"Missing term before {quote(token.text)}.", token.start, token.end)
        if not previous:
            return QueryError("Missing opening parenthesis.", token.start, token.end)
        if previous.kind is QueryTokenKind.OPEN:
            return QueryError("Missing term in parentheses.", previous.start, token.end)
        message = f"Missing term after {quote(previous.text)}."
        return QueryError(message, previous.start, previous.end)
