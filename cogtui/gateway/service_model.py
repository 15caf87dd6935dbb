"""The members, secrets and documentation of each operation, from botocore's service model.

This needs neither credentials nor a client. The first call reads the model, which takes about
20 ms: make it off the event loop.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from botocore import xform_name
from botocore.model import (
    ListShape,
    MapShape,
    OperationModel,
    ServiceModel,
    Shape,
    StringShape,
    StructureShape,
)

from cogtui.gateway.documentation import plain_text
from cogtui.gateway.sessions import bare_session
from cogtui.service.member_texts import MemberText, member_text
from cogtui.service.members import Member, ValueKind, plain_label

SERVICE: Final = "cognito-identity"

ANY: Final = "*"
"""In a path of `SecretPaths`: any key of a map or any index of a list."""

_SECRET_UNMARKED: Final = ("SessionToken",)
"""Secret members that the model does not mark as sensitive."""

_LONG: Final = 4096
"""The maximum length from which a text gets a multi-line field: tokens do, ARNs do not."""


class SecretPaths(NamedTuple):
    """The paths of an operation's secret members; `ANY` stands for any key or index."""

    input: frozenset[tuple[str, ...]]
    """Paths in the request: `("Logins", "*")`."""
    output: frozenset[tuple[str, ...]]
    """Paths in the answer: `("Credentials", "SecretKey")`."""


@cache
def input_members(operation: str) -> tuple[Member, ...]:
    """Return the members of an operation's input, in the model's order.

    Args:
        operation: The operation's AWS CLI name.

    Raises:
        KeyError: The service has no such operation.
    """
    shape = _operation(operation).input_shape
    return _members(shape, operation, ()) if isinstance(shape, StructureShape) else ()


def documentation(operation: str) -> str:
    """Return the service's documentation of an operation, as plain text.

    Args:
        operation: The operation's AWS CLI name.

    Raises:
        KeyError: The service has no such operation.
    """
    return plain_text(_operation(operation).documentation)


def needs_no_credentials(operation: str) -> bool:
    """Return whether an operation is public, that is, its requests are not signed.

    Args:
        operation: The operation's AWS CLI name.

    Raises:
        KeyError: The service has no such operation.
    """
    return bool(_operation(operation).auth_type == "none")


@cache
def secret_paths(operation: str) -> SecretPaths:
    """Return the paths of the secrets in an operation's input and output.

    Args:
        operation: The operation's AWS CLI name.

    Returns:
        The members that the model marks as sensitive, and the session token, which it does not.

    Raises:
        KeyError: The service has no such operation.
    """
    model = _operation(operation)
    return SecretPaths(
        frozenset(_secrets(model.input_shape, ())), frozenset(_secrets(model.output_shape, ()))
    )


@cache
def _service() -> ServiceModel:
    return bare_session().get_service_model(SERVICE)


@cache
def _operations() -> dict[str, str]:
    return {xform_name(name, "-"): name for name in _service().operation_names}


def _operation(operation: str) -> OperationModel:
    return _service().operation_model(_operations()[operation])


def _members(shape: StructureShape, operation: str, path: tuple[str, ...]) -> tuple[Member, ...]:
    return tuple(
        _member(name, each, operation, path, required=name in shape.required_members)
        for name, each in shape.members.items()
    )


def _member(
    name: str, shape: Shape, operation: str, outer: tuple[str, ...], *, required: bool
) -> Member:
    path = (*outer, name)
    # a newer version of botocore may have further members
    text = member_text(operation, path) or MemberText(plain_label(name))
    key = shape.key if isinstance(shape, MapShape) else None
    element = _element(shape)
    return Member(
        name=name,
        kind=_kind(shape),
        label=text.label,
        required=required,
        sensitive=bool(shape.metadata.get("sensitive")),
        minimum=shape.metadata.get("min"),
        maximum=shape.metadata.get("max"),
        pattern=shape.metadata.get("pattern", ""),
        choices=tuple(shape.metadata.get("enum", ())),
        key=_nested(key, operation, path) if key else None,
        element=_nested(element, operation, path) if element else None,
        members=_members(shape, operation, path) if isinstance(shape, StructureShape) else (),
        documentation=plain_text(shape.documentation),
        help=text.help,
    )


def _nested(shape: Shape, operation: str, path: tuple[str, ...]) -> Member:
    # the items of lists and maps cannot be null
    return _member(shape.name, shape, operation, path, required=True)


def _element(shape: Shape) -> Shape | None:
    if isinstance(shape, ListShape):
        return shape.member
    return shape.value if isinstance(shape, MapShape) else None


def _kind(shape: Shape) -> ValueKind:
    if isinstance(shape, StringShape):
        if shape.enum:
            return ValueKind.CHOICE
        return ValueKind.LONG_TEXT if shape.metadata.get("max", 0) >= _LONG else ValueKind.TEXT
    holds_structures = isinstance(_element(shape), StructureShape)
    if isinstance(shape, ListShape):
        return ValueKind.ROWS if holds_structures else ValueKind.LIST
    if isinstance(shape, MapShape):
        return ValueKind.STRUCTURES if holds_structures else ValueKind.MAP
    return _KINDS[shape.type_name]


_KINDS: Final = {
    "boolean": ValueKind.SWITCH,
    "integer": ValueKind.NUMBER,
    "long": ValueKind.NUMBER,
    "structure": ValueKind.STRUCTURE,
}


def _secrets(shape: Shape | None, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if isinstance(shape, StructureShape):
        for name, each in shape.members.items():
            yield from _secrets(each, (*path, name))
    elif shape is not None and (element := _element(shape)):
        yield from _secrets(element, (*path, ANY))
    elif shape is not None and (shape.metadata.get("sensitive") or path[-1] in _SECRET_UNMARKED):
        yield path
