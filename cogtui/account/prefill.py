"""What a form opens with: what the selection knows, what the service has, what it may hold.

All of it is plain data by the API's member names, so that a row of the operation table needs no
more than the names of the reads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.service.members import Member, wrap_secrets
from cogtui.service.operations import Operation
from cogtui.service.providers import ProviderKind, providers
from cogtui.service.validation import Problem

LOGIN_PROVIDERS: Final = (
    "accounts.google.com",
    "api.twitter.com",
    "appleid.apple.com",
    "graph.facebook.com",
    "www.amazon.com",
    "www.digits.com",
)
"""The social providers that the service knows (API reference, `SupportedLoginProviders`)."""

STATES: Final = ("authenticated", "unauthenticated")
"""The keys of a pool's default roles (API reference, `SetIdentityPoolRoles`)."""

CONTEXT_MEMBERS: Final = ("IdentityPoolId", "IdentityId", "ResourceArn", "DeveloperProviderName")
"""The members that what is under the cursor decides."""

Answers = Mapping[str, Mapping[str, Any]]
"""What reads have answered, by their AWS CLI names."""


async def read(
    account: Account, selection: Selection, name: str, choice: str = ""
) -> Mapping[str, Any] | None:
    """Reads something of what is selected.

    Args:
        account: The account to read from; what it knows of a pool is not read again.
        selection: The pool or the identity.
        name: The read's AWS CLI name.
        choice: For principal tags, the provider whose map is wanted.

    Returns:
        The answer, of a listing the first page; None where the selection has no such thing.

    Raises:
        ApiError: It could not be read.
    """
    pool = selection.pool
    if pool is None:
        return None
    if name == Topic.PRINCIPAL_TAGS:
        return await account.tag_map(pool, choice) or {"IdentityProviderName": choice}
    if name in list(Topic):
        return (await account.read(pool, Topic(name))).answer
    if name == "list-identities":
        page = await account.identities(pool, None, hide_disabled=False)
        ids = [page.id_at(place) for place in range(len(page))]
        return {"Identities": ids, "NextToken": page.next_token}
    if selection.identity_id is None:
        return None
    return await _read_identity(account, pool, selection.identity_id, name)


async def _read_identity(
    account: Account, pool: Pool, identity_id: str, name: str
) -> Mapping[str, Any]:
    if name == "describe-identity":
        return await account.identity(pool, identity_id)
    async for identifiers in account.developer_users(pool, identity_id):
        return {"DeveloperUserIdentifierList": identifiers}
    return {}


async def read_all(account: Account, selection: Selection, names: Iterable[str]) -> Answers:
    """Reads what there is, and leaves out what cannot be read.

    Args:
        account: The account to read from.
        selection: The pool or the identity.
        names: The reads' AWS CLI names.

    Returns:
        The answers.
    """
    answers = {}
    for name in names:
        if selection.only is not None and name not in selection.only:
            continue
        try:
            answer = await read(account, selection, name)
        except ApiError:
            # what it would offer can be typed
            continue
        if answer is not None:
            answers[name] = answer
    return answers


def prefilled(
    operation: Operation, members: Sequence[Member], selection: Selection, answers: Answers
) -> dict[str, Any]:
    """The values that a form opens with.

    Args:
        operation: The operation.
        members: The members of its input.
        selection: What is under the cursor.
        answers: What was read; what the operation replaces among it.

    Returns:
        Values by member, secrets as `Secret`.
    """
    present = answers.get(operation.replaces, {})
    values = {**present, **_selected(operation, selection, answers)}
    if operation.replaces:
        # the service leaves out what is empty
        values = {each.name: {} for each in members if each.required and each.key} | values
    return wrap_secrets(members, {each.name: values.get(each.name) for each in members})


def _selected(operation: Operation, selection: Selection, answers: Answers) -> dict[str, Any]:
    """What the selection tells of any member that asks for it."""
    pool, identity_id = selection.pool, selection.identity_id
    found: dict[str, Any] = {"IdentityId": identity_id}
    if pool is not None:
        found |= {"IdentityPoolId": pool.pool_id, "ResourceArn": selection.pool_arn}
    found["IdentityIdsToDelete"] = list(selection.marked) or ([identity_id] if identity_id else [])
    if operation.name == "get-open-id-token-for-developer-identity":
        # with an identity the user is linked to it, which nobody asked for
        del found["IdentityId"]
    if operation.name not in ("create-identity-pool", "update-identity-pool"):
        developer = answers.get(Topic.CONFIGURATION, {}).get("DeveloperProviderName")
        found["DeveloperProviderName"] = developer
        users = answers.get("lookup-developer-identity", {}).get("DeveloperUserIdentifierList", [])
        if len(users) == 1:
            found["DeveloperUserIdentifier"] = users[0]
    if any(each in operation.name for each in ("list-", "lookup-")):
        found["MaxResults"] = 60
    return {name: value for name, value in found.items() if value}


