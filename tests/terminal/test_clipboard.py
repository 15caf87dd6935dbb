"""Where a text is copied to, by environment; with real commands, and tmux if it is installed."""

import base64
import os
import pty
import re
import select
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from cogtui.terminal.clipboard import LIMIT, Copied, CopyTarget, copy, run_command, write_copy

ID = "us-east-1:5a6f2b1c-77c1-4a0e-9f00-0123456789ab"

NATIVE = Copied(CopyTarget.NATIVE)
TERMINAL = Copied(CopyTarget.TERMINAL)

Install = Callable[..., None]


def osc52(text: str) -> str:
    """Return the sequence that sends a text to a terminal."""
    return f"\x1b]52;c;{base64.b64encode(text.encode()).decode()}\a"


class Terminal:
    """Records what is written to a terminal."""

    def __init__(self) -> None:
        self.written = ""

    def write(self, sequence: str) -> None:
        """Record a control sequence."""
        self.written += sequence


@pytest.fixture
def terminal() -> Terminal:
    """Return a terminal that nothing was written to."""
    return Terminal()


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """Return an empty directory for programs."""
    path = tmp_path / "bin"
    path.mkdir()
    return path


@pytest.fixture
def install(programs: Path) -> Install:
    """Return a function that installs programs which save their input and exit with a status."""

    def put(*names: str, status: int = 0) -> None:
        for name in names:
            program = programs / name
            program.write_text(
                "#!/bin/sh\n"
                f'printf "%s\\n" "$@" > {program}.arguments\n'
                f'printf "%s" "$LC_ALL" > {program}.locale\n'
                f"/bin/cat > {program}.input\n"
                f"exit {status}\n"
            )
            program.chmod(0o700)

    return put


@pytest.fixture
def environ(programs: Path) -> dict[str, str]:
    """Return the environment of a terminal without a desktop."""
    return {"TERM": "xterm-256color", "PATH": str(programs)}


@pytest.mark.parametrize("text", [ID, "Größe 名前 🌸\n", "a" * LIMIT])
def test_a_terminal_is_sent_the_text(
    terminal: Terminal, environ: dict[str, str], text: str
) -> None:
    """Without a clipboard of the machine, the text is sent to the terminal, up to the limit."""
    assert copy(text, environ, terminal.write) == TERMINAL
    assert terminal.written == osc52(text)


def test_the_limit_matches_the_length_of_a_sequence() -> None:
    """A text at the limit makes a sequence of 100,000 bytes."""
    assert len(osc52("a" * LIMIT)) == 100_000


@pytest.mark.parametrize("text", ["a" * (LIMIT + 1), "ä" * (LIMIT // 2 + 1)])
def test_too_much_for_a_terminal(terminal: Terminal, environ: dict[str, str], text: str) -> None:
    """A text beyond the limit, in bytes, is not sent, and the message has its length."""
    copied = copy(text, environ, terminal.write)
    assert copied.place is CopyTarget.NOWHERE
    assert copied.reason == (
        f"The text has {len(text.encode()):,} bytes; the terminal limit is 74,994."
    )
    assert terminal.written == ""


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"TERM": "linux"}, "The Linux console has no clipboard."),
        ({"TERM": "dumb"}, "A dumb terminal has no clipboard."),
        ({"TERM": None}, "A dumb terminal has no clipboard."),
        (
            {"TERM_PROGRAM": "Apple_Terminal", "SSH_TTY": "/dev/pts/1"},
            "Apple Terminal does not let programs set the clipboard.",
        ),
    ],
)
def test_terminals_without_a_clipboard(
    terminal: Terminal, environ: dict[str, str], changes: Mapping[str, str | None], reason: str
) -> None:
    """A terminal known to have no clipboard is sent nothing, and the user is informed."""
    changed = {name: value for name, value in {**environ, **changes}.items() if value is not None}
    assert copy(ID, changed, terminal.write) == Copied(CopyTarget.NOWHERE, reason)
    assert terminal.written == ""


