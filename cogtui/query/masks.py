"""Evaluate single terms over many identities at once.

A mask is an integer with one byte a row, the first row lowest: 1 if the row fulfils the term,
0 if not. Python's operators on such integers combine thousands of rows in one step.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

from cogtui.query.terms import DateTerm
from cogtui.service.guid_search import GUID_LENGTH, GuidSearch, mask_of


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
    return mask_of(b"\1" * count)


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
    return mask_of(bytes([first <= each < end for each in column[start:stop]]))


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
    return mask_of(bytes([accepted[number] for number in columns.login_numbers[start:stop]]))


def id_mask(columns: IdentityColumns, text: str, start: int, stop: int) -> int:
    """Return the rows whose ID contains a text.

    Args:
        columns: The identities.
        text: The text, case folded. With a colon, it is searched for in the full ID, otherwise in
            the ID without the region.
        start: The first row.
        stop: The row after the last.
    """
    guids = columns.guids[start * GUID_LENGTH : stop * GUID_LENGTH]
    mask = GuidSearch.of(text, columns.region).find_in(guids)
    if not columns.other_ids:
        return mask
    found = bytearray(rows_of_mask(mask, stop - start))
    for row in range(start, stop):
        if row in columns.other_ids:
            found[row - start] = text in columns.other_ids[row].casefold()
    return mask_of(found)
