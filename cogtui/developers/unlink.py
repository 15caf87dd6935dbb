"""Preview unlinking a developer user or a public login from its identity.

The unlinked user gets a new identity at the next sign-in. An identity that loses its last login is
disabled and can never be reached again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.preview import Preview
from cogtui.developers.verification import Verification, differences
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.text import counted, visible


@dataclass(frozen=True, slots=True)
class UserUnlinkPreview(Preview):
    """What unlinking a developer user would do, derived from a read of the identity."""

    operation = operation_names.UNLINK_DEVELOPER_IDENTITY

    provider: str
    """The pool's developer provider, empty if it has none."""
    identity_id: str
    """The identity."""
    user: str
    """The identifier to unlink."""
    linked: LinkedIdentity | None
    """The identity as read, None if it does not exist."""
    owner_id: str | None
    """The identity that the identifier resolves to, None for an unknown user."""
    named_provider: str | None = None
    """The developer provider that the user named, None for the pool's own."""

    @property
    def remaining(self) -> LinkedIdentity | None:
        """The identity after unlinking, None if the request cannot be sent."""
        if not self.is_sendable or self.linked is None:
            return None
        return self.linked.without(identifier=self.user)

    @property
    def is_last(self) -> bool:
        """Whether no login remains, so that the identity can never be reached again."""
        return self.remaining is not None and self.remaining.is_disabled

    @property
    def fingerprint(self) -> str:
        """A digest of the identity and of what the identifier resolves to."""
        return f"{self.linked.fingerprint if self.linked else 'none'}+{self.owner_id}"

    def consequences(self) -> list[str]:
        """Return sentences about the effects; none if the request cannot be sent."""
        if self.remaining is None:
            return []
        return [
            f"{quoted(self.user)} gets a new identity at the next sign-in.",
            *_describe_remaining(self.remaining),
        ]

    def parameters(self, directory: Directory) -> Mapping[str, Any]:
        """Return the members of the request."""
        return {
            "IdentityId": self.identity_id,
            "IdentityPoolId": directory.pool.pool_id,
            "DeveloperProviderName": self.named_provider or self.provider,
            "DeveloperUserIdentifier": self.user,
        }

    async def read_again(self, directory: Directory) -> Self:
        """Read the identity again."""
        named = self.named_provider
        return await self.read(directory, self.identity_id, self.user, named_provider=named)

    async def verify(self, directory: Directory) -> Verification:
        """Compare the identity and what the identifier resolves to with the expected result."""
        found = await _verify_remaining(directory, self.remaining)
        if await directory.find(self.user) != self.identity_id:
            return found
        still = f"{quoted(self.user)} still resolves to {self.identity_id}."
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
        """Read the identity and return the preview of unlinking an identifier from it.

        Args:
            directory: The pool's developer users.
            identity_id: The identity.
            user: The identifier to unlink.
            named_provider: The developer provider that the user named, None for the pool's own.

        Raises:
            ApiError: Something could not be read.
        """
        linked = await directory.read(identity_id)
        owner_id = None
        if linked is not None and user in linked.identifiers:
            owner_id = identity_id
        elif not list(blockers.for_identifier(user)):
            owner_id = await directory.find(user)
        return cls(directory.provider, identity_id, user, linked, owner_id, named_provider)

    def _blockers(self) -> Iterator[Blocker]:
        invalid = [
            *blockers.for_provider(self.provider, self.named_provider),
            *blockers.for_identifier(self.user),
        ]
        yield from invalid
        if invalid:
            return
        if self.linked is None:
            yield from blockers.for_identity(self.identity_id, None)
        if self.owner_id == self.identity_id:
            return
        if self.owner_id is None:
            yield blockers.unknown_user(self.user)
        else:
            sentence = f"{quoted(self.user)} resolves to another identity, {self.owner_id}."
            yield Blocker(Reason.OTHER_IDENTITY, sentence)


