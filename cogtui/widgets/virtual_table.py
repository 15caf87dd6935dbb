"""A table of any number of rows whose work for a frame depends on the rows in view alone."""

from abc import abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cogtui.text import visible
from cogtui.widgets.columns import Column, column_widths

MARK: Final = "● "
"""What stands before a marked row, seen without colour."""

NO_MARK: Final = "  "
"""What stands before other rows, of the same width."""

Cell = str | tuple[str, str]
"""A cell's text, alone or with the component class that gives it a colour for its meaning."""


@dataclass
class TableMessage(Message):
    """What a table tells."""

    table: "VirtualTable"
    """The table that tells it."""

    @property
    def control(self) -> "VirtualTable":
        """The table, for the `on` decorator."""
        return self.table


class VirtualTable(ScrollView, can_focus=True):
    """Rows under a header that stays, with a cursor on one of them.

    A subclass says what its columns are, how many rows there are and what stands in a row; it
    calls `rows_added` or `rows_replaced` when that changes. Only rows in view are ever asked for.
    What stands in a cell is drawn as it is, never as markup or escape sequences, cut in the
    middle if it is too long.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="table.up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="table.down"),
        Binding("pageup", "page_up", "Page up", show=False, id="table.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="table.page-down"),
        Binding("home,g", "cursor_first", "First", show=False, id="table.first"),
        Binding("end,G,shift+g", "cursor_last", "Last", show=False, id="table.last"),
        Binding("enter", "open", "Open", show=False, id="table.open"),
    ]

    COLUMNS: ClassVar[tuple[Column, ...]] = ()
    """The columns, from left to right."""

    MARKS: ClassVar[bool] = False
    """Whether there is a column for marks on the left."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-table--cursor",
        "virtual-table--header",
        "virtual-table--marked",
        "virtual-table--placeholder",
        "virtual-table--row",
    }

    # Colours vanish under NO_COLOR, and 16 of them leave a blurred cursor no background.
    DEFAULT_CSS = """
    VirtualTable {
        width: 1fr;
        height: 1fr;
        overflow-x: hidden;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        & > .virtual-table--header {
            color: $text-muted;
            text-style: bold;
        }
        & > .virtual-table--marked {
            color: $text-accent;
            text-style: bold;
        }
        & > .virtual-table--placeholder {
            color: $text-muted;
        }
        & > .virtual-table--cursor {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: underline;
        }
        &:focus > .virtual-table--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        &:nocolor:focus > .virtual-table--cursor {
            text-style: bold reverse;
        }
    }
    """

    cursor_row: reactive[int] = reactive(0, repaint=False, init=False)
    """The row that the cursor is on, 0 if there is none."""

    placeholder: reactive[str] = reactive("", repaint=False, init=False)
    """What stands in the middle while there are no rows: why, and what to do. May have lines."""

    @dataclass
    class Moved(TableMessage):
        """The cursor is on another row, or on a row with other content."""

        row: int
        """The row that the cursor is on."""

    @dataclass
    class Opened(TableMessage):
        """Enter was pressed on a row, or the row under the cursor was clicked."""

        row: int
        """The row to open."""

    @property
    @abstractmethod
    def row_count(self) -> int:
        """The number of rows."""

    @abstractmethod
    def row_cells(self, row: int, widths: Sequence[int]) -> Sequence[Cell]:
        """What stands in a row.

        Args:
            row: The row, from 0 on.
            widths: The width of each column, 0 for one that is left out, whose cell is not drawn.

        Returns:
            A cell for each of `COLUMNS`.
        """

    def is_marked(self, row: int) -> bool:  # noqa: ARG002  for tables without marks
        """Whether a row is marked. Asked only where `MARKS` is set."""
        return False

    def empty_text(self) -> str:
        """What stands in the middle while there are no rows."""
        return self.placeholder

    def rows_added(self, first: int) -> None:
        """Draws rows that came at the end; cursor and view stay where they are.

        Args:
            first: The first of them.
        """
        if self.row_count == first:
            return
        self._measure()
        last_in_view = self.scroll_offset.y + self.page_rows
        if first == 0:
            self.refresh()
            self.post_message(self.Moved(self, self.cursor_row))
        elif first < last_in_view:
            y = 1 + first - self.scroll_offset.y
            self.refresh(Region(0, y, self.size.width, self.size.height - y))

    def rows_replaced(self, cursor_row: int = 0) -> None:
        """Draws all rows anew, as other rows.

        Args:
            cursor_row: Where the cursor is now.
        """
        self._measure()
        self.set_reactive(VirtualTable.cursor_row, self.validate_cursor_row(cursor_row))
        self._show_cursor()
        self.refresh()
        if self.row_count:
            self.post_message(self.Moved(self, self.cursor_row))

    def refresh_row(self, row: int) -> None:
        """Draws a row anew, if it is in view."""
        if 0 <= (y := row - self.scroll_offset.y) < self.page_rows:
            self.refresh(Region(0, y + 1, self.size.width, 1))

    @property
    def page_rows(self) -> int:
        """The number of rows that fit under the header."""
        return max(0, self.size.height - 1)

    def _measure(self) -> None:
        # Assigning virtual_size would lay out the screen and repaint every line for each page.
        size = Size(self.size.width, self.row_count + 1)
        self.set_reactive(VirtualTable.virtual_size, size)
        self._scroll_update(size)

    def _show_cursor(self) -> None:
        lowest = max(0, self.cursor_row + 1 - self.page_rows)
        top = min(max(self.scroll_offset.y, lowest), self.cursor_row)
        if self.page_rows and top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self) -> None:
        """Keeps the cursor in view."""
        self._show_cursor()

    def validate_cursor_row(self, row: int) -> int:
        """Keeps the cursor on a row."""
        return max(0, min(row, self.row_count - 1))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Draws the two rows concerned, and tells."""
        self.refresh_row(old)
        self.refresh_row(new)
        self._show_cursor()
        self.post_message(self.Moved(self, new))

    def watch_placeholder(self) -> None:
        """Draws the new text, if it is in view."""
        if not self.row_count:
            self.refresh()

    def move_cursor(self, row: int) -> None:
        """Moves the cursor, as every key and click does.

        Args:
            row: Where to; a row before the first or after the last means these.
        """
        self.cursor_row = row

    def action_cursor_up(self) -> None:
        """Moves up a row."""
        self.move_cursor(self.cursor_row - 1)

    def action_cursor_down(self) -> None:
        """Moves down a row."""
        self.move_cursor(self.cursor_row + 1)

    def action_page_up(self) -> None:
        """Moves the view up a page, the cursor with it."""
        self._turn_page(-1)

    def action_page_down(self) -> None:
        """Moves the view down a page, the cursor with it."""
        self._turn_page(1)

    def _turn_page(self, pages: int) -> None:
        rows = pages * max(1, self.page_rows)
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)
        self.move_cursor(self.cursor_row + rows)

    def action_cursor_first(self) -> None:
        """Moves to the first row."""
        self.move_cursor(0)

    def action_cursor_last(self) -> None:
        """Moves to the last row."""
        self.move_cursor(self.row_count - 1)

    def action_open(self) -> None:
        """Tells that the row under the cursor is to be opened."""
        if self.row_count:
            self.post_message(self.Opened(self, self.cursor_row))

    def on_click(self, event: Click) -> None:
        """Moves the cursor to the row clicked, or opens it if the cursor is there already."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        row = self.scroll_offset.y + offset.y - 1
        if row == self.cursor_row:
            self.action_open()
        elif row < self.row_count:
            self.move_cursor(row)

    def render_line(self, y: int) -> Strip:
        """Draws one line: the header, a row, or of the placeholder.

        Args:
            y: The line, counted from the top of the widget.

        Returns:
            The line, as wide as the widget.
        """
        width = self.scrollable_content_region.width
        row = self.scroll_offset.y + y - 1
        if y == 0:
            titles = [column.title for column in self.COLUMNS]
            return self._strip(titles, self._widths(width), width, "virtual-table--header")
        if row < self.row_count:
            return self._row_strip(row, width)
        text = "" if self.row_count else self._placeholder_line(y - 1, width)
        style = self.get_component_rich_style("virtual-table--placeholder")
        return Strip([Segment(set_cell_size(text, width), style)], width)

    def _widths(self, width: int) -> tuple[int, ...]:
        return column_widths(self.COLUMNS, width - len(MARK) if self.MARKS else width)

    def _row_strip(self, row: int, width: int) -> Strip:
        widths = self._widths(width)
        cells = self.row_cells(row, widths)
        marked = self.MARKS and self.is_marked(row)
        component = "virtual-table--marked" if marked else "virtual-table--row"
        if row == self.cursor_row:
            component = "virtual-table--cursor"
        return self._strip(cells, widths, width, component, MARK if marked else NO_MARK)

    def _strip(
        self,
        cells: Sequence[Cell],
        widths: Sequence[int],
        width: int,
        component: str,
        mark: str = NO_MARK,
    ) -> Strip:
        style = self.get_component_rich_style(component)
        # Every segment costs at each of Textual's steps to the screen: one style, one segment.
        segments: list[Segment] = []
        text = mark if self.MARKS else ""
        for cell, column, cells_wide in zip(cells, self.COLUMNS, widths, strict=True):
            if cells_wide:
                content, meaning = (cell, "") if isinstance(cell, str) else cell
                content = column.fit(content, cells_wide)
                # Under the cursor a colour for meaning could have no contrast.
                if meaning and component != "virtual-table--cursor":
                    meant = style + self.get_component_rich_style(meaning)
                    segments += (Segment(text, style), Segment(content, meant))
                    text = " "
                else:
                    text += f"{content} "
        segments.append(Segment(text, style))
        strip = Strip([segment for segment in segments if segment.text])
        return strip.adjust_cell_length(width, style)

    def _placeholder_line(self, y: int, width: int) -> str:
        lines = [
            line.plain.strip()
            for text in self.empty_text().splitlines()
            for line in Content(visible(text)).wrap(max(1, width))
        ]
        place = y - max(0, self.page_rows - len(lines)) // 2
        text = lines[place] if 0 <= place < len(lines) else ""
        return " " * ((width - cell_len(text)) // 2) + text
