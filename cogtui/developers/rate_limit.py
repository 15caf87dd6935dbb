"""Limit the call rate, so that the account's quota is left to its applications."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.control import Control
from cogtui.developers.directory import CallOperation

DEFAULT_RATE: Final = 10.0
"""Calls per second. AWS publishes no quota for the operations on developer users except
GetOpenIdTokenForDeveloperIdentity (50 per second), and the API reference calls
LookupDeveloperIdentity a low-volume operation. Most published quotas of management operations are 5
or 10 per second (developer guide, quotas)."""

MIN_RATE: Final = 0.2
"""Calls per second at the least, however often the service throttles."""

BACKOFF_DELAYS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""How long to wait after each throttled attempt, in seconds."""

_RECOVERY: Final = 1.02
"""The factor by which the rate recovers after each successful call."""


class RateLimitedCall:
    """Calls the service at a limited rate, and waits and slows down when it throttles.

    The limit is a token bucket that holds one second's worth of calls; the rate is halved after
    each throttled call.

    Args:
        call: Calls the service.
        control: Can stop the waiting.
        rate: Calls per second.
        clock: A monotonic clock, in seconds.
    """

    def __init__(
        self,
        call: CallOperation,
        control: Control,
        *,
        rate: float = DEFAULT_RATE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate = rate
        """The current rate, in calls per second."""
        self.throttled = 0
        """How many calls the service has throttled."""
        self._call = call
        self._control = control
        self._max_rate = rate
        self._clock = clock
        self._tokens = max(1.0, rate)
        self._refilled_at = clock()

    async def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Wait for a token, then call the operation.

        Args:
            operation: The operation's AWS CLI name.
            region: The region to call.
            parameters: The members of the request.
            once: Whether the request must not be retried once it may have been sent.

        Returns:
            The members of the response.

        Raises:
            ApiError: The call failed. Throttling is raised only after a minute of waiting, or once
                the waiting was stopped.
        """
        delays = iter(BACKOFF_DELAYS)
        while True:
            await self._wait_for_token()
            try:
                answer = await self._call(operation, region, parameters, once=once)
            except ApiError as error:
                if error.kind is not ErrorKind.THROTTLED or error.explanation.outcome_unknown:
                    raise
                self.throttled += 1
                self.rate = max(MIN_RATE, self.rate / 2)
                delay = next(delays, None)
                if delay is None or self._control.is_stopped:
                    raise
                await self._control.sleep(delay)
            else:
                self.rate = min(self._max_rate, self.rate * _RECOVERY)
                return answer

    async def _wait_for_token(self) -> None:
        now = self._clock()
        self._tokens = min(
            max(1.0, self.rate), self._tokens + (now - self._refilled_at) * self.rate
        )
        self._refilled_at = now
        self._tokens -= 1
        if self._tokens < 0:
            await self._control.sleep(-self._tokens / self.rate)
