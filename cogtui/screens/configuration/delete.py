"""Show what deleting a pool affects, save its configuration, and delete it."""

import asyncio
from collections.abc import Awaitable
from enum import StrEnum
from functools import partial
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType

from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError, Explanation
from cogtui.configuration.differences import differences
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.documents.pool_deletion import Doomed, Inhabitants, deletion
from cogtui.screens.configuration.save import save_configuration
from cogtui.screens.dialogs.document_dialog import TitledDocument
from cogtui.screens.dialogs.waiting import result_or_cancel, waited_for
from cogtui.screens.host import Host
from cogtui.screens.operation.runner import OperationRun
from cogtui.service import operation_names
from cogtui.service.operations import OPERATIONS
from cogtui.threads import in_thread

T = TypeVar("T")


class DeletionAnswer(StrEnum):
    """The user's answer to the list of effects."""

    SAVE = "save"
    """Save a snapshot first."""
    CONTINUE = "go-on"
    """Continue to the confirmation."""


class DeletionDialog(TitledDocument[DeletionAnswer]):
    """Shows what would be deleted with a pool and what would remain; sends nothing.

    It returns the user's answer, or None if cancelled.

    Args:
        title: The title.
        document: What would be deleted and what would remain.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "step('save')", "Save to a file", id="deletion.save"),
        Binding("enter,ctrl+s", "step('go-on')", "Continue", id="deletion.go-on"),
        Binding("escape,q", "leave", "Cancel", id="deletion.leave"),
    ]

    def action_step(self, step: str) -> None:
        """Close the dialog with an answer.

        Args:
            step: A value of `DeletionAnswer`.
        """
        self.dismiss(DeletionAnswer(step))

    def action_leave(self) -> None:
        """Close the dialog without deleting anything."""
        self.dismiss(None)


async def delete_pool(host: Host, account: Account, pool: Pool) -> None:
    """Show what deleting a pool affects, and delete it if the user types its name.

    What cannot be read is shown as such and does not prevent the deletion, since a caller may be
    allowed to delete a pool but not to read it.

    Args:
        host: The screen that starts it.
        account: The account to call.
        pool: The pool.
    """
    listed = _loaded_count(host, pool)
    what = f"Loading {pool.title}…"
    doomed = await result_or_cancel(host.app, _read_effects(account, pool, listed), what)
    if doomed is None:
        return
    document = deletion(doomed)
    while True:
        dialog = DeletionDialog(f"{pool.title} · delete", document)
        match await host.app.push_screen_wait(dialog):
            case DeletionAnswer.SAVE:
                await _save_snapshot(host, account, pool)
            case DeletionAnswer.CONTINUE:
                operation = OPERATIONS[operation_names.DELETE_IDENTITY_POOL]
                selection = Selection(pool, caller=account.caller)
                before = partial(_save_before, host, account, pool)
                await OperationRun(host, account, operation, selection, before=before).run()
                return
            case _:
                return


async def _save_snapshot(host: Host, account: Account, pool: Pool) -> None:
    try:
        await save_configuration(host, account, pool)
    except ApiError as error:
        # a toast is enough, because the dialog that reopens shows what cannot be read
        host.toast(f"Not saved: {error.explanation.title}. {error.explanation.detail}", "error")


def _loaded_count(host: Host, pool: Pool) -> Inhabitants | None:
    """Return how many identities of the pool are loaded; None if it is not the listed pool."""
    rows = host.loaded_identities(pool)
    return None if rows is None else Inhabitants(len(rows), rows.next_token is not None)


async def _read_effects(account: Account, pool: Pool, listed: Inhabitants | None) -> Doomed:
    """Read what would be deleted, bypassing the cache."""
    parameters = {"IdentityPoolId": pool.pool_id}
    unread: list[Explanation] = []
    configuration, roles, inhabitants = await asyncio.gather(
        _read_or_none(account.gateway.call(Topic.CONFIGURATION, pool.region, parameters), unread),
        _read_or_none(account.gateway.call(Topic.ROLES, pool.region, parameters), unread),
        _read_or_none(_inhabitants(account, pool, listed), unread),
    )
    arns = None if roles is None else tuple(Configuration.of(roles).role_arns())
    return Doomed(pool.name, pool.pool_id, inhabitants, configuration, arns, unread)


async def _read_or_none(reading: Awaitable[T], unread: list[Explanation]) -> T | None:
    """Return the value read; on failure record the reason and return None."""
    try:
        return await reading
    except ApiError as error:
        unread.append(error.explanation)
        return None


async def _inhabitants(account: Account, pool: Pool, listed: Inhabitants | None) -> Inhabitants:
    if listed is not None:
        return listed
    page = await account.identities(pool, None, hide_disabled=False)
    return Inhabitants(len(page), page.next_token is not None)


async def _save_before(host: Host, account: Account, pool: Pool) -> bool:
    """Save the configuration to the local history; return whether the user wants to continue."""
    what = f"Saving the configuration of {pool.title} on this machine…"
    leaving = "Cancel: nothing is deleted"
    task = await waited_for(host.app, _save_version(host, account, pool), what, leaving)
    if not task.done():
        task.cancel()
        host.toast("Nothing was deleted.")
        return False
    if reason := task.result():
        host.toast(f"The configuration was not saved on this machine: {reason}.", "warning")
    return True


async def _save_version(host: Host, account: Account, pool: Pool) -> str:
    """Return why it could not be saved; empty on success."""
    try:
        present = await read(account, pool)
        caller = await account.identify(pool.region)
        found = differences(present, Configuration.of({}))
        add = host.records.history.add
        await in_thread(lambda: add(pool.pool_id, present, caller.arn, found))
    except ApiError as error:
        return error.explanation.title
    except OSError as error:
        return str(error.strerror)
    return ""
