"""Dialog to confirm a change."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Label, Static

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import visible


class ConfirmDialog(Dialog[bool | None]):
    """A yes-or-no question, which Enter alone answers with no.

    Its result is whether the user confirmed.

    Args:
        title: The change.
        question: The question.
        detail: The effect of the change.
        typed: The text to type as confirmation; empty if `y` is enough.
        yes: What `y` does; empty for a plain yes or no.
        no: What Escape does instead.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "confirm", "Yes", id="confirm.yes"),
        Binding("n,enter,escape", "leave", "No", id="confirm.no"),
    ]

    def __init__(
        self,
        title: str,
        question: str,
        detail: str = "",
        *,
        typed: str = "",
        yes: str = "",
        no: str = "",
    ) -> None:
        super().__init__()
        self._keys = f"y {yes}  Esc {no}" if yes else "y yes  n no  Enter no"
        self._title = title
        self._question = question
        self._detail = detail
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Yield the question, and how to answer it."""
        with Vertical(classes="dialog"):
            yield DialogTitle(self._title)
            yield Static(visible(self._question), classes="dialog-question", markup=False)
            yield Static(visible(self._detail), classes="dialog-note", markup=False)
            if not self._typed:
                yield Label(self._keys, classes="dialog-keys", markup=False)
                return
            yield Static(f"To go on, type: {visible(self._typed)}", markup=False)
            yield Input(compact=True, select_on_focus=False)
            yield Static("", id="confirm-error", classes="dialog-error", markup=False)
            yield Label("Enter goes on  Escape leaves", classes="dialog-keys")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Disable `y` if a text must be typed."""
        return action != "confirm" or not self._typed

    @on(Input.Submitted)
    def _compare(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._typed:
            self.dismiss(True)  # noqa: FBT003  Textual's signature
        else:
            hint = "Nothing was typed." if not event.value.strip() else "That is something else."
            self.query_one("#confirm-error", Static).update(hint)

    def action_confirm(self) -> None:
        """Answer yes."""
        self.dismiss(True)  # noqa: FBT003  Textual's signature

    def action_leave(self) -> None:
        """Answer no."""
        self.dismiss(False)  # noqa: FBT003  Textual's signature
