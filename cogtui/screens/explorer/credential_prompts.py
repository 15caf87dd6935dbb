"""What the user sees while credentials are being obtained: MFA codes and running commands."""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from textual.widget import Widget
from textual.widgets import Input, TextArea

from cogtui.gateway import CodeRequest, SharedCredentials
from cogtui.gateway.credential_commands import CredentialCommand, stop_all
from cogtui.screens.workers import start_worker
from cogtui.secret import Secret
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.screens.dialogs.command_wait import CommandChoice
    from cogtui.screens.dialogs.mfa_code import SentCode

_DELAY: Final = 1.0
"""How long a command runs before its dialog is shown, in seconds."""


class CredentialPrompts:
    """Asks for MFA codes, and shows the commands that return credentials.

    Args:
        owner: The widget that opens the dialogs and ends them with itself.
        shared: What the accounts of the run share.
        clock: Returns the current time, in seconds since the epoch.
        choose_profile: Asks for another profile.
        copy: Copies a text.
        warn: Shows a short message.
    """

    def __init__(
        self,
        owner: Widget,
        shared: SharedCredentials,
        clock: Callable[[], float],
        *,
        choose_profile: Callable[[], object],
        copy: Callable[[str], object],
        warn: Callable[[str], object],
    ) -> None:
        self._owner = owner
        self._commands = shared.commands
        self._clock = clock
        self._choose_profile = choose_profile
        self._copy = copy
        self._warn = warn
        self._sent: dict[str, SentCode] = {}
        self._commands.on_start = partial(self._from_thread, self._watch)

    async def ask_for_code(self, profile: str | None, request: CodeRequest) -> Secret | None:
        """Ask for an MFA code.

        Args:
            profile: The profile that needs it, None or empty for the default one.
            request: The device.

        Returns:
            The code; None if the user cancels.
        """
        from cogtui.screens.dialogs.mfa_code import CodeDialog, SentCode  # noqa: PLC0415  the first frame has no dialogs

        sent = self._sent.get(request.serial)
        if sent is not None and not request.is_refused and sent.next_at <= self._clock():
            sent = None
        answer: asyncio.Future[Secret | None] = asyncio.get_running_loop().create_future()
        dialog = CodeDialog(request, profile or "The default profile", sent, self._clock)

        def answered(code: Secret | None) -> None:
            if code is not None:
                self._sent[request.serial] = SentCode.at(code, self._clock())
            if not answer.done():
                answer.set_result(code)

        # a thread asks, and push_screen_wait works in Textual's workers alone
        self._owner.call_later(self._owner.app.push_screen, dialog, answered)
        try:
            return await answer
        finally:
            # the code is no longer needed: the time is up, or the app is quitting
            if self._owner.is_attached:
                dialog.dismiss_when_active()

    def stop_commands(self) -> "asyncio.Future[None] | None":
        """Stop all commands.

        Returns:
            A future that is done when they have ended; None if there are none.
        """
        active = self._commands.active
        return in_thread(partial(stop_all, active)) if active else None

    def _from_thread(self, handle: Callable[..., None], *arguments: object) -> None:
        # a RuntimeError means that the loop is closed: the user has quit
        with contextlib.suppress(RuntimeError):
            self._owner.call_later(handle, *arguments)

    def _watch(self, command: CredentialCommand) -> None:
        if command.in_foreground:
            self._start_in_foreground(command)
        else:
            self._show_later(command)

    def _show_later(self, command: CredentialCommand) -> None:
        self._owner.set_timer(_DELAY, partial(self._show, command))

    def _show(self, command: CredentialCommand) -> None:
        """Show a command that is running, unless the user is typing; then wait a little longer."""
        if isinstance(self._owner.app.focused, Input | TextArea):
            if command.is_running:
                self._show_later(command)
            return
        from cogtui.screens.dialogs.command_wait import CommandDialog  # noqa: PLC0415  the first frame has no dialogs

        dialog = CommandDialog(command, self._copy)
        command.on_finish = partial(self._from_thread, dialog.dismiss_when_active)
        if command.is_running:
            self._owner.app.push_screen(dialog, partial(self._chosen, command))

    def _chosen(self, command: CredentialCommand, choice: "CommandChoice | None") -> None:
        from cogtui.screens.dialogs.command_wait import CommandChoice  # noqa: PLC0415  the first frame has no dialogs

        if choice is CommandChoice.STOP:
            in_thread(command.stop)
        elif choice is CommandChoice.FOREGROUND:
            self._start_in_foreground(command)
        elif choice is CommandChoice.PROFILE:
            self._choose_profile()
            # it is still waited for if no other profile is chosen
            self._show_later(command)

    def _start_in_foreground(self, command: CredentialCommand) -> None:
        work = partial(self._run_in_foreground, command)
        start_worker(self._owner, work, name="command", group="command")

    async def _run_in_foreground(self, command: CredentialCommand) -> None:
        from cogtui.credentials.subshell import SubshellError  # noqa: PLC0415  rarely needed
        from cogtui.screens.foreground_command import run_in_foreground  # noqa: PLC0415  rarely needed

        await in_thread(command.withdraw)
        if not command.is_running:
            return
        result = None
        try:
            result = run_in_foreground(self._owner.app, command)
        except SubshellError as error:
            self._warn(str(error))
        command.finish(result)
