"""Opaque pagination tokens, which continue a list after its last page."""

import base64
import binascii
import hashlib
import struct

from cogtui.emulator.exceptions import InvalidParameterException

_FORMAT = struct.Struct(">Q8s")


def _checksum(scope: str, position: int) -> bytes:
    return hashlib.blake2b(f"{scope} {position}".encode(), digest_size=8).digest()


def next_token(scope: str, position: int) -> str:
    """Return the token of the page that starts at a position.

    Args:
        scope: The list that the token is valid for, such as an identity pool's ID.
        position: The position at which the page starts.
    """
    return base64.urlsafe_b64encode(_FORMAT.pack(position, _checksum(scope, position))).decode()


def page_start(scope: str, token: str | None) -> int:
    """Return the position at which a token's page starts; 0 without a token.

    Raises:
        InvalidParameterException: The token is invalid or belongs to another list.
    """
    if token is None:
        return 0
    try:
        position, checksum = _FORMAT.unpack(base64.urlsafe_b64decode(token.encode()))
    except (binascii.Error, struct.error):
        raise InvalidParameterException("Invalid NextToken.") from None
    if checksum != _checksum(scope, position):
        raise InvalidParameterException("Invalid NextToken.")
    return int(position)
