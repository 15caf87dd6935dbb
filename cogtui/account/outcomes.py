"""Send a change, and find out whether it was carried out if its response was lost.

Sending the request again could carry it out twice, or be refused because the first attempt
succeeded: "not found" after a deletion. The current state is read instead.
"""

from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.operations import OPERATIONS
from cogtui.text import counted, visible

_NO_POOLS: Final[frozenset[str]] = frozenset()

_UNKNOWN: Final = "The request may have succeeded"


class OutcomeStatus(StrEnum):
    """Whether a change whose response was lost was carried out."""

    DONE = "done"
    """The service has what the request asked for."""
    NOT_DONE = "not done"
    """The service does not have it, at least so far."""
    UNKNOWN = "unknown"
    """It cannot be determined."""


class Outcome(NamedTuple):
    """What the current state shows about a change whose response was lost."""

    status: OutcomeStatus
    """Whether it was carried out."""
    sentence: str
    """What was found, for the user."""
    answer: Mapping[str, Any] = {}
    """The members of the lost response that the state shows."""


class Written(NamedTuple):
    """A change that was carried out."""

    answer: Mapping[str, Any]
    """The service's answer, or as much of a lost one as the state shows."""
    note: str = ""
    """That the response was lost and what was found instead; empty if it arrived."""


class _Request(NamedTuple):
    """A request whose response was lost."""

    account: Account
    region: str
    values: Mapping[str, Any]
    pools_before: frozenset[str]

    async def read(self, operation: str, **parameters: Any) -> Mapping[str, Any] | None:  # noqa: ANN401  the request's members
        """Return an operation's answer; None if what it reads does not exist."""
        try:
            return await self.account.gateway.call(operation, self.region, parameters)
        except ApiError as error:
            if error.kind is ErrorKind.NOT_FOUND:
                return None
            raise


_Check = Callable[[_Request], Awaitable[Outcome]]


async def write(
    account: Account,
    operation: str,
    region: str,
    values: Mapping[str, Any],
    *,
    once: bool | None = None,
    pools_before: frozenset[str] = _NO_POOLS,
) -> Written:
    """Send a change. If the response is lost, find out whether it was carried out.

    Args:
        account: The account to send it to.
        operation: The operation's AWS CLI name.
        region: The region to call.
        values: The request's members, with secrets as `Secret`.
        once: Whether to never send the request again if it may have arrived; None for what the
            operation table says.
        pools_before: The IDs of the pools that existed before, to recognize a new one.

    Returns:
        The answer, once it is certain that the change was carried out.

    Raises:
        ApiError: The change was not carried out, or `outcome_unknown` in its explanation is set.
    """
    if once is None:
        once = OPERATIONS[operation].once
    try:
        return Written(await account.gateway.call(operation, region, values, once=once))
    except ApiError as error:
        explanation = error.explanation
    if not explanation.outcome_unknown:
        raise ApiError(explanation)
    request = _Request(account, region, values, pools_before)
    outcome = await _find_outcome(operation, request)
    if outcome is None:
        raise ApiError(explanation)
    if outcome.status is OutcomeStatus.DONE:
        return Written(outcome.answer, f"The response was lost. {outcome.sentence}")
    raise ApiError(_explain(explanation, outcome))


def _explain(explanation: Explanation, outcome: Outcome) -> Explanation:
    if outcome.status is OutcomeStatus.NOT_DONE:
        return explanation._replace(remedy=outcome.sentence, outcome_unknown=False)
    return explanation._replace(
        title=_UNKNOWN,
        cause=f"{explanation.title}. {explanation.cause}",
        remedy=outcome.sentence,
    )


async def _find_outcome(operation: str, request: _Request) -> Outcome | None:
    """Return the outcome; None for an operation that changes nothing by itself."""
    check = _CHECKS.get(operation)
    if check is None:
        return None
    try:
        return await check(request)
    except ApiError as error:
        sentence = f"Checking the result failed too: {error.explanation.title}."
        return Outcome(OutcomeStatus.UNKNOWN, sentence)


def _found(sentence: str, **answer: Any) -> Outcome:  # noqa: ANN401  the answer's members
    return Outcome(OutcomeStatus.DONE, sentence, answer)


def _not_found(sentence: str) -> Outcome:
    return Outcome(OutcomeStatus.NOT_DONE, sentence)


