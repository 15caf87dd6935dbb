"""Commands that return credentials: seen while they run, stopped, and run in the terminal."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from textual.app import App

from cogtui.__main__ import main
from cogtui.app import CogtuiApp
from cogtui.gateway.credential_commands import CredentialCommand
from cogtui.screens.foreground_command import run_in_foreground
from tests.screens.user import SMALL, using
from tests.test_main import _process_as_it_was, press_after, quit_after

__all__ = ["_process_as_it_was", "press_after"]

AppOn = Callable[..., CogtuiApp]
PressAfter = Callable[[str, str], None]

KEYS = '{"Version": 1, "AccessKeyId": "AKIACOMMAND", "SecretAccessKey": "senti-secret"}'
"""What a command prints, with a secret that occurs in no other text."""

WAITING = "exec 9>alive; echo Open https://x.example and enter ABCD-EFGH >&2; cat answer"
"""A command that holds a pipe open while it runs, and prints what is written to another one."""


@pytest.fixture
def configure(home: Path) -> Callable[[str], None]:
    """Return a function that sets the script of the profile `prod`; `other` has keys."""
    script = home / "command"
    os.mkfifo(home / "alive")
    os.mkfifo(home / "answer")
    (home / "aws-config").write_text(
        "[profile other]\nregion = eu-west-1\naws_access_key_id = x\naws_secret_access_key = y\n"
        f"[profile prod]\nregion = us-east-1\ncredential_process = {script} senti-argument\n"
    )

    def write(text: str) -> None:
        script.write_text(f"#!/bin/sh\ncd {home}\n{text}\n")
        script.chmod(0o700)

    return write


def wait_for_start(home: Path) -> int:
    """Return a descriptor of the pipe that the command holds open, once it runs."""
    return os.open(home / "alive", os.O_RDONLY)


def wait_for_end(pipe: int) -> None:
    """Return once the command has ended."""
    assert os.read(pipe, 1) == b""
    os.close(pipe)


async def test_a_command_is_seen_while_it_runs(
    app_on: AppOn, configure: Callable[[str], None], home: Path
) -> None:
    """Its program, its time and its messages are shown and can be copied, but not its secrets."""
    configure(WAITING)
    async with using(app_on(profile="prod"), SMALL) as user:
        pipe = await asyncio.to_thread(wait_for_start, home)
        await user.sees("Waiting for credentials", "Profile prod gets its credentials from")
        await user.sees("Open https://x.example and enter ABCD-EFGH", "has been running for ")
        await user.sees_no("running for 0 s.", "running for 1 s.")
        assert "senti-" not in user.screen
        await user.copies("y")
        assert user.clipboard == "Open https://x.example and enter ABCD-EFGH"
        await asyncio.to_thread((home / "answer").write_text, KEYS)
        await user.sees("▼ us-east-1 12", "111122223333")
        await user.sees_no("Waiting for credentials")
        assert "senti-" not in user.screen
        await asyncio.to_thread(wait_for_end, pipe)


async def test_a_command_is_stopped(
    app_on: AppOn, configure: Callable[[str], None], home: Path
) -> None:
    """Esc ends the command, `r` starts it again, and it does not outlive the app."""
    configure(WAITING)
    async with using(app_on(profile="prod")) as user:
        await user.sees("Waiting for credentials")
        pipe = await asyncio.to_thread(wait_for_start, home)
        await user.press("escape")
        await user.sees("✗ The credentials command was stopped", "✗ credentials")
        await asyncio.to_thread(wait_for_end, pipe)
        await user.press("r")
        await user.sees("Waiting for credentials")
        pipe = await asyncio.to_thread(wait_for_start, home)
    await asyncio.to_thread(wait_for_end, pipe)


async def test_another_profile_is_chosen_meanwhile(
    app_on: AppOn, configure: Callable[[str], None], home: Path
) -> None:
    """P in the dialog leads to the profiles; the command runs until another one is chosen."""
    configure(WAITING)
    async with using(app_on(profile="prod", regions=())) as user:
        await user.sees("Waiting for credentials")
        pipe = await asyncio.to_thread(wait_for_start, home)
        await user.press("P")
        await user.sees("other eu-west-1")
        await user.press("escape")
        await user.sees("Waiting for credentials")
        await user.press("P")
        await user.sees("other eu-west-1")
        await user.type("other")
        await user.press("enter")
        await user.sees("▼ eu-west-1 2")
        await user.sees_no("Waiting for credentials")
        await asyncio.to_thread(wait_for_end, pipe)


async def test_the_dialog_does_not_cover_what_is_typed(
    app_on: AppOn, configure: Callable[[str], None], home: Path
) -> None:
    """While the user types, the dialog is not shown; a command that has finished needs none."""
    configure(WAITING)
    async with using(app_on(profile="prod")) as user:
        pipe = await asyncio.to_thread(wait_for_start, home)
        await user.press("P")
        await user.sees("other eu-west-1")
        commands = user.panes.pools._shared.commands
        (command,) = commands.active
        # more than one delay of the dialog
        await user.waits(lambda: command.started < asyncio.get_running_loop().time() - 2.1, "2 s")
        await user.sees("other eu-west-1")
        await user.sees_no("Waiting for credentials")
        await asyncio.to_thread((home / "answer").write_text, KEYS)
        await asyncio.to_thread(wait_for_end, pipe)
        await user.waits(lambda: not commands.active, "the end of the command")
        await user.waits(lambda: command.started < asyncio.get_running_loop().time() - 3.3, "3 s")
        await user.press("escape")
        await user.sees("▼ us-east-1 12")
        await user.sees_no("Waiting for credentials")


async def test_without_a_terminal_there_is_no_foreground(
    app_on: AppOn, configure: Callable[[str], None]
) -> None:
    """An app that cannot be suspended reports that, and the command counts as stopped."""
    configure("echo senti-secret; exit 3")
    async with using(app_on(profile="prod")) as user:
        await user.sees("✗ The credentials command failed")
        assert "exited with status 3" in user.words.replace("\n", " ")
        await user.press("$")
        await user.sees("✗ The credentials command was stopped")
        assert user.toasts == ["The command needs its own terminal."]


async def test_the_foreground_is_offered_while_a_command_runs(
    app_on: AppOn, configure: Callable[[str], None], home: Path
) -> None:
    """The command in the background has ended before it starts in the foreground."""
    configure(WAITING)
    async with using(app_on(profile="prod")) as user:
        await user.sees("Waiting for credentials")
        pipe = await asyncio.to_thread(wait_for_start, home)
        await user.press("$")
        await user.sees("✗ The credentials command was stopped")
        await asyncio.to_thread(wait_for_end, pipe)
        assert user.toasts == ["The command needs its own terminal."]


async def test_without_a_command_there_is_no_foreground(app_on: AppOn) -> None:
    """A profile with keys has nothing to run."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("$")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == ["No credential_process command has run for the profile."]


