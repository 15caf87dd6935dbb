"""The screens of their own that some keys and operations open from the main screen."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from textual import on, work

from cogtui.account.account import Pool
from cogtui.account.selection import Selection
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.screens.explorer.panes import Pane
from cogtui.screens.host import Host
from cogtui.service.operations import OPERATIONS, Feature, Operation, Scope
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cogtui.screens.configuration.run import ConfigurationRun
    from cogtui.screens.credentials.explain_role import WhyRoleRun
    from cogtui.screens.credentials.run import CredentialsRun
    from cogtui.screens.developers.run import DevelopersRun


OF_CONFIGURATION: Final[Mapping[str, tuple[str, str]]] = {
    "edit-by-hand": ("E", "Edit in $EDITOR"),
    "history": ("Z", "Earlier configurations"),
    "clone": ("C", "Clone the pool"),
    "save": ("S", "Save the configuration"),
    "compare": ("V", "Compare configurations"),
}
"""What can be done with a pool's configuration besides its operations: key and title, by what
`cogtui.screens.configuration.run.Act` calls it."""

_CHANGING: Final = ("edit-by-hand", "clone")
"""What of that changes something."""


class Features(Host):
    """Opens those screens on what is under the cursor."""

    _looked_through: frozenset[str] = frozenset()
    """The accounts whose changes that were cut short have been told."""

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

    def _has_feature(self, operation: Operation, selection: Selection) -> bool:
        """Whether an operation has a screen of its own for what is under the cursor.

        Without credentials it has none: nothing can be read that such a screen would offer.
        """
        is_there = selection.pool is not None or operation.scope is Scope.ACCOUNT
        return operation.feature is not None and is_there and not selection.only

    def _open_feature(self, operation: Operation, selection: Selection) -> None:
        if operation.feature is Feature.DEVELOPERS:
            self._see_to_developers(operation.name, selection)
        elif operation.feature is Feature.CREDENTIALS and selection.pool is not None:
            self._get_credentials(selection.pool, selection.identity_id)
        else:
            self._see_to_configuration(operation.name, selection.pool)

    def action_configuration(self, begin: str) -> None:
        """Does something with the configuration of the pool under the cursor.

        Args:
            begin: What, one of `cogtui.screens.configuration.run.Act`.
        """
        selection = self._selection()
        refusal = configuration_refusal(begin, selection)
        if selection.pool is None or refusal:
            self.toast(f"Configuration: {refusal}.", "warning")
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
            self._show_interrupted(is_requested=False)

    def action_interrupted(self) -> None:
        """Shows the changes of pools that a crash has cut short."""
        self._show_interrupted(is_requested=True)

    @work(group="operation")
    async def _show_interrupted(self, *, is_requested: bool) -> None:
        if is_requested or await in_thread(self.has_changes_under_way):
            show = await in_thread(_interrupted_changes)
            await show(self, is_requested=is_requested)

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


def configuration_refusal(act: str, selection: Selection) -> str:
    """Why something cannot be done with the configuration of what is selected; empty if it can.

    Args:
        act: One of `OF_CONFIGURATION`.
        selection: What is under the cursor.
    """
    if selection.pool is None or selection.only is not None:
        return "go to a pool that can be read"
    return selection.refusal(OPERATIONS["update-identity-pool"]) if act in _CHANGING else ""


def _configuration_run() -> "type[ConfigurationRun]":
    from cogtui.screens.configuration.run import ConfigurationRun  # noqa: PLC0415  likewise

    return ConfigurationRun


def _interrupted_changes() -> "Callable[..., Awaitable[None]]":
    from cogtui.screens.configuration.interrupted import show_interrupted  # noqa: PLC0415  likewise

    return show_interrupted


def _credentials_run() -> "type[CredentialsRun]":
    from cogtui.screens.credentials.run import CredentialsRun  # noqa: PLC0415  likewise

    return CredentialsRun


def _why_role_run() -> "type[WhyRoleRun]":
    from cogtui.screens.credentials.explain_role import WhyRoleRun  # noqa: PLC0415  likewise

    return WhyRoleRun


def _developers_run() -> "type[DevelopersRun]":
    from cogtui.screens.developers.run import DevelopersRun  # noqa: PLC0415  likewise

    return DevelopersRun
