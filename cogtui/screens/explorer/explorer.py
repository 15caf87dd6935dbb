"""The main screen: every key, and every operation on what is under the cursor."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import Binding, BindingType

from cogtui.account.selection import Selection
from cogtui.screens.explorer.panes import Pane, Panes
from cogtui.screens.explorer.subject_pane import Subject
from cogtui.screens.features import OF_CONFIGURATION, Features, configuration_refusal
from cogtui.secret import Secret
from cogtui.service.operations import OPERATIONS, Operation, Scope, View
from cogtui.threads import in_thread
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.request_table import RequestTable

if TYPE_CHECKING:
    from cogtui.screens.operation.runner import OperationRun


class Explorer(Features):
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
        *(
            Binding(key, f"configuration('{act}')", title, show=False, id=act)
            for act, (key, title) in OF_CONFIGURATION.items()
        ),
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
        elif self._has_feature(operation, selection) and not by_form:
            self._open_feature(operation, selection)
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
        from cogtui.screens.dialogs.choices import operation_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Choice, Picker  # noqa: PLC0415  the first frame has no dialogs

        selection = self._selection()
        choices = operation_choices(selection, lambda row: self._key_display(row.key, row.name))
        if selection.pool is not None and selection.identity_id is None:
            choices += [
                Choice(
                    act,
                    f"{self._key_display(key, act)}  {title}",
                    refusal := configuration_refusal(act, selection),
                    disabled=bool(refusal),
                )
                for act, (key, title) in OF_CONFIGURATION.items()
            ]
        chosen = await self.app.push_screen_wait(Picker(f"Actions on {selection.title}", choices))
        if chosen and chosen[0] in OF_CONFIGURATION:
            self.action_configuration(chosen[0])
        elif chosen:
            self.action_run(chosen[0])

    def _key_display(self, key: str, name: str) -> str:
        from cogtui.screens.explorer.keymap import key_display  # noqa: PLC0415  the first frame has no dialogs

        return key_display(Binding(key, "", id=name), self.keys, self.app.get_key_display)

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
        from cogtui.documents.request import call  # noqa: PLC0415  likewise
        from cogtui.screens.dialogs.document_dialog import POLICY, DocumentDialog  # noqa: PLC0415  likewise
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
            self.copy(Secret(copied), what if copied == line else POLICY)

    def action_help(self) -> None:
        """Shows every key."""
        from cogtui.screens.dialogs.document_dialog import DocumentDialog  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.explorer.help import help_document  # noqa: PLC0415  the first frame has no dialogs

        document = help_document((Explorer, type(self.app)), self.keys, self.app.get_key_display)
        self.app.push_screen(DocumentDialog("Keys", document))


def _operation_run() -> "type[OperationRun]":
    from cogtui.screens.operation.runner import OperationRun  # noqa: PLC0415  the first frame has no dialogs

    return OperationRun
