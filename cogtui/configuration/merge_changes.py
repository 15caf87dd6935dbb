"""What two sides made of one configuration, put together; what both changed is left to decide.

A configuration is taken apart into the pieces that can be changed apart from each other without
harm. A provider, a tag or a role is one; so is a whole role mapping, whose rules have an order,
and the principal tags of a provider, which go with `UseDefaults` or without.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import SHAPES, Configuration, Shape, mapping_key

Path = tuple[str, ...]
"""A piece: the member by the API's name, and inside of it a name."""

Pieces = Mapping[Path, Any]


class MergeSide(StrEnum):
    """Whose piece is taken."""

    BASE = "base"
    """What both began with."""
    THEIRS = "theirs"
    """What the service has now."""
    YOURS = "yours"
    """What was edited."""


class Conflict(NamedTuple):
    """A piece that both sides changed, and not to the same."""

    path: Path
    """Which piece."""
    base: Any
    """What both began with; None if it was not there."""
    theirs: Any
    """What the service has now; None if it is gone."""
    yours: Any
    """What was edited; None if it is gone."""

    def of(self, side: MergeSide) -> Any:  # noqa: ANN401  of the member's shape
        """The piece as a side has it.

        Args:
            side: Whose.
        """
        return {
            MergeSide.BASE: self.base,
            MergeSide.THEIRS: self.theirs,
            MergeSide.YOURS: self.yours,
        }[side]


class Merge(NamedTuple):
    """Two sides put together, as far as nobody has to decide."""

    pieces: Pieces
    """What is agreed on."""
    conflicts: tuple[Conflict, ...]
    """What is to be decided."""

    def resolved(
        self, choices: Mapping[Path, MergeSide], otherwise: MergeSide = MergeSide.THEIRS
    ) -> Configuration:
        """The configuration with each conflict decided.

        Args:
            choices: Whose piece is taken, by its path.
            otherwise: Whose is taken where nothing was chosen.
        """
        decided = {each.path: each.of(choices.get(each.path, otherwise)) for each in self.conflicts}
        return _joined({**self.pieces, **decided})


def merged(base: Configuration, theirs: Configuration, yours: Configuration) -> Merge:
    """Puts together what two sides made of one configuration.

    Args:
        base: What both began with.
        theirs: What the service has now.
        yours: What was edited.

    Returns:
        What only one side changed, or both in the same way, as it is now; and the conflicts.
    """
    sides = tuple(map(_pieces, (base, theirs, yours)))
    agreed: dict[Path, Any] = {}
    conflicts = []
    for path in dict.fromkeys(path for side in sides for path in side):
        was, one, other = (side.get(path) for side in sides)
        if other in (one, was):
            agreed[path] = one
        elif one == was:
            agreed[path] = other
        else:
            conflicts.append(Conflict(path, was, one, other))
    return Merge(agreed, tuple(conflicts))


_WHOLE: Final = (Shape.TEXT, Shape.FLAG)


def _pieces(configuration: Configuration) -> Pieces:
    pieces: dict[Path, Any] = {}
    for name, shape in SHAPES.items():
        value = configuration[name]
        if shape in _WHOLE:
            pieces[(name,)] = value
        elif shape is Shape.USER_POOLS:
            pieces |= {(name, mapping_key(each)): each for each in value}
        elif shape is Shape.TEXTS:
            pieces |= {(name, each): each for each in value}
        else:
            pieces |= {(name, key): each for key, each in value.items()}
    return pieces


def _joined(pieces: Pieces) -> Configuration:
    values: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        inside = {path[-1]: each for path, each in _of(name, pieces) if each is not None}
        if shape in _WHOLE:
            values[name] = inside.get(name)
        elif shape in (Shape.USER_POOLS, Shape.TEXTS):
            values[name] = list(inside.values())
        else:
            values[name] = inside
    return Configuration.of(values)


def _of(name: str, pieces: Pieces) -> Iterable[tuple[Path, Any]]:
    return ((path, each) for path, each in pieces.items() if path[0] == name)
