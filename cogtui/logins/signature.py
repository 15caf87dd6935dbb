"""Verify a token's signature with the keys that its issuer publishes.

Cognito signs with RSA: user pools with RS256, identity pools with RS512. Python's integers are
enough to verify that, so no cryptography package is needed.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.logins.claims import claim_text
from cogtui.logins.jwt import decode
from cogtui.secret import Secret
from cogtui.text import counted

_DIGESTS: Final[Mapping[str, tuple[str, bytes]]] = {
    "RS256": ("sha256", bytes.fromhex("3031300d060960864801650304020105000420")),
    "RS384": ("sha384", bytes.fromhex("3041300d060960864801650304020205000430")),
    "RS512": ("sha512", bytes.fromhex("3051300d060960864801650304020305000440")),
}
"""For each algorithm the hash function and the DER prefix of its digest (RFC 8017, section 9.2)."""

_MIN_BITS, _MAX_BITS = 2048, 16_384
"""Accepted RSA modulus sizes: RFC 7518's minimum, and a cap so that a hostile key cannot stall
`pow`."""

_NUMBER: Final = re.compile(r"[A-Za-z0-9_-]+")


class SignatureVerdict(StrEnum):
    """The outcome of a signature check."""

    VERIFIED = "verified"
    WRONG = "wrong signature"
    UNKNOWN_KEY = "unknown key ID"
    NOT_CHECKED = "not checked"


class SignatureCheck(NamedTuple):
    """The result of a signature check."""

    verdict: SignatureVerdict
    """The outcome."""
    reason: str
    """A sentence that names the key, or the reason for the outcome."""


def verify(token: Secret, key_set: object) -> SignatureCheck:
    """Verify a token's signature, and nothing else.

    Args:
        token: The token.
        key_set: The issuer's parsed JSON Web Key Set (RFC 7517). It must come from the URL of the
            expected issuer, never from one in the token's header.

    Returns:
        The verdict and its reason.

    Raises:
        TokenError: The text is not a token.
    """
    decoded = decode(token)
    algorithm = decoded.header.get("alg")
    if algorithm == "none" or not decoded.signed:
        return SignatureCheck(SignatureVerdict.WRONG, "The token is not signed.")
    if not isinstance(algorithm, str) or algorithm not in _DIGESTS:
        return _not_checked(f"Signature algorithm {_quoted(algorithm)} cannot be checked here.")
    return _verify_by_key_set(token, decoded.header.get("kid"), algorithm, _signing_keys(key_set))


def _verify_by_key_set(
    token: Secret, key_id: object, algorithm: str, keys: Sequence[Mapping[str, Any]]
) -> SignatureCheck:
    if not keys:
        return _not_checked("The issuer's key set has no signing keys.")
    key = _find_key(keys, key_id)
    if key is None:
        return SignatureCheck(SignatureVerdict.UNKNOWN_KEY, _unknown_key_reason(key_id, keys))
    if key.get("alg", algorithm) != algorithm:
        return _not_checked(
            f"The key is for {_quoted(key['alg'])}, but the token says {algorithm}."
        )
    return _verify_rsa(token, key, algorithm)


def _signing_keys(key_set: object) -> list[Mapping[str, Any]]:
    keys = key_set.get("keys") if isinstance(key_set, Mapping) else None
    return [
        each
        for each in (keys if isinstance(keys, list) else [])
        if isinstance(each, Mapping) and each.get("use", "sig") == "sig"
    ]


def _find_key(keys: Sequence[Mapping[str, Any]], key_id: object) -> Mapping[str, Any] | None:
    """Return the key that a token names, or the only key if it names none."""
    if key_id is None:
        return keys[0] if len(keys) == 1 else None
    return next((each for each in keys if each.get("kid") == key_id), None)


def _unknown_key_reason(key_id: object, keys: Sequence[Mapping[str, Any]]) -> str:
    published = counted(len(keys), "key")
    if key_id is None:
        return f"The token names no key, and the issuer has {published}."
    return f"The token names key {_quoted(key_id)}, which is not among the issuer's {published}."


def _quoted(value: object) -> str:
    """Return a JSON value for a sentence: a string in quotes, anything else as JSON."""
    return repr(value) if isinstance(value, str) else claim_text(value)


def _not_checked(reason: str) -> SignatureCheck:
    return SignatureCheck(SignatureVerdict.NOT_CHECKED, reason)


def _result(key: Mapping[str, Any], *, holds: bool) -> SignatureCheck:
    name = f"key {_quoted(key['kid'])}" if "kid" in key else "the issuer's only key"
    if holds:
        return SignatureCheck(SignatureVerdict.VERIFIED, f"Signed with {name}.")
    return SignatureCheck(
        SignatureVerdict.WRONG, f"Not signed with {name}, or the token was modified."
    )


def _verify_rsa(token: Secret, key: Mapping[str, Any], algorithm: str) -> SignatureCheck:
    """Verify a signature by RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2)."""
    modulus, exponent = _decode_number(key.get("n")), _decode_number(key.get("e"))
    if key.get("kty") != "RSA" or modulus is None or exponent is None:
        return _not_checked("The key is not an RSA key.")
    is_acceptable = _MIN_BITS <= modulus.bit_length() <= _MAX_BITS and exponent.bit_length() <= 64  # noqa: PLR2004  bits
    if not is_acceptable or exponent % 2 == 0 or exponent == 1:
        return _not_checked("The RSA key's size or form cannot be trusted.")
    size = (modulus.bit_length() + 7) // 8
    if len(_signature(token)) != size or int.from_bytes(_signature(token)) >= modulus:
        return _result(key, holds=False)
    name, prefix = _DIGESTS[algorithm]
    digest = prefix + hashlib.new(name, _signed_text(token)).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    recovered = pow(int.from_bytes(_signature(token)), exponent, modulus)
    return _result(key, holds=recovered == int.from_bytes(expected))


def _decode_number(text: object) -> int | None:
    """Return a positive number from a key's base64url; None if it is not one."""
    if not isinstance(text, str) or not _NUMBER.fullmatch(text) or len(text) % 4 == 1:
        return None
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) or None


def _signature(token: Secret) -> bytes:
    """Return the signature, empty if its length is impossible.

    Never bind the result to a name: a traceback with local variables would show it.
    """
    if len(token.reveal().rpartition(".")[2]) % 4 == 1:
        return b""
    return base64.urlsafe_b64decode(token.reveal().rpartition(".")[2] + "==")


def _signed_text(token: Secret) -> bytes:
    """Return the header and payload as encoded in the token, which is what is signed."""
    return token.reveal().rpartition(".")[0].encode()
