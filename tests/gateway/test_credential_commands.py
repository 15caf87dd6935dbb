"""Commands that return credentials: in separate sessions, visible, and stopped on request."""

import asyncio
import os
import shlex
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from cogtui.api_error import ErrorKind
from cogtui.gateway import CallerIdentity, SharedCredentials
from cogtui.gateway.connection import CommandFailedError
from cogtui.gateway.credential_commands import (
    CommandResult,
    CredentialCommand,
    CredentialCommands,
    stop_all,
)
from tests.gateway.gateways import REGION, make_gateway, refused_to_open

Script = Callable[[str], str]
Write = Callable[[str], object]

KEYS = '{"Version": 1, "AccessKeyId": "AKIACOMMAND", "SecretAccessKey": "senti-secret"}'
"""What a command prints, with a secret that occurs in no other text."""

LIMIT = 30
"""The time limit for a process to do something, in seconds: much longer than any takes."""


@pytest.fixture
def script(tmp_path: Path) -> Script:
    """Return a function that writes a shell script and returns its path."""

    def write(text: str) -> str:
        path = tmp_path / "command"
        path.write_text(f"#!/bin/sh\n{text}\n")
        path.chmod(0o700)
        return str(path)

    return write


@pytest.fixture
def configure(home: Path) -> Write:
    """Return a function that writes the AWS configuration file."""
    return (home / "aws-config").write_text


def started(*arguments: str) -> CredentialCommand:
    """Return a command in the background."""
    return CredentialCommand("prod", arguments, in_foreground=False)


def wait_for_output(command: CredentialCommand, *lines: str) -> None:
    """Return once a command has written lines to stderr."""
    timer = threading.Event()
    for _ in range(LIMIT * 100):
        if command.output == list(lines):
            return
        timer.wait(0.01)
    pytest.fail(f"{command.output} instead of {lines}")


async def test_a_command_has_no_terminal_and_no_input(script: Script, configure: Write) -> None:
    """A command leads its own session and reads the end of its input."""
    program = script(
        'test "$(ps -o sid= -p $$ | tr -d " ")" = $$ || exit 3\n'
        "read line && exit 4\n"
        "(: </dev/tty) 2>/dev/null && exit 5\n"
        f"echo '{KEYS}'"
    )
    configure(f"[profile prod]\nregion = {REGION}\ncredential_process = {program}\n")
    assert (await make_gateway(profile="prod").open()).region == REGION


async def test_the_command_of_a_source_profile_has_no_terminal_either(
    script: Script, configure: Write, emulator: str
) -> None:
    """A role's source profile runs its command in the same way."""
    program = script(f"read line && exit 4\necho '{KEYS}'")
    configure(
        f"[profile role]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nregion = {REGION}\n"
        f"source_profile = base\n[profile base]\ncredential_process = {program}\n"
    )
    shared = SharedCredentials()
    gateway = make_gateway(emulator, profile="role", shared=shared)
    programs: list[str] = []
    shared.commands.on_start = lambda command: programs.append(command.profile)
    await gateway.open()
    assert programs == ["base"]
    assert isinstance(await gateway.caller(REGION), CallerIdentity)


async def test_a_web_identity_of_a_source_profile_is_exchanged_at_the_endpoint(
    configure: Write, tmp_path: Path, emulator: str
) -> None:
    """The source profile of a role also calls the endpoint of the option."""
    token = tmp_path / "token"
    token.write_text("any-token")
    configure(
        f"[profile role]\nrole_arn = arn:aws:iam::111122223333:role/Admin\nregion = {REGION}\n"
        "source_profile = base\n[profile base]\n"
        f"role_arn = arn:aws:iam::111122223333:role/Pod\nweb_identity_token_file = {token}\n"
    )
    gateway = make_gateway(emulator, profile="role")
    await gateway.open()
    assert (await gateway.caller(REGION)).name.startswith("Admin/")


@pytest.mark.parametrize(
    ("text", "detail"),
    [
        ("echo first >&2; echo second >&2; exit 3", "exited with status 3: first · second"),
        ("exit 1", "exited with status 1"),
        ("kill -KILL $$", "was killed by signal 9"),
    ],
)
async def test_a_command_that_fails_is_reported(
    script: Script, configure: Write, text: str, detail: str
) -> None:
    """The failure has the status and the messages, but neither arguments nor stdout."""
    program = script(f"echo '{KEYS}'\n{text}")
    configure(f"[profile prod]\ncredential_process = {program} --token senti-argument\n")
    explanation = await refused_to_open(make_gateway(profile="prod"))
    assert explanation.kind is ErrorKind.CREDENTIALS
    assert explanation.title == "The credentials command failed"
    assert explanation.detail == f"{program} {detail}"
    assert "senti-" not in repr(explanation)


