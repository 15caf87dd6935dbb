"""A developer user or a public login taken off its identity: what would come of it.

Whoever is unlinked is a new user the next time, with a new identity. An identity that nothing
leads to any more is disabled, and nobody can ever reach it again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.verification import Verification, differences
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name
from cogtui.text import counted, visible


@dataclass(frozen=True, slots=True)
class UserUnlinkPreview:
    """What unlinking a developer user identifier would do, out of a reading of the identity."""

    operation: ClassVar = "unlink-developer-identity"
    """The operation's AWS CLI name."""

    provider: str
    """The pool's developer provider, empty if it has none."""
    identity_id: str
    """The identity."""
    user: str
    """The identifier to unlink."""
    linked: LinkedIdentity | None
    """What was read of the identity, None if there is none."""
    owner_id: str | None
    """The identity that the identifier leads to, None for an unknown user."""
    named_provider: str | None = None
    """The developer provider that the user names, None for the pool's own."""

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """All that stands in the way."""
        return tuple(self._blockers())

    @property
    def is_sendable(self) -> bool:
        """Whether nothing is known that stands in the way."""
        return blockers.is_sendable(self.blockers)

    @property
    def left(self) -> LinkedIdentity | None:
        """What the identity will be, None if it cannot be sent."""
        if not self.is_sendable or self.linked is None:
            return None
        return self.linked.without(identifier=self.user)

    @property
    def is_last(self) -> bool:
        """Whether nothing is left that leads to the identity: nobody can ever reach it again."""
        return self.left is not None and self.left.is_disabled

    @property
    def fingerprint(self) -> str:
        """The same for two previews between which nothing changed."""
        return f"{self.linked.fingerprint if self.linked else 'none'}+{self.owner_id}"

    def consequences(self) -> list[str]:
        """What would come of it, in sentences; none if it cannot be sent."""
        if self.left is None:
            return []
        return [
            f"{quoted(self.user)} is a new user from then on, with a new identity.",
            *_what_is_left(self.left),
        ]

    def parameters(self, directory: Directory) -> Mapping[str, Any]:
        """The members of the request.

        Args:
            directory: The pool's developer users.
        """
        return {
            "IdentityId": self.identity_id,
            "IdentityPoolId": directory.pool.pool_id,
            "DeveloperProviderName": self.named_provider or self.provider,
            "DeveloperUserIdentifier": self.user,
        }

    async def again(self, directory: Directory) -> Self:
        """Makes the preview anew, out of a fresh reading.

        Args:
            directory: The pool's developer users.

        Raises:
            ApiError: Something could not be read.
        """
        of = self.identity_id, self.user
        return await self.read(directory, *of, named_provider=self.named_provider)

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
        found = await _verified(directory, self.left)
        if await directory.find(self.user) != self.identity_id:
            return found
        still = f"{quoted(self.user)} still leads to {self.identity_id}."
        return Verification((still, *found.differences), found.identities)

    @classmethod
    async def read(
        cls,
        directory: Directory,
        identity_id: str,
        user: str,
        *,
        named_provider: str | None = None,
    ) -> Self:
        """Reads the identity and says what unlinking an identifier from it would do.

        Args:
            directory: The pool's developer users.
            identity_id: The identity.
            user: The identifier to unlink.
            named_provider: The developer provider that the user names, None for the pool's own.

        Returns:
            The preview.

        Raises:
            ApiError: Something could not be read.
        """
        linked = await directory.read(identity_id)
        owner_id = None
        if linked is not None and user in linked.identifiers:
            owner_id = identity_id
        elif not list(blockers.of_identifier(user)):
            owner_id = await directory.find(user)
        return cls(directory.provider, identity_id, user, linked, owner_id, named_provider)

    def _blockers(self) -> Iterator[Blocker]:
        wrong = [
            *blockers.of_provider(self.provider, self.named_provider),
            *blockers.of_identifier(self.user),
        ]
        yield from wrong
        if wrong:
            return
        if self.linked is None:
            yield from blockers.of_identity(self.identity_id, None)
        if self.owner_id == self.identity_id:
            return
        if self.owner_id is None:
            yield blockers.unknown_user(self.user)
        else:
            sentence = f"{quoted(self.user)} leads to {self.owner_id}, another identity."
            yield Blocker(Reason.ELSEWHERE, sentence)


