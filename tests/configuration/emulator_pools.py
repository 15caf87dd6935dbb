"""Helpers that create, change and read pools on the emulator."""

from collections.abc import AsyncIterator

from cogtui.account.account import Account, Pool
from cogtui.configuration.apply import (
    Event,
    Finished,
    PoolCreated,
    Records,
    apply_plan,
    create_pool,
)
from cogtui.configuration.plan import Plan, plan_creation, planned
from cogtui.configuration.pool_configuration import Configuration
from tests.gateway.gateways import REGION, make_gateway


def account_at(url: str) -> Account:
    """Return the account of an emulator; call it on the event loop."""
    return Account(make_gateway(url))


async def make(account: Account, configuration: Configuration) -> Pool:
    """Create a pool and require full success."""
    events = [
        each async for each in create_pool(account, REGION, plan_creation(configuration), None)
    ]
    last = events[-1]
    assert isinstance(last, Finished)
    assert last.differences == ()
    return next(each.pool for each in events if isinstance(each, PoolCreated))


async def change(
    account: Account, pool: Pool, plan: Plan, records: Records | None = None
) -> list[Event]:
    """Apply a plan, and return the events whether or not it succeeds."""
    return [each async for each in apply_plan(account, pool, plan, records)]


async def edit(
    account: Account, pool: Pool, before: Configuration, after: Configuration
) -> Configuration:
    """Change a pool, require full success, and return the resulting configuration."""
    last = (await change(account, pool, planned(before, after)))[-1]
    assert isinstance(last, Finished)
    assert last.differences == ()
    return last.present


async def stop_after(events: AsyncIterator[Event], number: int) -> list[Event]:
    """Return the first events and stop iterating, as if the app were killed."""
    found: list[Event] = []
    async for each in events:
        found.append(each)
        if len(found) == number:
            return found
    return found
