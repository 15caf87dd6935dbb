"""Write the tables of keys in the docs from the bindings and the operation table: `make docs`."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cogtui.app import CogtuiApp
from cogtui.gateway.service_model import input_members, needs_no_credentials
from cogtui.screens.explorer.explorer import Explorer
from cogtui.screens.explorer.help import PANES
from cogtui.screens.explorer.keymap import bindings_of
from cogtui.service.operations import OPERATIONS, Effect, Operation, Scope

if TYPE_CHECKING:
    from textual.dom import DOMNode

    from cogtui.service.members import Member

ROOT: Final = Path(__file__).parent.parent
_EVERYWHERE: Final = (Explorer, CogtuiApp)
_PAGES: Final = ("keys", "operations")
_SCOPES: Final = {
    Scope.ACCOUNT: "an account",
    Scope.POOL: "a pool",
    Scope.IDENTITY: "an identity",
    Scope.MARKED: "the marked identities, or the one under the cursor",
}
_EFFECTS: Final = {
    Effect.READ: "reads",
    Effect.SECRET: "returns secrets",
    Effect.WRITE: "changes something",
    Effect.DESTROY: "permanently removes something",
}
_NAMES: Final = {
    "slash": "/",
    "question_mark": "?",
    "dollar_sign": "$",
    "equals_sign": "=",
    "full_stop": ".",
    "at": "@",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "exclamation_mark": "!",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "pageup": "Page Up",
    "pagedown": "Page Down",
}


def pages() -> Iterator[tuple[Path, str]]:
    """Yield the path and the new text of each page with such tables."""
    tables = {
        "operations": _operations(),
        "all-keys": _all_keys(),
        "all-operations": _all_operations(),
    }
    for page in (ROOT / "docs" / f"{name}.md" for name in _PAGES):
        text = page.read_text(encoding="utf-8")
        for name, lines in tables.items():
            between = rf"(?<=<!-- {name} -->\n).*?(?=<!-- /{name} -->)"
            text = re.sub(between, "\n".join([*lines, ""]), text, flags=re.DOTALL)
        yield page, text


def _all_keys() -> list[str]:
    lines = ["### Everywhere", "", *_keys(_EVERYWHERE)]
    for place, nodes in PANES:
        lines += ["", f"### {place}", "", *_keys(nodes)]
    return lines


def _keys(nodes: "Iterable[type[DOMNode]]") -> list[str]:
    lines = ["| Key | What it does | Name in `config.toml` |", "|---|---|---|"]
    for node in nodes:
        for binding in bindings_of(node):
            if binding.description and binding.id not in OPERATIONS:
                keys = " ".join(f"`{_name(key)}`" for key in binding.key.split(","))
                lines.append(f"| {keys} | {binding.description} | `{binding.id}` |")
    return lines


def _operations() -> list[str]:
    return [
        "| Key | On | What it does | Operation |",
        "|---|---|---|---|",
        *(
            f"| `{row.key}` | {row.scope.value} | {row.title} | `{row.name}` |"
            for row in OPERATIONS.values()
        ),
    ]


def _all_operations() -> list[str]:
    lines = []
    for row in OPERATIONS.values():
        lines += [f"### {row.title} · `{row.name}`", "", *_facts(row), ""]
        if members := input_members(row.name):
            lines += ["| Member | | Limits |", "|---|---|---|"]
            lines += [_member(each) for each in members]
            lines.append("")
    return lines[:-1]


def _facts(row: Operation) -> Iterator[str]:
    yield f"- `{row.key}` on {_SCOPES[row.scope]}; {_EFFECTS[row.effect]}."
    if needs_no_credentials(row.name):
        yield "- Public: it needs no AWS credentials."
    if row.replaces:
        yield f"- Replaces the whole answer of `{row.replaces}`, and opens with it."
    if row.question:
        asks = re.sub(r"{(.*?)}", r"*\1*", f"{row.question} {row.detail}".rstrip())
        yield f"- Asks: {asks}"
    if row.once:
        yield "- Not repeated automatically once it may have been sent."


def _member(member: "Member") -> str:
    required = "required" if member.required else ""
    expectation = member.expectation.replace("|", "\\|").replace("*", "\\*")
    secret = "secret" if member.sensitive or (member.element and member.element.sensitive) else ""
    return f"| `{member.name}` | {required} | {', '.join(filter(None, (secret, expectation)))} |"


def _name(key: str) -> str:
    *modifiers, last = key.split("+")
    name = last if len(last) == 1 else _NAMES.get(last, last.capitalize())
    return "+".join([*(each.capitalize() for each in modifiers), name])


def main() -> None:
    """Write the tables into the pages."""
    for page, text in pages():
        page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
