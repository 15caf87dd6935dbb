"""Writes the docs' tables of keys out of the bindings and the operation table: `make docs`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cogtui.app import CogtuiApp
from cogtui.operations import OPERATIONS
from cogtui.screens.explorer import Explorer
from cogtui.screens.help import PANES
from cogtui.screens.keymap import bindings_of

if TYPE_CHECKING:
    from textual.dom import DOMNode

ROOT: Final = Path(__file__).parent.parent
_EVERYWHERE: Final = (Explorer, CogtuiApp)
_NAMES: Final = {
    "slash": "/",
    "question_mark": "?",
    "pageup": "Page Up",
    "pagedown": "Page Down",
}


def pages() -> Iterator[tuple[Path, str]]:
    """The pages that have such tables, with what they should say.

    Yields:
        A page's path and its whole text.
    """
    tables = {
        "keys": _keys(_EVERYWHERE, names=False),
        "operations": _operations(),
        "all-keys": _all_keys(),
    }
    for page in (ROOT / "README.md", ROOT / "docs" / "keys.md"):
        text = page.read_text(encoding="utf-8")
        for name, lines in tables.items():
            between = rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)"
            text = re.sub(between, "\n".join([*lines, ""]), text, flags=re.DOTALL)
        yield page, text


def _all_keys() -> list[str]:
    lines = ["### Everywhere", "", *_keys(_EVERYWHERE, names=True)]
    for place, nodes in PANES:
        lines += ["", f"### {place}", "", *_keys(nodes, names=True)]
    return lines


def _keys(nodes: "Iterable[type[DOMNode]]", *, names: bool) -> list[str]:
    lines = ["| Key | What it does |", "|---|---|"]
    if names:
        lines = ["| Key | What it does | Name in `config.toml` |", "|---|---|---|"]
    for node in nodes:
        for binding in bindings_of(node):
            if binding.description and binding.id not in OPERATIONS:
                keys = " ".join(f"`{_name(key)}`" for key in binding.key.split(","))
                name = f" `{binding.id}` |" if names else ""
                lines.append(f"| {keys} | {binding.description} |{name}")
    return lines


def _operations() -> list[str]:
    lines = ["| Key | On | What it does | Operation |", "|---|---|---|---|"]
    for row in OPERATIONS.values():
        lines.append(f"| `{row.key}` | {row.scope.value} | {row.title} | `{row.name}` |")
    return lines


def _name(key: str) -> str:
    *modifiers, last = key.split("+")
    name = last if len(last) == 1 else _NAMES.get(last, last.capitalize())
    return "+".join([*(each.capitalize() for each in modifiers), name])


def main() -> None:
    """Writes the tables into the pages."""
    for page, text in pages():
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
