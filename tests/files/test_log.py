"""The log file is private, has only cogtui's own messages, and never disturbs the app."""

import contextlib
import logging
import os
import re
import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cogtui.files.log import open_log


@pytest.fixture(autouse=True)
def _closed_after_the_test() -> Iterator[None]:
    """Remove the log from the process after the test."""
    log = logging.getLogger("cogtui")
    before = log.handlers[:], log.propagate, log.level
    yield
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        with contextlib.suppress(OSError):  # the disk is still full
            handler.close()
    log.handlers[:], log.propagate = before[:2]
    log.setLevel(before[2])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of the log."""
    return tmp_path / "state" / "log" / "cogtui.log"


def mode(path: Path) -> int:
    """Return the permission bits of a file or directory."""
    return stat.S_IMODE(path.stat().st_mode)


def test_cogtuis_messages_are_in_the_file(path: Path) -> None:
    """Each message is a line with the time, its zone and the level; debug messages are omitted."""
    open_log(path)
    log = logging.getLogger("cogtui.gateway.aws")
    log.debug("nothing")
    log.info("list-identities in us-east-1: ok")
    log.error("unforeseen KeyError")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert all(re.match(r"[\d-]{10} [\d:]{8}\.\d{3} UTC ", line) for line in lines)
    assert [line.split(" ", 3)[3] for line in lines] == [
        "INFO list-identities in us-east-1: ok",
        "ERROR unforeseen KeyError",
    ]


def test_libraries_messages_are_dropped(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Botocore's messages contain what is sent, so they go neither to the file nor the terminal."""
    open_log(path)
    logging.getLogger("botocore.endpoint").info("Making request with Logins: sentinel")
    logging.getLogger("cogtui").info("ours")
    assert "sentinel" not in path.read_text(encoding="utf-8")
    assert capfd.readouterr() == ("", "")


def test_the_log_is_private(path: Path) -> None:
    """The file has mode 0600 and its directory 0700, even after the log was rotated."""
    open_log(path)
    log = logging.getLogger("cogtui")
    for _ in range(12):
        log.info("x" * 100_000)
    saved = sorted(path.parent.iterdir())
    assert [each.name for each in saved] == ["cogtui.log", "cogtui.log.1"]
    assert [*map(mode, saved), mode(path.parent)] == [0o600, 0o600, 0o700]


def test_a_log_that_cannot_be_opened_is_skipped(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file in place of the directory neither prevents the start nor prints anything."""
    (tmp_path / "file").touch()
    open_log(tmp_path / "file" / "cogtui.log")
    logging.getLogger("cogtui").error("unforeseen")
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_prints_nothing_over_the_screen(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Errors when writing to the log are ignored."""
    open_log(path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    logging.getLogger("cogtui").error("unforeseen")
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.stat().st_size == 0
    assert capfd.readouterr() == ("", "")


def test_a_log_that_is_not_a_file_is_skipped(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Pipes and devices are not opened as the log."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/tty"), tmp_path):
        open_log(path)
        logging.getLogger("cogtui").error("unforeseen")
    assert capfd.readouterr() == ("", "")
