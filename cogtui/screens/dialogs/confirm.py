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
        verb: What `y`, or Enter after a typed text, does.
        cancel: What Escape does.
        destroys: Whether the change cannot be undone.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "confirm", "Confirm", id="confirm.yes"),
        Binding("n,enter,escape", "leave", "Cancel", id="confirm.no"),
    ]

    def __init__(
        self,
        title: str,
        question: str,
        detail: str = "",
        *,
        typed: str = "",
        verb: str = "Continue",
        cancel: str = "Cancel",
        destroys: bool = False,
    ) -> None:
        super().__init__()
        self._verb = verb
        self._cancel = cancel
        self._destroys = destroys
        self._title = title
        self._question = question
        self._detail = detail
        self._typed = typed

    def compose(self) -> ComposeResult:
        """Yield the question, and how to answer it."""
        with Vertical(classes="dialog destructive" if self._destroys else "dialog"):
            yield DialogTitle(f"⚠ {self._title}" if self._destroys else self._title)
            yield Static(visible(self._question), classes="dialog-question", markup=False)
            yield Static(visible(self._detail), classes="dialog-note", markup=False)
            if not self._typed:
                keys = f"y {self._verb}  Esc {self._cancel}"
                yield Label(keys, classes="dialog-keys", markup=False)
                return
            yield Static(f"Type {visible(self._typed)} to confirm", markup=False)
            yield Input(compact=True, select_on_focus=False)
            yield Static("", id="confirm-error", classes="dialog-error", markup=False)
            keys = f"Enter {self._verb}  Esc {self._cancel}"
            yield Label(keys, classes="dialog-keys", markup=False)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Disable `y` if a text must be typed."""
        return action != "confirm" or not self._typed

    @on(Input.Submitted)
    def _compare(self, event: Input.Submitted) -> None:
        if event.value.strip() == self._typed:
            self.dismiss(True)  # noqa: FBT003  Textual's signature
        else:
            hint = "Does not match." if event.value.strip() else "Nothing typed."
            self.query_one("#confirm-error", Static).update(hint)

    def action_confirm(self) -> None:
        """Answer yes."""
        self.dismiss(True)  # noqa: FBT003  Textual's signature

    def action_leave(self) -> None:
        """Answer no."""
        self.dismiss(False)  # noqa: FBT003  Textual's signature
