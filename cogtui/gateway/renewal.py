"""Decide what happens to a call whose credentials were renewed while it was made."""

from typing import Final, TypeGuard

from cogtui.api_error import Explanation
from cogtui.service.operations import OPERATIONS, Effect

_STALE: Final = frozenset(
    {
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidClientTokenId",
        "UnrecognizedClientException",
    }
)
"""The error codes of a call that was signed with credentials which AWS no longer accepts."""

_READS: Final = frozenset({("sts", "get-caller-identity")})
"""The operations of other services that may be repeated."""

_REMEDY: Final = "Newer credentials have been loaded. Send it again."


def has_stale_credentials(error: Explanation | None) -> TypeGuard[Explanation]:
    """Return whether a call failed because AWS no longer accepts the credentials.

    Args:
        error: Why the call failed; None if it succeeded.
    """
    return error is not None and error.code in _STALE


def may_repeat(service: str, operation: str) -> bool:
    """Return whether an operation only reads, so that cogtui may repeat it without asking.

    Args:
        service: The service.
        operation: The operation's AWS CLI name.
    """
    row = OPERATIONS.get(operation)
    return (service, operation) in _READS or (row is not None and row.effect is Effect.READ)


def offer_repeat(error: Explanation) -> Explanation:
    """Return an explanation that offers to send a change again with the new credentials.

    Args:
        error: Why the call failed.
    """
    return error._replace(remedy=_REMEDY)
