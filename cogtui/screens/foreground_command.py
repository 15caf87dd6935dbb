"""Run a `credential_process` command in place of the app, where it can use the terminal."""

import os
import sys
import threading
from typing import Any, Final, cast

from textual.app import App

from cogtui.credentials.subshell import Ended, run_program
from cogtui.gateway.credential_commands import CommandResult, CredentialCommand
from cogtui.screens.external_program import run_instead
from cogtui.text import visible

_OUTPUT_DELAY: Final = 1.0
"""How long to wait for the rest of the output once the command has ended, in seconds: a program
that it leaves running may hold it open."""


def run_in_foreground(app: App[Any], command: CredentialCommand) -> CommandResult | None:
    """Run a command in the terminal, and wait until it ends.

    Args:
        app: The app, suspended while the command runs.
        command: The command; it does not run in the background.

    Returns:
        How it ended; None if the app is about to quit.

    Raises:
        SubshellError: There is no terminal for it, or it did not start.
    """
    reader, screen = cast("Any", sys.__stdin__), cast("Any", sys.__stderr__)
    source, sink = os.pipe()
    chunks: list[bytes] = []
    thread = threading.Thread(target=_read, args=(source, chunks), daemon=True)
    thread.start()

    def run() -> Ended:
        screen.write(
            f"\n{command.program} runs for the credentials of profile {visible(command.profile)}.\n"
            "Ctrl+C stops it; cogtui returns when it ends.\n\n"
        )
        screen.flush()
        return run_program(
            "The command", command.arguments, lambda: os.environ, reader, screen, output=sink
        )

    try:
        ended = run_instead(app, "The command", run)
    finally:
        os.close(sink)
        thread.join(_OUTPUT_DELAY)
    if ended.is_quitting:
        return None
    return CommandResult(ended.status, b"".join(chunks), "its messages are in the terminal")


def _read(source: int, chunks: list[bytes]) -> None:
    with os.fdopen(source, "rb", buffering=0) as pipe:
        while chunk := pipe.read(65_536):
            chunks.append(chunk)
