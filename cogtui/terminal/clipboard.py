r"""Copy text to the machine's clipboard or to the terminal's.

Over SSH, only OSC 52 reaches the clipboard of the user's machine: `ESC ] 52 ; c ; BASE64 BEL`
(xterm's control sequences, "Operating System Commands"). No terminal reports whether it accepted
the text. A command such as xclip does, but over SSH it would set the clipboard of the remote
machine and report success.

Terminals limit the length of a sequence. Chromium's `osc52.sh` sends up to 100,000 bytes, which is
74,994 bytes of text, and so does cogtui. tmux 3.3a forwards half a million bytes and drops 900,000
(measured).

With its default options, tmux 3.3a drops OSC 52 from the programs in it, both plain (unless
`set-clipboard on`) and wrapped in its own sequence (unless `allow-passthrough on`), but
`tmux load-buffer -w` does reach the terminal (measured). The option `-w` is new in tmux 3.2; before
3.3, wrapped sequences were always forwarded.

GNU screen forwards a device control string of up to 767 bytes (4.9.0, measured; 255 in 4.0.3,
according to `osc52.sh`) and prints the rest of a longer one on the screen.
"""

import shutil
import subprocess
import sys
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping, Sequence
from enum import Enum
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

from cogtui.files import private_files

LIMIT: Final = 74_994
"""The maximum length of a text to send to a terminal, in bytes of UTF-8."""

_SCREEN_CHUNK: Final = 252
"""The length of the chunks sent to GNU screen, in bytes.

All its versions accept it. The first chunk ends within a group of four base64 digits: if the
terminal is tmux after all, it reads only that chunk and finds no text in it, rather than a part.
"""

_TIMEOUT: Final = 2.0
"""The time limit for a clipboard command, in seconds."""

_SSH_VARIABLES: Final = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
"""Variables that sshd sets; any of them means that the user is at another machine."""

_NO_CLIPBOARD: Final = MappingProxyType(
    {"dumb": "A dumb terminal has no clipboard.", "linux": "The Linux console has no clipboard."}
)
"""The messages for terminals without a clipboard, by TERM."""


class CopyTarget(Enum):
    """Where a text was copied to."""

    NATIVE = "native"
    """To the clipboard of this machine: the clipboard command succeeded."""

    TERMINAL = "terminal"
    """To the terminal, which does not report whether it accepted the text."""

    NOWHERE = "nowhere"
    """Nowhere."""


class Copied(NamedTuple):
    """The result of copying a text."""

    place: CopyTarget
    """Where the text was copied to."""

    reason: str = ""
    """Why it was copied nowhere, in a sentence; empty if it was copied."""


class _Command(NamedTuple):
    arguments: tuple[str, ...]
    encoding: str = "utf-8"
    environ: Mapping[str, str] = MappingProxyType({})


_TMUX: Final = _Command(
    # the buffer is deleted immediately, so that no secret stays in it
    ("tmux", "load-buffer", "-w", "-b", "cogtui", "-", ";", "delete-buffer", "-b", "cogtui")
)

Runner = Callable[[Sequence[str], bytes, Mapping[str, str]], bool]
"""Runs a command with an input and an environment, and returns whether it exited with status 0."""


