"""What can be done with a pool's configuration as a whole, from what is under the cursor."""

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
from cogtui.screens.configuration.change import Change, Unsent, configuration_members, read_or_leave
from cogtui.screens.configuration.clone import clone_pool
from cogtui.screens.configuration.compare import compare_configuration
from cogtui.screens.configuration.delete import delete_pool
from cogtui.screens.configuration.edit_form import ConfigurationForm
from cogtui.screens.configuration.external_editor import edited_by_hand
from cogtui.screens.configuration.history import show_history
from cogtui.screens.configuration.save import save_configuration
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.features import EntryPoint
from cogtui.screens.host import Host
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.service.members import Member


class ConfigurationAction(StrEnum):
    """What is done with a configuration."""

    EDIT = "update-identity-pool"
    """It is edited in a form."""
    EDIT_ROLES = "set-identity-pool-roles"
    """Likewise, from the roles on."""
    EDIT_PRINCIPAL_TAGS = "set-principal-tag-attribute-map"
    """Likewise, from the principal tags on."""
    EDIT_BY_HAND = "edit-by-hand"
    """It is edited in an editor of one's own."""
    CREATE = "create-identity-pool"
    """A pool is made."""
    CLONE = "clone"
    """A pool is made with the configuration of another."""
    HISTORY = "history"
    """An earlier one is looked at, compared and restored."""
    SAVE = "save"
    """It is written to a file: a snapshot, or for another tool."""
    COMPARE = "compare"
    """It is compared with a snapshot or another pool."""
    DELETE = "delete-identity-pool"
    """The pool is deleted."""


_BEGINS: Final = {
    ConfigurationAction.EDIT_ROLES: "Roles",
    ConfigurationAction.EDIT_PRINCIPAL_TAGS: "PrincipalTags",
}


class ConfigurationRun:
    """The desk for a pool's configuration, and what leads there and away from it.

    Args:
        host: The screen that it is run from.
        account: The account to call.
        region: The region under the cursor.
        pool: The pool under the cursor; None where there is none.
    """

    def __init__(self, host: Host, account: Account, region: str, pool: Pool | None) -> None:
        self._host = host
        self._account = account
        self._region = pool.region if pool else region
        self._pool = pool
        self._members: tuple[Member, ...] = ()

    async def run(self, act: ConfigurationAction) -> None:
        """Run an action, and explain its failure.

        Args:
            act: What the user wants.
        """
        try:
            self._members = await in_thread(configuration_members)
            if self._pool is None or act is ConfigurationAction.CREATE:
                await self._create()
            else:
                await self._see_to(act, self._pool)
        except ApiError as error:
            self._host.show_failure(error.explanation)

    # A pool that is there

    async def _see_to(self, act: ConfigurationAction, pool: Pool) -> None:
        ways: Mapping[ConfigurationAction, Callable[[], Awaitable[None]]] = {
            ConfigurationAction.CLONE: partial(
                clone_pool, self._host, self._account, pool, self.make
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
        await ways.get(act, partial(self._edit, act, pool))()

    async def _edit(self, act: ConfigurationAction, pool: Pool) -> None:
        """Has the pool edited, and the change made if the user agrees."""
        before = await read_or_leave(self._host, self._account, pool)
        if before is None:
            return
        change = Change(self._host, self._account, pool.region, pool)
        edited = await self._edited(pool.title, change, before, Unsent(before, before), act)
        await self._carry_out(pool.title, change, before, edited)

    async def change(self, pool: Pool, unsent: Unsent) -> bool:
        """Shows a change of a pool, has it edited where it is wanted otherwise, and makes it.

        Args:
            pool: The pool.
            unsent: The change.

        Returns:
            Whether nothing is left to do of it: every call was answered, or nothing differed.
        """
        self._members = await in_thread(configuration_members)
        change = Change(self._host, self._account, pool.region, pool)
        await self._carry_out(pool.title, change, unsent.after, unsent)
        return change.is_over

    async def _carry_out(
        self, title: str, change: Change, opened: Configuration, edited: Unsent | None
    ) -> None:
        """Goes back and forth between the editor and the review, until the user is done."""
        while edited is not None and (unsent := await change.run(edited)) is not None:
            edited = await self._edited(title, change, opened, unsent, ConfigurationAction.EDIT)

    async def _edited(
        self,
        title: str,
        change: Change,
        opened: Configuration,
        unsent: Unsent,
        act: ConfigurationAction,
    ) -> Unsent | None:
        """Has it edited in the form or in an editor of one's own; None if the user leaves."""
        after = unsent.after
        while True:
            if act is not ConfigurationAction.EDIT_BY_HAND:
                form = ConfigurationForm(
                    f"{title} · configuration",
                    self._members,
                    unsent.before or opened,
                    after,
                    plan=lambda wanted: change.planned(unsent.before, wanted),
                    line=lambda plan, reveal: change.lines(plan, reveal=reveal),
                    on_copy=self._host.copy,
                    begins=_BEGINS.get(act, ""),
                )
                values = await self._host.app.push_screen_wait(form)
                if values is None:
                    return None
                after = Configuration.of(values)
                if not form.wants_editor:
                    return Unsent(unsent.before, after)
            found = await edited_by_hand(
                self._host.app, after, self._members, unsent.before or opened, os.environ
            )
            if found is not None:
                return Unsent(unsent.before, found)
            if act is ConfigurationAction.EDIT_BY_HAND:
                return None

    # A new pool

    async def _create(self) -> None:
        """Has a new pool filled in from a starting point, and makes it if the user agrees."""
        points = {each.title: each for each in starting_points(self._region)}
        choices = [Choice(each.title, each.title, each.about) for each in points.values()]
        picker = Picker(f"A new pool in {self._region}: who is to get in?", choices)
        chosen = await self._host.app.push_screen_wait(picker)
        if chosen:
            point = points[chosen[0]]
            about = [Remark(RemarkLevel.NOTE, (), each) for each in point.notes]
            await self.make(self._account, self._region, point.configuration, about)

    async def make(
        self,
        account: Account,
        region: str,
        configuration: Configuration,
        about: Sequence[Remark] = (),
    ) -> None:
        """Has the configuration of a new pool edited, and makes it if the user agrees.

        Args:
            account: Where it is made.
            region: Its region.
            configuration: What it begins with.
            about: What there is to know of it.
        """
        change = Change(self._host, account, region, None)
        title = f"A new pool in {region}"
        edited = await self._edited(
            title, change, configuration, Unsent(None, configuration), ConfigurationAction.CREATE
        )
        while edited is not None:
            unsent = await change.run(edited._replace(about=tuple(about)))
            if unsent is None:
                return
            edited = await self._edited(
                title, change, configuration, unsent, ConfigurationAction.CREATE
            )


def _entry(act: ConfigurationAction) -> EntryPoint:
    async def run(host: Host, account: Account, selection: Selection) -> None:
        await ConfigurationRun(host, account, host.region, selection.pool).run(act)

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
