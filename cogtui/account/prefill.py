"""The initial values and choices of a form, from the selection and from the service.

Everything is plain data by API member name, so that a row of the operation table only has to name
the reads.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from cogtui.account.account import Account, Pool, Topic
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.logins.keys import ExpectedToken, issuer_of, login_keys
from cogtui.service import operation_names
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
"""The social providers that the service supports (API reference, `SupportedLoginProviders`)."""

STATES: Final = ("authenticated", "unauthenticated")
"""The keys of a pool's default roles (API reference, `SetIdentityPoolRoles`)."""

CONTEXT_MEMBERS: Final = ("IdentityPoolId", "IdentityId", "ResourceArn", "DeveloperProviderName")
"""The members whose values come from what is under the cursor."""

Answers = Mapping[str, Mapping[str, Any]]
"""The answers of reads, by AWS CLI name."""


async def read(
    account: Account, selection: Selection, name: str, choice: str = ""
) -> Mapping[str, Any] | None:
    """Run one read on the selection.

    Args:
        account: The account to read from; what it has cached is not read again.
        selection: The pool or the identity.
        name: The read's AWS CLI name.
        choice: For principal tags, the provider whose map to read.

    Returns:
        The answer, or the first page of a list; None if the read does not apply to the selection.

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
    if name == operation_names.LIST_IDENTITIES:
        page = await account.identities(pool, None, hide_disabled=False)
        ids = [page.id_at(place) for place in range(len(page))]
        return {"Identities": ids, "NextToken": page.next_token}
    if selection.identity_id is None:
        return None
    return await _read_identity(account, pool, selection.identity_id, name)


async def _read_identity(
    account: Account, pool: Pool, identity_id: str, name: str
) -> Mapping[str, Any]:
    if name == operation_names.DESCRIBE_IDENTITY:
        return await account.identity(pool, identity_id)
    async for identifiers in account.developer_users(pool, identity_id):
        return {"DeveloperUserIdentifierList": identifiers}
    return {}


async def read_all(account: Account, selection: Selection, names: Iterable[str]) -> Answers:
    """Run several reads on the selection and return the answers of those that succeed.

    Args:
        account: The account to read from.
        selection: The pool or the identity.
        names: The reads' AWS CLI names.
    """
    answers = {}
    for name in names:
        if selection.only is not None and name not in selection.only:
            continue
        try:
            answer = await read(account, selection, name)
        except ApiError:
            # the user can still type what it would have offered
            continue
        if answer is not None:
            answers[name] = answer
    return answers


def prefilled(
    operation: Operation, members: Sequence[Member], selection: Selection, answers: Answers
) -> dict[str, Any]:
    """Return the initial values of a form.

    Args:
        operation: The operation.
        members: The members of its input.
        selection: What is under the cursor.
        answers: The answers read, including the one that the operation replaces.

    Returns:
        Values by member name, with secrets as `Secret`.
    """
    present = answers.get(operation.replaces, {})
    values = {**present, **_selection_values(operation, selection, answers)}
    if operation.replaces:
        # the service omits empty members
        values = {each.name: {} for each in members if each.required and each.key} | values
    return wrap_secrets(members, {each.name: values.get(each.name) for each in members})


def _selection_values(
    operation: Operation, selection: Selection, answers: Answers
) -> dict[str, Any]:
    """Return the values that the selection determines, by member."""
    pool, identity_id = selection.pool, selection.identity_id
    found: dict[str, Any] = {"IdentityId": identity_id}
    if pool is not None:
        found |= {"IdentityPoolId": pool.pool_id, "ResourceArn": selection.pool_arn}
    found["IdentityIdsToDelete"] = list(selection.marked) or ([identity_id] if identity_id else [])
    if operation.name == operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY:
        # an identity ID would link the user to that identity, which is not the intention
        del found["IdentityId"]
    if operation.name not in (
        operation_names.CREATE_IDENTITY_POOL,
        operation_names.UPDATE_IDENTITY_POOL,
    ):
        developer = answers.get(Topic.CONFIGURATION, {}).get("DeveloperProviderName")
        found["DeveloperProviderName"] = developer
        users = answers.get(operation_names.LOOKUP_DEVELOPER_IDENTITY, {}).get(
            "DeveloperUserIdentifierList", []
        )
        if len(users) == 1:
            found["DeveloperUserIdentifier"] = users[0]
    if any(each in operation.name for each in ("list-", "lookup-")):
        found["MaxResults"] = 60
    return {name: value for name, value in found.items() if value}


def known(operation: Operation, answers: Answers) -> dict[str, tuple[str, ...]]:
    """Return the values to offer in a form.

    Args:
        operation: The operation.
        answers: The answers read.

    Returns:
        Values by member, or by `List.Element` for the keys and elements of lists and maps; the most
        useful ones first.
    """
    configuration = answers.get(Topic.CONFIGURATION, {})
    found = list(providers(configuration))
    developers = [each.name for each in found if each.kind is ProviderKind.DEVELOPER]
    others = [each.name for each in found if each.kind is not ProviderKind.DEVELOPER]
    users = answers.get(operation_names.LOOKUP_DEVELOPER_IDENTITY, {}).get(
        "DeveloperUserIdentifierList", ()
    )
    # a developer user is unlinked by another operation, and disabled identities have no login
    linked = [
        each
        for each in answers.get(operation_names.DESCRIBE_IDENTITY, {}).get("Logins", ())
        if each not in developers and each != "DISABLED"
    ]
    roles = tuple(_roles(answers))
    tag_keys = answers.get(Topic.TAGS, {}).get("Tags", ())
    offers = {
        "IdentityProviderName": others,
        "RoleMappings.IdentityProviderName": [
            f"{each.name}:{each.client_id}" if each.kind is ProviderKind.USER_POOL else each.name
            for each in found
            if each.kind is not ProviderKind.DEVELOPER
        ],
        "Roles.RoleType": STATES,
        "Roles.ARNString": roles,
        "SupportedLoginProviders.IdentityProviderName": LOGIN_PROVIDERS,
        "DeveloperProviderName": developers,
        "DeveloperUserIdentifier": users,
        "SourceUserIdentifier": users,
        "DestinationUserIdentifier": users,
        "TagKeys.TagKeysType": tag_keys,
        "Tags.TagKeysType": tag_keys,
        # the identity's own logins come first
        "Logins.IdentityProviderName": [
            *(issuer_of(each) or each for each in linked),
            *(developers if "developer" in operation.name else []),
            *(
                key
                for key, each in login_keys({"IdentityPoolId": "", **configuration}).items()
                if each.expected is not ExpectedToken.COGNITO_TOKEN
            ),
        ],
        "LoginsToRemove.IdentityProviderName": linked,
        "CustomRoleArn": roles,
        "Rules.RoleARN": roles,
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
    """Return the region that a request belongs to.

    Args:
        values: The request's members.

    Returns:
        The region in its pool ID, identity ID or ARN; None if it has none of them.
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
    """Return the values of a form to send.

    Args:
        operation: The operation.
        opened: The form's initial values.
        values: The form's values when it was submitted.

    Returns:
        The values without those that are unchanged and that the service keeps if omitted.
    """
    return {
        name: value
        for name, value in values.items()
        if name not in operation.retained_if_omitted or not same(value, opened.get(name))
    }


def cannot_be_cleared(
    operation: Operation, opened: Mapping[str, Any], values: Mapping[str, Any]
) -> Iterator[Problem]:
    """Yield a problem for each member that the user cleared but the API cannot clear.

    Omitting such a member from the request keeps its old value.

    Args:
        operation: The operation.
        opened: The form's initial values.
        values: The form's values when it was submitted.
    """
    for name in operation.retained_if_omitted:
        if opened.get(name) is not None and values.get(name) is None:
            yield Problem(
                (name,), "cannot be cleared: the service keeps the value if it is omitted"
            )


def same(one: Any, other: Any) -> bool:  # noqa: ANN401  plain data of any shape
    """Return whether two values are equal, including the secrets in them.

    Args:
        one: Plain data, in which a `Secret` may replace any text.
        other: Data of the same kind.
    """
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(
            same(each, other[key]) for key, each in one.items()
        )
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == other)
