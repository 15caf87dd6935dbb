"""Read and write files that the user names. An existing file is not replaced without asking."""

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
    """A file cannot be read or written; the message is one line to show at the field."""


class LargeFileError(NamedFileError):
    """The file is too large."""


class EncodingError(NamedFileError):
    """The file is not in UTF-8."""


class Existing(NamedTuple):
    """A file that already exists, so nothing was written."""

    question: str
    """The question to ask before replacing it."""
    detail: str
    """What is lost if it is replaced."""


class _Target(NamedTuple):
    name: str
    """The path as shown to the user."""
    path: Path
    """The path with links resolved: writing to a link's path would replace the link."""


def path_of(typed: str) -> Path:
    """Return the absolute path of what the user typed, with `~` expanded."""
    return Path(os.path.expanduser(typed)).absolute()  # noqa: PTH111  Path's raises for an unknown ~user


def text_of(path: Path, largest: int) -> str:
    """Read a whole text file. Blocking.

    Args:
        path: The file.
        largest: The maximum size, in bytes.

    Returns:
        The text without a byte order mark.

    Raises:
        NamedFileError: It is not a file, is too large, cannot be read, or is not in UTF-8.
    """
    shown_path = visible(str(path))
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise NamedFileError(f"{shown_path} is a directory.")
        if not stat.S_ISREG(status.st_mode):
            raise NamedFileError(f"{shown_path} is not a file.")
        if status.st_size > largest:
            size = f"{status.st_size / 1e6:,.0f} MB; the limit is {largest / 1e6:,.0f} MB"
            raise LargeFileError(f"{shown_path} has {size}.")
        content = path.read_bytes()
    except FileNotFoundError:
        raise NamedFileError(f"{shown_path} does not exist.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a path"
        raise NamedFileError(f"Cannot read {shown_path}: {why}.") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise EncodingError(f"{shown_path}: line {line:,} is not UTF-8.") from None


def write_file(text: Secret, typed: str, *, replace: bool) -> Existing | str:
    """Write a file that only its owner can read, atomically. Blocking.

    Args:
        text: The whole text.
        typed: Its path as the user typed it; if that is a link, its target is written.
        replace: Whether to replace an existing file.

    Returns:
        Its path in printable characters, or the existing file that was not replaced.

    Raises:
        NamedFileError: It cannot be written.
    """
    target = _resolve(typed)
    problem = ""
    try:
        if target.path.is_dir():
            problem = f"{target.name} is a directory."
        elif not target.path.parent.is_dir():
            problem = f"Directory {visible(str(target.path.parent))} does not exist."
        elif target.path.exists() and not target.path.is_file():
            problem = f"{target.name} is a device or a pipe."
        elif target.path.exists() and not replace:
            return Existing(f"Replace {target.name}?", "This overwrites its current contents.")
        else:
            private_files.replace_private_file(target.path, text.reveal())
    except Exception as error:  # noqa: BLE001  the stack frames of every exception hold the text
        problem = _reason(target, error)
    if problem:
        # raised outside the handler, so that it does not keep those frames
        raise NamedFileError(problem)
    return target.name


def write_directory(texts: Mapping[str, str], typed: str, *, replace: bool) -> Existing | str:
    """Write files into a directory, readable only by their owner. Blocking.

    Args:
        texts: The text of each file by file name, in the order to write them.
        typed: The directory's path as the user typed it; it is created if it does not exist.
        replace: Whether to replace existing files.

    Returns:
        The directory's path in printable characters, or the existing files that were not replaced.

    Raises:
        NamedFileError: Not all files can be written.
    """
    target = _resolve(typed)
    try:
        if target.path.exists() and not target.path.is_dir():
            raise NamedFileError(f"{target.name} is a file, not a directory.")
        if not target.path.parent.is_dir():
            raise NamedFileError(f"Directory {visible(str(target.path.parent))} does not exist.")
        present = [name for name in texts if (target.path / name).exists()]
        if present and not replace:
            names = ", ".join(present)
            return Existing(
                f"Replace {names} in {target.name}?", "This overwrites their current contents."
            )
        private_files.private_directory(target.path)
        for name, text in texts.items():
            private_files.replace_private_file(Path(os.path.realpath(target.path / name)), text)
    except (OSError, ValueError) as error:
        raise NamedFileError(_reason(target, error)) from None
    return target.name


def _resolve(typed: str) -> _Target:
    path = path_of(typed)
    try:
        return _Target(visible(str(path)), Path(os.path.realpath(path)))
    except ValueError:
        raise NamedFileError(f"{visible(str(path))} is not a path.") from None


def _reason(target: _Target, error: Exception) -> str:
    return f"{target.name}: {getattr(error, 'strerror', None) or type(error).__name__}."
