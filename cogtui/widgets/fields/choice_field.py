"""A field for one of a few values, and for none of them."""

from typing import ClassVar

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.events import Click, Key
from textual.strip import Strip
from textual.widget import Widget

from cogtui.service.members import ValueKind
from cogtui.text import visible
from cogtui.widgets.fields.field import NOT_SET, Field, FieldSpec

_GAP = 2
"""Cells between two choices."""


class ChoiceField(Field, Widget, can_focus=True):
    """Shows all choices beside each other, with a mark at the one that is chosen.

    "Not set" is one of them: a member that is not sent is not the same as one that is false.

    Args:
        spec: What it asks for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Choice before", show=False, id="choice-field.before"),
        Binding("right,space", "choose(1)", "Next choice", id="choice-field.next"),
        Binding("backspace,delete", "unset", "Not set", show=False, id="choice-field.unset"),
    ]

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        member = spec.member
        values = (True, False) if member.kind is ValueKind.SWITCH else member.choices
        self._values: tuple[str | bool | None, ...] = (None, *values)
        self._place = 0

    @property
    def answer(self) -> object:
        """The value that is chosen; None for "not set"."""
        return self._values[self._place]

    def fill(self, answer: str | bool | None) -> None:
        """Chooses a value.

        Args:
            answer: The value; one that the model does not know is added to the choices.
        """
        if answer not in self._values:
            self._values = (*self._values, answer)
        self._place = self._values.index(answer)
        self.refresh(layout=True)

    def action_choose(self, step: int) -> None:
        """Chooses the next value.

        Args:
            step: 1 for the next, -1 for the one before.
        """
        self._choose((self._place + step) % len(self._values))

    def action_unset(self) -> None:
        """Chooses no value."""
        self._choose(0)

    def on_key(self, event: Key) -> None:
        """Chooses the next value that begins with a letter."""
        letter = (event.character or "").casefold()
        count = len(self._values)
        following = [(self._place + step) % count for step in range(1, count + 1)]
        for place in following:
            if letter and self._title(place).casefold().startswith(letter):
                event.stop()
                self._choose(place)
                return

    def on_click(self, event: Click) -> None:
        """Chooses what is clicked."""
        left = 0
        for place, (row, text) in enumerate(self._laid_out(self.size.width)):
            if row == event.y - 1 and left <= event.x < left + cell_len(text):
                self._choose(place)
            left = left + cell_len(text) + _GAP if row == event.y - 1 else 0

    def _choose(self, place: int) -> None:
        self._place = place
        self.post_edited()

    def _title(self, place: int) -> str:
        value = self._values[place]
        if isinstance(value, bool):
            return "true" if value else "false"
        return NOT_SET if value is None else visible(value)

    def _laid_out(self, width: int) -> list[tuple[int, str]]:
        """Each choice with the row that it stands in."""
        found: list[tuple[int, str]] = []
        row = used = 0
        for place in range(len(self._values)):
            text = f"({'•' if place == self._place else ' '}) {self._title(place)}"
            cells = cell_len(text)
            if used and used + cells > width:
                row, used = row + 1, 0
            found.append((row, text))
            used += cells + _GAP
        return found

    def rows(self, width: int) -> int:
        """As many lines as the choices need.

        Args:
            width: Of the field, in cells.
        """
        return self._laid_out(width)[-1][0] + 1

    def render_row(self, y: int, width: int) -> Strip:
        """Draws a line of choices.

        Args:
            y: Which, from 0 on.
            width: In cells.
        """
        parts: list[tuple[str, str]] = []
        for place, (row, text) in enumerate(self._laid_out(width)):
            if row == y:
                chosen = self.has_focus and place == self._place
                parts += [(text, "chosen" if chosen else "value"), (" " * _GAP, "value")]
        return self.strip(parts, width, "value")
