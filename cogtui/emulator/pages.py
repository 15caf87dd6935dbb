"""The opaque tokens by which a list goes on where its last page ended."""

import base64
import binascii
import hashlib
import struct

from cogtui.emulator.exceptions import InvalidParameterException

_FORMAT = struct.Struct(">Q8s")


def _checksum(scope: str, position: int) -> bytes:
    return hashlib.blake2b(f"{scope} {position}".encode(), digest_size=8).digest()


def next_token(scope: str, position: int) -> str:
    """Return the token for the page that begins at a position.

    Args:
        scope: The list that the token is good for, such as an identity pool's id.
        position: Where the next page begins.
    """
    return base64.urlsafe_b64encode(_FORMAT.pack(position, _checksum(scope, position))).decode()


def page_start(scope: str, token: str | None) -> int:
    """Return the position at which a token's page begins, 0 for no token.

    Raises:
        InvalidParameterException: The token is none of this list's.
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
