"""The shape of the code: unique class names, one registry, and an explorer that owns its parts."""

import ast
import inspect
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.screen import Screen

import cogtui
from cogtui.app import CogtuiApp
from cogtui.screens.explorer.explorer import Explorer
from cogtui.screens.explorer.help import PANES
from cogtui.screens.explorer.keymap import bindings_of
from cogtui.screens.features import ANNOUNCE_INTERRUPTED, FEATURES, OPERATION_ENTRIES, load
from cogtui.service.operations import OPERATIONS

PACKAGE = Path(cogtui.__file__).parent


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Parse every module of the package."""
    for path in sorted(PACKAGE.rglob("*.py")):
        yield path, ast.parse(path.read_text(encoding="utf-8"))


def test_class_names_are_unique() -> None:
    """No two modules define a class of the same name.

    Classes at the top of a module count. Those inside a class do not: a widget's messages are
    named by it, as `PoolTree.Chosen`.
    """
    places = defaultdict(list)
    for path, tree in trees():
        for node in tree.body:
            if isinstance(node, ast.ClassDef):
                places[node.name].append(str(path.relative_to(PACKAGE)))
    assert {name: found for name, found in places.items() if len(found) > 1} == {}


def test_the_explorer_owns_its_parts() -> None:
    """Explorer derives from Screen alone and has fewer than 50 methods."""
    assert Explorer.__bases__ == (Screen,)
    methods = [name for name, value in vars(Explorer).items() if inspect.isfunction(value)]
    assert 10 < len(methods) < 50


ENTRIES = {
    **{name: feature.entry for name, feature in FEATURES.items()},
    **OPERATION_ENTRIES,
    "announce": ANNOUNCE_INTERRUPTED,
}


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_every_entry_point_can_be_loaded(entry: str) -> None:
    """An entry point of the registry is a coroutine function (host, account, selection)."""
    function = load(entry)
    assert inspect.iscoroutinefunction(function)
    host, account, selection = inspect.signature(function).parameters
    assert (host, account, selection.lstrip("_")) == ("host", "account", "selection")


def test_operations_with_an_entry_point_are_in_the_table() -> None:
    """The registry opens more than a form only for operations that exist, and no key twice."""
    assert set(OPERATION_ENTRIES) <= set(OPERATIONS)
    keys = [(key, each.scope) for each in FEATURES.values() for key in each.key.split(",")]
    assert len(set(keys)) == len(keys)
    assert not set(keys) & {(row.key, row.scope) for row in OPERATIONS.values()}


def test_operation_names_are_written_once() -> None:
    """An operation's AWS CLI name is a literal in its module of constants alone."""
    found = {
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path, tree in trees()
        if "emulator" not in path.parts and path.name != "operation_names.py"
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in OPERATIONS
    }
    assert found == set()


def test_every_binding_runs_an_action_that_exists() -> None:
    """The action of each binding, also one that is made in a loop, is a method of its class."""
    for _, nodes in (("Everywhere", (Explorer, CogtuiApp)), *PANES):
        for node in nodes:
            for binding in bindings_of(node):
                for action in binding.action.split(","):
                    name = action.partition("(")[0]
                    owner = CogtuiApp if name.startswith("app.") else node
                    method = f"action_{name.removeprefix('app.')}"
                    assert hasattr(owner, method), (node.__name__, binding.action)
