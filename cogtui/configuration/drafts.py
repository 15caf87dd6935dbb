"""Texts that are edited in an external editor, kept so that a crash does not lose them.

A draft is a file with the text, and a record beside it of the pool that it belongs to.
"""

import json
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from cogtui.configuration.earlier_versions import Skipped, read_cogtui_file
from cogtui.configuration.journal import is_running
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.serialize import FORMAT, DamagedFileError, deserialize, serialize
from cogtui.files import private_files

_PREFIX: Final = "cogtui-"


class DraftSubject(NamedTuple):
    """What a draft is about."""

    pool_id: str
    """The pool ID; empty for a new pool."""
    region: str
    """The pool's region."""
    name: str
    """The pool's name; empty for a new pool."""
    account: str
    """The ID of the pool's account; empty if it was not known."""
    before: Configuration | None
    """The pool's configuration when the draft was opened; None for a new pool. Its secrets are
    redacted in the record."""


class Draft(NamedTuple):
    """A text that is being edited, or was when cogtui ended. All methods block."""

    about: DraftSubject
    """What it is about."""
    started: float
    """When it was opened first, in seconds since the epoch."""
    path: Path
    """The file with the text."""

    @classmethod
    def create(
        cls,
        directory: Path,
        text: str,
        about: DraftSubject,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """Write a draft, readable by its owner only.

        Args:
            directory: The directory of the drafts, created with mode 0700 if it does not exist.
            text: The text to edit.
            about: What it is about.
            clock: Returns the current time in seconds since the epoch.

        Raises:
            OSError: It cannot be written.
        """
        started = clock()
        values = {
            "version": FORMAT,
            "pool": about.pool_id,
            "region": about.region,
            "name": about.name,
            "account": about.account,
            "began": started,
            "before": serialize(about.before) if about.before else None,
        }
        # first the record: a text without one could not be offered
        record = private_files.new_private_file(
            directory, _record_text(values), prefix=_PREFIX, suffix=".json"
        )
        draft = cls(about, started, record.with_suffix(".yaml"))
        private_files.replace_private_file(draft.path, text)
        return draft

    @classmethod
    def load(cls, record: Path) -> Self:
        """Load a draft.

        Args:
            record: The file of its record.

        Raises:
            DamagedFileError: The record cannot be read, or a newer cogtui wrote it.
        """
        values = read_cogtui_file(record)
        try:
            about = DraftSubject(
                str(values["pool"]),
                str(values["region"]),
                str(values["name"]),
                str(values["account"]),
                None if values["before"] is None else deserialize(values["before"]),
            )
            return cls(about, float(values["began"]), record.with_suffix(".yaml"))
        except (KeyError, TypeError, ValueError):
            raise DamagedFileError("a value is missing or invalid") from None

    @property
    def _record(self) -> Path:
        return self.path.with_suffix(".json")

    def is_edited_elsewhere(self) -> bool:
        """Return whether another cogtui that still runs on this machine edits it.

        Raises:
            DamagedFileError: The record cannot be read.
        """
        values = read_cogtui_file(self._record)
        return values.get("process") != os.getpid() and is_running(values)

    def claim(self) -> None:
        """Record that this process edits it, so that no other offers it meanwhile.

        Raises:
            OSError: The record cannot be written.
            DamagedFileError: The record cannot be read.
        """
        text = _record_text(read_cogtui_file(self._record))
        private_files.replace_private_file(self._record, text)

    def saved_text(self) -> str:
        """Return the text as it was saved last.

        Raises:
            OSError: It cannot be read.
            UnicodeDecodeError: It is not UTF-8.
        """
        return private_files.read_text(self.path)

    def save_text(self, text: str) -> None:
        """Replace the text.

        Raises:
            OSError: It cannot be written.
        """
        private_files.replace_private_file(self.path, text)

    def delete(self) -> None:
        """Delete the text, what an editor saved beside it under its name, and the record.

        Raises:
            OSError: Something cannot be deleted.
        """
        files = self.path.parent.glob(f"*{self.path.stem}*")
        # the record last: until then, the rest can be offered
        for path in sorted(files, key=self._record.__eq__):
            path.unlink(missing_ok=True)


class Drafts(NamedTuple):
    """The drafts that no one edits now."""

    found: tuple[Draft, ...]
    """The drafts, oldest first."""
    skipped: tuple[Skipped, ...]
    """The records that cannot be read."""


def find_drafts(directory: Path) -> Drafts:
    """Find the drafts that earlier runs, or this one, have not finished. Blocks.

    Args:
        directory: The directory of the drafts.

    Returns:
        The drafts except those of another cogtui that still runs on this machine. A record whose
        text is gone is deleted.
    """
    found, skipped = [], []
    for record in sorted(directory.glob(f"{_PREFIX}*.json")):
        try:
            draft = Draft.load(record)
            if draft.is_edited_elsewhere():
                continue
            if draft.path.exists():
                found.append(draft)
            else:
                draft.delete()
        except DamagedFileError as error:
            skipped.append(Skipped(record, str(error)))
        except OSError as error:
            skipped.append(Skipped(record, f"cannot be deleted: {error.strerror}"))
    return Drafts(tuple(sorted(found, key=lambda draft: draft.started)), tuple(skipped))


def _record_text(values: dict[str, Any]) -> str:
    """Return a record as JSON, with this process as the one that edits the draft."""
    return json.dumps({**values, "host": socket.gethostname(), "process": os.getpid()}) + "\n"
