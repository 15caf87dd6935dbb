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
from cogtui.service.operations import OPERATIONS

EntryPoint = Callable[[Host, Account, Selection], Awaitable[None]]


class Feature(NamedTuple):
    """A feature with its own key."""

    key: str
    """The key that opens it, by Textual's name."""
    title: str
    """What the help, the menu and the palette call it."""
    entry: str
    """Its entry point: `package.module:function`."""
    refusal: Callable[[Selection], str] = lambda _: ""
    """Returns why it cannot be opened on a selection; empty if it can."""
    label: str = ""
    """What the refusal is about, in the message; the title unless given."""
    asks_for_pool: bool = False
    """Whether it asks for a pool where none is under the cursor."""
    in_menu: bool = False
    """Whether the action menu of a pool offers it."""

    def refused(self, selection: Selection) -> str:
        """Return the message that refuses the feature on a selection; empty if it can be opened.

        Args:
            selection: What is under the cursor.
        """
        reason = self.refusal(selection)
        return f"{self.label or self.title}: {reason}." if reason else ""


_CONFIGURATION: Final = "cogtui.screens.configuration.run"
_DEVELOPERS: Final = "cogtui.screens.developers.run"


def _needs_readable_pool(selection: Selection) -> str:
    is_readable = selection.pool is not None and selection.only is None
    return "" if is_readable else "go to a pool that can be read"


def _changes_pool(selection: Selection) -> str:
    reason = _needs_readable_pool(selection)
    return reason or selection.refusal(OPERATIONS[operation_names.UPDATE_IDENTITY_POOL])


def _reveals_secrets(selection: Selection) -> str:
    reason = selection.refusal(OPERATIONS[operation_names.GET_CREDENTIALS_FOR_IDENTITY])
    return reason or ("" if selection.pool is not None else "go to a pool first")


def _needs_credentials(selection: Selection) -> str:
    return "they are looked up with AWS credentials" if selection.only is not None else ""


def _reads_providers(selection: Selection) -> str:
    if selection.only is None:
        return ""
    name = operation_names.GET_ID
    return f"the pool's providers are read with AWS credentials; {name} works without them"


def _changes_users(selection: Selection) -> str:
    reason = selection.refusal(OPERATIONS[operation_names.MERGE_DEVELOPER_IDENTITIES])
    return reason or _needs_credentials(selection)


FEATURES: Final[Mapping[str, Feature]] = {
    "why-role": Feature(
        "W",
        "Which role, and why",
        "cogtui.screens.credentials.explain_role:explain_role",
        _needs_readable_pool,
    ),
    "act-as": Feature(
        "X",
        "Credentials of a guest or a login",
        "cogtui.screens.credentials.run:get_pool_credentials",
        _reveals_secrets,
        label="Credentials",
    ),
    "look-up": Feature(
        "F",
        "Look up a developer user",
        f"{_DEVELOPERS}:look_up",
        _needs_credentials,
        label="Developer users",
        asks_for_pool=True,
    ),
    "find-identity": Feature(
        "at",
        "Find an identity by its login",
        "cogtui.screens.logins.find_identity:find_identity",
        _reads_providers,
        label="Find an identity",
        asks_for_pool=True,
        in_menu=True,
    ),
    "many-users": Feature(
        "B",
        "Many developer users",
        f"{_DEVELOPERS}:change_in_bulk",
        _changes_users,
        asks_for_pool=True,
    ),
    "edit-by-hand": Feature(
        "E",
        "Edit in $EDITOR",
        f"{_CONFIGURATION}:edit_by_hand",
        _changes_pool,
        label="Configuration",
        in_menu=True,
    ),
    "history": Feature(
        "Z",
        "Earlier configurations",
        f"{_CONFIGURATION}:show_earlier",
        _needs_readable_pool,
        label="Configuration",
        in_menu=True,
    ),
    "clone": Feature(
        "C",
        "Clone the pool",
        f"{_CONFIGURATION}:clone",
        _changes_pool,
        label="Configuration",
        in_menu=True,
    ),
    "save": Feature(
        "S",
        "Save the configuration",
        f"{_CONFIGURATION}:save",
        _needs_readable_pool,
        label="Configuration",
        in_menu=True,
    ),
    "compare": Feature(
        "V",
        "Compare configurations",
        f"{_CONFIGURATION}:compare",
        _needs_readable_pool,
        label="Configuration",
        in_menu=True,
    ),
    "interrupted": Feature(
        "exclamation_mark",
        "Interrupted changes",
        "cogtui.screens.configuration.interrupted:show_interrupted",
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
