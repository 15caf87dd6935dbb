"""Random configurations and edits, applied on the emulator."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cogtui.account.account import Account
from cogtui.configuration.plan import planned
from cogtui.configuration.pool_configuration import SHAPES, Configuration, read
from cogtui.configuration.restore import restorable_configuration
from tests.configuration.emulator_pools import change, edit, make
from tests.configuration.strategies import configurations, edits

# one account for all examples: each creates its own pool
once = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])


@once
@given(st.data())
async def test_an_edit_is_applied_and_can_be_undone(account: Account, data: st.DataObject) -> None:
    """The edit changes exactly what was edited, and undoing it restores the pool."""
    before = data.draw(configurations())
    pool = await make(account, before)
    assert before == await read(account, pool)
    after = data.draw(edits(before))
    made = len(account.gateway.requests)
    present = await edit(account, pool, before, after)
    sent = [each.operation for each in list(account.gateway.requests)[made:]]
    writes = [name for name in sent if name.startswith(("update", "set", "tag", "untag"))]
    assert after == present == await read(account, pool)
    untouched = [name for name in SHAPES if before[name] == after[name]]
    assert {name: before[name] for name in untouched} == {name: present[name] for name in untouched}
    assert writes == [each.operation for each in planned(before, after).calls]
    assert bool(writes) == (before != after)
    # undo, except for what cannot be unset
    back = restorable_configuration(before, present).configuration
    developer = before["DeveloperProviderName"] or present["DeveloperProviderName"]
    assert before.replaced(DeveloperProviderName=developer) == back
    assert back == await edit(account, pool, present, back)


async def test_the_classic_flow_of_a_new_pool_need_not_be_set(account: Account) -> None:
    """An unset classic flow differs from a forbidden one, and stays unset."""
    bare = Configuration.of({"IdentityPoolName": "bare"})
    pool = await make(account, bare)
    renamed = bare.replaced(IdentityPoolName="renamed")
    assert (await edit(account, pool, bare, renamed))["AllowClassicFlow"] is None
    forbidding = renamed.replaced(AllowClassicFlow=False)
    assert (await edit(account, pool, renamed, forbidding))["AllowClassicFlow"] is False


async def test_an_unchanged_configuration_is_not_sent(account: Account) -> None:
    """Only read operations are called."""
    bare = Configuration.of({"IdentityPoolName": "bare"})
    pool = await make(account, bare)
    made = len(account.gateway.requests)
    await change(account, pool, planned(bare, bare))
    sent = {each.operation for each in list(account.gateway.requests)[made:]}
    assert sent == {"describe-identity-pool", "get-identity-pool-roles"}
