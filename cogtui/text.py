r"""Make text from outside safe to draw, so that a terminal never interprets it.

Pool names, provider names and user identifiers come from other people. AWS allows any white space
in a pool name (`[\w\s+=,.@-]+`) and any character in a developer user identifier, so escape
sequences, line breaks and overrides of the writing direction are drawn as symbols. Rich removes
only five control characters, and not ESC.
"""

import re
from typing import Final

from rich.cells import cell_len, chop_cells

ELLIPSIS: Final = "…"

_INVISIBLE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, DEL and C1 controls: ESC, CSI and friends
    "\u00ad\u061c\u180e"  # soft hyphen, Arabic letter mark, Mongolian vowel separator
    "\u200b-\u200f"  # zero width and marks; U+200D joins emoji only in some terminals
    "\u2028\u2029"  # line and paragraph separators
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides and isolates of direction
    "\u2060-\u2065\u206a-\u206f"  # word joiner, invisible operators, deprecated controls
    "\ufeff\ufff9-\ufffb"  # byte order mark, interlinear annotation
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
        their code point in hexadecimal (`<202e>`). Printable text is returned unchanged.
    """
    return text if text.isprintable() else _INVISIBLE.sub(_symbol, text)


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
    end = _last_cells(text, cells // 2)
    start = _first_cells(text, cells - 1 - cell_len(end))
    return f"{start}{ELLIPSIS}{end}"


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
