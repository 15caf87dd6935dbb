"""The operation table: one row per operation of the AWS CLI's `cognito-identity` command.

A row holds what cogtui decides about an operation; members, limits and documentation come from
botocore's model. The key binding, palette entry, action menu, help and the key tables in the docs
are derived from the row, so adding an operation means adding a row.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.service import operation_names


class Scope(StrEnum):
    """What must be under the cursor for an operation to be available."""

    ACCOUNT = "account"
    """Nothing: it needs only an account and a region."""
    POOL = "pool"
    """An identity pool."""
    IDENTITY = "identity"
    """An identity."""
    MARKED = "marked"
    """The marked identities, or the one under the cursor."""


class Effect(StrEnum):
    """What an operation does, in order of increasing danger."""

    READ = "read"
    """Changes nothing."""
    SECRET = "secret"  # noqa: S105  the effect's name
    """Returns credentials or a token."""
    WRITE = "write"
    """Creates or changes something."""
    DESTROY = "destroy"
    """Removes something permanently."""


class Group(StrEnum):
    """The task that an action belongs to: the headings of the action menu and of the help."""

    USERS = "Users"
    CONFIGURATION = "Configuration"
    DANGER = "Danger"
    """What deletes the thing under the cursor itself."""
    COPY = "Copy"
    VIEW = "View"
    ACCOUNT = "Account"
    MOVE = "Move"
    """What moves between panes and rows: in the help only."""


class View(StrEnum):
    """Where the explorer shows an operation's answer."""

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
    """One operation of the service, as cogtui offers it.

    Sentences may contain the request's members, such as `{IdentityPoolName}`, and the placeholders
    of `cogtui.account.sentences.words_of`: `{region}`, `{pool}`, `{identities}` and so on.
    """

    name: str
    """The AWS CLI name: `merge-developer-identities`."""
    title: str
    """What it does, in plain words, for menus and the footer."""
    key: str
    """The key that runs it while its scope is under the cursor."""
    scope: Scope
    """What it works on."""
    effect: Effect
    """What it does to the service."""
    view: View | None = None
    """Where the explorer shows a read's answer; None for a separate dialog."""
    group: Group = Group.VIEW
    """The task that it belongs to."""
    words: str = ""
    """More words by which the menu and the palette find it."""
    question: str = ""
    """The question to confirm before sending; empty for none."""
    detail: str = ""
    """The text below the question."""
    verb: str = ""
    """What the confirming key does, if there is a question."""
    types: str = ""
    """What the user must type to confirm; if it is empty once filled in, `y` is enough."""
    done: str = ""
    """The message after it has succeeded."""
    invalidates: tuple[View, ...] = ()
    """The views that are out of date after it has succeeded."""
    replaces: str = ""
    """The read whose whole answer this operation replaces; the form opens with that answer."""
    chosen: str = ""
    """The member that the user must choose before what it replaces can be read."""
    retained_if_omitted: tuple[str, ...] = ()
    """Members that the service keeps if they are omitted; they are sent only if changed."""
    reads: tuple[str, ...] = ()
    """Reads whose answers provide values to choose from, if they succeed."""
    required_output: tuple[str, ...] = ()
    """The members of the answer that cogtui needs, as dotted paths; the name of a list stands for
    each of its elements (`Identities.IdentityId`). What the model requires is implied."""
    shows: bool = False
    """Whether the answer is shown in a dialog."""
    once: bool = False
    """Whether it is not idempotent: the request is never repeated automatically when it is unknown
    whether it was carried out."""

    @property
    def method(self) -> str:
        """The name of boto3's method: `merge_developer_identities`."""
        return self.name.replace("-", "_")


_POOL: Final = operation_names.DESCRIBE_IDENTITY_POOL
_ROLES: Final = operation_names.GET_IDENTITY_POOL_ROLES
_IDENTITY: Final = operation_names.DESCRIBE_IDENTITY
_USERS: Final = operation_names.LOOKUP_DEVELOPER_IDENTITY

