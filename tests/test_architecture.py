"""The architecture page names what is in the tree, and nothing that is not."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.key_table import ROOT

PAGE: Final = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PACKAGE: Final = ROOT / "cogtui"

_PATH: Final = re.compile(r"`([\w./]+(?:/|\.py|\.tcss|\.toml|\.md))`")
_WALK: Final = re.compile(r"^### (.+): (\d+) files\n\n((?:`.*\n)+)", re.MULTILINE)


def packages() -> Iterator[str]:
    """Yield every package of cogtui as the page spells it: `screens/forms/`."""
    for module in sorted(PACKAGE.rglob("__init__.py")):
        if module.parent != PACKAGE:
            yield f"{module.parent.relative_to(PACKAGE).as_posix()}/"


def is_in_tree(path: str, line: str) -> bool:
    """Return whether a path exists: in cogtui/, in the repository, or beside one on its line."""
    folders = {Path(each).parent for each in _PATH.findall(line)}
    places = (PACKAGE, ROOT, *(PACKAGE / folder for folder in folders))
    return any((place / path).exists() for place in places)


@pytest.mark.parametrize("package", list(packages()))
def test_every_package_is_named(package: str) -> None:
    """The page names each package of the tree."""
    assert f"`{package}`" in PAGE


def test_every_module_at_the_root_is_named() -> None:
    """The page names each module that is in no package."""
    modules = {path.name for path in PACKAGE.glob("*.py")} - {"__init__.py"}
    assert modules - set(_PATH.findall(PAGE)) == set()


def test_every_path_is_in_the_tree() -> None:
    """The page names no file or folder that does not exist."""
    lines = PAGE.splitlines()
    missing = [path for line in lines for path in _PATH.findall(line) if not is_in_tree(path, line)]
    assert missing == []


def test_the_walks_are_counted() -> None:
    """The number in the heading of each walk is how many files it lists, each of them once."""
    walks = {walk: (int(count), _PATH.findall(files)) for walk, count, files in _WALK.findall(PAGE)}
    assert len(walks) == PAGE.count(" files\n") == 4
    for count, files in walks.values():
        assert count == len(files) == len(set(files))
