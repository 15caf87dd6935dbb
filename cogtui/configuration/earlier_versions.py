"""Every configuration that was about to be replaced, kept on this machine without its secrets."""

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
"""How many configurations of one pool are kept; the oldest go first."""

MAX_BYTES: Final = 5_000_000
"""How much room those of one pool may take."""

ALL_BYTES: Final = 50_000_000
"""How much room all of them may take."""

_NAME: Final = re.compile(r"\d{15}-.+\.json", re.ASCII)
"""The names of the files, which begin with the milliseconds since the epoch."""

_SHOWN_CHANGES: Final = 20
"""How many differences an entry tells."""


class EarlierVersion(NamedTuple):
    """A configuration as it was before a change."""

    pool_id: str
    """The pool."""
    when: float
    """When the change was sent, seconds since the epoch."""
    caller: str
    """Whose credentials it was sent with: an ARN."""
    what: tuple[str, ...]
    """What was changed, a few words each: `~ guests`; the last may be `…`."""
    configuration: Configuration
    """What there was before, secrets left out."""
    path: Path
    """The file."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads an entry.

        Args:
            path: The file.

        Raises:
            DamagedFileError: It cannot be read, or was written by a newer cogtui.
        """
        values = read_own(path)
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
            raise DamagedFileError("something is missing in it") from None


class Skipped(NamedTuple):
    """A file that was left alone."""

    path: Path
    """The file."""
    reason: str
    """Why, in words."""


class Listing(NamedTuple):
    """What is kept."""

    entries: tuple[EarlierVersion, ...]
    """The latest first."""
    skipped: tuple[Skipped, ...]
    """Files that cannot be read."""


class History:
    """The configurations kept on this machine. All of it is blocking: call it off the event loop.

    Args:
        directory: Where they are kept; it is made 0700 when there is something to keep.
        clock: The present, seconds since the epoch.
        max_versions: How many of one pool are kept.
        max_bytes: How much room those of one pool may take.
        all_bytes: How much room all may take.
    """

    def __init__(
        self,
        directory: Path,
        *,
        clock: Callable[[], float] = time.time,
        max_versions: int = MAX_VERSIONS,
        max_bytes: int = MAX_BYTES,
        all_bytes: int = ALL_BYTES,
    ) -> None:
        self._directory = directory
        self._clock = clock
        self._max_versions = max_versions
        self._max_bytes = max_bytes
        self._all_bytes = all_bytes

    def keep(
        self,
        pool_id: str,
        configuration: Configuration,
        caller: str,
        differences: Sequence[Difference],
    ) -> Path:
        """Keeps a configuration that is about to be replaced, and lets the oldest go.

        Args:
            pool_id: The pool.
            configuration: What the service has now.
            caller: The ARN of who is about to replace it.
            differences: What is about to be changed.

        Returns:
            The file, which only its owner can read.

        Raises:
            OSError: It cannot be written.
        """
        directory = self._of(pool_id)
        now = self._clock()
        last = max((_milliseconds(each) for each in _files(directory)), default=0)
        # two in one millisecond, or a clock set back, still come one after the other
        place = max(int(now * 1000), last + 1)
        values = {
            "version": FORMAT,
            "pool": pool_id,
            "when": now,
            "caller": caller,
            "what": [*_in_short(differences)],
            "configuration": serialize(configuration),
        }
        path = private_files.new_private_file(
            directory, json.dumps(values) + "\n", prefix=f"{place:015d}-", suffix=".json"
        )
        self._let_go(directory)
        return path

    def entries(self, pool_id: str | None = None) -> Listing:
        """Lists what is kept.

        Args:
            pool_id: The pool; None for all pools, those that are gone among them.

        Returns:
            The entries, and the files that cannot be read.
        """
        found, skipped = [], []
        for path in self._all() if pool_id is None else _files(self._of(pool_id)):
            try:
                found.append(EarlierVersion.load(path))
            except DamagedFileError as error:
                skipped.append(Skipped(path, str(error)))
        return Listing(tuple(found), tuple(skipped))

    def _of(self, pool_id: str) -> Path:
        return self._directory / re.sub(r"[^\w-]", "_", pool_id)

    def _all(self) -> list[Path]:
        if not self._directory.is_dir():
            return []
        found = (path for each in self._directory.iterdir() for path in _files(each))
        return sorted(found, key=lambda path: path.name, reverse=True)

    def _let_go(self, directory: Path) -> None:
        for path in _beyond(_files(directory), self._max_versions, self._max_bytes):
            path.unlink(missing_ok=True)
        everything = self._all()
        for path in _beyond(everything, len(everything), self._all_bytes):
            path.unlink(missing_ok=True)


def read_own(path: Path) -> dict[str, Any]:
    """Reads a file of cogtui's own.

    Args:
        path: The file.

    Returns:
        The object in it.

    Raises:
        DamagedFileError: It cannot be read, or was written by a newer cogtui.
    """
    try:
        values = json.loads(private_files.read_text(path))
    except OSError as error:
        raise DamagedFileError(f"it cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise DamagedFileError("it is no JSON") from None
    if not isinstance(values, dict) or not isinstance(values.get("version"), int):
        raise DamagedFileError("it is not what cogtui writes")
    if values["version"] > FORMAT:
        raise DamagedFileError("it was written by a newer cogtui")
    return values


def _in_short(differences: Sequence[Difference]) -> Iterator[str]:
    for each in differences[:_SHOWN_CHANGES]:
        yield f"{each.sign} {each.label}"
    if len(differences) > _SHOWN_CHANGES:
        yield "…"


def _files(directory: Path) -> list[Path]:
    """The entries in a directory, the latest first."""
    found = (path for path in directory.glob("*.json") if _NAME.fullmatch(path.name))
    return sorted(found, key=lambda path: path.name, reverse=True)


def _milliseconds(path: Path) -> int:
    return int(path.name.partition("-")[0])


def _beyond(paths: Iterable[Path], count: int, size: int) -> Iterator[Path]:
    """The files that do not fit, given the latest first; that one always does."""
    taken = 0
    for number, path in enumerate(paths):
        # another cogtui may have let it go meanwhile
        taken += path.stat().st_size if path.exists() else 0
        if number and (number >= count or taken > size):
            yield path
