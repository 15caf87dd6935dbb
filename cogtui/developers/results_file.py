"""What became of each line of a sheet, kept in a CSV file while it is run.

Each line is written, and on the disk, before the next one is sent: whatever ends the run, what
was done is known, and running the sheet again with the same report skips it.
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
from cogtui.developers.csv_rows import CsvRow
from cogtui.developers.simulation import Key
from cogtui.files.private_files import (
    open_file,
    private_directory,
    read_bytes,
    replace_private_file,
)
from cogtui.text import visible
from cogtui.threads import in_thread

TITLES: Final = (
    "line",
    "source",
    "destination",
    "outcome",
    "identity id",
    "detail",
    "time",
    "pool",
)
"""The columns."""


class ReportError(CogtuiError):
    """A report that cannot be read or written, in one line."""


class RowOutcome(StrEnum):
    """What became of a line."""

    DONE = "done"
    """It was carried out."""
    BEFORE = "done before"
    """An earlier run carried it out; it is not written again."""
    NOTHING = "nothing to do"
    """It was not sent: it would have changed nothing."""
    REFUSED = "refused"
    """It was not sent, or the service refused it: nothing was changed."""
    CHANGED = "changed"
    """It was not sent: somebody changed something since it was checked."""
    FAILED = "failed"
    """It was not carried out."""
    UNKNOWN = "unknown"
    """No answer came, and it could not be found out whether it was carried out."""


class RowResult(NamedTuple):
    """What became of one line."""

    line: CsvRow
    """The line."""
    outcome: RowOutcome
    """What became of it."""
    identity_id: str = ""
    """The identity that the users lead to, or that the user was unlinked from; empty if none."""
    detail: str = ""
    """More of it, in sentences."""


class Report:
    """A report that is being written.

    Args:
        path: The file.
        pool_id: The pool that is worked on; what was done in another pool does not count.
        done: What was carried out before.
        clock: The present, seconds since the epoch.
    """

    def __init__(
        self,
        path: Path,
        pool_id: str,
        done: Iterable[Key] = (),
        *,
        clock: Callable[[], float] = time,
    ) -> None:
        self.path = path
        self.done = frozenset(done)
        """The source and destination of each line that was carried out before."""
        self._pool_id = pool_id
        self._clock = clock

    @classmethod
    async def open(cls, path: Path, pool_id: str, *, clock: Callable[[], float] = time) -> Self:
        """Opens a report, or begins one.

        A line that was cut off when an earlier run was ended is dropped.

        Args:
            path: The file; its directory is made if need be. A new file is its owner's alone.
            pool_id: The pool that is worked on.
            clock: The present, seconds since the epoch.

        Returns:
            The report, with what it says was carried out before.

        Raises:
            ReportError: It cannot be read or written, or it is a file of another kind, which is
                left as it is.
        """
        rows = await in_thread(lambda: _opened(path))
        done = [
            (row[1], row[2])
            for row in rows
            # somebody may have had a spreadsheet write it again
            if len(row) == len(TITLES) and (row[3], row[-1]) == (RowOutcome.DONE, pool_id)
        ]
        return cls(path, pool_id, done, clock=clock)

    async def add(self, entry: RowResult) -> None:
        """Writes what became of a line, and waits until it is on the disk.

        Args:
            entry: What became of it.

        Raises:
            ReportError: It cannot be written.
        """
        at = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="seconds")
        line = entry.line
        text = _written(
            (
                str(line.number),
                line.source,
                line.destination,
                entry.outcome,
                entry.identity_id,
                entry.detail,
                at,
                self._pool_id,
            )
        )
        await in_thread(lambda: _append(self.path, text))


def _opened(path: Path) -> list[list[str]]:
    titles = _written(TITLES)
    try:
        private_directory(path.parent)
        # a character that was cut off is in the last line, which is dropped
        content = read_bytes(path) if path.exists() else b""
        text = content.decode("utf-8-sig", "replace")
        rows, is_cut_off = _whole(path, text)
        if tuple(rows[0] if rows else TITLES) != TITLES or not (rows or titles.startswith(text)):
            raise ReportError(f"{visible(str(path))} is there already and is not a report.")
        if is_cut_off or not rows:
            replace_private_file(path, titles + "".join(map(_written, rows[1:])))
    except OSError as error:
        raise _write_error(path, error) from None
    return rows[1:]


def _whole(path: Path, text: str) -> tuple[list[list[str]], bool]:
    """The rows of a report without one that was cut off at its end, and whether one was."""
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows.extend(reader)
    except csv.Error as error:
        if str(error) != "unexpected end of data":
            line = f"line {reader.line_num:,}"
            raise ReportError(f"{visible(str(path))} is not CSV in {line}.") from None
        return rows, True
    if text and not text.endswith("\n"):
        return rows[:-1], True
    return rows, False


def _written(row: Iterable[str]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerow(row)
    return text.getvalue()


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
    return ReportError(f"{visible(str(path))} cannot be read or written: {error.strerror}.")
