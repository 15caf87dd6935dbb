"""What goes with a pool that is deleted, and the question before."""

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
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.screens.host import Host
from cogtui.screens.operation.runner import OperationRun
from cogtui.service.operations import OPERATIONS
from cogtui.threads import in_thread

T = TypeVar("T")


class DeletionAnswer(StrEnum):
    """What the user does with what was told."""

    SAVE = "save"
    """Takes a snapshot first."""
    GO_ON = "go-on"
    """Goes on to the question."""


class DeletionDialog(TitledDocument[DeletionAnswer]):
    """Tells what goes with a pool and what stays; nothing is sent from here.

    It returns what to do, None if the user left.

    Args:
        title: What would be deleted.
        document: What goes and what stays.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "step('save')", "Save it to a file first", id="deletion.save"),
        Binding("enter,ctrl+s", "step('go-on')", "Go on", id="deletion.go-on"),
        Binding("escape,q", "leave", "Leave", id="deletion.leave"),
    ]

    def action_step(self, step: str) -> None:
        """Goes back with what to do.

        Args:
            step: What, one of `DeletionAnswer`.
        """
        self.dismiss(DeletionAnswer(step))

    def action_leave(self) -> None:
        """Goes back to the screen below; nothing is deleted."""
        self.dismiss(None)


async def delete_pool(host: Host, account: Account, pool: Pool) -> None:
    """Tells what goes with a pool, and deletes it if its name is typed.

    What cannot be read is told, and does not stop it: what could be read alone is no reason to
    keep a pool.

    Args:
        host: The screen that it is run from.
        account: The account to call.
        pool: The pool.
    """
    listed = _listed(host, pool)
    what = f"Reading what {pool.title} has …"
    task = await waited_for(host.app, _found(account, pool, listed), what, "leaves it")
    if not task.done():
        task.cancel()
        return
    document = deletion(task.result())
    while True:
        dialog = DeletionDialog(f"{pool.title} · delete", document)
        match await host.app.push_screen_wait(dialog):
            case DeletionAnswer.SAVE:
                await _save(host, account, pool)
            case DeletionAnswer.GO_ON:
                operation = OPERATIONS["delete-identity-pool"]
                selection = Selection(pool, caller=account.caller)
                before = partial(_keep, host, account, pool)
                await OperationRun(host, account, operation, selection, before=before).run()
                return
            case _:
                return


async def _save(host: Host, account: Account, pool: Pool) -> None:
    try:
        await save_configuration(host, account, pool)
    except ApiError as error:
        # in passing, for the dialog that comes back tells what cannot be read
        host.toast(f"Not saved: {error.explanation.title}. {error.explanation.detail}", "error")


# What is there


def _listed(host: Host, pool: Pool) -> Inhabitants | None:
    """How many identities are loaded in the pane for them; None where it shows no such."""
    rows = host.loaded_identities(pool)
    return None if rows is None else Inhabitants(len(rows), rows.next_token is not None)


async def _found(account: Account, pool: Pool, listed: Inhabitants | None) -> Doomed:
    """Reads what goes with a pool, whatever was read before."""
    parameters = {"IdentityPoolId": pool.pool_id}
    unread: list[Explanation] = []
    configuration, roles, inhabitants = await asyncio.gather(
        _or_none(account.gateway.call(Topic.CONFIGURATION, pool.region, parameters), unread),
        _or_none(account.gateway.call(Topic.ROLES, pool.region, parameters), unread),
        _or_none(_inhabitants(account, pool, listed), unread),
    )
    arns = None if roles is None else tuple(Configuration.of(roles).role_arns())
    return Doomed(pool.name, pool.pool_id, inhabitants, configuration, arns, unread)


async def _or_none(reading: Awaitable[T], unread: list[Explanation]) -> T | None:
    """What is read; None, and why, where it cannot be."""
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


# What is kept


async def _keep(host: Host, account: Account, pool: Pool) -> bool:
    """Keeps the configuration on this machine; whether the user still wants to go on."""
    what = f"Keeping what {pool.title} has on this machine …"
    leaving = "leaves it, and nothing is deleted"
    task = await waited_for(host.app, _save_version(host, account, pool), what, leaving)
    if not task.done():
        task.cancel()
        host.toast("Nothing was deleted.")
        return False
    if reason := task.result():
        host.toast(f"The configuration is not kept on this machine: {reason}.", "warning")
    return True


async def _save_version(host: Host, account: Account, pool: Pool) -> str:
    """Why it could not be kept; empty where it was."""
    try:
        present = await read(account, pool)
        caller = await account.identify(pool.region)
        found = differences(present, Configuration.of({}))
        keep = host.records.history.keep
        await in_thread(lambda: keep(pool.pool_id, present, caller.arn, found))
    except ApiError as error:
        return error.explanation.title
    except OSError as error:
        return str(error.strerror)
    return ""
