"""Retries without waiting, and time limits of a fraction of a second."""

from collections.abc import Callable
from typing import Any, Final

import botocore.retries.bucket
import botocore.retries.standard
import pytest
from botocore.endpoint import EndpointCreator
from urllib3 import Timeout

_CONNECT: Final = 5.0
"""The time limit for connecting, in seconds."""


def retry_at_once(patch: pytest.MonkeyPatch) -> None:
    """Make botocore retry immediately instead of after seconds."""
    backoff = botocore.retries.standard.ExponentialBackoff
    patch.setattr(backoff, "delay_amount", lambda *_: 0)
    patch.setattr(botocore.retries.bucket.TokenBucket, "acquire", lambda *_: True)


def limit_requests(patch: pytest.MonkeyPatch, limit: Callable[[], float]) -> None:
    """Give each request of new clients its own time limit.

    Args:
        patch: Undoes it.
        limit: Returns the limit of the next request, in seconds.
    """

    class Limit(Timeout):
        def clone(self) -> Timeout:
            # urllib3 asks for a copy before each request
            return Timeout(connect=_CONNECT, read=limit())

    create = EndpointCreator.create_endpoint

    def create_limited(*what: Any, **more: Any) -> Any:  # noqa: ANN401  botocore's arguments
        endpoint = create(*what, **more)
        endpoint.http_session._manager.connection_pool_kw["timeout"] = Limit()  # type: ignore[attr-defined]
        return endpoint

    patch.setattr(EndpointCreator, "create_endpoint", create_limited)
