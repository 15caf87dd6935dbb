"""Table of any number of rows that processes only the rows in view for each frame."""

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
from textual.scrollbar import ScrollBar
from textual.strip import Strip

from cogtui.text import visible
from cogtui.widgets.columns import Column, column_widths

MARK: Final = "● "
"""Prefix of a marked row, recognizable without colour."""

NO_MARK: Final = "  "
"""Prefix of other rows, of the same width."""

Cell = str | tuple[str, str]
"""A cell's text, alone or with the component class for its colour."""


@dataclass
class TableMessage(Message):
    """A message from a table."""

    table: "VirtualTable"
    """The table."""

    @property
    def control(self) -> "VirtualTable":
        """The table, for the `on` decorator."""
        return self.table


class VirtualTable(ScrollView, can_focus=True):
    """Rows below a fixed header, with a cursor on one of them.

    A subclass defines the columns, the number of rows and the cells of a row, and calls
    `rows_added` or `rows_replaced` when they change. Only the cells of rows in view are requested.
    Cells are drawn as plain text, never as markup or escape sequences, and shortened in the middle
    if they are too long.
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
    """Whether rows can be marked, in a column on the left."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "virtual-table--cursor",
        "virtual-table--header",
        "virtual-table--marked",
        "virtual-table--placeholder",
        "virtual-table--row",
    }

    # without colour the unfocused cursor has no background
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
    }
    """

    cursor_row: reactive[int] = reactive(0, repaint=False, init=False)
    """The row under the cursor; 0 if the table is empty."""

    placeholder: reactive[str] = reactive("", repaint=False, init=False)
    """The text shown while there are no rows: why, and what to do. It may have several lines."""

    @dataclass
    class Moved(TableMessage):
        """The cursor has moved, or the content of its row has changed."""

        row: int
        """The row under the cursor."""

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
        """Return the cells of a row, one for each of `COLUMNS`.

        Args:
            row: The row, counted from 0.
            widths: The width of each column in cells; 0 for a dropped one, whose cell is not drawn.
        """

    def titles(self, widths: Sequence[int]) -> Sequence[str]:  # noqa: ARG002  for other tables
        """Return the texts of the header, one for each of `COLUMNS`.

        Args:
            widths: The width of each column in cells; 0 for a dropped one.
        """
        return [column.title for column in self.COLUMNS]

    def is_marked(self, row: int) -> bool:  # noqa: ARG002  for tables without marks
        """Return whether a row is marked; called only if `MARKS` is set."""
        return False

    def empty_text(self) -> str:
        """Return the text to show while there are no rows."""
        return self.placeholder

    def rows_added(self, first: int) -> None:
        """Draw rows appended at the end; keep the cursor and the scroll position.

        Args:
            first: The first new row.
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
        """Draw all rows after their content was replaced.

        Args:
            cursor_row: The row to put the cursor on.
        """
        self._measure()
        self.set_reactive(VirtualTable.cursor_row, self.validate_cursor_row(cursor_row))
        self._show_cursor()
        self.refresh()
        if self.row_count:
            self.post_message(self.Moved(self, self.cursor_row))

    def refresh_row(self, row: int) -> None:
        """Redraw a row if it is in view."""
        if 0 <= (y := row - self.scroll_offset.y) < self.page_rows:
            self.refresh(Region(0, y + 1, self.size.width, 1))

    @property
    def page_rows(self) -> int:
        """The number of rows that fit below the header."""
        return max(0, self.size.height - 1)

    def _measure(self) -> None:
        # Assigning virtual_size would lay out the screen and repaint all lines for each page.
        size = Size(self.size.width, self.row_count + 1)
        has_grown = size.height >= self.virtual_size.height
        self.set_reactive(VirtualTable.virtual_size, size)
        if self.show_vertical_scrollbar and has_grown:
            self._resize_thumb(self.vertical_scrollbar, size.height)
        else:
            self._scroll_update(size)

    def _resize_thumb(self, bar: ScrollBar, height: int) -> None:
        """Redraw the scrollbar if another part of it is the thumb now: with many rows, rarely."""
        before = _drawn(bar)
        bar.set_reactive(ScrollBar.window_virtual_size, height)
        if _drawn(bar) != before:
            bar.refresh()

    def _show_cursor(self) -> None:
        lowest = max(0, self.cursor_row + 1 - self.page_rows)
        top = min(max(self.scroll_offset.y, lowest), self.cursor_row)
        if self.page_rows and top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._show_cursor()

    def validate_cursor_row(self, row: int) -> int:
        """Clamp the cursor to the rows there are."""
        return max(0, min(row, self.row_count - 1))

    def watch_cursor_row(self, old: int, new: int) -> None:
        """Redraw the old and the new row, and post `Moved`."""
        self.refresh_row(old)
        self.refresh_row(new)
        self._show_cursor()
        self.post_message(self.Moved(self, new))

    def watch_placeholder(self) -> None:
        """Redraw the table if it shows the placeholder."""
        if not self.row_count:
            self.refresh()

    def move_cursor(self, row: int) -> None:
        """Move the cursor; every key and click ends here.

        Args:
            row: The row; clamped to the first and the last.
        """
        self.cursor_row = row

    def action_cursor_up(self) -> None:
        """Move up a row."""
        self.move_cursor(self.cursor_row - 1)

    def action_cursor_down(self) -> None:
        """Move down a row."""
        self.move_cursor(self.cursor_row + 1)

    def action_page_up(self) -> None:
        """Scroll up a page, and move the cursor along."""
        self._turn_page(-1)

    def action_page_down(self) -> None:
        """Scroll down a page, and move the cursor along."""
        self._turn_page(1)

    def _turn_page(self, pages: int) -> None:
        rows = pages * max(1, self.page_rows)
        self.scroll_to(y=self.scroll_offset.y + rows, animate=False, force=True)
        self.move_cursor(self.cursor_row + rows)

    def action_cursor_first(self) -> None:
        """Move to the first row."""
        self.move_cursor(0)

    def action_cursor_last(self) -> None:
        """Move to the last row."""
        self.move_cursor(self.row_count - 1)

    def action_open(self) -> None:
        """Post `Opened` for the row under the cursor."""
        if self.row_count:
            self.post_message(self.Opened(self, self.cursor_row))

    def on_click(self, event: Click) -> None:
        """Move the cursor to the row clicked, or open the row if the cursor is already on it."""
        offset = event.get_content_offset(self)
        if offset is None or offset.y == 0:
            return
        row = self.scroll_offset.y + offset.y - 1
        if row == self.cursor_row:
            self.action_open()
        elif row < self.row_count:
            self.move_cursor(row)

    def render_line(self, y: int) -> Strip:
        """Return one line of the header, a row or the placeholder, as wide as the widget.

        Args:
            y: The line, counted from the top of the widget.
        """
        width = self.scrollable_content_region.width
        row = self.scroll_offset.y + y - 1
        if y == 0:
            widths = self._widths(width)
            return self._strip(self.titles(widths), widths, width, "virtual-table--header")
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
        # Textual processes each segment several times: one segment per run of the same style.
        segments: list[Segment] = []
        text = mark if self.MARKS else ""
        for cell, column, cells_wide in zip(cells, self.COLUMNS, widths, strict=True):
            if cells_wide:
                content, meaning = (cell, "") if isinstance(cell, str) else cell
                content = column.fit(content, cells_wide)
                # Under the cursor a cell's own colour might lack contrast.
                if meaning and component != "virtual-table--cursor":
                    cell_style = style + self.get_component_rich_style(meaning)
                    segments += (Segment(text, style), Segment(content, cell_style))
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
        index = y - max(0, self.page_rows - len(lines)) // 2
        text = lines[index] if 0 <= index < len(lines) else ""
        return " " * ((width - cell_len(text)) // 2) + text


def _drawn(bar: ScrollBar) -> list[Segment]:
    """Return what a scrollbar looks like, colours aside."""
    height, window = bar.window_virtual_size, bar.window_size
    looks = bar.renderer.render_bar(
        size=bar.size.height,
        virtual_size=height,
        window_size=window if window < height else 0,
        position=bar.position,
    )
    return looks.segments
