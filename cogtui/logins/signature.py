"""Whether a token's issuer signed it, by the keys that the issuer publishes.

Cognito signs with RSA: user pools by RS256, identity pools by RS512. That takes nothing but
Python's integers, so it also works where nothing can be installed. Elliptic curves are left to
the `cryptography` package, where that happens to be installed.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.logins.jwt import decode
from cogtui.secret import Secret
from cogtui.text import counted

_DIGESTS: Final[Mapping[str, tuple[str, bytes]]] = {
    "RS256": ("sha256", bytes.fromhex("3031300d060960864801650304020105000420")),
    "RS384": ("sha384", bytes.fromhex("3041300d060960864801650304020205000430")),
    "RS512": ("sha512", bytes.fromhex("3051300d060960864801650304020305000440")),
}
"""The hash of each algorithm, and the DER that stands before it (RFC 8017, section 9.2)."""

_CURVED: Final = "ES256"
_SHORTEST, _LONGEST = 2048, 16_384
"""The sizes of RSA keys in bits: the least by RFC 7518, and one that is no mischief."""

_NUMBER: Final = re.compile(r"[A-Za-z0-9_-]+")


class SignatureVerdict(StrEnum):
    """What is known of a signature."""

    VERIFIED = "verified"
    WRONG = "wrong signature"
    UNKNOWN_KEY = "unknown key id"
    NOT_CHECKED = "not checked"


class SignatureCheck(NamedTuple):
    """What became of the check of a signature."""

    verdict: SignatureVerdict
    """What is known."""
    reason: str
    """A sentence that says by which key, or why not."""


def verify(token: Secret, key_set: object) -> SignatureCheck:
    """Checks a token's signature, and nothing else of it.

    Args:
        token: The token.
        key_set: The issuer's JSON Web Key Set as JSON has it (RFC 7517), from an address that
            was made for its issuer and not read from the token's header.

    Returns:
        The verdict and its reason.

    Raises:
        TokenError: The text is no token.
    """
    decoded = decode(token)
    algorithm = decoded.header.get("alg")
    if algorithm == "none" or not decoded.signed:
        return SignatureCheck(SignatureVerdict.WRONG, "The token is not signed at all.")
    if algorithm not in (*_DIGESTS, _CURVED):
        return _not_checked(f"Signatures by {algorithm!r} cannot be checked here.")
    return _by_key_set(token, decoded.header.get("kid"), str(algorithm), _signing_keys(key_set))


def _by_key_set(
    token: Secret, key_id: object, algorithm: str, keys: Sequence[Mapping[str, Any]]
) -> SignatureCheck:
    if not keys:
        return _not_checked("The issuer's document holds no keys for signatures.")
    key = _chosen(keys, key_id)
    if key is None:
        return SignatureCheck(SignatureVerdict.UNKNOWN_KEY, _unknown(key_id, keys))
    if key.get("alg", algorithm) != algorithm:
        return _not_checked(f"The key is for {key['alg']!r}, and the token says {algorithm}.")
    if algorithm == _CURVED:
        return _by_curve(token, key)
    return _by_rsa(token, key, algorithm)


def _signing_keys(key_set: object) -> list[Mapping[str, Any]]:
    keys = key_set.get("keys") if isinstance(key_set, Mapping) else None
    return [
        each
        for each in (keys if isinstance(keys, list) else [])
        if isinstance(each, Mapping) and each.get("use", "sig") == "sig"
    ]


def _chosen(keys: Sequence[Mapping[str, Any]], key_id: object) -> Mapping[str, Any] | None:
    """The key that a token names; the only one where it names none."""
    if key_id is None:
        return keys[0] if len(keys) == 1 else None
    return next((each for each in keys if each.get("kid") == key_id), None)


def _unknown(key_id: object, keys: Sequence[Mapping[str, Any]]) -> str:
    published = counted(len(keys), "key")
    if key_id is None:
        return f"The token names no key, and the issuer has {published}."
    return f"The token names the key {key_id!r}, which is not among the issuer's {published}."


def _not_checked(reason: str) -> SignatureCheck:
    return SignatureCheck(SignatureVerdict.NOT_CHECKED, reason)


def _verdict(key: Mapping[str, Any], *, holds: bool) -> SignatureCheck:
    name = f"the key {key['kid']!r}" if "kid" in key else "the issuer's only key"
    if holds:
        return SignatureCheck(SignatureVerdict.VERIFIED, f"It was made by {name}.")
    return SignatureCheck(
        SignatureVerdict.WRONG, f"It was not made by {name}, or the token was changed."
    )


def _by_rsa(token: Secret, key: Mapping[str, Any], algorithm: str) -> SignatureCheck:
    """Checks a signature by RSASSA-PKCS1-v1_5 (RFC 8017, section 8.2.2)."""
    modulus, exponent = _number(key.get("n")), _number(key.get("e"))
    if key.get("kty") != "RSA" or modulus is None or exponent is None:
        return _not_checked("The key is no RSA key.")
    is_sound = _SHORTEST <= modulus.bit_length() <= _LONGEST and exponent.bit_length() <= 64  # noqa: PLR2004  bits
    if not is_sound or exponent % 2 == 0 or exponent == 1:
        return _not_checked("The RSA key is not of a size or form that can be trusted.")
    size = (modulus.bit_length() + 7) // 8
    if len(_signature(token)) != size or int.from_bytes(_signature(token)) >= modulus:
        return _verdict(key, holds=False)
    name, prefix = _DIGESTS[algorithm]
    digest = prefix + hashlib.new(name, _signed_text(token)).digest()
    expected = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
    recovered = pow(int.from_bytes(_signature(token)), exponent, modulus)
    return _verdict(key, holds=recovered == int.from_bytes(expected))


def _by_curve(token: Secret, key: Mapping[str, Any]) -> SignatureCheck:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  not always there
        from cryptography.hazmat.primitives.asymmetric import ec, utils  # noqa: PLC0415  likewise
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415  likewise
    except ImportError:
        return _not_checked(f"{_CURVED} can be checked only with the package cryptography.")
    x, y = _number(key.get("x")), _number(key.get("y"))
    if (key.get("kty"), key.get("crv")) != ("EC", "P-256") or x is None or y is None:
        return _not_checked("The key is no key of the curve P-256.")
    try:
        public = ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    except ValueError:
        return _not_checked("The key is no point of the curve P-256.")
    if len(_signature(token)) != 64:  # noqa: PLR2004  two numbers of 32 bytes, by RFC 7518
        return _verdict(key, holds=False)
    try:
        public.verify(
            utils.encode_dss_signature(
                int.from_bytes(_signature(token)[:32]), int.from_bytes(_signature(token)[32:])
            ),
            _signed_text(token),
            ec.ECDSA(SHA256()),
        )
    except InvalidSignature:
        return _verdict(key, holds=False)
    return _verdict(key, holds=True)


def _number(text: object) -> int | None:
    """A positive number of a key, in base64url; None where it is none."""
    if not isinstance(text, str) or not _NUMBER.fullmatch(text) or len(text) % 4 == 1:
        return None
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))) or None


def _signature(token: Secret) -> bytes:
    """The signature; give it no name. One of an impossible length is empty."""
    if len(token.reveal().rpartition(".")[2]) % 4 == 1:
        return b""
    return base64.urlsafe_b64decode(token.reveal().rpartition(".")[2] + "==")


def _signed_text(token: Secret) -> bytes:
    """Header and payload as they stand in the token, which is what is signed."""
    return token.reveal().rpartition(".")[0].encode()
