"""Files of one's own: directories 0700, files 0600, replaced whole or not at all."""

import os
import tempfile
from pathlib import Path

import platformdirs

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


def replace_private_file(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, atomically.

    A reader sees the old text or the new, never a part, also when the machine stops midway.

    Args:
        path: The file; its directory is made if need be.
        text: The whole new text, written as UTF-8.

    Raises:
        OSError: It cannot be written; the old file is then as it was.
    """
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
