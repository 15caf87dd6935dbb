"""Wrap a value that must not appear on the screen, in a log or in a crash report."""

from typing import Final

MASK: Final = "****"


class Secret:
    """A text that prints as `****`.

    Textual's crash report prints local variables, and a worker's description prints arguments, so
    wrap a secret where it is typed and unwrap it in the last expression before it is used.

    Args:
        value: The secret text.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the text. Call this in the expression that uses it; do not assign the result."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__