@dataclass(frozen=True, slots=True)
class LoginUnlinkPreview(Preview):
    """What unlinking a public login would do, derived from a read of the identity."""

    operation = operation_names.UNLINK_IDENTITY

    identity_id: str
    """The identity."""
    login: str
    """The public provider whose user is unlinked."""
    linked: LinkedIdentity | None
    """The identity as read, None if it does not exist."""

    @property
    def proofs(self) -> tuple[str, ...]:
        """The identity's public providers; a token from any one of them is required."""
        return self.linked.public_logins if self.linked else ()

    @property
    def remaining(self) -> LinkedIdentity | None:
        """The identity after unlinking, None if the request cannot be sent."""
        if not self.is_sendable or self.linked is None:
            return None
        return self.linked.without(login=self.login)

    @property
    def is_last(self) -> bool:
        """Whether no login remains, so that the identity can never be reached again."""
        return self.remaining is not None and self.remaining.is_disabled

    @property
    def fingerprint(self) -> str:
        """A digest of the identity."""
        return self.linked.fingerprint if self.linked else "none"

    def consequences(self) -> list[str]:
        """Return sentences about the effects; none if the request cannot be sent."""
        if self.remaining is None:
            return []
        name = visible(login_name(self.login))
        return [
            f"That {name} user gets a new identity at the next sign-in.",
            *_describe_remaining(self.remaining),
        ]

    def parameters(self, logins: Mapping[str, Secret]) -> Mapping[str, Any]:
        """Return the members of the request.

        Args:
            logins: Valid tokens by provider, at least one from `proofs`.
        """
        return {
            "IdentityId": self.identity_id,
            "Logins": dict(logins),
            "LoginsToRemove": [self.login],
        }

    async def read_again(self, directory: Directory) -> Self:
        """Read the identity again."""
        return await self.read(directory, self.identity_id, self.login)

    async def verify(self, directory: Directory) -> Verification:
        """Compare the identity with the expected result."""
        return await _verify_remaining(directory, self.remaining)

    @classmethod
    async def read(cls, directory: Directory, identity_id: str, login: str) -> Self:
        """Read the identity and return the preview of unlinking a public login from it.

        Args:
            directory: The pool's developer users.
            identity_id: The identity.
            login: The public provider whose user to unlink, as it appears in Logins.

        Raises:
            ApiError: Something could not be read.
        """
        return cls(identity_id, login, await directory.read(identity_id))

    def _blockers(self) -> Iterator[Blocker]:
        if self.linked is None:
            yield from blockers.for_identity(self.identity_id, None)
        elif self.linked.is_disabled:
            yield blockers.disabled_identity(self.identity_id)
        elif self.login == self.linked.provider:
            sentence = f"{visible(self.login)} is the developer provider: unlink its users instead."
            yield Blocker(Reason.WRONG_PROVIDER, sentence)
        elif not self.proofs:
            sentence = "The identity has no public login to unlink."
            yield Blocker(Reason.NO_PUBLIC_LOGIN, sentence)
        elif self.login not in self.proofs:
            sentence = f"No {visible(self.login)} user is linked to the identity."
            yield Blocker(Reason.NOT_LINKED, sentence, Consequence.NOTHING)


def _describe_remaining(remaining: LinkedIdentity) -> Iterator[str]:
    if remaining.is_disabled:
        yield (
            f"This is the last login of {remaining.identity_id}: no one can ever reach that "
            "identity or the data keyed by its ID again, not even as a guest."
        )
        return
    kinds = [
        *([counted(len(remaining.identifiers), "developer user")] if remaining.identifiers else []),
        *(visible(login_name(each)) for each in remaining.public_logins),
    ]
    yield f"{remaining.identity_id} keeps {', '.join(kinds)}."


async def _verify_remaining(directory: Directory, expected: LinkedIdentity | None) -> Verification:
    if expected is None:
        raise ValueError("an unlinking that cannot be sent has no expected result")
    found = await directory.read(expected.identity_id)
    return Verification(
        tuple(differences(expected, found)), tuple(each for each in (found,) if each is not None)
    )
