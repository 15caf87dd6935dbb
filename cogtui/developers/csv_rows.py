"""A CSV file of merges or of users to unlink, read line by line.

`source,destination` or one identifier a line, in UTF-8, with a line of titles or without. Quotes
are CSV's, so an identifier may hold commas and line breaks; nothing is trimmed, and there are no
comments, since any character may be a part of an identifier.
"""

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from cogtui.api_error import CogtuiError
from cogtui.developers import blockers
from cogtui.files.named_files import EncodingError, LargeFileError, NamedFileError, text_of
from cogtui.text import counted
from cogtui.threads import in_thread

LARGEST: Final = 50_000_000
"""How large a file may be, in bytes: a million lines of fifty."""

_LONGEST_FIELD: Final = 131_072
"""How long a value may be, in characters: Python's csv takes no longer one."""

_TITLES: Final = (
    ("source", "destination"),
    ("sourceuseridentifier", "destinationuseridentifier"),
    ("identifier",),
    ("user",),
    ("developeruseridentifier",),
)
"""What a line of titles holds, in lower case."""


class CsvFileError(CogtuiError):
    """A file that cannot be read as what it should be, in one line."""


class BulkOperation(StrEnum):
    """What is to be done with each line."""

    MERGE = "merge"
    """Merge the first user into the second."""
    UNLINK = "unlink"
    """Unlink the user."""


class CsvRow(NamedTuple):
    """One line of a sheet."""

    number: int
    """Where it begins in the file, counted from 1."""
    source: str
    """The user that is merged away or unlinked, as it stands there."""
    destination: str = ""
    """The user that is merged into; empty where users are unlinked."""
    flaw: str = ""
    """Why it cannot be used at all, in a sentence; empty if it can."""


class CsvFile(NamedTuple):
    """A file that was read."""

    kind: BulkOperation
    """What is to be done with each line."""
    lines: tuple[CsvRow, ...]
    """Its lines in their order, without titles and blank lines."""


async def read_sheet(path: Path, kind: BulkOperation) -> CsvFile:
    """Reads a file, off the event loop.

    Args:
        path: The file.
        kind: What is to be done with each line.

    Returns:
        Its lines.

    Raises:
        SheetError: It cannot be read, is too large, or is no CSV in UTF-8.
    """
    return await in_thread(lambda: parse_sheet(_text(path), kind))


def parse_sheet(text: str, kind: BulkOperation) -> CsvFile:
    """Reads the text of a CSV file.

    Args:
        text: The text, with the line ends of any system.
        kind: What is to be done with each line.

    Returns:
        Its lines, those with a flaw among them.

    Raises:
        SheetError: It is no CSV, or there is nothing in it.
    """
    wanted = 2 if kind is BulkOperation.MERGE else 1
    lines: list[CsvRow] = []
    first_with: dict[tuple[str, ...], int] = {}
    for number, values in _rows(text):
        if not lines and tuple(each.strip().lower() for each in values) in _TITLES:
            continue
        before = first_with.setdefault(tuple(values), number)
        flaw = _flaw(values, wanted) or (
            "" if before == number else f"The same as line {before:,}."
        )
        source, destination = (*values, "")[:2]
        lines.append(CsvRow(number, source, destination if wanted > 1 else "", flaw))
    if not lines:
        raise CsvFileError("There is no line in it but blank ones.")
    return CsvFile(kind, tuple(lines))


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """The values of each line that has any, with the number of the line that it begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    number = 1
    try:
        for values in reader:
            if values:
                yield number, values
            number = reader.line_num + 1
    except csv.Error as error:
        raise CsvFileError(f"Line {number:,} is not CSV: {_plainly(str(error))}.") from None


def _plainly(problem: str) -> str:
    if problem == "unexpected end of data":
        return "a quote is opened there and never closed"
    if problem.startswith("field larger"):
        return f"a value has more than {_LONGEST_FIELD:,} characters"
    return "something follows a closing quote, where a comma would be"


def _flaw(values: list[str], wanted: int) -> str:
    if len(values) != wanted:
        hint = " Is it divided by semicolons?" if len(values) == 1 and ";" in values[0] else ""
        return f"{counted(len(values), 'column')} where there should be {wanted}.{hint}"
    for value in values:
        for each in blockers.of_identifier(value):
            return each.sentence
    return ""


def _text(path: Path) -> str:
    try:
        return text_of(path, LARGEST)
    except LargeFileError as error:
        raise CsvFileError(f"{error} Divide it into several files.") from None
    except EncodingError as error:
        raise CsvFileError(f"{error} Save it as CSV in UTF-8.") from None
    except NamedFileError as error:
        raise CsvFileError(str(error)) from None
