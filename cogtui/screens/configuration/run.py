"""The operations on a pool's whole configuration."""

import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Final

from cogtui.account.account import Account, Pool
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.starting_points import starting_points
from cogtui.documents.configuration_change import Remark, RemarkLevel
from cogtui.screens.configuration.change import (
    Change,
    PendingChange,
    configuration_members,
    read_or_cancel,
)
from cogtui.screens.configuration.clone import clone_pool
from cogtui.screens.configuration.compare import compare_configuration
from cogtui.screens.configuration.delete import delete_pool
from cogtui.screens.configuration.edit_form import ConfigurationForm
from cogtui.screens.configuration.external_editor import edit_in_external_editor
from cogtui.screens.configuration.history import show_history
from cogtui.screens.configuration.save import save_configuration
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.features import EntryPoint
from cogtui.screens.host import Host
from cogtui.service import operation_names
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.service.members import Member


class ConfigurationAction(StrEnum):
    """An operation on a configuration."""

    EDIT = operation_names.UPDATE_IDENTITY_POOL
    """Edit it in a form."""
    EDIT_ROLES = operation_names.SET_IDENTITY_POOL_ROLES
    """Edit it in a form, starting at the roles."""
    EDIT_PRINCIPAL_TAGS = operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP
    """Edit it in a form, starting at the principal tags."""
    EDIT_BY_HAND = "edit-by-hand"
    """Edit it in an external editor."""
    CREATE = operation_names.CREATE_IDENTITY_POOL
    """Create a pool."""
    CLONE = "clone"
    """Create a pool with the configuration of another."""
    HISTORY = "history"
    """Show, compare and restore earlier configurations."""
    SAVE = "save"
    """Export it as a snapshot or for another tool."""
    COMPARE = "compare"
    """Compare it with a snapshot or another pool."""
    DELETE = operation_names.DELETE_IDENTITY_POOL
    """Delete the pool."""


_FIRST_MEMBERS: Final = {
    ConfigurationAction.EDIT_ROLES: "Roles",
    ConfigurationAction.EDIT_PRINCIPAL_TAGS: "PrincipalTags",
}


