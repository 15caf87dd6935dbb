"""Dialog for an MFA code."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.secret import Secret
from cogtui.text import visible


class CodeDialog(Dialog[Secret | None]):
    """A question for the current code of an MFA device.

    Its result is the code, None if the user cancels.

    Args:
        serial: The device's serial number or ARN.
        profile: The profile that needs the code.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="code.leave"),
    ]

    def __init__(self, serial: str, profile: str) -> None:
        super().__init__()
        self._serial = serial
        self._profile = profile

    def compose(self) -> ComposeResult:
        """Yield the profile, the device and the input for the code."""
        with Vertical(classes="dialog"):
            yield DialogTitle("MFA code")
            yield Label(f"{visible(self._profile)} assumes a role that wants a code.", markup=False)
            yield Label(visible(self._serial), markup=False, classes="dialog-note")
            yield Input(
                placeholder="6 digits", password=True, max_length=6, type="integer", compact=True
            )
            yield Label("", id="code-error", classes="dialog-error")
            yield Label("Enter sends  Escape leaves", classes="dialog-keys")

    @on(Input.Submitted)
    def _send(self, event: Input.Submitted) -> None:
        code = Secret(event.value)
        # AWS accepts six digits and nothing else (STS AssumeRole, TokenCode)
        if len(event.value) == event.input.max_length and event.value.isdecimal():
            self.dismiss(code)
        else:
            self.query_one("#code-error", Label).update("A code has 6 digits.")

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
