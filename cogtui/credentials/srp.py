"""Prove knowledge of a password without sending it (SRP), as user pools require.

srptools does the arithmetic. The encoding of numbers, the key derivation and the signature are
specific to Cognito; AWS publishes them only in the source of its client libraries. srptools is an
optional dependency.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from srptools import SRPContext  # type: ignore[import-untyped]  # typed, but without py.typed
from srptools.constants import PRIME_3072  # type: ignore[import-untyped]  # without py.typed

from cogtui.api_error import CogtuiError
from cogtui.secret import Secret

_GENERATOR: Final = "2"
_KEY_BYTES: Final = 16
_INFO: Final = b"Caldera Derived Key\x01"
"""The info string of HKDF, followed by the number of its only block."""

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


class SrpError(CogtuiError):
    """The server's values violate the protocol."""


class Proof:
    """The client's side of one SRP exchange.

    Args:
        user_pool_id: The user pool's ID, `REGION_NAME`.
    """

    def __init__(self, user_pool_id: str) -> None:
        self._pool = user_pool_id.partition("_")[2]
        context = _context("", None)
        self._private = context.generate_client_private()
        self._public = context.get_client_public(client_private=self._private)

    @property
    def public(self) -> str:
        """The client's public value, `SRP_A`."""
        return f"{self._public:x}"

    def answer(self, password: Secret, parameters: Mapping[str, str], now: float) -> dict[str, str]:
        """Answer the challenge `PASSWORD_VERIFIER`.

        Args:
            password: The user's password.
            parameters: The challenge's parameters.
            now: The current time, in seconds since the epoch.

        Returns:
            The challenge responses except the user name.

        Raises:
            SrpError: The server's values are insecure.
        """
        user, block = parameters["USER_ID_FOR_SRP"], base64.b64decode(parameters["SECRET_BLOCK"])
        at = timestamp(now)
        message = b"".join([self._pool.encode(), user.encode(), block, at.encode()])
        key = self._key(user, password, int(parameters["SALT"], 16), int(parameters["SRP_B"], 16))
        signature = hmac.digest(key.reveal().encode("latin-1"), message, hashlib.sha256)
        return {
            "PASSWORD_CLAIM_SECRET_BLOCK": parameters["SECRET_BLOCK"],
            "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(signature).decode(),
            "TIMESTAMP": at,
        }

    def _key(self, user: str, password: Secret, salt: int, server: int) -> Secret:
        context = _context(f"{self._pool}{user}", password)
        common = context.get_common_secret(server, self._public)
        # RFC 5054, sections 2.5.3 and 2.6: if either is zero, anyone can compute the key
        if server % int(PRIME_3072, 16) == 0 or common == 0:
            raise SrpError("The server violates the SRP protocol.")
        shared = context.get_client_premaster_secret(
            password_hash=context.get_common_password_hash(_as_bytes(salt)),
            server_public=server,
            client_private=self._private,
            common_secret=common,
        )
        derived = hmac.digest(
            hmac.digest(_as_bytes(common), _as_bytes(shared), hashlib.sha256), _INFO, hashlib.sha256
        )
        return Secret(derived[:_KEY_BYTES].decode("latin-1"))


def timestamp(now: float) -> str:
    """Format a time as the signature requires it: in English, the day without a leading zero.

    Args:
        now: Seconds since the epoch.

    Returns:
        A text such as `Mon Mar 2 09:05:07 UTC 2026`.
    """
    at = datetime.fromtimestamp(now, UTC)
    day = f"{_WEEKDAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day}"
    return f"{day} {at:%H:%M:%S} UTC {at.year}"


class _Context(SRPContext):  # type: ignore[misc]  # srptools has no py.typed
    """SRP with numbers encoded as by Java's BigInteger: minimal length, with a sign bit."""

    def pad(self, val: int) -> bytes:
        return _as_bytes(val)


def _context(user: str, password: Secret | None) -> _Context:
    multiplier = hashlib.sha256(_as_bytes(int(PRIME_3072, 16)) + _as_bytes(int(_GENERATOR, 16)))
    return _Context(
        user,
        None if password is None else password.reveal(),
        prime=PRIME_3072,
        generator=_GENERATOR,
        hash_func=hashlib.sha256,
        multiplier=multiplier.hexdigest(),
    )


def _as_bytes(number: int) -> bytes:
    return number.to_bytes(number.bit_length() // 8 + 1, "big")
