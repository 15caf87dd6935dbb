"""A value that must not be read over a shoulder, in a log or in a crash report."""

from typing import Final

MASK: Final = "****"


class Secret:
    """An opaque text that prints as `****` wherever it is printed.

    Textual's crash report prints local variables, and a worker's description prints arguments, so
    a secret is wrapped where it is typed and unwrapped in the last line before it is used.

    Args:
        value: The text to keep.
    """

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The text itself; call it in the expression that uses it, and give it no name."""
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__
