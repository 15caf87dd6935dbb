"""The result of a call, and its line in the log file."""

import logging
from dataclasses import dataclass
from typing import Any, Final

from cogtui.api_error import Explanation
from cogtui.text import visible

_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CallOutcome:
    """The result of a call."""

    answer: dict[str, Any]
    """The service's answer without botocore's `ResponseMetadata`; empty after a failure."""
    milliseconds: float
    """Duration, including all retries."""
    retries: int
    """How many times the request was sent again."""
    request_id: str = ""
    """The service's request ID; empty if the service did not answer."""
    error: Explanation | None = None
    """Why the call failed; None if it succeeded."""
    endpoint_url: str | None = None
    """The endpoint called; None for AWS's own, or if no request was made."""
    is_renewed: bool = False
    """Whether the credentials were replaced by newer ones, which may be of another account."""
    clock_error: float | None = None
    """How far this machine's clock is ahead of the server's, in seconds; None if unknown."""


def log_outcome(service: str, operation: str, region: str, outcome: CallOutcome) -> None:
    """Write a call to the log file, without its parameters and its answer.

    Args:
        service: The service.
        operation: The operation's AWS CLI name.
        region: The region called.
        outcome: The outcome.
    """
    error = outcome.error
    _LOG.info(
        "%s %s in %s: %s, %.0f ms, retries %d, request id %s",
        service,
        operation,
        region,
        visible(error.code or error.title) if error else "ok",
        outcome.milliseconds,
        outcome.retries,
        visible(outcome.request_id) or "none",
    )