def run_command(
    arguments: Sequence[str],
    data: bytes,
    environ: Mapping[str, str],
    *,
    timeout: float = _TIMEOUT,
) -> bool:
    """Run a command without a shell and without access to the terminal.

    Args:
        arguments: The program's path and its arguments.
        data: Its standard input.
        environ: Its environment.
        timeout: The time limit, in seconds.

    Returns:
        Whether it exited with status 0 within the time limit.
    """
    try:
        completed = subprocess.run(  # noqa: S603  only the programs named below are run
            arguments,
            input=data,
            # not pipes: xclip and wl-copy leave a process running that would keep them open
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environ,
            timeout=timeout,
            check=False,
            # that process must keep serving the clipboard after the terminal is closed
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return completed.returncode == 0


def copy(
    text: str,
    environ: Mapping[str, str],
    write: Callable[[str], object],
    *,
    run: Runner = run_command,
    platform: str = sys.platform,
) -> Copied:
    """Copy a text to the user's clipboard. Blocking.

    That is the clipboard of this machine if the user is at it, otherwise the terminal's. In tmux
    and GNU screen it is both, since the user may have attached from another machine meanwhile.
    Each clipboard command may take up to two seconds.

    Args:
        text: The text. It never appears on a command line and is not kept anywhere. Lone
            surrogates, which no clipboard accepts, are copied as JSON escapes.
        environ: The environment of the process.
        write: Writes a control sequence to the terminal.
        run: Runs a command.
        platform: The platform's name, as in `sys.platform`.

    Returns:
        Where the text was copied to.
    """
    if not text:
        return Copied(CopyTarget.NOWHERE, "Nothing to copy.")
    is_native = _is_local(environ) and any(
        _run_with_text(command, text, environ, run)
        for command in _native_commands(environ, platform)
    )
    if is_native and not _is_multiplexed(environ):
        return Copied(CopyTarget.NATIVE)
    reason = _refusal(len(_encode(text)), environ)
    if not reason:
        _send(text, environ, write, run)
    if is_native:
        return Copied(CopyTarget.NATIVE)
    return Copied(CopyTarget.NOWHERE if reason else CopyTarget.TERMINAL, reason)


def write_copy(text: str) -> Path:
    """Write a text to a new file that only its owner can read.

    Args:
        text: The text. Lone surrogates are written as JSON escapes.

    Returns:
        The file's path.

    Raises:
        OSError: It cannot be written.
    """
    return private_files.new_private_file(
        private_files.copies_directory(), _encode(text).decode(), prefix="copy-", suffix=".txt"
    )


def _encode(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding, "backslashreplace")


def _is_local(environ: Mapping[str, str]) -> bool:
    return not any(environ.get(name) for name in _SSH_VARIABLES)


def _is_multiplexed(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("TMUX") or environ.get("STY"))


def _native_commands(environ: Mapping[str, str], platform: str) -> Iterator[_Command]:
    if platform == "darwin":
        # without a locale it reads its input as Mac OS Roman (its manual, "ENCODING")
        yield _Command(("pbcopy",), environ={"LC_ALL": "en_US.UTF-8"})
    if environ.get("WSL_DISTRO_NAME"):
        # it reads UTF-8 in the console's code page, and a byte order mark as text
        yield _Command(("clip.exe",), encoding="utf-16-le")
    if environ.get("WAYLAND_DISPLAY"):
        # without a type it guesses one from the text
        yield _Command(("wl-copy", "--type", "text/plain;charset=utf-8"))
    if environ.get("DISPLAY"):
        yield _Command(("xclip", "-selection", "clipboard", "-in"))
        yield _Command(("xsel", "--clipboard", "--input"))


def _run_with_text(command: _Command, text: str, environ: Mapping[str, str], run: Runner) -> bool:
    name, *options = command.arguments
    program = shutil.which(name, path=environ.get("PATH", ""))
    return program is not None and run(
        [program, *options], _encode(text, command.encoding), {**environ, **command.environ}
    )


def _refusal(size: int, environ: Mapping[str, str]) -> str:
    reason = _NO_CLIPBOARD.get(environ.get("TERM", "dumb"))
    if reason is not None:
        return reason
    # in a multiplexer, TERM_PROGRAM names the terminal it was started in, not the current one
    is_apple = environ.get("TERM_PROGRAM") == "Apple_Terminal" and not _is_multiplexed(environ)
    if is_apple:
        return "Apple Terminal does not let programs set the clipboard."
    if size > LIMIT:
        return f"The text has {size:,} bytes; the terminal limit is {LIMIT:,}."
    return ""


def _send(
    text: str, environ: Mapping[str, str], write: Callable[[str], object], run: Runner
) -> None:
    term = environ.get("TERM", "")
    if environ.get("TMUX") and _run_with_text(_TMUX, text, environ, run):
        return
    sequence = f"\x1b]52;c;{b64encode(_encode(text)).decode()}\a"
    if environ.get("TMUX") or term.startswith("tmux"):
        # each gets through with a different tmux option; the text is the same
        write(sequence + _wrap_for_tmux(sequence))
    elif environ.get("STY") or term.startswith("screen"):
        write(_wrap_for_screen(sequence))
    else:
        write(sequence)


def _wrap_for_tmux(sequence: str) -> str:
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _wrap_for_screen(sequence: str) -> str:
    places = range(0, len(sequence), _SCREEN_CHUNK)
    return "".join(f"\x1bP{sequence[place : place + _SCREEN_CHUNK]}\x1b\\" for place in places)
