"""Preview registering or linking a developer user: the owning identity and the tokens needed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker, Consequence, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import LinkedIdentity, new_identity
from cogtui.developers.preview import Preview
from cogtui.developers.verification import Verification, differences
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.text import visible


class RegisterEffect(StrEnum):
    """What registering would do."""

    MADE = "made"
    """A new identity is created for the user."""
    LINKED = "linked"
    """The user is linked to an existing identity."""
    FOUND = "found"
    """Nothing changes: the user is already registered there."""


@dataclass(frozen=True, slots=True)
class RegisterPreview(Preview):
    """What registering a developer user would do, derived from reads of the identities involved."""

    operation = operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY

    provider: str
    """The pool's developer provider, empty if it has none."""
    user: str
    """The identifier to register."""
    target_id: str | None
    """The identity to link the user to, None for a new one."""
    target: LinkedIdentity | None
    """The identity to link to as read, None if it does not exist."""
    holder: LinkedIdentity | None
    """The identity that the identifier resolves to now, None for an unknown user."""
    named_provider: str | None = None
    """The developer provider that the user named, None for the pool's own."""

    @property
    def effect(self) -> RegisterEffect:
        """What registering would do."""
        if self.holder is not None:
            return RegisterEffect.FOUND
        return RegisterEffect.MADE if self.target_id is None else RegisterEffect.LINKED

    @property
    def proofs(self) -> tuple[str, ...]:
        """The public providers of the identity; a token from any one of them is required.

        Empty where no token is required. The service asks for one even though the request is signed
        (observed).
        """
        if self.effect is not RegisterEffect.LINKED or self.target is None:
            return ()
        return self.target.public_logins

    @property
    def owner(self) -> LinkedIdentity | None:
        """The identity that will own the user, None if the request cannot be sent.

        A new identity has no ID yet.
        """
        if not self.is_sendable:
            return None
        if self.holder is not None:
            return self.holder
        if self.target is None:
            return new_identity(self.provider, self.user)
        return self.target.with_identifier(self.user)

    @property
    def fingerprint(self) -> str:
        """A digest of the identities involved."""
        involved = (self.target, self.holder)
        return "+".join(each.fingerprint if each else "none" for each in involved)

    def consequences(self) -> list[str]:
        """Return sentences about the owner and the tokens needed; none if it cannot be sent."""
        owner = self.owner
        if owner is None:
            return []
        user = quoted(self.user)
        if self.effect is RegisterEffect.FOUND:
            text = f"{user} is already registered to {owner.identity_id}."
            return [f"{text} Registering again only issues a token."]
        if self.effect is RegisterEffect.MADE:
            return [f"Creates a new identity for {user}."]
        sentences = [f"Links {user} to {owner.identity_id}; the user then resolves to it."]
        if self.target is not None and self.target.is_guest:
            sentences.append(
                "The identity is then no longer a guest: it gets no credentials without a login."
            )
        if self.proofs:
            names = ", ".join(visible(login_name(each)) for each in self.proofs)
            sentences.append(
                f"Requires a valid token of the identity's user from {names}; one is enough."
            )
        return sentences

    def parameters(
        self, directory: Directory, logins: Mapping[str, Secret] | None = None
    ) -> Mapping[str, Any]:
        """Return the members of the request.

        Args:
            directory: The pool's developer users.
            logins: Valid tokens by public provider, at least one from `proofs` unless it is empty.
        """
        provider = self.named_provider or self.provider
        target = {} if self.target_id is None else {"IdentityId": self.target_id}
        return {
            "IdentityPoolId": directory.pool.pool_id,
            **target,
            "Logins": {provider: self.user, **(logins or {})},
        }

    async def read_again(self, directory: Directory) -> Self:
        """Read the identities involved again."""
        named = self.named_provider
        return await self.read(directory, self.user, self.target_id, named_provider=named)

    async def verify(self, directory: Directory) -> Verification:
        """Compare the identity that now owns the user with the expected one."""
        if self.owner is None:
            raise ValueError("a registration that cannot be sent has no expected result")
        found = await directory.user(self.user)
        if found is None:
            return Verification((f"{quoted(self.user)} is not registered.",), ())
        if self.effect is RegisterEffect.MADE:
            expected = new_identity(self.provider, self.user, found.identity_id)
        else:
            expected = self.owner
        if found.identity_id != expected.identity_id:
            difference = f"{quoted(self.user)} resolves to {found.identity_id}."
            return Verification((difference,), (found,))
        return Verification(tuple(differences(expected, found)), (found,))

    @classmethod
    async def read(
        cls,
        directory: Directory,
        user: str,
        target_id: str | None,
        *,
        named_provider: str | None = None,
    ) -> Self:
        """Read the identities involved and return the preview.

        Args:
            directory: The pool's developer users.
            user: The identifier to register.
            target_id: The identity to link the user to, None for a new one.
            named_provider: The developer provider that the user named, None for the pool's own.

        Raises:
            ApiError: Something could not be read.
        """
        target = None if target_id is None else await directory.read(target_id)
        is_valid = not list(blockers.for_identifier(user))
        holder = await directory.user(user) if is_valid else None
        return cls(directory.provider, user, target_id, target, holder, named_provider)

    def _blockers(self) -> Iterator[Blocker]:
        invalid = [
            *blockers.for_provider(self.provider, self.named_provider),
            *blockers.for_identifier(self.user),
        ]
        yield from invalid
        if invalid or self.target_id is None:
            return
        holder_id = None if self.holder is None else self.holder.identity_id
        if holder_id not in (None, self.target_id):
            yield Blocker(
                Reason.REGISTERED,
                f"{quoted(self.user)} is registered to {holder_id}. Merge the two users instead, "
                "or unlink it there first.",
            )
        unusable = list(blockers.for_identity(self.target_id, self.target))
        yield from unusable
        if not unusable and holder_id is None:
            yield from self._second_user()

    def _second_user(self) -> Iterator[Blocker]:
        """Yield the uncertain blocker of an identity that only developer users are linked to.

        The API reference allows linking another one; no one has shown that the service does it.
        """
        target = self.target
        if target is not None and target.identifiers and not target.public_logins:
            yield Blocker(
                Reason.SECOND_USER,
                f"{target.identity_id} already belongs to {quoted(target.identifiers[0])}. AWS "
                "documents that another developer user can be linked to it, but the request may "
                "be refused. If so, register the user alone, then merge the two.",
                Consequence.UNCERTAIN,
            )
