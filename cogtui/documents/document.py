"""The parts that a document is made of. How they are drawn is a widget's matter."""

from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """What a text means, for its colour; the words alone say it too."""

    PLAIN = "plain"
    DIM = "dim"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class Line(NamedTuple):
    """A label and its value."""

    label: str
    """What the value is."""
    value: str
    """The value, whole, as the service tells it."""
    tone: Tone = Tone.PLAIN
    """What the value means."""


class Note(NamedTuple):
    """A sentence."""

    text: str
    """The sentence."""
    tone: Tone = Tone.DIM
    """What it means."""


class Code(NamedTuple):
    """Text that keeps its lines."""

    text: str
    """JSON."""


class Section(NamedTuple):
    """Parts under a title."""

    title: str
    """The title, empty for none."""
    parts: tuple[Line | Note | Code, ...]
    """What it says, from top to bottom."""


Document = tuple[Section, ...]
"""What a tab of the detail pane shows, from top to bottom."""
