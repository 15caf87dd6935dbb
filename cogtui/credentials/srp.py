"""The proof that one knows a password without sending it, as user pools want it.

The arithmetic is srptools'; how numbers become bytes, the key and the signature are Cognito's own,
which AWS publishes only as the code of its client libraries. This module needs srptools, which not
every installation has.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from srptools import SRPContext  # type: ignore[import-untyped]  # it has types, and no py.typed
from srptools.constants import PRIME_3072  # type: ignore[import-untyped]  # likewise

from cogtui.api_error import CogtuiError
from cogtui.secret import Secret

_GENERATOR: Final = "2"
_KEY_BYTES: Final = 16
_INFO: Final = b"Caldera Derived Key\x01"
"""What the key is derived for, and the number of the one block of HKDF that it takes."""

_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


class SrpError(CogtuiError):
    """A server whose numbers are not those of one that knows the password."""


class Proof:
    """One exchange of numbers.

    Args:
        user_pool_id: The user pool's id, `REGION_NAME`.
    """

    def __init__(self, user_pool_id: str) -> None:
        self._pool = user_pool_id.partition("_")[2]
        context = _context("", None)
        self._private = context.generate_client_private()
        self._public = context.get_client_public(client_private=self._private)

    @property
    def public(self) -> str:
        """What is sent first, `SRP_A`."""
        return f"{self._public:x}"

    def answer(self, password: Secret, parameters: Mapping[str, str], now: float) -> dict[str, str]:
        """Answers the challenge `PASSWORD_VERIFIER`.

        Args:
            password: The user's password.
            parameters: Its parameters.
            now: The present, seconds since the epoch.

        Returns:
            The responses, but for the user's name.

        Raises:
            SrpError: The server's numbers are not to be trusted.
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
        # RFC 5054, sections 2.5.3 and 2.6: with either of them zero, anybody has the key
        if server % int(PRIME_3072, 16) == 0 or common == 0:
            raise SrpError("The server does not keep to the protocol.")
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
    """The time as the service wants it signed: in English, and the day without a zero.

    Args:
        now: Seconds since the epoch.

    Returns:
        For instance `Mon Mar 2 09:05:07 UTC 2026`.
    """
    at = datetime.fromtimestamp(now, UTC)
    day = f"{_WEEKDAYS[at.weekday()]} {_MONTHS[at.month - 1]} {at.day}"
    return f"{day} {at:%H:%M:%S} UTC {at.year}"


class _Context(SRPContext):  # type: ignore[misc]  # untyped, see above
    """SRP with numbers as Java writes them: no longer than they need, and with a sign."""

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
