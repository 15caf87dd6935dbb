"""The dialog of the help."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Label

from cogtui.screens.dialogs.dialog import DialogTitle
from cogtui.screens.dialogs.searched import SearchedDialog
from cogtui.widgets.key_list import KeyEntry, KeyList, KeySection

_KEYS: Final = "↑↓ PgUp PgDn Scroll  / Search  Esc Close"

_NOTHING: Final = (KeySection("Nothing matches.", ()),)


class HelpDialog(SearchedDialog[None]):
    """Keys under headings.

    Args:
        sections: The sections, from top to bottom.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("q,question_mark,enter", "close", "Close at once", show=False, id="help.close"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id="help.up"),
        Binding("down,j", "scroll(1)", "Down", show=False, id="help.down"),
        Binding("pageup", "turn(-1)", "Page up", show=False, id="help.page-up"),
        Binding("pagedown,space", "turn(1)", "Page down", show=False, id="help.page-down"),
        Binding("home,g", "scroll(-9999)", "Top", show=False, id="help.top"),
        Binding("end,G", "scroll(9999)", "Bottom", show=False, id="help.bottom"),
    ]

    def __init__(self, sections: Sequence[KeySection]) -> None:
        super().__init__()
        self._sections = sections

    def compose(self) -> ComposeResult:
        """Yield the title, the keys, and the keys of the dialog."""
        with Vertical(classes="dialog large help"):
            yield DialogTitle("Help")
            with VerticalScroll(can_focus=False):
                yield KeyList()
            yield Label(_KEYS, classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Show all keys."""
        self.searched()

    def searched(self) -> None:
        """Show the keys that the search finds, or all of them."""
        query = self.query_text
        words = (query or "").casefold().split()
        found = [_matching(section, words) for section in self._sections]
        shown = [each for each in found if each.entries] or _NOTHING
        # the keys of one read may come before the dialog is composed
        for keys in self.query(KeyList):
            keys.show(shown if words else self._sections)
            text = _KEYS if query is None else f"Search: {query}▏  Esc All keys"
            self.query_one(".dialog-keys", Label).update(text)
            self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_close(self) -> None:
        """Close the help."""
        self.dismiss(None)

    def action_scroll(self, lines: int) -> None:
        """Scroll by lines, down if positive."""
        for view in self.query(VerticalScroll):
            view.scroll_relative(y=lines, animate=False, force=True)

    def action_turn(self, pages: int) -> None:
        """Scroll by pages, down if positive."""
        for view in self.query(VerticalScroll):
            self.action_scroll(pages * max(1, view.size.height - 1))


def _matching(section: KeySection, words: Sequence[str]) -> KeySection:
    def matches(entry: KeyEntry) -> bool:
        text = f"{section.title} {' '.join(entry)}".casefold()
        return all(word in text for word in words)

    # the keys that work here are listed by task too
    entries = () if section.is_compact else tuple(filter(matches, section.entries))
    return section._replace(entries=entries)
