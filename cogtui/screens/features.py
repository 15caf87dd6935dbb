"""The registry of features: what a key or an operation opens beyond its form.

An entry point is a coroutine function `(host, account, selection)`. It is named as text, and
imported when it is first used: what a feature needs takes longer to import than a frame may.
"""

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module
from typing import Final, NamedTuple, cast

from cogtui.account.account import Account
from cogtui.account.selection import Selection
from cogtui.screens.host import Host
from cogtui.service import operation_names
from cogtui.service.operations import OPERATIONS, Effect, Group, Scope

EntryPoint = Callable[[Host, Account, Selection], Awaitable[None]]


class Feature(NamedTuple):
    """A feature with its own key."""

    key: str
    """The keys that open it, by Textual's names, separated by commas."""
    title: str
    """What the help, the menu and the palette call it."""
    entry: str
    """Its entry point: `package.module:function`."""
    refusal: Callable[[Selection], str] = lambda _: ""
    """Returns why it cannot be opened on a selection; empty if it can."""
    scope: Scope = Scope.POOL
    """What it works on."""
    asks_for_pool: bool = False
    """Whether it asks for a pool where none is under the cursor."""
    group: Group = Group.CONFIGURATION
    """The task that it belongs to."""
    effect: Effect = Effect.READ
    """What it does to the service."""
    words: str = ""
    """More words by which the menu and the palette find it."""
    short: str = ""
    """What the key bar calls it; the title unless given."""


_CONFIGURATION: Final = "cogtui.screens.configuration.run"
_DEVELOPERS: Final = "cogtui.screens.developers.run"


def _needs_credentials(selection: Selection) -> str:
    return "needs AWS credentials" if selection.only is not None else ""


def _changes_pool(selection: Selection) -> str:
    return selection.refusal(OPERATIONS[operation_names.UPDATE_IDENTITY_POOL])


def _changes_users(selection: Selection) -> str:
    return selection.refusal(OPERATIONS[operation_names.MERGE_DEVELOPER_IDENTITIES])


def _reveals_secrets(selection: Selection) -> str:
    return selection.refusal(OPERATIONS[operation_names.GET_CREDENTIALS_FOR_IDENTITY])


def _reads_providers(selection: Selection) -> str:
    if selection.only is None:
        return ""
    name = operation_names.GET_ID
    return f"the pool's providers are read with AWS credentials; {name} works without them"


FEATURES: Final[Mapping[str, Feature]] = {
    "act-as": Feature(
        "x,X",
        "Get credentials",
        "cogtui.screens.credentials.run:get_pool_credentials",
        _reveals_secrets,
        asks_for_pool=True,
        group=Group.USERS,
        effect=Effect.SECRET,
        words="guest login sign in token access key session shell export",
        short="Credentials",
    ),
    "why-role": Feature(
        "W",
        "Explain role",
        "cogtui.screens.credentials.explain_role:explain_role",
        _needs_credentials,
        asks_for_pool=True,
        group=Group.USERS,
        words="why which guest mapping rules simulate",
    ),
    "look-up": Feature(
        "F",
        "Look up developer user",
        f"{_DEVELOPERS}:look_up",
        _needs_credentials,
        asks_for_pool=True,
        group=Group.USERS,
        words="lookup find search register link merge unlink identifier",
        short="Look up user",
    ),
    "find-identity": Feature(
        "at",
        "Find identity by login",
        "cogtui.screens.logins.find_identity:find_identity",
        _reads_providers,
        asks_for_pool=True,
        group=Group.USERS,
        words="look up search token user sub email",
        short="Find identity",
    ),
    "many-users": Feature(
        "B",
        "Bulk changes from CSV",
        f"{_DEVELOPERS}:change_in_bulk",
        _changes_users,
        asks_for_pool=True,
        group=Group.USERS,
        effect=Effect.WRITE,
        words="batch file merge unlink many developer users",
        short="CSV",
    ),
    "edit-by-hand": Feature(
        "E",
        "Edit in $EDITOR",
        f"{_CONFIGURATION}:edit_by_hand",
        _changes_pool,
        effect=Effect.WRITE,
        words="external editor change json",
    ),
    "history": Feature(
        "Z",
        "Earlier configurations",
        f"{_CONFIGURATION}:show_earlier",
        _needs_credentials,
        words="history versions restore undo",
        short="History",
    ),
    "clone": Feature(
        "C",
        "Clone pool",
        f"{_CONFIGURATION}:clone",
        _changes_pool,
        effect=Effect.WRITE,
        words="duplicate another account region",
    ),
    "save": Feature(
        "S",
        "Save configuration",
        f"{_CONFIGURATION}:save",
        _needs_credentials,
        words="export terraform cloudformation cdk file snapshot",
    ),
    "compare": Feature(
        "V",
        "Compare configurations",
        f"{_CONFIGURATION}:compare",
        _needs_credentials,
        words="diff difference",
        short="Compare",
    ),
    "interrupted": Feature(
        "exclamation_mark",
        "Interrupted changes",
        "cogtui.screens.configuration.interrupted:show_interrupted",
        scope=Scope.ACCOUNT,
        group=Group.ACCOUNT,
        words="unfinished resume continue revert drafts",
    ),
}
"""The features by the name of their key's binding, in the order of the help."""

OPERATION_ENTRIES: Final[Mapping[str, str]] = {
    operation_names.CREATE_IDENTITY_POOL: f"{_CONFIGURATION}:create",
    operation_names.UPDATE_IDENTITY_POOL: f"{_CONFIGURATION}:edit",
    operation_names.SET_IDENTITY_POOL_ROLES: f"{_CONFIGURATION}:edit_roles",
    operation_names.SET_PRINCIPAL_TAG_ATTRIBUTE_MAP: f"{_CONFIGURATION}:edit_principal_tags",
    operation_names.DELETE_IDENTITY_POOL: f"{_CONFIGURATION}:delete",
    operation_names.GET_CREDENTIALS_FOR_IDENTITY: "cogtui.screens.credentials.run:get_credentials",
    operation_names.LOOKUP_DEVELOPER_IDENTITY: f"{_DEVELOPERS}:show_users",
    operation_names.MERGE_DEVELOPER_IDENTITIES: f"{_DEVELOPERS}:merge_users",
    operation_names.UNLINK_DEVELOPER_IDENTITY: f"{_DEVELOPERS}:unlink_user",
    operation_names.UNLINK_IDENTITY: f"{_DEVELOPERS}:unlink_login",
}
"""The entry points of the operations whose key and menu entry open more than their form."""

ANNOUNCE_INTERRUPTED: Final = "cogtui.screens.configuration.interrupted:announce_interrupted"
"""The entry point that reports changes which an earlier run has not finished."""


def load(entry: str) -> EntryPoint:
    """Import an entry point. Blocking, up to a second.

    Args:
        entry: `package.module:function`.
    """
    module, _, function = entry.partition(":")
    return cast("EntryPoint", getattr(import_module(module), function))
