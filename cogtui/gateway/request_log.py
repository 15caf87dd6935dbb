"""The log of every call made, shown in the Requests pane."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from cogtui.api_error import Explanation
from cogtui.gateway.server_clock import TOLERANCE
from cogtui.secret import MASK, Secret

MAX_REQUESTS: Final = 5_000
"""How many calls are kept; the oldest are dropped first."""


@dataclass(slots=True)
class Request:
    """One call, in progress or finished."""

    number: int
    """Its number among all calls of this run, from 1."""
    operation: str
    """The AWS CLI name, preceded by the service's name if it is not cognito-identity."""
    region: str
    """The region called."""
    started: float
    """When it started, in seconds since the epoch."""
    parameters: Mapping[str, object]
    """The request's members by API name. Secrets are `Secret` objects without their values, since
    the log outlives the call."""
    profile: str | None = None
    """The AWS profile used."""
    endpoint_url: str | None = None
    """The endpoint called if it is not AWS's; None until the call has finished."""
    milliseconds: float | None = None
    """Duration, including all retries; None while the call is in progress."""
    retries: int = 0
    """How many times the request was sent again."""
    error: Explanation | None = None
    """Why it failed; None otherwise."""
    request_id: str = ""
    """The service's request ID; empty if the service did not answer."""

    @property
    def result(self) -> str:
        """The result in a word or two, or the service's error code."""
        if self.milliseconds is None:
            return "in progress"
        if self.error is None:
            return "ok"
        return self.error.code or self.error.title


class RequestLog:
    """The calls of this run, the latest last. Use it only in the event loop's thread."""

    def __init__(self, *, clock: Callable[[], float] = time.time) -> None:
        self.now = clock
        """Returns the current time, in seconds since the epoch; threads may call it too."""
        self._requests: deque[Request] = deque(maxlen=MAX_REQUESTS)
        self.made = 0
        """How many calls were made in total."""
        self.on_change: Callable[[], None] | None = None
        """Called whenever a call starts or ends."""
        self.clock_error = 0.0
        """How far this machine's clock is ahead, by the last answer with a date, in seconds."""
        self.on_clock_change: Callable[[], None] | None = None
        """Called when `is_clock_wrong` changes."""

    def __len__(self) -> int:
        return len(self._requests)

    def __getitem__(self, index: int) -> Request:
        return self._requests[index]

    def __iter__(self) -> Iterator[Request]:
        return iter(self._requests)

    @property
    def is_clock_wrong(self) -> bool:
        """Whether this machine's clock is off by more than the user need not care about."""
        return abs(self.clock_error) > TOLERANCE

    def start(
        self,
        operation: str,
        region: str,
        parameters: Mapping[str, object],
        profile: str | None = None,
        *,
        started: float | None = None,
    ) -> Request:
        """Record the start of a call.

        Args:
            operation: The AWS CLI name.
            region: The region called.
            parameters: The request's members by API name.
            profile: The AWS profile in use.
            started: When it started, in seconds since the epoch; now if None.

        Returns:
            The call, to pass to `end`.
        """
        self.made += 1
        logged = {name: _without_values(value) for name, value in parameters.items()}
        started = self.now() if started is None else started
        request = Request(self.made, operation, region, started, logged, profile)
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
        clock_error: float | None = None,
    ) -> None:
        """Record the end of a call.

        Args:
            request: What `start` returned.
            milliseconds: Duration, including all retries.
            retries: How many times the request was sent again.
            request_id: The service's request ID; empty if the service did not answer.
            error: Why it failed; None if it succeeded.
            endpoint_url: The endpoint called; None for AWS's own.
            clock_error: How far this machine's clock is ahead, in seconds; None if unknown.
        """
        request.endpoint_url = endpoint_url
        request.milliseconds = milliseconds
        request.retries = retries
        request.request_id = request_id
        request.error = error
        if clock_error is not None:
            self._set_clock_error(clock_error)
        self._changed()

    def _set_clock_error(self, seconds: float) -> None:
        was_wrong = self.is_clock_wrong
        self.clock_error = seconds
        if self.is_clock_wrong is not was_wrong and self.on_clock_change is not None:
            self.on_clock_change()

    def _changed(self) -> None:
        if self.on_change is not None:
            self.on_change()


def _without_values(value: object) -> object:
    """Return a copy with every secret replaced by one that holds only the mask."""
    if isinstance(value, Secret):
        return Secret(MASK)
    if isinstance(value, Mapping):
        return {name: _without_values(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_values(each) for each in value]
    return value