_ROWS: Final = (
    # account
    Operation(
        operation_names.LIST_IDENTITY_POOLS,
        "Pools",
        "L",
        Scope.ACCOUNT,
        Effect.READ,
        View.POOLS,
        group=Group.ACCOUNT,
        words="list reload",
        required_output=("IdentityPools", "IdentityPools.IdentityPoolId"),
    ),
    Operation(
        operation_names.CREATE_IDENTITY_POOL,
        "New pool",
        "n",
        Scope.ACCOUNT,
        Effect.WRITE,
        group=Group.ACCOUNT,
        words="create add",
        question="Create the pool {IdentityPoolName} in {region}?",
        verb="Create",
        done="Created the pool {IdentityPoolName}.",
        invalidates=(View.POOLS,),
        once=True,
        required_output=("CognitoIdentityProviders.ProviderName",),
    ),
    # one pool
    Operation(
        _POOL,
        "Overview",
        "i",
        Scope.POOL,
        Effect.READ,
        View.OVERVIEW,
        required_output=("CognitoIdentityProviders.ProviderName",),
    ),
    Operation(
        operation_names.UPDATE_IDENTITY_POOL,
        "Edit pool",
        "e",
        Scope.POOL,
        Effect.WRITE,
        group=Group.CONFIGURATION,
        words="change update providers guest",
        question="Replace the configuration of {pool}?",
        detail="Removes what the form no longer has. Users of a removed or changed provider lose "
        "access.",
        verb="Save",
        done="Saved the configuration of {pool}.",
        invalidates=(View.POOLS, View.OVERVIEW, View.TAGS),
        replaces=_POOL,
        retained_if_omitted=("AllowClassicFlow", "DeveloperProviderName", "IdentityPoolTags"),
        required_output=("CognitoIdentityProviders.ProviderName",),
    ),
    Operation(
        operation_names.DELETE_IDENTITY_POOL,
        "Delete pool",
        "d",
        Scope.POOL,
        Effect.DESTROY,
        group=Group.DANGER,
        words="remove destroy",
        question="Permanently delete the pool {pool} and all its identities?",
        detail="{inhabitants} Its roles stay in IAM; credentials already issued stay valid until "
        "they expire.",
        verb="Delete",
        types="{pool}",
        done="Deleted the pool {pool}.",
        invalidates=(View.POOLS,),
        reads=(operation_names.LIST_IDENTITIES,),
    ),
    Operation(
        operation_names.LIST_IDENTITIES,
        "Identities",
        "I",
        Scope.POOL,
        Effect.READ,
        View.IDENTITIES,
        words="list users",
        required_output=("Identities", "Identities.IdentityId"),
    ),
    Operation(
        _ROLES,
        "Roles",
        "o",
        Scope.POOL,
        Effect.READ,
        View.ROLES,
        required_output=("IdentityPoolId",),
    ),
    Operation(
        operation_names.SET_IDENTITY_POOL_ROLES,
        "Set roles",
        "O",
        Scope.POOL,
        Effect.WRITE,
        group=Group.CONFIGURATION,
        words="assign change mapping rules",
        question="Replace the roles and the role mappings of {pool}?",
        verb="Save",
        done="Set the roles of {pool}.",
        invalidates=(View.ROLES,),
        replaces=_ROLES,
        reads=(_POOL,),
    ),
    Operation(
        operation_names.LIST_TAGS_FOR_RESOURCE,
        "Tags",
        "t",
        Scope.POOL,
        Effect.READ,
        View.TAGS,
    ),
    Operation(
        operation_names.TAG_RESOURCE,
        "Add tags",
        "T",
        Scope.POOL,
        Effect.WRITE,
        group=Group.CONFIGURATION,
        words="change",
        question="Tag {pool} with {Tags}?",
        detail="Existing tags get the new values.",
        verb="Add",
        done="Tagged {pool} with {Tags}.",
        invalidates=(View.OVERVIEW, View.TAGS),
        reads=(operation_names.LIST_TAGS_FOR_RESOURCE,),
    ),
    Operation(
        operation_names.UNTAG_RESOURCE,
        "Remove tags",
        "U",
        Scope.POOL,
        Effect.DESTROY,
        group=Group.CONFIGURATION,
        words="delete change",
        question="Remove {TagKeys} from the tags of {pool}?",
        verb="Remove",
        done="Removed {TagKeys} from the tags of {pool}.",
        invalidates=(View.OVERVIEW, View.TAGS),
        reads=(operation_names.LIST_TAGS_FOR_RESOURCE,),
    ),
    Operation(
        operation_names.GET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
        "Principal tags",
        "m",
        Scope.POOL,
        Effect.READ,
        View.PRINCIPAL_TAGS,
        reads=(_POOL,),
        required_output=("IdentityPoolId",),
    ),
    Operation(
        operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
        "Set principal tags",
        "M",
        Scope.POOL,
        Effect.WRITE,
        group=Group.CONFIGURATION,
        words="change attributes claims",
        question="Replace the principal tags for {IdentityProviderName} in {pool}?",
        verb="Save",
        done="Set the principal tags for {IdentityProviderName} in {pool}.",
        invalidates=(View.PRINCIPAL_TAGS,),
        replaces=operation_names.GET_PRINCIPAL_TAG_ATTRIBUTE_MAP,
        chosen="IdentityProviderName",
        reads=(_POOL,),
        required_output=("IdentityPoolId",),
    ),
    Operation(
        operation_names.GET_ID,
        "Get an identity",
        "N",
        Scope.POOL,
        Effect.WRITE,
        group=Group.USERS,
        words="create guest login",
        question="Get an identity of {pool}?",
        detail="A new login, or none at all, creates a new identity.",
        verb="Get identity",
        done="The identity is {IdentityId}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL,),
        shows=True,
        once=True,
        required_output=("IdentityId",),
    ),
    Operation(
        operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
        "Developer token",
        "D",
        Scope.POOL,
        Effect.SECRET,
        group=Group.USERS,
        words="open id login register",
        question="Get a token for a developer user of {pool}?",
        detail="Registers the user if it is new.",
        verb="Get token",
        done="Obtained a token for {IdentityId}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL,),
        shows=True,
        once=True,
        required_output=(
            "IdentityId",
            "Token",
        ),
    ),
    Operation(
        operation_names.MERGE_DEVELOPER_IDENTITIES,
        "Merge users",
        "w",
        Scope.POOL,
        Effect.DESTROY,
        group=Group.USERS,
        words="developer duplicate",
        question="Merge {SourceUserIdentifier} into {DestinationUserIdentifier}?",
        detail="Disables the identity of {SourceUserIdentifier}. This cannot be undone.",
        verb="Merge",
        done="Merged {SourceUserIdentifier} into {DestinationUserIdentifier}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL, _USERS),
        shows=True,
        once=True,
        required_output=("IdentityId",),
    ),
    # one identity, or the marked ones
    Operation(
        _IDENTITY,
        "Overview",
        "i",
        Scope.IDENTITY,
        Effect.READ,
        View.OVERVIEW,
        required_output=("IdentityId",),
    ),
    Operation(
        operation_names.DELETE_IDENTITIES,
        "Delete",
        "d",
        Scope.MARKED,
        Effect.DESTROY,
        group=Group.DANGER,
        words="remove destroy",
        question="Permanently delete {identities}?",
        detail="{named} The next sign-in or visit gets a new ID; data keyed by a deleted ID "
        "becomes unreachable.",
        verb="Delete",
        types="{several}",
        done="Deleted {identities}.",
        invalidates=(View.IDENTITIES,),
        required_output=(
            "UnprocessedIdentityIds",
            "UnprocessedIdentityIds.IdentityId",
        ),
    ),
    Operation(
        operation_names.GET_CREDENTIALS_FOR_IDENTITY,
        "Credentials",
        "x",
        Scope.IDENTITY,
        Effect.SECRET,
        group=Group.USERS,
        words="access key session shell export",
        done="Obtained credentials for {IdentityId}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL, _ROLES, _IDENTITY),
        shows=True,
        required_output=(
            "IdentityId",
            "Credentials",
            "Credentials.AccessKeyId",
            "Credentials.SecretKey",
            "Credentials.SessionToken",
            "Credentials.Expiration",
        ),
    ),
    Operation(
        operation_names.GET_OPEN_ID_TOKEN,
        "Token",
        "o",
        Scope.IDENTITY,
        Effect.SECRET,
        group=Group.USERS,
        words="open id jwt",
        done="Obtained a token for {IdentityId}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL, _IDENTITY),
        shows=True,
        required_output=(
            "IdentityId",
            "Token",
        ),
    ),
    Operation(
        _USERS,
        "Developer users",
        "f",
        Scope.IDENTITY,
        Effect.READ,
        View.OVERVIEW,
        group=Group.USERS,
        words="look up",
        required_output=("IdentityId",),
    ),
    Operation(
        operation_names.UNLINK_IDENTITY,
        "Unlink a login",
        "u",
        Scope.IDENTITY,
        Effect.DESTROY,
        group=Group.USERS,
        words="remove provider",
        question="Unlink {LoginsToRemove} from {IdentityId}?",
        detail="The next sign-in with it gets a new identity. Without its last login, this one "
        "cannot be reached again.",
        verb="Unlink",
        done="Unlinked {LoginsToRemove} from {IdentityId}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL, _IDENTITY),
    ),
    Operation(
        operation_names.UNLINK_DEVELOPER_IDENTITY,
        "Unlink a developer user",
        "p",
        Scope.IDENTITY,
        Effect.DESTROY,
        group=Group.USERS,
        words="remove",
        question="Unlink {DeveloperUserIdentifier} from {IdentityId}?",
        detail="It becomes a new user. Without its last login, this identity cannot be reached "
        "again.",
        verb="Unlink",
        done="Unlinked {DeveloperUserIdentifier} from {IdentityId}.",
        invalidates=(View.IDENTITIES,),
        reads=(_POOL, _USERS),
        once=True,
    ),
)

OPERATIONS: Final[Mapping[str, Operation]] = {row.name: row for row in _ROWS}
"""Every operation by its AWS CLI name, in the order of the menus and the help."""


def applicable(*, pool: bool, identity: bool) -> list[Operation]:
    """Return the operations available for what is under the cursor.

    If two share a key, the one with the narrower scope is returned.

    Args:
        pool: Whether a pool, or a part of one, is under the cursor.
        identity: Whether an identity is under the cursor.

    Returns:
        The operations, narrowest scope first and otherwise in the table's order.
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
