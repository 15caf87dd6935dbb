"""Private files: directories have mode 0700, files have mode 0600 and are replaced atomically."""

import errno
import io
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

LARGEST: Final = 100_000_000
"""The maximum size of a file to read, in bytes."""

_DIRECTORIES = platformdirs.PlatformDirs("cogtui", appauthor=False)


def config_file() -> Path:
    """Return the default path of the configuration file."""
    return _DIRECTORIES.user_config_path / "config.toml"


def state_file() -> Path:
    """Return the path of the state file, which has the profiles and regions used last."""
    return _DIRECTORIES.user_state_path / "state.json"


def demo_state_file() -> Path:
    """Return the path of the demo's state file: what is chosen there must not affect other runs."""
    return _DIRECTORIES.user_state_path / "demo.json"


def log_file() -> Path:
    """Return the path of the log of requests and unexpected errors."""
    return _DIRECTORIES.user_log_path / "cogtui.log"


def copies_directory() -> Path:
    """Return the directory for copied texts that no clipboard accepted."""
    return _DIRECTORIES.user_state_path / "copies"


def crashes_directory() -> Path:
    """Return the directory for crash reports."""
    return _DIRECTORIES.user_state_path / "crashes"


def pools_directory() -> Path:
    """Return the directory for earlier pool configurations and the journals of changes."""
    return _DIRECTORIES.user_state_path / "pools"


def drafts_directory() -> Path:
    """Return the directory for texts that are edited in an external editor."""
    return _DIRECTORIES.user_state_path / "editor"


def private_directory(path: Path) -> None:
    """Create a directory and its parents with mode 0700.

    Existing directories keep their mode.

    Raises:
        OSError: It cannot be created.
    """
    if not path.is_dir():
        # `parents=True` would give the parents the default mode
        private_directory(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def open_file(path: Path, flags: int) -> int:
    """Open a file without ever blocking.

    Pipes, devices and directories are rejected: opening or reading one may block forever or never
    end. The null device counts as an empty file.

    Args:
        path: The file.
        flags: The flags of `os.open`; a new file gets mode 0600.

    Returns:
        The file descriptor.

    Raises:
        OSError: It cannot be opened, or is not a regular file.
    """
    check_is_file(path)
    # O_NONBLOCK in case it has been replaced by a pipe since the check
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC, 0o600)


def check_is_file(path: Path) -> None:
    """Check that a path is a regular file, the null device, or does not exist.

    Raises:
        OSError: It is something else, or cannot be checked.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return
    if stat.S_ISDIR(status.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    is_null = stat.S_ISCHR(status.st_mode) and status.st_rdev == Path(os.devnull).stat().st_rdev
    if not stat.S_ISREG(status.st_mode) and not is_null:
        raise OSError(errno.EINVAL, "Not a regular file", str(path))


def read_text(path: Path) -> str:
    r"""Read a whole text file, but never wait for a pipe or a device. Blocking.

    Returns:
        The text, with line breaks as `\n`.

    Raises:
        OSError: It cannot be read, is not a regular file, or is larger than `LARGEST`.
        UnicodeDecodeError: It is not UTF-8.
    """
    return io.TextIOWrapper(io.BytesIO(read_bytes(path)), encoding="utf-8").read()


def read_bytes(path: Path) -> bytes:
    """Read a whole file, but never wait for a pipe or a device. Blocking.

    Raises:
        OSError: It cannot be read, is not a regular file, or is larger than `LARGEST`.
    """
    with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return file.read(LARGEST)


def replace_private_file(path: Path, text: str) -> None:
    """Write a file that only its owner can read, atomically.

    Readers see either the old or the new text, even if the machine crashes in between.

    Args:
        path: The file; its directory is created if it does not exist.
        text: The whole new text, written as UTF-8.

    Raises:
        OSError: It cannot be written, or the path is not a regular file; the path is unchanged.
    """
    check_is_file(path)
    written = new_private_file(path.parent, text, prefix=f".{path.name}.")
    try:
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def new_private_file(directory: Path, text: str, *, prefix: str, suffix: str = "") -> Path:
    """Write a new file with a unique name that only its owner can read.

    Args:
        directory: The file's directory, which is created if it does not exist.
        text: The whole text, written as UTF-8.
        prefix: The beginning of the name.
        suffix: The end of the name.

    Returns:
        The file's path.

    Raises:
        OSError: It cannot be written; no file is left behind.
    """
    private_directory(directory)
    # mkstemp creates the file with mode 0600
    descriptor, name = tempfile.mkstemp(prefix=prefix, suffix=suffix, dir=directory)
    path = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    return path
