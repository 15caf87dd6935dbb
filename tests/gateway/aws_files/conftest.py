"""The two files of AWS, written and checked."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cogtui.gateway.aws_files.check import FilesReport, check_aws_files

Check = Callable[..., FilesReport]


@pytest.fixture
def check(home: Path) -> Check:
    """Return a function that writes the files and checks them."""

    def write_and_check(config: str | bytes = "", credentials: str | bytes = "") -> FilesReport:
        for name, content in (("aws-config", config), ("aws-credentials", credentials)):
            raw = content if isinstance(content, bytes) else content.encode()
            (home / name).write_bytes(raw)
        return check_aws_files()

    return write_and_check
