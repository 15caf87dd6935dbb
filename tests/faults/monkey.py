"""Random keys, the same for the same seed."""

import random
from collections.abc import Mapping
from typing import Final

from cogtui.emulator.faults import Fault, FaultPlan

_MOVES: Final[Mapping[str, str]] = {
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "home": "\x1b[H",
    "end": "\x1b[F",
    "pageup": "\x1b[5~",
    "pagedown": "\x1b[6~",
    "shift+tab": "\x1b[Z",
    "tab": "\t",
    "enter": "\r",
    "escape": "\x1b",
    "space": " ",
    "backspace": "\x7f",
}
"""Keys that move or choose, and what a terminal sends for them."""

# neither q nor Ctrl+C: they quit
LETTERS: Final = "abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ1234567/?!*~+-.<>[]"
_CONTROLS: Final = tuple(f"ctrl+{letter}" for letter in "aegklnoprsuy")
_FREQUENT: Final = ("down", "up", "enter", "escape", "tab") * 6
"""Keys that lead further."""

FAULTS: Final = FaultPlan(
    faults=tuple(
        Fault("*", kind, 0.04)
        for kind in (
            "TooManyRequestsException",
            "InternalErrorException",
            "AccessDeniedException",
            "ExpiredTokenException",
            "ResourceNotFoundException",
            "reset",
            "cut",
            "malformed",
        )
    )
)
"""An emulator that fails one request in four."""


def keys(seed: int, count: int, *, without: frozenset[str] = frozenset()) -> list[str]:
    """Return random keys by their names in Textual.

    Args:
        seed: The random seed.
        count: How many.
        without: Keys to leave out.
    """
    choices = [key for key in (*LETTERS, *_CONTROLS, *_MOVES, *_FREQUENT) if key not in without]
    return random.Random(seed).choices(choices, k=count)  # noqa: S311  must be reproducible


def sent(key: str) -> str:
    """Return what a terminal sends for a key."""
    if key.startswith("ctrl+"):
        return chr(ord(key[-1]) - ord("a") + 1)
    return _MOVES.get(key, key)
