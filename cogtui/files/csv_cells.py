r"""Write and read CSV rows that neither a spreadsheet nor a terminal runs.

Every CSV file that cogtui writes has cells in this form; files that users write are read literally.
A backslash is written as `\\`, a control character as `\xNN`, and a lone surrogate, which UTF-8
cannot encode, as `\uNNNN`. An apostrophe is put before a value that a spreadsheet would run as a
formula, that has an escape sequence, or that begins with an apostrophe. So each row is one line.
"""

import csv
import io
import re
from collections.abc import Iterable
from typing import Final

_MARKED: Final = re.compile("\\A[=+\\-@\t\r'\uff1d\uff0b\uff0d\uff20]|[\x1b\x9b]")
"""The values that get an apostrophe. Some spreadsheets run fullwidth signs as well (OWASP, CSV
injection)."""

_ESCAPED: Final = re.compile(r"[\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ESCAPE: Final = re.compile(r"\\(?:(\\)|x([0-9a-f]{2})|u(d[89a-f][0-9a-f]{2}))")


def format_row(values: Iterable[str]) -> str:
    r"""Return a row of values as a line of CSV, with its line break `\r\n`."""
    line = io.StringIO(newline="")
    csv.writer(line).writerow(map(_format_cell, values))
    return line.getvalue()


def parse_row(cells: Iterable[str]) -> list[str]:
    """Return the values of a row, as they were before `format_row`.

    Args:
        cells: The cells as `csv.reader` returns them. What is not an escape, because someone
            changed the file, is read literally.
    """
    return [_ESCAPE.sub(_unescape, cell.removeprefix("'")) for cell in cells]


def _format_cell(value: str) -> str:
    mark = "'" if _MARKED.search(value) else ""
    return mark + _ESCAPED.sub(_escape, value)


def _escape(match: re.Match[str]) -> str:
    character = match.group()
    if character == "\\":
        return r"\\"
    return f"\\u{ord(character):04x}" if character > "\xff" else f"\\x{ord(character):02x}"


def _unescape(match: re.Match[str]) -> str:
    backslash, control, surrogate = match.groups()
    return backslash or chr(int(control or surrogate, 16))
