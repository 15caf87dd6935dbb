"""Model an identity with everything that is linked to it, and the effects of merge and unlink."""

import dataclasses
import hashlib
import json
import math
from dataclasses import dataclass
from typing import Final, Self

from cogtui.service.identity_rows import Identity, IdentityState

MAX_LINKS: Final = 20
"""The most linked logins a merged identity may have (API reference, MergeDeveloperIdentities)."""


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """An identity with the developer user identifiers and public logins linked to it."""

    identity: Identity
    """The identity as DescribeIdentity returns it."""
    provider: str
    """The pool's developer provider, empty if it has none."""
    identifiers: tuple[str, ...] = ()
    """All developer user identifiers linked to it, in the service's order."""
    is_found_in_pool: bool = True
    """Whether the pool's lookup knows the identity. False for an identity of another pool: neither
    its ID nor DescribeIdentity names the pool."""

    @property
    def identity_id(self) -> str:
        """The identity ID, `REGION:GUID`."""
        return self.identity.identity_id

    @property
    def is_disabled(self) -> bool:
        """Whether the identity was merged away or lost its last login."""
        return self.identity.state is IdentityState.DISABLED

    @property
    def public_logins(self) -> tuple[str, ...]:
        """The public providers that have a user linked to the identity.

        It is not documented whether the Logins of an identity include the developer provider, and
        it has been seen missing, so only the identifiers count for developer users.
        """
        if self.is_disabled:
            return ()
        return tuple(login for login in self.identity.logins if login != self.provider)

    @property
    def link_count(self) -> int:
        """The number of linked logins: each identifier and each public login is one."""
        return len(self.identifiers) + len(self.public_logins)

    @property
    def is_guest(self) -> bool:
        """Whether nothing is linked to the identity, and nothing ever was."""
        return not self.is_disabled and not self.link_count

    @property
    def fingerprint(self) -> str:
        """A digest of the linked logins, the same for two reads between which nothing changed.

        Dates are not part of it: it is unknown whether mere use of an identity updates its
        LastModifiedDate, and no preview depends on dates.
        """
        state = [
            self.identity_id,
            self.is_disabled,
            self.is_found_in_pool,
            sorted(self.public_logins),
            sorted(self.identifiers),
        ]
        return hashlib.blake2b(json.dumps(state).encode(), digest_size=16).hexdigest()

    def without(self, *, identifier: str = "", login: str = "") -> Self:
        """Return the identity as it is after unlinking.

        Args:
            identifier: The developer user identifier to unlink, or empty.
            login: The public provider whose user is unlinked, or empty.

        Returns:
            The identity without that login; disabled if no login remains.
        """
        identifiers = tuple(each for each in self.identifiers if each != identifier)
        return self._with_links(identifiers, tuple(x for x in self.public_logins if x != login))

    def with_identifier(self, identifier: str) -> Self:
        """Return the identity as it is after linking a developer user to it."""
        return self._with_links((*self.identifiers, identifier), self.public_logins)

    def merged_with(self, other: "LinkedIdentity") -> Self:
        """Return the identity as it is after merging another one into it.

        Args:
            other: The identity that is merged away.
        """
        return self._with_links(
            (*self.identifiers, *other.identifiers), (*self.public_logins, *other.public_logins)
        )

    def without_logins(self) -> Self:
        """Return the identity as it is after being merged away: disabled, with nothing linked."""
        return self._with_links((), ())

    def _with_links(self, identifiers: tuple[str, ...], public: tuple[str, ...]) -> Self:
        own = (self.provider,) if identifiers else ()
        # the service lists these for a disabled identity
        disabled = ("DISABLED", self.identity_id.partition(":")[0])
        logins = (*own, *public) or disabled
        identity = dataclasses.replace(self.identity, logins=logins)
        return dataclasses.replace(self, identity=identity, identifiers=identifiers)


def new_identity(provider: str, identifier: str, identity_id: str = "") -> LinkedIdentity:
    """Return the identity that registering a new user creates.

    Args:
        provider: The pool's developer provider.
        identifier: The developer user identifier.
        identity_id: The ID; empty before the service has assigned one.
    """
    identity = Identity(identity_id, (provider,), math.nan, math.nan)
    return LinkedIdentity(identity, provider, (identifier,))
