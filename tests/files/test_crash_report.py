"""After a crash the terminal is restored, with five lines and a private report without values."""

import io
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import ScreenStackError
from textual.css.query import NoMatches
from textual.worker import WorkerFailed

from cogtui.__main__ import main
from cogtui.app import CogtuiApp
from cogtui.files import crash_report, private_files
from cogtui.settings.settings import Settings
from tests.programs import Program, environment
from tests.test_main import _process_as_it_was, press_after

__all__ = ["_process_as_it_was", "press_after"]

SENTINEL = "sentinel-secret-value"


def reports() -> list[Path]:
    """Return the existing reports, the oldest first."""
    return sorted(private_files.crashes_directory().iterdir())


def raised(error: BaseException) -> BaseException:
    """Raise an exception in a stack frame that has a secret."""
    secret = SENTINEL
    with pytest.raises(type(error)):
        raise error
    assert secret
    return error


def test_a_crash_is_five_lines(emulator: str) -> None:
    """The lines say what happened and where the report is, on a restored terminal.

    Bytes that are not text end Textual's thread that reads keys; no other input ends the app.
    """
    with Program("--endpoint-url", emulator, environment=environment()) as program:
        program.waits("mobile-app-prod")
        program.types(b"\xff" + SENTINEL.encode())
        assert program.status() == 1
        assert program.changed_modes() == set()
        lines = program.last_words.splitlines()
    (path,) = reports()
    assert len(lines) == 5
    assert lines[0].startswith("cogtui crashed: UnicodeDecodeError at ")
    assert lines[2] == f"Crash report: {path}"
    assert "no secrets" in lines[3]
    assert SENTINEL not in program.last_words
    assert SENTINEL not in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_status_of_a_crash(
    emulator: str,
    press_after: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The exit status is 1."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")
    press_after("mobile-app-prod", "\udcff")
    assert main(["--endpoint-url", emulator, "--region", "us-east-1"]) == 1
    assert "UnicodeDecodeError" in reports()[0].read_text()


def test_a_crash_before_the_app(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An exception before the app starts is reported in the same way."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            raise RuntimeError(SENTINEL)

    monkeypatch.setattr("sys.__stdin__", Terminal())
    assert main([]) == 1
    stderr = capsys.readouterr().err
    assert stderr.startswith("cogtui crashed: RuntimeError at ")
    assert SENTINEL not in stderr + reports()[0].read_text()


def test_a_report_has_every_cause_and_no_message(tmp_path: Path) -> None:
    """Causes, contexts, groups and wrapped exceptions are listed once, without messages."""
    first = raised(KeyError(SENTINEL))
    second = ValueError(SENTINEL)
    second.__cause__ = first
    second.__context__ = first
    first.__context__ = second
    group = ExceptionGroup(SENTINEL, [second, NoMatches(SENTINEL)])
    text = crash_report.write_report(WorkerFailed(group), tmp_path).read_text()
    assert [line for line in text.splitlines()[3:] if line and line[0] != " "] == [
        "textual.worker.WorkerFailed",
        "ExceptionGroup",
        "ValueError",
        "textual.css.query.NoMatches",
        "KeyError",
    ]
    assert "tests/files/test_crash_report.py:" in text
    assert "in raised" in text
    assert SENTINEL not in text


def test_a_package_that_is_not_installed() -> None:
    """The demo's packages need not be installed."""
    assert crash_report._version("no-such-package") == "not installed"


def test_a_long_traceback_is_shortened(tmp_path: Path) -> None:
    """Only the first and last frames of an endless recursion are reported."""

    def recurse(depth: int) -> None:
        if depth == 0:
            raise RecursionError
        recurse(depth - 1)

    with pytest.raises(RecursionError) as caught:
        recurse(500)
    text = crash_report.write_report(caught.value, tmp_path).read_text()
    assert "  … 442 more …" in text
    assert len(text.splitlines()) < 70


def test_the_oldest_reports_are_deleted(tmp_path: Path) -> None:
    """Five reports are kept, and files with other names are never deleted."""
    (tmp_path / "mine.txt").touch()
    written = [crash_report.write_report(ValueError(), tmp_path) for _ in range(7)]
    assert sorted(tmp_path.glob("*Z-*")) == written[2:]
    assert (tmp_path / "mine.txt").exists()


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """The failure is one of the five lines; an exception that was never raised has no position."""
    (tmp_path / "file").touch()
    screen = io.StringIO()
    assert crash_report.report(ValueError(SENTINEL), tmp_path / "file" / "crashes", screen) == 1
    lines = screen.getvalue().splitlines()
    assert len(lines) == 5
    assert lines[0] == "cogtui crashed: ValueError at an unknown location"
    assert "Cannot write the crash report" in lines[2]
    assert "File exists" in lines[2]


def test_paths_do_not_reveal_the_installation(tmp_path: Path) -> None:
    """Paths begin with the package's name; those of the standard library have two parts."""
    with pytest.raises(ScreenStackError) as caught:
        assert CogtuiApp(Settings()).screen
    assert "\n  textual/app.py:" in crash_report.write_report(caught.value, tmp_path).read_text()
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "missing").read_text()
    assert "\n  python3" in crash_report.write_report(missing.value, tmp_path).read_text()


async def test_late_messages_are_not_a_crash() -> None:
    """A message that does not find its widgets is an error, except once the app is exiting."""

    def looks() -> None:
        app.query_one("#removed")

    app = CogtuiApp(Settings())
    async with app.run_test():
        app.exit()
        app.call_later(looks)
    assert [app.crash] == [None]
    # only the first exception is reported
    app._handle_exception(KeyError("first"))
    app._handle_exception(ValueError("second"))
    assert isinstance(app.crash, KeyError)
    app = CogtuiApp(Settings())
    with pytest.raises(NoMatches):  # noqa: PT012  it is raised at the end of the block
        async with app.run_test() as pilot:
            app.call_later(looks)
            await pilot.pause()
    assert isinstance(app.crash, NoMatches)
