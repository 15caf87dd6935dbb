"""The log file: one line a call and one an unforeseen error, never what was sent or answered."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from cogtui.files import private_files

_BYTES: Final = 1_000_000
"""How large the log grows before it is put aside."""


class _PrivateHandler(RotatingFileHandler):
    """Makes each file of the log 0600, and does without what cannot be written."""

    def _open(self) -> TextIOWrapper:
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        descriptor = private_files.open_file(Path(self.baseFilename), flags)
        return TextIOWrapper(os.fdopen(descriptor, "ab"), encoding=self.encoding)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  logging's name
        """Says nothing: a full disk is no reason to print over the screen."""


def open_log(path: Path) -> None:
    """Sends what cogtui logs to a file that only its owner can read.

    A log that cannot be written is done without. Other libraries' logs go nowhere: botocore's
    holds what is sent.

    Args:
        path: The file; its directory is made if need be.
    """
    log = logging.getLogger("cogtui")
    log.propagate = False
    log.setLevel(logging.INFO)
    try:
        private_files.private_directory(path.parent)
        handler = _PrivateHandler(path, maxBytes=_BYTES, backupCount=2, encoding="utf-8")
    except OSError:
        log.addHandler(logging.NullHandler())
        return
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)
