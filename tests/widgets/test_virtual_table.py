"""The virtual table, driven by real keys, mouse and window sizes."""

from collections.abc import Sequence

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip
from textual.theme import Theme
from textual.widgets import Input

from cogtui.widgets.columns import Column, column_widths
from cogtui.widgets.themes import themes_for
from cogtui.widgets.virtual_table import Cell, VirtualTable
from cogtui.widgets.without_color import WithoutColor

COLUMNS = (
    Column("Number", 8, priority=2, align="right"),
    Column("Name", 10, grow=1, priority=1),
    Column("Note", 6, wider=(12, 24), priority=0),
)


class NumberTable(VirtualTable):
    """Numbered rows, some with cells from a test."""

    COLUMNS = COLUMNS
    MARKS = True
    COMPONENT_CLASSES = {"number-table--odd"}  # noqa: RUF012  Textual's form
    DEFAULT_CSS = "NumberTable > .number-table--odd { color: $text-error; }"

    def __init__(self, count: int, cells: Sequence[Sequence[Cell]] = ()) -> None:
        super().__init__()
        self.count = count
        self.cells = cells
        self.requested: list[int] = []
        self.marks: set[int] = set()

    @property
    def row_count(self) -> int:
        """The number of rows."""
        return self.count

    def is_marked(self, row: int) -> bool:
        """Return whether a test has marked the row."""
        return row in self.marks

    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:
        """Return the number and the cells from the test; record which rows were requested."""
        self.requested.append(row)
        if row < len(self.cells):
            return self.cells[row]
        note: Cell = ("odd", "number-table--odd") if row % 2 else f"in {widths[2]}"
        return f"{row:,}", f"name {row}", note


class TableApp(App[None]):
    """An app with a table above an input, which records the table's messages."""

    CSS = "Input { height: 1; border: none; }"

    def __init__(self, table: NumberTable) -> None:
        super().__init__()
        self.table = table
        self.messages: list[tuple[str, int]] = []
        self.layouts = 0

    def compose(self) -> ComposeResult:
        """Yield the widgets."""
        yield self.table
        yield Input()

    def on_mount(self) -> None:
        """Measure the rows, and start counting layouts of the screen."""
        self.table.rows_replaced()
        self.screen.screen_layout_refresh_signal.subscribe(self, self.count_layout)

    def count_layout(self, _: object) -> None:
        """Count a layout."""
        self.layouts += 1

    def on_virtual_table_moved(self, message: VirtualTable.Moved) -> None:
        """Record the message."""
        assert message.control is self.table
        self.messages.append(("moved", message.row))

    def on_virtual_table_opened(self, message: VirtualTable.Opened) -> None:
        """Record the message."""
        self.messages.append(("opened", message.row))


def strips(table: VirtualTable) -> list[Strip]:
    """Return a table's lines as they are on the screen."""
    return table.render_lines(table.size.region)


def lines(table: VirtualTable) -> list[str]:
    """Return the text of a table's lines."""
    return [strip.text.rstrip() for strip in strips(table)]


async def settled(pilot: Pilot[None]) -> None:
    """Wait until all messages are handled and the screen is drawn."""
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize(
    ("width", "expected"),
    [
        (0, (0, 0, 0)),
        (5, (5, 0, 0)),
        (8, (8, 0, 0)),
        (18, (8, 0, 0)),
        (19, (8, 10, 0)),
        (25, (8, 16, 0)),
        (26, (8, 10, 6)),
        (31, (8, 15, 6)),
        (32, (8, 10, 12)),
        (44, (8, 10, 24)),
        (100, (8, 66, 24)),
    ],
)
def test_columns_adapt_to_the_width(width: int, expected: tuple[int, ...]) -> None:
    """The least important column is dropped first, wider steps follow, and the rest is shared."""
    assert expected == column_widths(COLUMNS, width)


