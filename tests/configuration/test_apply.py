"""Plans applied on the emulator, with concurrent changes and failures."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.configuration import journal
from cogtui.configuration.apply import (
    CallAnswered,
    CallStarted,
    ConcurrentChange,
    Event,
    Finished,
    PoolCreated,
    Records,
    Stopped,
    Unverified,
    apply_plan,
    create_pool,
)
from cogtui.configuration.earlier_versions import History
from cogtui.configuration.plan import plan_creation, planned
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.configuration.restore import restorable_configuration
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from tests.configuration.emulator_pools import account_at, change, make
from tests.configuration.samples import FULL, GOOGLE, ROLE, SECRET, TWITTER, by_rules, rule
from tests.configuration.test_journal import GONE
from tests.gateway.gateways import REGION

AFTER = FULL.replaced(
    IdentityPoolName="web",
    Roles={"authenticated": ROLE.format("X"), "unauthenticated": ROLE.format("Y")},
    PrincipalTags={},
    IdentityPoolTags={"stage": "dev"},
)
"""A change that needs every kind of call."""

WRITES = [
    "update-identity-pool",
    "set-identity-pool-roles",
    "set-principal-tag-attribute-map",
    "set-principal-tag-attribute-map",
    "tag-resource",
    "untag-resource",
]


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """Return empty records."""
    return Records(tmp_path / "state" / "journal", History(tmp_path / "state" / "history"))


def kinds(events: list[Event]) -> list[type]:
    """Return the classes of events."""
    return [type(each) for each in events]


def notes(records: Records) -> list[Path]:
    """Return the journals of changes in progress."""
    return [*records.journals.glob("*")]


async def until(events: AsyncIterator[Event], kind: type[Any], number: int) -> Any:  # noqa: ANN401
    """Return the next event of a type with a call number."""
    async for each in events:
        if isinstance(each, kind) and getattr(each, "number", number) == number:
            return each
    raise AssertionError("it never happened")


def fault_plan(operation: str, kind: str) -> FaultPlan:
    """Return a plan that makes an operation always fail."""
    return FaultPlan(faults=(Fault(operation, kind, 1),))


async def test_every_call_is_reported(account: Account, records: Records) -> None:
    """There is an event before and after each call; the last has the current configuration."""
    pool = await make(account, FULL)
    events = await change(account, pool, planned(FULL, AFTER), records)
    assert kinds(events) == [CallStarted, CallAnswered] * 6 + [Finished]
    assert [each.call.operation for each in events if isinstance(each, CallAnswered)] == WRITES
    assert [each[:2] for each in events if isinstance(each, CallStarted)] == [
        (number, 6) for number in range(1, 7)
    ]
    assert events[-1] == Finished(AFTER, ())
    assert notes(records) == []


async def test_the_replaced_configuration_is_saved(account: Account, records: Records) -> None:
    """The history gets one entry per change, without secrets, from which it can be undone."""
    pool = await make(account, FULL)
    await change(account, pool, planned(FULL, AFTER), records)
    ((entry,), _) = records.history.entries(pool.pool_id)
    assert account.caller is not None
    assert entry.caller == account.caller.arn
    assert "~ name" in entry.changes
    back = restorable_configuration(entry.configuration, AFTER)
    last = (await change(account, pool, planned(AFTER, back.configuration), records))[-1]
    assert last == Finished(FULL, ())
    assert len(records.history.entries(pool.pool_id).entries) == 2


async def test_the_cache_is_dropped(account: Account) -> None:
    """The account's cached answers about the pool are dropped."""
    pool = await make(account, FULL)
    await account.read(pool, Topic.CONFIGURATION)
    await change(account, pool, planned(FULL, FULL.replaced(IdentityPoolName="web")))
    answer = (await account.read(pool, Topic.CONFIGURATION)).answer
    assert answer["IdentityPoolName"] == "web"


async def test_an_unchanged_plan_is_neither_sent_nor_recorded(
    account: Account, records: Records
) -> None:
    """Without changes, the pool is read and verified, but nothing is sent or recorded."""
    pool = await make(account, FULL)
    assert [Finished(FULL, ())] == await change(account, pool, planned(FULL, FULL), records)
    assert records.history.entries() == ((), ())


async def test_a_concurrent_change_stops_everything(account: Account, records: Records) -> None:
    """Nothing is sent, and the event has the current configuration."""
    pool = await make(account, FULL)
    theirs = FULL.replaced(IdentityPoolTags={"theirs": "1"})
    await change(account, pool, planned(FULL, theirs))
    assert [ConcurrentChange(theirs)] == await change(account, pool, planned(FULL, AFTER), records)
    assert theirs == await read(account, pool)
    assert records.history.entries() == ((), ())


