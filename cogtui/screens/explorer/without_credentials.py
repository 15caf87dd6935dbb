"""A pool without credentials: when that is offered, and what can be done with it."""

from typing import Final

from cogtui.api_error import ErrorKind
from cogtui.service.operations import OPERATIONS
from cogtui.threads import in_thread

FAILURES: Final = (
    ErrorKind.CREDENTIALS,
    ErrorKind.EXPIRED,
    ErrorKind.CLOCK,
    ErrorKind.MFA,
)
"""The failures of credentials after which a pool can still be used without any."""


async def public_operations() -> frozenset[str]:
    """Return the names of the operations that need no credentials."""
    # reading botocore's model would block the event loop
    return await in_thread(_public_operations)


def _public_operations() -> frozenset[str]:
    from cogtui.gateway.service_model import needs_no_credentials  # noqa: PLC0415  botocore is slow to import

    return frozenset(filter(needs_no_credentials, OPERATIONS))
