"""Find out whether a write happened when its response was lost.

Sending the request again could carry it out twice, so the current state is read instead.
"""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.api_error import ApiError, ErrorKind
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.text import visible

OutcomeCheck = Callable[[Account, str, Mapping[str, Any], frozenset[str]], Awaitable[str]]
"""Finds the result of a request and returns a sentence about it, given the account, the region,
the request's members and the IDs of the pools that existed before."""


async def looked_up(
    operation: str,
    account: Account,
    region: str,
    values: Mapping[str, Any],
    pools_before: frozenset[str],
) -> str:
    """Find out the result of a request whose response was lost.

    Args:
        operation: The operation's AWS CLI name.
        account: The account that it was sent to.
        region: The region called.
        values: The request's members, with secrets as `Secret`.
        pools_before: The IDs of the pools that existed before.

    Returns:
        The current state in a sentence or two.
    """
    check = _CHECKS.get(operation)
    if check is None:
        return "What is shown is read again. Sending the same once more does no harm."
    try:
        return await check(account, region, values, pools_before)
    except ApiError as error:
        return f"Looking for it failed too: {error.explanation.title}."


async def _check_pool(
    account: Account, region: str, values: Mapping[str, Any], pools_before: frozenset[str]
) -> str:
    name = values["IdentityPoolName"]
    found = [
        pool.pool_id
        async for page in account.pools(region)
        for pool in page
        if pool.name == name and pool.pool_id not in pools_before
    ]
    if found:
        return f"It was carried out: {visible(name)} is there now, as {', '.join(found)}."
    return f"No new pool {visible(name)} is there so far: it does not seem to be carried out."


async def _check_guest(
    _account: Account, _region: str, values: Mapping[str, Any], _pools_before: frozenset[str]
) -> str:
    if values.get("Logins"):
        return "With the same logins it finds the same identity: sending it again does no harm."
    return "If it was carried out, the pool has one guest more. The table is read again."


async def _check_user(
    account: Account, region: str, values: Mapping[str, Any], _pools_before: frozenset[str]
) -> str:
    pool = Pool(region, values["IdentityPoolId"], "")
    configuration = (await account.read(pool, Topic.CONFIGURATION)).answer
    # the other logins are tokens, which cannot be looked up
    user = values["Logins"].get(configuration.get("DeveloperProviderName"))
    identity_id = user and await _identity_of(account, region, values, user)
    if identity_id is None:
        return "The user is not registered: it does not seem to be carried out."
    return f"The user is registered, on {identity_id}. Sending it again finds that one."


async def _check_merge(
    account: Account, region: str, values: Mapping[str, Any], _pools_before: frozenset[str]
) -> str:
    source = await _identity_of(account, region, values, values["SourceUserIdentifier"])
    destination = await _identity_of(account, region, values, values["DestinationUserIdentifier"])
    if source is not None and source == destination:
        return f"It was carried out: both users lead to {source} now."
    return "It was not carried out: the two users lead to different identities."


async def _check_unlink(
    account: Account, region: str, values: Mapping[str, Any], _pools_before: frozenset[str]
) -> str:
    user = values["DeveloperUserIdentifier"]
    if await _identity_of(account, region, values, user) == values["IdentityId"]:
        return f"It was not carried out: {visible(user)} still leads to the identity."
    return f"It was carried out: {visible(user)} does not lead to the identity any more."


async def _identity_of(
    account: Account, region: str, values: Mapping[str, Any], user: str | Secret
) -> str | None:
    """Return the identity of a developer user; None if the user does not exist."""
    parameters = {
        "IdentityPoolId": values["IdentityPoolId"],
        "DeveloperUserIdentifier": user,
        "MaxResults": 1,
    }
    try:
        answer = await account.gateway.call(
            operation_names.LOOKUP_DEVELOPER_IDENTITY, region, parameters
        )
    except ApiError as error:
        if error.kind is ErrorKind.NOT_FOUND:
            return None
        raise
    found: str = answer["IdentityId"]
    return found


_CHECKS: Final[Mapping[str, OutcomeCheck]] = {
    operation_names.CREATE_IDENTITY_POOL: _check_pool,
    operation_names.GET_ID: _check_guest,
    operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY: _check_user,
    operation_names.MERGE_DEVELOPER_IDENTITIES: _check_merge,
    operation_names.UNLINK_DEVELOPER_IDENTITY: _check_unlink,
}
