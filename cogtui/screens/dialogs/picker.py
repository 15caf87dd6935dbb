"""A dialog to choose from a list by typing a part of what one looks for."""

from collections.abc import Collection, Sequence
from functools import partial
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible


class Choice(NamedTuple):
    """One of the things to choose from."""

    value: str
    """What is returned."""
    title: str
    """What is shown."""
    note: str = ""
    """What is said beside it, quietly; it is searched too."""
    disabled: bool = False
    """Whether it is shown but cannot be chosen."""


class Picker(Dialog[tuple[str, ...] | None]):
    """Asks for one of several things, or for some of them.

    It returns the values chosen, None if nothing was.

    Args:
        title: What is asked for.
        choices: What there is.
        chosen: What is chosen already, where several can be.
        several: Whether Space ticks several.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Leave", id="picker.leave"),
        Binding("enter", "choose", "Choose", id="picker.choose"),
        Binding("up", "move(-1)", "Up", show=False, id="picker.up"),
        Binding("down", "move(1)", "Down", show=False, id="picker.down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="picker.page-up"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="picker.page-down"),
        Binding("space", "tick", "Tick one of several", id="picker.tick"),
    ]

    LOOK: ClassVar[str] = ""
    """Its further class in the style sheet."""

    def __init__(
        self,
        title: str,
        choices: Sequence[Choice],
        *,
        chosen: Collection[str] = (),
        several: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._chosen = frozenset(chosen)
        self._ticked = set(chosen)
        self._several = several
        self._shown: list[Choice] = []
        self._query = ""

    def compose(self) -> ComposeResult:
        """The question, what one types, the list, and what the keys do."""
        with Vertical(classes=f"dialog {self.LOOK}".rstrip()):
            yield DialogTitle(self._title)
            yield _SearchInput(leave_space=self._several)
            yield OptionList(markup=False)
            keys = "Space ticks several  " if self._several else ""
            yield Label(f"{keys}Enter chooses  Escape leaves", classes="dialog-keys")

    def on_mount(self) -> None:
        """Lists everything, with the cursor on what is chosen already."""
        self.query_one(OptionList).can_focus = False
        self._list("")

    @on(Input.Changed)
    def _search(self) -> None:
        query = self.query_one(_SearchInput).value
        if query != self._query:
            self._list(query)

    def _list(self, query: str) -> None:
        self._query = query
        words = query.casefold().split()
        found = [
            choice
            for choice in self._choices
            if all(word in f"{choice.title} {choice.note}".casefold() for word in words)
        ]
        self._shown = sorted(found, key=partial(_rank, " ".join(words))) if words else found
        options = self.query_one(OptionList)
        options.set_options(
            [self._option(choice) for choice in self._shown] or [_nothing_matches(query)]
        )
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
        return Option(
            Content.assemble(f"{tick}{visible(choice.title)}", "  ", (visible(choice.note), "dim")),
            disabled=choice.disabled,
        )

    def action_move(self, step: int) -> None:
        """Moves the cursor in the list while one goes on typing.

        Args:
            step: How many lines, down if positive.
        """
        self._search()
        options = self.query_one(OptionList)
        if options.highlighted is not None:
            last = len(self._shown) - 1
            options.highlighted = max(0, min(options.highlighted + step, last))

    def action_tick(self) -> None:
        """Ticks what is under the cursor, or takes the tick away."""
        self._search()
        options = self.query_one(OptionList)
        place = options.highlighted
        if place is None:
            return
        choice = self._shown[place]
        self._ticked ^= {choice.value}
        options.replace_option_prompt_at_index(place, self._option(choice).prompt)

    @on(Input.Submitted)
    def action_choose(self) -> None:
        """Returns what was ticked, or what is under the cursor where no tick was changed."""
        self._search()
        place = self.query_one(OptionList).highlighted
        present = None if place is None else self._shown[place]
        if present is not None and present.disabled:
            return
        # who types a name and presses Enter wants that one, whatever was chosen before
        if self._ticked == self._chosen and present and present.value not in self._ticked:
            self.dismiss((present.value,))
        elif self._ticked:
            order = [choice.value for choice in self._choices if choice.value in self._ticked]
            self.dismiss(tuple(order))

    def action_leave(self) -> None:
        """Returns nothing."""
        self.dismiss(None)


class _SearchInput(Input):
    """What one types; Space is left to the list where several can be ticked."""

    def __init__(self, *, leave_space: bool) -> None:
        super().__init__(placeholder="Type to search", compact=True, select_on_focus=False)
        # blinking would keep a slow line busy
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature
        self._leave_space = leave_space

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is text."""
        if self._leave_space and key == "space":
            return False
        return super().check_consume_key(key, character)

    def on_key(self, event: Key) -> None:
        """Keeps a blank that is not text out of the text."""
        if self._leave_space and event.key == "space":
            event.prevent_default()


def _rank(query: str, choice: Choice) -> int:
    """Return where a match belongs in the list: an exact name first, then titles, then notes."""
    title = choice.title.casefold()
    if query in (choice.value.casefold(), title):
        return 0
    if title.startswith(query):
        return 1
    return 2 if query in title else 3


def _nothing_matches(query: str) -> Option:
    return Option(f'Nothing matches "{visible(query)}".', disabled=True)
