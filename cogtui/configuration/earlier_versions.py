"""A local history of the configurations that changes replaced, without their secrets."""

import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple, Self

from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.serialize import FORMAT, DamagedFileError, deserialize, serialize
from cogtui.documents.configuration_change import Difference
from cogtui.files import private_files

MAX_VERSIONS: Final = 100
"""The maximum number of versions per pool; the oldest are deleted first."""

MAX_POOL_BYTES: Final = 5_000_000
"""The maximum size of all versions of one pool."""

MAX_TOTAL_BYTES: Final = 50_000_000
"""The maximum size of the whole history."""

_NAME: Final = re.compile(r"\d{15}-.+\.json", re.ASCII)
"""The file names, which begin with the time in milliseconds since the epoch."""

_MAX_LISTED_CHANGES: Final = 20
"""The maximum number of differences listed per entry."""


class EarlierVersion(NamedTuple):
    """A configuration that a change replaced."""

    pool_id: str
    """The pool ID."""
    when: float
    """When the change was sent, in seconds since the epoch."""
    caller: str
    """The ARN of the caller who sent it."""
    changes: tuple[str, ...]
    """The changes, a few words each: `~ guests`; the last may be `…`."""
    configuration: Configuration
    """The configuration before the change, with secrets redacted."""
    path: Path
    """The file."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load an entry.

        Args:
            path: The file.

        Raises:
            DamagedFileError: It cannot be read, or a newer cogtui wrote it.
        """
        values = read_cogtui_file(path)
        try:
            return cls(
                str(values["pool"]),
                float(values["when"]),
                str(values["caller"]),
                tuple(map(str, values["what"])),
                deserialize(values["configuration"]),
                path,
            )
        except (KeyError, TypeError, ValueError):
            raise DamagedFileError("a value is missing or invalid") from None


class Skipped(NamedTuple):
    """A file that was ignored."""

    path: Path
    """The file."""
    reason: str
    """Why it was ignored."""


class Listing(NamedTuple):
    """The content of the history."""

    entries: tuple[EarlierVersion, ...]
    """The entries, newest first."""
    skipped: tuple[Skipped, ...]
    """The files that cannot be read."""


class History:
    """The history of configurations on this machine. All methods block.

    Args:
        directory: The directory of the files, created with mode 0700 when first needed.
        clock: Returns the current time in seconds since the epoch.
        max_versions: The maximum number of versions per pool.
        max_pool_bytes: The maximum size of all versions of one pool.
        max_total_bytes: The maximum size of the whole history.
    """

    def __init__(
        self,
        directory: Path,
        *,
        clock: Callable[[], float] = time.time,
        max_versions: int = MAX_VERSIONS,
        max_pool_bytes: int = MAX_POOL_BYTES,
        max_total_bytes: int = MAX_TOTAL_BYTES,
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._max_versions = max_versions
        self._max_pool_bytes = max_pool_bytes
        self._max_total_bytes = max_total_bytes

    def add(
        self,
        pool_id: str,
        configuration: Configuration,
        caller: str,
        differences: Sequence[Difference],
    ) -> Path:
        """Save a configuration that is about to be replaced, and delete the oldest ones.

        Args:
            pool_id: The pool.
            configuration: The current configuration.
            caller: The ARN of the caller who replaces it.
            differences: The changes about to be made.

        Returns:
            The file, readable by its owner only.

        Raises:
            OSError: It cannot be written.
        """
        directory = self._pool_directory(pool_id)
        now = self._clock()
        last = max((_milliseconds(each) for each in _entry_files(directory)), default=0)
        # keeps the order for two changes in the same millisecond or a clock that was set back
        place = max(int(now * 1000), last + 1)
        values = {
            "version": FORMAT,
            "pool": pool_id,
            "when": now,
            "caller": caller,
            "what": [*_summarize(differences)],
            "configuration": serialize(configuration),
        }
        path = private_files.new_private_file(
            directory, json.dumps(values) + "\n", prefix=f"{place:015d}-", suffix=".json"
        )
        self._prune(directory)
        return path

    def entries(self, pool_id: str | None = None) -> Listing:
        """Return the saved configurations.

        Args:
            pool_id: The pool; None for all pools, including deleted ones.

        Returns:
            The entries, and the files that cannot be read.
        """
        found, skipped = [], []
        for path in (
            self._all_files() if pool_id is None else _entry_files(self._pool_directory(pool_id))
        ):
            try:
                found.append(EarlierVersion.load(path))
            except DamagedFileError as error:
                skipped.append(Skipped(path, str(error)))
        return Listing(tuple(found), tuple(skipped))

    def _pool_directory(self, pool_id: str) -> Path:
        return self._directory / re.sub(r"[^\w-]", "_", pool_id)

    def _all_files(self) -> list[Path]:
        if not self._directory.is_dir():
            return []
        found = (path for each in self._directory.iterdir() for path in _entry_files(each))
        return sorted(found, key=lambda path: path.name, reverse=True)

    def _prune(self, directory: Path) -> None:
        for path in _over_limits(_entry_files(directory), self._max_versions, self._max_pool_bytes):
            path.unlink(missing_ok=True)
        everything = self._all_files()
        for path in _over_limits(everything, len(everything), self._max_total_bytes):
            path.unlink(missing_ok=True)


def read_cogtui_file(path: Path) -> dict[str, Any]:
    """Read a JSON file that cogtui wrote.

    Args:
        path: The file.

    Returns:
        Its JSON object.

    Raises:
        DamagedFileError: It cannot be read, or a newer cogtui wrote it.
    """
    try:
        values = json.loads(private_files.read_text(path))
    except OSError as error:
        raise DamagedFileError(str(error.strerror)) from None
    except (ValueError, RecursionError):
        raise DamagedFileError("not valid JSON") from None
    if not isinstance(values, dict) or not isinstance(values.get("version"), int):
        raise DamagedFileError("not a file of cogtui")
    if values["version"] > FORMAT:
        raise DamagedFileError("written by a newer version of cogtui")
    return values


def _summarize(differences: Sequence[Difference]) -> Iterator[str]:
    for each in differences[:_MAX_LISTED_CHANGES]:
        yield f"{each.sign} {each.label}"
    if len(differences) > _MAX_LISTED_CHANGES:
        yield "…"


def _entry_files(directory: Path) -> list[Path]:
    """Return the entry files of a directory, newest first."""
    found = (path for path in directory.glob("*.json") if _NAME.fullmatch(path.name))
    return sorted(found, key=lambda path: path.name, reverse=True)


def _milliseconds(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _over_limits(paths: Iterable[Path], count: int, size: int) -> Iterator[Path]:
    """Yield the files beyond the limits, from a list sorted newest first; never the first file."""
    taken = 0
    for number, path in enumerate(paths):
        # another running cogtui may have deleted it
        taken += path.stat().st_size if path.exists() else 0
        if number and (number >= count or taken > size):
            yield path
