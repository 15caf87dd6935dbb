"""Field for lists and maps, with a line for each row."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, Final

from textual.binding import Binding, BindingType
from textual.events import Click, Paste
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from cogtui.secret import Secret
from cogtui.service.members import ValueKind
from cogtui.text import counted
from cogtui.widgets.fields.field import NOT_SET, REQUIRED, Field, FieldSpec
from cogtui.widgets.fields.rows import Row, format_row, joined, key_cells, rows_of, summarize

_VISIBLE_ROWS: Final = 10
"""The most rows visible at once."""


class RowsField(Field, Widget, can_focus=True):
    """A list of rows that can be removed and moved; to edit one, the field posts a message.

    It shows a row per line while it has the focus, and otherwise one line with what fits.

    Args:
        spec: The field's specification.
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
        """The user wants to edit or to add a row.

        Args:
            field: The field.
            place: The index of the row; None for a new one.
            like: The index of the row to copy into the new one; None for an empty one.
        """

        def __init__(self, field: "RowsField", place: int | None, like: int | None = None) -> None:
            super().__init__()
            self.field = field
            self.place = place
            self.like = like

    class JsonWanted(Message):
        """The user wants to edit the value as JSON.

        Args:
            field: The field.
        """

        def __init__(self, field: "RowsField") -> None:
            super().__init__()
            self.field = field

    def __init__(self, spec: FieldSpec) -> None:
        super().__init__(spec)
        self._rows: list[Row] = []
        self._initial: Mapping[str, Any] | Sequence[Any] | None = None
        self._was_set = False
        self._cursor = 0
        self._top = 0
        self.is_open = False
        """Whether a dialog that edits it is open or about to open, so that its keys are off."""

    @property
    def answer(self) -> dict[str, Any] | list[Any] | None:
        """The list or map; empty if the user removed all rows, None if it was never set."""
        if self._rows or self._was_set:
            return joined(self.spec.member, self._rows)
        return None

    def fill(self, answer: Mapping[str, Any] | Sequence[Any] | None) -> None:
        """Replace all rows by those of a list or a map; None for "not set"."""
        self._rows = rows_of(answer)
        self._was_set = answer is not None
        self._show(self._cursor)

    @property
    def table(self) -> Sequence[Row]:
        """The rows."""
        return self._rows

    def put(self, row: Row, place: int | None) -> None:
        """Replace or insert a row.

        Args:
            row: The row.
            place: The index of the row to replace; None to insert it below the cursor.
        """
        if place is None:
            place = min(self._cursor + 1, len(self._rows))
            self._rows.insert(place, row)
        else:
            self._rows[place] = row
        self._show(place)
        self.post_edited()

    def _show(self, cursor: int) -> None:
        self._cursor = max(0, min(cursor, len(self._rows) - 1))
        last_top = max(0, len(self._rows) - _VISIBLE_ROWS)
        self._top = min(max(self._top, self._cursor - _VISIBLE_ROWS + 1), self._cursor, last_top)
        self.refresh(layout=True)

    def action_edit(self) -> None:
        """Ask to edit the row under the cursor, or to add the first one."""
        self._open(self.Opened(self, self._cursor if self._rows else None))

    def action_add(self) -> None:
        """Ask to add a row."""
        self._open(self.Opened(self, None))

    def action_remove(self) -> None:
        """Remove the row under the cursor."""
        del self._rows[self._cursor]
        self._show(self._cursor)
        self.post_edited()

    def action_duplicate(self) -> None:
        """Copy the row under the cursor; in a map, ask for the key of the copy."""
        if self.spec.member.key is None:
            self.put(self._rows[self._cursor], None)
        else:
            self._open(self.Opened(self, None, self._cursor))

    def _open(self, message: Message) -> None:
        self.is_open = True
        self.post_message(message)

    def action_shift(self, step: int) -> None:
        """Move the row under the cursor down (1) or up (-1)."""
        target = max(0, min(self._cursor + step, len(self._rows) - 1))
        if target != self._cursor:
            self._rows.insert(target, self._rows.pop(self._cursor))
            self._show(target)
            self.post_edited()

    def action_edit_json(self) -> None:
        """Ask to edit the whole value as JSON."""
        self._open(self.JsonWanted(self))

    def action_move(self, step: int) -> None:
        """Move the cursor down (1) or up (-1)."""
        self._show(self._cursor + step)

    def action_move_to(self, place: int) -> None:
        """Move the cursor to the first row (0) or the last one (-1)."""
        self._show(place % max(1, len(self._rows)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable keys without effect: at either end, the arrow keys belong to the form."""
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
        """Append each line pasted to a list of texts."""
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
        """Move the cursor to the row clicked."""
        if event.y < min(len(self._rows), _VISIBLE_ROWS):
            self._show(self._top + event.y)

    def watch_has_focus(self, has_focus: bool) -> None:
        """Show a row per line with the focus, and one line without."""
        super().watch_has_focus(has_focus)
        self.refresh(layout=len(self._rows) > 1)

    @property
    def initial_text(self) -> str:
        """The number of initial rows; empty if it was not set."""
        return "" if self._initial is None else counted(len(self._initial), "row")

    def note(self, width: int) -> str:
        """Return the range of visible rows, if some are not; without the focus, the initial value.

        Args:
            width: The field's width, in cells.
        """
        if not self.has_focus:
            return super().note(width)
        count = len(self._rows)
        if count <= _VISIBLE_ROWS:
            return ""
        return f"{self._top + 1:,} to {self._top + _VISIBLE_ROWS:,} of {count:,}"

    def rows(self, width: int) -> int:  # noqa: ARG002  the base class's signature
        """Return the number of visible rows with the focus, otherwise 1.

        Args:
            width: The field's width, in cells.
        """
        return max(1, min(len(self._rows), _VISIBLE_ROWS)) if self.has_focus else 1

    def render_row(self, y: int, width: int) -> Strip:
        """Return the line of a row.

        Args:
            y: The line among the visible ones, counted from 0.
            width: The field's width, in cells.
        """
        if not self._rows:
            empty = REQUIRED if self.spec.required else NOT_SET
            text = "empty" if self._was_set else empty
            return self.strip(((text, "chosen" if self.has_focus else "empty"),), width, "value")
        member = self.spec.member
        if not self.has_focus:
            return self.strip(((summarize(self._rows, member, width), "value"),), width, "value")
        index = self._top + y
        row = self._rows[index]
        has_cursor = index == self._cursor
        mark = "✗ " if self._has_problem(index, row) else ""
        number = f"{index + 1:>{len(str(len(self._rows)))}} " if row.key is None else ""
        start = f"{'▸' if has_cursor else ' '} {number}{mark}"
        cells = max(1, width - len(start))
        text = format_row(row, member, key_cells(self._rows, cells), cells)
        name = "chosen" if has_cursor else "value"
        if mark and not has_cursor:
            return self.strip([(start, "problem"), (text, "value")], width, "value")
        return self.strip([(start + text, name)], width, name)

    def _has_problem(self, index: int, row: Row) -> bool:
        name = index if row.key is None else row.key
        depth = len(self.spec.path)
        return any(problem.path[depth : depth + 1] == (name,) for problem in self.problems)
