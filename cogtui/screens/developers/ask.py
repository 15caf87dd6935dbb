"""A dialog that asks for developer user identifiers, and changes nothing of what is typed."""

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
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import counted, visible

_MAX_PASTE: Final = 10 * MAX_LENGTH
"""How much of a paste is taken, in characters: more can be no identifier."""


_NOTE: Final = "Identifiers are case-sensitive; blanks and line breaks are a part of them."


class IdentifierQuestion(NamedTuple):
    """One identifier to ask for."""

    label: str
    """Whose it is, in plain words."""
    member: str
    """The API's name for it: `SourceUserIdentifier`."""
    text: str = ""
    """What it is at first."""


class IdentifierInput(Input):
    """Takes an identifier: pasted whole, with all its blanks and line breaks.

    Args:
        text: What it is at first.
    """

    class TooLong(Message):
        """A text was pasted that is no identifier, and was left out.

        Args:
            control: Where.
            length: How long it is, in characters.
        """

        def __init__(self, control: "IdentifierInput", length: int) -> None:
            super().__init__()
            self._control = control
            self.length = length

        @property
        def control(self) -> "IdentifierInput":
            """Where."""
            return self._control

    def __init__(self, text: str) -> None:
        super().__init__(text, compact=True, select_on_focus=False)
        # blinking would keep a slow line busy
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        # terminals send a line break as the Enter key would
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


class IdentifiersDialog(Dialog[tuple[str, ...] | None]):
    """Asks for one identifier or for several, and points out what is odd about each.

    It returns them as they were typed, in order; None if the user left.

    Args:
        title: What they are for.
        asked: What to ask for.
        keys: What Enter does.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab,down", "app.focus_next", "Next", show=False, id="identifiers.next"),
        Binding(
            "shift+tab,up", "app.focus_previous", "Before", show=False, id="identifiers.before"
        ),
        Binding("ctrl+s", "go_on", "Go on", id="identifiers.go-on"),
        Binding("escape", "leave", "Leave", id="identifiers.leave"),
    ]

    def __init__(
        self, title: str, questions: Sequence[IdentifierQuestion], *, keys: str = "goes on"
    ) -> None:
        super().__init__()
        self._title = title
        self._questions = questions
        self._keys = keys
        self._inputs = [IdentifierInput(each.text) for each in questions]
        self._remarks = [Static("", classes="identifier-remarks", markup=False) for _ in questions]

    def compose(self) -> ComposeResult:
        """The title, what is asked for with what is odd about it, and what the keys do."""
        with Vertical(classes="dialog identifiers"):
            yield DialogTitle(self._title)
            yield Static(_NOTE, classes="dialog-note", markup=False)
            for question, field, remarks in zip(
                self._questions, self._inputs, self._remarks, strict=True
            ):
                yield Label(f"{question.label}  {question.member}", classes="identifier-label")
                yield field
                yield remarks
            yield Label(f"Enter {self._keys}  Escape leaves", classes="dialog-keys")

    def on_mount(self) -> None:
        """Gives the keyboard to the first that is empty."""
        empty = [each for each in self._inputs if not each.value]
        self.set_focus((empty or self._inputs)[0])

    @on(Input.Changed)
    def _remark(self, event: Input.Changed) -> None:
        index = self._index(event.input)
        self._show_remark(index, " ".join(find_oddities(event.value)) if event.value else "")

    @on(IdentifierInput.TooLong)
    def _show_too_long(self, event: IdentifierInput.TooLong) -> None:
        message = f"Left out what was pasted: it has {counted(event.length, 'character')}."
        self._show_remark(self._index(event.control), message)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        index = self._index(event.input)
        if event.value and index + 1 < len(self._inputs):
            self.set_focus(self._inputs[index + 1])
        else:
            self.action_go_on()

    def action_go_on(self) -> None:
        """Returns what was typed, unless the service could not take it."""
        for index, field in enumerate(self._inputs):
            for blocker in blockers.for_identifier(field.value):
                self._show_remark(index, blocker.sentence)
                self.set_focus(field)
                return
        self.dismiss(tuple(each.value for each in self._inputs))

    def action_leave(self) -> None:
        """Returns nothing."""
        self.dismiss(None)

    def _index(self, field: Input) -> int:
        return next(index for index, each in enumerate(self._inputs) if each is field)

    def _show_remark(self, index: int, text: str) -> None:
        self._remarks[index].update(text)


def _visible_text(identifier: str) -> str:
    """An identifier with a symbol of one character for each that a terminal would obey or hide."""
    if identifier.isprintable():
        return identifier
    return "".join(shown if len(shown := visible(each)) == 1 else "\ufffd" for each in identifier)
