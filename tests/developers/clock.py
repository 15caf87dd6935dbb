"""A clock that advances only when a test sleeps on it."""

from cogtui.developers.control import Control


class Clock:
    """A clock that starts at 1,000 seconds."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        """The length of each sleep."""
        self.control = Control(self.sleep)
        """A control that sleeps on this clock."""

    def __call__(self) -> float:
        """Return the current time."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Advance the clock, without waiting."""
        self.slept.append(seconds)
        self.now += seconds