async def _check_new_pool(request: _Request) -> Outcome:
    name = request.values["IdentityPoolName"]
    found = [
        pool
        async for page in request.account.pools(request.region)
        for pool in page
        if pool.name == name and pool.pool_id not in request.pools_before
    ]
    if not found:
        return _not_found(f"No new pool {visible(name)} found. Retry to create it.")
    if len(found) > 1:
        ids = ", ".join(pool.pool_id for pool in found)
        sentence = f"Several new pools are named {visible(name)}: {ids}."
        return Outcome(OutcomeStatus.UNKNOWN, sentence)
    pool_id = found[0].pool_id
    return _found(f"Pool {pool_id} exists.", IdentityPoolId=pool_id, IdentityPoolName=found[0].name)


async def _check_pool(request: _Request) -> Outcome:
    pool_id = request.values["IdentityPoolId"]
    answer = await request.read(operation_names.DESCRIBE_IDENTITY_POOL, IdentityPoolId=pool_id)
    if answer is None or not _has(answer, request.values):
        return _not_found("The pool does not have this configuration. Reload it, then retry.")
    return _found("The pool has this configuration.", **answer)


async def _check_deleted_pool(request: _Request) -> Outcome:
    pool_id = request.values["IdentityPoolId"]
    answer = await request.read(operation_names.DESCRIBE_IDENTITY_POOL, IdentityPoolId=pool_id)
    if answer is None:
        return _found("The pool no longer exists.")
    return _not_found("The pool still exists. Retry to delete it.")


async def _check_roles(request: _Request) -> Outcome:
    pool_id = request.values["IdentityPoolId"]
    answer = await request.read(operation_names.GET_IDENTITY_POOL_ROLES, IdentityPoolId=pool_id)
    names = ("Roles", "RoleMappings")
    if answer is None or not _has(answer, {name: request.values.get(name) for name in names}):
        return _not_found("The pool does not have these roles. Reload them, then retry.")
    return _found("The pool has these roles.")


async def _check_tags(request: _Request) -> Outcome:
    tags = await _tags(request)
    if all(tags.get(name) == value for name, value in request.values["Tags"].items()):
        return _found("The pool has these tags.")
    return _not_found("The pool does not have these tags. Retry to add them.")


async def _check_removed_tags(request: _Request) -> Outcome:
    if (await _tags(request)).keys().isdisjoint(request.values["TagKeys"]):
        return _found("The pool does not have these tags.")
    return _not_found("The pool still has some of these tags. Retry to remove them.")


async def _tags(request: _Request) -> Mapping[str, str]:
    arn = request.values["ResourceArn"]
    answer = await request.read(operation_names.LIST_TAGS_FOR_RESOURCE, ResourceArn=arn)
    tags: Mapping[str, str] = (answer or {}).get("Tags") or {}
    return tags


async def _check_principal_tags(request: _Request) -> Outcome:
    answer = await request.read(
        operation_names.GET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
        IdentityPoolId=request.values["IdentityPoolId"],
        IdentityProviderName=request.values["IdentityProviderName"],
    )
    # with the defaults, the service ignores the tags and returns none
    names = (
        ("UseDefaults",) if request.values.get("UseDefaults") else ("UseDefaults", "PrincipalTags")
    )
    if answer is None or not _has(answer, {name: request.values.get(name) for name in names}):
        return _not_found("The provider does not have these principal tags. Retry to set them.")
    return _found("The provider has these principal tags.", **answer)


async def _check_deleted_identities(request: _Request) -> Outcome:
    ids = request.values["IdentityIdsToDelete"]
    left = [
        each
        for each in ids
        if await request.read(operation_names.DESCRIBE_IDENTITY, IdentityId=each) is not None
    ]
    if not left:
        return _found("They no longer exist.", UnprocessedIdentityIds=[])
    sentence = f"{len(left):,} of {counted(len(ids), 'identity', 'identities')} still exist."
    return _not_found(f"{sentence} Retry to delete the rest.")


async def _check_identity(request: _Request) -> Outcome:
    if request.values.get("Logins"):
        return _not_found("Retry: the same logins always return the same identity.")
    sentence = "If it succeeded, the pool has one more guest identity. Reload the identities."
    return Outcome(OutcomeStatus.UNKNOWN, sentence)


