"""Record the result of each row of a bulk run in a CSV file.

Each result is on disk before the next row is sent. However a run ends, its effects are known, and
another run with the same results file skips the rows that were carried out. Cells are written as
`cogtui.files.csv_cells` describes.
"""

import csv
import io
import os
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from time import time
from typing import Final, NamedTuple, Self

from cogtui.api_error import CogtuiError
from cogtui.developers.csv_rows import RESULTS_COLUMNS, CsvRow
from cogtui.developers.simulation import RowKey
from cogtui.files.csv_cells import format_row, parse_row
from cogtui.files.private_files import (
    open_file,
    private_directory,
    read_bytes,
    replace_private_file,
)
from cogtui.text import visible
from cogtui.threads import in_thread

HEADER: Final = (*RESULTS_COLUMNS, "identity ID", "detail", "time", "pool")
"""The column titles."""

_LITERAL_HEADER: Final = (*RESULTS_COLUMNS, "identity id", "detail", "time", "pool")
"""The column titles of older files, whose cells are literal."""


class ReportError(CogtuiError):
    """A results file that cannot be read or written; the message is one line."""


class RowOutcome(StrEnum):
    """How a row ended."""

    DONE = "done"
    """It was carried out."""
    DONE_BEFORE = "done before"
    """An earlier run carried it out; it is not recorded again."""
    NOTHING = "nothing to do"
    """It was not sent because it would have changed nothing."""
    REFUSED = "refused"
    """It was not sent, or the service refused it; nothing was changed."""
    CHANGED = "changed"
    """It was not sent because something had changed since the check."""
    FAILED = "failed"
    """It was not carried out."""
    UNKNOWN = "unknown"
    """No response arrived, and it could not be determined whether it was carried out."""


class RowResult(NamedTuple):
    """The result of one row."""

    row: CsvRow
    """The row."""
    outcome: RowOutcome
    """How it ended."""
    identity_id: str = ""
    """The identity that the users resolve to, or the user was unlinked from; empty if none."""
    detail: str = ""
    """Details in sentences."""


class Report:
    """A results file that is open for appending.

    Args:
        path: The file.
        pool_id: The pool of the run; rows carried out in other pools do not count as done.
        done: The rows that were carried out before.
        clock: Returns the current time in seconds since the epoch.
    """

    def __init__(
        self,
        path: Path,
        pool_id: str,
        done: Iterable[RowKey] = (),
        *,
        clock: Callable[[], float] = time,
    ) -> None:
        self.path = path
        self.done = frozenset(done)
        """Source and destination of each row that was carried out before."""
        self._pool_id = pool_id
        self._clock = clock

    @classmethod
    async def open(cls, path: Path, pool_id: str, *, clock: Callable[[], float] = time) -> Self:
        """Open a results file, or create one.

        A record that is incomplete because an earlier run was killed is dropped. A file of an older
        cogtui, whose cells are literal, is written again in the present form.

        Args:
            path: The file; missing directories are created. A new file is readable by its owner
                only.
            pool_id: The pool of the run.
            clock: Returns the current time in seconds since the epoch.

        Returns:
            The results file, with the rows that it lists as carried out.

        Raises:
            ReportError: The file cannot be read or written, or is not a results file, in which case
                it is left unchanged.
        """
        rows = await in_thread(lambda: _read_rows(path))
        done = [
            (row[1], row[2])
            for row in rows
            # a spreadsheet may have rewritten the file, with rows of other lengths
            if len(row) == len(HEADER) and (row[3], row[-1]) == (RowOutcome.DONE, pool_id)
        ]
        return cls(path, pool_id, done, clock=clock)

    async def add(self, result: RowResult) -> None:
        """Append the result of a row, and wait until it is on disk.

        Raises:
            ReportError: The file cannot be written.
        """
        at = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")
        row = result.row
        text = format_row(
            (
                str(row.number),
                row.source,
                row.destination,
                result.outcome,
                result.identity_id,
                result.detail,
                at,
                self._pool_id,
            )
        )
        await in_thread(lambda: _append(self.path, text))


def _read_rows(path: Path) -> list[list[str]]:
    try:
        private_directory(path.parent)
        # only the last line can end in an incomplete character, and it is dropped
        content = read_bytes(path) if path.exists() else b""
        text = content.decode("utf-8-sig", "replace")
        rows, is_cut_off = _complete_rows(path, text)
        header = tuple(rows[0]) if rows else _cut_off_header(text)
        if header not in {HEADER, _LITERAL_HEADER}:
            raise ReportError(f"{visible(str(path))} exists and is not a results file.")
        values = rows[1:] if header == _LITERAL_HEADER else [parse_row(row) for row in rows[1:]]
        if is_cut_off or not rows or header == _LITERAL_HEADER:
            replace_private_file(path, "".join(map(format_row, (HEADER, *values))))
    except OSError as error:
        raise _write_error(path, error) from None
    return values


def _cut_off_header(text: str) -> tuple[str, ...]:
    """Return the header that a text without a complete row begins; empty if it begins none."""
    headers = (HEADER, _LITERAL_HEADER)
    return next((each for each in headers if format_row(each).startswith(text)), ())


def _complete_rows(path: Path, text: str) -> tuple[list[list[str]], bool]:
    """Return the rows without an incomplete last one, and whether there was one."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        if str(error) != "unexpected end of data":
            line = f"line {reader.line_num:,}"
            raise ReportError(f"{visible(str(path))}: {line} is not valid CSV.") from None
        return rows, True
    if text and not text.endswith("\n"):
        return rows[:-1], True
    return rows, False


def _append(path: Path, text: str) -> None:
    try:
        descriptor = open_file(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise _write_error(path, error) from None


def _write_error(path: Path, error: OSError) -> ReportError:
    return ReportError(f"Cannot read or write {visible(str(path))}: {error.strerror}.")
