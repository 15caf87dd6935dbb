"""The screen that credentials are shown on, renewed, and taken out of."""

import os
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, ClassVar, Final

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from cogtui.api_error import CogtuiError
from cogtui.credentials.export import Credentials, exported
from cogtui.credentials.flow import AuthFlow, CredentialsFlow
from cogtui.credentials.summary import Part, Provenance, credentials, secret_of
from cogtui.documents.failure import failure_document
from cogtui.screens.credentials.countdown import Countdown, ExpiryStage
from cogtui.screens.credentials.export_files import write_env_file, write_profile
from cogtui.screens.credentials.export_subshell import open_subshell
from cogtui.screens.credentials.export_targets import (
    ENV_FILE,
    EXPORT_TARGETS,
    FORMATS,
    SUBSHELL,
    choices,
)
from cogtui.screens.dialogs.copied_text import CopiedDialog
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.secret import Secret
from cogtui.text import counted, visible
from cogtui.times import local_clock, local_date
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys

if TYPE_CHECKING:
    from textual.timer import Timer

_SHOWN: Final = 30.0
"""How long a secret stays on the screen, seconds."""


class RevealScreen(Dialog[None]):
    """Shows credentials, and forgets them when it is left.

    Args:
        walk: The walk that has obtained them; all of its secrets are dropped in the end.
        on_copy: Copies a text; called with it and with what it is.
        clock: The present, seconds since the epoch.
        environ: The environment of the process, which a subshell gets.
        shown_for: How long a secret stays on the screen, seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "choose", "Take out", id="reveal.take-out"),
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
        Binding("v", "reveal", "Show a secret", id="reveal.show"),
        Binding("r", "renew", "Renew", id="reveal.renew"),
        Binding("c", "show_copied", "Show what was copied", show=False, id="reveal.show-copied"),
        Binding("escape,q", "leave", "Leave and forget", id="reveal.leave"),
    ]

    def __init__(
        self,
        walk: CredentialsFlow,
        *,
        on_copy: Callable[[Secret, str], None],
        clock: Callable[[], float] = time.time,
        environ: Mapping[str, str] = os.environ,
        shown_for: float = _SHOWN,
    ) -> None:
        super().__init__()
        self._shown_for = shown_for
        self._walk = walk
        self._on_copy = on_copy
        self._clock = clock
        self._environ = environ
        self._copied: Secret | None = None
        self._shown: Part | None = None
        self._timer: Timer | None = None

    @property
    def _credentials(self) -> Credentials:
        found = self._walk.got.credentials
        assert found is not None, "there are some for as long as the screen is there"  # noqa: S101  for the type
        return found

    def compose(self) -> ComposeResult:
        """Whose credentials they are, until when, what is known of them, and the keys."""
        with Vertical(classes="dialog large"):
            request = self._walk.request
            title = f"Credentials · {request.pool.title} · {request.way}"
            yield DialogTitle(title)
            with Horizontal(id="reveal-expiry"):
                yield Static("", id="reveal-end", markup=False)
                yield Countdown(self._credentials.expiration, self._clock)
            yield DocumentView()
            yield FormKeys()

    def on_mount(self) -> None:
        """Shows the credentials, masked."""
        self._draw()
        self.query_one(DocumentView).focus()

    def on_unmount(self) -> None:
        """Forgets everything, whichever way the screen was left."""
        self._shown = self._copied = None
        self._walk.forget()
        # Rich remembers how wide texts are and where they were cut, by the texts themselves
        cached_cell_len.cache_clear()
        Segment._split_cells.cache_clear()  # noqa: SLF001  there is no other way to it

    def _draw(self) -> None:
        obtained = self._credentials
        end = f"Good until {local_date(obtained.expiration)} {local_clock(obtained.expiration)} · "
        self.query_one("#reveal-end", Static).update(end)
        walk = self._walk
        provenance = Provenance(
            walk.got.caller,
            tuple((step.operation, step.found or step.state) for step in walk.steps),
            is_narrowed=walk.request.way is AuthFlow.ENHANCED and not walk.request.logins,
        )
        document = credentials(obtained, provenance, self._shown)
        self.query_one(DocumentView).show(document, keep_place=True)

    def _show_message(self, text: str, *, is_wrong: bool = False) -> None:
        self.notify(visible(text), severity="warning" if is_wrong else "information", markup=False)

    @on(Countdown.Turned)
    def _warn(self, event: Countdown.Turned) -> None:
        if event.stage is ExpiryStage.NEAR:
            self._show_message(
                "The credentials are good for five more minutes at most.", is_wrong=True
            )
        else:
            self._show_message("The credentials have expired.", is_wrong=True)

    # Showing

    @work(group="choose", exclusive=True)
    async def action_reveal(self) -> None:
        """Shows one of the secrets for a while; hides it if one is shown."""
        if self._shown is not None:
            self._hide()
            return
        obtained = self._credentials
        sizes = {part: len(secret_of(obtained, part).reveal()) for part in Part}
        parts = [Choice(part, part, counted(sizes[part], "character")) for part in Part]
        chosen = await self.app.push_screen_wait(Picker("Show which, for 30 seconds?", parts))
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
        """Gets new credentials of the same kind; the old stay until they are there."""
        walk = self._walk
        request = walk.request
        if request.way is not AuthFlow.DEVELOPER:
            # a guest that is nobody yet would become another one
            request = request._replace(identity_id=walk.got.identity_id)
        renewed = CredentialsFlow(walk.account, request, walk.clock)
        try:
            task = await waited_for(
                self.app, _walked(renewed), "Renewing the credentials …", "keeps the old ones"
            )
            if not task.done():
                task.cancel()
                return
            await task
            if renewed.failure is not None:
                title = "The credentials were not renewed; the old ones are still here"
                self.app.push_screen(DocumentDialog(title, failure_document(renewed.failure)))
            else:
                walk.got, walk.steps = renewed.got, renewed.steps
                renewed = CredentialsFlow(walk.account, request, walk.clock)
                self._hide()
                self._draw()
                self.query_one(Countdown).count_to(self._credentials.expiration)
                self._show_message("The credentials are new.")
        finally:
            renewed.forget()

    # Taking out

    @work(group="choose", exclusive=True)
    async def action_choose(self) -> None:
        """Offers every way of taking the credentials out."""
        keys = {
            (each.binding.id or "").removeprefix("reveal."): self.app.get_key_display(each.binding)
            for each in self.active_bindings.values()
        }
        chosen = await self.app.push_screen_wait(Picker("Take the credentials out", choices(keys)))
        if chosen is not None:
            self.action_export(chosen[0])

    @work(group="take", exclusive=True)
    async def action_export(self, name: str) -> None:
        """Takes the credentials out.

        Args:
            name: The way.
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
        text = exported(self._credentials, FORMATS[name])
        self._copied = text
        self._on_copy(text, f"the credentials, for {FORMATS[name]}")

    def action_show_copied(self) -> None:
        """Shows what was copied here last, for terminals that say they copy and do not."""
        if self._copied is None:
            self._show_message("Nothing was copied here yet.", is_wrong=True)
        else:
            self.app.push_screen(CopiedDialog(self._copied.reveal(), "What was copied last."))

    async def _write(self, name: str) -> None:
        write = write_env_file if name == ENV_FILE else write_profile
        written = await write(self.app, self._credentials)
        if written is not None:
            self._show_message(written)

    async def _open_subshell(self) -> None:
        self._hide()
        ended = await open_subshell(self.app, self._walk, self._environ)
        self.query_one(Countdown).follow()
        if ended.at_once:
            message = (
                f"The shell {ended.description} at once; what it said is on the terminal below."
            )
            self._show_message(message, is_wrong=True)
        else:
            self._show_message(f"The subshell {ended.description}.")

    def action_leave(self) -> None:
        """Goes back to the screen below; the credentials are forgotten."""
        # Textual keeps what a widget has drawn last for longer than the widget
        self._hide()
        self.dismiss(None)


async def _walked(walk: CredentialsFlow) -> None:
    async for _ in walk.resume():
        pass