async def test_a_command_that_was_stopped_is_not_run_in_the_foreground(app_on: AppOn) -> None:
    """Another profile may be chosen before the app is suspended."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        commands = user.panes.pools._shared.commands
        commands.in_foreground = True
        command = commands.start("prod", ("true",))
        # held back until the app runs it
        with command._ending:
            command.finish(None)
            await user.waits(
                lambda: any(each.name == "command" for each in user.app.workers), "the worker"
            )
        await user.rests()
        assert user.toasts == []


async def test_a_quick_command_has_no_dialog(app_on: AppOn) -> None:
    """A command that has ended when its dialog would appear is not shown."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        command = user.panes.pools._shared.commands.start("prod", ("true",))
        before = command.on_finish
        command.finish(None)
        await user.waits(lambda: command.on_finish is not before, "the delay")
        assert len(user.app.screen_stack) == 1


ASKING = f"""\
test -t 0 || exit 3
printf 'Your code: ' >&2
read -r code
test "$code" = 42 && echo '{KEYS}'
"""
"""A script that needs a terminal."""


def test_a_command_asks_in_the_terminal(
    press_after: PressAfter, configure: Callable[[str], None], emulator: str
) -> None:
    """The command reads and writes the terminal; afterwards the app opens the account."""
    configure(ASKING)
    press_after("credentials command failed", "$")
    press_after("Your code: ", "42\r")
    quit_after(press_after, "mobile-app")
    assert main(["--endpoint-url", emulator, "--profile", "prod"]) == 0


def test_a_command_that_fails_in_the_terminal_is_reported(
    press_after: PressAfter, configure: Callable[[str], None], emulator: str
) -> None:
    """The message says where the command's own messages are."""
    configure(ASKING)
    press_after("credentials command failed", "$")
    press_after("Your code: ", "41\r")
    quit_after(press_after, "its messages")
    assert main(["--endpoint-url", emulator, "--profile", "prod"]) == 0


def test_a_signal_that_ends_the_app_ends_the_command(press_after: PressAfter) -> None:
    """A signal to the app while the command has the terminal counts as the end of the wait."""
    received: list[int] = []
    results: list[object] = []
    script = f"kill -TERM {os.getpid()}; exec sleep 600"
    command = CredentialCommand("prod", ("/bin/sh", "-c", script), in_foreground=True)

    class Briefly(App[None]):
        def on_mount(self) -> None:
            before = signal.signal(signal.SIGTERM, lambda number, _: received.append(number))
            results.append(run_in_foreground(self, command))
            signal.signal(signal.SIGTERM, before)
            self.exit()

    Briefly().run()
    assert (received, results) == ([signal.SIGTERM], [None])
