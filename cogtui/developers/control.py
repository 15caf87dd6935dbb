"""Pause and stop a long run between two of its steps."""

import asyncio
from collections.abc import Awaitable, Callable


class Control:
    """The user's requests to a long run; use it on the event loop only.

    Args:
        sleep: Sleeps for a number of seconds.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._resumed = asyncio.Event()
        self._resumed.set()
        self._stopped = asyncio.Event()

    @property
    def is_paused(self) -> bool:
        """Whether the run waits to be resumed."""
        return not self._resumed.is_set()

    @property
    def is_stopped(self) -> bool:
        """Whether the run has been asked to end."""
        return self._stopped.is_set()

    def pause(self) -> None:
        """Pause the run before its next step, unless it was stopped."""
        if not self.is_stopped:
            self._resumed.clear()

    def resume(self) -> None:
        """Let the run continue."""
        self._resumed.set()

    def stop(self) -> None:
        """End the run before its next step, even while it is paused or sleeping."""
        self._stopped.set()
        self._resumed.set()

    async def wait_while_paused(self) -> bool:
        """Wait until the run is resumed or stopped.

        Returns:
            Whether to continue with the next step.
        """
        await self._resumed.wait()
        return not self.is_stopped

    async def sleep(self, seconds: float) -> None:
        """Sleep for some seconds, or until the run is stopped."""
        waits = [
            asyncio.ensure_future(self._sleep(seconds)),
            asyncio.ensure_future(self._stopped.wait()),
        ]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in waits:
                each.cancel()
