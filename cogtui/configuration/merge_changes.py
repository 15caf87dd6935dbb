"""Three-way merge of configurations, which reports conflicting changes for the user to resolve.

A configuration is split into pieces that can safely change independently: a provider, a tag and a
role are one piece each. A whole role mapping is one piece because its rules are ordered; so are the
principal tags of a provider, because they depend on `UseDefaults`.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.configuration.pool_configuration import SHAPES, Configuration, Shape, mapping_key

PiecePath = tuple[str, ...]
"""The path of a piece: its member by API name, then a name inside it."""

Pieces = Mapping[PiecePath, Any]


class MergeSide(StrEnum):
    """A side of a merge."""

    BASE = "base"
    """The common base."""
    THEIRS = "theirs"
    """The current configuration of the pool."""
    YOURS = "yours"
    """The edited configuration."""


class Conflict(NamedTuple):
    """A piece that both sides changed differently."""

    path: PiecePath
    """The path of the piece."""
    base: Any
    """The base value; None if it did not exist."""
    theirs: Any
    """The current value; None if it was removed."""
    yours: Any
    """The edited value; None if it was removed."""

    def of(self, side: MergeSide) -> Any:  # noqa: ANN401  of the member's shape
        """Return the value of one side.

        Args:
            side: The side.
        """
        return {
            MergeSide.BASE: self.base,
            MergeSide.THEIRS: self.theirs,
            MergeSide.YOURS: self.yours,
        }[side]


class Merge(NamedTuple):
    """The result of a merge, possibly with conflicts."""

    pieces: Pieces
    """The pieces without conflicts."""
    conflicts: tuple[Conflict, ...]
    """The conflicts to resolve."""

    def resolved(
        self, choices: Mapping[PiecePath, MergeSide], otherwise: MergeSide = MergeSide.THEIRS
    ) -> Configuration:
        """Return the configuration with all conflicts resolved.

        Args:
            choices: The chosen side by the path of the conflict.
            otherwise: The side for conflicts without a choice.
        """
        decided = {each.path: each.of(choices.get(each.path, otherwise)) for each in self.conflicts}
        return _assemble({**self.pieces, **decided})


def merged(base: Configuration, theirs: Configuration, yours: Configuration) -> Merge:
    """Merge two configurations that were changed from a common base.

    Args:
        base: The common base.
        theirs: The current configuration of the pool.
        yours: The edited configuration.

    Returns:
        The pieces that one side changed or both changed alike, and the conflicts.
    """
    sides = tuple(map(_pieces, (base, theirs, yours)))
    agreed: dict[PiecePath, Any] = {}
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


_SINGLE_PIECES: Final = (Shape.TEXT, Shape.FLAG)


def _pieces(configuration: Configuration) -> Pieces:
    pieces: dict[PiecePath, Any] = {}
    for name, shape in SHAPES.items():
        value = configuration[name]
        if shape in _SINGLE_PIECES:
            pieces[(name,)] = value
        elif shape is Shape.USER_POOLS:
            pieces |= {(name, mapping_key(each)): each for each in value}
        elif shape is Shape.TEXTS:
            pieces |= {(name, each): each for each in value}
        else:
            pieces |= {(name, key): each for key, each in value.items()}
    return pieces


def _assemble(pieces: Pieces) -> Configuration:
    values: dict[str, Any] = {}
    for name, shape in SHAPES.items():
        inside = {path[-1]: each for path, each in _pieces_of(name, pieces) if each is not None}
        if shape in _SINGLE_PIECES:
            values[name] = inside.get(name)
        elif shape in (Shape.USER_POOLS, Shape.TEXTS):
            values[name] = list(inside.values())
        else:
            values[name] = inside
    return Configuration.of(values)


def _pieces_of(name: str, pieces: Pieces) -> Iterable[tuple[PiecePath, Any]]:
    return ((path, each) for path, each in pieces.items() if path[0] == name)
