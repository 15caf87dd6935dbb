"""Dialog with the answer of an operation."""

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
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.secret import MASK, Secret
from cogtui.widgets.document_view import DocumentView

if TYPE_CHECKING:
    from textual.timer import Timer

Report = Callable[[Secret], Coroutine[Any, Any, Document]]
"""Returns a document about a token's content."""

REVEAL_SECONDS: Final = 30.0
"""How long secrets stay visible."""


class AnswerDialog(Dialog[Secret | None]):
    """The answer of an operation, with secrets masked except for a short time on request.

    Its result is the text to copy, or None.

    Args:
        title: The title.
        answered: The members of the answer, with secrets wrapped in `Secret`.
        report: Returns a document about a token in the answer; None if tokens are not decoded.
        shown_for: How long secrets stay visible, in seconds.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy as JSON, secrets as shown", id="answer.copy"),
        Binding("Y", "copy_all", "Copy as JSON with secrets", id="answer.copy-all"),
        Binding("t", "read_token", "Token content", id="answer.token"),
        Binding("v", "reveal", "Show or hide secrets", id="answer.reveal"),
        Binding("escape,q,enter", "leave", "Close", id="answer.leave"),
    ]

    def __init__(
        self,
        title: str,
        answered: Mapping[str, Any],
        report: Report | None = None,
        *,
        shown_for: float = REVEAL_SECONDS,
    ) -> None:
        super().__init__()
        self._shown_for = shown_for
        self._report = report
        self._title = title
        self._answered = answered
        self._revealed = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Yield the title, the answer and the keys."""
        with Vertical(classes="dialog large"):
            yield DialogTitle(self._title)
            yield DocumentView()
            secrets = "Y With secrets  v Show secrets  " if _has_secret(self._answered) else ""
            token = "t Token content  " if self._token else ""
            keys = f"y Copy JSON  {secrets}{token}Esc Close"
            yield Label(keys, classes="dialog-keys", markup=False)

    @property
    def _token(self) -> Secret | None:
        token = self._answered.get("Token")
        return token if isinstance(token, Secret) and self._report is not None else None

    def on_mount(self) -> None:
        """Show the answer with its secrets masked."""
        self._draw()
        self.query_one(DocumentView).focus()

    def _draw(self) -> None:
        document = answer(self._answered, reveal=self._revealed)
        self.query_one(DocumentView).show(document, keep_place=True)

    def action_reveal(self) -> None:
        """Show the secrets for a limited time, or hide them."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self._revealed = not self._revealed and _has_secret(self._answered)
        if self._revealed:
            self._timer = self.set_timer(self._shown_for, self.action_reveal)
        self._draw()

    def action_copy(self) -> None:
        """Close the dialog to copy the answer as JSON, with secrets masked if they are now."""
        self.dismiss(Secret(json.dumps(_masked(self._answered, reveal=self._revealed), indent=2)))

    def action_copy_all(self) -> None:
        """Close the dialog to copy the answer as JSON with its secrets, without showing them."""
        self.dismiss(Secret(json.dumps(_masked(self._answered, reveal=True), indent=2)))

    @work(exclusive=True)
    async def action_read_token(self) -> None:
        """Show the token's content, and whether its issuer signed it."""
        if self._report is None or self._token is None:
            return
        reading = self._report(self._token)
        document = await result_or_cancel(self.app, reading, "Reading the issuer's keys …")
        if document is not None:
            self.app.push_screen(DocumentDialog("Token content", document))

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(None)


def _has_secret(value: Any) -> bool:  # noqa: ANN401  JSON with secrets
    if isinstance(value, Mapping):
        return any(map(_has_secret, value.values()))
    if isinstance(value, list):
        return any(map(_has_secret, value))
    return isinstance(value, Secret)


def _masked(value: Any, *, reveal: bool) -> Any:  # noqa: ANN401  JSON with secrets
    if isinstance(value, Mapping):
        return {key: _masked(each, reveal=reveal) for key, each in value.items()}
    if isinstance(value, list):
        return [_masked(each, reveal=reveal) for each in value]
    if isinstance(value, Secret):
        return value.reveal() if reveal else MASK
    return value
