"""Starts that the user interrupts, and files that are not regular files."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cogtui.__main__ import main
from cogtui.files import private_files
from tests.programs import PROJECT, Program, environment
from tests.test_main import _process_as_it_was

__all__ = ["_process_as_it_was"]

POINTS = 40
"""How many times a start is interrupted."""

SECONDS = 2.0
"""The time span over which the interrupts are spread, in seconds."""

MODULES = """
import sys
before = set(sys.modules)
import cogtui.__main__
print(*sorted(set(sys.modules) - before))
"""

AT_EVERY_IMPORT = """
import os, signal, sys
from cogtui.__main__ import main
left = int(sys.argv.pop())
def count(event, arguments):
    global left
    if event == "import":
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGINT)
sys.addaudithook(count)
sys.exit(main(["--demo"]))
"""


def interrupted_start(seconds: float, keys: str) -> tuple[int, str]:
    """Return the exit status and the last output of a start that is interrupted.

    Args:
        seconds: When to interrupt it.
        keys: The keys to press.
    """
    with Program("--demo", environment=environment()) as program:
        program.waits("cogtui begins here")
        program.reads_for(seconds)
        program.types(keys)
        status = program.status()
        assert program.changed_modes() == set()
        # the terminal itself echoes keys that nothing has read yet
        return status, program.last_words.removeprefix("^C").removeprefix("q")


@pytest.mark.slow
@pytest.mark.parametrize(("keys", "status"), [("\x03", 130), ("q", 0)], ids=["Ctrl+C", "q"])
def test_a_start_can_be_interrupted(keys: str, status: int) -> None:
    """At any time in the first two seconds, the status is as usual and stderr is empty."""
    moments = [SECONDS * number / POINTS for number in range(1, POINTS + 1)]
    with ThreadPoolExecutor(2 * (os.cpu_count() or 1)) as starts:
        found = dict(
            zip(moments, starts.map(lambda at: interrupted_start(at, keys), moments), strict=True)
        )
    assert {at: each for at, each in found.items() if each != (status, "")} == {}


@pytest.mark.parametrize("count", [1, 2, 3, 20, 60, 150])
def test_an_import_can_be_interrupted(count: int) -> None:
    """Ctrl+C during an import prints no traceback, however early it comes."""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", AT_EVERY_IMPORT, str(count)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


def test_few_imports_come_before_ctrl_c_is_handled() -> None:
    """Only fast modules of the standard library are imported before Ctrl+C is handled."""
    done = subprocess.run(  # noqa: S603  our own interpreter
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"import sys; sys.path.insert(0, {str(PROJECT)!r}){MODULES}",
        ],
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    )
    loaded = done.stdout.split()
    assert {name for name in loaded if name.startswith("cogtui")} == {"cogtui", "cogtui.__main__"}
    assert {name.partition(".")[0] for name in loaded} <= {*sys.stdlib_module_names, "cogtui"}
    assert len(loaded) < 25


def some_path(kind: str, path: Path) -> Path:
    """Create a path of each unusual kind: not a file, or a malicious one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    match kind:
        case "pipe":
            os.mkfifo(path)
        case "directory":
            path.mkdir()
        case "device":
            path.symlink_to("/dev/zero")
        case "terminal":
            path.symlink_to("/dev/tty")
        case "nested":
            path.write_text(f"a = {'[' * 5000}{']' * 5000}")
        case "huge":
            with path.open("wb") as file:
                file.truncate(private_files.LARGEST + 1)
        case "binary":
            path.write_bytes(b"\xff\x00")
        case _:
            path.write_text(f"a = {'9' * 5000}")
    return path


KINDS = ("pipe", "directory", "device", "terminal", "nested", "huge", "binary", "number")


@pytest.mark.parametrize("is_named", [True, False], ids=["named", "default"])
@pytest.mark.parametrize("kind", KINDS)
def test_a_configuration_that_is_not_a_file(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, kind: str, *, is_named: bool
) -> None:
    """The error is one line with the path and status 2, for the default file as well."""
    path = some_path(kind, tmp_path / "config.toml" if is_named else private_files.config_file())
    assert main(["--config", str(path)] if is_named else []) == 2
    stderr = capsys.readouterr().err
    assert stderr.startswith(f"cogtui: {path}: ")
    assert stderr.count("\n") == 1


def test_the_null_device_is_an_empty_configuration(capsys: pytest.CaptureFixture[str]) -> None:
    """`/dev/null` is the usual way to have no configuration; only the terminal is missing then."""
    assert main(["--config", os.devnull]) == 1
    assert "must be a terminal" in capsys.readouterr().err


@pytest.mark.parametrize("kind", KINDS)
def test_a_state_that_is_not_a_file(emulator: str, kind: str) -> None:
    """The app runs without its state and its log, and leaves the existing path unchanged."""
    state = some_path(kind, private_files.state_file())
    log = some_path(kind, private_files.log_file())
    before = [path.lstat().st_mode for path in (state, log)]
    with Program("--endpoint-url", emulator, environment=environment()) as program:
        program.waits("mobile-app-prod")
        program.types("q")
        assert program.status() == 0
        assert program.last_words == ""
    if kind in ("pipe", "directory", "device", "terminal"):
        assert before == [path.lstat().st_mode for path in (state, log)]


@pytest.mark.parametrize("kind", ["null device", "file", "nothing"])
def test_a_home_that_is_not_a_directory(emulator: str, tmp_path: Path, kind: str) -> None:
    """The app needs nothing from it, and remembers nothing in it."""
    home = {"null device": Path(os.devnull), "file": tmp_path / "file"}.get(kind, tmp_path / "none")
    if kind == "file":
        home.touch()
    without = {name: value for name, value in environment().items() if not name.startswith("XDG_")}
    with Program("--endpoint-url", emulator, environment={**without, "HOME": str(home)}) as program:
        program.waits("mobile-app-prod")
        program.types("q")
        assert program.status() == 0
        assert program.last_words == ""
