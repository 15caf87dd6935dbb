"""Which action a key runs here: the narrowest that works has it, and one that does not says why."""

from collections.abc import Callable, Mapping
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode

from cogtui.screens.explorer.actions import ACTIONS, BY_SCOPE, Action, Here
from cogtui.screens.explorer.keymap import bindings_of, keys_of
from cogtui.screens.explorer.panes import Pane
from cogtui.service import operation_names
from cogtui.service.operations import Group, Scope
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.virtual_table import VirtualTable

PANE_WIDGETS: Final[Mapping[Pane, tuple[type[DOMNode], ...]]] = {
    Pane.POOLS: (PoolTree,),
    Pane.IDENTITIES: (VirtualTable, IdentityTable),
    Pane.DETAIL: (DetailPane, DocumentView),
}
"""The widgets with keys in each pane."""

_PANE_NAMES: Final = {
    Pane.POOLS: "the tree of pools",
    Pane.IDENTITIES: "the table of identities",
    Pane.DETAIL: "the details",
}

_USEFUL_ON_POOL: Final = (
    operation_names.LIST_IDENTITIES,
    "act-as",
    "why-role",
    operation_names.UPDATE_IDENTITY_POOL,
    "filter",
    "look-up",
    operation_names.DELETE_IDENTITY_POOL,
    "copy-id",
    "copy-console-link",
    "many-users",
    "history",
)

_USEFUL_ON_IDENTITY: Final = (
    operation_names.GET_CREDENTIALS_FOR_IDENTITY,
    "why-role",
    operation_names.DELETE_IDENTITIES,
    "filter",
    operation_names.GET_OPEN_ID_TOKEN,
    operation_names.LOOKUP_DEVELOPER_IDENTITY,
    "copy-id",
    operation_names.UNLINK_IDENTITY,
    "hide-disabled",
)

_USEFUL_ON_ACCOUNT: Final = (
    "filter",
    operation_names.CREATE_IDENTITY_POOL,
    "regions",
    "profile",
    "refresh",
    "look-up",
    "copy-console-link",
)

_LAST: Final = ("actions", "help")
"""What the key bar always ends with."""


class ActionKeys:
    """The keys of the actions, default or the user's own.

    Args:
        keys: The user's own keys, by the action's name.
        display: Formats one key: `App.get_key_display`.
    """

    def __init__(self, keys: Mapping[str, str], display: Callable[[Binding], str]) -> None:
        self._user_keys = keys
        self._display = display
        self._keys: dict[str, list[Binding]] = {}
        self._by_key: dict[str, list[Action]] = {}
        for action in BY_SCOPE:
            binding = Binding(action.keys, "", action.title, id=action.name)
            bindings = keys_of(binding, keys) if action.keys else []
            self._keys[action.name] = bindings
            for binding in bindings:
                self._by_key.setdefault(binding.key, []).append(action)

    def chosen(self, key: str, here: Here) -> Action | None:
        """Return the action that a key runs here, which may refuse; None if the key has none.

        Args:
            key: The key, by Textual's name.
            here: Where the user is.
        """
        candidates = self._by_key.get(key, [])
        works = (each for each in candidates if not each.why_not(here))
        applies = (each for each in candidates if not each.missing(here))
        # a pool is needed first: name its action rather than the identity's
        nearest = candidates if here.selection.pool is not None else candidates[::-1]
        return next(works, None) or next(applies, None) or next(iter(nearest), None)

    def may_open_dialog(self, key: str) -> bool:
        """Return whether a key has an action that opens a dialog.

        Args:
            key: The key, by Textual's name.
        """
        return any(action.opens for action in self._by_key.get(key, ()))

    def bindings_here(self, action: Action, here: Here) -> list[Binding]:
        """Return a binding for each key that runs an action here.

        Args:
            action: The action.
            here: Where the user is.
        """
        return [each for each in self._keys[action.name] if self.chosen(each.key, here) is action]

    def display(self, action: Action, here: Here) -> str:
        """Return the keys that run an action here as people write them; empty if none does.

        Args:
            action: The action.
            here: Where the user is.
        """
        return " ".join(map(self._display, self.bindings_here(action, here)))

    def display_all(self, action: Action) -> tuple[str, ...]:
        """Return the keys of an action as people write them, wherever they work."""
        return tuple(map(self._display, self._keys[action.name]))

    def bar(self, here: Here) -> list[Binding]:
        """Return the keys that work here, the most useful first, for the key bar.

        Args:
            here: Where the user is.
        """
        useful = _useful(here)
        working = [
            each
            for each in sorted(ACTIONS.values(), key=lambda each: _rank(each, useful))
            if not each.why_not(here) and (each.group is not Group.MOVE or each.name in _LAST)
        ]
        found: list[Binding] = []
        for action in working:
            for binding in self.bindings_here(action, here)[:1]:
                title = action.short or action.title
                if any(each.description == title for each in found):
                    # on an identity, one of two ways to credentials is enough
                    continue
                found.append(Binding(binding.key, "", title, key_display=self._display(binding)))
        return found

    @property
    def palette(self) -> Binding:
        """The palette's key, for the key bar."""
        return keys_of(Binding("ctrl+p", "", "Palette", id="palette"), self._user_keys)[0]

    def refusal(self, action: Action, here: Here) -> str:
        """Return one line on why an action does not work here; empty if it does.

        Args:
            action: The action.
            here: Where the user is.
        """
        reason = action.why_not(here)
        if not reason:
            return ""
        if action.group is Group.DANGER and here.selection.part and not action.missing(here):
            key = " ".join(self.display_all(action))
            return f"{key} deletes {_WHOLE[action.scope]}: {reason}."
        name = f" ({action.name})" if action.run.startswith("run(") else ""
        return f"{action.title}{name}: {reason}."

    def unbound(self, key: str, pane: Pane) -> str:
        """Return one line on a key that neither an action nor a widget of the pane has.

        Args:
            key: The key, by Textual's name.
            pane: The pane that has the focus.
        """
        for other, nodes in PANE_WIDGETS.items():
            for binding in (each for node in nodes for each in bindings_of(node)):
                for each in keys_of(binding, self._user_keys):
                    if other is not pane and each.key == key:
                        name = self._display(each)
                        return f"{name} ({binding.description}) works in {_PANE_NAMES[other]}."
        name = self._display(Binding(key, ""))
        return f"Nothing is on the key {name}. Press ? for the keys that work here."


_WHOLE: Final = {Scope.POOL: "a pool", Scope.MARKED: "an identity"}
"""What the keys of `Group.DANGER` delete."""


def _useful(here: Here) -> tuple[str, ...]:
    if here.selection.identity_id is not None:
        return _USEFUL_ON_IDENTITY
    return _USEFUL_ON_POOL if here.selection.pool is not None else _USEFUL_ON_ACCOUNT


def _rank(action: Action, useful: tuple[str, ...]) -> tuple[int, int]:
    if action.name in useful:
        return 0, useful.index(action.name)
    return (2, _LAST.index(action.name)) if action.name in _LAST else (1, 0)
