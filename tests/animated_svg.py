"""Frames of a terminal as one animated SVG picture: no script, no font from the network.

Each distinct line is defined once. The frames are beside each other on a strip, which CSS moves by
one frame at a time, so that the picture also plays where it is an image, for instance on GitHub.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from typing import Final, NamedTuple

from rich.cells import cell_len
from rich.color import Color, blend_rgb
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import DEFAULT_TERMINAL_THEME

Line = tuple[Segment, ...]
"""A line of the terminal; the colours of its segments are RGB."""

COLUMN: Final = 9
"""The width of a character, in pixels."""

ROW: Final = 17
"""The height of a line, in pixels."""

MARGIN: Final = 10
"""The space around a frame, in pixels."""

_SVG: Final = "http://www.w3.org/2000/svg"

_FONTS: Final = "ui-monospace,'SF Mono',Menlo,Consolas,'DejaVu Sans Mono',monospace"

_DIMMED: Final = 0.5
"""How far the colour of dim text is moved to the background."""


class Frame(NamedTuple):
    """What the terminal shows for a time."""

    lines: tuple[Line, ...]
    """Its lines, from top to bottom."""
    seconds: float
    """How long it is shown."""


class _Look(NamedTuple):
    color: str
    background: str
    """Empty for the picture's."""
    extras: str

    @classmethod
    def of(cls, style: Style | None) -> "_Look":
        style = style or Style()
        color = _rgb(style.color, is_foreground=True)
        background = _rgb(style.bgcolor, is_foreground=False)
        if style.reverse:
            color, background = background, color
        if style.dim:
            color = blend_rgb(color, background, _DIMMED)
        extras = ["font-weight:700"] if style.bold else []
        extras += ["font-style:italic"] if style.italic else []
        extras += ["text-decoration:underline"] if style.underline else []
        is_plain = style.bgcolor is None and not style.reverse
        return cls(color.hex, "" if is_plain else background.hex, ";".join(extras))


def animated_svg(frames: Sequence[Frame], columns: int, title: str) -> str:
    """Return a picture that shows frames one after the other, and begins again.

    Args:
        frames: The frames, all of the same size.
        columns: The width of each line, in characters.
        title: What the picture shows, for users who cannot see it.
    """
    width = columns * COLUMN + 2 * MARGIN
    height = max(len(frame.lines) for frame in frames) * ROW + 2 * MARGIN
    looks = {line: [*_runs(line)] for frame in frames for line in frame.lines}
    background = _most_frequent(look for runs in looks.values() for _, _, look in runs)
    classes: dict[tuple[str, str], str] = {}
    drawn = {line: "".join(_draw(runs, background, classes)) for line, runs in looks.items()}
    names = {line: f"l{number}" for number, line in enumerate(drawn) if drawn[line]}
    styles = [f"text{{font:15px {_FONTS};white-space:pre}}"]
    styles += [f".{name}{{fill:{color};{more}}}" for (color, more), name in classes.items()]
    size = f'width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="{_SVG}" viewBox="0 0 {width} {height}" {size} xml:space="preserve">',
        f"<title>{escape(title)}</title>",
        f"<style>{''.join(styles)}{_film(frames, width)}</style>",
        f'<rect {size} rx="8" fill="{background}"/>',
    ]
    defined = "\n".join(f'<g id="{name}">{drawn[line]}</g>' for line, name in names.items())
    strip = "\n".join(
        f'<g transform="translate({number * width + MARGIN} {MARGIN})">{_uses(frame, names)}</g>'
        for number, frame in enumerate(frames)
    )
    parts += [f"<defs>\n{defined}\n</defs>", f'<g class="film">\n{strip}\n</g>', "</svg>\n"]
    return "\n".join(parts)


def _uses(frame: Frame, names: Mapping[Line, str]) -> str:
    return "".join(
        f'<use href="#{names[line]}" y="{row * ROW}"/>'
        for row, line in enumerate(frame.lines)
        if line in names
    )


def _film(frames: Sequence[Frame], width: int) -> str:
    """Return the style that moves the strip to each frame at its time."""
    total = sum(frame.seconds for frame in frames)
    starts = itertools.accumulate((frame.seconds for frame in frames), initial=0.0)
    moves = "".join(
        f"{start / total:.3%}{{transform:translateX({-number * width}px)}}"
        for number, start in enumerate(itertools.islice(starts, len(frames)))
    )
    return (
        f"@keyframes film{{{moves}}}.film{{animation:film {total:g}s step-end infinite}}"
        "@media(prefers-reduced-motion:reduce){.film{animation:none}}"
    )


def _runs(line: Line) -> Iterator[tuple[int, str, _Look]]:
    """Yield the parts of a line that look alike: the column, the text, the look."""
    column = 0
    for look, segments in itertools.groupby(line, lambda segment: _Look.of(segment.style)):
        text = "".join(segment.text for segment in segments)
        yield column, text, look
        column += cell_len(text)


def _draw(
    runs: Iterable[tuple[int, str, _Look]], background: str, classes: dict[tuple[str, str], str]
) -> Iterator[str]:
    for column, text, look in runs:
        if look.background not in ("", background):
            yield (
                f'<rect x="{column * COLUMN}" width="{cell_len(text) * COLUMN}" height="{ROW}" '
                f'fill="{look.background}" shape-rendering="crispEdges"/>'
            )
        is_line = "underline" in look.extras
        shown = text if is_line else text.strip(" ")
        if shown:
            left = column if is_line else column + len(text) - len(text.lstrip(" "))
            name = classes.setdefault((look.color, look.extras), f"c{len(classes)}")
            yield (
                f'<text class="{name}" x="{left * COLUMN}" y="{ROW - 4}" '
                f'textLength="{cell_len(shown) * COLUMN}">{escape(shown, quote=False)}</text>'
            )


def _most_frequent(looks: Iterable[_Look]) -> str:
    backgrounds = [look.background for look in looks if look.background]
    return max(set(backgrounds), key=backgrounds.count)


def _rgb(color: Color | None, *, is_foreground: bool) -> ColorTriplet:
    return (color or Color.default()).get_truecolor(
        DEFAULT_TERMINAL_THEME, foreground=is_foreground
    )
