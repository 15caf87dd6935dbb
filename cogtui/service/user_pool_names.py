"""The name of a user pool as an identity pool's provider, derived from the forms people paste."""

import re
from typing import Final

from cogtui.service.partitions import user_pool_host

_FORM: Final = re.compile(
    r"(?:(?:https?://)?cognito-idp[\w.-]*/|(?:arn:[\w-]+:cognito-idp:[\w-]*:\d*:)?userpool/)?"
    r"([a-z]{2,4}(?:-[a-z]+)+)-?(\d)[_:]([A-Za-z0-9]+)"
    r"(?:/+|/\.well-known/.*)?"
)
"""An ID, alone or in a URL or ARN, with the usual slips: `us-east1_AbC`, `us-east-1:AbC`."""


def intended_name(text: str) -> str:
    """Return the name that was probably meant by a text.

    Args:
        text: An ID, a URL or an ARN of a user pool, or its name.

    Returns:
        `cognito-idp.REGION.amazonaws.com/USER_POOL_ID` with the region of the ID; empty if the
        text has no user pool's ID.
    """
    found = _FORM.fullmatch(text)
    if not found:
        return ""
    region = f"{found[1]}-{found[2]}"
    return f"{user_pool_host(region)}/{region}_{found[3]}"


def intended_mapping_key(text: str) -> str:
    """Return the key of a role mapping that was probably meant by a text.

    Args:
        text: A form of a user pool's name, with or without `:CLIENT_ID`.

    Returns:
        `NAME:CLIENT_ID`, in which `CLIENT_ID` is literal if the text has none; empty if the text
        has no user pool's ID.
    """
    name, _, client = text.rpartition(":")
    if with_client := intended_name(name):
        return f"{with_client}:{client}"
    alone = intended_name(text)
    return f"{alone}:CLIENT_ID" if alone else ""
