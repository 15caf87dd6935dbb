"""Calls at a rate that leaves the account's quota to the application it is there for."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Final

from cogtui.api_error import ApiError, ErrorKind
from cogtui.developers.control import Control
from cogtui.developers.directory import CallOperation

RATE: Final = 10.0
"""Calls a second. The quotas of the operations on developer users are not published but for
GetOpenIdTokenForDeveloperIdentity (50 a second); LookupDeveloperIdentity is called a low-volume one
by the API reference. Of the published quotas of management operations, most are 5 or 10 a second
(developer guide, quotas)."""

SLOWEST: Final = 0.2
"""Calls a second at least, however often the service says that it is too much."""

BACK_OFFS: Final = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0)
"""How long to wait after each refusal for too many calls, seconds."""

_RECOVERY: Final = 1.02
"""By how much the rate grows again with each call that is taken."""


class RateLimitedCall:
    """Calls the service at a polite rate, and waits where it is told that it is too much.

    A token bucket that holds a second's worth; half the rate after each refusal.

    Args:
        call: How the service is called.
        control: What may stop the waiting.
        rate: Calls a second.
        clock: Seconds that never go back.
    """

    def __init__(
        self,
        call: CallOperation,
        control: Control,
        *,
        rate: float = RATE,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.rate = rate
        """Calls a second at present."""
        self.throttled = 0
        """How often the service refused a call because there were too many."""
        self._call = call
        self._control = control
        self._most = rate
        self._clock = clock
        self._left = max(1.0, rate)
        self._since = clock()

    async def __call__(
        self, operation: str, region: str, parameters: Mapping[str, Any], *, once: bool = False
    ) -> dict[str, Any]:
        """Makes a call in its turn.

        Args:
            operation: Its AWS CLI name.
            region: The region to call.
            parameters: The members of the request.
            once: Whether it must not be repeated where it may have arrived.

        Returns:
            The answer's members.

        Raises:
            ApiError: It did not succeed; for too many calls, also after a minute of waiting, or
                when the waiting was stopped.
        """
        back_offs = iter(BACK_OFFS)
        while True:
            await self._turn()
            try:
                answer = await self._call(operation, region, parameters, once=once)
            except ApiError as error:
                if error.kind is not ErrorKind.THROTTLED or error.explanation.outcome_unknown:
                    raise
                self.throttled += 1
                self.rate = max(SLOWEST, self.rate / 2)
                back_off = next(back_offs, None)
                if back_off is None or self._control.is_stopped:
                    raise
                await self._control.rest(back_off)
            else:
                self.rate = min(self._most, self.rate * _RECOVERY)
                return answer

    async def _turn(self) -> None:
        now = self._clock()
        self._left = min(max(1.0, self.rate), self._left + (now - self._since) * self.rate)
        self._since = now
        self._left -= 1
        if self._left < 0:
            await self._control.rest(-self._left / self.rate)
