"""Answers that differ from a real one in a single member."""

import copy
from collections.abc import Iterator
from typing import Any, Final, NamedTuple

WRONG: Final = {"text": 5, "number": "no number", "flag": "no flag", "list": {"0": "x"}, "map": [1]}
"""A value of another type than each kind of value."""


class Mutation(NamedTuple):
    """An answer with one member changed."""

    path: str
    """The member's path: `IdentityPools[0].IdentityPoolId`."""
    change: str
    """What was done to it: `missing`, `null` or `wrong type`."""
    answer: dict[str, Any]
    """The whole answer."""


def mutations(answer: dict[str, Any]) -> Iterator[Mutation]:
    """Yield the answer with each of its members missing, null, and of the wrong type.

    A member of an object that is null counts as missing, so only elements of lists become null.
    """
    yield Mutation("", "empty", {})
    for path in _paths(answer, ()):
        for change in ("null" if isinstance(path[-1], int) else "missing", "wrong type"):
            changed = copy.deepcopy(answer)
            _apply(changed, path, change)
            yield Mutation(_text(path), change, changed)


def _paths(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:  # noqa: ANN401  JSON
    if path:
        yield path
    if isinstance(value, dict):
        for name, each in value.items():
            yield from _paths(each, (*path, name))
    elif isinstance(value, list) and value:
        # the elements are alike
        yield from _paths(value[0], (*path, 0))


def _apply(answer: Any, path: tuple[str | int, ...], change: str) -> None:  # noqa: ANN401  JSON
    for key in path[:-1]:
        answer = answer[key]
    last = path[-1]
    if change == "missing":
        del answer[last]
    else:
        answer[last] = None if change == "null" else WRONG[_kind(answer[last])]


def _kind(value: Any) -> str:  # noqa: ANN401  JSON
    kinds = {str: "text", bool: "flag", int: "number", float: "number", list: "list", dict: "map"}
    return kinds[type(value)]


def _text(path: tuple[str | int, ...]) -> str:
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in path).lstrip(".")
