"""Dialog for an MFA code."""

import math
from collections.abc import Callable
from typing import ClassVar, Final, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label

from cogtui.gateway import CodeRequest
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.secret import Secret
from cogtui.text import visible

_PERIOD: Final = 30
"""How long a device shows a code, in seconds; each code works once."""


class SentCode(NamedTuple):
    """The code of a device that was sent last."""

    code: Secret
    """The code."""
    next_at: float
    """When the device shows the next one, in seconds since the epoch."""

    @classmethod
    def at(cls, code: Secret, now: float) -> "SentCode":
        """Return a code that is sent now.

        Args:
            code: The code.
            now: The current time, in seconds since the epoch.
        """
        return cls(code, now - now % _PERIOD + _PERIOD)


class CodeDialog(Dialog[Secret | None]):
    """A question for the current code of an MFA device.

    Its result is the code, None if the user cancels.

    Args:
        request: The device, and whether its last code was refused.
        profile: The profile that needs the code.
        sent: The device's last code, if it was refused or may still be shown; else None.
        clock: Returns the current time, in seconds since the epoch.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="code.leave"),
    ]

    def __init__(
        self,
        request: CodeRequest,
        profile: str,
        sent: SentCode | None,
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self._request = request
        self._profile = profile
        self._sent = sent
        self._clock = clock

    def compose(self) -> ComposeResult:
        """Yield the profile, the device and the input for the code."""
        with Vertical(classes="dialog"):
            yield DialogTitle("MFA code")
            yield Label(
                f"{visible(self._profile)} assumes a role that requires a code.", markup=False
            )
            yield Label(visible(self._request.serial), markup=False, classes="dialog-note")
            yield Label(self._notice, id="code-notice", markup=False)
            yield Input(
                placeholder="6 digits", password=True, max_length=6, type="integer", compact=True
            )
            yield Label("", id="code-error", classes="dialog-error")
            yield Label("Enter Send  Esc Cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """Count down to the next code."""
        self.query_one("#code-notice").display = self._sent is not None
        if self._sent is not None:
            self.set_interval(1, self._draw_notice)

    def _draw_notice(self) -> None:
        self.query_one("#code-notice", Label).update(self._notice)

    @property
    def _notice(self) -> str:
        if self._sent is None:
            return ""
        happened = (
            "AWS did not accept the code."
            if self._request.is_refused
            else "The current code has been used."
        )
        seconds = math.ceil(self._sent.next_at - self._clock())
        if seconds > 0:
            return f"{happened}\nA code works once; the next one appears in {seconds} s."
        return f"{happened}\nEnter the one that the device shows now."

    @on(Input.Submitted)
    def _send(self, event: Input.Submitted) -> None:
        code = Secret(event.value)
        # AWS accepts six digits and nothing else (STS AssumeRole, TokenCode)
        if len(event.value) != event.input.max_length or not event.value.isdecimal():
            self._show_error("A code has 6 digits.")
        elif self._sent is not None and code == self._sent.code:
            self._show_error("This code was already sent. Wait for the next one.")
        else:
            self.dismiss(code)

    def _show_error(self, text: str) -> None:
        self.query_one("#code-error", Label).update(text)

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)
