"""Values as JSON to edit by hand: secrets are masked, and errors have a line and a column."""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from cogtui.secret import MASK, Secret
from cogtui.service.validation import Problem
from cogtui.text import is_plain


class JsonError(Exception):
    """A text is not valid JSON; the message says why and where."""


def to_json(value: object) -> str:
    """Return a value as indented JSON, secrets as `****` and unprintable characters escaped.

    Args:
        value: Plain data, with secrets wrapped in `Secret`; None if it is not set.
    """
    text = json.dumps(_masked(value), indent=2, ensure_ascii=False)
    return "".join(
        each if is_plain(each) or each == "\n" else json.dumps(each)[1:-1] for each in text
    )


def _masked(value: object) -> object:
    if isinstance(value, Secret):
        return MASK
    if isinstance(value, Mapping):
        return {key: _masked(each) for key, each in value.items()}
    return [_masked(each) for each in value] if isinstance(value, list | tuple) else value


def parse(text: str) -> Any:  # noqa: ANN401  JSON
    """Parse JSON.

    Raises:
        JsonError: The text is not valid JSON, or an object has a duplicate key, of which Python
            would drop one.
    """
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_reject_constant)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno}: {error.msg[:1].lower()}"
        # the exception holds the text, which may contain a secret
        raise JsonError(message + error.msg[1:]) from None
    except RecursionError:
        raise JsonError("nested too deeply") from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    for name in names:
        if names.count(name) > 1:
            raise JsonError(f"{json.dumps(name)} is a duplicate key")
    return dict(pairs)


def _reject_constant(name: str) -> NoReturn:
    raise JsonError(f"{name} is not valid JSON")


def restore_secrets(value: Any, original: object) -> Any:  # noqa: ANN401  plain data
    """Return a value with each `****` replaced by the secret at the same place in the original.

    Args:
        value: The value parsed.
        original: The value before editing.
    """
    if value == MASK and isinstance(original, Secret):
        return original
    if isinstance(value, dict):
        return {name: restore_secrets(each, _at(original, name)) for name, each in value.items()}
    if isinstance(value, list):
        return [restore_secrets(each, _at(original, index)) for index, each in enumerate(value)]
    return value


def unmatched_masks(
    value: object, original: object, path: tuple[str | int, ...]
) -> Iterator[Problem]:
    """Yield a problem for each `****` without a secret at the same place in the original.

    Args:
        value: The value parsed.
        original: The value before editing.
        path: The path to both.
    """
    if value == MASK and original != MASK and not isinstance(original, Secret):
        yield Problem(path, f"{MASK} stands for no secret here")
    elif isinstance(value, dict):
        for name, each in value.items():
            yield from unmatched_masks(each, _at(original, name), (*path, name))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from unmatched_masks(each, _at(original, index), (*path, index))


def _at(original: object, name: str | int) -> object:
    if isinstance(original, Mapping):
        return original.get(name)
    if isinstance(original, list | tuple) and isinstance(name, int) and name < len(original):
        return original[name]
    return None
