"""Dialog shown while a `credential_process` command runs in the background."""

import time
from collections.abc import Callable
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label, Static

from cogtui.gateway.credential_commands import CredentialCommand
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible


class CommandChoice(Enum):
    """What the user chose instead of waiting."""

    STOP = "stop"
    """Stop the command."""
    FOREGROUND = "foreground"
    """Run it in the terminal."""
    PROFILE = "profile"
    """Choose another profile."""


class CommandDialog(Dialog[CommandChoice | None]):
    """The command, how long it has been running, and what it writes to stderr.

    Its result is None if the command has finished.

    Args:
        command: The command.
        copy: Copies a text.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "dollar_sign", "choose('foreground')", "Run in the foreground", id="command.foreground"
        ),
        Binding("y", "copy", "Copy the output", id="command.copy"),
        Binding("P", "choose('profile')", "Choose another profile", id="command.profile"),
        Binding("escape", "choose('stop')", "Stop the command", id="command.stop"),
    ]

    def __init__(self, command: CredentialCommand, copy: Callable[[str], object]) -> None:
        super().__init__()
        self._command = command
        self._copy = copy

    def compose(self) -> ComposeResult:
        """Yield the profile, the command, its output and the keys."""
        profile = visible(self._command.profile)
        with Vertical(classes="dialog command"):
            yield DialogTitle("Waiting for credentials")
            yield Label(f"Profile {profile} gets its credentials from a command.", markup=False)
            yield Static(self._progress, id="command-progress", markup=False)
            with VerticalScroll(id="command-output", can_focus=False):
                yield Static(self._output, markup=False)
            yield Label(
                "$ Run in the foreground  y Copy output  P Profile  Esc Stop", classes="dialog-keys"
            )

    def on_mount(self) -> None:
        """Draw the time and the output once a second."""
        self.set_interval(1, self._draw)

    def _draw(self) -> None:
        self.query_one("#command-progress", Static).update(self._progress)
        pane = self.query_one("#command-output", VerticalScroll)
        pane.query_one(Static).update(self._output)
        pane.scroll_end(animate=False)

    @property
    def _progress(self) -> str:
        seconds = int(time.monotonic() - self._command.started)
        return f"{self._command.program} has been running for {seconds:,} s."

    @property
    def _output(self) -> str:
        return "\n".join(self._command.output)

    def action_copy(self) -> None:
        """Copy what the command has written."""
        self._copy(self._output)

    def action_choose(self, choice: str) -> None:
        """Close the dialog.

        Args:
            choice: The value of a `CommandChoice`.
        """
        self.dismiss(CommandChoice(choice))
