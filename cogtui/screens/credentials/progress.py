"""A dialog that walks to credentials, and shows how far it has come."""

from collections.abc import Callable
from enum import StrEnum
from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

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


class End(StrEnum):
    """How the user leaves the steps."""

    THERE = "there"
    """The credentials are there."""
    CHANGED = "changed"
    """What was asked for is to be changed."""
    LEFT = "left"
    """The user wants no more."""


class StepsDialog(Dialog[End]):
    """Takes step after step; after a failure it goes on from there when asked to.

    Args:
        title: Whose credentials they are.
        walk: The walk; one that broke off stays so until the user goes on.
        can_change: Whether there is something that can be asked for in another way.
        on_why: Tells which role the logins of the walk lead to.
        on_copy: Copies a text; called with it and with what it is.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_past", "Use them nevertheless", id="steps.go-past"),
        Binding("r", "resume", "Try again", id="steps.again"),
        Binding("e", "change", "Change what is asked for", id="steps.change"),
        Binding("W", "why", "Which role, and why", id="steps.why-role"),
        Binding("y", "copy", "Copy the policy statement", id="steps.copy"),
        Binding("escape", "leave", "Leave", id="steps.leave"),
    ]

    def __init__(
        self,
        title: str,
        walk: CredentialsFlow,
        *,
        can_change: bool,
        on_why: Callable[[CredentialsFlow], None],
        on_copy: Callable[[Secret, str], None],
    ) -> None:
        super().__init__()
        self._title = title
        self._walk = walk
        self._can_change = can_change
        self._on_why = on_why
        self._on_copy = on_copy

    def compose(self) -> ComposeResult:
        """The title, the steps and what the keys do."""
        with Vertical(classes="dialog large"):
            yield DialogTitle(self._title)
            yield DocumentView()
            yield KeyBar()

    def on_mount(self) -> None:
        """Sets out."""
        self.query_one(DocumentView).focus()
        if self._walk.failure is None:
            self.action_resume()
        else:
            self._show()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Offers what helps when the walk has broken off."""
        walk = self._walk
        offered = {
            "resume": walk.failure is not None,
            "go_past": walk.failure is not None and walk.got.credentials is not None,
            "change": walk.failure is not None and self._can_change,
            "why": walk.is_about_role,
            "copy": walk.failure is not None and bool(walk.failure.policy),
        }
        return offered.get(action, True)

    @work(exclusive=True)
    async def action_resume(self) -> None:
        """Takes the steps that are not done."""
        async for _ in self._walk.resume():
            self._show()
        if self._walk.finished:
            self.dismiss(End.THERE)

    def _show(self) -> None:
        self.query_one(DocumentView).show(_document(self._walk), keep_place=True)
        self.refresh_bindings()

    def action_go_past(self) -> None:
        """Takes the credentials as they are: only whose they are was not to be found out."""
        self.dismiss(End.THERE)

    def action_change(self) -> None:
        """Goes back to what was asked for."""
        self.dismiss(End.CHANGED)

    def action_why(self) -> None:
        """Tells which role the logins lead to, and why."""
        self._on_why(self._walk)

    def action_copy(self) -> None:
        """Copies the statement that would allow what was denied."""
        found = self._walk.failure
        assert found is not None  # noqa: S101  the key is offered only then
        self._on_copy(Secret(found.policy), POLICY)

    def action_leave(self) -> None:
        """Goes no further; what was obtained is forgotten by whoever asked for it."""
        self.dismiss(End.LEFT)


def _document(walk: CredentialsFlow) -> Document:
    """The steps as they stand, and why the walk broke off if it did."""
    lines = []
    for place, step in enumerate(walk.steps, 1):
        sign, tone = _SIGNS[step.state]
        lines.append(Line(f"{sign} {place}", step.title, tone))
        found = f": {step.found}" if step.found else ""
        # what it failed for stands below, in full
        label = step.operation if step.state is StepState.FAILED else f"{step.operation}{found}"
        lines.append(Line("", label, Tone.DIM))
    steps = Section("", tuple(lines))
    return (steps,) if walk.failure is None else (steps, *failure_document(walk.failure))
