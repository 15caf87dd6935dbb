"""The entries of the action menu and of the palette, from the registry of actions."""

from collections.abc import Iterator

from cogtui.screens.explorer.action_keys import ActionKeys
from cogtui.screens.explorer.actions import ACTIONS, Action, Here
from cogtui.service.operations import OPERATIONS, Group
from cogtui.widgets.menu_list import MenuEntry


def menu_entries(keys: ActionKeys, here: Here) -> list[MenuEntry]:
    """Return what can be done with what is under the cursor.

    Args:
        keys: The keys of the actions.
        here: Where the user is.

    Returns:
        An entry for each action; what is refused shows why and cannot be run.
    """
    return list(_entries(keys, here))


def _entries(keys: ActionKeys, here: Here) -> Iterator[MenuEntry]:
    for action in ACTIONS.values():
        if action.group is Group.MOVE or not action.keys or action.missing(here):
            continue
        refusal = action.refuses(here)
        bindings = keys.bindings_here(action, here)
        yield MenuEntry(
            action.name,
            action.label,
            keys.display(action, here).partition(" ")[0],
            tuple(each.key for each in bindings),
            refusal or action.remark,
            action.group.value,
            action.words,
            _hint(action, refusal),
            refusal,
        )


def _hint(action: Action, refusal: str) -> str:
    name = f"aws cognito-identity {action.name}" if action.name in OPERATIONS else ""
    remark = f"not here: {refusal}" if refusal else action.remark
    return " · ".join(filter(None, (name, remark)))