class ConfigurationRun:
    """Runs an operation on a pool's configuration, from editing to the result.

    Args:
        host: The screen that starts it.
        account: The account to call.
        region: The region under the cursor.
        pool: The pool under the cursor; None if there is none.
    """

    def __init__(self, host: Host, account: Account, region: str, pool: Pool | None) -> None:
        self._host = host
        self._account = account
        self._region = pool.region if pool else region
        self._pool = pool
        self._members: tuple[Member, ...] = ()

    async def run(self, action: ConfigurationAction) -> None:
        """Run an action until it is finished or cancelled.

        Args:
            action: What the user wants.
        """
        try:
            self._members = await in_thread(configuration_members)
            if self._pool is None or action is ConfigurationAction.CREATE:
                await self._create_from_starting_point()
            else:
                await self._run_on_pool(action, self._pool)
        except ApiError as error:
            self._host.show_failure(error.explanation)

    async def _run_on_pool(self, action: ConfigurationAction, pool: Pool) -> None:
        entry_points: Mapping[ConfigurationAction, Callable[[], Awaitable[None]]] = {
            ConfigurationAction.CLONE: partial(
                clone_pool, self._host, self._account, pool, self.create
            ),
            ConfigurationAction.HISTORY: partial(
                show_history, self._host, self._account, pool, self.change
            ),
            ConfigurationAction.SAVE: partial(save_configuration, self._host, self._account, pool),
            ConfigurationAction.COMPARE: partial(
                compare_configuration, self._host, self._account, pool, self.change
            ),
            ConfigurationAction.DELETE: partial(delete_pool, self._host, self._account, pool),
        }
        await entry_points.get(action, partial(self._edit, action, pool))()

    async def _edit(self, action: ConfigurationAction, pool: Pool) -> None:
        """Let the user edit the pool, and make the change if the user agrees."""
        before = await read_or_cancel(self._host, self._account, pool)
        if before is None:
            return
        change = Change(self._host, self._account, pool.region, pool)
        edited = await self._ask(pool.title, change, before, PendingChange(before, before), action)
        await self._review_and_edit(pool.title, change, before, edited)

    async def change(self, pool: Pool, pending: PendingChange) -> bool:
        """Show a change of a pool, let the user edit it, and make it if the user agrees.

        Args:
            pool: The pool.
            pending: The change.

        Returns:
            Whether nothing is left to do: every call was answered, or nothing differed.
        """
        self._members = await in_thread(configuration_members)
        change = Change(self._host, self._account, pool.region, pool)
        await self._review_and_edit(pool.title, change, pending.after, pending)
        return change.is_finished

    async def _review_and_edit(
        self, title: str, change: Change, opened: Configuration, edited: PendingChange | None
    ) -> None:
        """Alternate between review and form until the user is done."""
        while edited is not None and (pending := await change.run(edited)) is not None:
            edited = await self._ask(title, change, opened, pending, ConfigurationAction.EDIT)

    async def _ask(
        self,
        title: str,
        change: Change,
        opened: Configuration,
        pending: PendingChange,
        action: ConfigurationAction,
    ) -> PendingChange | None:
        """Let the user edit in the form or an external editor; return None if cancelled."""
        after = pending.after
        while True:
            if action is not ConfigurationAction.EDIT_BY_HAND:
                form = ConfigurationForm(
                    f"{title} · configuration",
                    self._members,
                    pending.before or opened,
                    after,
                    plan=lambda wanted: change.plan(pending.before, wanted),
                    line=lambda plan, reveal: change.cli_commands(plan, reveal=reveal),
                    on_copy=self._host.copy,
                    first_member=_FIRST_MEMBERS.get(action, ""),
                )
                values = await self._host.app.push_screen_wait(form)
                if values is None:
                    return None
                after = Configuration.of(values)
                if not form.wants_editor:
                    return PendingChange(pending.before, after)
            found = await edit_in_external_editor(
                self._host.app,
                partial(change.create_draft, before=pending.before),
                after,
                self._members,
                pending.before or opened,
                os.environ,
                current=pending.before,
            )
            if found is not None:
                return PendingChange(pending.before, found)
            if action is ConfigurationAction.EDIT_BY_HAND:
                return None

    async def _create_from_starting_point(self) -> None:
        """Let the user choose a starting point for a new pool, edit it and create the pool."""
        points = {each.title: each for each in starting_points(self._region)}
        choices = [Choice(each.title, each.title, each.about) for each in points.values()]
        picker = Picker(f"New pool in {self._region}: who can sign in?", choices)
        chosen = await self._host.app.push_screen_wait(picker)
        if chosen:
            point = points[chosen[0]]
            about = [Remark(RemarkLevel.NOTE, (), each) for each in point.notes]
            await self.create(self._account, self._region, point.configuration, about)

    async def create(
        self,
        account: Account,
        region: str,
        configuration: Configuration,
        about: Sequence[Remark] = (),
    ) -> None:
        """Let the user edit the configuration of a new pool, and create it if the user agrees.

        Args:
            account: The account to create it in.
            region: The region to create it in.
            configuration: The initial configuration.
            about: Remarks to show in the review.
        """
        self._members = await in_thread(configuration_members)
        change = Change(self._host, account, region, None)
        title = f"New pool in {region}"
        edited = await self._ask(
            title,
            change,
            configuration,
            PendingChange(None, configuration),
            ConfigurationAction.CREATE,
        )
        while edited is not None:
            pending = await change.run(edited._replace(about=tuple(about)))
            if pending is None:
                return
            edited = await self._ask(
                title, change, configuration, pending, ConfigurationAction.CREATE
            )


def _entry(action: ConfigurationAction) -> EntryPoint:
    async def run(host: Host, account: Account, selection: Selection) -> None:
        await ConfigurationRun(host, account, host.region, selection.pool).run(action)

    return run


create = _entry(ConfigurationAction.CREATE)
edit = _entry(ConfigurationAction.EDIT)
edit_roles = _entry(ConfigurationAction.EDIT_ROLES)
edit_principal_tags = _entry(ConfigurationAction.EDIT_PRINCIPAL_TAGS)
edit_by_hand = _entry(ConfigurationAction.EDIT_BY_HAND)
clone = _entry(ConfigurationAction.CLONE)
show_earlier = _entry(ConfigurationAction.HISTORY)
save = _entry(ConfigurationAction.SAVE)
compare = _entry(ConfigurationAction.COMPARE)
delete = _entry(ConfigurationAction.DELETE)
