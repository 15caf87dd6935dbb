"""A filter for `NO_COLOR`: no colour reaches the terminal, not even a grey."""

from functools import lru_cache
from typing import Final

from rich.color import ColorType
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

_REVERSED: Final = Style(reverse=True)
"""What is added to text on a background colour."""


class WithoutColor(LineFilter):
    """Remove all colours; text on one of the terminal's background colours is reversed.

    The cursor, marks and labels have such a background in the themes for 16 colours. Textual's own
    filters send greys, or the codes of the terminal's default colours.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's signature
        """Return the segments without colour.

        Args:
            segments: The segments of a line.
            background: The background of the line.
        """
        return [
            Segment(text, style and _without_color(style), control)
            for text, style, control in segments
        ]


@lru_cache(1024)
def _without_color(style: Style) -> Style:
    background = style.bgcolor
    is_on_color = background is not None and background.type is ColorType.STANDARD
    return style.without_color + _REVERSED if is_on_color else style.without_color
