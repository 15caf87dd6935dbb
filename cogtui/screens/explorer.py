"""The main screen: every key, and every operation on what is under the cursor."""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cogtui.account import Pool
from cogtui.operations import OPERATIONS, Desk, Operation, Scope, View
from cogtui.screens.account_pane import AccountPane
from cogtui.screens.desk import OperationDesk
from cogtui.screens.panes import Pane, Panes
from cogtui.screens.subject_pane import Subject
from cogtui.secret import Secret
from cogtui.selection import Selection
from cogtui.threads import in_thread
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.request_table import RequestTable

if TYPE_CHECKING:
    from cogtui.screens.configuration import ConfigurationRun
    from cogtui.screens.credentials import CredentialsRun
    from cogtui.screens.developers import DevelopersRun
    from cogtui.screens.runner import OperationRun
    from cogtui.screens.why_role import WhyRoleRun


class Explorer(OperationDesk):
    """Walks through pools and identities, and acts on what is under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "cycle(1)", "Next pane", show=False, id="next-pane"),
        Binding("shift+tab", "cycle(-1)", "Pane before", show=False, id="previous-pane"),
        Binding("escape", "back", "Back", show=False, id="back"),
        # before all others, so that letters typed at once after it are the query and no operations
        Binding("slash", "filter", "Filter", priority=True, id="filter"),
        Binding("a", "actions", "Actions", id="actions"),
        *(
            Binding(row.key, f"run('{row.name}')", row.title, show=row.is_prominent, id=row.name)
            for row in OPERATIONS.values()
        ),
        Binding("r", "refresh", "Refresh", id="refresh"),
        Binding("W", "why_role", "Which role, and why", show=False, id="why-role"),
        Binding("X", "act_as", "Credentials of a guest or a login", show=False, id="act-as"),
        Binding("F", "look_up", "Look up a developer user", show=False, id="look-up"),
        Binding("B", "many_users", "Many developer users", show=False, id="many-users"),
        Binding("E", "configuration('edit-by-hand')", "Edit in $EDITOR", show=False, id="editor"),
        Binding("Z", "configuration('history')", "Earlier ones", show=False, id="history"),
        Binding("C", "configuration('clone')", "Clone the pool", show=False, id="clone"),
        Binding("S", "configuration('save')", "Save to a file", show=False, id="save"),
        Binding("V", "configuration('compare')", "Compare", show=False, id="compare"),
        Binding(
            "exclamation_mark", "interrupted", "Interrupted changes", show=False, id="interrupted"
        ),
        Binding("H", "toggle_disabled", "Hide or show disabled", show=False, id="hide-disabled"),
        Binding("P", "profile", "Profile", id="profile"),
        Binding("R", "regions", "Regions", id="regions"),
        Binding("y", "copy_id", "Copy the id", show=False, id="copy-id"),
        Binding("Y", "copy_arn", "Copy the ARN, or all marked ids", show=False, id="copy-arn"),
        Binding("c", "show_copied", "Show what was copied", show=False, id="show-copied"),
        Binding("J", "show_json", "Raw JSON", show=False, id="json"),
        Binding("question_mark", "help", "Help", id="help"),
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

    _offered: Sequence[str] = ()
    """The operations that the line of keys was drawn for."""

    _looked_through: frozenset[str] = frozenset()
    """The accounts whose changes that were cut short have been told."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves a key to the operation whose scope is under the cursor."""
        if action == "run":
            return parameters[0] in {row.name for row in self._selection().operations}
        return action != "filter" or self.panes.pane is not Pane.DETAIL

    @on(PoolTree.Reached)
    @on(IdentityTable.Moved)
    @on(Panes.Entered)
    def _offer_keys(self) -> None:
        """Has the line of keys tell what can be done with what is under the cursor."""
        offered = [row.name for row in self._selection().operations]
        if offered != self._offered:
            self._offered = offered
            self.refresh_bindings()

    def _selection(self) -> Selection:
        caller = self.pools.account.caller if self.pools.account else None
        if self.panes.pane is Pane.IDENTITIES:
            identity = self.identities.table.identity
            identity_id = identity.identity_id if identity else None
            marked = self.identities.table.marked
            found = Selection(self.identities.pool, identity_id, marked, caller)
        else:
            subject = self.subject.subject
            # without credentials nothing lists identities, but one may have been got
            identity_id = subject.identity_id or (self.got if self.pools.only else None)
            found = Selection(subject.pool, identity_id, (), caller)
        return found._replace(read_only=self.pools.is_read_only, only=self.pools.only)

    def refusal(self, operation: Operation) -> str:
        """Why an operation is not to be had now, empty if it is."""
        return self._selection().refusal(operation)

    def action_run(self, name: str, *, by_form: bool = False) -> None:
        """Runs an operation on what is under the cursor.

        Args:
            name: The operation's AWS CLI name.
            by_form: Whether by its form, also where it has a screen of its own.
        """
        operation = OPERATIONS[name]
        selection = self._selection()
        if refusal := selection.refusal(operation):
            self.toast(f"{operation.title} ({name}): {refusal}.", "warning")
        elif self._has_desk(operation, selection) and not by_form:
            self._open_desk(operation, selection)
        elif operation.view is View.POOLS:
            self.panes.pane = Pane.POOLS
            self._list_pools()
        elif operation.view is None or not selection.has(operation.scope):
            self._run(operation, selection)
        else:
            self._show_view(operation.view, operation.scope)

    def _show_view(self, view: View, scope: Scope) -> None:
        """Goes to where an answer stands."""
        if view is View.IDENTITIES:
            self.panes.pane = Pane.IDENTITIES
        else:
            self._show_selected(scope)
            self.subject.detail.choose(view)
            self.panes.pane = Pane.DETAIL

    @work(group="operation")
    async def _run(self, operation: Operation, selection: Selection) -> None:
        """Runs an operation through its form; it goes on when one moves on."""
        account = self.pools.account
        if account is None or not self.aws_region:
            self.toast("There is no connection yet.", "warning")
            return
        # the form and what belongs to it take longer to import than a frame may
        operation_run = await in_thread(_operation_run)
        if operation.scope is Scope.POOL and selection.pool is None and self.all_pools:
            pool = await self.choose_pool()
            if pool is None:
                return
            selection = selection._replace(pool=pool)
            if operation.view is not None:
                self.pools.pool_tree.go_to(pool)
                self._show_subject(Subject(pool.title, pool))
                self._show_view(operation.view, operation.scope)
                return
        await operation_run(self, account, operation, selection).run()

    def _has_desk(self, operation: Operation, selection: Selection) -> bool:
        """Whether an operation has a screen of its own for what is under the cursor.

        Without credentials it has none: nothing can be read that such a screen would offer.
        """
        is_there = selection.pool is not None or operation.scope is Scope.ACCOUNT
        return operation.desk is not None and is_there and not selection.only

    def _open_desk(self, operation: Operation, selection: Selection) -> None:
        if operation.desk is Desk.DEVELOPERS:
            self._see_to_developers(operation.name, selection)
        elif operation.desk is Desk.CREDENTIALS and selection.pool is not None:
            self._get_credentials(selection.pool, selection.identity_id)
        else:
            self._see_to_configuration(operation.name, selection.pool)

    def action_configuration(self, begin: str) -> None:
        """Does something with the configuration of the pool under the cursor.

        Args:
            begin: What, one of `cogtui.screens.configuration.Act`.
        """
        selection = self._selection()
        changes = begin in ("edit-by-hand", "clone")
        refusal = selection.refusal(OPERATIONS["update-identity-pool"]) if changes else ""
        if selection.pool is None or selection.only is not None or refusal:
            self.toast(f"Configuration: {refusal or 'go to a pool that can be read'}.", "warning")
        else:
            self._see_to_configuration(begin, selection.pool)

    @work(group="operation")
    async def _see_to_configuration(self, begin: str, pool: Pool | None) -> None:
        """Opens the desk for configurations, with what to begin with."""
        account = self.pools.account
        if account is None or not self.aws_region:
            self.toast("There is no connection yet.", "warning")
            return
        configuration_run = await in_thread(_configuration_run)
        await configuration_run(self, account, self.aws_region, pool).run(begin)

    @on(AccountPane.Changed)
    def _look_for_interrupted(self) -> None:
        """Tells what a crash has cut short, once it is known whose account it is."""
        caller = self.pools.account.caller if self.pools.account else None
        if caller is not None and caller.account not in self._looked_through:
            self._looked_through |= {caller.account}
            self._show_interrupted(is_asked_for=False)

    def action_interrupted(self) -> None:
        """Shows the changes of pools that a crash has cut short."""
        self._show_interrupted(is_asked_for=True)

    @work(group="operation")
    async def _show_interrupted(self, *, is_asked_for: bool) -> None:
        if is_asked_for or await in_thread(self.has_changes_under_way):
            show = await in_thread(_interrupted_changes)
            await show(self, is_asked_for=is_asked_for)

    def action_look_up(self) -> None:
        """Looks up which identity a developer user leads to."""
        self._see_to_developers("look-up", self._selection())

    def action_many_users(self) -> None:
        """Merges or unlinks the developer users that a file tells."""
        selection = self._selection()
        if refusal := selection.refusal(OPERATIONS["merge-developer-identities"]):
            self.toast(f"Many developer users: {refusal}.", "warning")
        else:
            self._see_to_developers("many", selection)

    @work(group="operation")
    async def _see_to_developers(self, begin: str, selection: Selection) -> None:
        """Opens the desk for developer users, with what to begin with."""
        account = self.pools.account
        if account is None or selection.only is not None:
            self.toast("Developer users: they are looked up with AWS credentials.", "warning")
            return
        developers_run = await in_thread(_developers_run)
        pool = selection.pool
        if pool is None and self.all_pools:
            pool = await self.choose_pool()
        if pool is not None:
            await developers_run(self, account, pool, selection).run(begin)

    def action_act_as(self) -> None:
        """Gets credentials of a guest, or of whoever a login is of."""
        selection = self._selection()
        refusal = selection.refusal(OPERATIONS["get-credentials-for-identity"])
        if selection.pool is None or refusal:
            self.toast(f"Credentials: {refusal or 'go to a pool first'}.", "warning")
        else:
            self._get_credentials(selection.pool, None)

    @work(group="operation")
    async def _get_credentials(self, pool: Pool, identity_id: str | None) -> None:
        account = self.pools.account
        assert account is not None, "a pool is one of an account"  # noqa: S101  for the type
        credentials_run = await in_thread(_credentials_run)
        await credentials_run(self, account, pool, identity_id).run()

    @work(group="operation")
    async def action_why_role(self) -> None:
        """Tells which role somebody would get of the pool under the cursor, and why."""
        pool = self._selection().pool
        if pool is None or self.pools.account is None or self.pools.only is not None:
            self.toast("Go to a pool that can be read first.", "warning")
        else:
            why_role_run = await in_thread(_why_role_run)
            await why_role_run(self, self.pools.account, pool).run()

    def _show_selected(self, scope: Scope) -> None:
        """Turns the details to the pool or to the identity under the cursor."""
        pool = self._selection().pool
        if scope is Scope.POOL and pool is not None:
            self._show_subject(Subject(pool.title, pool))
        elif self.panes.pane is Pane.IDENTITIES:
            self._show_identity()

    @work(group="choose", exclusive=True)
    async def action_actions(self) -> None:
        """Offers what can be done with what is under the cursor."""
        from cogtui.screens.choices import operation_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.picker import Picker  # noqa: PLC0415  the first frame has no dialogs

        selection = self._selection()
        choices = operation_choices(selection, self._key_display)
        chosen = await self.app.push_screen_wait(Picker(f"Actions on {selection.title}", choices))
        if chosen:
            self.action_run(chosen[0])

    def _key_display(self, operation: Operation) -> str:
        from cogtui.screens.keymap import key_display  # noqa: PLC0415  the first frame has no dialogs

        binding = Binding(operation.key, "", id=operation.name)
        return key_display(binding, self.keys, self.app.get_key_display)

    def action_refresh(self) -> None:
        """Reads again what the pane with the keyboard shows."""
        if self.panes.pane is Pane.IDENTITIES:
            self.identities.read_again()
            return
        pool = None if self.pools.only is not None else self.subject.subject.pool
        if pool is not None and self.pools.account is not None:
            self.pools.account.forget(pool)
            self.subject.read()
            if self.panes.pane is Pane.POOLS and self.panes.in_sight(Pane.IDENTITIES):
                self.identities.read_again()
        else:
            self._list_pools()

    def _list_pools(self) -> None:
        place = self.pools.pool_tree.place
        self.pools.read_again(place.region if place else None)

    def action_toggle_disabled(self) -> None:
        """Leaves disabled identities out of the listing, or lists them again."""
        hidden = self.identities.toggle_disabled()
        self.toast("Disabled identities are hidden." if hidden else "All identities are listed.")

    def action_profile(self) -> None:
        """Asks for another profile."""
        self.pools.choose_profile()

    def action_regions(self) -> None:
        """Asks for the regions to show."""
        self.pools.choose_regions()

    def action_tab(self, place: int) -> None:
        """Shows a tab of the detail pane.

        Args:
            place: Which, from 1 on.
        """
        self.subject.detail.choose_nth(place)

    def action_show_json(self) -> None:
        """Shows what is under the cursor as the service tells it."""
        self._show_selected(Scope.IDENTITY)
        self.subject.detail.choose(View.JSON)
        self.panes.pane = Pane.DETAIL

    def action_copy_id(self) -> None:
        """Copies the id of what is under the cursor."""
        selection = self._selection()
        if selection.id is not None:
            self.copy(Secret(selection.id), selection.id)
        else:
            self.toast("There is no id under the cursor.", "warning")

    def action_copy_arn(self) -> None:
        """Copies the ids marked, or the ARN of what is under the cursor."""
        selection = self._selection()
        if selection.marked:
            self.copy(Secret("\n".join(selection.marked)), f"the ids of {selection.title}")
        elif selection.arn is not None:
            self.copy(Secret(selection.arn), selection.arn)
        elif selection.pool is not None:
            self.toast("There is no ARN: the account is not known.", "warning")
        else:
            self.toast("There is no ARN under the cursor.", "warning")

    @on(RequestTable.Opened, "#log")
    @work(group="choose", exclusive=True)
    async def _open_request(self, event: RequestTable.Opened) -> None:
        """Shows a call, and the AWS CLI line that does the same."""
        from cogtui.cli_line import cli_line  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.documents.request import call  # noqa: PLC0415  likewise
        from cogtui.screens.document import POLICY, DocumentDialog  # noqa: PLC0415  likewise

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
            self.copy(Secret(copied), what if copied == line else POLICY)

    def action_help(self) -> None:
        """Shows every key."""
        from cogtui.screens.document import DocumentDialog  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.help import help_document  # noqa: PLC0415  the first frame has no dialogs

        document = help_document((Explorer, type(self.app)), self.keys, self.app.get_key_display)
        self.app.push_screen(DocumentDialog("Keys", document))


def _operation_run() -> "type[OperationRun]":
    from cogtui.screens.runner import OperationRun  # noqa: PLC0415  the first frame has no dialogs

    return OperationRun


def _configuration_run() -> "type[ConfigurationRun]":
    from cogtui.screens.configuration import ConfigurationRun  # noqa: PLC0415  likewise

    return ConfigurationRun


def _interrupted_changes() -> "Callable[..., Awaitable[None]]":
    from cogtui.screens.configuration_interrupted import show_interrupted  # noqa: PLC0415  likewise

    return show_interrupted


def _credentials_run() -> "type[CredentialsRun]":
    from cogtui.screens.credentials import CredentialsRun  # noqa: PLC0415  likewise

    return CredentialsRun


def _why_role_run() -> "type[WhyRoleRun]":
    from cogtui.screens.why_role import WhyRoleRun  # noqa: PLC0415  likewise

    return WhyRoleRun


def _developers_run() -> "type[DevelopersRun]":
    from cogtui.screens.developers import DevelopersRun  # noqa: PLC0415  likewise

    return DevelopersRun
