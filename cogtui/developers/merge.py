"""Preview merging two developer users into one identity.

The destination's identity keeps its ID and takes over every login of the source's identity, which
is then permanently disabled. A merge cannot be undone.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import MAX_LINKS, LinkedIdentity
from cogtui.developers.preview import Preview
from cogtui.developers.verification import Verification, differences
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.text import visible


@dataclass(frozen=True, slots=True)
class MergePreview(Preview):
    """What merging one user into another would do, derived from reads of both."""

    operation = operation_names.MERGE_DEVELOPER_IDENTITIES

    provider: str
    """The pool's developer provider, empty if it has none."""
    source_user: str
    """The identifier of the user to merge away."""
    destination_user: str
    """The identifier of the user whose identity is kept."""
    source: LinkedIdentity | None
    """The source's identity, None for an unknown user."""
    destination: LinkedIdentity | None
    """The destination's identity, None for an unknown user."""
    named_provider: str | None = None
    """The developer provider that the user named, None for the pool's own."""

    @property
    def merged(self) -> LinkedIdentity | None:
        """The destination's identity after the merge, None if the merge cannot be sent."""
        if not self.is_sendable or self.source is None or self.destination is None:
            return None
        return self.destination.merged_with(self.source)

    @property
    def disabled_source(self) -> LinkedIdentity | None:
        """The source's identity after the merge, None if the merge cannot be sent."""
        return None if self.merged is None or self.source is None else self.source.without_logins()

    @property
    def fingerprint(self) -> str:
        """A digest of both identities."""
        sides = (self.source, self.destination)
        return "+".join(each.fingerprint if each else "unknown" for each in sides)

    def swapped(self) -> Self:
        """Return the preview of the opposite merge, from the same reads."""
        return type(self)(
            self.provider,
            self.destination_user,
            self.source_user,
            self.destination,
            self.source,
            self.named_provider,
        )

    def parameters(self, directory: Directory) -> Mapping[str, Any]:
        """Return the members of the request."""
        return {
            "IdentityPoolId": directory.pool.pool_id,
            "DeveloperProviderName": self.named_provider or self.provider,
            "SourceUserIdentifier": self.source_user,
            "DestinationUserIdentifier": self.destination_user,
        }

    def keeps_working(self) -> list[str]:
        """Return sentences about what still works after the merge; none if it cannot be sent."""
        if self.source is None or self.merged is None:
            return []
        merged = self.merged.identity_id
        users = f"{quoted(self.source_user)} and {quoted(self.destination_user)}"
        others = self.merged.link_count - len(self.source.public_logins) - 2
        sentences = [f"{users} both resolve to {merged}."]
        if self.source.public_logins:
            names = ", ".join(visible(login_name(each)) for each in self.source.public_logins)
            sentences.append(f"Sign-ins to the source with {names} also resolve to {merged}.")
        if others:
            sentences.append("So does every other login of the two identities.")
        return [
            *sentences,
            "Credentials already issued stay valid until they expire.",
        ]

    def stops_working(self) -> list[str]:
        """Return sentences about what stops working; none if the merge cannot be sent."""
        if self.disabled_source is None:
            return []
        old = self.disabled_source.identity_id
        cached = "Apps that cached this ID are refused until they request their identity again"
        stored = "stays in place, but its user can no longer reach it"
        return [
            f"{old} is permanently disabled. {cached}.",
            f"Data keyed by {old} (objects, rows, datasets) {stored}.",
            f"Tokens issued for {old} can no longer get credentials.",
            "This cannot be undone: the users cannot be separated again.",
        ]

    async def read_again(self, directory: Directory) -> Self:
        """Read both users again."""
        users = self.source_user, self.destination_user
        return await self.read(directory, *users, named_provider=self.named_provider)

    async def verify(self, directory: Directory) -> Verification:
        """Compare both identities and what both users resolve to with the expected result."""
        if self.merged is None or self.disabled_source is None:
            raise ValueError("a merge that cannot be sent has no expected result")
        destination_id = self.merged.identity_id
        unresolved = [
            f"{quoted(user)} does not resolve to {destination_id}."
            for user in (self.source_user, self.destination_user)
            if await directory.find(user) != destination_id
        ]
        merged = await directory.read(destination_id)
        disabled_source = await directory.read(self.disabled_source.identity_id)
        different = (
            *differences(self.merged, merged),
            *differences(self.disabled_source, disabled_source),
        )
        return Verification(
            tuple(dict.fromkeys((*unresolved, *different))),
            tuple(each for each in (merged, disabled_source) if each is not None),
        )

    @classmethod
    async def read(
        cls,
        directory: Directory,
        source_user: str,
        destination_user: str,
        *,
        named_provider: str | None = None,
    ) -> Self:
        """Read both users and return the preview of their merge.

        Args:
            directory: The pool's developer users.
            source_user: The identifier of the user to merge away.
            destination_user: The identifier of the user whose identity is kept.
            named_provider: The developer provider that the user named, None for the pool's own.

        Raises:
            ApiError: Something could not be read.
        """
        are_valid = not [
            *blockers.for_identifier(source_user),
            *blockers.for_identifier(destination_user),
        ]
        source = await directory.user(source_user) if are_valid else None
        destination = source
        if are_valid and source_user != destination_user:
            destination = await directory.user(destination_user)
        users = source_user, destination_user
        return cls(directory.provider, *users, source, destination, named_provider)

    def _blockers(self) -> Iterator[Blocker]:
        invalid = [
            *blockers.for_provider(self.provider, self.named_provider),
            *blockers.for_identifier(self.source_user),
            *blockers.for_identifier(self.destination_user),
        ]
        yield from invalid
        if invalid:
            return
        if self.source is None:
            yield blockers.unknown_user(self.source_user)
        if self.destination is None and self.destination_user != self.source_user:
            yield blockers.unknown_user(self.destination_user)
        if self.source is not None and self.destination is not None:
            if self.source_user == self.destination_user:
                sentence = "Source and destination are the same user: nothing to merge."
                yield Blocker(Reason.ALREADY_MERGED, sentence, Consequence.NOTHING)
            else:
                yield from _pair_blockers(self.source, self.destination)


def _pair_blockers(source: LinkedIdentity, destination: LinkedIdentity) -> Iterator[Blocker]:
    if source.identity_id == destination.identity_id:
        sentence = f"Both users already resolve to {source.identity_id}: nothing to merge."
        yield Blocker(Reason.ALREADY_MERGED, sentence, Consequence.NOTHING)
        return
    for each in (source, destination):
        if each.is_disabled:
            yield blockers.disabled_identity(each.identity_id)
    if (links := source.link_count + destination.link_count) > MAX_LINKS:
        counts = f"{source.link_count:,} and {destination.link_count:,}"
        yield Blocker(
            Reason.TOO_MANY_LOGINS,
            f"Together they have {links:,} linked logins ({counts}); an identity can have "
            f"at most {MAX_LINKS}. Unlink some first.",
        )
    # an identity has at most one user of each public provider, so these are two different users
    for login in source.public_logins:
        if login in destination.public_logins:
            yield Blocker(
                Reason.CONFLICTING_LOGINS,
                f"They are linked to two different {visible(login_name(login))} users. Unlink one "
                "of them first.",
            )