async def _check_unlinked_login(request: _Request) -> Outcome:
    answer = await request.read(
        operation_names.DESCRIBE_IDENTITY, IdentityId=request.values["IdentityId"]
    )
    if answer is None:
        return Outcome(OutcomeStatus.UNKNOWN, "The identity no longer exists.")
    if set(request.values["LoginsToRemove"]).isdisjoint(answer.get("Logins") or ()):
        return _found("The identity does not have these logins.")
    return _not_found("The identity still has these logins. Retry to unlink them.")


async def _check_user(request: _Request) -> Outcome:
    pool = Pool(request.region, request.values["IdentityPoolId"], "")
    answer = await request.read(operation_names.DESCRIBE_IDENTITY_POOL, IdentityPoolId=pool.pool_id)
    # the other logins are tokens, which cannot be looked up
    user = request.values["Logins"].get((answer or {}).get("DeveloperProviderName"))
    identity_id = user and await _identity_of(request, user)
    if not identity_id:
        return _not_found("The user is not registered. Retry to register it.")
    return _not_found(f"The user is registered as {identity_id}. Retry to get a token.")


async def _check_merge(request: _Request) -> Outcome:
    source = await _identity_of(request, request.values["SourceUserIdentifier"])
    destination = await _identity_of(request, request.values["DestinationUserIdentifier"])
    if source is not None and source == destination:
        return _found(f"Both users resolve to {source}.", IdentityId=source)
    return _not_found("The two users still have different identities. Retry to merge them.")


async def _check_unlinked_user(request: _Request) -> Outcome:
    user = request.values["DeveloperUserIdentifier"]
    if await _identity_of(request, user) == request.values["IdentityId"]:
        return _not_found(f"{visible(user)} is still linked to the identity. Retry to unlink it.")
    return _found(f"{visible(user)} is not linked to the identity.")


async def _identity_of(request: _Request, user: str | Secret) -> str | None:
    """Return the identity of a developer user; None if the user does not exist."""
    answer = await request.read(
        operation_names.LOOKUP_DEVELOPER_IDENTITY,
        IdentityPoolId=request.values["IdentityPoolId"],
        DeveloperUserIdentifier=user,
        MaxResults=1,
    )
    return None if answer is None else str(answer["IdentityId"])


def _has(answer: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    """Return whether an answer has the values sent, where the service omits what is empty."""
    return all(_is_same(name, answer.get(name), value) for name, value in values.items())


def _is_same(name: str, one: Any, other: Any) -> bool:  # noqa: ANN401  JSON
    if name == "AllowClassicFlow":
        # a pool without it allows the classic flow
        return bool(one == other)
    one, other = _plain(one), _plain(other)
    if name in _UNORDERED:
        return frozenset(one or ()) == frozenset(other or ())
    return bool(one == other)


_UNORDERED: Final = ("CognitoIdentityProviders", "OpenIdConnectProviderARNs", "SamlProviderARNs")
"""Lists whose order means nothing, so that the service may return another one."""


def _plain(value: Any) -> Any:  # noqa: ANN401  JSON
    """Return a value in a form in which what means the same is equal."""
    if isinstance(value, Secret):
        return value.reveal()
    if isinstance(value, Mapping):
        plain = ((name, _plain(each)) for name, each in value.items())
        return frozenset(pair for pair in plain if pair[1] is not None)
    if isinstance(value, list | tuple):
        return tuple(_plain(each) for each in value) or None
    return value or None


_CHECKS: Final[Mapping[str, _Check]] = {
    operation_names.CREATE_IDENTITY_POOL: _check_new_pool,
    operation_names.UPDATE_IDENTITY_POOL: _check_pool,
    operation_names.DELETE_IDENTITY_POOL: _check_deleted_pool,
    operation_names.SET_IDENTITY_POOL_ROLES: _check_roles,
    operation_names.TAG_RESOURCE: _check_tags,
    operation_names.UNTAG_RESOURCE: _check_removed_tags,
    operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP: _check_principal_tags,
    operation_names.DELETE_IDENTITIES: _check_deleted_identities,
    operation_names.GET_ID: _check_identity,
    operation_names.UNLINK_IDENTITY: _check_unlinked_login,
    operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY: _check_user,
    operation_names.MERGE_DEVELOPER_IDENTITIES: _check_merge,
    operation_names.UNLINK_DEVELOPER_IDENTITY: _check_unlinked_user,
}
