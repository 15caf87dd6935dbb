"""Apply a plan call by call, only to the pool it was made for, and verify the result."""

from collections.abc import AsyncIterator, Coroutine, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from cogtui.account.account import Account, Pool
from cogtui.account.outcomes import Written, write
from cogtui.api_error import ApiError
from cogtui.configuration.differences import differences
from cogtui.configuration.earlier_versions import History
from cogtui.configuration.journal import Journal
from cogtui.configuration.plan import CREATE, Plan, PlannedCall, Target, planned
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.documents.configuration_change import Difference
from cogtui.threads import in_thread, uninterrupted

_CONCURRENT: Final = "ConcurrentModificationException"


class Records(NamedTuple):
    """Where changes are recorded."""

    journals: Path
    """The directory of the journals of changes in progress."""
    history: History
    """The configurations that changes replaced."""


class CallStarted(NamedTuple):
    """A call is about to be made."""

    number: int
    """Its number, from 1."""
    total: int
    """The number of calls."""
    call: PlannedCall
    """The call."""


class CallAnswered(NamedTuple):
    """A call was answered."""

    number: int
    """Its number, from 1."""
    total: int
    """The number of calls."""
    call: PlannedCall
    """The call."""


class PoolCreated(NamedTuple):
    """The pool was created."""

    pool: Pool
    """The new pool."""


class ConcurrentChange(NamedTuple):
    """Someone else changed the pool, so nothing was sent. Always the last event."""

    present: Configuration
    """The current configuration."""


class Finished(NamedTuple):
    """All calls were answered. Always the last event."""

    present: Configuration
    """The current configuration."""
    differences: tuple[Difference, ...]
    """The differences from the plan to the current configuration; empty if the pool matches it."""


class Unverified(NamedTuple):
    """All calls were answered, but reading the pool afterwards failed. Always the last event."""

    error: ApiError
    """Why it could not be read."""


class Stopped(NamedTuple):
    """A call failed. Always the last event."""

    error: ApiError
    """The failure. Its `outcome_unknown` says whether the call may have taken effect anyway."""
    done: tuple[PlannedCall, ...]
    """The calls that were answered."""
    failed: PlannedCall
    """The call that failed."""
    remaining: tuple[PlannedCall, ...]
    """The calls that were not made."""
    present: Configuration | None
    """The current configuration, from which a new plan can continue or undo the change. None if it
    could not be read or no pool was created."""


Event = (
    CallStarted | CallAnswered | PoolCreated | ConcurrentChange | Finished | Unverified | Stopped
)


async def apply_plan(
    account: Account, pool: Pool, plan: Plan, records: Records | None
) -> AsyncIterator[Event]:
    """Apply a plan to an existing pool.

    Args:
        account: The account.
        pool: The pool.
        plan: A plan without errors, from `planned`. Nothing is sent unless the pool still has
            the configuration that the plan starts from.
        records: Where to record the change and the configuration that it replaces; None to
            record nothing.

    Yields:
        Each event, the last one `ConcurrentChange`, `Finished`, `Unverified` or `Stopped`. The
        journal is removed only if the caller iterates to the end.

    Raises:
        ApiError: The current configuration or the caller's identity could not be read; nothing
            was sent.
        OSError: The change could not be recorded; nothing was sent.
        ValueError: The plan has errors, or creates a pool.
    """
    if plan.before is None or plan.errors:
        raise ValueError("this plan cannot be applied to a pool")
    caller = await account.identify(pool.region)
    wanted = plan.after.provider_names
    present = await read(account, pool, wanted)
    if present.without_orphan_tags() != plan.before.without_orphan_tags():
        yield ConcurrentChange(present.without_orphan_tags())
        return
    # planned again, now with any principal tags that a re-added provider left behind earlier
    plan = planned(present, plan.after, caller.account)
    journal = await _open_journal(records, pool.region, pool.pool_id, plan, caller.arn)
    target = Target(pool.pool_id, pool.arn(caller))
    async for event in _make_calls(account, pool, target, plan, journal):
        yield event


