"""The screen that shows, renews and exports credentials."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from cogtui.api_error import CogtuiError
from cogtui.credentials.export import Credentials, format_credentials
from cogtui.credentials.flow import AuthFlow, CredentialsFlow, Obtained
from cogtui.credentials.summary import Part, Provenance, credentials_document, secret_part
from cogtui.documents.failure import failure_document
from cogtui.screens.credentials.countdown import Countdown, ExpiryStage
from cogtui.screens.credentials.export_files import write_env_file, write_profile
from cogtui.screens.credentials.export_subshell import open_subshell
from cogtui.screens.credentials.export_targets import (
    ENV_FILE,
    EXPORT_TARGETS,
    FORMATS,
    SUBSHELL,
    entries,
)
from cogtui.screens.dialogs.copied_text import CopiedDialog
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.menu import Menu
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.secret import Secret
from cogtui.text import counted, visible
from cogtui.times import zoned_second
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys

if TYPE_CHECKING:
    from textual.timer import Timer

_SHOWN_SECONDS: Final = 30.0
"""How long a secret stays on the screen, in seconds."""


class RevealScreen(Dialog[None]):
    """Shows credentials, and drops them when it is closed.

    Args:
        flow: The flow that obtained them; its secrets are dropped too.
        on_copy: Copies a text; called with the text and a description of it.
        clock: Returns the current time in seconds since the epoch.
        environ: The environment of the process, which a subshell inherits.
        shown_for: How long a secret stays on the screen, in seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "choose", "Export", id="reveal.take-out"),
        *(
            Binding(
                each.key,
                f"export('{name}')",
                each.title,
                show=name == SUBSHELL,
                id=f"reveal.{name}",
            )
            for name, each in EXPORT_TARGETS.items()
        ),
        Binding("v", "reveal", "Show secret", id="reveal.show"),
        Binding("r", "renew", "Renew", id="reveal.renew"),
        Binding("c", "show_copied", "Show copied text", show=False, id="reveal.show-copied"),
        Binding("escape,q", "leave", "Discard", id="reveal.leave"),
    ]

    def __init__(
        self,
        flow: CredentialsFlow,
        *,
        on_copy: Callable[[Secret, str], None],
        clock: Callable[[], float] = time.time,
        environ: Mapping[str, str] = os.environ,
        shown_for: float = _SHOWN_SECONDS,
    ) -> None:
        super().__init__()
        self._shown_for = shown_for
        self._flow = flow
        self._on_copy = on_copy
        self._clock = clock
        self._environ = environ
        self._copied: Secret | None = None
        self._shown: Part | None = None
        self._timer: Timer | None = None

    @property
    def _credentials(self) -> Credentials:
        found = self._flow.got.credentials
        assert found is not None, "present until the screen is closed"  # noqa: S101  narrows the type
        return found

    def compose(self) -> ComposeResult:
        """Compose the title, the expiry, the details and the key bar."""
        with Vertical(classes="dialog large"):
            request = self._flow.request
            title = f"Credentials · {request.pool.title} · {request.auth_flow}"
            yield DialogTitle(title)
            with Horizontal(id="reveal-expiry"):
                yield Static("", id="reveal-end", markup=False)
                yield Countdown(self._credentials.expiration, self._clock)
            yield DocumentView()
            yield FormKeys()

    def on_mount(self) -> None:
        """Show the credentials with the secrets masked."""
        self._draw()
        self.query_one(DocumentView).focus()

    def on_unmount(self) -> None:
        """Drop all secrets, however the screen was closed."""
        self._shown = self._copied = None
        self._flow.forget()
        # Rich caches widths and splits of texts, with the texts as keys
        cached_cell_len.cache_clear()
        Segment._split_cells.cache_clear()  # noqa: SLF001  Rich has no public way to clear it

    def _draw(self) -> None:
        obtained = self._credentials
        end = f"Expires {zoned_second(obtained.expiration)} · "
        self.query_one("#reveal-end", Static).update(end)
        flow = self._flow
        provenance = Provenance(
            flow.got.caller,
            tuple((step.operation, step.found or step.state) for step in flow.steps),
            has_guest_limits=flow.request.auth_flow is AuthFlow.ENHANCED
            and not flow.request.logins,
        )
        document = credentials_document(obtained, provenance, self._shown)
        self.query_one(DocumentView).show(document, keep_place=True)

    def _show_message(self, text: str, *, is_wrong: bool = False) -> None:
        self.notify(visible(text), severity="warning" if is_wrong else "information", markup=False)

    @on(Countdown.StageChanged)
    def _warn(self, event: Countdown.StageChanged) -> None:
        if event.stage is ExpiryStage.NEAR:
            self._show_message("The credentials expire within five minutes.", is_wrong=True)
        else:
            self._show_message("The credentials have expired.", is_wrong=True)

    # Secrets

    @work(group="choose", exclusive=True)
    async def action_reveal(self) -> None:
        """Show a secret for a while, or hide it if one is shown."""
        if self._shown is not None:
            self._hide()
            return
        obtained = self._credentials
        sizes = {part: len(secret_part(obtained, part).reveal()) for part in Part}
        parts = [Choice(part, part, counted(sizes[part], "character")) for part in Part]
        chosen = await self.app.push_screen_wait(Picker("Show for 30 seconds", parts))
        if chosen is not None:
            self._shown = Part(chosen[0])
            self._timer = self.set_timer(self._shown_for, self._hide)
            self._draw()

    def _hide(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self._shown is not None:
            self._shown = None
            self._draw()

    # Renewing

    @work(group="renew", exclusive=True)
    async def action_renew(self) -> None:
        """Obtain new credentials of the same kind, keeping the old ones until then."""
        flow = self._flow
        request = flow.request
        if request.auth_flow is not AuthFlow.DEVELOPER:
            # without an identity ID each renewal would create another guest
            request = request._replace(identity_id=flow.got.identity_id)
        renewed = replace(flow, request=request, got=Obtained(), failure=None)
        try:
            task = await waited_for(
                self.app, _run_to_end(renewed), "Renewing the credentials…", "Keep the old ones"
            )
            if not task.done():
                task.cancel()
                return
            await task
            if renewed.failure is not None:
                title = "Cannot renew the credentials; the old ones are kept"
                self.app.push_screen(DocumentDialog(title, failure_document(renewed.failure)))
            else:
                flow.got, flow.steps = renewed.got, renewed.steps
                renewed = replace(renewed, got=Obtained())
                self._hide()
                self._draw()
                self.query_one(Countdown).count_to(self._credentials.expiration)
                self._show_message("Credentials renewed.")
        finally:
            renewed.forget()

    # Exporting

    @work(group="choose", exclusive=True)
    async def action_choose(self) -> None:
        """Show a menu of all export targets."""
        bindings = (each.binding for each in self.active_bindings.values())
        menu = Menu("Export credentials", entries(bindings, self.app.get_key_display))
        chosen = await self.app.push_screen_wait(menu)
        if chosen is not None:
            self.action_export(chosen)

    @work(group="take", exclusive=True)
    async def action_export(self, name: str) -> None:
        """Export the credentials.

        Args:
            name: The export target.
        """
        if self._credentials.expiration <= self._clock():
            self._show_message("The credentials have expired; renew them first.", is_wrong=True)
            return
        try:
            if name in FORMATS:
                self._copy(name)
            elif name == SUBSHELL:
                await self._open_subshell()
            else:
                await self._write(name)
        except CogtuiError as error:
            self._show_message(str(error), is_wrong=True)

    def _copy(self, name: str) -> None:
        text = format_credentials(self._credentials, FORMATS[name])
        self._copied = text
        self._on_copy(text, f"credentials for {FORMATS[name]}")

    def action_show_copied(self) -> None:
        """Show the text that was copied last, for terminals that ignore the copy request."""
        if self._copied is None:
            self._show_message("Nothing was copied yet.", is_wrong=True)
        else:
            self.app.push_screen(
                CopiedDialog(self._copied.reveal(), "The text that was copied last.")
            )

    async def _write(self, name: str) -> None:
        write = write_env_file if name == ENV_FILE else write_profile
        written = await write(self.app, self._credentials)
        if written is not None:
            self._show_message(written)

    async def _open_subshell(self) -> None:
        self._hide()
        ended = await open_subshell(self.app, self._flow, self._environ)
        self.query_one(Countdown).tick()
        if ended.ended_immediately:
            message = f"The shell {ended.description} immediately. Its output is in the terminal."
            self._show_message(message, is_wrong=True)
        else:
            self._show_message(f"The subshell {ended.description}.")

    def action_leave(self) -> None:
        """Close the screen and drop the credentials."""
        # Textual keeps a widget's last drawn content longer than the widget
        self._hide()
        self.dismiss(None)


async def _run_to_end(flow: CredentialsFlow) -> None:
    async for _ in flow.resume():
        pass
