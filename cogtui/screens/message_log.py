"""The messages of this run."""

from collections import deque
from typing import Final, NamedTuple

from textual.notifications import SeverityLevel

_SIZE: Final = 200
"""The number of messages that are kept."""


class Message(NamedTuple):
    """A message that was shown."""

    time: float
    """When, seconds since the epoch."""
    severity: SeverityLevel
    """How much it matters."""
    text: str
    """The message, without secrets."""


class MessageLog:
    """The latest messages of this run."""

    def __init__(self) -> None:
        self._messages: deque[Message] = deque(maxlen=_SIZE)

    def record(self, message: Message) -> None:
        """Add a message.

        Args:
            message: The message.
        """
        self._messages.append(message)

    def latest_first(self) -> list[Message]:
        """Return the messages, the latest first."""
        return list(reversed(self._messages))