def known(operation: Operation, answers: Answers) -> dict[str, tuple[str, ...]]:
    """The values that there are to choose from.

    Args:
        operation: The operation.
        answers: What was read.

    Returns:
        By member, or for a map's keys by the map's name, the values in a good order.
    """
    configuration = answers.get(Topic.CONFIGURATION, {})
    found = list(providers(configuration))
    developers = [each.name for each in found if each.kind is ProviderKind.DEVELOPER]
    others = [each.name for each in found if each.kind is not ProviderKind.DEVELOPER]
    users = answers.get("lookup-developer-identity", {}).get("DeveloperUserIdentifierList", ())
    logins = answers.get("describe-identity", {}).get("Logins", ())
    roles = tuple(_roles(answers))
    offers = {
        "IdentityProviderName": others,
        "RoleMappings": [
            f"{each.name}:{each.client_id}" if each.kind is ProviderKind.USER_POOL else each.name
            for each in found
            if each.kind is not ProviderKind.DEVELOPER
        ],
        "Roles": STATES,
        "SupportedLoginProviders": LOGIN_PROVIDERS,
        "DeveloperProviderName": developers,
        "DeveloperUserIdentifier": users,
        "SourceUserIdentifier": users,
        "DestinationUserIdentifier": users,
        "TagKeys": answers.get(Topic.TAGS, {}).get("Tags", ()),
        "Tags": answers.get(Topic.TAGS, {}).get("Tags", ()),
        # a login that the identity has comes first
        "Logins": [
            *(each for each in logins if each not in developers and each != "DISABLED"),
            *(developers if "developer" in operation.name else []),
            *others,
        ],
        "LoginsToRemove": logins,
        "CustomRoleArn": roles,
        "RoleARN": roles,
        "ARNString": roles,
    }
    return {
        name: tuple(dict.fromkeys(filter(None, values)))
        for name, values in offers.items()
        if any(values)
    }


def _roles(answers: Answers) -> Iterator[str]:
    answer = answers.get(Topic.ROLES, {})
    yield from answer.get("Roles", {}).values()
    for mapping in answer.get("RoleMappings", {}).values():
        for rule in mapping.get("RulesConfiguration", {}).get("Rules", ()):
            yield rule["RoleARN"]


def region_of(values: Mapping[str, Any]) -> str | None:
    """The region that a request belongs to.

    Args:
        values: The members of the request.

    Returns:
        The region that the id of its pool or its identity, or its ARN, begins with; None where
        it has none of them.
    """
    ids = values.get("IdentityIdsToDelete") or (None,)
    found = values.get("IdentityPoolId") or values.get("IdentityId") or ids[0]
    if isinstance(found, str) and ":" in found:
        return found.partition(":")[0]
    # arn:PARTITION:cognito-identity:REGION:ACCOUNT:identitypool/ID
    arn = f"{values.get('ResourceArn', '')}::::".split(":")
    return arn[3] or None


def to_send(
    operation: Operation, opened: Mapping[str, Any], values: Mapping[str, Any]
) -> dict[str, Any]:
    """What of a form is sent.

    Args:
        operation: The operation.
        opened: What the form opened with.
        values: What it was left with.

    Returns:
        The values without what the service keeps by itself and nobody changed.
    """
    return {
        name: value
        for name, value in values.items()
        if name not in operation.retained_if_omitted or not same(value, opened.get(name))
    }


def cannot_be_cleared(
    operation: Operation, opened: Mapping[str, Any], values: Mapping[str, Any]
) -> Iterator[Problem]:
    """Finds what was cleared although the service keeps it.

    Args:
        operation: The operation.
        opened: What the form opened with.
        values: What it was left with.

    Yields:
        A problem for each such member: leaving it out of the request would change nothing.
    """
    for name in operation.retained_if_omitted:
        if opened.get(name) is not None and values.get(name) is None:
            yield Problem((name,), "the service keeps this when it is left out: it has to be set")


def same(one: Any, other: Any) -> bool:  # noqa: ANN401  plain data of any shape
    """Whether two values are the same, with secrets compared and not shown.

    Args:
        one: Plain data, with `Secret` wherever a text may be.
        other: Likewise.
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            same(each, other[key]) for key, each in one.items()
        )
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