def test_in_tmux_the_terminals_variables_are_ignored(
    terminal: Terminal, environ: dict[str, str]
) -> None:
    """In tmux, the variables of the terminal in which it was started are ignored."""
    changes = {"TMUX": "/run/tmux/default,1,0", "TERM_PROGRAM": "Apple_Terminal"}
    assert copy(ID, {**environ, **changes}, terminal.write) == TERMINAL
    assert terminal.written.startswith(osc52(ID))


def test_nothing_to_copy(terminal: Terminal, environ: dict[str, str]) -> None:
    """An empty text would clear the clipboard, so it is not copied."""
    assert copy("", environ, terminal.write) == Copied(CopyTarget.NOWHERE, "Nothing to copy.")
    assert terminal.written == ""


@pytest.mark.parametrize(
    ("desktop", "command"),
    [
        ("WAYLAND_DISPLAY", ["wl-copy", "--type", "text/plain;charset=utf-8"]),
        ("DISPLAY", ["xclip", "-selection", "clipboard", "-in"]),
        ("DISPLAY", ["xsel", "--clipboard", "--input"]),
    ],
)
def test_the_clipboard_of_the_machine(
    terminal: Terminal, environ: dict[str, str], install: Install, desktop: str, command: list[str]
) -> None:
    """At the machine, its own command receives the text, and the terminal nothing."""
    install(command[0])
    text = "Größe 名前\n"
    assert copy(text, {**environ, desktop: ":0"}, terminal.write) == NATIVE
    program = Path(environ["PATH"]) / command[0]
    assert program.with_suffix(".input").read_text() == text
    assert program.with_suffix(".arguments").read_text().splitlines() == command[1:]
    assert terminal.written == ""


