"""A menu: the letter printed beside an entry runs it."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.events import Key
from textual.widgets import Label, Static

from cogtui.screens.dialogs.dialog import DialogTitle
from cogtui.screens.dialogs.searched import SearchedDialog
from cogtui.text import visible
from cogtui.widgets.menu_list import MenuEntry, MenuList

_AROUND: Final = 5
"""Lines of the dialog around the entries: the border, the title, the hint and the keys."""

_OWN_KEYS: Final = frozenset(("slash", "enter", "escape"))
"""Keys that act on the menu even if an entry has them elsewhere."""

_KEYS: Final = "Press a letter to run it  ↑↓ Enter Select  / Search  Esc Close"
_SEARCH_KEYS: Final = "↑↓ Enter Select  Esc All entries"


class Menu(SearchedDialog[str]):
    """Entries to run by the key printed beside each, by the cursor, or by a search.

    Its result is the value of an entry, None if the user cancels.

    Args:
        title: What the entries act on.
        entries: The entries, those of one group one after the other.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "select", "Select", id="menu.select"),
        Binding("up,k", "move(-1)", "Up", show=False, id="menu.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="menu.down"),
        Binding("left,h", "across(-1)", "Left column", show=False, id="menu.left"),
        Binding("right,l", "across(1)", "Right column", show=False, id="menu.right"),
        Binding("pageup,home,g", "move(-999)", "First", show=False, id="menu.first"),
        Binding("pagedown,end,G", "move(999)", "Last", show=False, id="menu.last"),
    ]

    def __init__(self, title: str, entries: Sequence[MenuEntry]) -> None:
        super().__init__()
        self._title = title
        self._entries = [
            each._replace(key="", keys=()) if _OWN_KEYS.intersection(each.keys) else each
            for each in entries
        ]

    def compose(self) -> ComposeResult:
        """Yield the title, the entries, the hint and the keys."""
        with Vertical(classes="dialog menu"):
            yield DialogTitle(self._title)
            with VerticalScroll(can_focus=False):
                yield MenuList()
            yield Static(classes="dialog-note", markup=False)
            yield Label(_KEYS, classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """List the entries."""
        self.on_resize()
        self.searched()

    def on_resize(self) -> None:
        """Use the height that the terminal has."""
        room = max(1, self.app.size.height - _AROUND)
        self.query_one(VerticalScroll).styles.max_height = room

    def key_pressed(self, event: Key) -> None:
        """Run the entry whose key was pressed."""
        entry = next((each for each in self._entries if event.key in each.keys), None)
        if entry is not None:
            event.stop()
            self._run(entry)
        elif event.is_printable and event.key not in self._bindings.key_to_bindings:
            event.stop()
            self._show_hint(f"No entry has the key {event.character}. / searches.")

    def action_move(self, step: int) -> None:
        """Move the cursor.

        Args:
            step: The number of entries, down if positive.
        """
        for entries in self.query(MenuList):
            entries.move(step)
            self._show_hint()

    def action_across(self, step: int) -> None:
        """Move the cursor to the column to the left (-1) or to the right (1)."""
        for entries in self.query(MenuList):
            entries.move_across(step)
            self._show_hint()

    def action_select(self) -> None:
        """Run the entry under the cursor."""
        for entries in self.query(MenuList):
            if entries.current is not None:
                self._run(entries.current)

    @on(MenuList.Clicked)
    def _clicked(self, event: MenuList.Clicked) -> None:
        self._run(event.entry)

    def _run(self, entry: MenuEntry) -> None:
        if entry.refusal:
            self._show_hint(f"{entry.title}: {entry.refusal}.")
        else:
            self.dismiss(entry.value)

    def searched(self) -> None:
        """List the entries that the search finds."""
        query = self.query_text
        # the keys of one read may come before the dialog is composed
        for entries in self.query(MenuList):
            entries.show(self._entries if not query else found(self._entries, query))
            keys = _KEYS if query is None else _SEARCH_KEYS
            self.query_one(".dialog-keys", Label).update(keys)
            self._show_hint()

    def _show_hint(self, text: str = "") -> None:
        for entries in self.query(MenuList):
            hint = text or (entries.current.hint if entries.current else "Nothing matches.")
            if self.query_text is not None:
                hint = f"Search: {self.query_text}▏  {hint}"
            self.query_one(".dialog-note", Static).update(visible(hint))


def found(entries: Sequence[MenuEntry], query: str) -> list[MenuEntry]:
    """Return the entries that a search finds, without their headings and best first.

    An exact key or name is first, then titles that start with the text, contain it, then others.

    Args:
        entries: All entries.
        query: The text; each of its words must be in the title, the name, the note, the group or
            the further words of an entry.
    """
    words = query.casefold().split()

    def matches(entry: MenuEntry) -> bool:
        text = f"{entry.title} {entry.value} {entry.note} {entry.group} {entry.words}"
        return query.strip() == entry.key or all(word in text.casefold() for word in words)

    text = " ".join(words)

    def rank(entry: MenuEntry) -> int:
        title = entry.title.casefold()
        if query.strip() == entry.key or text in (entry.value.casefold(), title):
            return 0
        return 1 if title.startswith(text) else 2 if text in title else 3

    return [each._replace(group="") for each in sorted(filter(matches, entries), key=rank)]
