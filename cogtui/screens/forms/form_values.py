"""Members as fields and rows, and their values as the service's and as the form's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem, check
from cogtui.widgets.fields.field import FieldSpec
from cogtui.widgets.fields.rows import Row, joined


def specs_of(
    members: Sequence[Member],
    known: Mapping[str, Sequence[str]],
    path: tuple[str, ...] = (),
    *,
    required: bool = True,
) -> Iterator[FieldSpec]:
    """What a form asks for: each member, and in place of a structure the members inside of it.

    Args:
        members: The members.
        known: Values to offer, by the member's name.
        path: The names of the structures that they are in.
        required: Whether those structures have to be set.
    """
    for member in members:
        here = (*path, member.name)
        needed = required and member.required
        if member.kind is ValueKind.STRUCTURE:
            yield from specs_of(member.members, known, here, required=needed)
        else:
            yield FieldSpec(member, here, needed, tuple(known.get(member.name, ())))


def at(values: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401  plain data
    """Finds a value.

    Args:
        values: Structures by name.
        path: Names, outermost first.

    Returns:
        The value, None if it is not set.
    """
    inside: Any = values
    for name in path:
        inside = None if inside is None else inside.get(name)
    return inside


def assembled(answers: Iterable[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    """Puts values together.

    Args:
        answers: Each with its path; None where it is not set.

    Returns:
        What is set, by name, with the structures in which anything is set.
    """
    values: dict[str, Any] = {}
    for path, answer in answers:
        if answer is not None:
            inside = values
            for name in path[:-1]:
                inside = inside.setdefault(name, {})
            inside[path[-1]] = answer
    return values


def nearest(problem: Problem, specs: Sequence[FieldSpec]) -> int:
    """Finds the field at which a problem is told.

    Args:
        problem: The problem.
        specs: What the fields ask for.

    Returns:
        The place of the field whose value it is in; of the first field inside of the structure
        that it is about; or of the first field.
    """
    for place, each in enumerate(specs):
        if problem.path[: len(each.path)] == each.path:
            return place
    inside = (
        place for place, each in enumerate(specs) if each.path[: len(problem.path)] == problem.path
    )
    return next(inside, 0)


def row_members(member: Member) -> tuple[Member, ...]:
    """What is asked for in a row: the key, then the value or its members.

    Args:
        member: The list or map.
    """
    element = element_of(member)
    inside = element.members if element.kind is ValueKind.STRUCTURE else (element,)
    return inside if member.key is None else (member.key, *inside)


def element_of(member: Member) -> Member:
    """What the rows of a list or map are.

    Args:
        member: The list or map.
    """
    assert member.element is not None, "only a list or map has rows"  # noqa: S101  for the type
    return member.element


def row_values(member: Member, row: Row | None) -> dict[str, Any]:
    """A row as the values of `row_members`.

    Args:
        member: The list or map.
        row: The row; None for a new one.
    """
    if row is None:
        return {}
    element = element_of(member)
    inside = row.value if element.kind is ValueKind.STRUCTURE else {element.name: row.value}
    return dict(inside) if member.key is None else {member.key.name: row.key, **inside}


def row_from(member: Member, values: Mapping[str, Any]) -> Row:
    """A row out of the values of `row_members`.

    Args:
        member: The list or map.
        values: The values that are set.
    """
    element = element_of(member)
    inside = dict(values)
    key = None if member.key is None else inside.pop(member.key.name, None)
    value = inside if element.kind is ValueKind.STRUCTURE else inside.get(element.name)
    return Row(key, value)


def row_problems(
    member: Member, others: Sequence[Row], values: Mapping[str, Any]
) -> Iterator[Problem]:
    """Finds what the service would refuse in a row.

    Args:
        member: The list or map.
        others: The rows beside it.
        values: The values of its `row_members`.

    Yields:
        Problems with the paths that the form of the row knows.
    """
    row = row_from(member, values)
    element = element_of(member)
    is_structure = element.kind is ValueKind.STRUCTURE
    if member.key is not None:
        if row.key is None:
            yield Problem((member.key.name,), "required", of_key=True)
        elif row.key in [other.key for other in others]:
            yield Problem((member.key.name,), "is there already", of_key=True)
    for problem in check(member, joined(member, [row])):
        inside = problem.path[2:]
        # the size of the whole is the field's own matter
        if len(problem.path) == 1 or (
            row.key is None and member.key is not None and problem.of_key and not inside
        ):
            continue
        if problem.of_key and not inside and member.key is not None:
            yield problem._replace(path=(member.key.name,))
        else:
            yield problem._replace(path=inside if is_structure else (element.name, *inside))
