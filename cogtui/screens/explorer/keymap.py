"""The user's own keys: checked against the bindings, and formatted as people write them."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from textual.binding import Binding
from textual.dom import DOMNode
from textual.keys import Keys, key_to_character

from cogtui.api_error import SettingsError
from cogtui.screens.features import FEATURES
from cogtui.service.operations import OPERATIONS, Scope

_MODIFIERS: Final = frozenset({"alt", "ctrl", "hyper", "meta", "shift", "super"})
_NAMED: Final = frozenset(key.value for key in Keys)


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


def checked_keymap(
    nodes: Mapping[str, tuple[type[DOMNode], ...]], keys: Mapping[str, str]
) -> dict[str, str]:
    """Check the user's own keys, and build a complete keymap.

    Textual removes a reassigned key, and the default that it replaces, from every other binding
    that has it. So where one key of a place is the user's own, the map holds every key there.

    Args:
        nodes: The classes whose keys work at the same time, by where that is.
        keys: The user's own keys, by binding ID.

    Returns:
        Keys by binding id, for `App.set_keymap`.

    Raises:
        SettingsError: There is no such name or key, or a key would do two things in one place.
    """
    known = {
        binding.id: binding
        for classes in nodes.values()
        for node in classes
        for binding in bindings_of(node)
    }
    for name, key in keys.items():
        if name not in known:
            raise SettingsError(f"[keys] has no {name!r}; `cogtui`, then ? lists the names")
        _check_key(name, key)
    keymap: dict[str, str] = {}
    for place, classes in nodes.items():
        bindings = [binding for node in classes for binding in bindings_of(node)]
        if any(binding.id in keys for binding in bindings):
            _check_for_two(place, bindings, keys)
            keymap |= {each.id: keys.get(each.id, each.key) for each in bindings if each.id}
    return keymap


def _check_key(name: str, keys: str) -> None:
    for key in keys.split(","):
        *modifiers, last = key.strip().split("+")
        exists = last in _NAMED or key_to_character(last) is not None
        if not exists or not _MODIFIERS.issuperset(modifiers):
            raise SettingsError(f"[keys] {name}: there is no key {key!r}, as f5 or ctrl+r or ?")


def _check_for_two(place: str, bindings: list[Binding], keys: Mapping[str, str]) -> None:
    taken: dict[str, str] = {}
    for binding in bindings:
        for each in keys_of(binding, keys):
            name = binding.id or ""
            other = taken.setdefault(each.key, name)
            if other != name and not _may_share(other, name):
                raise SettingsError(
                    f"[keys] {each.key!r} would be both {other} and {name} ({place})"
                )


def _may_share(name: str, other: str) -> bool:
    """Return whether what is under the cursor decides between two actions with one key."""
    if {name, other} <= OPERATIONS.keys():
        return True
    scopes: dict[str, Scope] = {each.name: each.scope for each in OPERATIONS.values()}
    scopes |= {each: feature.scope for each, feature in FEATURES.items()}
    return name in scopes and other in scopes and scopes[name] is not scopes[other]
