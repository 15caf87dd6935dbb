"""Files of one's own: directories 0700, files 0600, replaced whole or not at all."""

import errno
import io
import os
import stat
import tempfile
from pathlib import Path
from typing import Final

import platformdirs

LARGEST: Final = 100_000_000
"""How large a file may be that is read whole, bytes."""

_DIRECTORIES = platformdirs.PlatformDirs("cogtui", appauthor=False)


def config_file() -> Path:
    """Where the configuration is read from unless told otherwise."""
    return _DIRECTORIES.user_config_path / "config.toml"


def state_file() -> Path:
    """Where the profiles and regions used last are kept."""
    return _DIRECTORIES.user_state_path / "state.json"


def log_file() -> Path:
    """Where requests and unforeseen errors are logged."""
    return _DIRECTORIES.user_log_path / "cogtui.log"


def copies_directory() -> Path:
    """Where texts are written that no clipboard took."""
    return _DIRECTORIES.user_state_path / "copies"


def crashes_directory() -> Path:
    """Return where reports of crashes are written."""
    return _DIRECTORIES.user_state_path / "crashes"


def pools_directory() -> Path:
    """Where the configurations of pools are kept that were replaced, and changes under way."""
    return _DIRECTORIES.user_state_path / "pools"


def private_directory(path: Path) -> None:
    """Makes a directory, and its parents, that only its owner can enter.

    A directory that exists keeps its mode.

    Args:
        path: The directory.

    Raises:
        OSError: It cannot be made.
    """
    if not path.is_dir():
        # mkdir's own `parents` gives them the mode that the umask leaves
        private_directory(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)


def open_file(path: Path, flags: int) -> int:
    """Open a file without ever waiting for it.

    A pipe, a device or a directory is refused: opening or reading one may wait forever, or never
    come to an end. The null device is an empty file.

    Args:
        path: The file.
        flags: Those of `os.open`; a new file is its owner's alone.

    Returns:
        The file descriptor.

    Raises:
        OSError: It cannot be opened, or is not a file.
    """
    check_is_file(path)
    # what has become a pipe since is not waited for either
    return os.open(path, flags | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC, 0o600)


def check_is_file(path: Path) -> None:
    """Check that a path names a file, the null device, or nothing yet.

    Args:
        path: The path.

    Raises:
        OSError: It names something else, or cannot be looked at.
    """
    try:
        about = path.stat()
    except FileNotFoundError:
        return
    if stat.S_ISDIR(about.st_mode):
        raise OSError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    is_null = stat.S_ISCHR(about.st_mode) and about.st_rdev == Path(os.devnull).stat().st_rdev
    if not stat.S_ISREG(about.st_mode) and not is_null:
        raise OSError(errno.EINVAL, "Not a regular file", str(path))


def read_text(path: Path) -> str:
    r"""Read a whole text file, without ever waiting for it. Blocking.

    Args:
        path: The file.

    Returns:
        The text, its line breaks as `\n`.

    Raises:
        OSError: It cannot be read, is not a file, or is larger than `LARGEST`.
        UnicodeDecodeError: It is not UTF-8.
    """
    return io.TextIOWrapper(io.BytesIO(read_bytes(path)), encoding="utf-8").read()


def read_bytes(path: Path) -> bytes:
    """Read a whole file, without ever waiting for it. Blocking.

    Args:
        path: The file.

    Returns:
        What it holds.

    Raises:
        OSError: It cannot be read, is not a file, or is larger than `LARGEST`.
    """
    with os.fdopen(open_file(path, os.O_RDONLY), "rb") as file:
        if os.fstat(file.fileno()).st_size > LARGEST:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return file.read(LARGEST)


def replace_private_file(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, atomically.

    A reader sees the old text or the new, never a part, also when the machine stops midway.

    Args:
        path: The file; its directory is made if need be.
        text: The whole new text, written as UTF-8.

    Raises:
        OSError: It cannot be written, or something else than a file has its name, which is then
            as it was.
    """
    check_is_file(path)
    written = new_private_file(path.parent, text, prefix=f".{path.name}.")
    try:
        written.replace(path)
    except BaseException:
        written.unlink(missing_ok=True)
        raise


def new_private_file(directory: Path, text: str, *, prefix: str, suffix: str = "") -> Path:
    """Writes a new file that only its owner can read, under a name that no file had.

    Args:
        directory: Where to; it is made if need be.
        text: The whole text, written as UTF-8.
        prefix: What the name begins with.
        suffix: What it ends with.

    Returns:
        The file.

    Raises:
        OSError: It cannot be written; there is then no file.
    """
    private_directory(directory)
    # mkstemp makes the file 0600
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
