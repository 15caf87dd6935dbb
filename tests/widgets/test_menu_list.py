"""The entries of a menu on their own."""

import pytest
from textual.app import App, ComposeResult
from textual.geometry import Size

from cogtui.widgets.menu_list import MenuEntry, MenuList

FEW = [MenuEntry(name, name.title(), name[0], (name[0],), group="Few") for name in ("ab", "cd")]
MANY = [
    MenuEntry(f"{group}{number}", f"Entry {number}", group=group)
    for group, count in (("First", 9), ("Second", 6), ("Third", 3))
    for number in range(count)
]


class ListApp(App[None]):
    """An app with a list.

    Args:
        entries: Its entries.
    """

    def __init__(self, entries: list[MenuEntry]) -> None:
        super().__init__()
        self._entries = entries
        self.clicked: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the list."""
        yield MenuList()

    def on_mount(self) -> None:
        """Show the entries."""
        self.entries.show(self._entries)

    def on_menu_list_clicked(self, event: MenuList.Clicked) -> None:
        """Record a click."""
        self.clicked.append(event.entry.value)

    @property
    def entries(self) -> MenuList:
        """The list."""
        return self.query_one(MenuList)

    @property
    def lines(self) -> list[str]:
        """The text that is drawn, a line each."""
        return [" ".join(line.split()) for line in self.entries.render().plain.split("\n")]


@pytest.mark.parametrize(
    ("entries", "width", "height"),
    [([], 80, 0), (FEW, 80, 3), (MANY, 80, 11), (MANY, 40, 21), (MANY[:9] + MANY[:5], 80, 15)],
)
async def test_the_height(entries: list[MenuEntry], width: int, height: int) -> None:
    """Many groups are divided into two columns where there is room for two."""
    app = ListApp(entries)
    async with app.run_test(size=(width, 30)):
        size = Size(width, 30)
        assert app.entries.get_content_height(size, size, width) == height


async def test_the_columns() -> None:
    """Groups stay together, with their headings, in two columns of about the same height."""
    app = ListApp(MANY)
    async with app.run_test(size=(80, 30)):
        assert app.lines[0] == "First Second"
        assert app.lines[1] == "Entry 0 Entry 0"
        assert app.lines[7:9] == ["Entry 6 Third", "Entry 7 Entry 0"]


async def test_moving() -> None:
    """The cursor stops at both ends, and moves across to the entry beside it."""
    app = ListApp(MANY)
    async with app.run_test(size=(80, 30)):
        found = []
        for step in (-1, 100, 100, -100):
            app.entries.move(step)
            assert app.entries.current is not None
            found.append(app.entries.current.value)
        assert found == ["First0", "Third2", "Third2", "First0"]
        app.entries.move(2)
        app.entries.move_across(1)
        assert app.entries.current is not None
        assert app.entries.current.value == "Second2"
        app.entries.move_across(1)
        app.entries.move_across(-1)
        assert app.entries.current is not None
        assert app.entries.current.value == "First2"


async def test_an_empty_list() -> None:
    """A list without entries has nothing under the cursor, wherever it moves."""
    app = ListApp([])
    async with app.run_test(size=(80, 30)):
        app.entries.move(1)
        app.entries.move_across(1)
        assert app.entries.current is None
        assert app.lines == [""]


async def test_a_click() -> None:
    """A click on an entry reports it; a click on a heading does not."""
    app = ListApp(MANY)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.click(MenuList, offset=(2, 0))
        await pilot.click(MenuList, offset=(60, 2))
        await pilot.pause()
        assert app.clicked == ["Second1"]


async def test_a_refused_entry_is_dim() -> None:
    """An entry that cannot be run is drawn as its remark is."""
    entry = MenuEntry("x", "Edit", "e", note="read-only", refusal="read-only")
    app = ListApp([MenuEntry("y", "Copy"), entry])
    async with app.run_test(size=(40, 30)):
        styles = {span.style for span in app.entries.render().spans}
        assert app.lines == ["Copy", "e Edit read-only"]
        assert len(styles) == 2, "the cursor's and the remark's"
