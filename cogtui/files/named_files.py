"""Files that the user names: read whole, and written nowhere without a question where one is."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from cogtui.api_error import CogtuiError
from cogtui.files import private_files
from cogtui.secret import Secret
from cogtui.text import visible


class NamedFileError(CogtuiError):
    """A file that cannot be read or written, in one line to tell at the field."""


class LargeFileError(NamedFileError):
    """A file that is too large."""


class EncodingError(NamedFileError):
    """A file that is not in UTF-8."""


class Existing(NamedTuple):
    """What is there already; nothing was written."""

    question: str
    """What to ask before it is replaced."""
    detail: str
    """What replacing it loses."""


class _Place(NamedTuple):
    name: str
    """What to call it."""
    path: Path
    """Where it is, past links: a file written by a link's own name would be in its place."""


def path_of(typed: str) -> Path:
    """The path that somebody means.

    Args:
        typed: What was typed; `~` is one's home.
    """
    # pathlib's expanduser raises where there is no such user
    return Path(os.path.expanduser(typed)).absolute()  # noqa: PTH111  as said above


def text_of(path: Path, largest: int) -> str:
    """Reads a text file. Blocking.

    Args:
        path: The file.
        largest: How large it may be, in bytes.

    Returns:
        All of it, without a byte order mark.

    Raises:
        NamedFileError: It is none, too large, cannot be read, or is not in UTF-8.
    """
    shown_path = visible(str(path))
    try:
        about = path.stat()
        if stat.S_ISDIR(about.st_mode):
            raise NamedFileError(f"{shown_path} is a directory.")
        if not stat.S_ISREG(about.st_mode):
            raise NamedFileError(f"{shown_path} is not a file.")
        if about.st_size > largest:
            size = f"{about.st_size / 1e6:,.0f} MB; {largest / 1e6:,.0f} MB at most"
            raise LargeFileError(f"{shown_path} has {size}.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise NamedFileError(f"There is no file {shown_path}.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a path"
        raise NamedFileError(f"{shown_path} cannot be read: {why}.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise EncodingError(f"{shown_path} is not UTF-8, from line {line:,} on.") from None


def write_file(text: Secret, typed: str, *, replace: bool) -> Existing | str:
    """Writes a file for its owner alone, whole or not at all. Blocking.

    Args:
        text: The whole text.
        typed: Its path, as it was typed; where that is a link, what it leads to is written.
        replace: Whether to replace a file that is there.

    Returns:
        Its path, in printable characters; or what is there.

    Raises:
        NamedFileError: It cannot be written there.
    """
    place = _place_of(typed)
    problem = ""
    try:
        if place.path.is_dir():
            problem = f"{place.name} is a directory."
        elif not place.path.parent.is_dir():
            problem = f"There is no directory {visible(str(place.path.parent))}."
        elif place.path.exists() and not place.path.is_file():
            problem = f"{place.name} is a device or a pipe."
        elif place.path.exists() and not replace:
            return Existing(f"Replace {place.name}?", "What it holds now is lost.")
        else:
            private_files.replace_private_file(place.path, text.reveal())
    except Exception as error:  # noqa: BLE001  the frames of any hold the text
        problem = _reason(place, error)
    if problem:
        # not from there, for the same reason
        raise NamedFileError(problem)
    return place.name


def write_directory(texts: Mapping[str, str], typed: str, *, replace: bool) -> Existing | str:
    """Writes files into a directory, for their owner alone. Blocking.

    Args:
        texts: The text of each file by its name, in the order to write them.
        typed: The directory's path, as it was typed; it is made if need be.
        replace: Whether to replace files that are there.

    Returns:
        Its path, in printable characters; or what is there.

    Raises:
        NamedFileError: Not all of it can be written there.
    """
    place = _place_of(typed)
    try:
        if place.path.exists() and not place.path.is_dir():
            raise NamedFileError(f"{place.name} is a file, and has to be a directory.")
        if not place.path.parent.is_dir():
            raise NamedFileError(f"There is no directory {visible(str(place.path.parent))}.")
        present = [name for name in texts if (place.path / name).exists()]
        if present and not replace:
            names = ", ".join(present)
            return Existing(f"Replace {names} in {place.name}?", "What they hold now is lost.")
        private_files.private_directory(place.path)
        for name, text in texts.items():
            private_files.replace_private_file(Path(os.path.realpath(place.path / name)), text)
    except (OSError, ValueError) as error:
        raise NamedFileError(_reason(place, error)) from None
    return place.name


def _place_of(typed: str) -> _Place:
    path = path_of(typed)
    try:
        return _Place(visible(str(path)), Path(os.path.realpath(path)))
    except ValueError:
        raise NamedFileError(f"{visible(str(path))} is not a path.") from None


def _reason(place: _Place, error: Exception) -> str:
    return f"{place.name}: {getattr(error, 'strerror', None) or type(error).__name__}."
