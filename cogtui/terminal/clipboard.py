r"""Where a copied text goes: the machine's own clipboard, the terminal's, or nowhere.

A program on another machine reaches the clipboard of the person before the terminal by OSC 52
alone: `ESC ] 52 ; c ; BASE64 BEL` (xterm's control sequences, "Operating System Commands"). No
terminal says whether it took it. A command such as xclip does, but over SSH it would fill the
clipboard of the machine that nobody sits at, and say that all is well.

A terminal takes a sequence of some length only. Chromium's `osc52.sh` sends up to 100,000 bytes,
which is 74,994 bytes of text, and so does cogtui. tmux 3.3a was seen to pass on half a million
bytes and to drop 900,000.

tmux 3.3a, with the options that it comes with, was seen to drop OSC 52 of the programs inside,
both plain (unless `set-clipboard on`) and wrapped in its own sequence (unless `allow-passthrough
on`); `tmux load-buffer -w` does reach the terminal. That option came with tmux 3.2; until 3.3 what
is wrapped was always passed on.

GNU screen passes on a device control string up to 767 bytes (4.9.0, seen; 255 in 4.0.3, by
`osc52.sh`) and writes the rest of a longer one over the screen.
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
"""How much text a terminal is sent, bytes of UTF-8."""

_SCREEN_CHUNK: Final = 252
"""How much GNU screen is given at once, bytes.

