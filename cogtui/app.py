"""The application: theme, keys, command palette, and the explorer as its first screen."""

import asyncio
import contextlib
import gc
import logging
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final, TextIO, cast
from weakref import WeakKeyDictionary

from rich.console import RenderableType
from textual import work
from textual.actions import SkipAction
from textual.app import App, ScreenStackError
from textual.binding import Binding, BindingType
from textual.css.query import NoMatches
from textual.dom import NoScreen
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Event, Key
from textual.notifications import Notification, SeverityLevel
from textual.screen import Screen
from textual.theme import Theme
from textual.widget import MountError
from textual.widgets import Input
from textual.widgets._toast import Toast
from textual.worker import WorkerFailed

from cogtui.api_error import SettingsError
from cogtui.screens.explorer.explorer import Explorer
from cogtui.screens.message_log import Message, MessageLog
from cogtui.secret import Secret
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import DEFAULT_THEME, Settings
from cogtui.threads import finish_uninterrupted, in_thread
from cogtui.times import ZONE
from cogtui.widgets.themes import themes_for
from cogtui.widgets.without_color import WithoutColor

if TYPE_CHECKING:
    from cogtui.screens.dialogs.palette import Command

_START: Final = 1.5
"""How long after the first frame the start is finished, seconds."""

_UNTIL_DISMISSED: Final = 7 * 86_400.0
"""How long an error is shown, in seconds: longer than anyone waits to dismiss it."""

INTERRUPTED: Final = 130
"""The exit status after Ctrl+C, as shells report it."""

_REMOVED: Final = (MountError, NoMatches, NoScreen, ScreenStackError)
"""What Textual raises for widgets and screens that were removed."""

_LOG: Final = logging.getLogger(__name__)


class _Driver(LinuxDriver):
    """Report a crash of the thread that reads keys like any other crash."""

    def run_input_thread(self) -> None:
        """Read keys until the app leaves."""
        try:
            super().run_input_thread()
        except Exception as error:  # noqa: BLE001  the app reports it
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001  no other way


