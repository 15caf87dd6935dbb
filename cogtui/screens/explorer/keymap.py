"""The user's own keys: checked against the bindings, and formatted as people write them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final, NamedTuple

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, key_to_character

from cogtui.api_error import SettingsError
from cogtui.screens.features import FEATURES
from cogtui.service.operations import OPERATIONS, Scope
from cogtui.settings.config_file import describe_unknown

_MODIFIERS: Final = frozenset({"alt", "ctrl", "hyper", "meta", "shift", "super"})
_NAMED: Final = frozenset(key.value for key in Keys)
_ALIASES: Final = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace"}
"""Keys that most terminals send as another one."""


def bindings_of(node: type[DOMNode]) -> Iterator[Binding]:
    """Return a class's own bindings, one for each action.

    Args:
        node: A screen's, an app's or a widget's class.

    Yields:
        Its bindings; the keys of one action are in one binding, separated by commas.
    """
    yield from node.__dict__.get("BINDINGS", ())


def keys_of(binding: Binding, keys: Mapping[str, str]) -> list[Binding]:
    """Return a binding for each key of an action.

    Args:
        binding: The action's binding, with its default keys.
        keys: The user's own keys, by binding ID.

    Returns:
        The binding with one key at a time, by Textual's name for it.
    """
    decided = keys.get(binding.id or "", binding.key)
    return list(Binding.make_bindings([binding.with_key(decided)]))


def key_display(
    binding: Binding, keys: Mapping[str, str], display: Callable[[Binding], str]
) -> str:
    """Return the keys of an action as people write them.

    Args:
        binding: The action's binding, with its default keys.
        keys: The user's own keys, by binding ID.
        display: Formats one key: `App.get_key_display`.

    Returns:
        For example `↑ k`.
    """
    return " ".join(map(display, keys_of(binding, keys)))


class Place(NamedTuple):
    """Classes whose keys work at the same time."""

    nodes: tuple[type[DOMNode], ...]
    """The classes."""
    around: tuple[type[DOMNode], ...] = ()
    """The classes whose keys work there too: a key of both does only one of the two things."""
    is_dialog: bool = False
    """Whether it is a dialog, in which of the classes around it only the priority keys work."""

    def bindings(self) -> list[Binding]:
        """Return the bindings of the place itself."""
        return [binding for node in self.nodes for binding in bindings_of(node)]

    def covered(self) -> list[Binding]:
        """Return the bindings around it that work there too."""
        around = [binding for node in self.around for binding in bindings_of(node)]
        return [each for each in around if each.priority or not self.is_dialog]


def checked_keymap(
    places: Mapping[str, Place], keys: Mapping[str, str], where: Callable[[str], str]
) -> dict[str, str]:
    """Check the user's own keys, and build a complete keymap.

    Textual removes a reassigned key, and the default that it replaces, from every other binding
    that has it. So where one key of a place is the user's own, the map holds every key there.

    Args:
        places: The places with bindings, by where that is.
        keys: The user's own keys, by binding ID.
        where: Returns how a message about a binding ID begins, for example with file and line.

    Returns:
        Keys by binding id, for `App.set_keymap`.

    Raises:
        SettingsError: A name or a key does not exist, or a key would do two things in one place.
    """
    known = [each.id for place in places.values() for each in place.bindings() if each.id]
    for name, key in keys.items():
        if name not in known:
            raise SettingsError(f"{where(name)}: {describe_unknown('name', name, known)}")
        if mistake := _mistake(key):
            raise SettingsError(f"{where(name)}: {name}: {mistake}")
    keymap: dict[str, str] = {}
    for title, place in places.items():
        bindings = place.bindings()
        if any(binding.id in keys for binding in (*bindings, *place.covered())):
            _check_for_two(title, place, keys, where)
            keymap |= {each.id: keys.get(each.id, each.key) for each in bindings if each.id}
    return keymap


def _mistake(keys: str) -> str:
    """Return why keys do not exist, or never arrive from a terminal; empty if they do."""
    for key in map(str.strip, keys.split(",")):
        *modifiers, last = key.split("+")
        exists = last in _NAMED or key_to_character(last) is not None
        if not exists or not _MODIFIERS.issuperset(modifiers):
            return f"unknown key `{key}`. Write it as f5, ctrl+r or ?"
        if other := _ALIASES.get(key):
            return f"terminals send {other} for `{key}`"
        if len(last) == 1 and modifiers and (modifiers == ["shift"] or last.isupper()):
            return f"terminals do not send `{key}`. Write ctrl+a in lower case, and A for shift+a"
    return ""


def _check_for_two(
    title: str, place: Place, keys: Mapping[str, str], where: Callable[[str], str]
) -> None:
    taken: dict[str, list[str]] = {}
    for binding in (*place.bindings(), *place.covered()):
        for each in keys_of(binding, keys):
            name = binding.id or ""
            others = taken.setdefault(each.key, [])
            for other in others:
                if other != name and not _share_keys(other, name):
                    custom = next((one for one in (name, other) if one in keys), name)
                    message = f"`{each.key}` would be both {other} and {name} ({title})"
                    raise SettingsError(f"{where(custom)}: {message}")
            others.append(name)


def _share_keys(first: str, second: str) -> bool:
    """Return whether what is under the cursor decides between two actions with one key."""
    return _ACTION_RANKS.get(first, _ANYWHERE).isdisjoint(_ACTION_RANKS.get(second, _ANYWHERE))


_SCOPE_RANKS: Final = {Scope.MARKED: 0, Scope.IDENTITY: 0, Scope.POOL: 1, Scope.ACCOUNT: 2}
"""Scopes by what must be under the cursor, the narrowest first."""

_ANYWHERE: Final = frozenset(_SCOPE_RANKS.values())
"""The ranks of an action that works whatever is under the cursor."""

_ACTION_RANKS: Final[Mapping[str, frozenset[int]]] = {
    **{row.name: frozenset({_SCOPE_RANKS[row.scope]}) for row in OPERATIONS.values()},
    **{
        # what asks for a pool works on a region too
        name: frozenset(
            {
                _SCOPE_RANKS[each.scope],
                *([_SCOPE_RANKS[Scope.ACCOUNT]] if each.asks_for_pool else []),
            }
        )
        for name, each in FEATURES.items()
    },
}
"""What must be under the cursor for an action to have its key, by the action's name."""
