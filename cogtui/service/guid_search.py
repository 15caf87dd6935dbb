"""Search packed IDs of identities, many at a time."""

import re
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Final, Self

GUID_LENGTH: Final = 36
"""The length of an ID without its region."""

_GUID_PART: Final = re.compile(rf"[0-9a-f-]{{0,{GUID_LENGTH}}}")


@dataclass(frozen=True, slots=True)
class GuidSearch:
    """A query, split into what is searched for in packed IDs and in other texts."""

    query: str
    """The query, case folded."""
    guid_part: bytes | None
    """What a packed ID without the region must contain; None if no packed ID can match."""
    at_start: bool
    """Whether the ID must begin with `guid_part`, because the query contains a colon."""

    @classmethod
    def of(cls, query: str, region: str) -> Self:
        """Return the search for a query.

        Args:
            query: The query, case folded.
            region: The region that the packed IDs share.
        """
        region_end, colon, guid_part = query.rpartition(":")
        possible = _GUID_PART.fullmatch(guid_part) and region.casefold().endswith(region_end)
        return cls(query, guid_part.encode() if possible else None, bool(colon))

    def find_in(self, guids: bytes | bytearray) -> int:
        """Return a mask of the packed IDs that match, found by column or by `bytearray.find`.

        Looking into each ID takes two to ten times as long.
        """
        part = self.guid_part
        if part is None:
            return 0
        count = len(guids) // GUID_LENGTH
        if self.at_start or not part:
            mask = mask_of(bytes([1]) * count)
            for place, letter in enumerate(part):
                mask &= mask_of(guids[place::GUID_LENGTH].translate(_ones_for(letter)))
            return mask
        if len(part) == 1:
            # most IDs contain it, so a search would stop at each of them
            hits = guids.translate(_ones_for(part[0]))
            columns = (mask_of(hits[place::GUID_LENGTH]) for place in range(GUID_LENGTH))
            return reduce(or_, columns)
        flags = bytearray(count)
        position = guids.find(part)
        while position >= 0:
            row, place = divmod(position, GUID_LENGTH)
            # a hit that crosses into the next row may hide one that starts inside it
            crosses = place + len(part) > GUID_LENGTH
            flags[row] |= not crosses
            position = guids.find(part, position + 1 if crosses else (row + 1) * GUID_LENGTH)
        return mask_of(flags)


def mask_of(flags: bytes | bytearray) -> int:
    """Return flags of 0 or 1 as one number, since numbers combine by `&` and `|` at once."""
    return int.from_bytes(flags, "little")


@cache
def _ones_for(letter: int) -> bytes:
    """Return the table that translates a letter to 1, and any other to 0."""
    return bytes([each == letter for each in range(256)])
