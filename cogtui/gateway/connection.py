"""The parameters of a connection to AWS, and what is known about the account behind it."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

from cogtui.secret import Secret
from cogtui.service.partitions import AWS_ENDPOINT


class CodeRequest(NamedTuple):
    """A request for an MFA code."""

    serial: str
    """The device's serial number or ARN."""
    is_refused: bool = False
    """Whether AWS has just refused a code of the device."""


AskForCode = Callable[[CodeRequest], Awaitable[Secret | None]]
"""Asks the user for an MFA code; returns None if declined."""


def is_aws(url: str) -> bool:
    """Return whether an endpoint belongs to AWS.

    Args:
        url: The endpoint's URL.

    Returns:
        True if the host has one of the DNS suffixes that botocore's endpoint data lists for the
        partitions with identity pools.
    """
    return AWS_ENDPOINT.fullmatch(url) is not None


class CodeDeclinedError(Exception):
    """The user declined to enter an MFA code; the message is the device's serial number."""


class CommandFailedError(Exception):
    """A `credential_process` command failed; the message has its status and its stderr."""


class CommandStoppedError(Exception):
    """The user stopped a `credential_process` command; the message is the program."""


class UnreadableAnswerError(Exception):
    """An answer that is not in the API's format; the message describes what arrived instead."""


class Connection(NamedTuple):
    """The account and the endpoint to connect to."""

    profile: str | None = None
    """The AWS profile; None or empty for whatever boto3 finds without one."""
    endpoint_url: str | None = None
    """The endpoint for all services; None for AWS, or for what AWS_ENDPOINT_URL says."""
    serve_demo: Callable[[], str] | None = None
    """Starts the demo server and returns its URL; called once, in a thread.

    If set, the user's own AWS configuration and credentials are neither read nor sent.
    """


class OpenedAccount(NamedTuple):
    """The account's AWS configuration, read once its credentials are found."""

    region: str | None
    """The default region, if one is configured."""


class Keys(NamedTuple):
    """Temporary credentials, for calls as a different caller than the account's own."""

    access_key_id: str
    """The access key ID, which is not secret."""
    secret_key: Secret
    """The secret access key."""
    session_token: Secret
    """The session token."""


class CallerIdentity(NamedTuple):
    """The owner of a set of credentials, as STS GetCallerIdentity returns it."""

    account: str
    """The account ID, 12 digits."""
    arn: str
    """The caller's ARN: `arn:aws:sts::111122223333:assumed-role/Admin/ana`."""

    @property
    def partition(self) -> str:
        """The account's partition: `aws`, `aws-cn`, `aws-us-gov`, `aws-eusc`."""
        return self.arn.split(":")[1]

    @property
    def name(self) -> str:
        """The end of the ARN, which identifies the person: `Admin/ana`, `user/ana`, `root`."""
        resource = self.arn.split(":", 5)[5]
        kind, _, name = resource.partition("/")
        return name if kind == "assumed-role" else resource


class Profile(NamedTuple):
    """A profile in the AWS configuration."""

    name: str
    """Its name."""
    region: str | None
    """Its region, if configured."""
    account: str | None
    """The account ID in its role ARN or SSO settings, 12 digits; None if there is none."""
