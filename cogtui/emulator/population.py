"""Identities that are described by a rule instead of being stored.

A pool of a million users must be there at once and fit a laptop. So each identity of a
population follows from the seed and its position alone, and the way back - from an identity's id
or a login to the position - is arithmetic too: ids and subjects carry the position, scrambled.
"""

import hashlib
import re
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from cogtui.emulator.identities import Login, StoredIdentity

_MASK = 0xFFFFFFFF
_FIRST, _SECOND = 0x85EBCA6B, 0xC2B2AE35
_FIRST_BACK, _SECOND_BACK = pow(_FIRST, -1, 1 << 32), pow(_SECOND, -1, 1 << 32)
_TWO_PROVIDERS = 16
"""Of 256 users who logged in, how many linked a second provider."""
_DORMANT = 96
"""Of 256 identities, how many were never touched after their first day."""


def scramble(number: int, salt: int) -> int:
    """Return a 32-bit number spread over all 32-bit numbers, one to one."""
    number = (number ^ salt) & _MASK
    number = ((number ^ (number >> 16)) * _FIRST) & _MASK
    number = ((number ^ (number >> 13)) * _SECOND) & _MASK
    return number ^ (number >> 16)


def unscramble(number: int, salt: int) -> int:
    """Return the number that `scramble` spread."""
    number = ((number ^ (number >> 16)) * _SECOND_BACK) & _MASK
    number = ((number ^ (number >> 13) ^ (number >> 26)) * _FIRST_BACK) & _MASK
    return (number ^ (number >> 16) ^ salt) & _MASK


class SubjectFormat(Enum):
    """How a provider spells its users' ids; the pattern's first group holds the position."""

    UUID = re.compile(r"([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    """A user pool's `sub`."""
    DIGITS = re.compile(r"1(\d{10})\d{10}")
    """Google's: 21 digits."""
    APPLE = re.compile(r"\d{6}\.([0-9a-f]{8})[0-9a-f]{24}\.\d{4}")
    """Apple's: `001234.` 32 hex digits `.1234`."""
    CUSTOMER = re.compile(r"customer-(\d{10})")
    """A developer provider's own customer number."""

    def written(self, key: int, noise: str) -> str:
        """Return a user id of this form.

        Args:
            key: The scrambled position.
            noise: 24 or more hex digits that are this identity's own.
        """
        if self is SubjectFormat.UUID:
            return f"{key:08x}-{noise[:4]}-{noise[4:8]}-{noise[8:12]}-{noise[12:24]}"
        digits = f"{int(noise[:12], 16) % 10**10:010d}"
        if self is SubjectFormat.DIGITS:
            return f"1{key:010d}{digits}"
        if self is SubjectFormat.APPLE:
            return f"00{digits[:4]}.{key:08x}{noise[:24]}.{digits[4:8]}"
        return f"customer-{key:010d}"

    def key(self, user: str) -> int | None:
        """Return the scrambled position in a user id, or None if it has another form."""
        found = self.value.fullmatch(user)
        base = 16 if self in (SubjectFormat.UUID, SubjectFormat.APPLE) else 10
        return int(found[1], base) if found else None


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a population that logs in with one provider."""

    provider: str
    """The provider's name in Logins maps."""
    percent: int
    """Of a hundred identities, how many."""
    form: SubjectFormat = SubjectFormat.UUID
    """How the provider spells user ids."""


@dataclass(frozen=True)
class Population:
    """A number of identities of one pool that follow from a seed."""

    name: str
    """What the identities are drawn from, together with the seed."""
    seed: int
    """The demo data's seed."""
    region: str
    """The AWS region, which begins every identity's id."""
    count: int
    """How many there are, at most 2**32."""
    opened: int
    """When the first was made, in milliseconds since the epoch."""
    closed: int
    """When the last was made, and the latest that any was modified."""
    shares: tuple[Share, ...] = ()
    """The parts that log in; the rest are guests."""
    disabled_every: int = 0
    """One identity in this many is disabled; 0 for none."""

    @cached_property
    def _key(self) -> bytes:
        return hashlib.blake2b(f"{self.seed} {self.name}".encode()).digest()

    @cached_property
    def _salt(self) -> int:
        return int.from_bytes(self._key[:4])

    @cached_property
    def _salts(self) -> dict[str, int]:
        return {
            share.provider: int.from_bytes(
                hashlib.blake2b(share.provider.encode(), key=self._key, digest_size=4).digest()
            )
            for share in self.shares
        }

    @property
    def disabled(self) -> slice:
        """The positions whose identities are disabled."""
        if not self.disabled_every:
            return slice(0, 0)
        return slice(self.disabled_every - 1, None, self.disabled_every)

    def identity(self, position: int) -> StoredIdentity:
        """Return the identity at a position, from 0."""
        noise = hashlib.blake2b(position.to_bytes(8), key=self._key, digest_size=32).hexdigest()
        prefix = scramble(position, self._salt)
        created = self._created(position, int(noise[24:28], 16))
        disabled = bool(self.disabled_every) and (position + 1) % self.disabled_every == 0
        return StoredIdentity(
            identity_id=f"{self.region}:{prefix:08x}-{noise[:4]}-{noise[4:8]}-{noise[8:12]}-{noise[12:24]}",
            created=created,
            modified=self._modified(created, noise),
            logins=[] if disabled else self._logins(position, noise),
            disabled=disabled,
            position=position,
        )

    def position_of(self, identity_id: str) -> int | None:
        """Return the position of the identity with an id, or None if it is none of these."""
        prefix = identity_id.partition(":")[2][:8]
        try:
            position = unscramble(int(prefix, 16), self._salt)
        except ValueError:
            return None
        if position >= self.count or self.identity(position).identity_id != identity_id:
            return None
        return position

    def position_of_login(self, login: Login) -> int | None:
        """Return the position of the identity that a login belonged to at first, or None."""
        provider, user = login
        for share in self.shares:
            key = share.form.key(user) if share.provider == provider else None
            if key is not None:
                position = unscramble(key, self._salts[provider])
                if position < self.count and login in self.identity(position).logins:
                    return position
        return None

    def _created(self, position: int, jitter: int) -> int:
        # Pools grow faster as they age: half the users come in the last three tenths of the time.
        fraction = ((position + jitter / 65536) / self.count) ** 0.5
        return self.opened + int(fraction * (self.closed - self.opened))

    def _modified(self, created: int, noise: str) -> int:
        if int(noise[28:30], 16) < _DORMANT:
            return created + int(noise[30:33], 16)
        return created + int((self.closed - created) * int(noise[30:36], 16) / 0xFFFFFF)

    def _logins(self, position: int, noise: str) -> list[Login]:
        drawn = int(noise[36:40], 16) % 100
        for number, share in enumerate(self.shares):
            drawn -= share.percent
            if drawn < 0:
                chosen = [share]
                if int(noise[40:42], 16) < _TWO_PROVIDERS and number + 1 < len(self.shares):
                    chosen.append(self.shares[number + 1])
                return [self._login(each, position, noise) for each in chosen]
        return []

    def _login(self, share: Share, position: int, noise: str) -> Login:
        key = scramble(position, self._salts[share.provider])
        return (share.provider, share.form.written(key, noise[40:64]))
