"""What each line of a sheet would do, given what the lines before it will have done."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from enum import StrEnum

from cogtui.developers import blockers
from cogtui.developers.blockers import Consequence
from cogtui.developers.csv_rows import BulkOperation, CsvFile, CsvRow
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted, stray
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.merge import MergePreview
from cogtui.developers.unlink import UserUnlinkPreview

Key = tuple[str, str]
"""What a line is known by in a report: its source and its destination."""


class RowVerdict(StrEnum):
    """What is to become of a line."""

    FINE = "fine"
    """It can be sent."""
    DONE = "done"
    """The report says that it was carried out before."""
    NOTHING = "nothing to do"
    """It would change nothing."""
    REFUSED = "refused"
    """It would be refused, or cannot be meant so."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A line that was held against the service."""

    line: CsvRow
    """The line."""
    verdict: RowVerdict
    """What is to become of it."""
    reason: str = ""
    """Why, in sentences; for a line that is fine, what it does and what is odd about it."""
    source_id: str = ""
    """The identity that the source leads to when its turn comes, empty if to none."""
    destination_id: str = ""
    """Likewise the destination's; empty where users are unlinked."""
    fingerprint: str = ""
    """What a reading just before sending must show."""
    is_last: bool = False
    """Whether nobody can ever reach the identity again, once the user is unlinked."""


async def check(
    directory: Directory, csv_file: CsvFile, done: Collection[Key] = ()
) -> AsyncIterator[Checked]:
    """Holds each line against the service; it only reads.

    Args:
        directory: The pool's developer users; its calls should be paced.
        csv_file: The lines.
        done: What the report says was carried out before.

    Yields:
        Each line with its verdict, in order.

    Raises:
        ApiError: Something could not be read.
    """
    simulator = _PoolSimulator(directory)
    for line in csv_file.lines:
        if line.flaw:
            yield Checked(line, RowVerdict.REFUSED, line.flaw)
        elif (line.source, line.destination) in done:
            simulator.record(line)
            yield Checked(line, RowVerdict.DONE, "Done before, says the report.")
        elif csv_file.kind is BulkOperation.MERGE:
            yield await simulator.merge(line)
        else:
            yield await simulator.unlink(line)


class _PoolSimulator:
    """The pool as it will be after the lines so far; identities are read when first needed."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory
        self._owners: dict[str, str | None] = {}
        self._identities: dict[str, LinkedIdentity] = {}
        self._recorded: dict[str, CsvRow] = {}

    def record(self, line: CsvRow) -> None:
        """Remembers by which line a user is merged away or unlinked."""
        self._recorded.setdefault(line.source, line)

    async def merge(self, line: CsvRow) -> Checked:
        if earlier := self._recorded.get(line.source):
            return Checked(line, RowVerdict.REFUSED, f"{_merged_away(earlier)}.")
        source = await self._user(line.source)
        destination = await self._user(line.destination)
        preview = MergePreview(
            self._directory.provider, line.source, line.destination, source, destination
        )
        ids = source.identity_id if source else "", destination.identity_id if destination else ""
        if preview.merged is None:
            return Checked(line, *_hindered(preview), *ids)
        self._keep(preview.merged)
        remarks = [f"{ids[0]} is merged into {ids[1]}.", *_remarks(line)]
        if earlier := self._recorded.get(line.destination):
            remarks.append(f"{_merged_away(earlier)} before.")
        self.record(line)
        return Checked(line, RowVerdict.FINE, " ".join(remarks), *ids, preview.fingerprint)

    async def unlink(self, line: CsvRow) -> Checked:
        linked = await self._user(line.source)
        provider = self._directory.provider
        if linked is None:
            found = [*blockers.of_provider(provider, None), blockers.unknown_user(line.source)]
            return Checked(line, RowVerdict.REFUSED, found[0].sentence)
        owner_id = linked.identity_id
        preview = UserUnlinkPreview(provider, owner_id, line.source, linked, owner_id)
        self._keep(linked.without(identifier=line.source))
        return Checked(
            line,
            RowVerdict.FINE,
            " ".join([*preview.consequences(), *_remarks(line)]),
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
                    self._keep(linked)
            self._owners[identifier] = identity_id
        owner_id = self._owners[identifier]
        return self._identities.get(owner_id) if owner_id is not None else None

    def _keep(self, linked: LinkedIdentity) -> None:
        self._identities[linked.identity_id] = linked
        self._owners.update((each, linked.identity_id) for each in linked.identifiers)


def _merged_away(earlier: CsvRow) -> str:
    users = f"{quoted(earlier.source)} is merged into {quoted(earlier.destination)}"
    return f"{users} by line {earlier.number:,}"


def _hindered(preview: MergePreview) -> tuple[RowVerdict, str]:
    found = preview.blockers
    nothing = all(each.consequence is Consequence.NOTHING for each in found)
    verdict = RowVerdict.NOTHING if nothing else RowVerdict.REFUSED
    return verdict, " ".join(each.sentence for each in found)


def _remarks(line: CsvRow) -> list[str]:
    odd = {each: stray(each) for each in (line.source, line.destination) if each}
    return [f"{quoted(each)}: {' '.join(found)}" for each, found in odd.items() if found]
