"""Evaluate single terms over many identities at once.

A mask is an integer with one byte a row, the first row lowest: 1 if the row fulfils the term,
0 if not. Python's operators on such integers combine thousands of rows in one step.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final, Protocol

from cogtui.query.terms import DateTerm

_GUID_LENGTH: Final = 36
_GUID_PART: Final = re.compile(rf"[0-9a-f-]{{0,{_GUID_LENGTH}}}")
_DENSE: Final = 4
"""From one hit in so many rows on, looking into each row is faster than one `find` per hit."""


class IdentityColumns(Protocol):
    """Loaded identities, in columns. Rows are only appended, and never change."""

    def __len__(self) -> int:
        """Return the number of rows."""

    @property
    def region(self) -> str:
        """The region that the packed IDs share."""

    @property
    def guids(self) -> bytes | bytearray:
        """The IDs without the region, 36 bytes a row; zeros for an ID of another form."""

    @property
    def other_ids(self) -> Mapping[int, str]:
        """The full IDs that have another form or region, by row."""

    @property
    def created(self) -> Sequence[float]:
        """CreationDate of each row in seconds since the epoch, or NaN."""

    @property
    def modified(self) -> Sequence[float]:
        """LastModifiedDate of each row in seconds since the epoch, or NaN."""

    @property
    def login_numbers(self) -> Sequence[int]:
        """The index in `login_sets` of each row's logins."""

    @property
    def login_sets(self) -> Sequence[tuple[str, ...]]:
        """The different logins that rows have, as the service writes them."""


def all_rows(count: int) -> int:
    """Return a mask of rows that all fulfil a term."""
    return _mask(b"\1" * count)


def rows_of_mask(mask: int, count: int) -> bytes:
    """Return one byte for each row of a mask, 1 or 0."""
    return mask.to_bytes(count, "little")


def date_mask(columns: IdentityColumns, term: DateTerm, start: int, stop: int) -> int:
    """Return the rows with a date in the term's period.

    Args:
        columns: The identities.
        term: The term.
        start: The first row.
        stop: The row after the last.
    """
    column = columns.created if term.key == "created" else columns.modified
    first, end = term.period
    return _mask(bytes([first <= each < end for each in column[start:stop]]))


def logins_mask(
    columns: IdentityColumns, accepted: bytes | bytearray, start: int, stop: int
) -> int:
    """Return the rows whose logins are accepted.

    Args:
        columns: The identities.
        accepted: 1 or 0 for each of the columns' `login_sets`.
        start: The first row.
        stop: The row after the last.
    """
    if 1 not in accepted:
        return 0
    return _mask(bytes([accepted[number] for number in columns.login_numbers[start:stop]]))


def id_mask(columns: IdentityColumns, text: str, start: int, stop: int) -> int:
    """Return the rows whose ID contains a text.

    Args:
        columns: The identities.
        text: The text, case folded. With a colon, it is searched for in the full ID, otherwise in
            the ID without the region.
        start: The first row.
        stop: The row after the last.
    """
    region_end, colon, part = text.rpartition(":")
    found = bytearray(stop - start)
    if _GUID_PART.fullmatch(part) and columns.region.casefold().endswith(region_end):
        found = _packed_ids(columns.guids, part, start, stop, at_start=bool(colon))
    if columns.other_ids:
        for row in range(start, stop):
            if row in columns.other_ids:
                found[row - start] = text in columns.other_ids[row].casefold()
    return _mask(found)


def _packed_ids(
    guids: bytes | bytearray, part: str, start: int, stop: int, *, at_start: bool
) -> bytearray:
    """Return 1 or 0 for each row: whether its packed ID contains or starts with a part."""
    first, end = start * _GUID_LENGTH, stop * _GUID_LENGTH
    hits = guids.count(part.encode(), first, end)
    if not hits:
        return bytearray(stop - start)
    if hits * _DENSE < stop - start and not at_start:
        return _sparse_ids(guids, part.encode(), start, stop)
    text = guids[first:end].decode("latin-1")
    places = range(0, len(text), _GUID_LENGTH)
    if at_start:
        return bytearray([text.startswith(part, place) for place in places])
    return bytearray([part in text[place : place + _GUID_LENGTH] for place in places])


def _sparse_ids(guids: bytes | bytearray, part: bytes, start: int, stop: int) -> bytearray:
    found = bytearray(stop - start)
    end = stop * _GUID_LENGTH
    position = guids.find(part, start * _GUID_LENGTH, end)
    while position >= 0:
        row, column = divmod(position, _GUID_LENGTH)
        # a hit that crosses into the next row is in neither
        found[row - start] |= column + len(part) <= _GUID_LENGTH
        position = guids.find(part, (row + 1) * _GUID_LENGTH, end)
    return found


def _mask(rows: bytes | bytearray) -> int:
    return int.from_bytes(rows, "little")
