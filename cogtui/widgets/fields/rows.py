"""The rows of a list or of a map: as data, and each told on a line."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from rich.cells import cell_len

from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.text import counted, shorten, visible

_GAP: Final = "  "
_BETWEEN: Final = " · "
_LEAST: Final = 12
"""How many cells of a part stay, where there is room for them."""

_MASK: Final = "••••••"


class Row(NamedTuple):
    """One row."""

    key: str | None
    """Its name in a map; None in a list."""
    value: Any
    """Its value, as plain data."""


def rows_of(answer: Mapping[str, Any] | Sequence[Any] | None) -> list[Row]:
    """Takes a list or a map apart.

    Args:
        answer: The list or the map; None for none.

    Returns:
        Its rows, in its order.
    """
    if isinstance(answer, Mapping):
        return [Row(key, value) for key, value in answer.items()]
    return [Row(None, value) for value in answer or ()]


def joined(member: Member, rows: Iterable[Row]) -> dict[str, Any] | list[Any]:
    """Puts a list or a map together.

    Args:
        member: What it is.
        rows: Its rows.
    """
    if member.key is None:
        return [row.value for row in rows]
    return {row.key or "": row.value for row in rows}


def format_row(row: Row, member: Member, key_cells: int, cells: int) -> str:
    """Tells a row on a line.

    Args:
        row: The row.
        member: The list or map that it is in.
        key_cells: The width of the column of keys, in cells.
        cells: The width of the line, in cells.
    """
    parts = _parts(row.value, member.element)
    if row.key is None:
        return _fitted(parts, cells)
    key = shorten(visible(row.key), key_cells)
    key += " " * (key_cells - cell_len(key))
    return f"{key}{_GAP}{_fitted(parts, max(1, cells - key_cells - len(_GAP)))}"


def _fitted(parts: list[str], cells: int) -> str:
    """The parts on a line, of which the longest are cut first: short ones tell the rows apart."""
    over = cell_len(_BETWEEN.join(parts)) - cells
    for place in sorted(range(len(parts)), key=lambda each: -cell_len(parts[each])):
        wide = cell_len(parts[place])
        cut = max(0, min(over, wide - _LEAST))
        parts[place] = shorten(parts[place], max(1, wide - cut))
        over -= cut
    return shorten(_BETWEEN.join(parts), cells)


def key_cells(rows: Iterable[Row], cells: int) -> int:
    """How wide the column of keys is.

    Args:
        rows: All rows.
        cells: The width of a line, in cells.

    Returns:
        As wide as the longest key, but half of the line at most.
    """
    widest = max((cell_len(visible(row.key or "")) for row in rows), default=1)
    return max(1, min(widest, cells // 2))


def _parts(value: object, member: Member | None) -> list[str]:
    if not isinstance(value, Mapping):
        return [_format_cell(value, member)]
    members = {each.name: each for each in member.members} if member else {}
    return [_named(each, members.get(name)) for name, each in value.items()]


def _named(value: object, member: Member | None) -> str:
    text = _format_cell(value, member)
    return f"{member.label}: {text}" if member and member.kind is ValueKind.SWITCH else text


def _format_cell(value: object, member: Member | None) -> str:
    if isinstance(value, Secret):
        return f"{_MASK}  {counted(len(value.reveal()), 'character')}"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Mapping):
        return _BETWEEN.join(_parts(value, member))
    if isinstance(value, list | tuple):
        return counted(len(value), _noun(member))
    return visible(str(value))


def _noun(member: Member | None) -> str:
    label = member.label if member else "row"
    return label.removesuffix("s").lower()
