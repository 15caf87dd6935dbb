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

    "Not set" is one of them unless the member is required, as omitting a member is not the same as
    sending false.

    Args:
        spec: The field's specification.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Previous choice", show=False, id="choice-field.before"),
        Binding("right,space", "choose(1)", "Next choice", id="choice-field.next"),
        Binding("backspace,delete", "unset", "Not set", show=False, id="choice-field.unset"),
    ]

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        member = spec.member
        values = (True, False) if member.kind is ValueKind.SWITCH else member.choices
        self._values: list[str | bool | None] = [*values, *([] if spec.required else [None])]
        self._value: str | bool | None = None
        self._initial: str | bool | None = None

    @property
    def answer(self) -> object:
        """The chosen value; None for "not set"."""
        return self._value

    def fill(self, answer: str | bool | None) -> None:
        """Choose a value; one that the service model does not list is added to the choices."""
        if answer is not None and answer not in self._values:
            self._values.append(answer)
        self._value = answer
        self.refresh(layout=True)

    def action_choose(self, step: int) -> None:
        """Choose the next value (1) or the previous one (-1)."""
        # the next one after no choice is the first, the previous one the last
        unset = -1 if step > 0 else 0
        index = self._values.index(self._value) if self._value in self._values else unset
        self._choose((index + step) % len(self._values))

    def action_unset(self) -> None:
        """Choose "not set", if that is a choice."""
        if None in self._values:
            self._choose(self._values.index(None))

    def on_key(self, event: Key) -> None:
        """Choose the next value that starts with the letter typed; `t` is on, `f` is off."""
        letter = (event.character or "").casefold()
        count = len(self._values)
        start = self._values.index(self._value) if self._value in self._values else -1
        following = [(start + step) % count for step in range(1, count + 1)]
        for index in following:
            names = (self._label(index), str(self._values[index]))
            if letter and any(name.casefold().startswith(letter) for name in names):
                event.stop()
                self._choose(index)
                return

    def on_click(self, event: Click) -> None:
        """Choose the value clicked."""
        width = self.size.width
        left = start = self.left(width)
        for index, (row, text) in enumerate(self._choices(self.value_cells(width))):
            if row == event.y and left <= event.x < left + cell_len(text):
                self._choose(index)
                return
            left = left + cell_len(text) + _GAP if row == event.y else start

    def _choose(self, index: int) -> None:
        self._value = self._values[index]
        self.post_edited()

    @property
    def initial_text(self) -> str:
        """The label of the initial choice; empty if there was none."""
        is_choice = self._initial in self._values
        return self._label(self._values.index(self._initial)) if is_choice else ""

    def _label(self, index: int) -> str:
        value = self._values[index]
        if isinstance(value, bool):
            return "on" if value else "off"
        return NOT_SET if value is None else visible(value)

    def _choices(self, width: int) -> list[tuple[int, str]]:
        # each with the row that it is drawn in
        choices: list[tuple[int, str]] = []
        row = used = 0
        for index, value in enumerate(self._values):
            text = f"({'•' if value == self._value else ' '}) {self._label(index)}"
            cells = cell_len(text)
            if used and used + cells > width:
                row, used = row + 1, 0
            choices.append((row, text))
            used += cells + _GAP
        return choices

    @property
    def wanted_cells(self) -> int:
        """The width in which all choices are on one line, in cells."""
        labels = [self._label(index) for index in range(len(self._values))]
        return sum(cell_len(f"( ) {label}") + _GAP for label in labels)

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
                chosen = self.has_focus and self._values[index] == self._value
                parts += [(text, "chosen" if chosen else "value"), (" " * _GAP, "value")]
        return self.strip(parts, width, "value")