async def test_a_command_that_was_stopped_is_reported(script: Script, configure: Write) -> None:
    """The wait ends at once, and the command is killed with what it has started."""
    program = script("trap '' TERM\nsleep 600 &\necho $! $$ >&2\nwait")
    configure(f"[profile prod]\ncredential_process = {program}\n")
    shared = SharedCredentials()
    running: asyncio.Queue[CredentialCommand] = asyncio.Queue()
    loop = asyncio.get_running_loop()

    def note(command: CredentialCommand) -> None:
        loop.call_soon_threadsafe(running.put_nowait, command)

    shared.commands.on_start = note
    opening = asyncio.create_task(refused_to_open(make_gateway(profile="prod", shared=shared)))
    command = await running.get()
    assert list(shared.commands.active) == [command]
    assert (command.profile, command.program) == ("prod", program)
    await asyncio.to_thread(_wait_for_line, command)
    processes = [int(each) for each in command.output[0].split()]
    await asyncio.to_thread(stop_all, shared.commands.active)
    explanation = await opening
    assert explanation.title == "The credentials command was stopped"
    assert explanation.detail == program
    assert not list(shared.commands.active)
    for process in processes:
        assert await asyncio.to_thread(_is_gone, process)


def _wait_for_line(command: CredentialCommand) -> None:
    timer = threading.Event()
    while not command.output:
        timer.wait(0.01)


def _is_gone(process: int) -> bool:
    """Return whether a process has ended."""
    timer = threading.Event()
    for _ in range(LIMIT * 100):
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return True
        timer.wait(0.01)
    return False


def test_the_output_is_plain_text(script: Script) -> None:
    """Colours are dropped, other control characters drawn, and of a line redrawn the last shown."""
    text = r"\033[31mopen\033[0m \033]0;title\007https://x/\n\r\n 1\r 2\rthree \200\b\tend"
    program = script(f"printf '{text}' >&2\nexec sleep 600")
    command = started(program)
    wait_for_output(command, "open https://x/", "three �␈        end")
    command.stop()


def test_only_the_end_of_a_long_output_is_stored() -> None:
    """A command that writes without end does not fill the memory."""
    code = "import sys; sys.stderr.write('x' * 300_000 + '\\nlast'); sys.stderr.flush(); input()"
    command = started(sys.executable, "-c", code)
    with pytest.raises(CommandFailedError, match="exited with status 1"):
        command.communicate()
    assert sum(map(len, command.output)) <= 20_000


def test_a_command_that_never_stops_writing_is_ended() -> None:
    """What it writes to stdout is no longer read, so it cannot fill the memory."""
    with pytest.raises(CommandFailedError, match="signal 13"):
        started("cat", "/dev/zero").communicate()


def test_a_program_that_is_left_running_may_hold_stderr(script: Script) -> None:
    """The credentials are taken once stdout is closed."""
    program = script(f"sleep 600 >/dev/null & echo $! >&2\necho '{KEYS}'")
    command = started(program)
    assert command.communicate() == (f"{KEYS}\n".encode(), b"")
    os.kill(int(command.output[0]), 9)


def test_a_command_for_the_foreground_is_not_started(tmp_path: Path) -> None:
    """It waits for a result, and takes the first."""
    file = tmp_path / "file"
    commands = CredentialCommands()
    commands.in_foreground = True
    finished: list[bool] = []
    command = commands.start("prod", shlex.split(f"touch {file}"))
    command.on_finish = lambda: finished.append(True)
    command.finish(CommandResult(0, b"keys", ""))
    command.finish(None)
    assert command.communicate() == (b"keys", b"")
    assert finished
    assert not file.exists()
    assert not commands.in_foreground
    assert commands.has_run
    command.stop()


def test_a_command_that_moves_to_the_foreground_is_still_waited_for() -> None:
    """The end of the command in the background is not taken for its result."""
    command = started("sleep", "600")
    command.withdraw()
    assert command.is_running
    command.finish(CommandResult(2, b"", "its messages are in the terminal"))
    with pytest.raises(CommandFailedError, match="status 2: its messages are in the terminal"):
        command.communicate()


def test_a_command_is_not_shown_with_its_arguments() -> None:
    """Neither its representation nor its name has them."""
    command = CredentialCommand("prod", ("a\x1bb", "senti-argument"), in_foreground=True)
    assert command.program == "a␛b"
    assert "senti-" not in repr(command)
