"""Read a CSV file of users to merge or to unlink.

Each row is `source,destination` or one identifier, in UTF-8; a header row is optional, and tabs may
take the place of commas. Quoting follows CSV, so an identifier may contain commas and line breaks.
Nothing is trimmed and there are no comments or escapes, since any character may belong to an
identifier: the file is the user's, not in the form of `cogtui.files.csv_cells`.
"""

import csv
import io
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Final, NamedTuple

from cogtui.api_error import CogtuiError
from cogtui.developers import blockers
from cogtui.files.named_files import EncodingError, LargeFileError, NamedFileError, text_of
from cogtui.text import counted
from cogtui.threads import in_thread

MAX_BYTES: Final = 50_000_000
"""The largest file that is read: a million lines of fifty bytes."""

_MAX_VALUE_LENGTH: Final = 131_072
"""The longest value that Python's csv module accepts, in characters."""

_HEADERS: Final = tuple(
    re.compile(pattern)
    for pattern in (
        r"(source|from|old)(user)?(id|identifier)?,(destination|target|to|new)(user)?(id|identifier)?",
        r"(developer)?user(id|identifier|name)?|identifier|id",
    )
)
"""Matches the titles of a header row, which is skipped: in lower case, with letters and digits
only, and commas between them."""

RESULTS_COLUMNS: Final = ("line", "source", "destination", "outcome")
"""The first column titles of a results file, whose rows are not read as users."""


_RESULTS_FILE: Final = (
    "This is a results file. Choose the CSV file it was written for; rows that are done are "
    "skipped."
)


class CsvFileError(CogtuiError):
    """A file that cannot be read as expected; the message is one line."""


_Row = tuple[int, list[str]]
"""The line on which a row begins, and its values."""


class BulkOperation(StrEnum):
    """What to do with each row of a file."""

    MERGE = "merge"
    """Merge the first user into the second."""
    UNLINK = "unlink"
    """Unlink the user."""


class CsvRow(NamedTuple):
    """One row of a CSV file."""

    number: int
    """The line of the file on which the row begins, counted from 1."""
    source: str
    """The user to merge away or to unlink, exactly as written."""
    destination: str = ""
    """The user to merge into; empty where users are unlinked."""
    problem: str = ""
    """Why the row cannot be used at all, in a sentence; empty if it can."""


class CsvFile(NamedTuple):
    """The contents of a CSV file."""

    kind: BulkOperation
    """What to do with each row."""
    rows: tuple[CsvRow, ...]
    """The rows in file order, without the header and blank lines."""


async def read_csv_file(path: Path, kind: BulkOperation) -> CsvFile:
    """Read a CSV file off the event loop.

    Raises:
        CsvFileError: The file cannot be read, is too large, or is not CSV in UTF-8.
    """
    return await in_thread(lambda: parse_sheet(_read_text(path), kind))


def parse_sheet(text: str, kind: BulkOperation) -> CsvFile:
    """Parse the text of a CSV file.

    Args:
        text: The text, with the line endings of any system.
        kind: What to do with each row.

    Returns:
        All rows, including those with a problem.

    Raises:
        CsvFileError: The text is not CSV, it has no rows, or it is a results file.
    """
    column_count = 2 if kind is BulkOperation.MERGE else 1
    rows: list[CsvRow] = []
    first_numbers: dict[tuple[str, ...], int] = {}
    for number, values in _rows(text, column_count):
        if not rows and _is_header(values):
            continue
        if not rows and tuple(values[: len(RESULTS_COLUMNS)]) == RESULTS_COLUMNS:
            raise CsvFileError(_RESULTS_FILE)
        first_number = first_numbers.setdefault(tuple(values), number)
        problem = _problem(values, column_count) or (
            "" if first_number == number else f"Duplicate of line {first_number:,}."
        )
        source, destination = (*values, "")[:2]
        rows.append(CsvRow(number, source, destination if column_count > 1 else "", problem))
    if not rows:
        raise CsvFileError("The file is empty or has only blank lines.")
    return CsvFile(kind, tuple(rows))


def _is_header(values: list[str]) -> bool:
    titles = ",".join(re.sub(r"[\W_]+", "", each).lower() for each in values)
    return any(pattern.fullmatch(titles) for pattern in _HEADERS)


def _rows(text: str, column_count: int) -> list[_Row]:
    """Return each row that is not blank, divided by tabs if that fits as well as commas do.

    An identifier with a comma in it is more likely than one with a tab.
    """
    by_tab = _try_divide(text, "\t") if "\t" in text else []
    by_comma = _try_divide(text, ",")
    fitting = [
        sum(len(values) == column_count for _, values in rows) for rows in (by_tab, by_comma)
    ]
    if fitting[0] and fitting[0] >= fitting[1]:
        return by_tab
    return by_comma or list(_divide(text, ","))


def _try_divide(text: str, delimiter: str) -> list[_Row]:
    """Return the rows; none if the text is not CSV."""
    try:
        return list(_divide(text, delimiter))
    except CsvFileError:
        return []


def _divide(text: str, delimiter: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 1
    try:
        for values in reader:
            if values:
                yield number, values
            number = reader.line_num + 1
    except csv.Error as error:
        raise CsvFileError(
            f"Line {number:,} is not valid CSV: {_describe_error(str(error))}."
        ) from None


def _describe_error(problem: str) -> str:
    if problem == "unexpected end of data":
        return "a quote opened there is never closed"
    if problem.startswith("field larger"):
        return f"a value is longer than {_MAX_VALUE_LENGTH:,} characters"
    return "a closing quote is not followed by a comma"


def _problem(values: list[str], column_count: int) -> str:
    if len(values) != column_count:
        hint = " Is it separated by semicolons?" if len(values) == 1 and ";" in values[0] else ""
        return f"Expected {counted(column_count, 'column')}, found {len(values):,}.{hint}"
    for value in values:
        for each in blockers.for_identifier(value):
            return each.sentence
    return ""


def _read_text(path: Path) -> str:
    try:
        return text_of(path, MAX_BYTES)
    except LargeFileError as error:
        raise CsvFileError(f"{error} Split it into several files.") from None
    except EncodingError as error:
        raise CsvFileError(f"{error} Save it as UTF-8 CSV.") from None
    except NamedFileError as error:
        raise CsvFileError(str(error)) from None
