"""What all fields have in common: a heading, notes, and what is wrong with the value."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from rich.cells import cell_len, chop_cells
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from cogtui.service.members import Member
from cogtui.service.validation import Problem
from cogtui.text import shorten, visible
from cogtui.widgets.fields.field_list import FieldList

if TYPE_CHECKING:
    from textual.widget import Widget as _WidgetBase
else:
    # Textual takes keys and styles from the first base alone that is a widget: not from this one
    _WidgetBase = object

NOT_SET: Final = "not set"
"""What stands in a field without a value."""

_NOTE_LINES: Final = 2
"""How much of the documentation a field shows; the whole is a key away."""


class FieldSpec(NamedTuple):
    """What a field asks for."""

    member: Member
    """The member of the operation's input, or of a row."""
    path: tuple[str, ...]
    """Where it goes: its name, after those of the structures that it is in."""
    required: bool = False
    """Whether it has to be set, whatever else is."""
    known: tuple[str, ...] = ()
    """Values to offer."""


class Field(_WidgetBase):
    """Asks for the value of one member, and draws all there is to say of it.

    One widget with lines of its own, for each further one would make the form slower to open.

    Args:
        spec: What it asks for.
        more: What else the widget beneath takes.
    """

    ALLOW_SELECT = False

    class Edited(Message):
        """The value is another one.

        Args:
            field: Whose.
        """

        def __init__(self, field: "Field") -> None:
            super().__init__()
            self.field = field

    def __init_subclass__(cls, **more: Any) -> None:  # noqa: ANN401  as the widget has them
        super().__init_subclass__(**more)
        # Input's parts have their styles where all others have theirs
        cls._inherit_component_classes = False

    def __init__(self, spec: FieldSpec, **more: Any) -> None:  # noqa: ANN401  as the widget has them
        super().__init__(classes="field", **more)
        self.spec = spec
        self.problems: Sequence[Problem] = ()
        self.shows_problems = False
        """Whether it is time to say what is wrong."""
        self._initial: object = None
        self._notes: tuple[int, list[tuple[str, str]]] = (0, [])

    @property
    def answer(self) -> Any:  # noqa: ANN401  of the member's kind
        """The value as plain data, with `Secret` where it is one; None if it is not set."""
        raise NotImplementedError

    def fill(self, answer: Any) -> None:  # noqa: ANN401  of the member's kind
        """Sets the value.

        Args:
            answer: As `answer` gives it.
        """
        raise NotImplementedError

    def rows(self, width: int) -> int:  # noqa: ARG002  for those that depend on it
        """How many lines the value takes.

        Args:
            width: Of the field, in cells.
        """
        return 1

    def render_row(self, y: int, width: int) -> Strip:
        """Draws a line of the value.

        Args:
            y: Which, from 0 on.
            width: In cells.
        """
        raise NotImplementedError

    def open_with(self, answer: object) -> None:
        """Sets the value that the form opens with.

        Args:
            answer: As `answer` gives it.
        """
        self._initial = answer
        if answer is not None:
            self.fill(answer)

    def reset(self) -> None:
        """Sets the value back to what it was when the form opened."""
        self.fill(self._initial)
        self.post_edited()

    def succeed(self, field: "Field", answer: object) -> None:
        """Takes the place of another field.

        Args:
            field: The other one.
            answer: The value to go on with.
        """
        self._initial = field._initial  # noqa: SLF001  of the same class
        self.shows_problems = field.shows_problems
        self.fill(answer)

    @property
    def is_changed(self) -> bool:
        """Whether the value is another than the one that the form opened with."""
        return bool(self.answer != self._initial)

    def post_edited(self) -> None:
        """Says that the value is another one."""
        self.refresh()
        self.post_message(self.Edited(self))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Says what is wrong.

        Args:
            problems: What is; nothing if the value will do.
        """
        if list(problems) != list(self.problems):
            self.problems = tuple(problems)
            self._notes = (0, [])
            self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's
        """A line for the heading, and those of the value and of the notes.

        Args:
            container: The size of what it is in.
            viewport: The size of the terminal.
            width: Its own.
        """
        return 1 + self.rows(width) + len(self._notes_in(width))

    def render_line(self, y: int) -> Strip:
        """Draws a line.

        Args:
            y: Which, from 0 on.
        """
        width = self.size.width
        rows = self.rows(width)
        if y == 0:
            return self._heading(width)
        if y <= rows:
            return self.render_row(y - 1, width)
        notes = self._notes_in(width)[y - 1 - rows :]
        # a layout is drawn before it is worked out anew
        return self.strip(notes[:1], width, "note")

    def style(self, name: str) -> Style:
        """The style of a part.

        Args:
            name: Of the part, as in `field--note`.
        """
        return self.holder.get_component_rich_style(f"field--{name}")

    @property
    def holder(self) -> FieldList:
        """The list that it is in, which has the styles of its parts."""
        # asked for with every part of every line: a query would take longer than the drawing
        return cast("FieldList", self.parent)

    def strip(self, parts: Sequence[tuple[str, str]], width: int, fill: str) -> Strip:
        """A line of parts.

        Args:
            parts: Texts, each with the name of its style.
            width: Of the line, in cells.
            fill: The name of the style of what is left of the line.
        """
        segments = [Segment(text, self.style(name)) for text, name in parts]
        return Strip(segments).adjust_cell_length(width, self.style(fill))

    def _heading(self, width: int) -> Strip:
        member = self.spec.member
        name = visible(".".join(self.spec.path))
        marks = ["required"] if self.spec.required else []
        marks.extend(self.remarks())
        if self.is_changed:
            marks.append("changed")
        label = " · ".join(marks)
        room = width - cell_len(f"{name}  {label} · ")
        if member.label != member.name and room > 0:
            label = " · ".join([shorten(visible(member.label), room), *marks])
        style = "name-focused" if self.has_focus else "name"
        return self.strip(((name, style), (f"  {label}", "label")), width, "note")

    def remarks(self) -> Iterator[str]:
        """What the heading says beside the label."""
        yield from ()

    def _notes_in(self, width: int) -> list[tuple[str, str]]:
        """The lines below the value, each with the name of its style, as wide as there is room."""
        if self._notes[0] != width:
            problems = [
                (line, "problem")
                for problem in self.problems
                for line in wrapped(visible(f"✗ {self.problem_text(problem)}"), width)
            ]
            member = self.spec.member
            expected = member.expectation[:1].upper() + member.expectation[1:]
            about = f"{member.summary} {expected}".strip()
            notes = [(line, "note") for line in wrapped(visible(about), width)]
            if len(notes) > _NOTE_LINES:
                last = notes[_NOTE_LINES - 1][0]
                notes[_NOTE_LINES - 1 :] = [(f"{last[: width - 2]} …", "note")]
            self._notes = (width, problems + notes)
        return self._notes[1]

    def problem_text(self, problem: Problem) -> str:
        """A problem in words, with where inside of the value it is.

        Args:
            problem: One of this field's.
        """
        where = format_path(problem.path[len(self.spec.path) :])
        return f"{where}: {problem.message}" if where else problem.message


def format_path(path: Sequence[str | int]) -> str:
    """Tells a place inside of a value.

    Args:
        path: Names, and places in lists from 0 on.

    Returns:
        The names and the places from 1 on, with dots between them.
    """
    return ".".join(each if isinstance(each, str) else f"{each + 1}" for each in path)


def wrapped(text: str, width: int) -> list[str]:
    """Breaks a text between words, and within those that are too long.

    Args:
        text: Text on one line.
        width: In cells.

    Returns:
        Lines; none for an empty text.
    """
    lines = textwrap.wrap(text, max(1, width))
    # what is counted in characters may be wider in cells
    return [part for line in lines for part in chop_cells(line, max(2, width))]
