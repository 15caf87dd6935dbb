"""A field for lists and maps: a line for each of their rows."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.events import Click, Paste
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cogtui.secret import Secret
from cogtui.service.members import ValueKind
from cogtui.widgets.fields.field import NOT_SET, Field, FieldSpec
from cogtui.widgets.fields.rows import Row, format_row, joined, key_cells, rows_of

_IN_SIGHT: Final = 10
"""How many rows are in sight at once."""


class RowsField(Field, Widget, can_focus=True):
    """Lists rows, removes and moves them; to edit one is asked for by a message.

    Args:
        spec: What it asks for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "edit", "Edit", id="rows-field.edit"),
        Binding("n,insert", "add", "Add", id="rows-field.add"),
        Binding("d,delete", "remove", "Remove", id="rows-field.remove"),
        Binding("ctrl+t", "edit_json", "JSON", id="rows-field.json"),
        Binding("c", "duplicate", "Copy", id="rows-field.duplicate"),
        Binding("left_square_bracket,shift+up", "shift(-1)", "Move up", id="rows-field.move-up"),
        Binding(
            "right_square_bracket,shift+down", "shift(1)", "Move down", id="rows-field.move-down"
        ),
        Binding("up,k", "move(-1)", "Up", show=False, id="rows-field.up"),
        Binding("down,j", "move(1)", "Down", show=False, id="rows-field.down"),
        Binding("home,g", "move_to(0)", "First", show=False, id="rows-field.first"),
        Binding("end,G", "move_to(-1)", "Last", show=False, id="rows-field.last"),
    ]

    class Opened(Message):
        """A row is to be edited, or to be added.

        Args:
            field: Where.
            place: Which row, from 0 on; None for a new one.
            like: The row that the new one begins as.
        """

        def __init__(self, field: "RowsField", place: int | None, like: int | None = None) -> None:
            super().__init__()
            self.field = field
            self.place = place
            self.like = like

    class JsonWanted(Message):
        """The value is to be edited as JSON.

        Args:
            field: Whose.
        """

        def __init__(self, field: "RowsField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._rows: list[Row] = []
        self._was_set = False
        self._cursor = 0
        self._top = 0
        self.is_open = False
        """Whether a dialog over the form edits it, or is about to: keys are no longer its own."""

    @property
    def answer(self) -> dict[str, Any] | list[Any] | None:
        """The list or map; empty where it was emptied, None where it never held anything."""
        if self._rows or self._was_set:
            return joined(self.spec.member, self._rows)
        return None

    def fill(self, answer: Mapping[str, Any] | Sequence[Any] | None) -> None:
        """Sets all rows.

        Args:
            answer: The list or the map; None for not set.
        """
        self._rows = rows_of(answer)
        self._was_set = answer is not None
        self._show(self._cursor)

    @property
    def table(self) -> Sequence[Row]:
        """The rows."""
        return self._rows

    def put(self, row: Row, place: int | None) -> None:
        """Takes a row over.

        Args:
            row: The row.
            place: Which row it replaces; None for a new one.
        """
        if place is None:
            place = min(self._cursor + 1, len(self._rows))
            self._rows.insert(place, row)
        else:
            self._rows[place] = row
        self._show(place)
        self.post_edited()

    def _show(self, cursor: int) -> None:
        """Moves the cursor, and the rows in sight with it."""
        self._cursor = max(0, min(cursor, len(self._rows) - 1))
        highest = max(0, len(self._rows) - _IN_SIGHT)
        self._top = min(max(self._top, self._cursor - _IN_SIGHT + 1), self._cursor, highest)
        self.refresh(layout=True)

    def action_edit(self) -> None:
        """Asks to edit the row under the cursor, or the first where there is none."""
        self._open(self.Opened(self, self._cursor if self._rows else None))

    def action_add(self) -> None:
        """Asks for a new row."""
        self._open(self.Opened(self, None))

    def action_remove(self) -> None:
        """Removes the row under the cursor."""
        del self._rows[self._cursor]
        self._show(self._cursor)
        self.post_edited()

    def action_duplicate(self) -> None:
        """Puts a second row like the one under the cursor below it; in a map, asks for its key."""
        if self.spec.member.key is None:
            self.put(self._rows[self._cursor], None)
        else:
            self._open(self.Opened(self, None, self._cursor))

    def _open(self, message: Message) -> None:
        self.is_open = True
        self.post_message(message)

    def action_shift(self, step: int) -> None:
        """Moves the row under the cursor.

        Args:
            step: 1 for down, -1 for up.
        """
        place = max(0, min(self._cursor + step, len(self._rows) - 1))
        if place != self._cursor:
            self._rows.insert(place, self._rows.pop(self._cursor))
            self._show(place)
            self.post_edited()

    def action_edit_json(self) -> None:
        """Asks to edit the whole value as JSON."""
        self._open(self.JsonWanted(self))

    def action_move(self, step: int) -> None:
        """Moves the cursor.

        Args:
            step: 1 for down, -1 for up.
        """
        self._show(self._cursor + step)

    def action_move_to(self, place: int) -> None:
        """Moves the cursor to an end.

        Args:
            place: 0 for the first row, -1 for the last.
        """
        self._show(place % max(1, len(self._rows)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leaves keys alone that would do nothing: at an end, the arrows are the form's."""
        if self.is_open:
            return False
        if action in ("remove", "duplicate", "move_to"):
            return bool(self._rows)
        if action == "shift":
            return self.spec.member.key is None and len(self._rows) > 1
        if action == "move":
            [step] = parameters
            return isinstance(step, int) and 0 <= self._cursor + step < len(self._rows)
        return True

    def on_paste(self, event: Paste) -> None:
        """Adds each line of what is pasted to a list of texts."""
        pasted = Secret(event.text)
        event.text = ""
        event.stop()
        if self.spec.member.kind is not ValueKind.LIST:
            return
        for line in filter(None, map(str.strip, pasted.reveal().splitlines())):
            self._rows.append(Row(None, line))
        self._show(len(self._rows) - 1)
        self.post_edited()

    def on_click(self, event: Click) -> None:
        """Puts the cursor on the row that is clicked."""
        if 1 <= event.y <= min(len(self._rows), _IN_SIGHT):
            self._show(self._top + event.y - 1)

    def remarks(self) -> Iterator[str]:
        """How many rows there are, and which of them are in sight."""
        count = len(self._rows)
        if count > _IN_SIGHT:
            yield f"{self._top + 1:,} to {self._top + _IN_SIGHT:,} of {count:,}"

    def rows(self, width: int) -> int:  # noqa: ARG002  the interface's
        """A line for each row in sight.

        Args:
            width: Of the field, in cells.
        """
        return max(1, min(len(self._rows), _IN_SIGHT))

    def render_row(self, y: int, width: int) -> Strip:
        """Draws a row.

        Args:
            y: Which line of those in sight, from 0 on.
            width: In cells.
        """
        if not self._rows:
            text = "empty" if self._was_set else NOT_SET
            parts = [("▸ ", "chosen"), (text, "empty")] if self.has_focus else [(text, "empty")]
            return self.strip(parts, width, "value")
        place = self._top + y
        row = self._rows[place]
        on_it = place == self._cursor and self.has_focus
        mark = "✗ " if self._is_wrong(place, row) else ""
        number = f"{place + 1:>{len(str(len(self._rows)))}} " if row.key is None else ""
        start = f"{'▸' if on_it else ' '} {number}{mark}"
        cells = max(1, width - len(start))
        member = self.spec.member
        text = format_row(row, member, key_cells(self._rows, cells), cells)
        name = "chosen" if on_it else "value"
        if mark and not on_it:
            return self.strip([(start, "problem"), (text, "value")], width, "value")
        return self.strip([(start + text, name)], width, name)

    def _is_wrong(self, place: int, row: Row) -> bool:
        name = place if row.key is None else row.key
        depth = len(self.spec.path)
        return any(problem.path[depth : depth + 1] == (name,) for problem in self.problems)