async def create_pool(
    account: Account,
    region: str,
    plan: Plan,
    records: Records | None,
    *,
    pools_before: frozenset[str] = frozenset(),
) -> AsyncIterator[Event]:
    """Create a pool.

    Args:
        account: The account.
        region: The region to create it in.
        plan: A plan without errors, from `creation`.
        records: Where to record the change; None to record nothing.
        pools_before: The IDs of the pools that exist, to recognize the new one if the response is
            lost.

    Yields:
        Each event: `PoolCreated` as soon as the pool exists, and `Finished`, `Unverified` or
        `Stopped` as the last one. The journal is removed only if the caller iterates to the end.

    Raises:
        ApiError: The caller's identity could not be read; nothing was sent.
        OSError: The change could not be recorded; nothing was sent.
        ValueError: The plan has errors, or changes an existing pool.
    """
    if plan.before is not None or plan.errors:
        raise ValueError("this plan cannot create a pool")
    caller = await account.identify(region)
    journal = await _open_journal(records, region, "", plan, caller.arn)
    call, total = plan.calls[0], len(plan.calls)
    yield CallStarted(1, total, call)
    try:
        sending = write(account, CREATE, region, call.request(None), pools_before=pools_before)
        answer = await uninterrupted(_send(sending, journal, 1))
    except ApiError as error:
        await _close(journal)
        yield Stopped(error, (), call, plan.calls[1:], None)
        return
    pool = Pool(region, answer["IdentityPoolId"], plan.after["IdentityPoolName"])
    yield CallAnswered(1, total, call)
    yield PoolCreated(pool)
    target = Target(pool.pool_id, pool.arn(caller))
    async for event in _make_calls(account, pool, target, plan, journal, done=1):
        yield event


async def _make_calls(
    account: Account,
    pool: Pool,
    target: Target,
    plan: Plan,
    journal: Journal | None,
    *,
    done: int = 0,
) -> AsyncIterator[Event]:
    """Make the remaining calls, then read the pool and compare it with the plan."""
    total = len(plan.calls)
    for number, call in enumerate(plan.calls[done:], done + 1):
        yield CallStarted(number, total, call)
        try:
            sending = write(account, call.operation, pool.region, call.request(target))
            await uninterrupted(_send(sending, journal, number))
        except ApiError as error:
            account.forget(pool)
            stopped = await _stop_event(account, pool, plan, number, error)
            await _close(journal)
            yield stopped
            return
        account.forget(pool)
        yield CallAnswered(number, total, call)
    try:
        present = await read(account, pool, plan.after.provider_names)
    except ApiError as error:
        last: Event = Unverified(error)
    else:
        last = Finished(present, differences(plan.after, present))
    await _close(journal)
    yield last


async def _send(
    sending: Coroutine[Any, Any, Written], journal: Journal | None, number: int
) -> Mapping[str, Any]:
    """Make a call, and journal the progress before and after it."""
    await _record(journal, number - 1, calling=True)
    try:
        answer = (await sending).answer
    except ApiError as error:
        await _record(journal, number - 1, calling=error.explanation.outcome_unknown)
        raise
    await _record(journal, number, calling=False, pool_id=answer.get("IdentityPoolId", ""))
    return answer


async def _stop_event(
    account: Account, pool: Pool, plan: Plan, number: int, error: ApiError
) -> Event:
    try:
        present = await read(account, pool)
    except ApiError:
        present = None
    if number == 1 and present is not None and error.explanation.code == _CONCURRENT:
        return ConcurrentChange(present)
    return Stopped(
        error, plan.calls[: number - 1], plan.calls[number - 1], plan.calls[number:], present
    )


async def _open_journal(
    records: Records | None, region: str, pool_id: str, plan: Plan, caller: str
) -> Journal | None:
    """Save the current configuration to the history and open a journal."""
    if records is None or not plan.calls:
        return None

    def note() -> Journal:
        if plan.before is not None:
            present = plan.before.without_orphan_tags()
            records.history.add(pool_id, present, caller, plan.differences)
        return Journal(records.journals, region, pool_id, plan, caller)

    return await in_thread(note)


async def _record(journal: Journal | None, done: int, *, calling: bool, pool_id: str = "") -> None:
    if journal is not None:
        await in_thread(lambda: journal.record(done, calling=calling, pool_id=pool_id))


async def _close(journal: Journal | None) -> None:
    if journal is not None:
        await in_thread(journal.remove)