async def test_orphaned_principal_tags_of_a_returning_provider(account: Account) -> None:
    """Orphaned tags do not count as a change, and are removed when their provider returns."""
    bare = FULL.replaced(SupportedLoginProviders={}).without_orphans()
    pool = await make(account, bare)
    await account.gateway.call(
        "set-principal-tag-attribute-map",
        REGION,
        {"IdentityPoolId": pool.pool_id, "IdentityProviderName": GOOGLE, "UseDefaults": True},
    )
    after = bare.replaced(SupportedLoginProviders={GOOGLE: "1.apps"})
    last = (await change(account, pool, planned(bare, after)))[-1]
    assert last == Finished(after, ())


async def test_a_refusal_in_the_middle(own: RunningEmulator, records: Records) -> None:
    """The event lists the calls done and not done; a new plan can continue or undo the change."""
    account = account_at(own.url)
    pool = await make(account, FULL)
    own.change_faults(fault_plan("SetIdentityPoolRoles", "AccessDeniedException"))
    last = (await change(account, pool, planned(FULL, AFTER), records))[-1]
    assert isinstance(last, Stopped)
    assert last.error.kind is ErrorKind.DENIED
    assert [each.operation for each in last.done] == WRITES[:1]
    assert last.failed.operation == WRITES[1]
    assert [each.operation for each in last.remaining] == WRITES[2:]
    assert last.present == FULL.replaced(IdentityPoolName="web")
    assert notes(records) == []
    own.change_faults(None)
    on = planned(last.present, AFTER)
    assert [each.operation for each in on.calls] == WRITES[1:]
    back = planned(last.present, restorable_configuration(FULL, last.present).configuration)
    assert (await change(account, pool, back))[-1] == Finished(FULL, ())
    assert (await change(account, pool, planned(FULL, AFTER)))[-1] == Finished(AFTER, ())


async def test_a_refusal_after_which_the_pool_cannot_be_read(own: RunningEmulator) -> None:
    """The failure is reported without the current configuration."""
    account = account_at(own.url)
    pool = await make(account, FULL)
    events = apply_plan(account, pool, planned(FULL, AFTER), None)
    await until(events, CallStarted, 1)
    own.change_faults(fault_plan("*", "NotAuthorizedException"))
    last = [each async for each in events][-1]
    assert isinstance(last, Stopped)
    assert (last.present, last.done) == (None, ())


async def test_simultaneous_writes(own: RunningEmulator) -> None:
    """ConcurrentModificationException is handled like an earlier concurrent change."""
    account = account_at(own.url)
    pool = await make(account, FULL)
    concurrent = "ConcurrentModificationException"
    own.change_faults(fault_plan("UpdateIdentityPool", concurrent))
    events = await change(account, pool, planned(FULL, AFTER))
    assert events[1:] == [ConcurrentChange(FULL)]
    own.change_faults(fault_plan("SetIdentityPoolRoles", concurrent))
    last = (await change(account, pool, planned(FULL, AFTER)))[-1]
    assert isinstance(last, Stopped)
    assert last.error.explanation.code == concurrent


async def test_a_change_that_cannot_be_read_back(own: RunningEmulator, records: Records) -> None:
    """The event reports that all calls were answered but nothing was verified."""
    account = account_at(own.url)
    pool = await make(account, FULL)
    events = apply_plan(account, pool, planned(FULL, AFTER), records)
    await until(events, CallAnswered, 6)
    own.change_faults(fault_plan("DescribeIdentityPool", "NotAuthorizedException"))
    (last,) = [each async for each in events]
    assert isinstance(last, Unverified)
    assert last.error.explanation.operation == "describe-identity-pool"
    assert notes(records) == []


async def test_differences_from_the_plan_are_reported(account: Account) -> None:
    """A change made before the pool is read back appears in the differences."""
    pool = await make(account, FULL)
    events = apply_plan(account, pool, planned(FULL, AFTER), None)
    await until(events, CallAnswered, 6)
    theirs = AFTER.replaced(IdentityPoolTags={})
    await change(account, pool, planned(AFTER, theirs))
    (last,) = [each async for each in events]
    assert isinstance(last, Finished)
    assert last.present == theirs
    assert [(each.sign, each.label) for each in last.differences] == [("-", "tag stage")]


