"""Values as JSON that people edit: secrets stay behind, and mistakes are told with their place."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from cogtui.secret import MASK, Secret
from cogtui.service.validation import Problem


class JsonMistake(Exception):  # noqa: N818  a mistake is what it is
    """A text that cannot be read as JSON, in words and with the place."""


def written(value: object) -> str:
    """Writes a value as JSON.

    Args:
        value: Plain data, with `Secret` where there is one; None if it is not set.

    Returns:
        Indented lines; `****` stands for each secret, and what is not printable is escaped.
    """
    text = json.dumps(_masked(value), indent=2, ensure_ascii=False)
    return "".join(
        each if each.isprintable() or each == "\n" else json.dumps(each)[1:-1] for each in text
    )


def _masked(value: object) -> object:
    if isinstance(value, Secret):
        return MASK
    if isinstance(value, Mapping):
        return {key: _masked(each) for key, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, list | tuple) else value


def read(text: str) -> Any:  # noqa: ANN401  JSON
    """Reads JSON.

    Args:
        text: What was typed.

    Raises:
        JsonMistake: It is no JSON, or a name stands twice in an object, one of which would be
            lost.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}"
        # the text that is wrong may hold a secret
        raise JsonMistake(message + error.msg[1:]) from None
    except RecursionError:
        raise JsonMistake("too many brackets inside of each other") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise JsonMistake(f"{json.dumps(name)} stands twice in an object")
    return dict(pairs)


def _no_constant(name: str) -> NoReturn:
    raise JsonMistake(f"{name} is no JSON")


def restored(value: Any, original: object) -> Any:  # noqa: ANN401  plain data
    """Puts secrets back in the places where `****` stands for them.

    Args:
        value: What was read.
        original: The value that was written.
    """
    if value == MASK and isinstance(original, Secret):
        return original
    if isinstance(value, dict):
        return {name: restored(each, _at(original, name)) for name, each in value.items()}
    if isinstance(value, list):
        return [restored(each, _at(original, place)) for place, each in enumerate(value)]
    return value


def masks_of_nothing(
    value: object, original: object, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """Finds each `****` that stands for no secret.

    Args:
        value: What was read.
        original: The value that was written.
        path: Where both are.
    """
    if value == MASK and original != MASK and not isinstance(original, Secret):
        yield Problem(path, f"{MASK} stands for no secret here")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from masks_of_nothing(each, _at(original, name), (*path, name))
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from masks_of_nothing(each, _at(original, place), (*path, place))


def _at(original: object, name: str | int) -> object:
    if isinstance(original, Mapping):
        return original.get(name)
    if isinstance(original, list | tuple) and isinstance(name, int) and name < len(original):
        return original[name]
    return None
