"""A parsed query, and its evaluation over columns of identities."""

from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import compress
from typing import Final, TypeAlias

from cogtui.query import masks
from cogtui.query.masks import IdentityColumns
from cogtui.query.terms import DateTerm, IdTerm, ProviderTerm, StateTerm, Term

_SLICE_ROWS: Final = 16_384
"""How many rows a slice would have without any step; with a step, it has half as many."""
_LEAST_SLICE_ROWS: Final = 256


class Operator(Enum):
    """An operator between or before terms."""

    OR = auto()
    """At least one of two conditions."""
    AND = auto()
    """Both of two conditions."""
    NOT = auto()
    """The opposite of one condition."""


Step: TypeAlias = Term | Operator
"""A term, or an operator on the results of the steps before it."""


@dataclass(frozen=True, slots=True)
class Query:
    """A condition that identities fulfil or not."""

    steps: tuple[Step, ...]
    """The condition in postfix notation, which needs no recursion however deep it is nested.

    Empty if every identity fulfils it.
    """
    hint: str
    """What the user may have meant, for a query without any match: `Did you mean guest?`. Empty if
    nothing similar is known."""

    @property
    def plain_text(self) -> str | None:
        """The text, if the query is only a text that IDs must contain, else None.

        The text is case folded. The empty query is the empty text, which all IDs contain.
        """
        if not self.steps:
            return ""
        first = self.steps[0]
        return first.text if len(self.steps) == 1 and isinstance(first, IdTerm) else None

    def over(self, columns: IdentityColumns) -> "Matcher":
        """Return what finds the matching rows in columns."""
        return Matcher(self, columns)


class Matcher:
    """Finds the rows that match a query, also among rows that are appended later.

    Args:
        query: The query.
        columns: The identities.
    """

    def __init__(self, query: Query, columns: IdentityColumns) -> None:
        self._steps = query.steps
        self._columns = columns
        terms = {step for step in query.steps if not isinstance(step, Operator)}
        self._accepted = {
            term: bytearray() for term in terms if isinstance(term, StateTerm | ProviderTerm)
        }
        self._slice_rows = max(_LEAST_SLICE_ROWS, _SLICE_ROWS // (1 + len(query.steps)))

    def matching(self, start: int, stop: int) -> "array[int]":
        """Return the matching rows in a range at once, in ascending order.

        Args:
            start: The first row of the range.
            stop: The row after its last.
        """
        rows = range(start, stop)
        if not self._steps:
            return array("I", rows)
        found = masks.rows_of_mask(self._mask(start, stop), len(rows))
        return array("I", compress(rows, found))

    def slices(self, start: int = 0, stop: int | None = None) -> Iterator["array[int]"]:
        """Find the matching rows slice by slice, so that other work can be done in between.

        Args:
            start: The first row to search.
            stop: The row after the last; by default all rows loaded now.

        Yields:
            The matching rows of the next slice, in ascending order. A slice takes less than half
            a frame, unless the query has dozens of terms.
        """
        end = len(self._columns) if stop is None else stop
        for first in range(start, end, self._slice_rows):
            yield self.matching(first, min(first + self._slice_rows, end))

    def _mask(self, start: int, stop: int) -> int:
        """Run the steps on a stack of masks."""
        every = masks.all_rows(stop - start)
        known: dict[Term, int] = {}
        stack: list[int] = []
        for step in self._steps:
            if step is Operator.NOT:
                stack.append(stack.pop() ^ every)
            elif step is Operator.AND:
                stack.append(stack.pop() & stack.pop())
            elif step is Operator.OR:
                stack.append(stack.pop() | stack.pop())
            else:
                if step not in known:
                    known[step] = self._term_mask(step, start, stop)
                stack.append(known[step])
        return stack.pop()

    def _term_mask(self, term: Term, start: int, stop: int) -> int:
        if isinstance(term, IdTerm):
            return masks.id_mask(self._columns, term.text, start, stop)
        if isinstance(term, DateTerm):
            return masks.date_mask(self._columns, term, start, stop)
        return masks.logins_mask(self._columns, self._accepted_logins(term), start, stop)

    def _accepted_logins(self, term: StateTerm | ProviderTerm) -> bytearray:
        """Return 1 or 0 for each different logins, examined once."""
        accepted = self._accepted[term]
        new = self._columns.login_sets[len(accepted) :]
        accepted.extend(term.accepts(logins) for logins in new)
        return accepted