@dataclass(frozen=True, slots=True)
class LoginUnlinkPreview:
    """What unlinking a public login would do, out of a reading of the identity."""

    operation: ClassVar = "unlink-identity"
    """The operation's AWS CLI name."""

    identity_id: str
    """The identity."""
    login: str
    """The public provider whose user is unlinked."""
    linked: LinkedIdentity | None
    """What was read of the identity, None if there is none."""

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """All that stands in the way."""
        return tuple(self._blockers())

    @property
    def is_sendable(self) -> bool:
        """Whether nothing is known that stands in the way, given a token of one of `proofs`."""
        return blockers.is_sendable(self.blockers)

    @property
    def proofs(self) -> tuple[str, ...]:
        """The providers of which one token is needed, of the user who is linked: any of them."""
        return self.linked.public_logins if self.linked else ()

    @property
    def left(self) -> LinkedIdentity | None:
        """What the identity will be, None if it cannot be sent."""
        if not self.is_sendable or self.linked is None:
            return None
        return self.linked.without(login=self.login)

    @property
    def is_last(self) -> bool:
        """Whether nothing is left that leads to the identity: nobody can ever reach it again."""
        return self.left is not None and self.left.is_disabled

    @property
    def fingerprint(self) -> str:
        """The same for two previews between which nothing changed."""
        return self.linked.fingerprint if self.linked else "none"

    def consequences(self) -> list[str]:
        """What would come of it, in sentences; none if it cannot be sent."""
        if self.left is None:
            return []
        name = visible(login_name(self.login))
        return [
            f"Whoever signs in with that user of {name} gets a new identity from then on.",
            *_what_is_left(self.left),
        ]

    def parameters(self, logins: Mapping[str, Secret]) -> Mapping[str, Any]:
        """The members of the request.

        Args:
            logins: Valid tokens by provider, at least one of `proofs`.
        """
        return {
            "IdentityId": self.identity_id,
            "Logins": dict(logins),
            "LoginsToRemove": [self.login],
        }

    async def again(self, directory: Directory) -> Self:
        """Makes the preview anew, out of a fresh reading.

        Args:
            directory: The pool's developer users.

        Raises:
            ApiError: Something could not be read.
        """
        return await self.read(directory, self.identity_id, self.login)

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
        return await _verified(directory, self.left)

    @classmethod
    async def read(cls, directory: Directory, identity_id: str, login: str) -> Self:
        """Reads the identity and says what unlinking a public login from it would do.

        Args:
            directory: The pool's developer users.
            identity_id: The identity.
            login: The public provider whose user is to be unlinked, as it stands in Logins.

        Returns:
            The preview.

        Raises:
            ApiError: Something could not be read.
        """
        return cls(identity_id, login, await directory.read(identity_id))

    def _blockers(self) -> Iterator[Blocker]:
        if self.linked is None:
            yield from blockers.of_identity(self.identity_id, None)
        elif self.linked.is_disabled:
            yield blockers.disabled(self.identity_id)
        elif self.login == self.linked.provider:
            sentence = f"{visible(self.login)} is the developer provider: unlink its users instead."
            yield Blocker(Reason.WRONG_PROVIDER, sentence)
        elif not self.proofs:
            sentence = "No public login leads to the identity, so there is none to unlink."
            yield Blocker(Reason.NO_PROOF, sentence)
        elif self.login not in self.proofs:
            sentence = f"No user of {visible(self.login)} is linked to the identity."
            yield Blocker(Reason.NOT_LINKED, sentence, Consequence.NOTHING)


def _what_is_left(left: LinkedIdentity) -> Iterator[str]:
    if left.is_disabled:
        yield (
            f"It is the last login of {left.identity_id}: nobody can ever reach that identity "
            "again, not as a guest either, nor what is stored by its id."
        )
        return
    kinds = [
        *([counted(len(left.identifiers), "developer user")] if left.identifiers else []),
        *(visible(login_name(each)) for each in left.public_logins),
    ]
    yield f"{left.identity_id} is still reached by {', '.join(kinds)}."


async def _verified(directory: Directory, expected: LinkedIdentity | None) -> Verification:
    if expected is None:
        raise ValueError("an unlinking that cannot be sent promises nothing")
    found = await directory.read(expected.identity_id)
    return Verification(
        tuple(differences(expected, found)), tuple(each for each in (found,) if each is not None)
    )
