"""What came of a request that nobody answered: looked up, told, and never guessed.

A request may have been carried out although its answer was lost. Sending it again would do it
twice, so the service is asked instead what is there now.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.secret import Secret
from cogtui.text import visible

Look = Callable[[Account, str, Mapping[str, Any], frozenset[str]], Awaitable[str]]
"""Looks what came of a request: given the account, the region, the members of the request and
the ids of the pools that were there before, returns a sentence."""


async def looked_up(
    operation: str,
    account: Account,
    region: str,
    values: Mapping[str, Any],
    pools_before: frozenset[str],
) -> str:
    """Looks what came of a request that was not answered.

    Args:
        operation: The operation's AWS CLI name.
        account: The account that it was sent to.
        region: The region called.
        values: The members of the request, with `Secret` where it is one.
        pools_before: The ids of the pools that were there before.

    Returns:
        What is there now, in a sentence or two.
    """
    look = _LOOKS.get(operation)
    if look is None:
        return "What is shown is read again. Sending the same once more does no harm."
    try:
        return await look(account, region, values, pools_before)
    except ApiError as error:
        return f"Looking for it failed too: {error.explanation.title}."


async def _pool(
    account: Account, region: str, values: Mapping[str, Any], before: frozenset[str]
) -> str:
    name = values["IdentityPoolName"]
    found = [
        pool.pool_id
        async for page in account.pools(region)
        for pool in page
        if pool.name == name and pool.pool_id not in before
    ]
    if found:
        return f"It was carried out: {visible(name)} is there now, as {', '.join(found)}."
    return f"No new pool {visible(name)} is there so far: it does not seem to be carried out."


async def _guest(
    _account: Account, _region: str, values: Mapping[str, Any], _before: frozenset[str]
) -> str:
    if values.get("Logins"):
        return "With the same logins it finds the same identity: sending it again does no harm."
    return "If it was carried out, the pool has one guest more. The table is read again."


async def _user(
    account: Account, region: str, values: Mapping[str, Any], _before: frozenset[str]
) -> str:
    pool = Pool(region, values["IdentityPoolId"], "")
    configuration = (await account.read(pool, Topic.CONFIGURATION)).answer
    # the other logins are tokens, and lead to nobody here
    user = values["Logins"].get(configuration.get("DeveloperProviderName"))
    identity_id = user and await _identity_of(account, region, values, user)
    if identity_id is None:
        return "The user is not registered: it does not seem to be carried out."
    return f"The user is registered, on {identity_id}. Sending it again finds that one."


async def _merge(
    account: Account, region: str, values: Mapping[str, Any], _before: frozenset[str]
) -> str:
    source = await _identity_of(account, region, values, values["SourceUserIdentifier"])
    destination = await _identity_of(account, region, values, values["DestinationUserIdentifier"])
    if source is not None and source == destination:
        return f"It was carried out: both users lead to {source} now."
    return "It was not carried out: the two users lead to different identities."


async def _unlink(
    account: Account, region: str, values: Mapping[str, Any], _before: frozenset[str]
) -> str:
    user = values["DeveloperUserIdentifier"]
    if await _identity_of(account, region, values, user) == values["IdentityId"]:
        return f"It was not carried out: {visible(user)} still leads to the identity."
    return f"It was carried out: {visible(user)} does not lead to the identity any more."


async def _identity_of(
    account: Account, region: str, values: Mapping[str, Any], user: str | Secret
) -> str | None:
    """The identity that a developer user leads to, None if there is no such user."""
    parameters = {
        "IdentityPoolId": values["IdentityPoolId"],
        "DeveloperUserIdentifier": user,
        "MaxResults": 1,
    }
    try:
        answer = await account.gateway.call("lookup-developer-identity", region, parameters)
    except ApiError as error:
        if error.kind is ErrorKind.NOT_FOUND:
            return None
        raise
    found: str = answer["IdentityId"]
    return found


_LOOKS: Final[Mapping[str, Look]] = {
    "create-identity-pool": _pool,
    "get-id": _guest,
    "get-open-id-token-for-developer-identity": _user,
    "merge-developer-identities": _merge,
    "unlink-developer-identity": _unlink,
}
