"""A countdown to the expiry of credentials that redraws as little as possible."""

import math
import time
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual.message import Message
from textual.widget import Widget

if TYPE_CHECKING:
    from textual.timer import Timer

_NEAR_SECONDS: Final = 300.0
"""How long before the expiry the user is warned, in seconds."""

_SHOW_SECONDS_BELOW: Final = 120.0
"""Below this remaining time, in seconds, the countdown shows seconds instead of minutes."""

_MINUTE: Final = 60.0

_TIMER_MARGIN: Final = 0.02
"""How long after a change the timer fires, in seconds: timers can be slightly early."""


class ExpiryStage(Enum):
    """How near the expiry is."""

    FAR = auto()
    NEAR = auto()
    OVER = auto()


class Countdown(Widget):
    """Shows the remaining time: in minutes, and at the end in seconds.

    It is as wide as its longest text, so that an update redraws nothing else.

    Args:
        end: The expiry, in seconds since the epoch.
        clock: Returns the current time in seconds since the epoch.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"countdown--near", "countdown--over"}

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Countdown {
        height: 1;
        width: 18;
    }
    """

    class StageChanged(Message):
        """Posted when the expiry is near, and when it is reached."""

        def __init__(self, stage: ExpiryStage) -> None:
            super().__init__()
            self.stage = stage

    def __init__(self, end: float, clock: Callable[[], float] = time.time) -> None:
        super().__init__()
        self._end = end
        self._clock = clock
        self._stage = ExpiryStage.FAR
        self._text = ""
        self._timer: Timer | None = None

    def on_mount(self) -> None:
        """Start the countdown."""
        self.tick()

    def count_to(self, end: float) -> None:
        """Count down to another expiry.

        Args:
            end: The expiry, in seconds since the epoch.
        """
        self._end = end
        self.tick()

    def tick(self) -> None:
        """Show the remaining time, and schedule the next update for when the text changes."""
        remaining = self._end - self._clock()
        stage = _stage(remaining)
        if stage is not self._stage:
            self._stage = stage
            if stage is not ExpiryStage.FAR:
                self.post_message(self.StageChanged(stage))
        if (text := _text(remaining)) != self._text:
            self._text = text
            self.refresh()
        if self._timer is not None:
            self._timer.stop()
        self._timer = (
            None
            if stage is ExpiryStage.OVER
            else self.set_timer(_until_next_change(remaining), self.tick)
        )

    def render(self) -> Text:
        """Return the remaining time."""
        if self._stage is ExpiryStage.FAR:
            return Text(self._text)
        style = self.get_visual_style(f"countdown--{self._stage.name.lower()}")
        return Text(self._text, style.rich_style)


def _stage(remaining: float) -> ExpiryStage:
    if remaining <= 0:
        return ExpiryStage.OVER
    return ExpiryStage.NEAR if remaining <= _NEAR_SECONDS else ExpiryStage.FAR


def _text(remaining: float) -> str:
    if remaining <= 0:
        return "expired"
    prefix = "only " if remaining <= _NEAR_SECONDS else ""
    if remaining <= _SHOW_SECONDS_BELOW:
        return f"{prefix}{math.ceil(remaining)} s left"
    return f"{prefix}{math.ceil(remaining / _MINUTE):,} min left"


def _until_next_change(remaining: float) -> float:
    """Return how long the text stays accurate, in seconds."""
    step = 1.0 if remaining <= _SHOW_SECONDS_BELOW else _MINUTE
    return (remaining % step or step) + _TIMER_MARGIN
