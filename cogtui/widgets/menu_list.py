"""The entries of a menu, grouped under headings and in two columns where there is room."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import ClassVar, Final, NamedTuple, cast

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual.events import Click
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

from cogtui.text import shorten, visible

_COLUMN: Final = 34
"""The narrowest column that shows a title beside its note, in cells."""

_GAP: Final = 2
"""Cells between two columns."""

_FEW: Final = 12
"""How many lines are never divided into columns."""


class MenuEntry(NamedTuple):
    """An entry of a menu."""

    value: str
    """Its unique name."""
    title: str
    """What it does."""
    key: str = ""
    """The key that runs it, as people write it."""
    keys: tuple[str, ...] = ()
    """The keys that run it, by Textual's names."""
    note: str = ""
    """A dim remark beside the title: what it changes, or why it cannot be run."""
    group: str = ""
    """The heading above it; empty for none."""
    words: str = ""
    """More words by which the search finds it."""
    hint: str = ""
    """The line below the menu while the cursor is on the entry."""
    refusal: str = ""
    """Why it cannot be run; empty if it can."""


_UNEVEN: Final = 2
"""How many lines more than necessary the columns may take."""

_Cell = MenuEntry | str
"""An entry, a heading, or an empty line."""


class MenuList(Widget):
    """Draws the entries, with the cursor on one of them; it handles no keys."""

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "menu--group",
        "menu--key",
        "menu--title",
        "menu--note",
        "menu--cursor",
    }

    DEFAULT_CSS = """
    MenuList {
        height: auto;
        & > .menu--group { color: $text-accent; text-style: bold; }
        & > .menu--key { color: $footer-key-foreground; text-style: bold; }
        & > .menu--title { color: $foreground; }
        & > .menu--note { color: $text-muted; }
        & > .menu--cursor {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: bold;
        }
        &:nocolor > .menu--cursor { text-style: bold reverse; }
    }
    """

    class Clicked(Message):
        """An entry was clicked."""

        def __init__(self, entry: MenuEntry) -> None:
            super().__init__()
            self.entry = entry

    def __init__(self) -> None:
        super().__init__()
        self._entries: Sequence[MenuEntry] = ()
        self._index = 0

    @property
    def current(self) -> MenuEntry | None:
        """The entry under the cursor; None if there are no entries."""
        return self._entries[self._index] if self._entries else None

    def show(self, entries: Sequence[MenuEntry]) -> None:
        """Replace the entries, and move the cursor to the first.

        Args:
            entries: The entries, those of one group one after the other.
        """
        self._entries = entries
        self._index = 0
        self.refresh(layout=True)

    def move(self, step: int) -> None:
        """Move the cursor by entries, down if positive; it stops at the first and the last."""
        self._go_to(self._index + step)

    def move_across(self, step: int) -> None:
        """Move the cursor to the entry beside it, in the column to the left or to the right."""
        columns = self._columns(self.size.width)
        place = {
            cell.value: (index, row)
            for index, column in enumerate(columns)
            for row, cell in enumerate(column)
            if isinstance(cell, MenuEntry)
        }
        if self.current is None:
            return
        column, row = place[self.current.value]
        beside = [
            (abs(place[each.value][1] - row), index)
            for index, each in enumerate(self._entries)
            if place[each.value][0] == column + step
        ]
        if beside:
            self._go_to(min(beside)[1])

    def _go_to(self, index: int) -> None:
        self._index = max(0, min(index, len(self._entries) - 1))
        self.refresh()
        lines = [*zip(*self._padded(self.size.width), strict=True)]
        row = next((row for row, line in enumerate(lines) if self.current in line), 0)
        # the heading above the first entry too
        region = Region(0, row - (row == 1), self.size.width, 1 + (row == 1))
        cast("Widget", self.parent).scroll_to_region(region, animate=False, force=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """Return the number of lines at a width."""
        return max(map(len, self._columns(width)), default=0)

    def render(self) -> Text:
        """Return the columns side by side."""
        columns = self._padded(self.size.width)
        width = (self.size.width - _GAP * (len(columns) - 1)) // max(1, len(columns))
        lines = Text(no_wrap=True)
        for number, cells in enumerate(zip(*columns, strict=True)):
            lines.append("\n" if number else "")
            for index, cell in enumerate(cells):
                lines.append(" " * _GAP if index else "")
                lines.append_text(self._drawn(cell, width))
        return lines

    def _drawn(self, cell: _Cell, width: int) -> Text:
        if not isinstance(cell, MenuEntry):
            return Text(set_cell_size(cell, width), self._style("group"))
        key = f" {visible(cell.key):<2} "
        room = width - cell_len(key)
        title, note = visible(cell.title), visible(cell.note)
        if cell_len(title) + 1 + cell_len(note) > room:
            # the line below the menu shows it in full
            note = ""
        title = set_cell_size(shorten(title, room), room - cell_len(note))
        if cell is self.current:
            return Text(f"{key}{title}{note}", self._style("cursor"))
        refused = "note" if cell.refusal else None
        return Text.assemble(
            (key, self._style(refused or "key")),
            (title, self._style(refused or "title")),
            (note, self._style("note")),
        )

    def _blocks(self) -> Iterator[list[_Cell]]:
        for group, entries in groupby(self._entries, attrgetter("group")):
            yield [*([group] if group else []), *entries]

    def _columns(self, width: int) -> list[list[_Cell]]:
        """Divide the groups into columns of about the same height."""
        blocks = list(self._blocks())
        one = _stacked(blocks)
        if len(one) <= _FEW or width < 2 * _COLUMN + _GAP or len(blocks) == 1:
            return [one]
        divided = [
            [_stacked(blocks[:place]), _stacked(blocks[place:])] for place in range(1, len(blocks))
        ]
        heights = [max(map(len, columns)) for columns in divided]
        # the last groups are used least: rather those have to be scrolled to
        enough = min(heights) + _UNEVEN
        return next(each for each, height in zip(divided, heights, strict=True) if height <= enough)

    def _padded(self, width: int) -> list[list[_Cell]]:
        columns = self._columns(width)
        height = max(map(len, columns))
        return [[*column, *[""] * (height - len(column))] for column in columns]

    def on_click(self, event: Click) -> None:
        """Post `Clicked` for the entry that was clicked."""
        columns = self._padded(self.size.width)
        place = min(event.x * len(columns) // max(1, self.size.width), len(columns) - 1)
        cell = columns[place][event.y]
        if isinstance(cell, MenuEntry):
            self.post_message(self.Clicked(cell))

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"menu--{name}").rich_style


def _stacked(blocks: Sequence[list[_Cell]]) -> list[_Cell]:
    return [cell for block in blocks for cell in block]
