"""Validate input against every limit of the service, and describe each problem in words.

botocore checks only types, required members and minimums; the service would answer violations of
maximums, patterns and enums with a `ValidationException`. Values are plain JSON data, in which a
`Secret` may replace any text; None is a value that is not set.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.secret import Secret
from cogtui.service import pasted_shapes, patterns, unpublished_limits
from cogtui.service.members import Member, ValueKind
from cogtui.text import counted, visible

REQUIRED: Final = "required"


class Problem(NamedTuple):
    """A problem with a value."""

    path: tuple[str | int, ...]
    """The position: member names, map keys and list indexes (from 0), outermost first."""
    message: str
    """What would be valid, in words."""
    of_key: bool = False
    """Whether the end of the path is a key that is wrong itself, rather than its value."""
    source: str = ""
    """The page that documents a limit missing from the service's model; empty for others."""


def check(member: Member, value: object) -> list[Problem]:
    """Return what the service would reject in a member's value.

    Args:
        member: The member.
        value: Plain data; None if it is not set.

    Returns:
        All problems, outer ones first; empty if the value is valid.
    """
    return list(_problems(member, value, (member.name,)))


def check_input(
    operation: str, members: Sequence[Member], values: Mapping[str, object]
) -> list[Problem]:
    """Return what the service would reject in an operation's whole input.

    Args:
        operation: The operation's AWS CLI name.
        members: The members of its input.
        values: Their values by name.

    Returns:
        All problems in the order of the members; each path begins with the member's name.
    """
    return [*_structure_problems(members, values, ()), *_violations(operation, values, ())]


def _problems(
    member: Member,
    value: object,
    path: tuple[str | int, ...],
    *,
    of_key: bool = False,
    container: str = "",
) -> Iterator[Problem]:
    if value is None:
        if member.required:
            yield Problem(path, REQUIRED)
        return
    types, expected_type = _TYPES[member.kind]
    # a bool is an int in Python, but not for the service
    if not isinstance(value, types) or isinstance(value, bool) is not (
        member.kind is ValueKind.SWITCH
    ):
        yield Problem(path, pasted_shapes.wrong_type(member, value, expected_type), of_key)
        return
    found = [
        problem
        for about in (member.name, f"{container}.*")
        for problem in _violations(about, _plain(value), path, of_key=of_key)
    ]
    yield from found
    # where the service enforces a stricter limit, do not report the model's
    if all(each.path != path for each in found):
        message = _CONSTRAINTS[member.kind](member, value)
        if message:
            yield Problem(path, message, of_key)
    yield from _nested_problems(member, value, path)


def _violations(
    about: str, value: object, path: tuple[str | int, ...], *, of_key: bool = False
) -> Iterator[Problem]:
    for violation, source in unpublished_limits.violations(about, value):
        yield Problem(path + violation.path, violation.message, of_key or violation.of_key, source)


def _nested_problems(
    member: Member,
    value: Any,  # noqa: ANN401  of the member's kind
    path: tuple[str | int, ...],
) -> Iterator[Problem]:
    if member.kind is ValueKind.STRUCTURE:
        yield from _structure_problems(member.members, value, path)
    elif member.element is not None:
        for name, each in enumerate(value) if member.key is None else value.items():
            if member.key is not None:
                yield from _problems(member.key, name, (*path, name), of_key=True)
            yield from _problems(member.element, each, (*path, name), container=member.name)


def _structure_problems(
    members: Sequence[Member], values: Mapping[str, object], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    for member in members:
        yield from _problems(member, values.get(member.name), (*path, member.name))
    names = [member.name for member in members]
    for name, value in values.items():
        if name not in names:
            message = pasted_shapes.unknown_member(members, name, value)
            yield Problem((*path, name), message, of_key=True)


def _plain(value: object) -> Any:  # noqa: ANN401  whatever the value is
    return value.reveal() if isinstance(value, Secret) else value


def _is_out_of_range(member: Member, size: int) -> bool:
    return (member.minimum is not None and size < member.minimum) or (
        member.maximum is not None and size > member.maximum
    )


def _check_text(member: Member, value: str | Secret) -> str:
    size = len(_plain(value))
    if size == 0 and member.minimum:
        least = f"at least {counted(member.minimum, 'character')}"
        return REQUIRED if member.required else least
    if member.pattern and not patterns.matches(member.pattern, _plain(value)):
        # never quote a secret, not even a single character
        character = (
            "" if isinstance(value, Secret) else patterns.first_mismatch(member.pattern, value)
        )
        return f"{member.expectation}, not {_quote(character)}" if character else member.expectation
    return f"{member.expectation}, now {size:,}" if _is_out_of_range(member, size) else ""


def _quote(character: str) -> str:
    return "a space" if character == " " else f"“{visible(character)}”"


def _check_number(member: Member, value: int) -> str:
    return member.expectation if _is_out_of_range(member, value) else ""


def _check_choice(member: Member, value: str | Secret) -> str:
    return "" if _plain(value) in member.choices else member.expectation


def _check_size(member: Member, value: Sequence[Any] | Mapping[str, Any]) -> str:
    size = len(value)
    if member.maximum is not None and size > member.maximum:
        return f"at most {member.maximum:,}, now {size:,}"
    return f"at least {member.minimum:,}" if _is_out_of_range(member, size) else ""


def _accept(_member: Member, _value: object) -> str:
    return ""


_TYPES: Final[Mapping[ValueKind, tuple[tuple[type, ...], str]]] = {
    ValueKind.TEXT: ((str, Secret), "a string"),
    ValueKind.LONG_TEXT: ((str, Secret), "a string"),
    ValueKind.CHOICE: ((str, Secret), "a string"),
    ValueKind.NUMBER: ((int,), "a whole number"),
    ValueKind.SWITCH: ((bool,), "true or false"),
    ValueKind.LIST: ((list, tuple), "a list: [ … ]"),
    ValueKind.ROWS: ((list, tuple), "a list: [ … ]"),
    ValueKind.MAP: ((Mapping,), "an object: { … }"),
    ValueKind.STRUCTURES: ((Mapping,), "an object: { … }"),
    ValueKind.STRUCTURE: ((Mapping,), "an object: { … }"),
}
"""The Python types of each kind, and their name in messages."""

_CONSTRAINTS: Final[Mapping[ValueKind, Callable[[Member, Any], str]]] = {
    ValueKind.TEXT: _check_text,
    ValueKind.LONG_TEXT: _check_text,
    ValueKind.CHOICE: _check_choice,
    ValueKind.NUMBER: _check_number,
    ValueKind.SWITCH: _accept,
    ValueKind.LIST: _check_size,
    ValueKind.ROWS: _check_size,
    ValueKind.MAP: _check_size,
    ValueKind.STRUCTURES: _check_size,
    ValueKind.STRUCTURE: _accept,
}
"""The function that describes the problem with a value of each kind; empty if there is none."""
