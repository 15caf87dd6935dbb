"""A crash: the terminal restored, five lines, and a private report without any value."""

import io
import stat
from collections.abc import Callable, Iterator
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
from tests.screens.interceptor import Interceptor, answer
from tests.test_main import _process_as_it_was, press_after

__all__ = ["_process_as_it_was", "press_after"]

SENTINEL = "sentinel-secret-value"


@pytest.fixture
def between(emulator: str) -> Iterator[Interceptor]:
    """A server whose list of pools is not what the service's model says."""
    with Interceptor(emulator) as interceptor:
        pools = {"IdentityPools": [{"IdentityPoolName": SENTINEL}], "NextToken": SENTINEL}
        interceptor.answers["list-identity-pools"] = answer(pools)
        yield interceptor


def reports() -> list[Path]:
    """The reports that there are, the oldest first."""
    return sorted(private_files.crashes_directory().iterdir())


def raised(error: BaseException) -> BaseException:
    """An exception with a frame that knows a secret."""
    secret = SENTINEL
    with pytest.raises(type(error)):
        raise error
    assert secret
    return error


def test_a_crash_is_five_lines(between: Interceptor) -> None:
    """They say what happened, and that and where the report is, on a terminal as it was."""
    with Program("--endpoint-url", between.url, environment=environment()) as program:
        assert program.status() == 1
        assert program.changed_modes() == set()
        lines = program.last_words.splitlines()
    (path,) = reports()
    assert len(lines) == 5
    assert lines[0].startswith("cogtui crashed: KeyError at cogtui/account/account.py:")
    assert lines[2] == f"The crash report is {path}"
    assert "no secrets" in lines[3]
    assert SENTINEL not in program.drawn.decode()
    assert SENTINEL not in path.read_text()
    assert "cogtui/screens/explorer/account_pane.py:" in path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_crash_of_the_thread_that_reads_keys(emulator: str) -> None:
    """Bytes that are no text end the app as any other crash does, and are not written."""
    with Program("--endpoint-url", emulator, environment=environment()) as program:
        program.waits("mobile-app-prod")
        program.types(b"\xffsentinel")
        assert program.status() == 1
        assert program.changed_modes() == set()
        assert program.last_words.startswith("cogtui crashed: UnicodeDecodeError at ")
        assert len(program.last_words.splitlines()) == 5
    assert "sentinel" not in reports()[0].read_text()


def test_the_status_of_a_crash(
    emulator: str,
    press_after: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is 1."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")
    press_after("mobile-app-prod", "\udcff")
    assert main(["--endpoint-url", emulator, "--region", "us-east-1"]) == 1
    assert "UnicodeDecodeError" in reports()[0].read_text()


def test_a_crash_before_the_app(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What fails on the way to the app is reported in the same way."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            raise RuntimeError(SENTINEL)

    monkeypatch.setattr("sys.__stdin__", Terminal())
    assert main([]) == 1
    told = capsys.readouterr().err
    assert told.startswith("cogtui crashed: RuntimeError at ")
    assert SENTINEL not in told + reports()[0].read_text()


def test_a_report_has_every_cause_and_no_message(tmp_path: Path) -> None:
    """Causes, contexts, groups and what Textual wraps, each once, with type and place alone."""
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
    """The demo's packages need not be there."""
    assert crash_report._version("no-such-package") == "not installed"


def test_a_long_way_is_shortened(tmp_path: Path) -> None:
    """Of a recursion without an end its beginning and its end are written."""

    def recurse(depth: int) -> None:
        if depth == 0:
            raise RecursionError
        recurse(depth - 1)

    with pytest.raises(RecursionError) as caught:
        recurse(500)
    text = crash_report.write_report(caught.value, tmp_path).read_text()
    assert "  … 442 more …" in text
    assert len(text.splitlines()) < 70


def test_only_the_newest_are_kept(tmp_path: Path) -> None:
    """There are five, and files of other names are left alone."""
    (tmp_path / "mine.txt").touch()
    written = [crash_report.write_report(ValueError(), tmp_path) for _ in range(7)]
    assert sorted(tmp_path.glob("*Z-*")) == written[2:]
    assert (tmp_path / "mine.txt").exists()


def test_a_report_that_cannot_be_written(tmp_path: Path) -> None:
    """That is one of the five lines, too; an exception that was never raised has no place."""
    (tmp_path / "file").touch()
    screen = io.StringIO()
    assert crash_report.report(ValueError(SENTINEL), tmp_path / "file" / "crashes", screen) == 1
    lines = screen.getvalue().splitlines()
    assert len(lines) == 5
    assert lines[0] == "cogtui crashed: ValueError at an unknown place"
    assert "could not be written" in lines[2]
    assert "File exists" in lines[2]


def test_places_say_nothing_of_where_python_is_installed(tmp_path: Path) -> None:
    """Packages are named from their own name on, and the standard library by two parts."""
    with pytest.raises(ScreenStackError) as caught:
        assert CogtuiApp(Settings()).screen
    assert "\n  textual/app.py:" in crash_report.write_report(caught.value, tmp_path).read_text()
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "missing").read_text()
    assert "\n  python3" in crash_report.write_report(missing.value, tmp_path).read_text()


async def test_what_comes_too_late_is_no_crash() -> None:
    """Once the app is left, a message that finds its widgets gone is dropped; before, it is not."""

    def looks() -> None:
        app.query_one("#removed")

    app = CogtuiApp(Settings())
    async with app.run_test():
        app.exit()
        app.call_later(looks)
    assert [app.crash] == [None]
    # the first is what is reported
    app._handle_exception(KeyError("first"))
    app._handle_exception(ValueError("second"))
    assert isinstance(app.crash, KeyError)
    app = CogtuiApp(Settings())
    with pytest.raises(NoMatches):  # noqa: PT012  it is raised at the end of the block
        async with app.run_test() as pilot:
            app.call_later(looks)
            await pilot.pause()
    assert isinstance(app.crash, NoMatches)
