"""Compare a pool's configuration with a snapshot or another pool."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from cogtui.account.account import Account, Pool
from cogtui.api_error import ErrorKind, Explanation
from cogtui.configuration import snapshot
from cogtui.configuration.file_formats import FileFormat, default_path
from cogtui.configuration.json_positions import InvalidTextError
from cogtui.configuration.restore import restorable_configuration
from cogtui.configuration.snapshot import Snapshot
from cogtui.files.named_files import NamedFileError, path_of, text_of
from cogtui.screens.configuration.change import (
    ChangePool,
    PendingChange,
    configuration_members,
    read_or_cancel,
)
from cogtui.screens.configuration.difference import ComparedSide, DifferenceDialog
from cogtui.screens.dialogs.choices import pool_choices
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.host import Host
from cogtui.service.members import Member, ValueKind
from cogtui.service.validation import check_input
from cogtui.text import counted, visible
from cogtui.threads import in_thread

MAX_SNAPSHOT_BYTES: Final = 5_000_000
"""The maximum size of a snapshot in bytes: several times what the service's limits allow."""

_SNAPSHOT: Final = Choice("snapshot", "Snapshot", "a saved file")

_FILE: Final = Member(
    "File",
    ValueKind.TEXT,
    "Path of the snapshot",
    required=True,
    documentation="A snapshot of this or another pool. ~ is your home directory.",
)

_MAX_MISTAKES: Final = 3
"""The maximum number of mistakes shown at once."""


async def compare_configuration(
    host: Host, account: Account, pool: Pool, change: ChangePool
) -> None:
    """Ask what to compare a pool with, and show the differences.

    Args:
        host: The screen that starts it.
        account: The account to call.
        pool: The pool.
        change: Changes the pool.

    Raises:
        ApiError: A configuration could not be read.
    """
    others = {
        each.pool_id: each for each in host.accounts.all_pools if each.pool_id != pool.pool_id
    }
    picker = Picker(f"Compare {pool.title} with", [_SNAPSHOT, *pool_choices(others.values())])
    chosen = await host.app.push_screen_wait(picker)
    if not chosen:
        return
    if chosen[0] in others:
        await _compare_with_pool(host, account, pool, others[chosen[0]])
        return
    opened = await _ask_for_snapshot(host, pool)
    if opened is not None:
        await _compare_with_snapshot(host, account, pool, opened, change)


async def _compare_with_pool(host: Host, account: Account, pool: Pool, other: Pool) -> None:
    before = await read_or_cancel(host, account, pool)
    after = None if before is None else await read_or_cancel(host, account, other)
    if before is not None and after is not None:
        dialog = DifferenceDialog(
            f"{pool.title} · compared with {other.title}",
            ComparedSide(_describe_pool(pool), before),
            ComparedSide(_describe_pool(other), after),
            can_restore=False,
        )
        await host.app.push_screen_wait(dialog)


async def _compare_with_snapshot(
    host: Host,
    account: Account,
    pool: Pool,
    opened: tuple[str, Snapshot],
    change: ChangePool,
) -> None:
    path, snapshot = opened
    refusal = "Restore: disabled in read-only mode." if host.accounts.is_read_only else ""
    is_finished = False
    while not is_finished:
        present = await read_or_cancel(host, account, pool)
        if present is None:
            return
        dialog = DifferenceDialog(
            f"{pool.title} · compared with a snapshot",
            ComparedSide(_describe_snapshot(path, snapshot), snapshot.configuration),
            ComparedSide(f"{_describe_pool(pool)}, current", present),
            can_restore=True,
            refusal=refusal,
        )
        if not await host.app.push_screen_wait(dialog):
            return
        found = restorable_configuration(snapshot.configuration, present)
        is_finished = await change(pool, PendingChange(present, found.configuration, found.remarks))


def _describe_pool(pool: Pool) -> str:
    return f"pool {pool.name} ({pool.pool_id})" if pool.name else f"pool {pool.pool_id}"


def _describe_snapshot(path: str, snapshot: Snapshot) -> str:
    facts = {"of": snapshot.pool_id, "account": snapshot.account, "taken": snapshot.taken}
    return ", ".join([f"snapshot {path}", *(f"{k} {v}" for k, v in facts.items() if v)])


async def _ask_for_snapshot(host: Host, pool: Pool) -> tuple[str, Snapshot] | None:
    """Ask for a snapshot until one can be read; return None if the user cancels."""
    members = await in_thread(configuration_members)
    typed, failure = default_path(pool, FileFormat.SNAPSHOT), None
    while True:
        form = FormDialog(
            f"{pool.title} · compare with a snapshot",
            (_FILE,),
            {_FILE.name: typed},
            failure=failure,
            sends="Compare",
            checks=lambda values: check_input("", (_FILE,), values),
        )
        values = await host.app.push_screen_wait(form)
        if values is None:
            return None
        typed = values[_FILE.name]
        try:
            return typed, await in_thread(partial(_read, typed, members))
        except NamedFileError as error:
            failure = _explanation(str(error))
        except InvalidTextError as error:
            failure = _explanation(_mistakes_text(error))


def _read(typed: str, members: Sequence[Member]) -> Snapshot:
    return snapshot.parse_snapshot(text_of(path_of(typed), MAX_SNAPSHOT_BYTES), members)


def _mistakes_text(error: InvalidTextError) -> str:
    lines = [str(each) for each in error.mistakes[:_MAX_MISTAKES]]
    left = len(error.mistakes) - _MAX_MISTAKES
    return visible(
        "; ".join([*lines, *([f"and {counted(left, 'more mistake')}"] if left > 0 else [])])
    )


def _explanation(problem: str) -> Explanation:
    return Explanation(
        ErrorKind.REFUSED, "Cannot read the file", problem, "", "", member=_FILE.name
    )
