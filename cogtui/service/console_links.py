"""Links to the AWS console."""

from typing import Final

_PATH: Final = "/cognito/v2/identity/identity-pools"
"""The page of identity pools, as public scripts link to it (`?region=` selects the region)."""


def console_host(region: str) -> str:
    """Return the console's host for a region, which depends on its partition.

    Args:
        region: A region, such as `eu-west-1`.
    """
    if region.startswith("cn-"):
        return f"{region}.console.amazonaws.cn"
    if region.startswith("us-gov-"):
        return "console.amazonaws-us-gov.com"
    return f"{region}.console.aws.amazon.com"


def pools_link(region: str) -> str:
    """Return the link to the identity pools of a region.

    Args:
        region: The region.
    """
    return f"https://{console_host(region)}{_PATH}?region={region}"


def pool_link(region: str, pool_id: str) -> str:
    """Return the link to an identity pool.

    Args:
        region: Its region.
        pool_id: Its ID.
    """
    return f"https://{console_host(region)}{_PATH}/{pool_id}/user-statistics?region={region}"