async def test_a_crash_in_the_middle_leaves_a_journal(account: Account, records: Records) -> None:
    """The next start reports how far the change got."""
    pool = await make(account, FULL)
    events = apply_plan(account, pool, planned(FULL, AFTER), records)
    await until(events, CallStarted, 2)
    (path,) = notes(records)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"process": GONE}))
    ((found,), _) = journal.find_interrupted(records.journals)
    assert (found.pool_id, found.done, found.uncertain, [*found.remaining]) == (
        pool.pool_id,
        ("update-identity-pool",),
        "",
        WRITES[1:],
    )
    assert SECRET not in notes(records)[0].read_text()


@pytest.mark.parametrize("operation", ["DescribeIdentityPool", "GetIdentityPoolRoles"])
async def test_nothing_is_sent_if_the_pool_cannot_be_read(
    own: RunningEmulator, records: Records, operation: str
) -> None:
    """A pool that cannot be read is not changed."""
    account = account_at(own.url)
    pool = await make(account, FULL)
    own.change_faults(fault_plan(operation, "NotAuthorizedException"))
    with pytest.raises(ApiError):
        await change(account, pool, planned(FULL, AFTER), records)
    own.change_faults(None)
    assert await read(account, pool) == FULL
    assert records.history.entries() == ((), ())


async def test_nothing_is_sent_that_cannot_be_recorded(account: Account, records: Records) -> None:
    """Nothing is sent unless the caller passes no records."""
    records.journals.parent.parent.mkdir(exist_ok=True)
    records.journals.parent.write_text("no directory")
    pool = await make(account, FULL)
    with pytest.raises(OSError, match="state"):
        await change(account, pool, planned(FULL, AFTER), records)
    assert await read(account, pool) == FULL
    assert (await change(account, pool, planned(FULL, AFTER), None))[-1] == Finished(AFTER, ())


async def test_a_plan_with_errors_is_not_sent(account: Account) -> None:
    """Plans with errors and plans of the other kind raise an error."""
    wrong = planned(FULL, FULL.replaced(DeveloperProviderName="x"))
    pool = Pool(REGION, f"{REGION}:0", "x")
    for plan in (wrong, plan_creation(FULL)):
        with pytest.raises(ValueError, match="cannot be applied"):
            await change(account, pool, plan)
    stray = plan_creation(Configuration.of({"RoleMappings": {GOOGLE: by_rules(rule("x"))}}))
    for plan in (stray, planned(FULL, AFTER)):
        with pytest.raises(ValueError, match="cannot create a pool"):
            await until(create_pool(account, REGION, plan, None), Finished, 0)


async def test_a_pool_is_created(account: Account, records: Records) -> None:
    """The pool has all its settings, including the secret."""
    events = [each async for each in create_pool(account, REGION, plan_creation(FULL), records)]
    calls = [CallStarted, CallAnswered]
    assert kinds(events) == [*calls, PoolCreated, *calls * 3, Finished]
    pool = next(each.pool for each in events if isinstance(each, PoolCreated))
    answer = await account.gateway.call(
        Topic.CONFIGURATION, REGION, {"IdentityPoolId": pool.pool_id}
    )
    assert answer["SupportedLoginProviders"][TWITTER].reveal() == f"key;{SECRET}"
    assert events[-1] == Finished(FULL, ())
    assert notes(records) == []
    assert records.history.entries() == ((), ())


async def test_a_pool_that_cannot_be_created(own: RunningEmulator, records: Records) -> None:
    """The failure is reported, and the call is not retried."""
    account = account_at(own.url)
    own.change_faults(fault_plan("CreateIdentityPool", "InvalidParameterException"))
    events = [each async for each in create_pool(account, REGION, plan_creation(FULL), records)]
    assert kinds(events) == [CallStarted, Stopped]
    last = events[-1]
    assert isinstance(last, Stopped)
    assert (last.done, last.failed.operation, len(last.remaining)) == (
        (),
        "create-identity-pool",
        3,
    )
    assert last.present is None
    assert notes(records) == []


async def test_a_partly_created_pool(own: RunningEmulator) -> None:
    """The pool exists, and a new plan completes it."""
    account = account_at(own.url)
    own.change_faults(fault_plan("SetIdentityPoolRoles", "AccessDeniedException"))
    events = [each async for each in create_pool(account, REGION, plan_creation(FULL), None)]
    last = events[-1]
    assert isinstance(last, Stopped)
    assert last.present == FULL.replaced(Roles={}, RoleMappings={}, PrincipalTags={})
    own.change_faults(None)
    pool = next(each.pool for each in events if isinstance(each, PoolCreated))
    assert (await change(account, pool, planned(last.present, FULL)))[-1] == Finished(FULL, ())
