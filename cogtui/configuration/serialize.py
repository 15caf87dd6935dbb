"""Convert a configuration to plain data for cogtui's own files, without secrets, and back."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from cogtui.configuration.pool_configuration import SHAPES, Configuration, Shape, rules_of
from cogtui.configuration.redaction import without_secrets

FORMAT: Final = 1
"""The version of the format; files with a higher version are ignored."""


class DamagedFileError(Exception):
    """A file of cogtui that cannot be read. The message says why."""


def serialize(configuration: Configuration) -> dict[str, Any]:
    """Return a configuration as plain data, with secrets redacted.

    Args:
        configuration: The configuration, with or without secrets.
    """
    return without_secrets(configuration)


def deserialize(values: object) -> Configuration:
    """Validate plain data and return its configuration.

    Args:
        values: The content of a file.

    Returns:
        The configuration, with secrets redacted.

    Raises:
        DamagedFileError: cogtui never writes such data.
    """
    if not isinstance(values, Mapping):
        raise DamagedFileError("contains no configuration")
    for name, shape in SHAPES.items():
        value = values.get(name)
        if value is not None and not _CHECKS[shape](value):
            raise DamagedFileError(f"invalid value for {name}")
    return Configuration.of(values)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_map(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, value.values()))


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))


def _are_user_pools(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(each, dict)
        and all(_is_text(each.get(name, "")) for name in ("ProviderName", "ClientId"))
        for each in value
    )


def _are_mappings(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_mapping, value.values()))


def _is_mapping(value: object) -> bool:
    if not isinstance(value, dict):
        return False
    rules = value.get("RulesConfiguration", {})
    texts = {name: each for name, each in value.items() if name != "RulesConfiguration"}
    return (
        _is_map(texts)
        and isinstance(rules, dict)
        and isinstance(rules.get("Rules", []), list)
        and all(map(_is_map, rules_of(value)))
    )


def _are_tag_maps(value: object) -> bool:
    return isinstance(value, dict) and all(
        isinstance(each, dict) and _is_map(each.get("PrincipalTags", {})) for each in value.values()
    )


_CHECKS: Final[Mapping[Shape, Callable[[object], bool]]] = {
    Shape.TEXT: _is_text,
    Shape.FLAG: lambda value: isinstance(value, bool),
    Shape.TEXTS: _are_texts,
    Shape.MAP: _is_map,
    Shape.USER_POOLS: _are_user_pools,
    Shape.MAPPINGS: _are_mappings,
    Shape.TAG_MAPS: _are_tag_maps,
}
"""The function that checks the data of a member of each shape."""
