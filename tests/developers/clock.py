"""A clock that goes only while somebody sleeps by it."""

from cogtui.developers.control import Control


class Clock:
    """Seconds from 1,000 on."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        """How long each sleep was."""
        self.control = Control(self.sleep)
        """What rests by it."""

    def __call__(self) -> float:
        """What it shows."""
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Passes at once."""
        self.slept.append(seconds)
        self.now += seconds
