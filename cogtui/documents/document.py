"""The parts of a document. Widgets decide how to draw them."""

from enum import StrEnum
from typing import NamedTuple


class Tone(StrEnum):
    """The meaning of a text, for its colour; the words alone express it as well."""

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
    """The value, in full and as the service returns it."""
    tone: Tone = Tone.PLAIN
    """The meaning of the value."""


class Note(NamedTuple):
    """A sentence."""

    text: str
    """The sentence."""
    tone: Tone = Tone.DIM
    """Its meaning."""


class Code(NamedTuple):
    """Text whose line breaks are preserved."""

    text: str
    """The text, usually JSON."""


class Section(NamedTuple):
    """Parts under a title."""

    title: str
    """The title, empty for none."""
    parts: tuple[Line | Note | Code, ...]
    """The content, from top to bottom."""


Document = tuple[Section, ...]
"""The sections that a tab of the detail pane or a dialog shows, from top to bottom."""