All its versions take it. The first chunk ends within a group of four base64 digits, so that a
tmux in screen's place, which reads that chunk alone, finds no text in it rather than a part.
"""

_PATIENCE: Final = 2.0
"""How long a clipboard command may take, seconds."""

_LOCAL: Final = ("SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT")
"""Variables that sshd sets, any of which says that the user sits elsewhere."""

_NO_CLIPBOARD: Final = MappingProxyType(
    {"dumb": "A dumb terminal has no clipboard.", "linux": "The Linux console has no clipboard."}
)
"""What to say of terminals that have none, by TERM."""


class CopyTarget(Enum):
    """Where a copied text is."""

    NATIVE = "native"
    """On the clipboard of this machine: the command that put it there succeeded."""

    TERMINAL = "terminal"
    """Sent to the terminal, of which nobody can know whether it took it."""

    NOWHERE = "nowhere"
    """Nowhere."""


class Copied(NamedTuple):
    """What became of a text that was to be copied."""

    place: CopyTarget
    """Where it is now."""

    reason: str = ""
    """A sentence that says why it is nowhere, empty where it is somewhere."""


class _Command(NamedTuple):
    arguments: tuple[str, ...]
    encoding: str = "utf-8"
    environ: Mapping[str, str] = MappingProxyType({})


_TMUX: Final = _Command(
    # the buffer goes at once, so that no secret stays in it
    ("tmux", "load-buffer", "-w", "-b", "cogtui", "-", ";", "delete-buffer", "-b", "cogtui")
)

Runner = Callable[[Sequence[str], bytes, Mapping[str, str]], bool]
"""Runs a command on an input and in an environment, and tells whether it ended with 0."""


def run_command(
    arguments: Sequence[str],
    data: bytes,
    environ: Mapping[str, str],
    *,
    patience: float = _PATIENCE,
) -> bool:
    """Runs a command without a shell, and without the terminal.

    Args:
        arguments: The program's path and its arguments.
        data: Its standard input.
        environ: Its environment.
        patience: How long it may take, seconds.

    Returns:
        Whether it ended with 0 in time.
    """
    try:
        ended = subprocess.run(  # noqa: S603  the programs are those named below
            arguments,
            input=data,
            # not pipes: xclip and wl-copy leave a process behind that would hold them open
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environ,
            timeout=patience,
            check=False,
            # what they leave behind serves the clipboard also when the terminal is closed
            start_new_session=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


def copy(
    text: str,
    environ: Mapping[str, str],
    write: Callable[[str], object],
    *,
    run: Runner = run_command,
    platform: str = sys.platform,
) -> Copied:
    """Puts a text on the clipboard nearest to the user.

    The clipboard of this machine where the user sits at it, else the terminal's. In tmux and GNU
    screen, which somebody may have attached to from afar since, it is both. It blocks for as long
    as commands run, two seconds each at most.

    Args:
        text: What to copy. It is on no command line, and nothing of it is kept. Half a surrogate
            pair, which no clipboard holds, is copied as JSON escapes it.
        environ: The environment of the process.
        write: Writes a control sequence to the terminal.
        run: Runs a command.
        platform: The platform, as `sys.platform` names it.

    Returns:
        Where the text is.
    """
    if not text:
        return Copied(CopyTarget.NOWHERE, "There is nothing to copy.")
    is_native = _is_local(environ) and any(
        _feed(command, text, environ, run) for command in _native_commands(environ, platform)
    )
    if is_native and not _is_multiplexed(environ):
        return Copied(CopyTarget.NATIVE)
    reason = _refusal(len(_encoded(text)), environ)
    if not reason:
        _send(text, environ, write, run)
    if is_native:
        return Copied(CopyTarget.NATIVE)
    return Copied(CopyTarget.NOWHERE if reason else CopyTarget.TERMINAL, reason)


def write_copy(text: str) -> Path:
    """Writes a text into a new file that only its owner can read.

    Args:
        text: What to write. Half a surrogate pair is written as JSON escapes it.

    Returns:
        The file.

    Raises:
        OSError: It cannot be written.
    """
    return private_files.new_private_file(
        private_files.copies_directory(), _encoded(text).decode(), prefix="copy-", suffix=".txt"
    )


def _encoded(text: str, encoding: str = "utf-8") -> bytes:
    return text.encode(encoding, "backslashreplace")


def _is_local(environ: Mapping[str, str]) -> bool:
    return not any(environ.get(name) for name in _LOCAL)


def _is_multiplexed(environ: Mapping[str, str]) -> bool:
    return bool(environ.get("TMUX") or environ.get("STY"))


def _native_commands(environ: Mapping[str, str], platform: str) -> Iterator[_Command]:
    if platform == "darwin":
        # without a locale it takes its input for Mac OS Roman (its manual, "ENCODING")
        yield _Command(("pbcopy",), environ={"LC_ALL": "en_US.UTF-8"})
    if environ.get("WSL_DISTRO_NAME"):
        # it takes UTF-8 for the console's code page, and a byte order mark for text
        yield _Command(("clip.exe",), encoding="utf-16-le")
    if environ.get("WAYLAND_DISPLAY"):
        # told the type, it need not guess it from the text
        yield _Command(("wl-copy", "--type", "text/plain;charset=utf-8"))
    if environ.get("DISPLAY"):
        yield _Command(("xclip", "-selection", "clipboard", "-in"))
        yield _Command(("xsel", "--clipboard", "--input"))


def _feed(command: _Command, text: str, environ: Mapping[str, str], run: Runner) -> bool:
    name, *options = command.arguments
    program = shutil.which(name, path=environ.get("PATH", ""))
    return program is not None and run(
        [program, *options], _encoded(text, command.encoding), {**environ, **command.environ}
    )


def _refusal(size: int, environ: Mapping[str, str]) -> str:
    reason = _NO_CLIPBOARD.get(environ.get("TERM", "dumb"))
    if reason is not None:
        return reason
    # a multiplexer's variables are of the terminal it was started in, not of the one before it
    is_apple = environ.get("TERM_PROGRAM") == "Apple_Terminal" and not _is_multiplexed(environ)
    if is_apple:
        return "Apple's Terminal lets no program set the clipboard."
    if size > LIMIT:
        return f"The text is {size:,} bytes long, and a terminal takes {LIMIT:,} at most."
    return ""


def _send(
    text: str, environ: Mapping[str, str], write: Callable[[str], object], run: Runner
) -> None:
    term = environ.get("TERM", "")
    if environ.get("TMUX") and _feed(_TMUX, text, environ, run):
        return
    sequence = f"\x1b]52;c;{b64encode(_encoded(text)).decode()}\a"
    if environ.get("TMUX") or term.startswith("tmux"):
        # each gets through with another option; the text is the same
        write(sequence + _wrapped_for_tmux(sequence))
    elif environ.get("STY") or term.startswith("screen"):
        write(_wrapped_for_screen(sequence))
    else:
        write(sequence)


def _wrapped_for_tmux(sequence: str) -> str:
    return "\x1bPtmux;" + sequence.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _wrapped_for_screen(sequence: str) -> str:
    places = range(0, len(sequence), _SCREEN_CHUNK)
    return "".join(f"\x1bP{sequence[place : place + _SCREEN_CHUNK]}\x1b\\" for place in places)
