"""A journal of each change in progress, so that the next start can report one that crashed."""

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from cogtui.configuration.earlier_versions import Skipped, read_cogtui_file
from cogtui.configuration.plan import Plan
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.serialize import FORMAT, DamagedFileError, deserialize, serialize
from cogtui.files import private_files

_PREFIX: Final = "change-"


class InterruptedChange(NamedTuple):
    """A change that was not seen to finish."""

    pool_id: str
    """The pool ID; empty if the change creates the pool and the result of that call is unknown."""
    region: str
    """The region called."""
    name: str
    """The pool's name before the change, or the name of the new pool."""
    caller: str
    """The ARN of the caller who made it."""
    started: float
    """When it started, in seconds since the epoch."""
    before: Configuration | None
    """The configuration before, with secrets redacted; None if the change creates the pool."""
    after: Configuration
    """The planned configuration, with secrets redacted."""
    done: tuple[str, ...]
    """The calls that were answered, by AWS CLI name."""
    uncertain: str
    """The call that was in progress and may or may not have taken effect; empty if none was."""
    remaining: tuple[str, ...]
    """The calls that were not made."""
    path: Path
    """The file."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load a journal.

        Args:
            path: The file.

        Raises:
            DamagedFileError: It cannot be read, or a newer cogtui wrote it.
        """
        values = read_cogtui_file(path)
        try:
            calls = [str(each) for each in values["calls"]]
            done = int(values["done"])
            begun = done + bool(values["calling"])
            return cls(
                str(values["pool"]),
                str(values["region"]),
                str(values["name"]),
                str(values["caller"]),
                float(values["began"]),
                None if values["before"] is None else deserialize(values["before"]),
                deserialize(values["after"]),
                tuple(calls[:done]),
                "".join(calls[done:begun]),
                tuple(calls[begun:]),
                path,
            )
        except (KeyError, TypeError, ValueError):
            raise DamagedFileError("a value is missing or invalid") from None

    def forget(self) -> None:
        """Delete the file, once the user has seen the change.

        Raises:
            OSError: It cannot be deleted.
        """
        self.path.unlink(missing_ok=True)


class InterruptedChanges(NamedTuple):
    """The journals of earlier runs."""

    interrupted: tuple[InterruptedChange, ...]
    """The changes that were not seen to finish, oldest first."""
    skipped: tuple[Skipped, ...]
    """The files that cannot be read."""


class Journal:
    """The journal of one change in progress. All methods block.

    Args:
        directory: The directory of the journals.
        region: The region called.
        pool_id: The pool; empty if the change creates it.
        plan: The change.
        caller: The ARN of the caller who makes it.
        clock: Returns the current time in seconds since the epoch.

    Raises:
        OSError: The journal cannot be written.
    """

    def __init__(
        self,
        directory: Path,
        region: str,
        pool_id: str,
        plan: Plan,
        caller: str,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._values: dict[str, Any] = {
            "version": FORMAT,
            "pool": pool_id,
            "region": region,
            "name": (plan.before or plan.after)["IdentityPoolName"],
            "caller": caller,
            "began": clock(),
            "host": socket.gethostname(),
            "process": os.getpid(),
            "before": serialize(plan.before) if plan.before else None,
            "after": serialize(plan.after),
            "calls": [each.operation for each in plan.calls],
            "done": 0,
            "calling": False,
        }
        self._path = private_files.new_private_file(
            directory, self._text(), prefix=f"{_PREFIX}{int(clock() * 1000):015d}-", suffix=".json"
        )

    def record(self, done: int, *, calling: bool, pool_id: str = "") -> None:
        """Record the progress. A failure to write is ignored, so that the change can continue.

        Args:
            done: The number of calls answered.
            calling: Whether the next call is about to be made.
            pool_id: The pool, once it is created.
        """
        self._values |= {"done": done, "calling": calling}
        self._values["pool"] = pool_id or self._values["pool"]
        with contextlib.suppress(OSError):
            private_files.replace_private_file(self._path, self._text())

    def remove(self) -> None:
        """Delete the journal, because the caller knows the result of the change."""
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _text(self) -> str:
        return json.dumps(self._values) + "\n"


def find_interrupted(directory: Path) -> InterruptedChanges:
    """Find changes that were not seen to finish. Blocks.

    Args:
        directory: The directory of the journals.

    Returns:
        The interrupted changes; changes of a cogtui that still runs on this machine are left
        out.
    """
    found, skipped = [], []
    for path in sorted(directory.glob(f"{_PREFIX}*.json")):
        try:
            if not is_running(read_cogtui_file(path)):
                found.append(InterruptedChange.load(path))
        except DamagedFileError as error:
            skipped.append(Skipped(path, str(error)))
    return InterruptedChanges(tuple(found), tuple(skipped))


def is_running(values: dict[str, Any]) -> bool:
    """Return whether the process that wrote a file still runs on this machine.

    Args:
        values: The values of the file, with its `host` and `process`.
    """
    process = values.get("process")
    if values.get("host") != socket.gethostname() or not isinstance(process, int) or process <= 0:
        return False
    try:
        # signal 0 only checks that the process exists
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
