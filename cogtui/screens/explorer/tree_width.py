"""The width of the tree of pools beside the other panes."""

from typing import Final

WIDE: Final = 120
"""The width from which all panes are shown, in columns."""

STEP: Final = 4
"""How many columns the keys make the tree wider or narrower."""

_DEFAULT: Final = 26
_DEFAULT_IF_WIDE: Final = 36
_NARROWEST: Final = 16

_BESIDE: Final = 40
"""Columns that are always left to the other panes, except on tiny terminals."""
_BESIDE_BY_DEFAULT: Final = WIDE - _DEFAULT_IF_WIDE
"""Columns that a tree which adapts to its names leaves to the other panes."""


def clamp_width(width: int, columns: int) -> int:
    """Limit the width of the tree so that both sides stay usable.

    Args:
        width: The width wanted.
        columns: The width of the terminal.
    """
    return max(_NARROWEST, min(width, columns - _BESIDE))


def tree_width(chosen: int | None, needed: int, columns: int) -> int:
    """Return the width of the tree.

    Args:
        chosen: The width that the user chose; None for none.
        needed: The width at which no name is shortened.
        columns: The width of the terminal.
    """
    if chosen is not None:
        return clamp_width(chosen, columns)
    if columns < WIDE:
        return _DEFAULT
    return max(_DEFAULT_IF_WIDE, min(needed, columns // 2, columns - _BESIDE_BY_DEFAULT))
