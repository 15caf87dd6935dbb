"""The identities of one pool, in order of creation, with lookup by ID and by login.

A pool may hold a million identities that the demo data generates from a seed (`Population`). They
are computed on demand, and only those that changed are stored. One byte per identity records
whether it is enabled, disabled or deleted, so that a page costs the same wherever it starts.
"""

import re
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cogtui.emulator.population import Population

Login = tuple[str, str]
"""A provider's name, as in a `Logins` map, and the user's ID at that provider."""

_DELETED, _ENABLED, _DISABLED = 0, 1, 2
_ANY_LISTED = re.compile(rb"[\x01\x02]")
_ENABLED_ONLY = re.compile(rb"\x01")


@dataclass(slots=True)
class StoredIdentity:
    """One identity of a pool."""

    identity_id: str
    """`REGION:GUID`."""
    created: int
    """The creation time, in milliseconds since the epoch."""
    modified: int
    """The time of the last change of its logins, in milliseconds since the epoch."""
    logins: list[Login] = field(default_factory=list)
    """The linked logins, in link order."""
    disabled: bool = False
    """Whether it was merged into another identity or lost its last login; this is permanent."""
    position: int = -1
    """The index in the pool's order of creation; -1 until it is added."""

    @property
    def providers(self) -> list[str]:
        """The distinct provider names of its logins, in link order."""
        return list(dict.fromkeys(provider for provider, _ in self.logins))

    def users_of(self, provider: str) -> list[str]:
        """Return the linked user IDs of one provider; a developer provider may have several."""
        return [user for name, user in self.logins if name == provider]

    def describe(self) -> dict[str, Any]:
        """Return the identity as in the responses of DescribeIdentity and ListIdentities.

        A guest has no `Logins` member. The logins of a disabled identity are `DISABLED` and the
        region, as operators' scripts and the console show.
        """
        response: dict[str, Any] = {
            "IdentityId": self.identity_id,
            "CreationDate": self.created / 1000,
            "LastModifiedDate": self.modified / 1000,
        }
        if self.disabled:
            response["Logins"] = ["DISABLED", self.identity_id.partition(":")[0]]
        elif self.logins:
            response["Logins"] = self.providers
        return response


class Identities:
    """All identities of one identity pool. Not thread-safe: callers hold the backend's lock.

    Callers may change what `get` and `find` return and pass it to `save`.

    Args:
        population: The identities that exist from the start.
    """

    def __init__(self, population: "Population | None" = None) -> None:
        self._population = population
        self._states = bytearray()
        if population is not None:
            self._states = bytearray([_ENABLED]) * population.count
            disabled = population.disabled
            self._states[disabled] = bytes([_DISABLED]) * len(self._states[disabled])
        self._stored: dict[int, StoredIdentity] = {}
        self._positions: dict[str, int] = {}
        self._owners: dict[Login, int] = {}

    def add(self, identity: StoredIdentity) -> None:
        """Add a new identity at the end."""
        identity.position = len(self._states)
        self._states.append(_ENABLED)
        self._positions[identity.identity_id] = identity.position
        self.save(identity)

    def save(self, identity: StoredIdentity) -> None:
        """Store a changed identity and index its logins."""
        self._states[identity.position] = _DISABLED if identity.disabled else _ENABLED
        self._stored[identity.position] = identity
        for login in identity.logins:
            self._owners[login] = identity.position

    def remove(self, identity: StoredIdentity) -> None:
        """Delete an identity permanently; its logins can be linked again."""
        self._states[identity.position] = _DELETED
        self._stored.pop(identity.position, None)
        self._positions.pop(identity.identity_id, None)
        for login in identity.logins:
            self._owners.pop(login, None)

    def get(self, identity_id: str) -> StoredIdentity | None:
        """Return the identity with an ID, or None if there is none."""
        position = self._positions.get(identity_id)
        if position is None and self._population is not None:
            position = self._population.position_of(identity_id)
        if position is None or self._states[position] == _DELETED:
            return None
        return self._at(position)

    def find(self, login: Login) -> StoredIdentity | None:
        """Return the identity that a login is linked to, or None, in constant time."""
        position = self._owners.get(login)
        if position is None and self._population is not None:
            position = self._population.position_of_login(login)
        if position is None or self._states[position] == _DELETED:
            return None
        identity = self._at(position)
        return identity if login in identity.logins else None

    def page(
        self, start: int, limit: int, *, hide_disabled: bool
    ) -> tuple[list[StoredIdentity], int | None]:
        """Return a page of identities in order of creation.

        Args:
            start: The position at which the page starts.
            limit: The maximum number of identities in the page.
            hide_disabled: Whether to omit disabled identities.

        Returns:
            The identities, and the position at which the next page starts; None after the last.
        """
        listed = _ENABLED_ONLY if hide_disabled else _ANY_LISTED
        matches = islice(listed.finditer(self._states, start), limit + 1)
        positions = [match.start() for match in matches]
        next_start = positions[limit] if len(positions) > limit else None
        return [self._at(position) for position in positions[:limit]], next_start

    def _at(self, position: int) -> StoredIdentity:
        stored = self._stored.get(position)
        if stored is not None:
            return stored
        assert self._population is not None  # noqa: S101 - identities that are not stored are the population's
        return self._population.identity(position)
