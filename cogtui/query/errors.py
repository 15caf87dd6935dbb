"""The error of a query that cannot be understood."""

from typing import Final

from cogtui.text import shorten, visible

_QUOTED_CELLS: Final = 40


class QueryError(Exception):
    """A query is wrong, or its last word is unfinished.

    Args:
        message: One or two sentences that are safe to draw.
        start: The index of the first wrong character.
        end: The index after the last wrong character.
        unfinished: Whether more text at the end could make the query valid.
    """

    def __init__(self, message: str, start: int, end: int, *, unfinished: bool = False) -> None:
        super().__init__(message)
        self.message = message
        """One or two sentences that are safe to draw."""
        self.start = start
        """The index of the first wrong character."""
        self.end = end
        """The index after the last wrong character."""
        self.unfinished = unfinished
        """Whether more text at the end could make the query valid.

        While the user types, such an error needs no message.
        """


def quote(word: str) -> str:
    """Return a word of the user in quotation marks, shortened and safe to draw."""
    return f'"{shorten(visible(word), _QUOTED_CELLS)}"'
