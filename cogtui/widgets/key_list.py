"""A list of keys under headings: in columns where only the keys matter, else with their names."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from cogtui.text import shorten, visible

_COLUMN: Final = 25
"""The narrowest column of keys and titles, in cells."""

_KEYS: Final = 12
"""The width of the keys where the names are shown too, in cells."""


class KeyEntry(NamedTuple):
    """A key, or several for the same."""

    keys: str
    """The keys as people write them."""
    text: str
    """What they do."""
    name: str = ""
    """The name for the configuration."""
    remark: str = ""
    """What is changed, or why they do nothing here."""
    words: str = ""
    """More words by which the search finds it."""


class KeySection(NamedTuple):
    """Keys under a heading."""

    title: str
    """The heading."""
    entries: tuple[KeyEntry, ...]
    """The keys."""
    is_compact: bool = False
    """Whether to show keys and texts alone, in as many columns as fit."""


class KeyList(Widget):
    """Draws the sections from top to bottom."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "key-list--title",
        "key-list--key",
        "key-list--text",
        "key-list--name",
    }

    DEFAULT_CSS = """
    KeyList {
        height: auto;
        & > .key-list--title { color: $text-accent; text-style: bold; }
        & > .key-list--key { color: $footer-key-foreground; text-style: bold; }
        & > .key-list--text { color: $foreground; }
        & > .key-list--name { color: $text-muted; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._sections: Sequence[KeySection] = ()

    def show(self, sections: Sequence[KeySection]) -> None:
        """Replace the sections.

        Args:
            sections: The sections, from top to bottom.
        """
        self._sections = sections
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's signature
        """Return the number of lines at a width."""
        return len(list(self._lines(width)))

    def render(self) -> Text:
        """Return all lines."""
        return Text("\n", no_wrap=True).join(self._lines(self.size.width))

    def _lines(self, width: int) -> Iterator[Text]:
        for number, section in enumerate(self._sections):
            if number:
                yield Text()
            yield Text(visible(section.title), self._style("title"))
            if section.is_compact:
                yield from self._columns(section.entries, width)
            else:
                yield from (self._line(each, width) for each in section.entries)

    def _columns(self, entries: Sequence[KeyEntry], width: int) -> Iterator[Text]:
        count = max(1, width // _COLUMN)
        room = width // count
        height = -(-len(entries) // count)
        for row in range(height):
            line = Text()
            for entry in entries[row::height]:
                line.append(f"{visible(entry.keys):>4} ", self._style("key"))
                line.append(set_cell_size(visible(entry.text), room - 5), self._style("text"))
            line.truncate(width)
            yield line

    def _line(self, entry: KeyEntry, width: int) -> Text:
        keys = f"{visible(entry.keys):<{_KEYS}} "
        text = visible(entry.text)
        room = width - cell_len(keys) - cell_len(text) - 1
        name = visible("  ".join(filter(None, (entry.remark, entry.name))))
        if cell_len(name) > room:
            name = shorten(visible(entry.name), max(1, room))
        line = Text.assemble(
            (keys, self._style("key")),
            (text, self._style("text")),
            " " * (1 + max(0, room - cell_len(name))),
            (name, self._style("name")),
        )
        # a line that wrapped would push the last ones out of the list
        line.truncate(width)
        return line

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"key-list--{name}").rich_style
