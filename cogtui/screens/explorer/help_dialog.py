"""The dialog of the help, which is searched by `/`."""

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Label

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.widgets.key_list import KeyEntry, KeyList, KeySection

_KEYS: Final = "↑↓ PgUp PgDn Scroll  / Search  Esc Close"
_SEARCH_KEYS: Final = "↑↓ PgUp PgDn Scroll  Esc All keys"


class HelpDialog(Dialog[None]):
    """Keys under headings.

    Args:
        sections: The sections, from top to bottom.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Close", id="help.close"),
        Binding("q,question_mark,enter", "close", "Close at once", show=False, id="help.quit"),
        Binding("slash", "search", "Search", id="help.search"),
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
        """Yield the title, the keys, and the search."""
        with Vertical(classes="dialog large help"):
            yield DialogTitle("Help")
            with VerticalScroll(can_focus=False):
                yield KeyList()
            search = Input(placeholder="Type to search", compact=True, select_on_focus=False)
            # blinking would keep sending output over a slow connection
            search.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature
            search.display = False
            yield search
            yield Label(_KEYS, classes="dialog-keys", markup=False)

    def on_mount(self) -> None:
        """Show all keys."""
        self.set_focus(None)
        self.query_one(KeyList).show(self._sections)

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        words = event.value.casefold().split()
        found = [_matching(section, words) for section in self._sections]
        none = [KeySection("Nothing matches.", ())]
        shown = [each for each in found if each.entries] or none
        self.query_one(KeyList).show(shown if words else self._sections)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def action_search(self) -> None:
        """Search the keys by what is typed next."""
        for search in self.query(Input):
            search.display = True
            self.set_focus(search)
            self.query_one(".dialog-keys", Label).update(_SEARCH_KEYS)

    def action_back(self) -> None:
        """End the search, or close the help."""
        search = self.focused
        if not isinstance(search, Input):
            self.action_close()
            return
        search.value = ""
        search.display = False
        self.set_focus(None)
        self.query_one(".dialog-keys", Label).update(_KEYS)

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
        text = f"{section.title} {' '.join(entry[:4])} {entry.words}".casefold()
        return all(word in text for word in words)

    # the keys here are listed by task too
    entries = () if section.is_compact else tuple(filter(matches, section.entries))
    return section._replace(entries=entries)
