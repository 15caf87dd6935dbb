"""The log file: private, of our own words alone, and never in the way."""

import contextlib
import logging
import os
import resource
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from cogtui.files.log import open_log


@pytest.fixture(autouse=True)
def _closed_after_the_test() -> Iterator[None]:
    """Takes the log away from the whole process again."""
    log = logging.getLogger("cogtui")
    before = log.handlers[:], log.propagate, log.level
    yield
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        with contextlib.suppress(OSError):  # a disk that is still full
            handler.close()
    log.handlers[:], log.propagate = before[:2]
    log.setLevel(before[2])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the log is."""
    return tmp_path / "state" / "log" / "cogtui.log"


def mode(path: Path) -> int:
    """The permission bits of a file or directory."""
    return stat.S_IMODE(path.stat().st_mode)


def test_what_cogtui_logs_is_in_the_file(path: Path) -> None:
    """A line each, with the time and the level; details for debugging are left out."""
    open_log(path)
    log = logging.getLogger("cogtui.gateway.aws")
    log.debug("nothing")
    log.info("list-identities in us-east-1: ok")
    log.error("unforeseen KeyError")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line.split(" ", 2)[2] for line in lines] == [
        "INFO list-identities in us-east-1: ok",
        "ERROR unforeseen KeyError",
    ]


def test_what_libraries_log_is_nowhere(path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """What botocore logs holds what is sent, so it goes neither to the file nor to the terminal."""
    open_log(path)
    logging.getLogger("botocore.endpoint").info("Making request with Logins: sentinel")
    logging.getLogger("cogtui").info("ours")
    assert "sentinel" not in path.read_text(encoding="utf-8")
    assert capfd.readouterr() == ("", "")


def test_the_log_is_private(path: Path) -> None:
    """The file is 0600 and its directory 0700, also after the log was put aside."""
    open_log(path)
    log = logging.getLogger("cogtui")
    for _ in range(12):
        log.info("x" * 100_000)
    saved = sorted(path.parent.iterdir())
    assert [each.name for each in saved] == ["cogtui.log", "cogtui.log.1"]
    assert [*map(mode, saved), mode(path.parent)] == [0o600, 0o600, 0o700]


def test_a_log_that_cannot_be_opened_is_done_without(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A file where the directory should be stops nothing and prints nothing."""
    (tmp_path / "file").touch()
    open_log(tmp_path / "file" / "cogtui.log")
    logging.getLogger("cogtui").error("unforeseen")
    assert capfd.readouterr() == ("", "")


def test_a_full_disk_prints_nothing_over_the_screen(
    path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """A log that cannot be written any more is done without."""
    open_log(path)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    logging.getLogger("cogtui").error("unforeseen")
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.stat().st_size == 0
    assert capfd.readouterr() == ("", "")


def test_a_log_that_is_no_file_is_done_without(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Nobody may ever read from a pipe, and a device is none of ours."""
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/tty"), tmp_path):
        open_log(path)
        logging.getLogger("cogtui").error("unforeseen")
    assert capfd.readouterr() == ("", "")
