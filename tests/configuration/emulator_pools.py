"""Pools on the emulator, made and read as the screens will."""

from collections.abc import AsyncIterator

from cogtui.account.account import Account, Pool
from cogtui.configuration.apply import Event, Finished, Made, Records, applied, made
from cogtui.configuration.plan import Plan, creation, planned
from cogtui.configuration.pool_configuration import Configuration
from tests.gateway.gateways import REGION, make_gateway


def account_at(url: str) -> Account:
    """The account of an emulator; to be called on the event loop."""
    return Account(make_gateway(url))


async def make(account: Account, configuration: Configuration) -> Pool:
    """Makes a pool, and expects all to go well."""
    events = [each async for each in made(account, REGION, creation(configuration), None)]
    last = events[-1]
    assert isinstance(last, Finished)
    assert last.differences == ()
    return next(each.pool for each in events if isinstance(each, Made))


async def change(
    account: Account, pool: Pool, plan: Plan, records: Records | None = None
) -> list[Event]:
    """Carries out a plan, whatever comes of it."""
    return [each async for each in applied(account, pool, plan, records)]


async def edit(
    account: Account, pool: Pool, before: Configuration, after: Configuration
) -> Configuration:
    """Changes a pool, expects all to go well, and returns what the service has then."""
    last = (await change(account, pool, planned(before, after)))[-1]
    assert isinstance(last, Finished)
    assert last.differences == ()
    return last.present


async def leave_at(events: AsyncIterator[Event], number: int) -> list[Event]:
    """Waits for some events, and then no more, as when the app is killed."""
    found: list[Event] = []
    async for each in events:
        found.append(each)
        if len(found) == number:
            return found
    return found
