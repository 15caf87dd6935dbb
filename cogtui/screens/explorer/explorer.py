"""The main screen: its keys, and the operations and features that they run."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from cogtui.account.selection import Selection
from cogtui.gateway import RequestLog
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.screens.explorer.actions import ACTIONS, BY_SCOPE
from cogtui.screens.explorer.dispatcher import Dispatcher
from cogtui.screens.explorer.explorer_host import ExplorerHost
from cogtui.screens.explorer.identities_pane import IdentitiesPane
from cogtui.screens.explorer.launcher import Launcher
from cogtui.screens.explorer.panes import Pane, Panes
from cogtui.screens.explorer.subject_pane import SubjectPane
from cogtui.screens.explorer.tree_width import WIDE
from cogtui.screens.features import FEATURES
from cogtui.secret import Secret
from cogtui.service.operations import OPERATIONS, Scope, View
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.filter_bar import FilterBar
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.key_bar import ExplorerKeyBar
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.request_table import RequestTable
from cogtui.widgets.status_bar import StatusBar


class Explorer(Screen[None]):
    """Browses pools and identities, and runs operations on what is under the cursor.

    Args:
        settings: The user's settings.
        state: What is remembered from earlier runs.
        state_file: Where it is remembered; None for nowhere.
        serve_demo: Starts the demo's server and returns its URL; None without the demo.
        clock: Returns the current time, seconds since the epoch.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "cycle(1)", "Next pane", show=False, id="next-pane"),
        Binding("shift+tab", "cycle(-1)", "Previous pane", show=False, id="previous-pane"),
        Binding("escape", "back", "Back", show=False, id="back"),
        *(
            Binding(
                action.keys,
                f"press('{action.name}')",
                action.title,
                show=False,
                # before the others: letters typed right after it are the filter, not operations
                priority=action.name == "filter",
                id=action.name,
            )
            for action in BY_SCOPE
            if action.keys
        ),
        *(
            Binding(
                str(place),
                f"tab({place})",
                "First tab, and so on to 7" if place == 1 else "",
                show=False,
                id=f"tab-{place}",
            )
            for place in range(1, 8)
        ),
    ]

    panes = getters.query_one(Panes)
    pools = getters.query_one(AccountPane)
    identities = getters.query_one(IdentitiesPane)
    subject = getters.query_one(SubjectPane)
    filter_bar = getters.query_one(FilterBar)

    _has_warned_of_clock = False

    def __init__(
        self,
        settings: Settings,
        state: RememberedState,
        state_file: Path | None,
        *,
        serve_demo: Callable[[], str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._state = state
        self._is_welcome_due = settings.demo and settings.welcome and not state.welcomed
        self.requests = RequestLog(clock=clock)
        """Every call of this run."""
        self._panes = Panes(
            settings, state, state_file, self.requests, serve_demo=serve_demo, clock=clock
        )
        self.host = ExplorerHost(self, self._panes, is_demo=settings.demo)
        """What the explorer offers to features."""
        self._launcher = Launcher(self, self._panes, self.host)
        self.dispatcher = Dispatcher(self, self._panes, self.host, self._launcher, settings.keys)
        """Runs the actions, and shows which there are."""

    def compose(self) -> ComposeResult:
        """Compose the status, the panes, the filter and the keys."""
        # before the first layout, which Textual's breakpoints would do twice
        self.set_class(self.app.size.width >= WIDE, "-wide", update=False)
        yield StatusBar()
        yield self._panes
        yield FilterBar()
        yield ExplorerKeyBar()

    def on_mount(self) -> None:
        """Draw the status before there is an account, and watch this machine's clock."""
        self._draw_status()
        self.requests.on_clock_change = self._check_clock

    def on_unmount(self) -> None:
        """Remove the records of the demo."""
        self.host.change_records.close()

    def on_screen_resume(self) -> None:
        """Open the account once the first frame is drawn, and not before."""
        if self.pools.account is None:
            self.pools.start()
            if self._is_welcome_due:
                self.action_welcome()

    def on_screen_suspend(self) -> None:
        """Note that what was started has opened a dialog, unless that only waits."""
        from cogtui.screens.dialogs.waiting import WaitingDialog  # noqa: PLC0415  the first frame has no dialogs

        if not isinstance(self.app.screen, WaitingDialog):
            self._launcher.opened_dialog()

    def on_resize(self) -> None:
        """Show the panes that there is room for now."""
        self.set_class(self.app.size.width >= WIDE, "-wide")
        self.panes.resized()

    # What the panes report

    @on(AccountPane.Opening)
    @on(AccountPane.Failed)
    @on(AccountPane.Changed)
    @on(AccountPane.Expiring)
    def _draw_status(self) -> None:
        self.query_one(StatusBar).status = self.pools.status

    @on(AccountPane.Failed)
    @on(AccountPane.Changed)
    def _run_pending(self) -> None:
        self.dispatcher.run_pending()

    @on(AccountPane.Changed)
    def _announce_interrupted(self) -> None:
        self._launcher.announce_interrupted()

    def _check_clock(self) -> None:
        """Show that the clock is wrong or right again, with one warning in each run."""
        self._draw_status()
        error = self.pools.clock_error
        if error and not self._has_warned_of_clock:
            self._has_warned_of_clock = True
            self.host.toast(
                f"This machine's clock is {error}. AWS rejects signatures that are more than five "
                "minutes off, and expiry times are misjudged. Set the clock.",
                "warning",
            )

    @on(AccountPane.Warned)
    def _show_warning(self, event: AccountPane.Warned) -> None:
        self.host.toast(event.text, "warning")

    @on(AccountPane.Copied)
    def _copy(self, event: AccountPane.Copied) -> None:
        self.host.copy(Secret(event.text), "the output of the command")

    @on(IdentitiesPane.Failed)
    def _show_listing_failure(self, event: IdentitiesPane.Failed) -> None:
        self.host.toast(f"{event.explanation.title}. {event.explanation.remedy}", "error")

    @on(AccountPane.Changed)
    @on(DetailPane.TabChosen)
    @on(IdentityTable.Filtered)
    @on(IdentityTable.Marked)
    @on(IdentityTable.Moved, "IdentityTable")
    @on(PoolTree.Reached)
    @on(Panes.Entered)
    def _draw_keys(self) -> None:
        """Show the keys that work for what is under the cursor."""
        # not before it is mounted
        for bar in self.query(ExplorerKeyBar):
            bar.show(*self.dispatcher.key_bar())

    # Operations and features

    @property
    def selection(self) -> Selection:
        """What is under the cursor."""
        return self.panes.selection(self.host.remembered_id)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave a key to the action that has it here."""
        if action != "press":
            return True
        return self.dispatcher.has_key(ACTIONS[str(parameters[0])])

    async def action_press(self, name: str) -> None:
        """Run an action by its key.

        Args:
            name: One of `ACTIONS`.
        """
        await self.dispatcher.perform(ACTIONS[name])

    def action_run(self, name: str, *, by_form: bool = False) -> None:
        """Run an operation on what is under the cursor.

        Args:
            name: The operation's AWS CLI name.
            by_form: Whether to use its form even where its key opens more than that.
        """
        self._launcher.run_operation(OPERATIONS[name], self.selection, by_form=by_form)

    def action_feature(self, name: str) -> None:
        """Open a feature on what is under the cursor.

        Args:
            name: One of `FEATURES`.
        """
        self._launcher.open_feature(FEATURES[name], self.selection)

    def action_actions(self) -> None:
        """Show what can be done with what is under the cursor."""
        self.dispatcher.open_menu()

    # Panes

    def action_cycle(self, step: int) -> None:
        """Focus the next pane that has something to show.

        Args:
            step: 1 for the next, -1 for the previous.
        """
        self.panes.cycle(step)

    def action_back(self) -> None:
        """Dismiss an error, cancel what is opening or loading, clear the filter, or go back."""
        app: Any = self.app
        if app.dismiss_error() or self.dispatcher.cancel():
            return
        self.panes.back()
        self.filter_bar.show(self.panes.query_text)

    def action_zoom(self) -> None:
        """Show the current pane alone, or the others again."""
        if self.panes.is_alone:
            self.host.toast("There is no other pane beside this one.", "warning")
        else:
            self.panes.zoom()

    def action_resize_tree(self, step: int) -> None:
        """Make the tree wider or narrower.

        Args:
            step: 1 for wider, -1 for narrower.
        """
        if refusal := self.panes.resize_tree(step):
            self.host.toast(refusal, "warning")

    def action_refresh(self) -> None:
        """Read again what the current pane shows."""
        self.panes.refresh_pane()

    def action_toggle_disabled(self) -> None:
        """Leave disabled identities out of the listing, or list them again."""
        hidden = self.identities.toggle_disabled()
        self.host.toast(
            "Disabled identities are hidden." if hidden else "All identities are listed."
        )

    def action_profile(self) -> None:
        """Ask for another profile."""
        self._launcher.start("Profile", self.pools.choose_profile)

    @work(group="choose", exclusive=True)
    async def action_sign_in(self) -> None:
        """Sign in by SSO with the profile in use."""
        from cogtui.screens.explorer.sso_sign_in import sign_in  # noqa: PLC0415  the first frame has no dialogs

        await sign_in(self.host, self.panes)

    def action_regions(self) -> None:
        """Ask for the regions to list."""
        self._launcher.start("Regions", self.pools.choose_regions)

    def action_foreground(self) -> None:
        """Open the account again, with the command for its credentials in the terminal."""
        self.pools.open_in_foreground()

    def action_tab(self, place: int) -> None:
        """Show a tab of the detail pane.

        Args:
            place: Which one, from 1 on.
        """
        tabs = self.subject.detail.choose_nth(place)
        if place > tabs:
            self.host.toast(f"There are {tabs} tabs here: 1-{tabs}.", "warning")

    def action_show_json(self) -> None:
        """Show what is under the cursor as the service returns it."""
        self.panes.show_view(View.JSON, self.selection, Scope.IDENTITY)

    def action_step_identity(self, step: int) -> None:
        """Show the next identity of the table, or the previous one.

        Args:
            step: 1 for the next, -1 for the previous.
        """
        if not self.panes.step_identity(step):
            self.host.toast(f"This is the {'last' if step > 0 else 'first'} identity loaded.")

    def action_filter(self) -> None:
        """Let the user type a filter for the current pane."""
        what = {
            Pane.POOLS: "Pools by name or ID",
            Pane.IDENTITIES: "Loaded identities by ID, login or state",
        }
        self.filter_bar.ask(self.panes.query_text, what[self.panes.pane])

    @on(FilterBar.Typed)
    def _filter(self, event: FilterBar.Typed) -> None:
        self.panes.filter(self.panes.pane, event.query)

    @on(FilterBar.RestWanted)
    def _load_rest(self) -> None:
        if self.panes.pane is Pane.IDENTITIES:
            self.identities.load_rest()
        else:
            self.host.toast("Pools are always loaded in full.")

    @on(FilterBar.Left)
    def _leave_filter(self) -> None:
        if self.panes.pane is Pane.POOLS:
            self.pools.pool_tree.go_to_found()
        self.panes.focus_pane()

    @on(AccountPane.Opening)
    @on(Panes.Entered)
    def _show_filter(self) -> None:
        self.filter_bar.show(self.panes.query_text)

    # Copying, help, requests

    def action_copy_id(self) -> None:
        """Copy the ID of what is under the cursor."""
        found = self.selection.id or ""
        self.host.copy(Secret(found), found)

    def action_copy_arn(self) -> None:
        """Copy the marked IDs, or the ARN of what is under the cursor."""
        selection = self.selection
        if selection.marked:
            self.host.copy(Secret("\n".join(selection.marked)), f"the IDs of {selection.title}")
        else:
            arn = selection.arn or ""
            self.host.copy(Secret(arn), arn)

    def action_copy_console_link(self) -> None:
        """Copy the link to the pool under the cursor, or to its region's pools, in the console."""
        from cogtui.service import console_links  # noqa: PLC0415  the first frame copies nothing

        pool, region = self.selection.pool, self.host.region
        if pool is not None:
            link, what = console_links.pool_link(pool.region, pool.pool_id), pool.title
        else:
            link, what = console_links.pools_link(region), f"the pools of {region}"
        self.host.copy(Secret(link), f"the console link of {what}")

    def action_show_copied(self) -> None:
        """Show what was copied last."""
        if not self.host.copier.show_copied():
            self.host.toast("Nothing was copied yet.", "warning")

    @on(RequestTable.Opened, "#log")
    @work(group="choose", exclusive=True)
    async def _open_request(self, event: RequestTable.Opened) -> None:
        """Show a call, and the AWS CLI line that does the same."""
        from cogtui.documents.request import call  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.document_dialog import POLICY, DocumentDialog  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.service.cli_line import cli_line  # noqa: PLC0415  the first frame has no dialogs

        request = self.subject.detail.request_table.request_at(event.row)
        line = cli_line(
            request.operation,
            request.parameters,
            profile=request.profile,
            region=request.region,
            endpoint_url=request.endpoint_url,
        )
        what = "the AWS CLI line"
        dialog = DocumentDialog(
            "A call",
            call(request, line),
            copied=line,
            what=what,
            also=request.error.policy if request.error else "",
            also_what=POLICY,
        )
        copied = await self.app.push_screen_wait(dialog)
        if copied is not None:
            self.host.copy(Secret(copied), what if copied == line else POLICY)

    def action_help(self) -> None:
        """Show the keys that work here, then all others."""
        self.dispatcher.open_help()

    def action_welcome(self) -> None:
        """Show what to try in the demo, and remember that it was shown."""
        self._state.welcomed = True
        self.pools.choices.save()
        self.dispatcher.open_welcome()