def test_the_clipboard_of_macos(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """On macOS the command is pbcopy, which reads UTF-8 whatever the locale is."""
    install("pbcopy")
    changed = {**environ, "LC_ALL": "C"}
    assert copy(ID, changed, terminal.write, platform="darwin") == NATIVE
    assert (programs / "pbcopy.input").read_text() == ID
    assert (programs / "pbcopy.locale").read_text() == "en_US.UTF-8"


def test_windows_gets_utf_16(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """Under WSL the text goes to Windows, in UTF-16 and without a byte order mark."""
    install("clip.exe", "xclip")
    changed = {**environ, "WSL_DISTRO_NAME": "Debian", "DISPLAY": ":0"}
    assert copy("Größe", changed, terminal.write) == NATIVE
    assert (programs / "clip.exe.input").read_bytes() == "Größe".encode("utf-16-le")
    assert not (programs / "xclip.input").exists()


@pytest.mark.parametrize("name", ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"])
def test_over_ssh_the_terminal_gets_the_text(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install, name: str
) -> None:
    """Over SSH the remote machine's clipboard is not changed."""
    install("xclip", "wl-copy", "pbcopy")
    changed = {**environ, "DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0", name: "set"}
    assert copy(ID, changed, terminal.write, platform="darwin") == TERMINAL
    assert terminal.written == osc52(ID)
    assert list(programs.glob("*.input")) == []


def test_a_command_without_its_desktop_is_not_run(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """A command is not run if its desktop is not running."""
    install("xclip", "wl-copy", "pbcopy", "clip.exe")
    assert copy(ID, environ, terminal.write, platform="linux") == TERMINAL
    assert list(programs.glob("*.input")) == []


def test_the_next_command_when_one_fails(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """If a command fails, the next one is run."""
    install("wl-copy", status=1)
    install("xsel")
    changed = {**environ, "WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}
    assert copy(ID, changed, terminal.write) == NATIVE
    assert (programs / "xsel.input").read_text() == ID


def test_the_terminal_when_all_commands_fail(
    terminal: Terminal, environ: dict[str, str], install: Install
) -> None:
    """If all commands fail, the text is sent to the terminal."""
    install("xclip", "xsel", status=1)
    assert copy(ID, {**environ, "DISPLAY": ":0"}, terminal.write) == TERMINAL
    assert terminal.written == osc52(ID)


def test_the_limit_does_not_apply_to_the_machine(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """The limit applies only to the terminal."""
    install("xclip")
    text = "a" * (LIMIT + 1)
    assert copy(text, {**environ, "DISPLAY": ":0"}, terminal.write) == NATIVE
    assert (programs / "xclip.input").read_text() == text


def test_a_lone_surrogate(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """Lone surrogates, which cannot be encoded, are copied as JSON escapes to every clipboard."""
    install("clip.exe")
    text, copied = '{"Value": "\ud83d"}', r'{"Value": "\ud83d"}'
    assert copy(text, environ, terminal.write) == TERMINAL
    assert terminal.written == osc52(copied)
    assert copy(text, {**environ, "WSL_DISTRO_NAME": "Debian"}, terminal.write) == NATIVE
    assert (programs / "clip.exe.input").read_bytes().decode("utf-16-le") == copied
    assert write_copy(text).read_text() == copied


TMUX = {"TMUX": "/run/tmux/default,1,0", "TERM": "tmux-256color"}


def test_tmux_gets_the_text(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """In tmux, its own command sends the text to the terminal, and no buffer keeps it."""
    install("tmux")
    assert copy(ID, {**environ, **TMUX}, terminal.write) == TERMINAL
    assert (programs / "tmux.input").read_text() == ID
    assert (programs / "tmux.arguments").read_text().split("\n")[:-1] == [
        *("load-buffer", "-w", "-b", "cogtui", "-"),
        *(";", "delete-buffer", "-b", "cogtui"),
    ]
    assert terminal.written == ""


@pytest.mark.parametrize(
    "changes",
    [TMUX, {**TMUX, "TERM": "screen-256color"}, {"TERM": "tmux-256color", "SSH_TTY": "/dev/pts/1"}],
    ids=["an old tmux", "another TERM", "tmux before SSH"],
)
def test_sequences_for_tmux(
    terminal: Terminal, environ: dict[str, str], install: Install, changes: Mapping[str, str]
) -> None:
    """Without tmux's command both forms are sent, each for a different option of tmux."""
    install("tmux", status=1)
    assert copy(ID, {**environ, **changes}, terminal.write) == TERMINAL
    wrapped = "\x1bPtmux;" + osc52(ID).replace("\x1b", "\x1b\x1b") + "\x1b\\"
    assert terminal.written == osc52(ID) + wrapped


def test_in_tmux_machine_and_terminal_get_the_text(
    terminal: Terminal, environ: dict[str, str], programs: Path, install: Install
) -> None:
    """A user who has attached to tmux from another machine gets the text too."""
    install("xclip", "tmux")
    assert copy(ID, {**environ, **TMUX, "DISPLAY": ":0"}, terminal.write) == NATIVE
    assert (programs / "xclip.input").read_text() == ID
    assert (programs / "tmux.input").read_text() == ID


@pytest.mark.parametrize(
    "changes",
    [{"STY": "1.pts-0.host"}, {"TERM": "screen-256color"}, {"TERM": "screen.xterm-256color"}],
)
@pytest.mark.parametrize("length", [20, 183, 184, 2_000, LIMIT])
def test_sequences_for_screen(
    terminal: Terminal, environ: dict[str, str], changes: Mapping[str, str], length: int
) -> None:
    """GNU screen receives chunks short enough for all its versions, and together the sequence."""
    assert copy("a" * length, {**environ, **changes}, terminal.write) == TERMINAL
    pieces = re.findall("\x1bP(.*?)\x1b\\\\", terminal.written, re.DOTALL)
    assert "".join(pieces) == osc52("a" * length)
    assert max(len(piece) for piece in pieces) <= 252
    assert terminal.written == "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)


@pytest.mark.parametrize("length", [184, 2_000, LIMIT])
def test_tmux_decodes_no_part_of_a_sequence_for_screen(
    terminal: Terminal, environ: dict[str, str], length: int
) -> None:
    """A tmux that claims to be screen reads only the first chunk, and can decode none of it."""
    copy("a" * length, {**environ, "TERM": "screen-256color"}, terminal.write)
    first = terminal.written.split("\x1b\\")[0].removeprefix("\x1bP\x1b]52;c;")
    assert len(first) % 4 != 0


def test_a_command_that_takes_too_long(tmp_path: Path) -> None:
    """A command that does not exit is stopped after the time limit."""
    ended = tmp_path / "ended"
    command = ["/bin/sh", "-c", f"sleep 60; touch {ended}"]
    assert not run_command(command, b"", {"PATH": os.defpath}, timeout=0.1)
    assert not ended.exists()


def test_a_command_that_cannot_be_run(tmp_path: Path) -> None:
    """A file that is not a program counts as a command that failed."""
    broken = tmp_path / "xclip"
    broken.write_text("does not let programs")
    broken.chmod(0o700)
    assert not run_command([str(broken)], b"", {})


def test_a_command_that_stays_in_the_background(tmp_path: Path) -> None:
    """A process that stays to serve the clipboard, as xclip's does, is not waited for."""
    saved = tmp_path / "pid"
    program = f"/bin/cat >/dev/null; sleep 60 & echo $! > {saved}"
    assert run_command(["/bin/sh", "-c", program], ID.encode(), {"PATH": os.defpath})
    # by then there would be no such process
    os.kill(int(saved.read_text()), signal.SIGTERM)


def test_a_written_copy_is_private_and_new() -> None:
    """Each copy has its own file, which only its owner can read."""
    first, second = write_copy(f"{ID}\n"), write_copy(ID)
    assert first != second
    assert first.read_text() == f"{ID}\n"
    assert second.read_text() == ID
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert stat.S_IMODE(first.parent.stat().st_mode) == 0o700


COPYING = f"""
import os, sys
from cogtui.terminal.clipboard import copy
input("ready?")
print(copy({ID!r}, os.environ, sys.stdout.write))
"""


def copy_in_tmux(options: str, environ: Mapping[str, str], socket: Path) -> str:
    """Copy a text in a tmux with some options, and return all that it writes to the terminal."""
    configuration = socket.with_suffix(".conf")
    configuration.write_text(options)
    tmux = shutil.which("tmux") or ""
    command = [tmux, "-S", str(socket), "-f", str(configuration)]
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover  another process
        os.execve(tmux, [*command, "new-session", sys.executable, "-c", COPYING], dict(environ))  # noqa: S606  no shell is needed
    written = b""
    try:
        while select.select([terminal], [], [], 20)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # Linux reports that the other side is closed this way
                break
            if b"ready?" not in written and b"ready?" in written + piece:
                os.write(terminal, b"\r")
            written += piece
            if not piece:
                break
    finally:
        subprocess.run([*command, "kill-server"], capture_output=True, check=False)  # noqa: S603  the tmux above
        os.close(terminal)
        os.waitpid(process, 0)
    return written.decode(errors="replace")


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
@pytest.mark.parametrize(
    "options",
    ["", "set -s set-clipboard on", "set -g allow-passthrough on", "set -s set-clipboard off"],
)
def test_through_a_real_tmux(options: str) -> None:
    """Whatever tmux's options are, the text arrives once and complete."""
    root = Path(__file__).parents[2]
    environ = {
        "TERM": "xterm-256color",
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(root),
        "LANG": "C.UTF-8",
    }
    # a socket's path may have about a hundred bytes, which tmp_path may exceed
    with tempfile.TemporaryDirectory() as directory:
        written = copy_in_tmux(options, environ, Path(directory) / "tmux")
    handed = re.findall(r"\x1b\]52;\w*;([^\a\x1b]*)", written)
    assert [base64.b64decode(text).decode() for text in handed] == [ID]
