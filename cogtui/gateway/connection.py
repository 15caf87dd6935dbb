"""What it takes to reach an account, and what is known once it is reached."""

import re
from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple

from cogtui.secret import Secret

AskForCode = Callable[[str], Awaitable[Secret | None]]
"""Asks the user for an MFA code, given the device's serial number; None when they will not."""


_AWS: Final = re.compile(
    r"https://[\w.-]+\."
    r"(?:amazonaws\.com(?:\.cn)?|amazonaws\.eu|api\.aws|api\.amazonwebservices\.(?:com\.cn|eu))/?"
)


def is_aws(url: str) -> bool:
    """Whether an endpoint is AWS's own.

    Args:
        url: The endpoint.

    Returns:
        Whether its host is below one of the suffixes that botocore's endpoints name for the
        partitions that have identity pools.
    """
    return _AWS.fullmatch(url) is not None


class CodeDeclinedError(Exception):
    """The user gave no MFA code; its text is the device's serial number."""


class UnreadableAnswerError(Exception):
    """An answer that is not in the form of the API; its text tells what kind it is instead."""


class Connection(NamedTuple):
    """Which account to reach, and where."""

    profile: str | None = None
    """The AWS profile; None or empty for what boto3 finds without one."""
    endpoint_url: str | None = None
    """Where every service is called; None for AWS, or what AWS_ENDPOINT_URL says."""
    serve_demo: Callable[[], str] | None = None
    """Starts the demo data's server and returns its URL; called once, in a thread.

    With it, nothing of the user's own AWS configuration and credentials is read or sent.
    """


class OpenedAccount(NamedTuple):
    """What the AWS configuration says, once it is read and credentials are found."""

    region: str | None
    """The default region, if any is configured."""


class Keys(NamedTuple):
    """Temporary credentials, to call as somebody else than the account's own caller."""

    access_key_id: str
    """The access key id, which is no secret."""
    secret_key: Secret
    """The secret access key."""
    session_token: Secret
    """The session token."""


class CallerIdentity(NamedTuple):
    """Whom the credentials belong to, as sts GetCallerIdentity tells."""

    account: str
    """The account id, 12 digits."""
    arn: str
    """The caller's ARN: `arn:aws:sts::111122223333:assumed-role/Admin/ana`."""

    @property
    def partition(self) -> str:
        """The partition of the account: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`."""
        return self.arn.split(":")[1]

    @property
    def name(self) -> str:
        """The ARN's end, which tells people apart: `Admin/ana`, `user/ana`, `root`."""
        resource = self.arn.split(":", 5)[5]
        kind, _, name = resource.partition("/")
        return name if kind == "assumed-role" else resource


class Profile(NamedTuple):
    """A profile of the AWS configuration."""

    name: str
    """Its name."""
    region: str | None
    """Its region, if it names one."""
    account: str | None
    """The account that its role or its SSO settings name, 12 digits."""
