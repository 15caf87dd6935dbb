"""The server side of the Secure Remote Password (SRP) protocol, as user pools implement it.

It was written from RFC 5054 and not from the app's client side, so that each tests the other.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from typing import Final

_PRIME: Final = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
"""The 3072-bit group of RFC 3526."""

_GENERATOR: Final = 2


class Exchange:
    """The SRP exchange of one sign-in.

    Args:
        pool_id: The user pool's ID.
        username: The user's name.
        password: The user's password.
        client: The client's public value, `SRP_A`, in hexadecimal.
    """

    def __init__(self, pool_id: str, username: str, password: str, client: str) -> None:
        self._user_label = f"{pool_id.partition('_')[2]}{username}"
        salt = secrets.randbits(128)
        secret = _hash(f"{self._user_label}:{password}".encode())
        verifier = pow(_GENERATOR, _number(_signed_bytes(salt), secret), _PRIME)
        private = secrets.randbits(1024)
        multiplier = _number(_signed_bytes(_PRIME), _signed_bytes(_GENERATOR))
        public = (multiplier * verifier + pow(_GENERATOR, private, _PRIME)) % _PRIME
        common = _number(_signed_bytes(int(client, 16)), _signed_bytes(public))
        shared = pow(int(client, 16) * pow(verifier, common, _PRIME), private, _PRIME)
        extracted = hmac.digest(_signed_bytes(common), _signed_bytes(shared), hashlib.sha256)
        self._key = hmac.digest(extracted, b"Caldera Derived Key\x01", hashlib.sha256)[:16]
        self.parameters = {"SALT": f"{salt:x}", "SRP_B": f"{public:x}"}
        """The challenge parameters for the client."""

    def holds(self, responses: Mapping[str, str]) -> bool:
        """Return whether the client proved that it knows the password.

        Args:
            responses: The challenge responses, with the secret block decoded from base64.
        """
        message = (
            self._user_label,
            responses["PASSWORD_CLAIM_SECRET_BLOCK"],
            responses["TIMESTAMP"],
        )
        expected = hmac.digest(self._key, "".join(message).encode(), hashlib.sha256)
        return base64.b64encode(expected).decode() == responses["PASSWORD_CLAIM_SIGNATURE"]


def _hash(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


def _number(*parts: bytes) -> int:
    return int.from_bytes(_hash(*parts), "big")


def _signed_bytes(number: int) -> bytes:
    """Return a number's bytes in Java's encoding, where the first bit is the sign."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big", signed=True)
