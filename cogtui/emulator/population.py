"""Identities that are computed from a seed instead of being stored.

A pool with a million users must start instantly and fit in a laptop's memory. Each identity of a
population is therefore a function of the seed and its position. So is the inverse, from an
identity ID or a login to the position: IDs and subjects contain the position, scrambled.
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
"""The number of users with a second provider, of 256 who logged in."""
_DORMANT = 96
"""The number of identities, of 256, that did not change after their first day."""


def scramble(number: int, salt: int) -> int:
    """Return a bijection of a 32-bit number that spreads consecutive numbers."""
    number = (number ^ salt) & _MASK
    number = ((number ^ (number >> 16)) * _FIRST) & _MASK
    number = ((number ^ (number >> 13)) * _SECOND) & _MASK
    return number ^ (number >> 16)


def unscramble(number: int, salt: int) -> int:
    """Return the inverse of `scramble`."""
    number = ((number ^ (number >> 16)) * _SECOND_BACK) & _MASK
    number = ((number ^ (number >> 13) ^ (number >> 26)) * _FIRST_BACK) & _MASK
    return (number ^ (number >> 16) ^ salt) & _MASK


class SubjectFormat(Enum):
    """The format of a provider's user IDs; the pattern's first group contains the position."""

    UUID = re.compile(r"([0-9a-f]{8})(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
    """A user pool's `sub`."""
    DIGITS = re.compile(r"1(\d{10})\d{10}")
    """Google's 21 digits."""
    APPLE = re.compile(r"\d{6}\.([0-9a-f]{8})[0-9a-f]{24}\.\d{4}")
    """Apple's `001234.`, 32 hex digits, `.1234`."""
    CUSTOMER = re.compile(r"customer-(\d{10})")
    """A developer provider's customer number."""

    def format(self, key: int, noise: str) -> str:
        """Return a user ID in this format.

        Args:
            key: The scrambled position.
            noise: 24 or more hex digits derived from the identity's position.
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
        """Return the scrambled position in a user ID, or None if it has another format."""
        found = self.value.fullmatch(user)
        base = 16 if self in (SubjectFormat.UUID, SubjectFormat.APPLE) else 10
        return int(found[1], base) if found else None


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a population that logs in with one provider."""

    provider: str
    """The provider's name, as in a `Logins` map."""
    percent: int
    """The share of the population's identities, in percent."""
    subject_format: SubjectFormat = SubjectFormat.UUID
    """The format of the provider's user IDs."""


@dataclass(frozen=True)
class Population:
    """Identities of one pool that are computed from a seed."""

    name: str
    """A name that is unique to the pool; the seed and the name determine the identities."""
    seed: int
    """The demo data's seed."""
    region: str
    """The AWS region, with which every identity ID starts."""
    count: int
    """The number of identities, at most 2**32."""
    first_created: int
    """The creation time of the first identity, in milliseconds since the epoch."""
    last_created: int
    """The creation time of the last identity, and the latest modification time of any."""
    shares: tuple[Share, ...] = ()
    """The parts that log in; the rest are guests."""
    disabled_every: int = 0
    """Every n-th identity is disabled; 0 for none."""

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
        """Return the position of the identity with an ID, or None if it is not one of these."""
        prefix = identity_id.partition(":")[2][:8]
        try:
            position = unscramble(int(prefix, 16), self._salt)
        except ValueError:
            return None
        if position >= self.count or self.identity(position).identity_id != identity_id:
            return None
        return position

    def position_of_login(self, login: Login) -> int | None:
        """Return the position of the identity that a login originally belonged to, or None."""
        provider, user = login
        for share in self.shares:
            key = share.subject_format.key(user) if share.provider == provider else None
            if key is not None:
                position = unscramble(key, self._salts[provider])
                if position < self.count and login in self.identity(position).logins:
                    return position
        return None

    def _created(self, position: int, jitter: int) -> int:
        # Pools grow faster as they age: half the users arrive in the last 30 % of the time.
        fraction = ((position + jitter / 65536) / self.count) ** 0.5
        return self.first_created + int(fraction * (self.last_created - self.first_created))

    def _modified(self, created: int, noise: str) -> int:
        if int(noise[28:30], 16) < _DORMANT:
            return created + int(noise[30:33], 16)
        return created + int((self.last_created - created) * int(noise[30:36], 16) / 0xFFFFFF)

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
        return (share.provider, share.subject_format.format(key, noise[40:64]))
