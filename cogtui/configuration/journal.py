"""What is being changed right now, on disk: so that the next start can tell of a crash midway."""

import contextlib
import json
import os
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from cogtui.configuration.earlier_versions import Skipped, read_own
from cogtui.configuration.plan import Plan
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.serialize import FORMAT, DamagedFileError, deserialize, serialize
from cogtui.files import private_files

_PREFIX: Final = "change-"


class Interrupted(NamedTuple):
    """A change that was never seen to end."""

    pool_id: str
    """The pool; empty if it was to be made and it is not known whether it was."""
    region: str
    """The region called."""
    name: str
    """The pool's name before; after, where it was to be made."""
    caller: str
    """Whose credentials it was made with: an ARN."""
    began: float
    """When it began, seconds since the epoch."""
    before: Configuration | None
    """What there was, secrets left out; None where the pool was to be made."""
    after: Configuration
    """What there was to be, secrets left out."""
    done: tuple[str, ...]
    """The calls that were answered, by their AWS CLI names."""
    doubtful: str
    """The call that was under way, and may or may not have been carried out; empty if none was."""
    left: tuple[str, ...]
    """The calls that were not made."""
    path: Path
    """The file."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads what is known of a change.

        Args:
            path: The file.

        Raises:
            DamagedFileError: It cannot be read, or was written by a newer cogtui.
        """
        values = read_own(path)
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
            raise DamagedFileError("something is missing in it") from None

    def forget(self) -> None:
        """Removes the file, once somebody was told.

        Raises:
            OSError: It cannot be removed.
        """
        self.path.unlink(missing_ok=True)


class Remembered(NamedTuple):
    """What the last runs left behind."""

    interrupted: tuple[Interrupted, ...]
    """The changes that were never seen to end, the oldest first."""
    skipped: tuple[Skipped, ...]
    """Files that cannot be read."""


class Journal:
    """One change that is being made. All of it is blocking: call it off the event loop.

    Args:
        directory: Where it is noted.
        region: The region called.
        pool_id: The pool; empty if it is still to be made.
        plan: The change.
        caller: The ARN of whoever makes it.
        clock: The present, seconds since the epoch.

    Raises:
        OSError: It cannot be written.
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

    def note(self, done: int, *, calling: bool, pool_id: str = "") -> None:
        """Notes how far it is. What cannot be written is not: the change itself goes on.

        Args:
            done: How many calls were answered.
            calling: Whether the next one is about to be made.
            pool_id: The pool, once it was made.
        """
        self._values |= {"done": done, "calling": calling}
        self._values["pool"] = pool_id or self._values["pool"]
        with contextlib.suppress(OSError):
            private_files.replace_private_file(self._path, self._text())

    def end(self) -> None:
        """Removes the note: whatever came of the change was seen."""
        with contextlib.suppress(OSError):
            self._path.unlink()

    def _text(self) -> str:
        return json.dumps(self._values) + "\n"


def remembered(directory: Path) -> Remembered:
    """Finds the changes that were never seen to end. Blocking.

    Args:
        directory: Where journals are.

    Returns:
        What was left behind; not what a cogtui that still runs on this machine is about.
    """
    found, skipped = [], []
    for path in sorted(directory.glob(f"{_PREFIX}*.json")):
        try:
            if not _is_under_way(read_own(path)):
                found.append(Interrupted.load(path))
        except DamagedFileError as error:
            skipped.append(Skipped(path, str(error)))
    return Remembered(tuple(found), tuple(skipped))


def _is_under_way(values: dict[str, Any]) -> bool:
    """Whether the process that noted it still runs, here as far as anybody can tell."""
    process = values.get("process")
    if values.get("host") != socket.gethostname() or not isinstance(process, int) or process <= 0:
        return False
    try:
        # asks whether it is there, and sends nothing
        os.kill(process, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True
