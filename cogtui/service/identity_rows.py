"""Store a pool's identities compactly and search them quickly.

A pool may have a million identities, and one takes about 1,500 bytes as botocore returns it. Each
ListIdentities answer is packed into an `IdentityPage` by the thread that reads it, which takes
0.15 ms for 60 identities. On the event loop pages are appended to an `IdentityRows`, which stores
columns of packed values, about 60 bytes a row, and creates an `Identity` when a row is read.
"""

import math
import re
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import compress
from typing import Any, Final, Self

from cogtui.service.guid_search import GUID_LENGTH, GuidSearch, mask_of
from cogtui.service.issuer_paths import IssuerPaths
from cogtui.service.partitions import USER_POOL

SLICE_ROWS: Final = 8_192
"""How many rows are searched at a time: about 5 ms of work at most, a third of a frame."""

_PACKABLE: Final = re.compile(rf"([\w-]+):([0-9a-f-]{{{GUID_LENGTH}}})", re.ASCII)
_IAM_PROVIDER: Final = re.compile(r"arn:[^/]+:(saml|oidc)-provider/(.+)")
_YEAR_9999: Final = 253_402_300_800

_PUBLIC_PROVIDERS: Final = {
    "accounts.google.com": "Google",
    "api.twitter.com": "Twitter",
    "appleid.apple.com": "Apple",
    "graph.facebook.com": "Facebook",
    "www.amazon.com": "Amazon",
    "www.digits.com": "Digits",
}


class IdentityState(StrEnum):
    """Whether an identity has logins, and whether it can be used."""

    GUEST = "guest"
    """It has never had a login."""
    AUTHENTICATED = "authenticated"
    """At least one login is linked to it."""
    DISABLED = "disabled"
    """Its logins were merged into another identity or all unlinked: it cannot be used again."""


@dataclass(frozen=True, slots=True)
class Identity:
    """One identity, as ListIdentities and DescribeIdentity return it."""

    identity_id: str
    """The full ID, `REGION:GUID`."""
    logins: tuple[str, ...]
    """The providers' names as the service writes them, without user identifiers."""
    created: float
    """CreationDate in seconds since the epoch; NaN if the service returns none."""
    modified: float
    """LastModifiedDate in seconds since the epoch; NaN if the service returns none."""

    @property
    def state(self) -> IdentityState:
        """The state, derived from the logins.

        A guest has no Logins member. A disabled identity lists the word `DISABLED` and its region
        as if they were logins (observed; AWS documents neither).
        """
        return _state(self.logins)

    @property
    def guid(self) -> str:
        """The ID without the region; the whole ID if it does not have that form."""
        return self.identity_id.partition(":")[2] or self.identity_id


def _state(logins: Sequence[str]) -> IdentityState:
    if not logins:
        return IdentityState.GUEST
    return IdentityState.DISABLED if logins[0] == "DISABLED" else IdentityState.AUTHENTICATED


def login_name(key: str) -> str:
    """Return the short name of a login provider.

    Args:
        key: The provider's name as in an identity's Logins: a public provider's domain, a user
            pool's or OIDC provider's host and path, the ARN of a SAML or OIDC provider in IAM, or
            a developer provider's name.

    Returns:
        For instance `Google`, `us-east-1_AbCdEfGhI`, `login.example.com/tenant`,
        `SAML ExampleCorp`; a developer provider's name unchanged. An issuer keeps its path, because
        one host may have many. Not safe to draw: see `cogtui.text.visible`.
    """
    if public := _PUBLIC_PROVIDERS.get(key):
        return public
    if user_pool := USER_POOL.match(key):
        # in a role mapping, an app client follows
        return key[user_pool.start(2) :]
    if in_iam := _IAM_PROVIDER.fullmatch(key):
        return f"SAML {in_iam[2]}" if in_iam[1] == "saml" else in_iam[2]
    return key


