"""Conversion between the values of an operation's input and those of fields and rows."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from cogtui.service import unpublished_limits
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import Problem, check
from cogtui.widgets.fields.field import FieldSpec
from cogtui.widgets.fields.rows import Row, joined


def field_specs(
    members: Sequence[Member],
    known: Mapping[str, Sequence[str]],
    path: tuple[str, ...] = (),
    *,
    required: bool = True,
) -> Iterator[FieldSpec]:
    """Yield the specification of each field: of each member, with structures flattened.

    Args:
        members: The members.
        known: Values to suggest, by the member's name.
        path: The names of the structures around the members.
        required: Whether those structures are required.
    """
    for member in members:
        here = (*path, member.name)
        needed = required and (member.required or member.name in unpublished_limits.REQUIRED)
        if member.kind is ValueKind.STRUCTURE:
            yield from field_specs(member.members, known, here, required=needed)
        else:
            yield FieldSpec(member, here, needed, tuple(known.get(member.name, ())))


def at(values: Mapping[str, Any], path: Sequence[str]) -> Any:  # noqa: ANN401  plain data
    """Return the value at a path, None if it is not set.

    Args:
        values: The values, structures as mappings.
        path: Member names, outermost first.
    """
    value: Any = values
    for name in path:
        value = None if value is None else value.get(name)
    return value


def assemble(answers: Iterable[tuple[tuple[str, ...], Any]]) -> dict[str, Any]:
    """Return the values that are set, by name, nested in structures by their paths.

    Args:
        answers: Paths with their values; None for a value that is not set.
    """
    values: dict[str, Any] = {}
    for path, answer in answers:
        if answer is not None:
            structure = values
            for name in path[:-1]:
                structure = structure.setdefault(name, {})
            structure[path[-1]] = answer
    return values


def nearest_field(problem: Problem, specs: Sequence[FieldSpec]) -> int:
    """Return the index of the field that shows a problem.

    That is the field whose value has it, else the first field of the structure that has it, else
    the first field.
    """
    for index, each in enumerate(specs):
        if problem.path[: len(each.path)] == each.path:
            return index
    in_structure = (
        index for index, each in enumerate(specs) if each.path[: len(problem.path)] == problem.path
    )
    return next(in_structure, 0)


def row_members(member: Member) -> tuple[Member, ...]:
    """Return the members to ask for in a row: the key of a map, then the value or its members.

    Args:
        member: The list or map.
    """
    element = element_of(member)
    members = element.members if element.kind is ValueKind.STRUCTURE else (element,)
    return members if member.key is None else (member.key, *members)


def element_of(member: Member) -> Member:
    """Return the member that describes the elements of a list or the values of a map."""
    assert member.element is not None, "only a list or map has rows"  # noqa: S101  for the type
    return member.element


def row_offers(
    member: Member, others: Sequence[Row], offers: Mapping[str, Sequence[str]]
) -> dict[str, Sequence[str]]:
    """Return the values to suggest in the form of a row.

    Args:
        member: The list or map.
        others: The other rows, whose keys or texts are not suggested again.
        offers: All values to suggest: by `List.Element` for what is inside of a list or map.

    Returns:
        Those for the row's members by name, and those for the lists and maps inside it.
    """
    prefix = f"{member.name}."
    unique = member.key or element_of(member)
    taken = [other.value if member.key is None else other.key for other in others]
    found = {name: values for name, values in offers.items() if "." in name}
    for name, values in offers.items():
        if name.startswith(prefix):
            inner = name.removeprefix(prefix)
            left = [each for each in values if inner != unique.name or each not in taken]
            found[inner] = left
    return found


def row_values(member: Member, row: Row | None) -> dict[str, Any]:
    """Return a row as values of `row_members`.

    Args:
        member: The list or map.
        row: The row; None for a new one.
    """
    if row is None:
        return {}
    element = element_of(member)
    values = row.value if element.kind is ValueKind.STRUCTURE else {element.name: row.value}
    return dict(values) if member.key is None else {member.key.name: row.key, **values}


def row_from(member: Member, values: Mapping[str, Any]) -> Row:
    """Return the row for values of `row_members`.

    Args:
        member: The list or map.
        values: The values that are set.
    """
    element = element_of(member)
    remaining = dict(values)
    key = None if member.key is None else remaining.pop(member.key.name, None)
    value = remaining if element.kind is ValueKind.STRUCTURE else remaining.get(element.name)
    return Row(key, value)


def row_problems(
    member: Member, others: Sequence[Row], values: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield what the service would reject in a row, with paths in the row's form.

    Args:
        member: The list or map.
        others: The other rows.
        values: The row's values of `row_members`.
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
        path = problem.path[2:]
        # the field reports problems with the size of the whole list or map
        if len(problem.path) == 1 or (
            row.key is None and member.key is not None and problem.of_key and not path
        ):
            continue
        if problem.of_key and not path and member.key is not None:
            yield problem._replace(path=(member.key.name,))
        else:
            yield problem._replace(path=path if is_structure else (element.name, *path))
