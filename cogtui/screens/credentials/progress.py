"""A dialog that runs an authentication flow and shows its progress."""

from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from cogtui.api_error import ErrorKind
from cogtui.credentials.flow import CredentialsFlow, StepState
from cogtui.documents.document import Document, Line, Section, Tone
from cogtui.documents.failure import failure_document
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import POLICY
from cogtui.secret import Secret
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.key_bar import KeyBar

_SIGNS: Final = {
    StepState.WAITING: ("·", Tone.DIM),
    StepState.RUNNING: ("…", Tone.PLAIN),
    StepState.DONE: ("✓", Tone.GOOD),
    StepState.FAILED: ("✗", Tone.BAD),
}


class StepsResult(StrEnum):
    """How the dialog was closed."""

    OBTAINED = "there"
    """The credentials were obtained."""
    CHANGED = "changed"
    """The user wants to change the request."""
    EDIT_POOL = "edit pool"
    """The user wants to edit the pool."""
    CANCELED = "left"
    """The user canceled."""


class StepsDialog(Dialog[StepsResult]):
    """Runs the steps of a flow; after a failure the user can resume there.

    Args:
        title: The dialog's title.
        flow: The flow; one that has failed waits until the user resumes it.
        can_change: Whether the request has anything to change.
        can_edit_pool: Whether the user may edit the pool.
        on_why: Explains which role the flow's logins lead to.
        on_copy: Copies a text; called with the text and a description of it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "use_anyway", "Use anyway", id="steps.go-past"),
        Binding("r", "resume", "Retry", id="steps.again"),
        Binding("e", "change", "Change request", id="steps.change"),
        Binding("E", "edit_pool", "Edit pool", id="steps.edit-pool"),
        Binding("W", "why", "Explain role", id="steps.why-role"),
        Binding("y", "copy", "Copy policy statement", id="steps.copy"),
        Binding("escape", "leave", "Cancel", id="steps.leave"),
    ]

    def __init__(
        self,
        title: str,
        flow: CredentialsFlow,
        *,
        can_change: bool,
        can_edit_pool: bool = False,
        on_why: Callable[[CredentialsFlow], None],
        on_copy: Callable[[Secret, str], None],
    ) -> None:
        super().__init__()
        self._title = title
        self._flow = flow
        self._can_change = can_change
        self._can_edit_pool = can_edit_pool
        self._on_why = on_why
        self._on_copy = on_copy

    def compose(self) -> ComposeResult:
        """Compose the title, the steps and the key bar."""
        with Vertical(classes="dialog large"):
            yield DialogTitle(self._title)
            yield DocumentView()
            yield KeyBar()

    def on_mount(self) -> None:
        """Start the flow, or show its failure."""
        self.query_one(DocumentView).focus()
        if self._flow.failure is None:
            self.action_resume()
        else:
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Enable the actions that help after a failure."""
        flow = self._flow
        offered = {
            "resume": flow.failure is not None,
            "use_anyway": flow.failure is not None and flow.got.credentials is not None,
            "change": flow.failure is not None and self._can_change,
            "edit_pool": self._can_edit_pool
            and flow.failure is not None
            and flow.failure.kind is ErrorKind.REFUSED,
            "why": flow.failed_on_role,
            "copy": flow.failure is not None and bool(flow.failure.policy),
        }
        return offered.get(action, True)

    @work(exclusive=True)
    async def action_resume(self) -> None:
        """Run the remaining steps."""
        async for _ in self._flow.resume():
            self._show()
        if self._flow.finished:
            self.dismiss(StepsResult.OBTAINED)

    def _show(self) -> None:
        self.query_one(DocumentView).show(_document(self._flow), keep_place=True)
        self.refresh_bindings()

    def action_use_anyway(self) -> None:
        """Continue with the credentials although their caller identity is unknown."""
        self.dismiss(StepsResult.OBTAINED)

    def action_change(self) -> None:
        """Return to the questions."""
        self.dismiss(StepsResult.CHANGED)

    def action_edit_pool(self) -> None:
        """Edit the pool, and return to the failure."""
        self.dismiss(StepsResult.EDIT_POOL)

    def action_why(self) -> None:
        """Explain which role the logins lead to."""
        self._on_why(self._flow)

    def action_copy(self) -> None:
        """Copy the policy statement that would allow the denied call."""
        found = self._flow.failure
        assert found is not None  # noqa: S101  the key is enabled only after a failure
        self._on_copy(Secret(found.policy), POLICY)

    def action_leave(self) -> None:
        """Cancel; the caller drops what was obtained."""
        self.dismiss(StepsResult.CANCELED)


def _document(flow: CredentialsFlow) -> Document:
    """Return the steps with their states, and the failure if there is one."""
    lines = []
    for number, step in enumerate(flow.steps, 1):
        sign, tone = _SIGNS[step.state]
        lines.append(Line(f"{sign} {number}", step.title, tone))
        found = f": {step.found}" if step.found else ""
        # the failure is shown in full below
        label = step.operation if step.state is StepState.FAILED else f"{step.operation}{found}"
        lines.append(Line("", label, Tone.DIM))
    steps = Section("", tuple(lines))
    return (steps,) if flow.failure is None else (steps, *failure_document(flow.failure))
