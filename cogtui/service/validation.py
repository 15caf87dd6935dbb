"""Whether what was typed will do: every limit of the service, said in words.

botocore checks types, presence and minimums only; maximums, patterns and enums would come back
from the service as a `ValidationException`. Values are plain data as JSON has it, with `Secret`
wherever a text may be; None is a value that is not set.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple

from cogtui.secret import Secret
from cogtui.service import patterns, unpublished_limits
from cogtui.service.members import Member, ValueKind, listed
from cogtui.text import counted, visible

REQUIRED: Final = "required"


class Problem(NamedTuple):
    """Something that is wrong with a value."""

    path: tuple[str | int, ...]
    """Where: names of members, names in maps and places in lists (from 0), outermost first."""
    message: str
    """What would be right, in words."""
    of_key: bool = False
    """Whether the last of the path is a name that is itself wrong, and not the value of it."""
    source: str = ""
    """The page that tells of a limit beyond the service's model; empty for one in the model."""


def check(member: Member, value: object) -> list[Problem]:
    """Finds what the service would refuse in the value of a member.

    Args:
        member: What the value is for.
        value: Plain data; None where it is not set.

    Returns:
        Every problem, outer ones first; none if the value will do.
    """
    return list(_problems(member, value, (member.name,)))


def check_input(
    operation: str, members: Sequence[Member], values: Mapping[str, object]
) -> list[Problem]:
    """Finds what the service would refuse in all of an operation's input.

    Args:
        operation: The operation's AWS CLI name.
        members: The members of its input.
        values: Their values by name.

    Returns:
        Every problem in the order of the members; the path begins with the member's name.
    """
    return [*_in_structure(members, values, ()), *_breaches(operation, values, ())]


def _problems(
    member: Member, value: object, path: tuple[str | int, ...], *, of_key: bool = False
) -> Iterator[Problem]:
    if value is None:
        if member.required:
            yield Problem(path, REQUIRED)
        return
    types, wanted = _TYPES[member.kind]
    # to Python a bool is an int, to the service it is none
    if not isinstance(value, types) or isinstance(value, bool) is not (
        member.kind is ValueKind.SWITCH
    ):
        yield Problem(path, wanted, of_key)
        return
    found = list(_breaches(member.name, _plain(value), path, of_key=of_key))
    yield from found
    # where the service enforces a nearer limit, the model's is not worth telling
    if all(each.path != path for each in found):
        message = _CONSTRAINTS[member.kind](member, value)
        if message:
            yield Problem(path, message, of_key)
    yield from _inside(member, value, path)


def _breaches(
    about: str, value: object, path: tuple[str | int, ...], *, of_key: bool = False
) -> Iterator[Problem]:
    for breach, source in unpublished_limits.breaches(about, value):
        yield Problem(path + breach.path, breach.message, of_key or breach.of_key, source)


def _inside(
    member: Member,
    value: Any,  # noqa: ANN401  of the member's kind
    path: tuple[str | int, ...],
) -> Iterator[Problem]:
    if member.kind is ValueKind.STRUCTURE:
        yield from _in_structure(member.members, value, path)
    elif member.element is not None:
        for name, each in enumerate(value) if member.key is None else value.items():
            if member.key is not None:
                yield from _problems(member.key, name, (*path, name), of_key=True)
            yield from _problems(member.element, each, (*path, name))


def _in_structure(
    members: Sequence[Member], values: Mapping[str, object], path: tuple[str | int, ...]
) -> Iterator[Problem]:
    for member in members:
        yield from _problems(member, values.get(member.name), (*path, member.name))
    names = [member.name for member in members]
    for name in values:
        if name not in names:
            yield Problem((*path, name), f"not a member: {listed(names)}", of_key=True)


def _plain(value: object) -> Any:  # noqa: ANN401  whatever the value is
    return value.reveal() if isinstance(value, Secret) else value


def _is_beyond(member: Member, size: int) -> bool:
    return (member.minimum is not None and size < member.minimum) or (
        member.maximum is not None and size > member.maximum
    )


def _of_text(member: Member, value: str | Secret) -> str:
    size = len(_plain(value))
    if size == 0 and member.minimum:
        least = f"at least {counted(member.minimum, 'character')}"
        return REQUIRED if member.required else least
    if member.pattern and not patterns.matches(member.pattern, _plain(value)):
        # what is secret is not quoted, not even a character of it
        odd = "" if isinstance(value, Secret) else patterns.misfit(member.pattern, value)
        return f"{member.expectation}, not {_named(odd)}" if odd else member.expectation
    return f"{member.expectation}, now {size:,}" if _is_beyond(member, size) else ""


def _named(character: str) -> str:
    return "a space" if character == " " else f"“{visible(character)}”"


def _of_number(member: Member, value: int) -> str:
    return member.expectation if _is_beyond(member, value) else ""


def _of_choice(member: Member, value: str | Secret) -> str:
    return "" if _plain(value) in member.choices else member.expectation


def _of_size(member: Member, value: Sequence[Any] | Mapping[str, Any]) -> str:
    size = len(value)
    if member.maximum is not None and size > member.maximum:
        return f"{member.maximum:,} at most, now {size:,}"
    return f"at least {member.minimum:,}" if _is_beyond(member, size) else ""


def _of_any(_member: Member, _value: object) -> str:
    return ""


_TYPES: Final[Mapping[ValueKind, tuple[tuple[type, ...], str]]] = {
    ValueKind.TEXT: ((str, Secret), "a text"),
    ValueKind.LONG_TEXT: ((str, Secret), "a text"),
    ValueKind.CHOICE: ((str, Secret), "a text"),
    ValueKind.NUMBER: ((int,), "a whole number"),
    ValueKind.SWITCH: ((bool,), "true or false"),
    ValueKind.LIST: ((list, tuple), "a list: [ … ]"),
    ValueKind.ROWS: ((list, tuple), "a list: [ … ]"),
    ValueKind.MAP: ((Mapping,), "an object: { … }"),
    ValueKind.STRUCTURES: ((Mapping,), "an object: { … }"),
    ValueKind.STRUCTURE: ((Mapping,), "an object: { … }"),
}
"""The Python types of each kind, and what to call them."""

_CONSTRAINTS: Final[Mapping[ValueKind, Callable[[Member, Any], str]]] = {
    ValueKind.TEXT: _of_text,
    ValueKind.LONG_TEXT: _of_text,
    ValueKind.CHOICE: _of_choice,
    ValueKind.NUMBER: _of_number,
    ValueKind.SWITCH: _of_any,
    ValueKind.LIST: _of_size,
    ValueKind.ROWS: _of_size,
    ValueKind.MAP: _of_size,
    ValueKind.STRUCTURES: _of_size,
    ValueKind.STRUCTURE: _of_any,
}
"""What says in words what is wrong with a value of each kind; empty if nothing is."""
