"""A dialog that asks before something is changed."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, Static

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible


class ConfirmDialog(Dialog[bool | None]):
    """Asks whether to go on; whoever only presses Enter does not.

    It returns whether to.

    Args:
        title: What would be done.
        question: The question.
        detail: What the answer leads to.
        typed: What has to be typed to go on; a yes is enough where it is empty.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "go_on", "Yes", id="confirm.yes"),
        Binding("n,enter,escape", "leave", "No", id="confirm.no"),
    ]

    def __init__(self, title: str, question: str, detail: str = "", *, typed: str = "") -> None:
        super().__init__()
        self._title = title
        self._question = question
        self._detail = detail
        self._typed = typed

    def compose(self) -> ComposeResult:
        """The question, and how to answer it."""
        with Vertical(classes="dialog"):
            yield DialogTitle(self._title)
            yield Static(visible(self._question), classes="dialog-question", markup=False)
            yield Static(visible(self._detail), classes="dialog-note", markup=False)
            if not self._typed:
                yield Label("y yes  n no  Enter no", classes="dialog-keys", markup=False)
                return
            yield Static(f"To go on, type: {visible(self._typed)}", markup=False)
            yield Input(compact=True, select_on_focus=False)
            yield Static("", id="confirm-error", classes="dialog-error", markup=False)
            yield Label("Enter goes on  Escape leaves", classes="dialog-keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """A letter alone does not answer what asks for more."""
        return action != "go_on" or not self._typed

    @on(Input.Submitted)
    def _compare(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._typed:
            self.dismiss(True)  # noqa: FBT003  Textual's signature
        else:
            hint = "Nothing was typed." if not event.value.strip() else "That is something else."
            self.query_one("#confirm-error", Static).update(hint)

    def action_go_on(self) -> None:
        """Says yes."""
        self.dismiss(True)  # noqa: FBT003  Textual's signature

    def action_leave(self) -> None:
        """Says no."""
        self.dismiss(False)  # noqa: FBT003  Textual's signature
