"""The table: one row an operation of the AWS CLI's `cognito-identity` command.

A row is our own judgment; what the service itself says of an operation (members, limits,
documentation) stays in botocore's model. Key, palette entry, action menu, help and the docs' key
table follow from the row, so adding an operation is adding a row.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Scope(StrEnum):
    """What must be under the cursor for an operation to make sense."""

    ACCOUNT = "account"
    """Nothing more than an account and a region."""
    POOL = "pool"
    """An identity pool."""
    IDENTITY = "identity"
    """An identity."""
    MARKED = "marked"
    """The marked identities, or the one under the cursor."""


class Effect(StrEnum):
    """What an operation does to the service, by rising danger."""

    READ = "read"
    """Changes nothing."""
    SECRET = "secret"  # noqa: S105  the effect's name
    """Hands out credentials or a token."""
    WRITE = "write"
    """Makes or changes something."""
    DESTROY = "destroy"
    """Removes something for good."""


class View(StrEnum):
    """Where the explorer shows what an operation answers."""

    POOLS = "pools"
    OVERVIEW = "overview"
    PROVIDERS = "providers"
    ROLES = "roles"
    TAGS = "tags"
    PRINCIPAL_TAGS = "principal-tags"
    IDENTITIES = "identities"
    JSON = "json"
    REQUESTS = "requests"


class Operation(NamedTuple):
    """One operation of the service, as cogtui offers it."""

    name: str
    """The AWS CLI's name: `merge-developer-identities`."""
    title: str
    """What it does, in plain words, for menus and the footer."""
    key: str
    """The key that runs it, where its scope is under the cursor."""
    scope: Scope
    """What it works on."""
    effect: Effect
    """What it does to the service."""
    view: View | None = None
    """Where its answer is shown; None while cogtui does not offer it yet."""

    @property
    def method(self) -> str:
        """The name of boto3's method: `merge_developer_identities`."""
        return self.name.replace("-", "_")


_ROWS: Final = (
    # account
    Operation("list-identity-pools", "Pools", "L", Scope.ACCOUNT, Effect.READ, View.POOLS),
    Operation("create-identity-pool", "New pool", "n", Scope.ACCOUNT, Effect.WRITE),
    # one pool
    Operation("describe-identity-pool", "Overview", "i", Scope.POOL, Effect.READ, View.OVERVIEW),
    Operation("update-identity-pool", "Edit pool", "e", Scope.POOL, Effect.WRITE),
    Operation("delete-identity-pool", "Delete pool", "d", Scope.POOL, Effect.DESTROY),
    Operation("list-identities", "Identities", "I", Scope.POOL, Effect.READ, View.IDENTITIES),
    Operation("get-identity-pool-roles", "Roles", "o", Scope.POOL, Effect.READ, View.ROLES),
    Operation("set-identity-pool-roles", "Set roles", "O", Scope.POOL, Effect.WRITE),
    Operation("list-tags-for-resource", "Tags", "t", Scope.POOL, Effect.READ, View.TAGS),
    Operation("tag-resource", "Add tags", "T", Scope.POOL, Effect.WRITE),
    Operation("untag-resource", "Remove tags", "U", Scope.POOL, Effect.DESTROY),
    Operation(
        "get-principal-tag-attribute-map",
        "Principal tags",
        "m",
        Scope.POOL,
        Effect.READ,
        View.PRINCIPAL_TAGS,
    ),
    Operation(
        "set-principal-tag-attribute-map", "Set principal tags", "M", Scope.POOL, Effect.WRITE
    ),
    Operation("get-id", "Get an identity", "N", Scope.POOL, Effect.WRITE),
    Operation(
        "get-open-id-token-for-developer-identity",
        "Developer token",
        "D",
        Scope.POOL,
        Effect.SECRET,
    ),
    Operation("merge-developer-identities", "Merge users", "w", Scope.POOL, Effect.DESTROY),
    # one identity, or those marked
    Operation("describe-identity", "Overview", "i", Scope.IDENTITY, Effect.READ, View.OVERVIEW),
    Operation(
        "lookup-developer-identity",
        "Developer users",
        "f",
        Scope.IDENTITY,
        Effect.READ,
        View.OVERVIEW,
    ),
    Operation("delete-identities", "Delete", "d", Scope.MARKED, Effect.DESTROY),
    Operation("get-credentials-for-identity", "Credentials", "x", Scope.IDENTITY, Effect.SECRET),
    Operation("get-open-id-token", "Token", "o", Scope.IDENTITY, Effect.SECRET),
    Operation("unlink-identity", "Unlink a login", "u", Scope.IDENTITY, Effect.DESTROY),
    Operation(
        "unlink-developer-identity",
        "Unlink a developer user",
        "U",
        Scope.IDENTITY,
        Effect.DESTROY,
    ),
)

OPERATIONS: Final[Mapping[str, Operation]] = {row.name: row for row in _ROWS}
"""Every operation by its AWS CLI name, in the order in which menus and help list them."""


def applicable(*, pool: bool, identity: bool) -> list[Operation]:
    """The operations that make sense for what is under the cursor.

    Where two share a key, the one of the nearer scope has it.

    Args:
        pool: Whether a pool, or something of one, is under the cursor.
        identity: Whether an identity is.

    Returns:
        The operations, those of the nearest scope first, each in the table's order.
    """
    found: dict[str, Operation] = {}
    for present, scopes in (
        (identity, (Scope.IDENTITY, Scope.MARKED)),
        (pool, (Scope.POOL,)),
        (True, (Scope.ACCOUNT,)),
    ):
        for row in OPERATIONS.values():
            if present and row.scope in scopes:
                found.setdefault(row.key, row)
    return list(found.values())
