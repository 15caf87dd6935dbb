"""Field for one of a few values, or none."""

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
    """All choices side by side, the chosen one marked.

    "Not set" is one of them, as omitting a member is not the same as sending false.

    Args:
        spec: The field's specification.
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
        self._index = 0

    @property
    def answer(self) -> object:
        """The chosen value; None for "not set"."""
        return self._values[self._index]

    def fill(self, answer: str | bool | None) -> None:
        """Choose a value; one that the service model does not list is added to the choices."""
        if answer not in self._values:
            self._values = (*self._values, answer)
        self._index = self._values.index(answer)
        self.refresh(layout=True)

    def action_choose(self, step: int) -> None:
        """Choose the next value (1) or the previous one (-1)."""
        self._choose((self._index + step) % len(self._values))

    def action_unset(self) -> None:
        """Choose "not set"."""
        self._choose(0)

    def on_key(self, event: Key) -> None:
        """Choose the next value that starts with the letter typed."""
        letter = (event.character or "").casefold()
        count = len(self._values)
        following = [(self._index + step) % count for step in range(1, count + 1)]
        for index in following:
            if letter and self._label(index).casefold().startswith(letter):
                event.stop()
                self._choose(index)
                return

    def on_click(self, event: Click) -> None:
        """Choose the value clicked."""
        left = 0
        for index, (row, text) in enumerate(self._choices(self.size.width)):
            if row == event.y - 1 and left <= event.x < left + cell_len(text):
                self._choose(index)
            left = left + cell_len(text) + _GAP if row == event.y - 1 else 0

    def _choose(self, index: int) -> None:
        self._index = index
        self.post_edited()

    def _label(self, index: int) -> str:
        value = self._values[index]
        if isinstance(value, bool):
            return "true" if value else "false"
        return NOT_SET if value is None else visible(value)

    def _choices(self, width: int) -> list[tuple[int, str]]:
        # each with the row that it is drawn in
        choices: list[tuple[int, str]] = []
        row = used = 0
        for index in range(len(self._values)):
            text = f"({'•' if index == self._index else ' '}) {self._label(index)}"
            cells = cell_len(text)
            if used and used + cells > width:
                row, used = row + 1, 0
            choices.append((row, text))
            used += cells + _GAP
        return choices

    def rows(self, width: int) -> int:
        """Return the number of lines that the choices need.

        Args:
            width: The field's width, in cells.
        """
        return self._choices(width)[-1][0] + 1

    def render_row(self, y: int, width: int) -> Strip:
        """Return a line of choices.

        Args:
            y: The line, counted from 0.
            width: The field's width, in cells.
        """
        parts: list[tuple[str, str]] = []
        for index, (row, text) in enumerate(self._choices(width)):
            if row == y:
                chosen = self.has_focus and index == self._index
                parts += [(text, "chosen" if chosen else "value"), (" " * _GAP, "value")]
        return self.strip(parts, width, "value")
