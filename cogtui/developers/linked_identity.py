"""An identity with all that leads to it, and what merging and unlinking make of it."""

import dataclasses
import hashlib
import json
import math
from dataclasses import dataclass
from typing import Final, Self

from cogtui.service.identity_rows import Identity, IdentityState

MOST_LINKS: Final = 20
"""How many linked logins a merge may bring together (API reference, MergeDeveloperIdentities)."""


@dataclass(frozen=True, slots=True)
class LinkedIdentity:
    """One identity, with the developer user identifiers and the public logins that lead to it."""

    identity: Identity
    """What DescribeIdentity tells."""
    provider: str
    """The pool's developer provider, empty if it has none."""
    identifiers: tuple[str, ...] = ()
    """The developer user identifiers that lead to it: all of them, in the service's order."""
    is_found_in_pool: bool = True
    """Whether the pool's lookup knows it. False for an identity of another pool, since neither
    its id nor DescribeIdentity tells the pool."""

    @property
    def identity_id(self) -> str:
        """Its id, `REGION:GUID`."""
        return self.identity.identity_id

    @property
    def is_disabled(self) -> bool:
        """Whether it was merged away, or robbed of its last login."""
        return self.identity.state is IdentityState.DISABLED

    @property
    def public_logins(self) -> tuple[str, ...]:
        """The public providers that a user of is linked to it.

        Whether the developer provider's name stands among an identity's Logins is not documented,
        and people have seen it missing; so the identifiers are what counts for it.
        """
        if self.is_disabled:
            return ()
        return tuple(login for login in self.identity.logins if login != self.provider)

    @property
    def links(self) -> int:
        """How many logins lead to it: each identifier and each public login is one."""
        return len(self.identifiers) + len(self.public_logins)

    @property
    def is_guest(self) -> bool:
        """Whether nothing leads to it, and nothing ever did."""
        return not self.is_disabled and not self.links

    @property
    def fingerprint(self) -> str:
        """A digest of who leads here, the same for two readings between which nothing changed.

        The dates are left out: nobody has shown whether mere use of an identity moves its
        LastModifiedDate, and no preview depends on it.
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
        """What unlinking makes of it.

        Args:
            identifier: The developer user identifier to unlink, or none.
            login: The public provider whose user is unlinked, or none.

        Returns:
            The identity without it; disabled if nothing is left that leads to it.
        """
        identifiers = tuple(each for each in self.identifiers if each != identifier)
        return self._holding(identifiers, tuple(x for x in self.public_logins if x != login))

    def with_identifier(self, identifier: str) -> Self:
        """What linking a developer user makes of it.

        Args:
            identifier: The identifier.
        """
        return self._holding((*self.identifiers, identifier), self.public_logins)

    def joined_by(self, other: "LinkedIdentity") -> Self:
        """What merging another identity into it makes of it.

        Args:
            other: The identity that is merged away.
        """
        return self._holding(
            (*self.identifiers, *other.identifiers), (*self.public_logins, *other.public_logins)
        )

    def without_logins(self) -> Self:
        """What being merged away makes of it: nothing leads to it, and it is disabled."""
        return self._holding((), ())

    def _holding(self, identifiers: tuple[str, ...], public: tuple[str, ...]) -> Self:
        own = (self.provider,) if identifiers else ()
        # what the service lists for an identity that is disabled
        disabled = ("DISABLED", self.identity_id.partition(":")[0])
        logins = (*own, *public) or disabled
        identity = dataclasses.replace(self.identity, logins=logins)
        return dataclasses.replace(self, identity=identity, identifiers=identifiers)


def new_identity(provider: str, identifier: str, identity_id: str = "") -> LinkedIdentity:
    """The identity that registering a new user makes.

    Args:
        provider: The pool's developer provider.
        identifier: The developer user identifier.
        identity_id: Its id, which is not known before.
    """
    identity = Identity(identity_id, (provider,), math.nan, math.nan)
    return LinkedIdentity(identity, provider, (identifier,))
