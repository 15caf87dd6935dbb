"""Check that an answer has the types of the service's model and the members that cogtui needs.

botocore trusts the answer: it turns a string where a list should be into a list of characters,
keeps nulls in lists, and parses a body that is not JSON into an answer without members.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from botocore.model import ListShape, MapShape, Shape, StructureShape

from cogtui.service.operations import OPERATIONS

Check = Callable[[Any], str | None]
"""Return the first problem with a value, beginning with its path; None if there is none."""

_OTHER_SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "assume-role-with-web-identity": (
        "Credentials",
        "Credentials.AccessKeyId",
        "Credentials.SecretAccessKey",
        "Credentials.SessionToken",
        "Credentials.Expiration",
    ),
    "create-token": ("accessToken", "expiresIn"),
    "get-caller-identity": ("Account", "Arn"),
    "register-client": ("clientId", "clientSecret", "clientSecretExpiresAt"),
    "start-device-authorization": ("deviceCode", "userCode", "verificationUri", "expiresIn"),
}
"""The members that cogtui needs of the answers of other services, as in `required_output`."""

Path = tuple[str, ...]
"""The names that lead to a member; those of lists and maps apply to each element."""


def find_problem(operation: str, shape: Shape | None, answer: object) -> str | None:
    """Return what is wrong with an answer.

    Args:
        operation: The operation's AWS CLI name.
        shape: botocore's model of the answer; None if the operation has no output.
        answer: The answer as JSON, or as botocore parsed it if the wire format has no types.

    Returns:
        The path of the first member that is missing or has the wrong type, and what is wrong, but
        no value: `Identities[3].IdentityId is missing`. None if the answer is usable.
    """
    if shape is None:
        return None
    problem = _answer_check(operation, shape)(answer)
    return None if problem is None else problem.lstrip(".")


def _answer_check(operation: str, shape: Shape) -> Check:
    if operation not in _CHECKS:
        row = OPERATIONS.get(operation)
        names = row.required_output if row else _OTHER_SERVICES.get(operation, ())
        needed = frozenset(tuple(name.split(".")) for name in names)
        _CHECKS[operation] = _check_of(shape, needed)
    return _CHECKS[operation]


_CHECKS: Final[dict[str, Check]] = {}
"""The compiled checks, by the operation's AWS CLI name."""


def _check_of(shape: Shape, needed: frozenset[Path]) -> Check:
    if isinstance(shape, StructureShape):
        return _structure_check(shape, needed)
    if isinstance(shape, ListShape):
        return _list_check(_check_of(shape.member, needed))
    if isinstance(shape, MapShape):
        return _map_check(_check_of(shape.value, needed))
    return _type_check(shape.type_name)


def _structure_check(shape: StructureShape, needed: frozenset[Path]) -> Check:
    required = {path[0] for path in needed if len(path) == 1}.union(shape.required_members)
    checks = [
        (
            each.serialization.get("name", name),
            name in required,
            _check_of(each, frozenset(path[1:] for path in needed if path[0] == name and path[1:])),
        )
        for name, each in shape.members.items()
    ]

    def check(value: Any) -> str | None:  # noqa: ANN401  JSON
        if not isinstance(value, dict):
            return " is not an object"
        for name, is_required, each in checks:
            member = value.get(name)
            if member is None or member == "":
                if is_required:
                    return f".{name} is missing"
            elif (problem := each(member)) is not None:
                return f".{name}{problem}"
        return None

    return check


def _list_check(element: Check) -> Check:
    def check(value: Any) -> str | None:  # noqa: ANN401  JSON
        if not isinstance(value, list):
            return " is not a list"
        for index, each in enumerate(value):
            if (problem := element(each)) is not None:
                return f"[{index}]{problem}"
        return None

    return check


def _map_check(element: Check) -> Check:
    def check(value: Any) -> str | None:  # noqa: ANN401  JSON
        if not isinstance(value, dict):
            return " is not an object"
        # the keys may be a user's, so they are not named
        return next(
            (f"[…]{problem}" for each in value.values() if (problem := element(each)) is not None),
            None,
        )

    return check


_TYPES: Final[Mapping[str, tuple[type | tuple[type, ...], str]]] = {
    "boolean": (bool, " is not true or false"),
    "integer": (int, " is not a number"),
    "long": (int, " is not a number"),
    "string": (str, " is not a text"),
    # seconds or RFC 3339 as JSON, and a date where botocore has parsed it
    "timestamp": ((int, float, str, datetime), " is not a time"),
}


def _type_check(type_name: str) -> Check:
    expected, problem = _TYPES.get(type_name, (object, ""))

    def check(value: Any) -> str | None:  # noqa: ANN401  JSON
        if isinstance(value, expected) and (type(value) is not bool or expected is bool):
            return None
        return problem

    return check
