"""The AWS partitions with identity pools, and the names that depend on them.

The gateway alone imports botocore, so its data is repeated here; a test compares the two.
"""

import re
from typing import Final, NamedTuple


class Partition(NamedTuple):
    """A group of regions with its own accounts and DNS names."""

    name: str
    """The name in ARNs."""
    region: re.Pattern[str]
    """Matches its regions."""
    dns_suffix: str
    """The end of the host names of its endpoints, and of the names of user pools."""
    dual_stack_suffix: str
    """The end of the host names of its endpoints with IPv6."""
    console: str
    """The end of the host name of its console."""


PARTITIONS: Final = (
    Partition(
        "aws",
        re.compile(r"(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+"),
        "amazonaws.com",
        "api.aws",
        "console.aws.amazon.com",
    ),
    Partition(
        "aws-cn",
        re.compile(r"cn-\w+-\d+"),
        "amazonaws.com.cn",
        "api.amazonwebservices.com.cn",
        "console.amazonaws.cn",
    ),
    Partition(
        "aws-us-gov",
        re.compile(r"us-gov-\w+-\d+"),
        "amazonaws.com",
        "api.aws",
        "console.amazonaws-us-gov.com",
    ),
    Partition(
        "aws-eusc",
        re.compile(r"eusc-(de)-\w+-\d+"),
        "amazonaws.eu",
        "api.amazonwebservices.eu",
        "console.amazonaws-eusc.eu",
    ),
)
"""The partitions, the commercial one first."""

_SUFFIX: Final = "|".join(sorted({re.escape(each.dns_suffix) for each in PARTITIONS}))
_DUAL_STACK: Final = "|".join(sorted({re.escape(each.dual_stack_suffix) for each in PARTITIONS}))

AWS_ENDPOINT: Final = re.compile(rf"https://[\w.-]+\.(?:{_SUFFIX}|{_DUAL_STACK})/?")
"""Matches the URLs of AWS's own endpoints, also with FIPS and dual stack."""

USER_POOL: Final = re.compile(rf"cognito-idp\.([\w-]+)\.(?:{_SUFFIX})/([\w-]+)", re.ASCII)
"""Matches the name of a user pool as a provider; its groups are the region and the ID."""

COGNITO_TOKEN_ISSUER: Final = re.compile(rf"https://cognito-identity[\w.-]*\.(?:{_SUFFIX})")
"""Matches the issuer of Cognito's own tokens."""

_GOVCLOUD: Final = {
    "us-gov-east-1": "cognito-identity.us-gov-east-1.amazonaws.com",
    "us-gov-west-1": "cognito-identity-us-gov.amazonaws.com",
}
"""The names by region (AWS GovCloud user guide, Amazon Cognito)."""


def partition_of(region: str) -> Partition:
    """Return the partition of a region; the commercial one for an unknown region."""
    found = (each for each in PARTITIONS if each.region.fullmatch(region))
    return next(found, PARTITIONS[0])


def console_partition(url: str) -> Partition | None:
    """Return the partition whose console an URL belongs to; None if it is not a console's."""
    host = re.match(r"https?://([\w.-]+)", url)
    found = (each for each in PARTITIONS if host and host[1].endswith(each.console))
    return next(found, None)


def user_pool_host(region: str) -> str:
    """Return the part before the slash in the names of a region's user pools."""
    return f"cognito-idp.{region}.{partition_of(region).dns_suffix}"


def cognito_name(region: str) -> str:
    """Return the service's name in trust policies, and the login key of Cognito's tokens.

    Args:
        region: The region of the identity pool.

    Returns:
        For example `cognito-identity.amazonaws.com`. That name is inferred for `aws-eusc`, whose
        documentation does not state another.
    """
    if partition_of(region).name == "aws-cn":
        return f"cognito-identity.{region}.amazonaws.com.cn"
    return _GOVCLOUD.get(region, "cognito-identity.amazonaws.com")
