"""The list of keys on its own."""

import pytest
from textual.app import App, ComposeResult

from cogtui.widgets.key_list import KeyEntry, KeyList, KeySection

ENTRIES = tuple(KeyEntry(key, f"Do {key}", f"name-{key}") for key in "abcd")


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (
            KeySection("Here", ENTRIES, is_compact=True),
            ["Here", "a Do a c Do c", "b Do b d Do d"],
        ),
        (
            KeySection("All", (KeyEntry("x", "Do x", "name", "changes"),)),
            ["All", "x Do x changes name"],
        ),
        (
            KeySection("All", (KeyEntry("x", "Do x", "n" * 30, "reveals secrets"),)),
            ["All", f"x Do x {'n' * 30}"],
        ),
        (
            KeySection("All", (KeyEntry("x", "Do " * 30, "name"),)),
            ["All", f"x {'Do ' * 13}".rstrip()],
        ),
    ],
    ids=["columns", "names", "no room for a remark", "no room"],
)
async def test_lines(section: KeySection, expected: list[str]) -> None:
    """Each key is on one line, in columns or beside its name."""

    class ListApp(App[None]):
        def compose(self) -> ComposeResult:
            yield KeyList()

    app = ListApp()
    async with app.run_test(size=(52, 20)):
        keys = app.query_one(KeyList)
        keys.show([section])
        assert [" ".join(line.split()) for line in keys.render().plain.split("\n")] == expected
