"""Name the lines of the AWS configuration files that may be the cause of a failure."""

import os
from typing import Final

from botocore.exceptions import ClientError, ConfigParseError

from cogtui.api_error import ErrorKind, Explanation
from cogtui.gateway.aws_files.check import check_aws_files

_KINDS: Final = (
    ErrorKind.PROFILE,
    ErrorKind.CREDENTIALS,
    ErrorKind.REGION,
    ErrorKind.UNFORESEEN,
)
"""The failures that a setting may cause, before a request is sent."""


def add_notes(explanation: Explanation, error: BaseException, profile: str | None) -> Explanation:
    """Add the lines of the AWS files that may be the cause. Blocking.

    Args:
        explanation: The failure.
        error: The error that it explains.
        profile: The AWS profile in use; None or empty for boto3's default.

    Returns:
        The explanation, unchanged if the files cannot be the cause.
    """
    if explanation.kind not in _KINDS or isinstance(error, ClientError):
        return explanation
    report = check_aws_files()
    if isinstance(error, ConfigParseError) and report.refused:
        first, *others = (each.text for each in report.refused)
        return explanation._replace(cause=first, notes=tuple(others))
    return explanation._replace(notes=tuple(report.concerning(profile_in_use(profile))))


def profile_in_use(profile: str | None) -> str:
    """Return the name of the profile that boto3 uses.

    Args:
        profile: The profile chosen; None or empty for none.
    """
    environment = os.environ.get("AWS_DEFAULT_PROFILE") or os.environ.get("AWS_PROFILE")
    return profile or environment or "default"
