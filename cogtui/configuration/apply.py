"""A plan carried out: call by call, onto what was seen, and verified afterwards."""

from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Any, Final, NamedTuple

from cogtui.account.account import Account, Pool
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
    """Where a change is noted."""

    journals: Path
    """The directory for changes that are under way."""
    history: History
    """The configurations that were replaced."""


class Calling(NamedTuple):
    """A call is about to be made."""

    number: int
    """Which one, from 1."""
    total: int
    """Of how many."""
    call: PlannedCall
    """The call."""


class Called(NamedTuple):
    """A call was answered."""

    number: int
    """Which one, from 1."""
    total: int
    """Of how many."""
    call: PlannedCall
    """The call."""


class Made(NamedTuple):
    """The pool was made."""

    pool: Pool
    """It."""


class Overtaken(NamedTuple):
    """Somebody else changed the pool, and nothing was sent. The last event."""

    present: Configuration
    """What the service has now."""


class Finished(NamedTuple):
    """All calls were answered. The last event."""

    present: Configuration
    """What the service has now."""
    differences: tuple[Difference, ...]
    """What is not as it was intended: from there to the present; empty if all is well."""


class Unread(NamedTuple):
    """All calls were answered, but what the service has now could not be read. The last event."""

    error: ApiError
    """Why not."""


class Stopped(NamedTuple):
    """A call failed. The last event."""

    error: ApiError
    """Why. Its `outcome_unknown` says whether the call may have been carried out nevertheless."""
    done: tuple[PlannedCall, ...]
    """The calls that were answered."""
    failed: PlannedCall
    """The one that was not."""
    left: tuple[PlannedCall, ...]
    """Those that were not made."""
    present: Configuration | None
    """What the service has now: a plan from it leads on, or back. None if it could not be read,
    or no pool was made."""


Event = Calling | Called | Made | Overtaken | Finished | Unread | Stopped


async def applied(
    account: Account, pool: Pool, plan: Plan, records: Records | None
) -> AsyncIterator[Event]:
    """Carries out a change of a pool.

    Args:
        account: The account.
        pool: The pool.
        plan: What `planned` returned, without errors. Nothing is sent unless the service still
            has what it begins with.
        records: Where it is noted and the present configuration kept; None for nowhere.

    Yields:
        What happens; last either of `Overtaken`, `Finished`, `Unread` and `Stopped`. Where it is
        not waited for the last, the journal stays.

    Raises:
        ApiError: The present configuration, or whom the credentials belong to, could not be read;
            nothing was sent.
        OSError: It cannot be noted; nothing was sent.
        ValueError: The plan has errors, or is one of a new pool.
    """
    if plan.before is None or plan.errors:
        raise ValueError("this plan cannot be applied to a pool")
    caller = await account.identify(pool.region)
    wanted = plan.after.provider_names
    present = await read(account, pool, wanted)
    if present.without_orphan_tags() != plan.before.without_orphan_tags():
        yield Overtaken(present.without_orphan_tags())
        return
    # with the principal tags that were left behind by a provider that comes back
    plan = planned(present, plan.after, caller.account)
    journal = await _noted(records, pool.region, pool.pool_id, plan, caller.arn)
    target = Target(pool.pool_id, pool.arn(caller))
    async for event in _carried_out(account, pool, target, plan, journal):
        yield event


async def made(
    account: Account, region: str, plan: Plan, records: Records | None
) -> AsyncIterator[Event]:
    """Makes a pool.

    Args:
        account: The account.
        region: Where to.
        plan: What `creation` returned, without errors.
        records: Where it is noted; None for nowhere.

    Yields:
        What happens, `Made` as soon as there is the pool; last either of `Finished`, `Unread` and
        `Stopped`. Where it is not waited for the last, the journal stays.

    Raises:
        ApiError: Whom the credentials belong to could not be read; nothing was sent.
        OSError: It cannot be noted; nothing was sent.
        ValueError: The plan has errors, or is one of a pool that there is.
    """
    if plan.before is not None or plan.errors:
        raise ValueError("this plan cannot be made a pool of")
    caller = await account.identify(region)
    journal = await _noted(records, region, "", plan, caller.arn)
    call, total = plan.calls[0], len(plan.calls)
    yield Calling(1, total, call)
    try:
        # twice would be two pools
        sending = account.gateway.call(CREATE, region, call.request(None), once=True)
        answer = await uninterrupted(_sent(sending, journal, 1))
    except ApiError as error:
        await _end(journal)
        yield Stopped(error, (), call, plan.calls[1:], None)
        return
    pool = Pool(region, answer["IdentityPoolId"], plan.after["IdentityPoolName"])
    yield Called(1, total, call)
    yield Made(pool)
    target = Target(pool.pool_id, pool.arn(caller))
    async for event in _carried_out(account, pool, target, plan, journal, done=1):
        yield event


async def _carried_out(
    account: Account,
    pool: Pool,
    target: Target,
    plan: Plan,
    journal: Journal | None,
    *,
    done: int = 0,
) -> AsyncIterator[Event]:
    """Makes the calls that are left, and verifies."""
    total = len(plan.calls)
    for number, call in enumerate(plan.calls[done:], done + 1):
        yield Calling(number, total, call)
        try:
            sending = account.gateway.call(call.operation, pool.region, call.request(target))
            await uninterrupted(_sent(sending, journal, number))
        except ApiError as error:
            account.forget(pool)
            stopped = await _stopped(account, pool, plan, number, error)
            await _end(journal)
            yield stopped
            return
        account.forget(pool)
        yield Called(number, total, call)
    try:
        present = await read(account, pool, plan.after.provider_names)
    except ApiError as error:
        last: Event = Unread(error)
    else:
        last = Finished(present, differences(plan.after, present))
    await _end(journal)
    yield last


async def _sent(
    sending: Coroutine[Any, Any, dict[str, Any]], journal: Journal | None, number: int
) -> dict[str, Any]:
    """Make a call, and record before and after it how far the change is."""
    await _note(journal, number - 1, calling=True)
    try:
        answer = await sending
    except ApiError as error:
        await _note(journal, number - 1, calling=error.explanation.outcome_unknown)
        raise
    await _note(journal, number, calling=False, pool_id=answer.get("IdentityPoolId", ""))
    return answer


async def _stopped(account: Account, pool: Pool, plan: Plan, number: int, error: ApiError) -> Event:
    try:
        present = await read(account, pool)
    except ApiError:
        present = None
    if number == 1 and present is not None and error.explanation.code == _CONCURRENT:
        return Overtaken(present)
    return Stopped(
        error, plan.calls[: number - 1], plan.calls[number - 1], plan.calls[number:], present
    )


async def _noted(
    records: Records | None, region: str, pool_id: str, plan: Plan, caller: str
) -> Journal | None:
    """Keeps what there is, and notes what is about to be made of it."""
    if records is None or not plan.calls:
        return None

    def note() -> Journal:
        if plan.before is not None:
            present = plan.before.without_orphan_tags()
            records.history.keep(pool_id, present, caller, plan.differences)
        return Journal(records.journals, region, pool_id, plan, caller)

    return await in_thread(note)


async def _note(journal: Journal | None, done: int, *, calling: bool, pool_id: str = "") -> None:
    if journal is not None:
        await in_thread(lambda: journal.note(done, calling=calling, pool_id=pool_id))


async def _end(journal: Journal | None) -> None:
    if journal is not None:
        await in_thread(journal.end)
