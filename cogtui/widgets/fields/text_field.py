"""Fields for texts and numbers."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.geometry import Offset, Region, Spacing
from textual.message import Message
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widgets import Input

from cogtui.secret import Secret
from cogtui.service import unpublished_limits
from cogtui.text import ELLIPSIS, counted, is_plain, shorten, visible
from cogtui.widgets.fields.field import NOT_SET, REQUIRED, Field, FieldSpec


class TextField(Field, Input):
    """Input for a text that is not secret.

    Args:
        spec: The field's specification.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose", "List known values", show=False, id="text-field.choose"),
    ]

    class ChoiceWanted(Message):
        """The user wants to choose one of the known values.

        Args:
            field: The field.
        """

        def __init__(self, field: "TextField") -> None:
            super().__init__()
            self.field = field

    class TurnedSecret(Message):
        """The text has become a secret and must be hidden.

        Args:
            field: The field.
        """

        def __init__(self, field: "TextField") -> None:
            super().__init__()
            self.field = field

    secret: Secret | None = None
    """The text, once it has become a secret."""

    def __init__(self, spec: FieldSpec) -> None:
        suggester = SuggestFromList(spec.known, case_sensitive=False) if spec.known else None
        super().__init__(
            spec,
            placeholder=REQUIRED if spec.required and spec.member.minimum != 0 else NOT_SET,
            compact=True,
            select_on_focus=False,
            suggester=suggester,
            # the form validates; Textual's validation would restyle the field twice more
            validate_on=(),
        )
        # blinking would keep sending output over a slow connection
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature

    def on_mount(self) -> None:
        """Scroll to the cursor from the first change on; Textual starts with the second."""
        self._initial_value = False

    @property
    def answer(self) -> object:
        """The text; None if it is empty, unless the member is required and may be empty."""
        if self.secret is not None:
            return self.secret
        member = self.spec.member
        # a tag's value, for example, is required and may be empty
        takes_empty = member.required and member.minimum == 0
        return self.value if self.value or takes_empty else None

    def fill(self, answer: object) -> None:
        """Set the text; None for none."""
        with self.prevent(Field.Edited, Input.Changed):
            self.value = "" if answer is None else str(answer)

    def remarks(self) -> Iterator[str]:
        """Yield how to list the known values, if there are any."""
        if self.spec.known:
            yield f"↓ lists {counted(len(self.spec.known), 'known value')}"

    def watch_value(self) -> None:
        """Post `Edited`."""
        self.post_edited()

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the text; post `TurnedSecret` instead if that makes it a secret.

        Args:
            text: The replacement.
            start: The index of the part's first character.
            end: The index after its last character.
        """
        if self.secret is not None:
            # typed before a secret field could replace this one
            self.secret = Secret(self.secret.reveal() + text)
            return
        first, last = sorted((max(0, start), min(len(self.value), end)))
        name = self.spec.member.name
        if unpublished_limits.holds_secret(name, self.value[:first] + text + self.value[last:]):
            self.secret = Secret(self.value[:first] + text + self.value[last:])
            self.value = ""
            self.post_message(self.TurnedSecret(self))
        else:
            super().replace(text, start, end)

    def _on_paste(self, event: Paste) -> None:
        pasted = Secret(event.text.strip().partition("\n")[0].strip())
        # a crash report prints events
        event.text = ""
        event.stop()
        event.prevent_default()
        self.replace(pasted.reveal(), *self.selection)

    def action_choose(self) -> None:
        """Ask for one of the known values."""
        self.post_message(self.ChoiceWanted(self))

    def choose(self, known: str) -> None:
        """Replace the text by a known value, with the cursor at its end."""
        self.value = known
        self.cursor_position = len(known)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Leave the arrow key to the form if there are no known values."""
        return action != "choose" or bool(self.spec.known)

    def render_row(self, y: int, width: int) -> Strip:
        """Return the line with the text, or with the part around the cursor.

        An ellipsis stands for the start of a text that is scrolled, and without the focus for the
        end of one that is too long.

        Args:
            y: Always 0.
            width: The field's width, in cells.
        """
        text = self._value.plain
        if not self.has_focus and cell_len(text) > width:
            return self.strip(((shorten(text, width), "value"),), width, "value")
        line = Input.render_line(self, y).adjust_cell_length(width, self.rich_style)
        if not self.scroll_offset.x:
            return line
        return Strip.join((self.strip(((ELLIPSIS, "note"),), 1, "value"), line.crop(1)))

    def get_component_rich_style(
        self, *names: str, partial: bool = False, default: Style | None = None
    ) -> Style:
        """Return a component style, for example the cursor's, from the field list.

        Args:
            names: The component classes.
            partial: Whether to omit the styles inherited from the widget.
            default: The style to return if there is none.
        """
        return self.holder.get_component_rich_style(*names, partial=partial, default=default)

    @property
    def rich_style(self) -> Style:
        """The style of the text; the other parts have separate styles."""
        return self.style("value")

    @property
    def cursor_screen_offset(self) -> Offset:
        """The position of the terminal's cursor: to the right of the label."""
        return super().cursor_screen_offset + Offset(self._margins[0], 0)

    # Input takes the whole widget for its text; here the label and the note share the line

    @property
    def _margins(self) -> tuple[int, int]:
        """The cells to the left of the text, and to its right."""
        if self.parent is None:
            return 0, 0
        width = self.size.width
        left = self.left(width)
        return left, max(0, width - left - self.value_cells(width))

    @property
    def scrollable_content_region(self) -> Region:
        """The region of the text."""
        left, right = self._margins
        return super().scrollable_content_region.shrink(Spacing(0, right, 0, left))

    @property
    def content_width(self) -> int:
        """The width of the text with its margins, by which Input limits its scrolling."""
        return super().content_width + sum(self._margins)

    def _cell_offset_to_index(self, offset: int) -> int:
        return super()._cell_offset_to_index(max(0, offset - self._margins[0]))

    @property
    def _value(self) -> Text:
        return Text(_drawn(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return Text(_drawn(self.value[:position])).cell_len


class NumberField(TextField):
    """Input for an integer."""

    @property
    def answer(self) -> object:
        """The number; the text if it is not a number, None if it is empty."""
        text = self.value.strip()
        if re.fullmatch(r"[+-]?[0-9]+", text):
            return int(text)
        return text or None


def _drawn(text: str) -> str:
    # one symbol per character, so that positions in the text stay valid
    if is_plain(text):
        return text
    return "".join(shown if len(shown := visible(each)) == 1 else "\ufffd" for each in text)
