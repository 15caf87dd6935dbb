"""Dialog to choose from a list that is searched while typing."""

from collections.abc import Callable, Collection, Sequence
from functools import cached_property, partial
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key, Paste
from textual.screen import Screen
from textual.widgets import Input, Label, OptionList
from textual.widgets._toast import Toast
from textual.widgets.option_list import Option

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.secret import Secret
from cogtui.text import AlikeTexts, counted, visible

_AROUND: Final = 6
"""Lines of the dialog around the title and the list: the border, the search and the keys."""
_WIDEST: Final = 72
"""The width of the dialog where there is room for it, in columns."""
_BESIDE: Final = 7
"""Columns of the dialog beside an entry: the border, the padding and the scrollbar."""


class Choice(NamedTuple):
    """An entry of the list."""

    value: str
    """The value to return."""
    title: str
    """The text in the list."""
    note: str = ""
    """The dim text beside the title; the search covers it too."""
    disabled: bool = False
    """Whether it is listed but cannot be chosen."""
    keys: tuple[str, ...] = ()
    """The keys that do the same, as people write them: a search for one lists the entry first."""
    words: str = ""
    """More words by which the search finds it."""
    is_name: bool = False
    """Whether the title is a name: it is shortened to one line, not wrapped."""


class Picker(Dialog[tuple[str, ...] | None]):
    """A searchable list from which to choose one or several values.

    Its result is the values chosen, None if the user cancels. Pasted text that fits no entry may be
    a secret, so it is neither shown nor stored.

    Args:
        title: The question.
        choices: The entries.
        chosen: The values ticked at first, if several can be chosen.
        several: Whether several can be chosen, by ticking them with Space.
        on_paste: Called with pasted text that fits no entry, after the picker was closed without a
            choice; None to report such a text as ignored.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Cancel", id="picker.leave"),
        Binding("enter", "choose", "Select", id="picker.choose"),
        Binding("up", "move(-1)", "Up", show=False, id="picker.up"),
        Binding("down", "move(1)", "Down", show=False, id="picker.down"),
        Binding("pageup", "turn(-1)", "Page up", show=False, id="picker.page-up"),
        Binding("pagedown", "turn(1)", "Page down", show=False, id="picker.page-down"),
        Binding("space", "tick", "Tick one of several", id="picker.tick"),
    ]

    DIALOG_CLASSES: ClassVar[str] = "dialog"
    """The CSS classes of the box around the list."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        chosen: Collection[str] = (),
        several: bool = False,
        on_paste: Callable[[Secret], None] | None = None,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = frozenset(chosen)
        self._ticked = set(chosen)
        self._several = several
        self._on_paste_elsewhere = on_paste
        self._shown: list[Choice] = []
        self._query = ""

    @cached_property
    def _names(self) -> AlikeTexts:
        return AlikeTexts(visible(each.title) for each in self._choices if each.is_name)

    def compose(self) -> ComposeResult:
        """Yield the title, the search input, the list and the keys."""
        with Vertical(classes=self.DIALOG_CLASSES):
            yield DialogTitle(self._title)
            yield _SearchInput(self._accepts, space_ticks=self._several)
            yield OptionList(markup=False)
            keys = "Space Tick  " if self._several else ""
            yield Label(f"{keys}Enter Select  Esc Cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """List all entries, with the cursor on the first ticked one."""
        self.query_one(OptionList).can_focus = False
        self._list("")
        self.screen_layout_refresh_signal.subscribe(self, self._fit)

    def _fit(self, _: Screen[object]) -> None:
        """Use the height that the title, which may be long, and messages leave to the list."""
        others = [*self.query(DialogTitle), *self.query(Toast)]
        room = self.app.size.height - _AROUND - sum(each.outer_size.height for each in others)
        for options in self.query(OptionList):
            options.styles.max_height = max(1, room)

    @on(Input.Changed)
    def _search(self) -> None:
        query = self.query_one(_SearchInput).value
        if query != self._query:
            self._list(query)

    def _accepts(self, query: str, pasted: str) -> bool:
        """Return whether a paste may be searched for; otherwise handle it as a possible secret.

        Args:
            query: The search text that the paste would result in.
            pasted: The text pasted.
        """
        if self._matching(query):
            return True
        if self._on_paste_elsewhere is not None:
            self.dismiss(None)
            self._on_paste_elsewhere(Secret(pasted))
        else:
            length = counted(len(pasted), "character")
            message = f"Ignored the pasted text: no entry contains it ({length})."
            self.notify(message, severity="warning", markup=False)
        return False

    def _matching(self, query: str) -> list[Choice]:
        words = query.casefold().split()
        return [
            choice
            for choice in self._choices
            if all(word in _searched(choice) for word in words) or query.strip() in choice.keys
        ]

    def _list(self, query: str) -> None:
        self._query = query
        words = query.casefold().split()
        found = self._matching(query)
        self._shown = sorted(found, key=partial(_rank, query.strip())) if words else found
        options = self.query_one(OptionList)
        options.set_options([self._option(choice) for choice in self._shown] or [_NOTHING_MATCHES])
        options.highlighted = next(
            (
                index
                for index, each in enumerate(self._shown)
                if not query and each.value in self._ticked
            ),
            0 if self._shown else None,
        )

    def _option(self, choice: Choice) -> Option:
        tick = ""
        if self._several:
            tick = "[x] " if choice.value in self._ticked else "[ ] "
        title = visible(choice.title)
        width = min(_WIDEST, self.app.size.width) - _BESIDE - len(tick)
        if choice.is_name and cell_len(title) > width:
            title = self._names.shorten(title, max(1, width))
        return Option(
            Content.assemble(f"{tick}{title}", "  ", (visible(choice.note), "dim")),
            disabled=choice.disabled,
        )

    def action_move(self, step: int) -> None:
        """Move the cursor in the list; the input keeps the focus.

        Args:
            step: The number of lines, down if positive.
        """
        self._search()
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            last = len(self._shown) - 1
            options.highlighted = max(0, min(options.highlighted + step, last))
            # the list itself does not scroll to a disabled entry
            options.scroll_to_highlight()

    def action_turn(self, pages: int) -> None:
        """Move the cursor by pages, down if positive."""
        self.action_move(pages * max(1, self.query_one(OptionList).size.height - 1))

    def action_tick(self) -> None:
        """Tick or untick the entry under the cursor."""
        self._search()
        options = self.query_one(OptionList)
        index = options.highlighted
        if index is None:
            return
        choice = self._shown[index]
        self._ticked ^= {choice.value}
        options.replace_option_prompt_at_index(index, self._option(choice).prompt)

    @on(Input.Submitted)
    def action_choose(self) -> None:
        """Return the ticked values, or the one under the cursor if no tick was changed."""
        self._search()
        index = self.query_one(OptionList).highlighted
        current = None if index is None else self._shown[index]
        if current is not None and current.disabled:
            return
        # a user who types a name and presses Enter wants that one, not the earlier choice
        if self._ticked == self._chosen and current and current.value not in self._ticked:
            self.dismiss((current.value,))
        elif self._ticked:
            order = [choice.value for choice in self._choices if choice.value in self._ticked]
            self.dismiss(tuple(order))

    def action_leave(self) -> None:
        """Cancel."""
        self.dismiss(None)


class _SearchInput(Input):
    """The search text; Space ticks entries instead if several can be chosen.

    Args:
        accepts: Returns whether to insert a paste, called with the resulting text and the paste.
        space_ticks: Whether Space ticks entries.
    """

    def __init__(self, accepts: Callable[[str, str], bool], *, space_ticks: bool) -> None:
        super().__init__(placeholder="Type to search", compact=True, select_on_focus=False)
        # blinking would keep sending output over a slow connection
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature
        self._accepts = accepts
        self._space_ticks = space_ticks

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Return whether a key types text."""
        if self._space_ticks and key == "space":
            return False
        return super().check_consume_key(key, character)

    def on_key(self, event: Key) -> None:
        """Do not type Space if it ticks entries."""
        if self._space_ticks and event.key == "space":
            event.prevent_default()

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self._insert(event.text)

    def action_paste(self) -> None:
        """Paste from Textual's own clipboard."""
        self._insert(self.app.clipboard)

    def _insert(self, pasted: str) -> None:
        text = pasted.strip()
        start, end = sorted(self.selection)
        if text and self._accepts(f"{self.value[:start]}{text}{self.value[end:]}", text):
            self.replace(" ".join(text.split()), start, end)


def _searched(choice: Choice) -> str:
    return f"{choice.title} {choice.note} {choice.words}".casefold()


def _rank(query: str, choice: Choice) -> int:
    # an exact key, name or title first, then titles that start with the text, contain it, the rest
    text = " ".join(query.casefold().split())
    title = choice.title.casefold()
    if query in choice.keys or text in (choice.value.casefold(), title):
        return 0
    if title.startswith(text):
        return 1
    return 2 if text in title else 3


_NOTHING_MATCHES: Final = Option("Nothing matches.", disabled=True)
"""Shown instead of entries; it does not repeat the search text, which may be a secret."""