@dataclass(frozen=True, slots=True)
class IdentityPage:
    """One ListIdentities answer, packed."""

    region: str
    """The region that the packed IDs share."""
    guids: bytes
    """The IDs without the region, 36 bytes each; zeros for an ID of another form."""
    other_ids: Mapping[int, str]
    """The full IDs that have another form or region, by index on the page."""
    logins: Sequence[tuple[str, ...]]
    """The logins of each identity."""
    created: "array[float]"
    """CreationDate of each identity in seconds since the epoch, or NaN."""
    modified: "array[float]"
    """LastModifiedDate of each identity in seconds since the epoch, or NaN."""
    next_token: str | None
    """The token for the next page; None on the last."""

    def __len__(self) -> int:
        return len(self.logins)

    def id_at(self, place: int) -> str:
        """Return the full ID of the identity at an index of the page."""
        if other := self.other_ids.get(place):
            return other
        return f"{self.region}:{_guid_at(self.guids, place)}"

    @classmethod
    def from_answer(cls, answer: Mapping[str, Any]) -> Self:
        """Pack a ListIdentities answer.

        Args:
            answer: The answer from botocore, with timestamps as floats.

        Returns:
            The page. Dates that are missing, before 1970 or after the year 9999 become NaN.
        """
        region = ""
        guids = bytearray()
        other_ids: dict[int, str] = {}
        items = answer["Identities"]
        for place, item in enumerate(items):
            packed = _PACKABLE.fullmatch(item["IdentityId"])
            if packed and (region or packed[1]) == packed[1]:
                region = packed[1]
                guids += packed[2].encode()
            else:
                other_ids[place] = item["IdentityId"]
                guids += bytes(GUID_LENGTH)
        return cls(
            region=region,
            guids=bytes(guids),
            other_ids=other_ids,
            logins=[tuple(item.get("Logins") or ()) for item in items],
            created=array("d", [_seconds(item.get("CreationDate")) for item in items]),
            modified=array("d", [_seconds(item.get("LastModifiedDate")) for item in items]),
            next_token=answer.get("NextToken"),
        )


def _guid_at(guids: bytes | bytearray, place: int) -> str:
    return guids[place * GUID_LENGTH : (place + 1) * GUID_LENGTH].decode()


def _seconds(timestamp: float | None) -> float:
    if timestamp is not None and 0 <= timestamp < _YEAR_9999:
        return timestamp
    return math.nan


