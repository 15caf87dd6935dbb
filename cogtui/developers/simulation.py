"""Check what each row of a CSV file would do, given the effects of the rows before it."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from enum import StrEnum

from cogtui.developers import blockers
from cogtui.developers.blockers import Consequence
from cogtui.developers.csv_rows import BulkOperation, CsvFile, CsvRow
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import find_oddities, quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.merge import MergePreview
from cogtui.developers.unlink import UserUnlinkPreview

RowKey = tuple[str, str]
"""Identifies a row in a results file: its source and destination."""


class RowVerdict(StrEnum):
    """What will happen to a row."""

    READY = "ready"
    """It can be sent."""
    DONE = "done"
    """The results file lists it as carried out before."""
    NOTHING = "nothing to do"
    """It would change nothing."""
    REFUSED = "refused"
    """It would be refused, or cannot be intended."""


@dataclass(frozen=True, slots=True)
class CheckedRow:
    """A row that was checked against the service."""

    row: CsvRow
    """The row."""
    verdict: RowVerdict
    """What will happen to it."""
    reason: str = ""
    """Why, in sentences; for a row that can be sent, what it does and any oddities."""
    source_id: str = ""
    """The identity that the source resolves to by then, empty if to none."""
    destination_id: str = ""
    """The identity that the destination resolves to by then; empty where users are unlinked."""
    fingerprint: str = ""
    """The fingerprint that the preview must have just before the row is sent."""
    is_last: bool = False
    """Whether unlinking the user makes the identity permanently unreachable."""


async def check(
    directory: Directory, csv_file: CsvFile, done: Collection[RowKey] = ()
) -> AsyncIterator[CheckedRow]:
    """Check each row against the service, which is only read.

    Args:
        directory: The pool's developer users; its calls should be rate-limited.
        csv_file: The rows.
        done: The rows that the results file lists as carried out.

    Yields:
        Each row with its verdict, in file order.

    Raises:
        ApiError: Something could not be read.
    """
    simulator = _PoolSimulator(directory)
    for row in csv_file.rows:
        if row.problem:
            yield CheckedRow(row, RowVerdict.REFUSED, row.problem)
        elif (row.source, row.destination) in done:
            simulator.record(row)
            yield CheckedRow(row, RowVerdict.DONE, "Already done, according to the results file.")
        elif csv_file.kind is BulkOperation.MERGE:
            yield await simulator.merge(row)
        else:
            yield await simulator.unlink(row)


class _PoolSimulator:
    """The pool as it will be after the rows so far; identities are read when first needed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._owners: dict[str, str | None] = {}
        self._identities: dict[str, LinkedIdentity] = {}
        self._recorded: dict[str, CsvRow] = {}

    def record(self, row: CsvRow) -> None:
        """Remember the row by which a user is merged away or unlinked."""
        self._recorded.setdefault(row.source, row)

    async def merge(self, row: CsvRow) -> CheckedRow:
        if earlier := self._recorded.get(row.source):
            return CheckedRow(row, RowVerdict.REFUSED, f"{_describe_merge(earlier)}.")
        source = await self._user(row.source)
        destination = await self._user(row.destination)
        preview = MergePreview(
            self._directory.provider, row.source, row.destination, source, destination
        )
        ids = source.identity_id if source else "", destination.identity_id if destination else ""
        if preview.merged is None:
            return CheckedRow(row, *_blocked(preview), *ids)
        self._store(preview.merged)
        sentences = [f"Merges {ids[0]} into {ids[1]}.", *_oddities(row)]
        if earlier := self._recorded.get(row.destination):
            sentences.append(f"{_describe_merge(earlier)} first.")
        self.record(row)
        return CheckedRow(row, RowVerdict.READY, " ".join(sentences), *ids, preview.fingerprint)

    async def unlink(self, row: CsvRow) -> CheckedRow:
        linked = await self._user(row.source)
        provider = self._directory.provider
        if linked is None:
            unknown = [*blockers.for_provider(provider, None), blockers.unknown_user(row.source)]
            return CheckedRow(row, RowVerdict.REFUSED, unknown[0].sentence)
        owner_id = linked.identity_id
        preview = UserUnlinkPreview(provider, owner_id, row.source, linked, owner_id)
        self._store(linked.without(identifier=row.source))
        return CheckedRow(
            row,
            RowVerdict.READY,
            " ".join([*preview.consequences(), *_oddities(row)]),
            source_id=owner_id,
            fingerprint=preview.fingerprint,
            is_last=preview.is_last,
        )

    async def _user(self, identifier: str) -> LinkedIdentity | None:
        if identifier not in self._owners:
            identity_id = await self._directory.find(identifier)
            if identity_id is not None and identity_id not in self._identities:
                linked = await self._directory.read(identity_id)
                if linked is not None:
                    self._store(linked)
            self._owners[identifier] = identity_id
        owner_id = self._owners[identifier]
        return self._identities.get(owner_id) if owner_id is not None else None

    def _store(self, linked: LinkedIdentity) -> None:
        self._identities[linked.identity_id] = linked
        self._owners.update((each, linked.identity_id) for each in linked.identifiers)


def _describe_merge(earlier: CsvRow) -> str:
    users = f"{quoted(earlier.source)} into {quoted(earlier.destination)}"
    return f"Line {earlier.number:,} merges {users}"


def _blocked(preview: MergePreview) -> tuple[RowVerdict, str]:
    is_harmless = all(each.consequence is Consequence.NOTHING for each in preview.blockers)
    verdict = RowVerdict.NOTHING if is_harmless else RowVerdict.REFUSED
    return verdict, " ".join(each.sentence for each in preview.blockers)


def _oddities(row: CsvRow) -> list[str]:
    odd = {each: find_oddities(each) for each in (row.source, row.destination) if each}
    return [f"{quoted(each)}: {' '.join(found)}" for each, found in odd.items() if found]
