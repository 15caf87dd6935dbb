"""Runs the actions on what is under the cursor, or shows why one does not work."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING

from textual.binding import Binding
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from cogtui.screens.explorer.action_keys import ActionKeys
from cogtui.screens.explorer.actions import ACTIONS, Action, Here
from cogtui.screens.explorer.explorer_host import ExplorerHost
from cogtui.screens.explorer.launcher import Launcher
from cogtui.screens.explorer.panes import Panes
from cogtui.service.operations import OPERATIONS

if TYPE_CHECKING:
    from cogtui.screens.dialogs.palette import Command


class Dispatcher:
    """The way from a key, the menu or the palette to an action.

    A key that comes while a dialog is opening may be meant for the dialog, so it is rejected.

    Args:
        screen: The explorer.
        panes: Its panes.
        host: What it offers to features.
        launcher: What starts operations and features.
        keys: The user's own keys, by binding ID.
    """

    def __init__(
        self,
        screen: Screen[None],
        panes: Panes,
        host: ExplorerHost,
        launcher: Launcher,
        keys: Mapping[str, str],
    ) -> None:
        self._screen = screen
        self._panes = panes
        self._host = host
        self._launcher = launcher
        self._user_keys = keys
        self._keys = ActionKeys(keys, self._display)
        self._pending: Action | None = None
        self._has_rejected = False
        self._opening_key: Key | None = None

    def _display(self, binding: Binding) -> str:
        return self._screen.app.get_key_display(binding)

    @property
    def here(self) -> Here:
        """Where the user is."""
        selection = self._panes.selection(self._host.remembered_id)
        return Here(
            selection,
            self._panes.pane,
            self._host.region,
            self._panes.pools.is_loading,
            frozenset(row.name for row in selection.operations),
            self._host.is_demo,
        )

    def has_key(self, action: Action) -> bool:
        """Return whether a key belongs to an action here, even if it is refused."""
        is_typing = isinstance(self._screen.focused, Input)
        if action.name == "filter" and (is_typing or self._opening_key is not None):
            # it is text, or may be meant for the dialog
            return False
        return bool(self._keys.bindings_here(action, self.here))

    def watch(self, event: Key, focused: Widget | None) -> None:
        """Note a key that may open a dialog, from when it arrives until a widget has returned it.

        Args:
            event: Any key, new or returned.
            focused: The widget with the focus.
        """
        if event.is_forwarded:
            self.forget(event)
        elif self._keys.may_open_dialog(event.key):
            is_typed = focused and focused.check_consume_key(event.key, event.character)
            if self._screen.app.screen is self._screen and not is_typed:
                self._opening_key = event

    def forget(self, event: Key) -> None:
        """Stop waiting for a key that may open a dialog.

        Args:
            event: Any key.
        """
        if event is self._opening_key:
            self._opening_key = None

    async def perform(self, action: Action) -> None:
        """Run an action, or show why it does not work here.

        Args:
            action: The action.
        """
        here = self.here
        refusal = self._keys.refusal(action, here)
        if not refusal:
            # at once: the next key of the same read must find that something is starting
            await self._screen.run_action(action.run)
        elif self._panes.pools.is_awaiting_pool and here.selection.pool is None:
            self._pending = action
            self._host.toast(f"{action.title} follows when the pool is loaded. Esc Cancel")
        else:
            self._host.toast(refusal, "warning")

    def run_pending(self) -> None:
        """Run what waits for a pool, once it is there or cannot be read."""
        action = self._pending
        is_awaited = self._panes.pools.is_awaiting_pool and self.here.selection.pool is None
        if action is not None and not is_awaited:
            self._pending = None
            self._screen.call_later(self.perform, action)

    def rejects(self, key: str) -> bool:
        """Return whether a key comes while a dialog is opening that it may be meant for.

        Args:
            key: The key, by Textual's name.
        """
        opening = self._pending.title if self._pending else self._launcher.starting
        if not opening or key in ("escape", "ctrl+c"):
            self._has_rejected = False
            return False
        if not self._has_rejected:
            self._has_rejected = True
            self._host.toast(f"Opening {opening}: other keys are ignored. Esc Cancel")
        return True

    def cancel(self) -> bool:
        """Cancel what is opening or waits for a pool.

        Returns:
            Whether anything was.
        """
        if self._pending is None and not self._launcher.cancel():
            return False
        self._pending = None
        self._host.toast("Cancelled.")
        return True

    def explain_key(self, key: str) -> None:
        """Show why a key does nothing here.

        Args:
            key: The key, by Textual's name.
        """
        self._host.toast(self._keys.unbound(key, self._panes.pane), "warning")

    def key_bar(self) -> tuple[list[Binding], Binding]:
        """Return the keys that work here, the most useful first, and the palette's."""
        return self._keys.bar(self.here), self._keys.palette

    def open_menu(self) -> None:
        """Show what can be done with what is under the cursor."""
        from cogtui.screens.dialogs.menu import Menu  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.explorer.action_menu import menu_entries  # noqa: PLC0415  the first frame has no dialogs

        def run(name: str | None) -> None:
            if name is not None:
                self._screen.call_later(self.perform, ACTIONS[name])

        here = self.here
        menu = Menu(f"Actions on {here.title}", menu_entries(self._keys, here))
        # at once: the next key of the same read is for the menu
        self._screen.app.push_screen(menu, run)

    def open_help(self) -> None:
        """Show the keys that work here, then all others."""
        from cogtui.screens.explorer.help import help_sections  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.explorer.help_dialog import HelpDialog  # noqa: PLC0415  the first frame has no dialogs

        app = self._screen.app
        everywhere = (type(self._screen), type(app))
        sections = help_sections(everywhere, self._keys, self.here, self._user_keys, self._display)
        app.push_screen(HelpDialog(sections))

    def open_welcome(self) -> None:
        """Show what to try in the demo."""
        from cogtui.screens.explorer.welcome import WelcomeDialog  # noqa: PLC0415  the first frame has no dialogs

        def key(name: str) -> str:
            return self._keys.display_all(ACTIONS[name])[0]

        self._screen.app.push_screen(WelcomeDialog(key, self._display(self._keys.palette)))

    def commands(self) -> "Iterator[Command]":
        """Yield a command of the palette for each action."""
        from cogtui.screens.dialogs.palette import Command  # noqa: PLC0415  the first frame has no dialogs

        here = self.here
        for action in ACTIONS.values():
            if action.demo_only and not self._host.is_demo:
                continue
            keys = self._keys.display_all(action)
            is_operation = action.name in OPERATIONS
            # an operation asks for what is not under the cursor
            reason = action.refuses(here) if is_operation else action.why_not(here)
            remarks = (" ".join(keys), action.remark, reason and f"not now: {reason}")
            yield Command(
                action.name,
                f"{action.title} · {action.name}" if is_operation else action.title,
                "  ".join(filter(None, remarks)),
                partial(self._run_command, action),
                keys,
                action.words,
            )

    async def _run_command(self, action: Action) -> None:
        """Run an action chosen in the palette: of an operation, its form."""
        if action.name in OPERATIONS:
            selection = self.here.selection
            self._launcher.run_operation(OPERATIONS[action.name], selection, by_form=True)
        else:
            await self.perform(action)
