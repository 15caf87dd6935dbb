"""Report a crash of cogtui in a private file that contains no values from the program.

The report has only the types of the exceptions and their positions in the code. It has no local
variables and no messages, because a message may quote something that was typed or received
(`KeyError: 'eyJraWQi…'`). The types and positions are enough to find the bug.
"""

import contextlib
import platform
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Final, TextIO

import cogtui
from cogtui.files import private_files
from cogtui.text import visible

MAX_REPORTS: Final = 5
"""How many reports are kept; the oldest are deleted first."""

STATUS: Final = 1
"""The exit status after a crash."""

_MAX_FRAMES: Final = 60
"""How many stack frames of one exception are reported, half of them from each end."""

_PACKAGES: Final = ("textual", "rich", "boto3", "botocore", "moto")
"""The packages whose versions are reported."""


def report(error: BaseException, directory: Path, screen: TextIO) -> int:
    """Write a crash report and print where it is, in five lines.

    Args:
        error: The exception.
        directory: The directory for the report.
        screen: The terminal, already restored.

    Returns:
        The exit status.
    """
    try:
        where = f"Crash report: {write_report(error, directory)}"
    except OSError as problem:
        where = f"Cannot write the crash report to {directory}: {problem.strerror}"
    cause = list(_chain(error))[-1]
    place = _frames(cause)[-1:] or ["an unknown location"]
    lines = (
        f"cogtui crashed: {_name(cause)} at {place[0]}",
        "This is a bug in cogtui. A request in progress may have been carried out.",
        where,
        "It contains the code location and versions in use, but no secrets, values or messages.",
        "Please attach it to your bug report.",
    )
    with contextlib.suppress(OSError):
        screen.write("".join(f"{visible(line)}\n" for line in lines))
        screen.flush()
    return STATUS


def write_report(error: BaseException, directory: Path) -> Path:
    """Write a crash report, and delete all but the latest `MAX_REPORTS`.

    Args:
        error: The exception.
        directory: The directory for the report, which is created if it does not exist.

    Returns:
        The file, readable only by its owner.

    Raises:
        OSError: It cannot be written.
    """
    now = datetime.now(UTC)
    path = private_files.new_private_file(
        directory, _text(error, now), prefix=f"{now:%Y%m%dT%H%M%S.%fZ}-", suffix=".txt"
    )
    for old in sorted(directory.glob("*Z-*.txt"))[:-MAX_REPORTS]:
        with contextlib.suppress(OSError):
            old.unlink()
    return path


def _text(error: BaseException, now: datetime) -> str:
    versions = [f"{name} {_version(name)}" for name in _PACKAGES]
    lines = [
        f"cogtui {cogtui.__version__}, {now:%Y-%m-%d %H:%M:%S} UTC",
        f"Python {platform.python_version()} on {platform.platform()}",
        ", ".join(versions),
    ]
    for each in _chain(error):
        lines += ["", _name(each), *(f"  {frame}" for frame in _frames(each))]
    return "\n".join(map(visible, lines)) + "\n"


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return "not installed"


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Yield an exception, then the ones it was raised from or contains; the root cause is last."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        each = waiting.pop(0)
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        inner = (
            each.__cause__ or each.__context__,
            # Textual's WorkerFailed keeps the original exception in an attribute
            getattr(each, "error", None),
            *(each.exceptions if isinstance(each, BaseExceptionGroup) else ()),
        )
        waiting += [found for found in inner if isinstance(found, BaseException)]


def _name(error: BaseException) -> str:
    kind = type(error)
    return kind.__name__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__name__}"


def _frames(error: BaseException) -> list[str]:
    """Describe the stack frames of an exception, the innermost last."""
    frames = [
        f"{_short(frame.f_code.co_filename)}:{line} in {frame.f_code.co_name}"
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    if len(frames) > _MAX_FRAMES:
        half = _MAX_FRAMES // 2
        left_out = f"… {len(frames) - _MAX_FRAMES:,} more …"
        frames = [*frames[:half], left_out, *frames[-half:]]
    return frames


def _short(path: str) -> str:
    """Shorten a file's path, so that it does not reveal where cogtui is installed."""
    root = Path(cogtui.__file__).parents[1]
    for base in Path(path).parents:
        if base == root or base.name == "site-packages":
            return str(Path(path).relative_to(base))
    return "/".join(Path(path).parts[-2:])
