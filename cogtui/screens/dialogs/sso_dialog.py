"""Dialog for signing in to IAM Identity Center with a code."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label, Static

from cogtui.account.sso_sign_in import DeviceCode, SsoSignIn
from cogtui.api_error import ApiError
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.secret import Secret
from cogtui.text import visible
from cogtui.times import zoned_clock

_WITHOUT_CODE: Final = "Esc Cancel"
_WITH_CODE: Final = "y Copy URL  c Copy code  Esc Cancel"
_FAILED: Final = "r New code  Esc Close"


class SsoDialog(Dialog[float | None]):
    """A page to open on any device, and the code to confirm there.

    It closes when the sign-in is confirmed. Its result is when the sign-in expires, in seconds
    since the epoch; None if the user cancels.

    Args:
        sign_in: The sign-in.
        on_copy: Copies a text; called with the text and a description of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy_url", "Copy URL", id="sso.copy-url"),
        Binding("c", "copy_code", "Copy code", id="sso.copy-code"),
        Binding("r", "retry", "New code", id="sso.retry"),
        Binding("escape", "cancel", "Cancel", id="sso.cancel"),
    ]

    def __init__(self, sign_in: SsoSignIn, on_copy: Callable[[Secret, str], None]) -> None:
        super().__init__()
        self._sign_in = sign_in
        self._on_copy = on_copy
        self._code: DeviceCode | None = None
        self._has_failed = False

    def compose(self) -> ComposeResult:
        """Yield the page, the code, and the state of the sign-in."""
        session = self._sign_in.session
        with Vertical(classes="dialog sso"):
            yield DialogTitle("Sign in with SSO")
            portal = session.start_url.partition("://")[2]
            where = f"{session.name} · {portal}" if session.name else portal
            yield Label(visible(where), classes="dialog-note", markup=False)
            yield Static("Open this page on any device:", classes="sso-step")
            yield Static("", id="sso-url", markup=False)
            yield Static("Confirm there that it shows this code:", classes="sso-step")
            yield Static("", id="sso-code", markup=False)
            yield Static("", id="sso-status", markup=False)
            yield Label(_WITHOUT_CODE, id="sso-keys", classes="dialog-keys")

    def on_mount(self) -> None:
        """Request a code."""
        self._run()

    @work(group="sso", exclusive=True)
    async def _run(self) -> None:
        self._has_failed = False
        self._show_code(None)
        self._show_status("Requesting a code …")
        try:
            code = await self._sign_in.request_code()
            self._show_code(code)
            report = partial(self._report, code)
            report("")
            expires_at = await self._sign_in.finish(code, report)
        except ApiError as error:
            about = error.explanation
            self._fail(f"✗ {about.title}\n{about.detail}\n{about.cause} {about.remedy}")
        except OSError as error:
            self._fail(f"✗ Signed in, but the token cannot be saved: {error.strerror}")
        else:
            self.dismiss_when_active(expires_at)

    def _show_code(self, code: DeviceCode | None) -> None:
        self._code = code
        self.query_one("#sso-url", Static).update(visible(code.url) if code else "…")
        self.query_one("#sso-code", Static).update(visible(code.user_code) if code else "…")
        self.query_one("#sso-keys", Label).update(_WITH_CODE if code else _WITHOUT_CODE)

    def _report(self, code: DeviceCode, problem: str) -> None:
        until = f"The code expires at {zoned_clock(code.expires_at)}."
        self._show_status(f"{problem or 'Waiting for confirmation'} … {until}")

    def _fail(self, text: str) -> None:
        self._has_failed = True
        self._show_code(None)
        self._show_status(text, is_error=True)
        self.query_one("#sso-keys", Label).update(_FAILED)

    def _show_status(self, text: str, *, is_error: bool = False) -> None:
        status = self.query_one("#sso-status", Static)
        status.set_class(is_error, "dialog-error")
        status.update("\n".join(visible(line) for line in text.splitlines() if line))

    def action_copy_url(self) -> None:
        """Copy the page's URL."""
        if self._code is not None:
            self._on_copy(Secret(self._code.url), "the sign-in URL")

    def action_copy_code(self) -> None:
        """Copy the code."""
        if self._code is not None:
            self._on_copy(Secret(self._code.user_code), "the code")

    def action_retry(self) -> None:
        """Request another code after a failure."""
        if self._has_failed:
            self._run()

    def action_cancel(self) -> None:
        """Stop waiting."""
        self.dismiss(None)
