"""A long work that can be paused and stopped between two of its steps."""

import asyncio
from collections.abc import Awaitable, Callable


class Control:
    """What the user says while a long work is at it; to be used on the event loop.

    Args:
        sleep: Sleeps for some seconds.
    """

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._going = asyncio.Event()
        self._going.set()
        self._stopped = asyncio.Event()

    @property
    def is_paused(self) -> bool:
        """Whether it waits to be resumed."""
        return not self._going.is_set()

    @property
    def is_stopped(self) -> bool:
        """Whether it is to end."""
        return self._stopped.is_set()

    def pause(self) -> None:
        """Lets it wait before its next step, unless it was stopped."""
        if not self.is_stopped:
            self._going.clear()

    def resume(self) -> None:
        """Lets it go on."""
        self._going.set()

    def stop(self) -> None:
        """Lets it end before its next step, also while it is paused or rests."""
        self._stopped.set()
        self._going.set()

    async def goes_on(self) -> bool:
        """Waits while it is paused.

        Returns:
            Whether there is to be a next step; False once it was stopped.
        """
        await self._going.wait()
        return not self.is_stopped

    async def rest(self, seconds: float) -> None:
        """Sleeps, but no longer than until it is stopped.

        Args:
            seconds: How long.
        """
        ends = [
            asyncio.ensure_future(self._sleep(seconds)),
            asyncio.ensure_future(self._stopped.wait()),
        ]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in ends:
                each.cancel()
