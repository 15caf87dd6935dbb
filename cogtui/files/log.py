"""The log file: one line per call and per unexpected error, without any data sent or received."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from cogtui.files import private_files
from cogtui.times import zoned_exact

_MAX_BYTES: Final = 1_000_000
"""The size at which the log file is rotated, in bytes."""


class _PrivateHandler(RotatingFileHandler):
    """Creates log files with mode 0600, and ignores errors when writing to them."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        descriptor = private_files.open_file(Path(self.baseFilename), flags)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Do nothing: an error message, for instance about a full disk, would garble the screen."""


class _Formatter(logging.Formatter):
    """Writes times as the screens show them, with their zone."""

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: ARG002, N802  logging's
        return zoned_exact(record.created)


def open_log(path: Path) -> None:
    """Send cogtui's log messages to a file that only its owner can read.

    If the file cannot be opened, nothing is logged. Messages of other libraries are never logged,
    because botocore's contain what is sent.

    Args:
        path: The file; its directory is created if it does not exist.
    """
    log = logging.getLogger("cogtui")
    log.propagate = False
    log.setLevel(logging.INFO)
    try:
        private_files.private_directory(path.parent)
        handler = _PrivateHandler(path, maxBytes=_MAX_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        log.addHandler(logging.NullHandler())
        return
    handler.setFormatter(_Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
