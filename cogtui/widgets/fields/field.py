"""Base class of all fields: on one line the label and the value, below it the problems."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from cogtui.secret import Secret
from cogtui.service.members import Member
from cogtui.service.validation import Problem
from cogtui.text import shorten, visible
from cogtui.widgets.fields.field_list import FieldList

if TYPE_CHECKING:
    from textual.widget import Widget as _WidgetBase
else:
    # Textual inherits bindings and styles only from the first base that is a widget
    _WidgetBase = object

NOT_SET: Final = "not set"
"""The text shown in a field without a value."""

REQUIRED: Final = "required"
"""The text shown in a field without a value that needs one."""

_MARKS: Final = 3
"""Cells for the marks of the focus and of a change or a problem, and a blank."""

_GAP: Final = 2
"""Cells between label, value and note."""

_VALUE_CELLS: Final = 47
"""The width of an ID with the cursor, in cells."""


class FieldSpec(NamedTuple):
    """Specification of a field."""

    member: Member
    """The member of the operation's input, or of a row."""
    path: tuple[str, ...]
    """The member's name, after the names of the structures around it."""
    required: bool = False
    """Whether the member is always required."""
    known: tuple[str, ...] = ()
    """Values to suggest."""

    @property
    def label(self) -> str:
        """The plain label."""
        return visible(self.member.label or self.member.name)

    @property
    def api_name(self) -> str:
        """The API's name, after those of the structures around it; empty if it is the label."""
        name = visible(".".join(self.path))
        return "" if name == self.label else name


