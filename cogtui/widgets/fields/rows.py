"""Rows of a list or a map, as data and as one line of text each."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from rich.cells import cell_len

from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.text import counted, shorten, visible

_GAP: Final = "  "
_SEPARATOR: Final = " · "
_MIN_PART_CELLS: Final = 12
"""Cells below which a part is not shortened unless the line is still too long."""

_MASK: Final = "••••••"

_ARN_COLONS: Final = 5
"""The colons before the resource in an ARN."""


class Row(NamedTuple):
    """A row of a list or a map."""

    key: str | None
    """The key in a map; None in a list."""
    value: Any
    """The value, as plain data."""


def rows_of(answer: Mapping[str, Any] | Sequence[Any] | None) -> list[Row]:
    """Return the rows of a list or a map, in its order; none for None."""
    if isinstance(answer, Mapping):
        return [Row(key, value) for key, value in answer.items()]
    return [Row(None, value) for value in answer or ()]


def joined(member: Member, rows: Iterable[Row]) -> dict[str, Any] | list[Any]:
    """Return the list or map made of rows.

    Args:
        member: The member, which decides whether it is a list or a map.
        rows: The rows.
    """
    if member.key is None:
        return [row.value for row in rows]
    return {row.key or "": row.value for row in rows}


def format_row(row: Row, member: Member, key_cells: int, cells: int) -> str:
    """Return a row as one line of text.

    Args:
        row: The row.
        member: The list or map that it is in.
        key_cells: The width of the column of keys, in cells.
        cells: The width of the line, in cells.
    """
    parts = [_without_host(part) for part in _parts(row.value, member.element)]
    if row.key is None:
        return _join(parts, cells)
    key = shorten(_without_host(visible(row.key)), key_cells)
    key += " " * (key_cells - cell_len(key))
    return f"{key}{_GAP}{_join(parts, max(1, cells - key_cells - len(_GAP)))}"


def summarize(rows: Sequence[Row], member: Member, cells: int) -> str:
    """Return as many rows as fit into one line, and how many more there are.

    Args:
        rows: At least one row.
        member: The list or map that they are in.
        cells: The width of the line, in cells.
    """
    parts = [_brief_row(row, member) for row in rows]
    for count in range(len(parts), 0, -1):
        rest = f"{_GAP}+{len(parts) - count:,} more" if count < len(parts) else ""
        line = f"{_GAP.join(parts[:count])}{rest}"
        if cell_len(line) <= cells:
            return line
    rest = f"{_GAP}+{len(parts) - 1:,} more" if len(parts) > 1 else ""
    return f"{shorten(parts[0], max(1, cells - cell_len(rest)))}{rest}"


def _brief_row(row: Row, member: Member) -> str:
    text = _SEPARATOR.join(map(_brief, _parts(row.value, member.element)))
    if row.key is None:
        return text
    return f"{_brief(visible(row.key))}{': ' if isinstance(row.value, Mapping) else '='}{text}"


def _brief(text: str) -> str:
    """Return the part of an ARN or a user pool's name that differs from others."""
    if text.startswith("arn:"):
        return text.split(":", _ARN_COLONS)[-1]
    return _without_host(text)


def _without_host(text: str) -> str:
    # the ID of a user pool has its region too
    return text.partition("/")[2] or text if text.startswith("cognito-idp.") else text


def _join(parts: list[str], cells: int) -> str:
    excess = cell_len(_SEPARATOR.join(parts)) - cells
    # the longest parts first: the short ones distinguish the rows
    for index in sorted(range(len(parts)), key=lambda each: -cell_len(parts[each])):
        width = cell_len(parts[index])
        cut = max(0, min(excess, width - _MIN_PART_CELLS))
        parts[index] = shorten(parts[index], max(1, width - cut))
        excess -= cut
    return shorten(_SEPARATOR.join(parts), cells)


def key_cells(rows: Iterable[Row], cells: int) -> int:
    """Return the width of the column of keys: that of the longest, at most half of the line.

    Args:
        rows: All rows.
        cells: The width of a line, in cells.
    """
    widest = max((cell_len(_without_host(visible(row.key or ""))) for row in rows), default=1)
    return max(1, min(widest, cells // 2))


def _parts(value: object, member: Member | None) -> list[str]:
    if not isinstance(value, Mapping):
        return [_format_value(value, member)]
    members = {each.name: each for each in member.members} if member else {}
    texts = (_format_member(each, members.get(name)) for name, each in value.items())
    return [text for text in texts if text]


def _format_member(value: object, member: Member | None) -> str:
    text = _format_value(value, member)
    return f"{member.label}: {text}" if member and member.kind is ValueKind.SWITCH else text


def _format_value(value: object, member: Member | None) -> str:
    if isinstance(value, Secret):
        return f"{_MASK}  {counted(len(value.reveal()), 'character')}"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Mapping):
        return _SEPARATOR.join(_parts(value, member))
    if isinstance(value, list | tuple):
        return counted(len(value), _noun(member))
    return visible(str(value))


def _noun(member: Member | None) -> str:
    label = member.label if member else "row"
    return label.removesuffix("s").lower()