class IdentityRows:
    """The loaded identities of one pool, in the order in which the service lists them.

    Rows are only appended, so a row's number never changes. There is no object per row: each
    attribute below is a column. The 36 characters of an ID without its region stay text, because
    text can be searched for a part without unpacking it, and 20 bytes a row are worth that. Logins
    are provider names in a few combinations, of which a row has the number. The state follows from
    the logins, so that a state or a provider is looked for once in each combination, not in each
    row.
    """

    def __init__(self) -> None:
        self.region = ""
        """The region that all IDs share except those of another form."""
        self.next_token: str | None = None
        """The token for the page after the last one appended; None if there is none."""
        self.guids = bytearray()
        """The IDs without the region, 36 bytes a row; zeros for an ID of another form."""
        self.other_ids: dict[int, str] = {}
        """The full IDs that have another form or region, by row."""
        self.created: array[float] = array("d")
        """CreationDate of each row in seconds since the epoch, or NaN."""
        self.modified: array[float] = array("d")
        """LastModifiedDate of each row in seconds since the epoch, or NaN."""
        self.login_numbers: array[int] = array("I")
        """The index in `login_sets` of each row's logins."""
        self.login_sets: list[tuple[str, ...]] = []
        """The different logins that rows have, as the service writes them."""
        self._numbers: dict[tuple[str, ...], int] = {}
        self._issuers = IssuerPaths()

    def __len__(self) -> int:
        return len(self.created)

    def append(self, page: IdentityPage) -> None:
        """Append a page.

        Args:
            page: The page that follows the last one appended.
        """
        first = len(self)
        self.region = self.region or page.region
        if page.region == self.region:
            self.guids += page.guids
            self.other_ids.update((first + place, i) for place, i in page.other_ids.items())
        else:
            self.guids += bytes(len(page.guids))
            self.other_ids.update((first + place, page.id_at(place)) for place in range(len(page)))
        for logins in page.logins:
            number = self._numbers.setdefault(logins, len(self.login_sets))
            if number == len(self.login_sets):
                self._add_combination(logins)
            self.login_numbers.append(number)
        self.created += page.created
        self.modified += page.modified
        self.next_token = page.next_token

    def _add_combination(self, logins: tuple[str, ...]) -> None:
        self.login_sets.append(logins)
        for key in logins:
            self._issuers.add(login_name(key))

    def brief_login_name(self, key: str) -> str:
        """Return the part of a loaded login's short name that distinguishes it."""
        return self._issuers.brief(login_name(key))

    def id_at(self, row: int) -> str:
        """Return the full ID in a row."""
        if row in self.other_ids:
            return self.other_ids[row]
        return f"{self.region}:{_guid_at(self.guids, row)}"

    def short_id(self, row: int) -> str:
        """Return the ID in a row without the shared region, or in full if it has another form."""
        if row in self.other_ids:
            return self.other_ids[row]
        return _guid_at(self.guids, row)

    def row(self, row: int) -> Identity:
        """Return the identity in a row, counted from 0."""
        return Identity(
            identity_id=self.id_at(row),
            logins=self.login_sets[self.login_numbers[row]],
            created=self.created[row],
            modified=self.modified[row],
        )

    def index_of(self, identity_id: str) -> int | None:
        """Return the row of an identity.

        This is a linear search, which takes about 20 ms for a million rows.

        Args:
            identity_id: The full ID.

        Returns:
            The row; None if the identity is not loaded.
        """
        packed = _PACKABLE.fullmatch(identity_id)
        if not packed or packed[1] != self.region:
            others = self.other_ids.items()
            return next((row for row, other in others if other == identity_id), None)
        guid = packed[2].encode()
        position = self.guids.find(guid)
        while position >= 0 and position % GUID_LENGTH:
            # it begins in one row and ends in the next
            position = self.guids.find(guid, position + 1)
        return None if position < 0 else position // GUID_LENGTH

    def matching(self, query: str, candidates: "range | array[int] | None" = None) -> "array[int]":
        """Return all rows that match a query at once; see `matching_slices`."""
        found: array[int] = array("I")
        for rows in self.matching_slices(query, candidates):
            found.extend(rows)
        return found

    def matching_slices(
        self, query: str, candidates: "range | array[int] | None" = None
    ) -> Iterator["array[int]"]:
        """Search slice by slice, so that the event loop can do other work in between.

        A row matches if the query, ignoring case, is part of its ID without the region, of one of
        its logins, of a login's short name, or of the name of its state. A query with a colon is
        searched for in the full ID. Disabled identities count as having no logins.

        Args:
            query: The text to search for. The empty text matches every row.
            candidates: The rows to search, in ascending order: a range, or the rows that matched a
                part of this query, provided that both contain a colon or neither does. By default
                all rows loaded now.

        Yields:
            The matching rows among the next `SLICE_ROWS` candidates, in ascending order.
        """
        search = GuidSearch.of(query.casefold(), self.region)
        wanted = {
            i for i, logins in enumerate(self.login_sets) if _finds_logins(search.query, logins)
        }
        candidates = range(len(self)) if candidates is None else candidates
        for start in range(0, len(candidates), SLICE_ROWS):
            rows = candidates[start : start + SLICE_ROWS]
            if len(wanted) == len(self.login_sets):
                yield array("I", rows)
            elif isinstance(rows, range):
                yield array("I", self._matches_in_range(search, wanted, rows))
            else:
                yield array("I", self._matches_among(search, wanted, rows))

    def _matches_in_range(self, search: GuidSearch, wanted: set[int], rows: range) -> Iterable[int]:
        mask = search.find_in(self.guids[rows.start * GUID_LENGTH : rows.stop * GUID_LENGTH])
        if wanted:
            numbers = self.login_numbers[rows.start : rows.stop]
            mask |= mask_of(bytes([number in wanted for number in numbers]))
        if not mask and not self.other_ids:
            return ()
        flags = bytearray(mask.to_bytes(len(rows), "little"))
        for row in filter(self.other_ids.__contains__, rows if self.other_ids else ()):
            matches = self._other_id_contains(search.query, row)
            flags[row - rows.start] = matches or self.login_numbers[row] in wanted
        return compress(rows, flags)

    def _matches_among(self, search: GuidSearch, wanted: set[int], rows: "array[int]") -> list[int]:
        return [
            row
            for row in rows
            if self.login_numbers[row] in wanted
            or self._other_id_contains(search.query, row)
            or self._guid_contains(search, row)
        ]

    def _other_id_contains(self, query: str, row: int) -> bool:
        return row in self.other_ids and query in self.other_ids[row].casefold()

    def _guid_contains(self, search: GuidSearch, row: int) -> bool:
        if search.guid_part is None or row in self.other_ids:
            return False
        start = row * GUID_LENGTH
        if search.at_start:
            return self.guids.startswith(search.guid_part, start)
        return self.guids.find(search.guid_part, start, start + GUID_LENGTH) >= 0


def _finds_logins(query: str, logins: tuple[str, ...]) -> bool:
    state = _state(logins)
    keys = () if state is IdentityState.DISABLED else logins
    texts = (state.value, *keys, *(login_name(key) for key in keys))
    return any(query in text.casefold() for text in texts)


def identity_of(answer: Mapping[str, Any]) -> Identity:
    """Return the identity of an answer.

    Args:
        answer: The answer of DescribeIdentity.

    Returns:
        The identity; a date that the service leaves out, or that no calendar shows, is NaN.
    """
    rows = IdentityRows()
    rows.append(IdentityPage.from_answer({"Identities": [answer]}))
    return rows.row(0)
