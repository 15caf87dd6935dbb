"""Fields for a text and for a number."""

import re
from collections.abc import Iterator
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.suggester import SuggestFromList
from textual.widgets import Input

from cogtui.secret import Secret
from cogtui.service import unpublished_limits
from cogtui.text import visible
from cogtui.widgets.fields.field import NOT_SET, Field, FieldSpec


class TextField(Field, Input):
    """Takes a text that may be shown.

    Args:
        spec: What it asks for.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "offer(-1)", "Known value before", show=False, id="text-field.before"),
        Binding("down", "offer(1)", "Next known value", show=False, id="text-field.next"),
    ]

    class TurnedSecret(Message):
        """What was typed is a secret, and must not be shown any longer.

        Args:
            field: Where.
        """

        def __init__(self, field: "TextField") -> None:
            super().__init__()
            self.field = field

    secret: Secret | None = None
    """What was typed, once it is a secret."""

    def __init__(self, spec: FieldSpec) -> None:
        suggester = SuggestFromList(spec.known, case_sensitive=False) if spec.known else None
        super().__init__(
            spec,
            placeholder=NOT_SET,
            compact=True,
            select_on_focus=False,
            suggester=suggester,
            # the form validates; for Textual's classes the styles would be worked out twice more
            validate_on=(),
        )
        # blinking would keep a slow line busy
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature

    def on_mount(self) -> None:
        """Follows the cursor from the first change on, where Textual begins at the second."""
        self._initial_value = False

    @property
    def answer(self) -> object:
        """The text; None if there is none and none is not allowed for a text."""
        if self.secret is not None:
            return self.secret
        member = self.spec.member
        # a tag's value may be empty, and has to be there
        takes_empty = member.required and member.minimum == 0
        return self.value if self.value or takes_empty else None

    def fill(self, answer: object) -> None:
        """Sets the text.

        Args:
            answer: The text; None for none.
        """
        with self.prevent(Field.Edited, Input.Changed):
            self.value = "" if answer is None else str(answer)

    def remarks(self) -> Iterator[str]:
        """How many values are known."""
        if self.spec.known:
            yield f"↑↓ {len(self.spec.known):,} known"

    def watch_value(self) -> None:
        """Says that the text is another one."""
        self.post_edited()

    def replace(self, text: str, start: int, end: int) -> None:
        """Replaces a part of the text, unless that makes it a secret: then it is handed on.

        Args:
            text: What comes instead.
            start: Where the part begins.
            end: Where it ends, not included.
        """
        if self.secret is not None:
            # typed before another field could take over
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

    def action_offer(self, step: int) -> None:
        """Puts in the next of the known values.

        Args:
            step: How far to go among them: 1 for the next, -1 for the one before.
        """
        known = self.spec.known
        if self.value in known:
            place = known.index(self.value) + step
        else:
            place = 0 if step > 0 else len(known) - 1
        self.value = known[place % len(known)]
        self.cursor_position = len(self.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Leaves the arrows to the form where nothing is known."""
        return action != "offer" or bool(self.spec.known)

    def render_row(self, y: int, width: int) -> Strip:
        """Draws the text, or as much as there is room for.

        Args:
            y: Always 0.
            width: In cells.
        """
        return Input.render_line(self, y).adjust_cell_length(width, self.rich_style)

    def get_component_rich_style(
        self, *names: str, partial: bool = False, default: Style | None = None
    ) -> Style:
        """The style of the cursor, the placeholder and the like, which the list of fields has.

        Args:
            names: Of the component.
            partial: Whether to leave out what it is combined with.
            default: The style where there is none.
        """
        return self.holder.get_component_rich_style(*names, partial=partial, default=default)

    @property
    def rich_style(self) -> Style:
        """The style of the text; what stands around it has styles of its own."""
        return self.style("value")

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the terminal's cursor goes: below the heading."""
        x, y = super().cursor_screen_offset
        return Offset(x, y + 1)

    @property
    def _value(self) -> Text:
        return Text(_drawn(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return Text(_drawn(self.value[:position])).cell_len


class NumberField(TextField):
    """Takes a whole number."""

    @property
    def answer(self) -> object:
        """The number; the text where it is none, None where there is nothing."""
        text = self.value.strip()
        if re.fullmatch(r"[+-]?[0-9]+", text):
            return int(text)
        return text or None


def _drawn(text: str) -> str:
    """The text with a symbol of one character for each that a terminal would obey or hide."""
    if text.isprintable():
        return text
    return "".join(shown if len(shown := visible(each)) == 1 else "\ufffd" for each in text)