def test_growing_columns_share_the_remaining_width() -> None:
    """Columns share the remaining cells by `grow`, and no cell is lost."""
    columns = (Column("a", 1, grow=1), Column("b", 1, grow=2), Column("c", 1))
    assert column_widths(columns, 15) == (4, 8, 1)
    assert column_widths(columns, 16) == (4, 9, 1)


def test_no_columns_have_no_widths() -> None:
    """A table without columns has no widths."""
    assert column_widths((), 10) == ()


@pytest.mark.parametrize(
    ("keys", "row", "top"),
    [
        ("down j", 2, 0),
        ("down down up k", 0, 0),
        ("up", 0, 0),
        ("pagedown", 10, 10),
        ("pagedown pagedown pageup", 10, 10),
        ("down pagedown", 11, 10),
        ("pageup", 0, 0),
        ("end", 99, 90),
        ("G", 99, 90),
        ("end up", 98, 90),
        ("end home", 0, 0),
        ("G g", 0, 0),
        ("end pagedown", 99, 90),
        ("end pageup", 89, 80),
    ],
)
async def test_keys_move_the_cursor_and_keep_it_in_view(keys: str, row: int, top: int) -> None:
    """Every key moves the cursor as a user expects, and the view follows."""
    app = TableApp(NumberTable(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press(*keys.split())
        assert (row, top) == (app.table.cursor_row, app.table.scroll_offset.y)
        assert f"name {top}" in lines(app.table)[1]
        assert ("moved", row) == app.messages[-1]


async def test_enter_opens_the_row() -> None:
    """Enter posts which row to open."""
    app = TableApp(NumberTable(3))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "enter")
        assert app.messages == [("moved", 0), ("moved", 1), ("opened", 1)]


async def test_a_click_moves_the_cursor_and_a_second_one_opens() -> None:
    """A click moves the cursor, a second one opens, and elsewhere a click has no effect."""
    app = TableApp(NumberTable(3))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(NumberTable, offset=(5, 3))
        await pilot.click(NumberTable, offset=(5, 0))
        await pilot.click(NumberTable, offset=(5, 8))
        assert app.messages == [("moved", 0), ("moved", 2)]
        await pilot.click(NumberTable, offset=(5, 3))
        assert app.messages[-1] == ("opened", 2)


async def test_a_click_on_the_border_does_nothing() -> None:
    """A click on the border selects no row."""
    app = TableApp(NumberTable(3))
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.styles.border = ("round", "white")
        await settled(pilot)
        await pilot.click(NumberTable, offset=(0, 3))
        assert app.messages == [("moved", 0)]


async def test_the_wheel_moves_only_the_view() -> None:
    """The wheel scrolls without moving the cursor, and the next key scrolls back to it."""
    app = TableApp(NumberTable(100))
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.scroll_to(y=50, animate=False)
        await settled(pilot)
        assert "name 50" in lines(app.table)[1]
        await pilot.press("down")
        assert (app.table.cursor_row, app.table.scroll_offset.y) == (1, 1)


@pytest.mark.parametrize(
    "text", ["Nothing here.\nPress r.", "[bold]Nothing[/] here.\n\x1b[2JPress"]
)
async def test_an_empty_table_shows_why(text: str) -> None:
    """The placeholder is in the middle, as plain text, and keys have no effect."""
    app = TableApp(NumberTable(0))
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.placeholder = text
        await pilot.press("down", "end", "pagedown", "enter", "up")
        first, second = text.replace("\x1b", "␛").splitlines()
        drawn = lines(app.table)
        assert [first, second] == [line.strip() for line in drawn[5:7]]
        assert [(39 - len(first)) // 2] == [len(drawn[5]) - len(first)]
        assert not any(drawn[1:5] + drawn[7:])
        assert not app.messages


async def test_a_placeholder_is_drawn_once_there_are_no_rows() -> None:
    """A placeholder set while there are rows is drawn once there are none."""
    app = TableApp(NumberTable(1))
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.placeholder = "Gone."
        await settled(pilot)
        assert "name 0" in lines(app.table)[1]
        app.table.count = 0
        app.table.rows_replaced()
        await settled(pilot)
        assert "Gone." in lines(app.table)[5]


async def test_a_table_with_one_row() -> None:
    """In a table with one row, every key stays on it."""
    app = TableApp(NumberTable(1))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("down", "end", "pagedown", "home", "pageup")
        assert app.table.cursor_row == 0
        header, row, *others = lines(app.table)
        assert (
            header.split(),
            row.split(),
        ) == (["Number", "Name", "Note"], ["0", "name", "0", "in", "12"])
        assert header.index("Number") + 5 == row.index("0")
        assert not any(others)


async def test_resizing_keeps_the_cursor_in_view() -> None:
    """From wide to tiny and back, the cursor stays in view and lines are as wide as the table."""
    app = TableApp(NumberTable(1000))
    async with app.run_test(size=(160, 45)) as pilot:
        await pilot.press("end", *["up"] * 30)
        for size in [(160, 45), (80, 24), (20, 5), (7, 2), (20, 5), (80, 24), (160, 45)]:
            await pilot.resize_terminal(*size)
            await settled(pilot)
            top, page = app.table.scroll_offset.y, app.table.page_rows
            assert (app.table.cursor_row, not page or top <= 969 < top + page) == (969, True)
            assert {app.table.size.width} == {strip.cell_length for strip in strips(app.table)}
            assert not page or any(f"{969:,}" in line for line in lines(app.table))


async def test_a_narrow_table_drops_columns() -> None:
    """The header shows which columns remain."""
    app = TableApp(NumberTable(5))
    async with app.run_test(size=(80, 12)) as pilot:
        titles = [lines(app.table)[0].split()]
        for width in (28, 14):
            await pilot.resize_terminal(width, 12)
            await settled(pilot)
            titles.append(lines(app.table)[0].split())
        assert titles == [["Number", "Name", "Note"], ["Number", "Name"], ["Number"]]


ODD_TEXTS = [
    "[bold]loud[/bold]",
    "\x1b[31mred\x1b[0m",
    "a\nb\rc\td",
    "שלום עולם",
    "\u202egnp.exe",
    "😀" * 30,
    "e\u0301" * 5,
    "\x9b2J",
    "日本語のとても長い名前です、本当に",
    "",
]


async def test_any_text_is_drawn_as_plain_text() -> None:
    """Markup and control characters are drawn as plain text, and no line is too wide."""
    rows = [(str(row), text, (text, "number-table--odd")) for row, text in enumerate(ODD_TEXTS)]
    app = TableApp(NumberTable(len(rows), rows))
    async with app.run_test(size=(50, 14)) as pilot:
        await settled(pilot)
        drawn = lines(app.table)
        assert {app.table.size.width} == {cell_len(strip.text) for strip in strips(app.table)}
        assert "[bold]loud[/bold]" in drawn[1]
        assert "␛[31mred␛[0m" in drawn[2]
        assert "a␊b␍c␉d" in drawn[3]
        assert "<202e>gnp.exe" in drawn[5]
        assert not any(set(line) & set("\x1b\x9b\r\n\t\u202e") for line in drawn)


async def test_appended_rows_move_neither_cursor_nor_view() -> None:
    """Appended rows do not move the cursor, even on the last row, and the next key reaches them."""
    app = TableApp(NumberTable(100))
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.press("end")
        app.table.count = 160
        app.table.rows_added(100)
        await settled(pilot)
        assert (app.table.cursor_row, app.table.scroll_offset.y) == (99, 90)
        await pilot.press("down")
        assert "name 100" in lines(app.table)[-1]


async def test_appended_rows_in_view_are_drawn() -> None:
    """Appended rows in view are drawn, but not the rows above them or below the view."""
    app = TableApp(NumberTable(0))
    async with app.run_test(size=(40, 12)) as pilot:
        drawn = []
        for first, count in [(0, 3), (3, 3), (3, 5), (5, 9), (9, 40), (40, 100)]:
            app.table.requested.clear()
            app.table.count = count
            app.table.rows_added(first)
            await settled(pilot)
            drawn.append(sorted(set(app.table.requested)))
        # The 40 rows make the scrollbar appear, whose layout redraws the widget.
        assert [[0, 1, 2], [], [3, 4], [5, 6, 7, 8], list(range(10)), []] == drawn
        assert app.messages == [("moved", 0)]


async def test_appended_rows_do_not_lay_out_the_screen() -> None:
    """Appended rows lay out the screen only when the scrollbar appears."""
    app = TableApp(NumberTable(5))
    async with app.run_test(size=(40, 12)) as pilot:
        counts = []
        for count in (60, 120, 180, 1_000_000):
            before, app.layouts = app.table.count, 0
            app.table.count = count
            app.table.rows_added(before)
            await settled(pilot)
            counts.append(app.layouts)
            assert count + 1 == app.table.vertical_scrollbar.window_virtual_size
        assert counts[1:] == [0, 0, 0]


@pytest.mark.parametrize("key", ["down", "pagedown", "end", "home", "up"])
@pytest.mark.parametrize("count", [1000, 1_000_000])
async def test_a_frame_requests_only_rows_in_view(key: str, count: int) -> None:
    """A frame requests only the rows in view, at the top, in the middle and at the end."""
    app = TableApp(NumberTable(count))
    async with app.run_test(size=(80, 24)) as pilot:
        for row in (0, count // 2, count - 1):
            app.table.move_cursor(row)
            await settled(pilot)
            app.table.requested.clear()
            await pilot.press(key)
            await settled(pilot)
            assert len(app.table.requested) <= app.table.page_rows + 3


async def test_moving_in_view_draws_two_rows() -> None:
    """A move inside the view draws the old row and the new one."""
    app = TableApp(NumberTable(1000))
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        app.table.requested.clear()
        await pilot.press("down")
        await settled(pilot)
        assert sorted(app.table.requested) == [0, 1]


async def test_marks_and_cell_colours_are_visible() -> None:
    """A mark has a sign and is bold, a cell can have a colour, and the cursor has its own style."""
    app = TableApp(NumberTable(5))
    async with app.run_test(size=(40, 12)) as pilot:
        app.table.marks = {0, 2}
        app.table.refresh()
        await settled(pilot)
        assert [line[:2] for line in lines(app.table)[1:4]] == ["● ", "  ", "● "]
        cursor, odd, marked = (list(strip) for strip in strips(app.table)[1:4])
        assert [bool(row[0].style and row[0].style.bold) for row in (cursor, odd, marked)] == [
            True,
            False,
            True,
        ]
        assert odd[1].style != odd[0].style
        assert cursor[0].text.rstrip().endswith("in 12")


@pytest.mark.parametrize("theme", themes_for(None, no_color=True), ids=lambda theme: theme.name)
async def test_the_cursor_is_visible_without_colour(theme: Theme) -> None:
    """With NO_COLOR, the cursor is reversed, and underlined while the table is not focused."""
    app = TableApp(NumberTable(5))
    app._filters = [WithoutColor()]
    async with app.run_test(size=(40, 12)) as pilot:
        app.register_theme(theme)
        app.theme = theme.name
        await settled(pilot)
        style = next(iter(strips(app.table)[1])).style
        assert style is not None
        assert (style.reverse, style.underline) == (True, None)
        app.query_one(Input).focus()
        await settled(pilot)
        style = next(iter(strips(app.table)[1])).style
        assert style is not None
        assert (style.reverse, style.underline) == (None, True)


async def test_a_table_without_marks_has_no_column_for_them() -> None:
    """Without marks, the first column starts at the left edge and no row can be marked."""

    class Plain(NumberTable):
        """A table without marks."""

        MARKS = False
        is_marked = VirtualTable.is_marked

    app = TableApp(Plain(2))
    async with app.run_test(size=(40, 12)):
        assert lines(app.table)[0].startswith("  Number Name")
        assert not app.table.is_marked(0)
