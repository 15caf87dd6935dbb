"""A dialog that shows what an operation answered."""

import json
from collections.abc import Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Label

from cogtui.documents.answer import answer
from cogtui.documents.document import Document
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.secret import MASK, Secret
from cogtui.widgets.document_view import DocumentView

if TYPE_CHECKING:
    from textual.timer import Timer

Report = Callable[[Secret], Coroutine[Any, Any, Document]]
"""Tells what a token says."""

SHOWN: Final = 30.0
"""How long secrets stay on the screen, seconds."""


class AnswerDialog(Dialog[Secret | None]):
    """Shows an answer; secrets are masked until they are asked for, and again soon after.

    It returns what is to be copied, None where nothing is.

    Args:
        title: What was asked.
        answered: The members of the answer, secrets among them as `Secret`.
        report: Tells of a token what it says; None where nobody can.
        shown_for: How long secrets stay on the screen, seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy as JSON, secrets as they are shown", id="answer.copy"),
        Binding("Y", "copy_all", "Copy as JSON with its secrets", id="answer.copy-all"),
        Binding("t", "read_token", "What the token says", id="answer.token"),
        Binding("v", "reveal", "Show or hide secrets", id="answer.reveal"),
        Binding("escape,q,enter", "leave", "Leave", id="answer.leave"),
    ]

    def __init__(
        self,
        title: str,
        answered: Mapping[str, Any],
        report: Report | None = None,
        *,
        shown_for: float = SHOWN,
    ) -> None:
        super().__init__()
        self._shown_for = shown_for
        self._report = report
        self._title = title
        self._answered = answered
        self._revealed = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The title, the answer and what the keys do."""
        with Vertical(classes="dialog large"):
            yield DialogTitle(self._title)
            yield DocumentView()
            secrets = "Y with secrets  v shows them  " if _has_secret(self._answered) else ""
            token = "t what it says  " if self._token else ""
            keys = f"y copies JSON  {secrets}{token}Escape leaves"
            yield Label(keys, classes="dialog-keys", markup=False)

    @property
    def _token(self) -> Secret | None:
        token = self._answered.get("Token")
        return token if isinstance(token, Secret) and self._report is not None else None

    def on_mount(self) -> None:
        """Shows the answer, masked."""
        self._draw()
        self.query_one(DocumentView).focus()

    def _draw(self) -> None:
        document = answer(self._answered, reveal=self._revealed)
        self.query_one(DocumentView).show(document, keep_place=True)

    def action_reveal(self) -> None:
        """Shows the secrets for a while, or hides them."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._revealed = not self._revealed and _has_secret(self._answered)
        if self._revealed:
            self._timer = self.set_timer(self._shown_for, self.action_reveal)
        self._draw()

    def action_copy(self) -> None:
        """Goes back with the answer as JSON, secrets as they are shown."""
        self.dismiss(Secret(json.dumps(_masked(self._answered, reveal=self._revealed), indent=2)))

    def action_copy_all(self) -> None:
        """Goes back with the answer as JSON and all its secrets, without showing them."""
        self.dismiss(Secret(json.dumps(_masked(self._answered, reveal=True), indent=2)))

    @work(exclusive=True)
    async def action_read_token(self) -> None:
        """Shows what the token says, and whether its issuer has signed it."""
        if self._report is None or self._token is None:
            return
        reading = self._report(self._token)
        task = await waited_for(self.app, reading, "Reading the issuer's keys …", "leaves it")
        if task.done():
            self.app.push_screen(DocumentDialog("What the token says", task.result()))
        else:
            task.cancel()

    def action_leave(self) -> None:
        """Goes back to the screen below."""
        self.dismiss(None)


def _has_secret(value: Any) -> bool:  # noqa: ANN401  JSON with secrets
    if isinstance(value, Mapping):
        return any(map(_has_secret, value.values()))
    if isinstance(value, list):
        return any(map(_has_secret, value))
    return isinstance(value, Secret)


def _masked(value: Any, *, reveal: bool) -> Any:  # noqa: ANN401  likewise
    if isinstance(value, Mapping):
        return {key: _masked(each, reveal=reveal) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, reveal=reveal) for each in value]
    if isinstance(value, Secret):
        return value.reveal() if reveal else MASK
    return value