class CogtuiApp(App[None]):
    """A terminal UI for Amazon Cognito identity pools.

    Args:
        settings: The user's settings.
        state: What is remembered from earlier runs.
        state_file: Where it is remembered; None for nowhere.
        serve_demo: Starts the demo's server and returns its URL; None without the demo.
        clock: Returns the current time, seconds since the epoch.

    Raises:
        SettingsError: The theme or one of the key names does not exist.
    """

    TITLE = "cogtui"
    CSS_PATH = "cogtui.tcss"
    # Textual's palette fails at keys that come before its list is drawn, or as it closes
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q", "quit", "Quit", show=False, id="quit"),
        Binding("ctrl+c", "interrupt", "Quit now", show=False, priority=True, id="interrupt"),
        Binding("ctrl+p", "command_palette", "Palette", show=False, priority=True, id="palette"),
    ]

    def __init__(
        self,
        settings: Settings,
        state: RememberedState | None = None,
        state_file: Path | None = None,
        *,
        serve_demo: Callable[[], str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(driver_class=_Driver)
        self.crash: Exception | None = None
        """The exception that ended the app; None unless it crashed."""
        self._key_screens: WeakKeyDictionary[Key, Screen[object]] = WeakKeyDictionary()
        # on a slow line each step of an animation costs as much as its last frame
        self.animation_level = "none"
        self.messages = MessageLog()
        """What was shown below the keys."""
        self._clock = clock
        ZONE.is_utc = settings.utc
        self._state = state or RememberedState()
        self._state_file = state_file
        if settings.keys:
            self._set_keys(settings)
        self._explorer = Explorer(
            settings, self._state, state_file, serve_demo=serve_demo, clock=clock
        )
        for theme in themes_for(self.console.color_system, no_color=self.no_color):
            self.register_theme(theme)
        if self.no_color:
            self._filters = [WithoutColor()]
        self._set_first_theme(settings.theme)

    def _set_first_theme(self, decided: str | None) -> None:
        if decided is not None and decided not in self.available_themes:
            known = ", ".join(sorted(self.available_themes))
            raise SettingsError(f"unknown theme {decided!r}; available: {known}")
        remembered = self._state.theme if self._state.theme in self.available_themes else None
        self.theme = decided or remembered or DEFAULT_THEME

    def _set_keys(self, settings: Settings) -> None:
        from cogtui.screens.explorer.help import key_places  # noqa: PLC0415  not needed for the first frame
        from cogtui.screens.explorer.keymap import checked_keymap  # noqa: PLC0415  the first frame has no dialogs

        file = settings.config_file

        def where(name: str) -> str:
            return file.where("keys", name) if file else "[keys]"

        places = key_places(Explorer, CogtuiApp)
        self.set_keymap(checked_keymap(places, settings.keys, where))

    def get_default_screen(self) -> Screen[None]:
        """Return the explorer."""
        return self._explorer

    def on_mount(self) -> None:
        """Remember each theme that is chosen from now on."""
        self.theme_changed_signal.subscribe(self, self._remember_theme)
        if not gc.isenabled():
            self.set_timer(_START, _collect_garbage)

    def _remember_theme(self, theme: Theme) -> None:
        self._state.theme = theme.name
        if self._state_file is not None:
            self._save(self._state_file)

    @work(exclusive=True)
    async def _save(self, path: Path) -> None:
        try:
            await in_thread(lambda: self._state.save(path))
        except OSError as error:
            self.notify(f"Cannot write {path}: {error.strerror}.", markup=False)

    def exit(
        self,
        result: None = None,
        return_code: int = 0,
        message: RenderableType | None = None,
    ) -> None:
        """Quit the app.

        Args:
            result: None.
            return_code: The exit status.
            message: What is printed on the terminal afterwards.
        """
        # a worker that continued while its pane is removed would query missing widgets
        self.workers.cancel_all()
        super().exit(result, return_code, message)

    async def on_event(self, event: Event) -> None:
        """Handle an event; drop a key whose screen is no longer on top.

        A key goes to the focused widget of the screen that is on top, and comes back here for the
        bindings if nothing handles it on the way. Where a key before it has closed that screen, or
        has opened another one, it was not meant for what is on top now.

        Args:
            event: Any event.
        """
        if isinstance(event, Key):
            dispatcher = self._explorer.dispatcher
            # again when it comes back: by then the key before it may have started something
            if self.screen is self._explorer and dispatcher.rejects(event.key):
                dispatcher.forget(event)
                return
            dispatcher.watch(event, self.focused)
            if not event.is_forwarded:
                self._key_screens[event] = self.screen
            elif self._key_screens.get(event) not in (None, self.screen):
                self._pass_to_menu(event)
                return
        await super().on_event(event)

    def _pass_to_menu(self, event: Key) -> None:
        """Pass on a key that came in one read with the key that has opened a menu."""
        if self.screen.has_class("-accepts-typing-ahead"):
            key = Key(event.key, event.character)
            key.set_sender(self)
            self.screen._forward_event(key)  # noqa: SLF001  as Textual's own `on_event`

    async def _check_bindings(self, key: str, priority: bool = False) -> bool:
        """Run the action of a key, and show why a key of the explorer has none here."""
        is_handled = await super()._check_bindings(key, priority)
        if not is_handled and not priority and self.screen is self._explorer:
            # the filter's key, which waited for a dialog that did not open
            is_handled = await super()._check_bindings(key, priority=True)
            if not is_handled:
                self._explorer.dispatcher.explain_key(key)
        return is_handled

    def end(self, status: int) -> bool:
        """Quit soon; safe in a signal handler.

        Args:
            status: The exit status.

        Returns:
            Whether the app is running; if not, nothing happens.
        """
        if self._loop is None:
            return False
        self._loop.call_soon_threadsafe(self._end, status)
        return True

    def _end(self, status: int) -> None:
        with self._context():
            self.exit(return_code=status)

    async def run_async(self, **options: Any) -> None:  # noqa: ANN401  Textual's
        """Run the app, then finish what must not be interrupted.

        Args:
            options: Textual's own.
        """
        asyncio.get_running_loop().set_exception_handler(_log_exception)
        try:
            return await super().run_async(**options)
        finally:
            await finish_uninterrupted(_report_finished)

    def _handle_exception(self, error: Exception) -> None:
        """Record a crash and quit; Textual itself would print the local variables."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if self._exit and isinstance(cause, _REMOVED):
            # a message or a worker that was too late
            return
        self._return_code = 1
        if self._exception is None:
            self._exception = self.crash = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def action_command_palette(self) -> None:
        """Open the palette."""
        from cogtui.screens.dialogs.palette import Palette  # noqa: PLC0415  the first frame has no dialogs

        if self.screen.has_class("-closed-by-any-key"):
            # by this key too
            raise SkipAction
        if isinstance(self.screen, Palette):
            return
        commands = {command.name: command for command in self._commands()}

        def run(chosen: tuple[str, ...] | None) -> None:
            if chosen:
                self.call_later(commands[chosen[0]].run)

        self.push_screen(Palette(commands.values()), run)

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Show a message below the keys instead of the one before, and record it.

        Args:
            message: The message, without secrets.
            title: A title before it.
            severity: How much it matters; an error stays until it is dismissed.
            timeout: How long it is shown, in seconds; None for Textual's default.
            markup: Whether it has Textual's markup.
        """
        self.messages.record(Message(self._clock(), severity, message))
        if severity == "error":
            timeout = _UNTIL_DISMISSED
        self._remove_toasts(lambda shown: shown.severity != "error")
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=markup)

    def dismiss_error(self) -> bool:
        """Remove the messages shown if one is an error.

        Returns:
            Whether there was one.
        """
        has_error = any(each.severity == "error" for each in self._notifications)
        if has_error:
            self._remove_toasts(lambda _: True)
            # also those without a widget: Escape must not find the same error again
            self.clear_notifications()
        return has_error

    def _remove_toasts(self, condition: Callable[[Notification], bool]) -> None:
        """Remove messages with their widgets, which Textual leaves when others replace them."""
        for screen in self.screen_stack:
            for toast in screen.query(Toast):
                if condition(toast._notification):  # noqa: SLF001  nothing public has it
                    toast._expire()  # noqa: SLF001  Textual removes them by time or by mouse only

    def action_messages(self) -> None:
        """List the messages of this run."""
        from cogtui.screens.dialogs.messages import MessageLogDialog  # noqa: PLC0415  the first frame has no dialogs

        def copy(text: str) -> None:
            self._explorer.host.copy(Secret(text), "the message")

        self.push_screen(MessageLogDialog(self.messages.latest_first(), copy))

    def action_change_theme(self) -> None:
        """Ask for a theme."""
        from cogtui.screens.dialogs.picker import Choice, Picker  # noqa: PLC0415  the first frame has no dialogs

        def change(chosen: tuple[str, ...] | None) -> None:
            if chosen:
                self.theme = chosen[0]

        choices = [Choice(name, name) for name in sorted(self.available_themes)]
        self.push_screen(Picker("Theme", choices, chosen=(self.theme,)), change)

    def action_interrupt(self) -> None:
        """Quit with the status of Ctrl+C, or copy if text is selected.

        Input that would be lost is asked about first; a second Ctrl+C quits at once.
        """
        from cogtui.screens.dialogs.confirm import ConfirmDialog  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.forms.edit_dialog import EditDialog, discard_question  # noqa: PLC0415  the first frame has no dialogs

        field = self.focused
        if self.screen.selections or (isinstance(field, Input) and field.selected_text):
            raise SkipAction
        edited = (each for each in self.screen_stack if isinstance(each, EditDialog))
        if isinstance(self.screen, ConfirmDialog) or not any(each.has_changes for each in edited):
            self.exit(return_code=INTERRUPTED)
            return

        def discard(agreed: bool | None) -> None:
            if agreed:
                self.exit(return_code=INTERRUPTED)

        self.push_screen(discard_question("Discard changes and quit?"), discard)

    def _commands(self) -> "Iterator[Command]":
        """Yield the palette's commands: every action, and what works everywhere."""
        from cogtui.screens.dialogs.palette import Command  # noqa: PLC0415  the first frame has no dialogs

        yield Command("theme", "Theme", "Change the colours", self.action_change_theme)
        yield Command("quit", "Quit", "Close cogtui", self.action_quit, ("q",))
        if self.screen is self._explorer:
            yield from self._explorer.dispatcher.commands()


def _report_finished() -> None:
    screen = cast("TextIO", sys.__stderr__)
    with contextlib.suppress(OSError):
        screen.write("Finishing the request in progress … Ctrl+C quits now.\n")
        screen.flush()


def _log_exception(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Log what nothing waited for; asyncio would print it with the values in it."""
    _LOG.error("unforeseen %s in the event loop", type(context.get("exception")).__name__)


def _collect_garbage() -> None:
    """Enable garbage collection, but skip what the start has imported."""
    gc.freeze()
    gc.enable()
