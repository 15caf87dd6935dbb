"""When the credentials and the sign-in of an account expire, and a warning before that."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.dom import DOMNode

from cogtui.gateway import Expiry, Gateway
from cogtui.gateway.sso_session import NEAR
from cogtui.screens.workers import start_worker
from cogtui.times import duration

if TYPE_CHECKING:
    from textual.timer import Timer

_MINUTE: Final = 60.0


class ExpiryWatch:
    """Follows an account's expiries.

    Args:
        node: The node that its timer and its workers belong to.
        clock: Returns the current time, in seconds since the epoch.
        on_change: Called when the warning may have changed.
    """

    def __init__(
        self, node: DOMNode, clock: Callable[[], float], on_change: Callable[[], object]
    ) -> None:
        self._node = node
        self._clock = clock
        self._on_change = on_change
        self._timer: Timer | None = None
        self.expiries: Sequence[Expiry] = ()
        """What expires."""

    @property
    def warning(self) -> str:
        """How much time is left, such as `12 min left`; empty if it is more than enough."""
        now = self._clock()
        near = [each.at - now for each in self.expiries if each.is_near(now)]
        if not near:
            return ""
        return f"{duration(min(near))} left" if min(near) > 0 else "expired"

    def clear(self) -> None:
        """Forget an account's expiries."""
        self._stop()
        self.expiries = ()

    def follow(self, gateway: Gateway) -> None:
        """Read when an account's credentials expire, and again when that may have changed.

        Args:
            gateway: The account's gateway.
        """
        start_worker(
            self._node, partial(self._read, gateway), name="expiry", group="expiry", exclusive=True
        )

    async def _read(self, gateway: Gateway) -> None:
        self.expiries = await gateway.expiries(self._clock())
        self._on_change()
        self._stop()
        left = [each.at - self._clock() for each in self.expiries]
        # a sign-in outside of cogtui, or a renewal by botocore, moves the end
        if future := [each for each in left if each > 0]:
            pause = min(future) - NEAR
            again = partial(self.follow, gateway)
            self._timer = self._node.set_timer(pause if pause > 0 else _MINUTE, again)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
