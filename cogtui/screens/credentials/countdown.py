"""How long credentials are still good, in as few bytes as a terminal can be told it."""

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

_SHORT: Final = 300.0
"""How long before the end it is warned, seconds."""

_BY_SECONDS: Final = 120.0
"""How long before the end seconds are told, and minutes until then."""

_MINUTE: Final = 60.0

_PAST: Final = 0.02
"""How far beyond a change it is looked again, seconds: timers may be a little early."""


class ExpiryStage(Enum):
    """How far the end is."""

    FAR = auto()
    NEAR = auto()
    OVER = auto()


class Countdown(Widget):
    """Tells how long something is still good: by the minute, and at last by the second.

    It is as wide as its longest text, and nothing but it is drawn again.

    Args:
        end: When it is over, seconds since the epoch.
        clock: The present, likewise.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {"countdown--near", "countdown--over"}

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    Countdown {
        height: 1;
        width: 18;
    }
    """

    class Turned(Message):
        """The end came near, or came."""

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
        """Starts."""
        self.follow()

    def count_to(self, end: float) -> None:
        """Counts down to another end.

        Args:
            end: When it is over, seconds since the epoch.
        """
        self._end = end
        self.follow()

    def follow(self) -> None:
        """Tells what is left now, and looks again when that changes."""
        left = self._end - self._clock()
        stage = _stage(left)
        if stage is not self._stage:
            self._stage = stage
            if stage is not ExpiryStage.FAR:
                self.post_message(self.Turned(stage))
        if (text := _text(left)) != self._text:
            self._text = text
            self.refresh()
        if self._timer is not None:
            self._timer.stop()
        self._timer = (
            None if stage is ExpiryStage.OVER else self.set_timer(_lasts(left), self.follow)
        )

    def render(self) -> Text:
        """What is left."""
        if self._stage is ExpiryStage.FAR:
            return Text(self._text)
        style = self.get_visual_style(f"countdown--{self._stage.name.lower()}")
        return Text(self._text, style.rich_style)


def _stage(left: float) -> ExpiryStage:
    if left <= 0:
        return ExpiryStage.OVER
    return ExpiryStage.NEAR if left <= _SHORT else ExpiryStage.FAR


def _text(left: float) -> str:
    if left <= 0:
        return "expired"
    only = "only " if left <= _SHORT else ""
    if left <= _BY_SECONDS:
        return f"{only}{math.ceil(left)} s left"
    return f"{only}{math.ceil(left / _MINUTE):,} min left"


def _lasts(left: float) -> float:
    """How long what is told of it stays true, seconds."""
    step = 1.0 if left <= _BY_SECONDS else _MINUTE
    return (left % step or step) + _PAST
