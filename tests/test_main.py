"""The command line: its output, its errors and its exit status."""

import errno
import fcntl
import gc
import importlib.metadata
import io
import logging
import os
import pty
import re
import signal
import socket
import struct
import subprocess
import sys
import termios
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NoReturn

import pytest

import cogtui
from cogtui.__main__ import main
from cogtui.api_error import DemoError
from cogtui.command_line import _serve_demo, _share_server
from cogtui.files import private_files

POOL = "us-east-1:1a2b3c4d-0000-4000-8000-000000000001"

PROJECT = Path(cogtui.__file__).parents[1]


def cogtui_process(*arguments: str, path: Path | None = None) -> "subprocess.CompletedProcess[str]":
    """Run `python -m cogtui` in a separate process without a terminal.

    Args:
        arguments: The command line.
        path: A directory of installed packages to use instead of the current ones.
    """
    python = [sys.executable] if path is None else [sys.executable, "-S"]
    environment = {**os.environ, "PYTHONPATH": str(PROJECT if path is None else path)}
    return subprocess.run(  # noqa: S603  our own interpreter
        [*python, "-m", "cogtui", *arguments],
        capture_output=True,
        check=False,
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        text=True,
        timeout=60,
    )


@pytest.fixture(autouse=True)
def _process_as_it_was() -> Iterator[None]:
    """Restore what a run changes in its process: the log, the garbage collector, the signals."""
    log = logging.getLogger("cogtui")
    handlers, propagate, level = log.handlers[:], log.propagate, log.level
    numbers = (signal.SIGINT, signal.SIGTSTP, signal.SIGCONT, signal.SIGWINCH)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    for handler in set(log.handlers) - set(handlers):
        log.removeHandler(handler)
        handler.close()
    log.propagate = propagate
    log.setLevel(level)
    gc.enable()
    for number, handler_before in before.items():
        signal.signal(number, handler_before)


