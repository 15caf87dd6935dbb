"""Retries without waiting, and a time limit for each request."""

from collections.abc import Callable
from typing import Any

import botocore.retries.bucket
import botocore.retries.standard
import botocore.utils
import pytest
from botocore.httpsession import URLLib3Session


def retry_at_once(patch: pytest.MonkeyPatch) -> None:
    """Make botocore retry immediately instead of after seconds.

    Args:
        patch: Undoes it.
    """
    backoff = botocore.retries.standard.ExponentialBackoff
    patch.setattr(backoff, "delay_amount", lambda *_: 0)
    patch.setattr(botocore.retries.bucket.TokenBucket, "acquire", lambda *_: True)
    patch.setattr(botocore.utils.ContainerMetadataFetcher, "SLEEP_TIME", 0)


def limit_requests(patch: pytest.MonkeyPatch, limit: Callable[[str], float]) -> None:
    """Give each request its own time limit for the response.

    Args:
        patch: Undoes it.
        limit: Returns the limit of the next request in seconds, given its operation's API name.
    """
    send = URLLib3Session.send

    def send_limited(self: URLLib3Session, request: Any) -> Any:  # noqa: ANN401  botocore's
        target = request.headers.get("X-Amz-Target", "")
        name = target.decode() if isinstance(target, bytes) else target
        request.context["read_timeout"] = limit(name.rpartition(".")[2])
        return send(self, request)

    patch.setattr(URLLib3Session, "send", send_limited)
