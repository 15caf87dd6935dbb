"""Validation of requests against the service's published model.

botocore rejects wrong types, missing members and values below a minimum before it sends a request;
maxima, patterns and enums reach the service, which returns `ValidationException` with a fixed
wording. Everything is checked here, because other clients check less than botocore does.
"""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from botocore.model import ListShape, MapShape, Shape, StructureShape
from moto.core.utils import get_service_model

from cogtui.emulator.exceptions import SerializationException, ValidationException

_PYTHON_TYPES: dict[str, type] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "long": int,
    "list": list,
    "map": dict,
    "structure": dict,
}
_NUMBERS = ("integer", "long")
# The service does not list this enum in the model's order; public reports show this one.
_ENUM_ORDER = {"MappingRuleMatchType": ("StartsWith", "Equals", "Contains", "NotEqual")}
# Java's classes for printable characters, which Python's re does not support.
_PRINTABLE = r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+"


def check_constraints(operation: str, parameters: dict[str, Any]) -> None:
    """Check a request's parameters against the operation's input shape.

    Args:
        operation: The operation's API name, such as `ListIdentities`.
        parameters: The request's members by API name; null members count as absent.

    Raises:
        ValidationException: One or more members violate a constraint; the message lists all.
        SerializationException: A member has the wrong type.
    """
    shape = get_service_model("cognito-identity").operation_model(operation).input_shape
    found = list(_violations(shape, parameters, ""))
    if found:
        count = f"{len(found)} validation error{'s' * (len(found) > 1)} detected"
        raise ValidationException(f"{count}: {'; '.join(found)}")


def _violations(shape: Shape, value: Any, path: str) -> Iterator[str]:  # noqa: ANN401 - JSON
    _check_type(shape, value, path)
    if isinstance(shape, StructureShape):
        yield from _structure_violations(shape, value, path)
        return
    quoted_value = "" if _is_secret(shape) else f" '{_as_java(value)}'"
    for constraint in _broken_constraints(shape, value):
        yield f"Value{quoted_value} at '{path}' failed to satisfy constraint: {constraint}"
    if isinstance(shape, ListShape):
        for number, element in enumerate(value, 1):
            yield from _violations(shape.member, element, f"{path}.{number}.member")
    elif isinstance(shape, MapShape):
        for key, element in value.items():
            yield from _violations(shape.value, element, f"{path}.{key}.member")


def _is_secret(shape: Shape) -> bool:
    """Return whether a shape or its values are sensitive, so that errors must not quote them."""
    inner = shape.value if isinstance(shape, MapShape) else shape
    return bool(inner.metadata.get("sensitive", False))


def _check_type(shape: Shape, value: Any, path: str) -> None:  # noqa: ANN401 - JSON
    expected = _PYTHON_TYPES[shape.type_name]
    # In Python a bool is an int; in the service's model it is not.
    if not isinstance(value, expected) or isinstance(value, bool) != (expected is bool):
        raise SerializationException(f"Unexpected value at '{path}': not a {shape.type_name}")


def _structure_violations(shape: StructureShape, value: dict[str, Any], path: str) -> Iterator[str]:
    prefix = f"{path}." if path else ""
    for name, member in shape.members.items():
        member_path = prefix + name[0].lower() + name[1:]
        if value.get(name) is not None:
            yield from _violations(member, value[name], member_path)
        elif name in shape.required_members:
            yield (
                f"Value null at '{member_path}' failed to satisfy constraint: "
                "Member must not be null"
            )


def _broken_constraints(shape: Shape, value: Any) -> Iterator[str]:  # noqa: ANN401 - JSON
    """Yield the service's text for each constraint of the shape that the value violates."""
    limits = shape.metadata
    quantity, size = ("value", value) if shape.type_name in _NUMBERS else ("length", _length(value))
    if size > limits.get("max", size):
        yield f"Member must have {quantity} less than or equal to {limits['max']}"
    if size < limits.get("min", size):
        yield f"Member must have {quantity} greater than or equal to {limits['min']}"
    if "pattern" in limits and not _compile(limits["pattern"]).fullmatch(value):
        yield f"Member must satisfy regular expression pattern: {limits['pattern']}"
    if "enum" in limits and value not in limits["enum"]:
        values = _ENUM_ORDER.get(shape.name, limits["enum"])
        yield f"Member must satisfy enum value set: [{', '.join(values)}]"
    if isinstance(shape, MapShape):
        broken = [constraint for key in value for constraint in _broken_constraints(shape.key, key)]
        if broken:
            yield f"Map keys must satisfy constraint: [{', '.join(dict.fromkeys(broken))}]"


def _length(value: bool | str | list[Any] | dict[str, Any]) -> int:
    return 0 if isinstance(value, bool) else len(value)


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    # The patterns are Java's, where \w matches ASCII only.
    return re.compile(r"\S+" if pattern == _PRINTABLE else pattern, re.ASCII)


def _as_java(value: Any) -> str:  # noqa: ANN401 - JSON
    """Return a value in Java's notation, as the service quotes it in errors."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}={_as_java(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_as_java(item) for item in value) + "]"
    return str(value)
