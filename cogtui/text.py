r"""Make text from outside safe to draw, so that a terminal never interprets it.

Pool names, provider names and user identifiers come from other people. AWS allows any white space
in a pool name (`[\w\s+=,.@-]+`) and any character in a developer user identifier, so escape
sequences, line breaks and overrides of the writing direction are drawn as symbols. Rich removes
only five control characters, and not ESC.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from operator import itemgetter
from typing import Final

from rich.cells import cell_len, chop_cells

ELLIPSIS: Final = "…"

_LEAST: Final = 8
"""Cells below which there is no room for more than one ellipsis."""

_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1 controls: ESC, CSI and friends
    # Default_Ignorable_Code_Point of Unicode 16.0 (DerivedCoreProperties.txt), 4,174 code points
    "\u00ad\u034f\u061c"  # soft hyphen, grapheme joiner, Arabic letter mark
    "\u115f\u1160\u3164\uffa0"  # Hangul fillers
    "\u17b4\u17b5\u180b-\u180f"  # Khmer inherent vowels, Mongolian selectors and separator
    "\u200b-\u200f\u202a-\u202e"  # zero width, joiners and marks; embeddings and overrides
    "\u2060-\u206f"  # word joiner, invisible operators, isolates, deprecated controls
    "\ufe00-\ufe0f\ufeff\ufff0-\ufff8"  # variation selectors, byte order mark, reserved
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"  # shorthand and musical controls
    "\U000e0000-\U000e0fff"  # tags, more variation selectors, reserved
    # invisible too, but without that property
    "\u2028\u2029\u2800"  # line and paragraph separators, blank Braille pattern
    "\ufff9-\ufffb"  # interlinear annotation
    "\ud800-\udfff]"  # lone surrogates, which cannot be encoded
)


def _symbol(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:  # noqa: PLR2004  the C0 controls, whose pictures begin at U+2400
        return chr(0x2400 + code)
    if code == 0x7F:  # noqa: PLR2004  DEL, whose picture is elsewhere
        return "␡"
    return f"<{code:04x}>"


def visible(text: str) -> str:
    """Replace control and invisible characters by symbols.

    Args:
        text: Any text, from the service or from a user.

    Returns:
        The text on one line: ESC as `␛`, a line break as `␊`, other invisible characters as
        their code point in hexadecimal (`<202e>`). Everything else is returned unchanged. Joiners
        and variation selectors are shown in emoji too: two texts that differ in one would look
        alike, and terminals disagree on how wide it makes the emoji.
    """
    # isprintable() alone is not enough: it is True for fillers and variation selectors
    if text.isascii() and text.isprintable():
        return text
    return _INVISIBLE.sub(_symbol, text)


def is_plain(text: str) -> bool:
    """Return whether a text is drawn as it is: one line, with no character hidden or obeyed."""
    return text.isprintable() and _INVISIBLE.search(text) is None


def shorten(text: str, cells: int) -> str:
    """Shorten a long text in the middle, where names differ least.

    Args:
        text: Text on one line.
        cells: The maximum width, in terminal cells, at least 1.

    Returns:
        The text if it fits, else its beginning and its end around an ellipsis, at most `cells`
        wide. The end is one cell longer if the two cannot have the same width.
    """
    if cell_len(text) <= cells:
        return text
    return ELLIPSIS.join(_ends(text, cells))


class AlikeTexts:
    """Texts in one list, such as names of pools, that may share long parts.

    Args:
        texts: The texts, each on one line.
    """

    def __init__(self, texts: Iterable[str]) -> None:
        self._sorted = sorted(set(texts))

    def shorten(self, text: str, cells: int) -> str:
        """Shorten a text so that what distinguishes it from the others stays visible.

        Args:
            text: One of the texts.
            cells: The maximum width, in terminal cells, at least 1.

        Returns:
            The text if it fits, else shortened in the middle if that hides no difference, else with
            an ellipsis for each part that others share.
        """
        if cell_len(text) <= cells:
            return text
        start, end = _ends(text, cells)
        differs = self._differences(text)
        hidden = range(len(start), len(text) - len(end))
        if cells < _LEAST or not any(index in hidden for index in differs):
            return f"{start}{ELLIPSIS}{end}"
        anchors = [0, *differs, len(text) - 1]

        def distance(index: int) -> tuple[int, int]:
            # what follows a difference is worth more than what precedes it
            return min(max(index - each, 2 * (each - index)) for each in anchors), -index

        order = sorted(range(len(text)), key=distance)

        def width(count: int) -> int:
            return cell_len(_with_gaps(text, frozenset(order[:count])))

        count = bisect_right(range(1, len(text)), cells, key=width)
        return _with_gaps(text, frozenset(order[:count]))

    def _differences(self, text: str) -> list[int]:
        """Return the indexes at which another text, equal up to there, continues differently."""
        # in sorted order, a text shares less and less with those further away
        found = {len(text)}
        before = bisect_left(self._sorted, text) - 1
        while before >= 0:
            shared = _shared_length(text, self._sorted[before])
            found.add(shared)
            before = bisect_left(self._sorted, text[:shared]) - 1
        after = bisect_right(self._sorted, text)
        while after < len(self._sorted):
            shared = _shared_length(text, self._sorted[after])
            found.add(shared)
            after = bisect_right(self._sorted, text[:shared], key=itemgetter(slice(shared)))
        return sorted(found - {len(text)})


def _shared_length(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((index for index, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _with_gaps(text: str, shown: frozenset[int]) -> str:
    parts: list[str] = []
    for index, character in enumerate(text):
        # an ellipsis instead of a single character would save nothing
        if index in shown or {index - 1, index + 1} <= shown:
            parts.append(character)
        elif parts[-1:] != [ELLIPSIS]:
            parts.append(ELLIPSIS)
    return "".join(parts)


def _ends(text: str, cells: int) -> tuple[str, str]:
    end = _last_cells(text, cells // 2)
    return _first_cells(text, cells - 1 - cell_len(end)), end


def _first_cells(text: str, cells: int) -> str:
    if cells <= 0 or cell_len(text[0]) > cells:
        return ""
    return chop_cells(text, cells)[0]


def _last_cells(text: str, cells: int) -> str:
    end = text[len(text) - cells :] if cells else ""
    while cell_len(end) > cells:
        end = end[1:]
    return end


def counted(number: int, singular: str, plural: str | None = None) -> str:
    """Format a number with its noun.

    Args:
        number: The number.
        singular: The noun for one.
        plural: The noun for any other number; `singular` with an s by default.

    Returns:
        For instance `1 pool` or `12,340 identities`.
    """
    noun = singular if number == 1 else plural or f"{singular}s"
    return f"{number:,} {noun}"