@pytest.fixture
def press_after(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Give the process a terminal of 80x24, and press keys once a text is on its screen."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    waiting: list[tuple[bytes, bytes]] = []
    drawn = bytearray()

    def play() -> None:
        while True:
            try:
                drawn.extend(os.read(master, 65536))
            except OSError:  # the other end is closed
                return
            if waiting and waiting[0][0] in drawn:
                os.write(master, waiting.pop(0)[1])

    player = threading.Thread(target=play, daemon=True)
    player.start()
    # quit an app that never shows the text, so that the test fails rather than hangs
    time_limit = threading.Timer(30, os.write, (master, b"\x03"))
    time_limit.start()
    with os.fdopen(slave, "r+b", buffering=0) as both, monkeypatch.context() as patch:
        reader = open(both.fileno(), encoding="utf-8", closefd=False)  # noqa: SIM115  closed below
        writer = open(both.fileno(), "w", encoding="utf-8", closefd=False)  # noqa: SIM115  closed below
        with reader, writer:
            patch.setattr(sys, "__stdin__", reader)
            patch.setattr(sys, "__stderr__", writer)
            patch.setenv("TERM", "xterm-256color")
            yield lambda text, keys: waiting.append(
                (text.encode(), keys.encode(errors="surrogateescape"))
            )
    time_limit.cancel()
    player.join(10)
    os.close(master)


def quit_after(press_after: Callable[[str, str], None], text: str) -> None:
    """Close a dialog once a text is on the screen, and quit when something was drawn after that.

    Keys in one read would not do: a key that was sent to a closed dialog is dropped.
    """
    press_after(text, "q")
    for _ in range(12):
        press_after("", "q")


def test_the_version_is_reported(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints one line to stdout, the installed version, with status 0."""
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert capsys.readouterr().out == f"cogtui {importlib.metadata.version('cogtui')}\n"


def test_the_help_names_every_option(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`--help` has all options of the contract, even if a file's name has a percent sign."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "100%s"))
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    output = capsys.readouterr().out
    for option in (
        "profile P",
        "region R",
        "endpoint-url URL",
        "pool ID",
        "theme T",
        "config FILE",
    ):
        assert f"--{option}" in output
    for switch in ("read-only", "demo", "version", "help"):
        assert f"--{switch}" in output
    assert "100%s" in output


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--bogus"], "unrecognized arguments: --bogus"),
        (["us-east-1"], "unrecognized arguments: us-east-1"),
        (["--prof", "prod"], "unrecognized arguments: --prof prod"),
        (["--profile"], "argument --profile: expected one argument"),
        (["--profile", ""], "argument --profile: expected a value"),
        (["--region", ""], "argument --region: expected a value"),
        (["--region", "us-east-1,,eu-west-1"], "argument --region: expected a value"),
        (["--endpoint-url", "localhost:5000"], "--endpoint-url: expected a URL"),
        (["--endpoint-url", "http://a\nb"], "--endpoint-url: expected a URL"),
        (["--pool", "mobile-app-prod"], "--pool: expected an identity pool ID or ARN"),
        (["--demo", "--endpoint-url", "http://localhost"], "omit --endpoint-url"),
        (["--demo", "--profile", "prod"], "omit --profile"),
        (["--config", "missing\n\x1b[2J.toml"], "missing␊␛[2J.toml: no such file"),
        (["--theme", "no-such-theme"], "unknown theme 'no-such-theme'"),
        (["--bo\x1bgus"], "unrecognized arguments: --bo␛gus"),
    ],
)
def test_a_wrong_option_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], expected: str
) -> None:
    """Before the UI starts, stderr has one line with the reason, and stdout has nothing."""
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("cogtui: ")
    assert expected in captured.err
    assert captured.err.count("\n") == 1
    assert captured.err.rstrip("\n").isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theme: nord", "at line 1"),
        ('colour = "red"', "line 1: unknown key `colour`"),
        ('[keys]\nno-such-action = "x"', "line 2: unknown name `no-such-action`"),
        ('theme = "no-such-theme"', "unknown theme 'no-such-theme'"),
    ],
)
def test_a_broken_file_is_one_line_and_status_2(
    capsys: pytest.CaptureFixture[str], text: str, expected: str
) -> None:
    """An error in config.toml is reported before the UI starts."""
    private_files.config_file().parent.mkdir(parents=True)
    private_files.config_file().write_text(text)
    assert main([]) == 2
    output = capsys.readouterr().err
    assert expected in output
    assert output.count("\n") == 1


def test_the_emulator_has_its_own_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    """`cogtui emulator` reports its own wrong options with the same status."""
    assert main(["emulator", "--bogus"]) == 2
    assert "--bogus" in capsys.readouterr().err


def test_without_a_terminal_there_is_no_app(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a pipe or a cron job it reports this and fails, instead of waiting for keys forever."""
    monkeypatch.setattr(sys, "__stdin__", None)
    assert main([]) == 1
    assert capsys.readouterr().err == (
        "cogtui: standard input and standard error must be a terminal\n"
    )


def test_a_terminal_that_is_not_utf_8(press_after: Callable[[str, str], None]) -> None:
    """What to set is on the terminal before the first frame."""
    assert isinstance(sys.__stderr__, io.TextIOWrapper)
    sys.__stderr__.reconfigure(encoding="iso8859-1", errors="backslashreplace")
    press_after(" the encoding iso8859-1, in which lines", "")
    press_after("mobile-app-prod", "q")
    assert main(["--demo"]) == 0


def test_the_demo_starts_and_q_quits(press_after: Callable[[str, str], None]) -> None:
    """`--demo` shows the pools of the demo data in a real terminal, and `q` exits with status 0."""
    press_after("mobile-app-prod", "q")
    assert main(["--demo"]) == 0
    assert not private_files.state_file().exists()


def test_ctrl_c_in_the_app_is_status_130(
    press_after: Callable[[str, str], None], emulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ctrl+C quits immediately, with the status that shells expect."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "any")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "thing")
    press_after("mobile-app-prod", "\x03")
    assert main(["--endpoint-url", emulator, "--region", "us-east-1"]) == 130


def test_the_demo_without_the_emulator_shows_what_to_install(tmp_path: Path) -> None:
    """If moto is not installed, `--demo` prints one line and exits with status 1."""
    for package in Path(pytest.__file__).parents[1].iterdir():
        if not package.name.startswith(("moto", "flask")):
            (tmp_path / package.name).symlink_to(package)
    done = cogtui_process("--demo", path=tmp_path)
    assert done.stderr == (
        "cogtui: --demo needs the emulator. Run in the clone of cogtui: pip install '.[demo]'\n"
    )
    assert (done.returncode, done.stdout) == (1, "")


@pytest.mark.parametrize("missing", ["moto", "flask"])
def test_the_demo_needs_all_of_the_emulators_packages(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """A part of the packages is not enough."""
    monkeypatch.setitem(sys.modules, missing, None)
    assert main(["--demo"]) == 1
    assert "pip install '.[demo]'" in capsys.readouterr().err


def test_gateways_share_one_demo_server() -> None:
    """Gateways that open at the same time, each in its thread, get the URL of the same server."""
    served: list[str] = []
    together = threading.Barrier(8)

    def serve() -> str:
        served.append(f"http://127.0.0.1:{len(served)}")
        return served[-1]

    url = _share_server(serve)

    def ask() -> str:
        together.wait(10)
        return url()

    with ThreadPoolExecutor(8) as threads:
        urls = list(threads.map(lambda _: ask(), range(8)))
    assert urls == served * 8


@pytest.fixture
def _half_of_moto(monkeypatch: pytest.MonkeyPatch) -> None:
    """Install a moto without one of the modules that the emulator needs."""
    for name in ("server", "application", "isolation"):
        monkeypatch.delitem(sys.modules, f"cogtui.emulator.{name}", raising=False)
    monkeypatch.setitem(sys.modules, "moto.cognitoidp.models", None)


@pytest.mark.usefixtures("_half_of_moto")
def test_a_demo_that_cannot_be_served_is_reported() -> None:
    """An incompatible moto is an error of the demo, reported where it was started."""
    with pytest.raises(DemoError, match=r"cogtui\[demo\] is incompatible: moto 5"):
        _serve_demo()


def test_a_demo_that_cannot_listen_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of the operating system is an error of the demo too."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(DemoError, match=os.strerror(errno.EMFILE)):
        _serve_demo()


@pytest.mark.usefixtures("_half_of_moto")
def test_an_emulator_that_cannot_be_imported_is_reported(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """`cogtui emulator` prints one line and exits with status 1."""
    assert main(["emulator"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("cogtui: cogtui[demo] is incompatible: moto 5")


@pytest.mark.parametrize(
    "command",
    [
        ["-m", "cogtui", "emulator"],
        ["-c", "import cogtui.command_line as m; m.sys.exit(m._serve_demo())"],
    ],
    ids=["emulator", "demo"],
)
def test_an_incompatible_moto_is_named_with_what_is_needed(
    tmp_path: Path, command: list[str]
) -> None:
    """An old moto without a name that the emulator imports is reported with both versions."""
    (tmp_path / "moto-5.1.0.dist-info").mkdir()
    (tmp_path / "moto-5.1.0.dist-info" / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: moto\nVersion: 5.1.0\n"
    )
    models = tmp_path / "moto" / "cognitoidentity" / "models.py"
    models.parent.mkdir(parents=True)
    for package in (models.parent, models.parent.parent):
        (package / "__init__.py").touch()
    models.touch()
    done = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, *command],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), str(PROJECT)])},
    )
    assert done.returncode == 1
    last = done.stderr.splitlines()[-1]
    requirements = importlib.metadata.requires("cogtui") or []
    needed = next(each for each in requirements if each.startswith("moto"))
    lowest, limit = (re.findall(sign + r"[\d.]+", needed)[0] for sign in (">=", "<"))
    assert f"cogtui[demo] is incompatible: moto 5.1.0, needs {lowest},{limit} (" in last
    assert last.endswith("Run in the clone of cogtui: pip install --upgrade '.[demo]'")


def test_a_process_exits_with_the_status() -> None:
    """`python -m cogtui` exits with the command's status."""
    captured = cogtui_process("--version")
    assert (0, f"cogtui {cogtui.__version__}\n", "") == (
        captured.returncode,
        captured.stdout,
        captured.stderr,
    )
    wrong = cogtui_process("--region")
    assert (wrong.returncode, wrong.stdout) == (2, "")
    assert wrong.stderr == (
        "cogtui: argument --region: expected one argument (see cogtui --help)\n"
    )
