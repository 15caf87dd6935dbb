"""Two developer users brought together under one identity: what would come of it.

The identity of the destination keeps its id and gets everything that led to the identity of the
source, which is disabled. There is no way back.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import MOST_LINKS, LinkedIdentity
from cogtui.developers.verification import Verification, differences
from cogtui.service.identity_rows import login_name
from cogtui.text import visible


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What merging one user into another would do, out of readings of both."""

    operation: ClassVar = "merge-developer-identities"
    """The operation's AWS CLI name."""

    provider: str
    """The pool's developer provider, empty if it has none."""
    source_user: str
    """The identifier of the user that is merged away."""
    destination_user: str
    """The identifier of the user whose identity is kept."""
    source: LinkedIdentity | None
    """The identity of the source, None for an unknown user."""
    destination: LinkedIdentity | None
    """The identity of the destination, None for an unknown user."""
    named_provider: str | None = None
    """The developer provider that the user names, None for the pool's own."""

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """All that stands in the way, the most fundamental first."""
        return tuple(self._blockers())

    @property
    def merged(self) -> LinkedIdentity | None:
        """What the destination's identity will be, None if it cannot be sent."""
        if not self.is_sendable or self.source is None or self.destination is None:
            return None
        return self.destination.joined_by(self.source)

    @property
    def disabled_source(self) -> LinkedIdentity | None:
        """What the source's identity will be, None if it cannot be sent."""
        return None if self.merged is None or self.source is None else self.source.without_logins()

    @property
    def is_sendable(self) -> bool:
        """Whether nothing is known that stands in the way."""
        return blockers.is_sendable(self.blockers)

    @property
    def fingerprint(self) -> str:
        """The same for two previews between which nothing changed."""
        sides = (self.source, self.destination)
        return "+".join(each.fingerprint if each else "unknown" for each in sides)

    def swapped(self) -> Self:
        """The preview of merging the other way round, out of the same readings."""
        return type(self)(
            self.provider,
            self.destination_user,
            self.source_user,
            self.destination,
            self.source,
            self.named_provider,
        )

    def parameters(self, directory: Directory) -> Mapping[str, Any]:
        """The members of the request.

        Args:
            directory: The pool's developer users.
        """
        return {
            "IdentityPoolId": directory.pool.pool_id,
            "DeveloperProviderName": self.named_provider or self.provider,
            "SourceUserIdentifier": self.source_user,
            "DestinationUserIdentifier": self.destination_user,
        }

    def keeps_working(self) -> list[str]:
        """What goes on after the merge, in sentences; none if it cannot be sent."""
        if self.source is None or self.merged is None:
            return []
        merged = self.merged.identity_id
        users = f"{quoted(self.source_user)} and {quoted(self.destination_user)}"
        others = self.merged.links - len(self.source.public_logins) - 2
        sentences = [f"{users} both get {merged} from then on."]
        if self.source.public_logins:
            names = ", ".join(visible(login_name(each)) for each in self.source.public_logins)
            sentences.append(f"Whoever signs in to the source with {names} gets {merged} as well.")
        if others:
            sentences.append("All else that leads to either of the two leads there too.")
        return [
            *sentences,
            "Credentials that were given out already stay good until they expire.",
        ]

    def stops_working(self) -> list[str]:
        """What ends with the merge, in sentences; none if it cannot be sent."""
        if self.disabled_source is None:
            return []
        old = self.disabled_source.identity_id
        cached = "apps that keep its id are refused until they ask for their identity anew"
        stored = "stays where it is, out of its user's reach"
        return [
            f"{old} is disabled for good: {cached}.",
            f"What is stored by the id {old} (objects, rows, datasets) {stored}.",
            f"Tokens that were given out for {old} get no more credentials.",
            "There is no way back: the users cannot be told apart again.",
        ]

    async def again(self, directory: Directory) -> Self:
        """Makes the preview anew, out of fresh readings.

        Args:
            directory: The pool's developer users.

        Raises:
            ApiError: Something could not be read.
        """
        users = self.source_user, self.destination_user
        return await self.read(directory, *users, named_provider=self.named_provider)

    async def verify(self, directory: Directory) -> Verification:
        """Holds what was promised against what is there now.

        Args:
            directory: The pool's developer users.

        Returns:
            What is different, if anything.

        Raises:
            ApiError: Something could not be read.
            ValueError: The preview promises nothing, since it cannot be sent.
        """
        if self.merged is None or self.disabled_source is None:
            raise ValueError("a merge that cannot be sent promises nothing")
        destination_id = self.merged.identity_id
        leads = [
            f"{quoted(user)} does not lead to {destination_id}."
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
            tuple(dict.fromkeys((*leads, *different))),
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
        """Reads both users and says what merging them would do.

        Args:
            directory: The pool's developer users.
            source_user: The identifier of the user to merge away.
            destination_user: The identifier of the user whose identity is kept.
            named_provider: The developer provider that the user names, None for the pool's own.

        Returns:
            The preview.

        Raises:
            ApiError: Something could not be read.
        """
        readable = not [
            *blockers.of_identifier(source_user),
            *blockers.of_identifier(destination_user),
        ]
        source = await directory.user(source_user) if readable else None
        destination = source
        if readable and source_user != destination_user:
            destination = await directory.user(destination_user)
        users = source_user, destination_user
        return cls(directory.provider, *users, source, destination, named_provider)

    def _blockers(self) -> Iterator[Blocker]:
        wrong = [
            *blockers.of_provider(self.provider, self.named_provider),
            *blockers.of_identifier(self.source_user),
            *blockers.of_identifier(self.destination_user),
        ]
        yield from wrong
        if wrong:
            return
        if self.source is None:
            yield blockers.unknown_user(self.source_user)
        if self.destination is None and self.destination_user != self.source_user:
            yield blockers.unknown_user(self.destination_user)
        if self.source is not None and self.destination is not None:
            yield from _between(self)


def _between(preview: MergePreview) -> Iterator[Blocker]:
    source, destination = preview.source, preview.destination
    assert source is not None  # noqa: S101  asked by the only caller
    assert destination is not None  # noqa: S101  likewise
    if preview.source_user == preview.destination_user:
        sentence = "Source and destination are the same user: there is nothing to merge."
        yield Blocker(Reason.TOGETHER, sentence, Consequence.NOTHING)
        return
    if source.identity_id == destination.identity_id:
        sentence = f"Both users lead to {source.identity_id} already: there is nothing to merge."
        yield Blocker(Reason.TOGETHER, sentence, Consequence.NOTHING)
        return
    for each in (source, destination):
        if each.is_disabled:
            yield blockers.disabled(each.identity_id)
    if (links := source.links + destination.links) > MOST_LINKS:
        yield Blocker(
            Reason.TOO_MANY,
            f"Together they have {links:,} linked logins ({source.links:,} and "
            f"{destination.links:,}); a merge may bring {MOST_LINKS} together. Unlink some first.",
        )
    # one identity has one user of a public provider at most, so these are two
    for login in source.public_logins:
        if login in destination.public_logins:
            yield Blocker(
                Reason.TWO_USERS,
                f"Both have a user of {visible(login_name(login))}, and they are two different "
                "ones: unlink one of them first.",
            )
