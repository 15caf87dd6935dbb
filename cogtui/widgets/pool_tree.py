"""Tree of regions, their pools, and the sections of each pool."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from cogtui.account.account import Pool
from cogtui.service.operations import View
from cogtui.text import ELLIPSIS, shorten, visible
from cogtui.widgets.pool_rows import SECTIONS, PoolRows, TreePosition

_DIM: Final = Style(dim=True)


class PoolTree(ScrollView, can_focus=True):
    """Tree of regions and pools, which posts a message when the cursor moves.

    Only the rows in view are drawn, so that a frame costs the same for any number of pools.

    Args:
        id: The widget's ID in the DOM.
    """

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="tree.up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="tree.down"),
        Binding("left,h", "fold", "Collapse", show=False, id="tree.fold"),
        Binding("right,l", "unfold", "Expand", show=False, id="tree.unfold"),
        Binding("space", "toggle_fold", "Expand or collapse", show=False, id="tree.toggle"),
        Binding("enter", "open", "Open", show=False, id="tree.open"),
        Binding("home,g", "cursor_first", "First", show=False, id="tree.first"),
        Binding("end,G", "cursor_last", "Last", show=False, id="tree.last"),
        Binding("pageup", "page_up", "Page up", show=False, id="tree.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="tree.page-down"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "pool-tree--cursor",
        "pool-tree--guides",
        "pool-tree--row",
    }

    cursor_row: reactive[int] = reactive(0, repaint=False, init=False)
    """The row under the cursor; 0 if the tree is empty."""

    class Reached(Message):
        """The cursor has moved to a position."""

        def __init__(self, place: TreePosition) -> None:
            super().__init__()
            self.place = place

    class Chosen(Message):
        """Enter was pressed on a position, or it was clicked."""

        def __init__(self, place: TreePosition) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._rows = PoolRows()
        self._note = ""

    @property
    def place(self) -> TreePosition | None:
        """The cursor's position; None in an empty tree."""
        return self._rows[self.cursor_row] if len(self._rows) else None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions, in the order shown."""
        return self._rows.regions

    def pools(self, region: str) -> Sequence[Pool]:
        """Return the pools of a region, sorted by name."""
        return self._rows.pools(region)

    @property
    def widest_name(self) -> int:
        """The width of the widest name of a pool, in cells; 0 without pools."""
        return self._rows.widest_title

    def show_regions(self, regions: Iterable[str]) -> None:
        """Replace the tree by regions without pools.

        Args:
            regions: The regions, in the order to show them.
        """
        with self._changing_rows():
            self._note = ""
            self._rows.show_regions(regions)

    def show_note(self, note: str) -> None:
        """Replace the tree by a short note, for example why there are no regions."""
        self.show_regions(())
        self._note = note

    def set_status(self, region: str, status: str) -> None:
        """Show a status beside a region's name.

        Args:
            region: The region.
            status: A few words; empty for the number of its pools.
        """
        self._rows.set_status(region, status)
        self.refresh_row(self._rows.row_of(TreePosition(region)))

    def set_pools(self, region: str, pools: Iterable[Pool]) -> None:
        """Replace a region's pools, sorted by name; keep the cursor's position.

        Args:
            region: The region.
            pools: All pools known in the region.
        """
        with self._changing_rows():
            self._rows.set_pools(region, pools)

    def filter(self, query: str) -> None:
        """Show only the pools with a text in their name or ID.

        Args:
            query: The text, regardless of case; empty for all pools.
        """
        with self._changing_rows():
            self._rows.filter(query)

    def go_to(self, pool: Pool) -> None:
        """Move the cursor to a pool and expand it; without effect if it is not shown."""
        if self._rows.is_found(pool):
            place = TreePosition(pool.region, pool)
            self._expand(place.parent, expanded=True)
            self._expand(place, expanded=True)
            self._move_to(place)

    def go_to_found(self) -> None:
        """Move the cursor to the first pool that matches the filter, unless it is on a pool."""
        found = self._rows.first_found
        if found is not None and (self.place is None or self.place.pool is None):
            self._expand(found.parent, expanded=True)
            self._move_to(found)

    # The cursor

    def validate_cursor_row(self, row: int) -> int:
        """Clamp the cursor to the rows there are."""
        return max(0, min(row, len(self._rows) - 1))

    def move_cursor(self, row: int) -> None:
        """Move the cursor; every key and click ends here.

        Args:
            row: The row; clamped to the first and the last.
        """
        before = self.cursor_row
        self.cursor_row = row
        self._show_cursor()
        if self.cursor_row != before:
            self.refresh_row(before)
            self.refresh_row(self.cursor_row)
            self.post_message(self.Reached(self._rows[self.cursor_row]))

    def _move_to(self, place: TreePosition) -> None:
        self.move_cursor(self._rows.row_of(place))

    @contextmanager
    def _changing_rows(self) -> Iterator[None]:
        """Keep the cursor on its position, and in view if it was, while the rows change."""
        place, was_in_view = self.place, self._is_in_view(self.cursor_row)
        yield
        size = Size(self.size.width, len(self._rows))
        # assigning virtual_size would lay out the screen and draw all of it
        self.set_reactive(PoolTree.virtual_size, size)
        self._scroll_update(size)
        if self.show_vertical_scrollbar:
            # Textual does not move a hidden one
            self.vertical_scrollbar.position = self.scroll_y
        self.cursor_row = 0 if place is None else self._rows.row_of(place)
        if was_in_view:
            self._show_cursor()
        self.refresh()
        if self.place is not None and not self.place.is_same(place):
            self.post_message(self.Reached(self.place))

    def _expand(self, place: TreePosition, *, expanded: bool) -> None:
        with self._changing_rows():
            self._rows.expand(place, expanded=expanded)

    def action_cursor_up(self) -> None:
        """Move up a row."""
        self.move_cursor(self.cursor_row - 1)

    def action_cursor_down(self) -> None:
        """Move down a row."""
        self.move_cursor(self.cursor_row + 1)

    def action_cursor_first(self) -> None:
        """Move to the first row."""
        self.move_cursor(0)

    def action_cursor_last(self) -> None:
        """Move to the last row."""
        self.move_cursor(len(self._rows) - 1)

    def action_page_up(self) -> None:
        """Move up a page."""
        self.move_cursor(self.cursor_row - max(1, self.size.height - 1))

    def action_page_down(self) -> None:
        """Move down a page."""
        self.move_cursor(self.cursor_row + max(1, self.size.height - 1))

    def action_fold(self) -> None:
        """Collapse the region or pool under the cursor, or move to what it is in."""
        place = self.place
        if place is None:
            return
        if self._rows.is_expanded(place) and self._rows.has_children(place):
            self._expand(place, expanded=False)
        else:
            self._move_to(place.parent)

    def action_unfold(self) -> None:
        """Expand the region or pool under the cursor, or move to the first row in it."""
        place = self.place
        if place is None or place.view is not View.POOLS:
            return
        if not self._rows.is_expanded(place):
            self._expand(place, expanded=True)
        elif self._rows.has_children(place):
            self.move_cursor(self.cursor_row + 1)

    def action_toggle_fold(self) -> None:
        """Expand or collapse the region or pool under the cursor."""
        if self.place is not None:
            self._toggle(self.place)

    def action_open(self) -> None:
        """Expand or collapse a region or pool, and post `Chosen`."""
        place = self.place
        if place is not None:
            self._toggle(place)
            self.post_message(self.Chosen(place))

    def _toggle(self, place: TreePosition) -> None:
        if place.view is View.POOLS:
            self._expand(place, expanded=not self._rows.is_expanded(place))

    def on_click(self, event: Click) -> None:
        """Expand or collapse a row if its arrow was clicked, else open the row."""
        offset = event.get_content_offset(self)
        row = -1 if offset is None else self.scroll_offset.y + offset.y
        if offset is None or row >= len(self._rows):
            return
        place = self._rows[row]
        guides = cell_len(self._rows.guides(place))
        if place.view is View.POOLS and guides <= offset.x < guides + len("▶ "):
            self._toggle(place)
        else:
            self.move_cursor(row)
            self.action_open()

    def on_resize(self) -> None:
        """Keep the cursor in view."""
        self._show_cursor()

    def _is_in_view(self, row: int) -> bool:
        return 0 <= row - self.scroll_offset.y < self.size.height

    def _show_cursor(self) -> None:
        height, row = self.size.height, self.cursor_row
        top = min(max(self.scroll_offset.y, row + 1 - height), row)
        if height and top != self.scroll_offset.y:
            self.scroll_to(y=top, animate=False, force=True)

    # Drawing

    def refresh_row(self, row: int) -> None:
        """Redraw a row if it is in view."""
        if self._is_in_view(row):
            self.refresh(Region(0, row - self.scroll_offset.y, self.size.width, 1))

    def render_line(self, y: int) -> Strip:
        """Return one row, the note or an empty line, as wide as the widget.

        Args:
            y: The line, counted from the top of the widget.
        """
        width = self.scrollable_content_region.width
        # unlike `rich_style`, it is computed once
        base = self.get_component_rich_style("pool-tree--row")
        row = self.scroll_offset.y + y
        segments: list[Segment] = []
        if row < len(self._rows):
            segments = self._row_segments(row, base, width)
        elif row == 0 and self._note:
            segments = [Segment(shorten(visible(self._note), max(1, width)), base + _DIM)]
        strip = Strip([segment for segment in segments if segment.text])
        return strip.adjust_cell_length(width, base)

    def _row_segments(self, row: int, base: Style, width: int) -> list[Segment]:
        place = self._rows[row]
        style = base
        if row == self.cursor_row:
            style += self.get_component_rich_style("pool-tree--cursor")
        guides = self._rows.guides(place)
        arrow = ""
        if place.view is View.POOLS:
            arrow = "▼ " if self._rows.is_expanded(place) else "▶ "
        room = max(1, width - len(guides) - len(arrow))
        guide_style = base + self.get_component_rich_style("pool-tree--guides", partial=True)
        label = self._label(place, room, style)
        return [Segment(guides, guide_style), Segment(arrow, base), *label]

    def _label(self, place: TreePosition, room: int, style: Style) -> list[Segment]:
        if place.pool is None:
            # a status is at the end, and starts with what matters
            region = visible(place.region)
            text = f"{region}  {self._rows.status(place.region)}"
            if cell_len(text) > room:
                text = set_cell_size(text, room - 1) + ELLIPSIS
            name, status = text[: len(region)], text[len(region) :]
            return [Segment(name, style), Segment(status, style + _DIM)]
        if place.view is View.POOLS:
            return [Segment(self._rows.shorten_title(place.pool, room), style)]
        return [Segment(shorten(SECTIONS[place.view], room), style)]
