"""A developer user registered or linked: which identity would own it, and what that takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

from cogtui.developers import blockers
from cogtui.developers.blockers import Blocker, Reason
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import quoted
from cogtui.developers.linked_identity import LinkedIdentity, new_identity
from cogtui.developers.verification import Verification, differences
from cogtui.secret import Secret
from cogtui.service.identity_rows import login_name
from cogtui.text import visible


class RegisterEffect(StrEnum):
    """What registering would do."""

    MADE = "made"
    """A new identity is made for the user."""
    LINKED = "linked"
    """The user is linked to an identity that is there."""
    FOUND = "found"
    """Nothing: the user is registered there already."""


@dataclass(frozen=True, slots=True)
class RegisterPreview:
    """What registering a developer user would do, out of readings of who is concerned."""

    operation: ClassVar = "get-open-id-token-for-developer-identity"
    """The operation's AWS CLI name; it gives a token as well."""

    provider: str
    """The pool's developer provider, empty if it has none."""
    user: str
    """The identifier to register."""
    target_id: str | None
    """The identity to link it to, None for a new one."""
    target: LinkedIdentity | None
    """What was read of that, None if there is none."""
    holder: LinkedIdentity | None
    """The identity that the identifier leads to now, None for an unknown user."""
    named_provider: str | None = None
    """The developer provider that the user names, None for the pool's own."""

    @property
    def blockers(self) -> tuple[Blocker, ...]:
        """All that stands in the way."""
        return tuple(self._blockers())

    @property
    def is_sendable(self) -> bool:
        """Whether nothing is known that stands in the way, given a token of one of `proofs`."""
        return blockers.is_sendable(self.blockers)

    @property
    def effect(self) -> RegisterEffect:
        """What it would do."""
        if self.holder is not None:
            return RegisterEffect.FOUND
        return RegisterEffect.MADE if self.target_id is None else RegisterEffect.LINKED

    @property
    def proofs(self) -> tuple[str, ...]:
        """The providers of which one token is needed, of the user who is linked: any of them.

        Empty where none is needed. The service wants it although the call is signed (observed).
        """
        if self.effect is not RegisterEffect.LINKED or self.target is None:
            return ()
        return self.target.public_logins

    @property
    def owner(self) -> LinkedIdentity | None:
        """The identity that will own the user, as it will be; None if it cannot be sent.

        One that is new has no id yet.
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
        """The same for two previews between which nothing changed."""
        concerned = (self.target, self.holder)
        return "+".join(each.fingerprint if each else "none" for each in concerned)

    def consequences(self) -> list[str]:
        """Who will own the user and what that takes, in sentences; none if it cannot be sent."""
        owner = self.owner
        if owner is None:
            return []
        user = quoted(self.user)
        if self.effect is RegisterEffect.FOUND:
            return [f"{user} is registered on {owner.identity_id} already: that gives a token."]
        if self.effect is RegisterEffect.MADE:
            return [f"A new identity is made for {user}."]
        sentences = [f"{user} is linked to {owner.identity_id}, and gets it from then on."]
        if self.target is not None and self.target.is_guest:
            sentences.append("It is a guest no more: without a login it is not given credentials.")
        if self.proofs:
            names = ", ".join(visible(login_name(each)) for each in self.proofs)
            sentences.append(f"A valid token of its user of {names} is needed: one is enough.")
        return sentences

    def parameters(
        self, directory: Directory, logins: Mapping[str, Secret] | None = None
    ) -> Mapping[str, Any]:
        """The members of the request.

        Args:
            directory: The pool's developer users.
            logins: Valid tokens by public provider, at least one of `proofs` if there are any.
        """
        provider = self.named_provider or self.provider
        target = {} if self.target_id is None else {"IdentityId": self.target_id}
        return {
            "IdentityPoolId": directory.pool.pool_id,
            **target,
            "Logins": {provider: self.user, **(logins or {})},
        }

    async def again(self, directory: Directory) -> Self:
        """Makes the preview anew, out of fresh readings.

        Args:
            directory: The pool's developer users.

        Raises:
            ApiError: Something could not be read.
        """
        of = self.user, self.target_id
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
        if self.owner is None:
            raise ValueError("a registration that cannot be sent promises nothing")
        found = await directory.user(self.user)
        if found is None:
            return Verification((f"{quoted(self.user)} is not registered.",), ())
        if self.effect is RegisterEffect.MADE:
            expected = new_identity(self.provider, self.user, found.identity_id)
        else:
            expected = self.owner
        elsewhere = f"{quoted(self.user)} leads to {found.identity_id}."
        if found.identity_id != expected.identity_id:
            return Verification((elsewhere,), (found,))
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
        """Reads who is concerned and says what registering a user would do.

        Args:
            directory: The pool's developer users.
            user: The identifier to register.
            target_id: The identity to link it to, None for a new one.
            named_provider: The developer provider that the user names, None for the pool's own.

        Returns:
            The preview.

        Raises:
            ApiError: Something could not be read.
        """
        target = None if target_id is None else await directory.read(target_id)
        readable = not list(blockers.of_identifier(user))
        holder = await directory.user(user) if readable else None
        return cls(directory.provider, user, target_id, target, holder, named_provider)

    def _blockers(self) -> Iterator[Blocker]:
        wrong = [
            *blockers.of_provider(self.provider, self.named_provider),
            *blockers.of_identifier(self.user),
        ]
        yield from wrong
        if wrong or self.target_id is None:
            return
        holder_id = None if self.holder is None else self.holder.identity_id
        if holder_id not in (None, self.target_id):
            yield Blocker(
                Reason.REGISTERED,
                f"{quoted(self.user)} is registered on {holder_id}. Merge the two users instead, "
                "or unlink it there first.",
            )
        unusable = list(blockers.of_identity(self.target_id, self.target))
        yield from unusable
        if not unusable and holder_id is None:
            yield from self._without_proof()

    def _without_proof(self) -> Iterator[Blocker]:
        target = self.target
        if target is not None and target.identifiers and not target.public_logins:
            yield Blocker(
                Reason.NO_PROOF,
                f"{target.identity_id} belongs to {quoted(target.identifiers[0])} and has no "
                "public login whose token would prove it. Register the user by itself, then merge "
                "the two.",
            )
