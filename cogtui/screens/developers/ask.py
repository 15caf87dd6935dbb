"""A dialog that asks for developer user identifiers and never alters what is typed."""

from collections.abc import Sequence
from typing import ClassVar, Final, NamedTuple

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input, Label, Static

from cogtui.developers import blockers
from cogtui.developers.identifiers import MAX_LENGTH, find_oddities
from cogtui.screens.dialogs.dialog import DialogTitle
from cogtui.screens.forms.edit_dialog import EditDialog
from cogtui.text import counted, is_plain, visible

_MAX_PASTE: Final = 10 * MAX_LENGTH
"""The longest paste that is accepted, in characters; anything longer cannot be an identifier."""


_NOTE: Final = "Identifiers are case-sensitive; spaces and line breaks are part of them."


class IdentifierQuestion(NamedTuple):
    """One identifier to ask for."""

    label: str
    """Whose identifier it is, in plain words."""
    member: str
    """The API's name for it, for example `SourceUserIdentifier`."""
    text: str = ""
    """The initial value."""


class IdentifierInput(Input):
    """An input for an identifier that accepts a paste with all its blanks and line breaks.

    Args:
        text: The initial value.
    """

    class TooLong(Message):
        """Posted when a paste is too long to be an identifier and was ignored.

        Args:
            control: The input.
            length: The length of the paste in characters.
        """

        def __init__(self, control: "IdentifierInput", length: int) -> None:
            super().__init__()
            self._control = control
            self.length = length

        @property
        def control(self) -> "IdentifierInput":
            """The input."""
            return self._control

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, select_on_focus=False)
        # blinking would send a constant stream over a slow connection
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        # terminals paste a line break as the carriage return that the Enter key sends
        text = event.text if "\n" in event.text else event.text.replace("\r", "\n")
        if len(text) > _MAX_PASTE:
            self.post_message(self.TooLong(self, len(text)))
        else:
            self.replace(text, *self.selection)

    @property
    def _value(self) -> Text:
        return Text(_visible_text(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return Text(_visible_text(self.value[:position])).cell_len


class IdentifiersDialog(EditDialog[tuple[str, ...] | None]):
    """Asks for one or more identifiers, and points out anything odd about each.

    It returns them in order, exactly as typed, or None if the user cancelled.

    Args:
        title: What the identifiers are for.
        questions: What to ask for.
        keys: What Enter does, as a verb in the imperative.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "app.focus_next", "Next field", show=False, id="identifiers.next"),
        Binding(
            "shift+tab,up",
            "app.focus_previous",
            "Previous field",
            show=False,
            id="identifiers.before",
        ),
        Binding("ctrl+s", "go_on", "Continue", id="identifiers.go-on"),
        Binding("escape", "leave", "Cancel", id="identifiers.leave"),
    ]

    def __init__(
        self, title: str, questions: Sequence[IdentifierQuestion], *, keys: str = "Continue"
    ) -> None:
        super().__init__()
        self._title = title
        self._questions = questions
        self._keys = keys
        self._inputs = [IdentifierInput(each.text) for each in questions]
        self._remarks = [Static("", classes="identifier-remarks", markup=False) for _ in questions]

    def compose(self) -> ComposeResult:
        """Yield the title, a field with its remarks for each identifier, and the keys."""
        with Vertical(classes="dialog identifiers"):
            yield DialogTitle(self._title)
            yield Static(_NOTE, classes="dialog-note", markup=False)
            for question, field, remarks in zip(
                self._questions, self._inputs, self._remarks, strict=True
            ):
                yield Label(f"{question.label}  {question.member}", classes="identifier-label")
                yield field
                yield remarks
            yield Label(f"Enter {self._keys}  Esc Cancel", classes="dialog-keys")

    def on_mount(self) -> None:
        """Focus the first empty field."""
        empty = [each for each in self._inputs if not each.value]
        self.set_focus((empty or self._inputs)[0])

    @on(Input.Changed)
    def _remark(self, event: Input.Changed) -> None:
        index = self._index(event.input)
        self._show_remark(index, " ".join(find_oddities(event.value)) if event.value else "")

    @on(IdentifierInput.TooLong)
    def _show_too_long(self, event: IdentifierInput.TooLong) -> None:
        message = f"Paste ignored: it has {counted(event.length, 'character')}."
        self._show_remark(self._index(event.control), message)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        index = self._index(event.input)
        if event.value and index + 1 < len(self._inputs):
            self.set_focus(self._inputs[index + 1])
        else:
            self.action_go_on()

    def action_go_on(self) -> None:
        """Return the identifiers, unless the service would refuse one of them."""
        for index, field in enumerate(self._inputs):
            for blocker in blockers.for_identifier(field.value):
                self._show_remark(index, blocker.sentence)
                self.set_focus(field)
                return
        self.dismiss(tuple(each.value for each in self._inputs))

    @property
    def has_changes(self) -> bool:
        """Whether an identifier was typed."""
        return [each.value for each in self._inputs] != [each.text for each in self._questions]

    def _index(self, field: Input) -> int:
        return next(index for index, each in enumerate(self._inputs) if each is field)

    def _show_remark(self, index: int, text: str) -> None:
        self._remarks[index].update(text)


def _visible_text(identifier: str) -> str:
    """Replace each character that a terminal would obey or hide by one symbol.

    The text keeps its length, so that cursor positions stay valid.
    """
    if is_plain(identifier):
        return identifier
    return "".join(shown if len(shown := visible(each)) == 1 else "\ufffd" for each in identifier)