class Field(_WidgetBase):
    """Input for the value of one member, with its label.

    It draws all of its lines itself, as each further widget makes the form slower to open.

    Args:
        spec: The field's specification.
        more: Further arguments of the widget that the subclass derives from.
    """

    ALLOW_SELECT = False

    class Edited(Message):
        """The value has changed.

        Args:
            field: The field.
        """

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

    def __init_subclass__(cls, **more: Any) -> None:  # noqa: ANN401  the widget's arguments
        super().__init_subclass__(**more)
        # the field list has the styles of Input's parts too
        cls._inherit_component_classes = False

    def __init__(self, spec: FieldSpec, **more: Any) -> None:  # noqa: ANN401  the widget's arguments
        super().__init__(classes="field", **more)
        self.spec = spec
        self.problems: Sequence[Problem] = ()
        self.shows_problems = False
        """Whether the form shows the field's problems yet."""
        self._initial: object = None
        self._was_changed = False
        self._problem_lines: tuple[int, list[str]] = (0, [])

    @property
    def answer(self) -> Any:  # noqa: ANN401  of the member's kind
        """The value as plain data, secrets wrapped in `Secret`; None if it is not set."""
        raise NotImplementedError

    def fill(self, answer: Any) -> None:  # noqa: ANN401  of the member's kind
        """Set the value, in the form of `answer`."""
        raise NotImplementedError

    @property
    def wanted_cells(self) -> int:
        """The width in which the value is readable, in cells."""
        return _VALUE_CELLS

    def rows(self, width: int) -> int:  # noqa: ARG002  for subclasses that depend on it
        """Return the number of lines that the value takes.

        Args:
            width: The field's width, in cells.
        """
        return 1

    def render_row(self, y: int, width: int) -> Strip:
        """Return a line of the value.

        Args:
            y: The line, counted from 0.
            width: The field's width, in cells.
        """
        raise NotImplementedError

    def open_with(self, answer: object) -> None:
        """Set the initial value, in the form of `answer`."""
        self._initial = answer
        if answer is not None:
            self.fill(answer)

    def reset(self) -> None:
        """Restore the initial value."""
        self.fill(self._initial)
        self.post_edited()

    def succeed(self, field: "Field", answer: object) -> None:
        """Take over the initial value and the state of the field that this one replaces.

        Args:
            field: The replaced field.
            answer: The value to continue with.
        """
        self._initial = field._initial  # noqa: SLF001  the same class
        self.shows_problems = field.shows_problems
        self.fill(answer)

    @property
    def is_changed(self) -> bool:
        """Whether the value differs from the initial one."""
        return bool(self.answer != self._initial)

    def post_edited(self) -> None:
        """Redraw the field and post `Edited`."""
        # the initial value is shown while it differs, and may push the value to another line
        is_changed = self.is_changed
        self.refresh(layout=is_changed is not self._was_changed)
        self._was_changed = is_changed
        self.post_message(self.Edited(self))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Replace the problems shown; none if the value is valid."""
        if list(problems) != list(self.problems):
            self.problems = tuple(problems)
            self._problem_lines = (0, [])
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's
        """Return the number of lines: those of the value and of the problems.

        Args:
            container: The container's size.
            viewport: The terminal's size.
            width: The field's width, in cells.
        """
        return self.rows(self.value_cells(width)) + len(self._problems_in(width))

    def render_line(self, y: int) -> Strip:
        """Return a line: the label with the value, more of the value, or a problem.

        Args:
            y: The line, counted from 0.
        """
        width = self.size.width
        left, cells = self.left(width), self.value_cells(width)
        rows = self.rows(cells)
        if y < rows:
            start = self._start(width) if y == 0 else self.strip((), left, "label")
            note = f"{' ' * _GAP}{self.note(width)}" if y == 0 else ""
            end = self.strip(((note, "note"),), max(0, width - left - cells), "label")
            return Strip.join((start, self.render_row(y, cells), end))
        # there may be fewer problems than lines: Textual draws once before it updates the layout
        lines = [(each, "problem") for each in self._problems_in(width)[y - rows :][:1]]
        return self.strip(lines, width, "label")

    def style(self, name: str) -> Style:
        """Return the style of a part: `note` for the component class `field--note`."""
        return self.holder.get_component_rich_style(f"field--{name}")

    @property
    def holder(self) -> FieldList:
        """The field list around this field, which has the styles of its parts."""
        # read for every part of every line: a query would take longer than the drawing
        return cast("FieldList", self.parent)

    def strip(self, parts: Sequence[tuple[str, str]], width: int, fill: str) -> Strip:
        """Return a line made of styled parts.

        Args:
            parts: Texts, each with the name of its style.
            width: The line's width, in cells.
            fill: The name of the style for the rest of the line.
        """
        segments = [Segment(text, self.style(name)) for text, name in parts]
        return Strip(segments).adjust_cell_length(width, self.style(fill))

    def left(self, width: int) -> int:
        """Return the cells to the left of the value.

        Args:
            width: The field's width, in cells.
        """
        return _MARKS + self.holder.label_cells(width - _MARKS) + _GAP

    def value_cells(self, width: int) -> int:
        """Return the width of the value, in cells.

        Args:
            width: The field's width, in cells.
        """
        note = self.note(width)
        return max(1, width - self.left(width) - (cell_len(note) + _GAP if note else 0))

    def _start(self, width: int) -> Strip:
        mark = "✗" if self.problems else "●" if self.is_changed else " "
        label = shorten(self.spec.label, self.holder.label_cells(width - _MARKS))
        parts = [
            ("▸" if self.has_focus else " ", "name-focused"),
            (f"{mark} ", "problem" if self.problems else "changed"),
            (label, "name-focused" if self.has_focus else "name"),
        ]
        if self.holder.shows_api_names(width - _MARKS):
            parts.append((f"  {self.spec.api_name}", "label"))
        return self.strip(parts, self.left(width), "label")

    def note(self, width: int) -> str:
        """Return what to show to the right of the value: the initial value, if it was changed.

        Args:
            width: The field's width, in cells.
        """
        initial = self.initial_text if self.is_changed else ""
        room = max(1, (width - self.left(width)) // 3)
        return shorten(f"was: {initial}", room) if initial else ""

    @property
    def initial_text(self) -> str:
        """The initial value in a few words; empty if there was none or it must not be shown."""
        if self._initial is None or isinstance(self._initial, Secret):
            return ""
        return visible(str(self._initial))

    def remarks(self) -> Iterator[str]:
        """Yield short remarks for the help, while the field has the focus."""
        yield from ()

    def _problems_in(self, width: int) -> list[str]:
        if self._problem_lines[0] != width:
            lines = [line for each in self.problems for line in self._laid_out(each, width)]
            self._problem_lines = (width, lines)
        return self._problem_lines[1]

    def _laid_out(self, problem: Problem, width: int) -> Iterator[str]:
        """Yield a problem as lines: below the value if it fits there, else below the label."""
        text = visible(f"✗ {self.problem_text(problem)}")
        left = self.left(width)
        indent = left if cell_len(text) <= width - left else _MARKS
        for line in wrapped(text, max(1, width - indent)):
            yield f"{' ' * indent}{line}"

    def problem_text(self, problem: Problem) -> str:
        """Return a problem's message, after the path to it inside this field's value."""
        path = format_path(problem.path[len(self.spec.path) :])
        return f"{path}: {problem.message}" if path else problem.message


def format_path(path: Sequence[str | int]) -> str:
    """Return a path inside a value as text: `Rules.1.Claim`.

    Args:
        path: Names, and list indexes from 0, which are shown from 1.
    """
    return ".".join(each if isinstance(each, str) else f"{each + 1}" for each in path)


def wrapped(text: str, width: int) -> list[str]:
    """Return a text as lines, broken between words and inside words that are too long.

    Args:
        text: A text without line breaks; an empty one has no lines.
        width: The width of the lines, in cells.
    """
    lines = textwrap.wrap(text, max(1, width))
    # textwrap counts characters, some of which are two cells wide
    return [part for line in lines for part in chop_cells(line, max(2, width))]
