"""Every call made, for the Requests pane."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cogtui.api_error import Explanation
from cogtui.secret import MASK, Secret

MAX_REQUESTS: Final = 5_000
"""How many calls are kept; the oldest go first."""


@dataclass(slots=True)
class Request:
    """One call, under way or ended."""

    number: int
    """Its place among all calls of this run, from 1."""
    operation: str
    """The AWS CLI name, with the service's name before it where it is another's."""
    region: str
    """The region called."""
    started: float
    """When it began, seconds since the epoch."""
    parameters: Mapping[str, object]
    """The members of the request by the API's names; where a secret was is a `Secret` without it,
    for what is kept here outlives what it was sent for."""
    profile: str | None = None
    """The AWS profile that it was made with."""
    endpoint_url: str | None = None
    """Where it was made, if not to AWS; None until it has ended."""
    milliseconds: float | None = None
    """How long it took with all its retries; None while it is under way."""
    retries: int = 0
    """How many times it was sent again."""
    error: Explanation | None = None
    """Why it failed, if it did."""
    request_id: str = ""
    """The service's id of the request, if it answered."""

    @property
    def result(self) -> str:
        """What came of it, in a word or the service's own error code."""
        if self.milliseconds is None:
            return "under way"
        if self.error is None:
            return "ok"
        return self.error.code or self.error.title


class RequestLog:
    """The calls of this run, the latest last. It belongs to the event loop's thread."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._requests: deque[Request] = deque(maxlen=MAX_REQUESTS)
        self.made = 0
        """How many calls were made in all."""
        self.on_change: Callable[[], None] | None = None
        """Called after each start and each end of a call."""

    def __len__(self) -> int:
        return len(self._requests)

    def __getitem__(self, index: int) -> Request:
        return self._requests[index]

    def __iter__(self) -> Iterator[Request]:
        return iter(self._requests)

    def start(
        self,
        operation: str,
        region: str,
        parameters: Mapping[str, object],
        profile: str | None = None,
    ) -> Request:
        """Notes that a call begins.

        Args:
            operation: Its name.
            region: The region called.
            parameters: The members of the request by the API's names.
            profile: The AWS profile in use.

        Returns:
            The call, to be ended with `end`.
        """
        self.made += 1
        logged = {name: _without_values(value) for name, value in parameters.items()}
        request = Request(self.made, operation, region, self._clock(), logged, profile)
        self._requests.append(request)
        self._changed()
        return request

    def end(
        self,
        request: Request,
        *,
        milliseconds: float,
        retries: int,
        request_id: str,
        error: Explanation | None,
        endpoint_url: str | None = None,
    ) -> None:
        """Notes how a call ended.

        Args:
            request: What `start` returned.
            milliseconds: How long it took.
            retries: How many times it was sent again.
            request_id: The service's id of it, empty if it did not answer.
            error: Why it failed, None if it did not.
            endpoint_url: Where it was made, None for AWS.
        """
        request.endpoint_url = endpoint_url
        request.milliseconds = milliseconds
        request.retries = retries
        request.request_id = request_id
        request.error = error
        self._changed()

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()


def _without_values(value: object) -> object:
    """A value with every secret in it replaced by one that holds nothing."""
    if isinstance(value, Secret):
        return Secret(MASK)
    if isinstance(value, Mapping):
        return {name: _without_values(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_values(each) for each in value]
    return value
