"""Validation of a pool's tags and ARN."""

import re

from cogtui.emulator.exceptions import InvalidParameterException

TAGS_PER_POOL = 50
"""The maximum number of tags of a pool, from the developer guide."""

_ALLOWED = re.compile(r"[\w .:/=+@-]*")
_POOL_ARN = re.compile(
    r"arn:(?P<partition>aws[\w-]*):cognito-identity:(?P<region>[\w-]+):(?P<account>\d{12})"
    r":identitypool/(?P<pool>.+)"
)


def check_tags(tags: dict[str, str]) -> None:
    """Check all tags of a pool.

    Raises:
        InvalidParameterException: There are more than 50 tags, a key starts with `aws:`, or a
            key or value contains a character that is not allowed.
    """
    if len(tags) > TAGS_PER_POOL:
        raise InvalidParameterException(f"A resource can have at most {TAGS_PER_POOL} tags.")
    for key, value in tags.items():
        if key.lower().startswith("aws:"):
            raise InvalidParameterException(f"The tag key {key} uses the reserved prefix aws:.")
        if not _ALLOWED.fullmatch(key) or not _ALLOWED.fullmatch(value):
            raise InvalidParameterException(f"The tag {key} holds a character that is not allowed.")


def pool_in_arn(arn: str) -> re.Match[str]:
    """Return the parts of an identity pool's ARN: partition, region, account and pool.

    Raises:
        InvalidParameterException: The text is not an identity pool's ARN.
    """
    parts = _POOL_ARN.fullmatch(arn)
    if parts is None:
        raise InvalidParameterException(f"Invalid ARN: {arn}")
    return parts
