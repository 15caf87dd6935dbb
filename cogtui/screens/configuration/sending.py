"""A dialog that sends a change of a pool's configuration and shows its progress."""

from collections.abc import AsyncIterator, Callable
from enum import StrEnum
from typing import ClassVar, Final, NamedTuple

from textual import work
from textual.binding import Binding, BindingType

from cogtui.account.account import Pool
from cogtui.api_error import ApiError, Explanation
from cogtui.configuration.apply import (
    CallAnswered,
    CallStarted,
    ConcurrentChange,
    Event,
    Finished,
    PoolCreated,
    Stopped,
    Unverified,
)
from cogtui.configuration.plan import Plan
from cogtui.documents.configuration_change import Difference, Progress, differences, progress
from cogtui.documents.document import Document, Note, Section, Tone
from cogtui.documents.failure import failure_document
from cogtui.screens.dialogs.document_dialog import POLICY, TitledDocument
from cogtui.secret import Secret

_VERIFIED: Final = "✓ Verified: the pool matches the plan."
_DIFFERENT: Final = (
    "! All calls succeeded, but the pool does not match the plan. Someone else may have changed it "
    "at the same time. The differences:"
)
_UNVERIFIED: Final = "! All calls succeeded, but the pool could not be read back to verify it."
_NOTHING: Final = "✗ Nothing was sent."


class NextStep(StrEnum):
    """The user's choice after a change."""

    CONTINUE = "go-on"
    """Continue with the rest."""
    UNDO = "put-back"
    """Restore the configuration before the change."""
    NOTHING = "leave"
    """Do nothing more."""


class ChangeResult(NamedTuple):
    """The result of a change."""

    event: Event | None
    """The last event; None if nothing was sent."""
    pool: Pool | None
    """The pool that was created, if any."""
    next_step: NextStep = NextStep.NOTHING
    """The user's choice."""


class SendingDialog(TitledDocument[ChangeResult]):
    """Sends a change and shows its progress; it can be closed once the change is finished.

    Args:
        title: The title.
        plan: The change.
        events: The events of the change, from `applied` or `made`.
        on_copy: Copies a text; called with the text and its description.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go_on", "Continue", id="sending.go-on"),
        Binding("b", "put_back", "Roll back", id="sending.put-back"),
        Binding("y", "copy", "Copy policy statement", id="sending.copy"),
        Binding("escape,q", "leave", "Close", id="sending.leave"),
    ]

    def __init__(
        self,
        title: str,
        plan: Plan,
        events: AsyncIterator[Event],
        *,
        on_copy: Callable[[Secret, str], None],
    ) -> None:
        super().__init__(title)
        self._plan = plan
        self._events = events
        self._on_copy = on_copy
        self._states = [Progress.WAITING for _ in plan.calls]
        self._document: Document = ()
        self._sent = ChangeResult(None, None)
        self._policy = ""
        self._is_finished = False

    def _begin(self) -> None:
        self._show()
        self._send()

    @work(exclusive=True)
    async def _send(self) -> None:
        try:
            async for event in self._events:
                self._update(event)
                self._show()
        except ApiError as error:
            self._show_failure(_NOTHING, error.explanation)
        except OSError as error:
            message = f"{_NOTHING} Cannot record the change on this machine: {error.strerror}."
            self._document = (Section("", (Note(message, Tone.BAD),)),)
        self._is_finished = True
        self._show()
        if isinstance(self._sent.event, ConcurrentChange):
            self.dismiss(self._sent)

    def _update(self, event: Event) -> None:
        """Update the state from an event."""
        match event:
            case CallStarted(number):
                self._states[number - 1] = Progress.RUNNING
            case CallAnswered(number):
                self._states[number - 1] = Progress.DONE
            case PoolCreated(pool):
                self._sent = self._sent._replace(pool=pool)
            case Finished(_, found):
                self._show_result(found)
            case Unverified(error):
                self._show_failure(_UNVERIFIED, error.explanation, Tone.WARNING)
            case Stopped():
                self._show_stop(event)
        self._sent = self._sent._replace(event=event)

    def _show_result(self, found: tuple[Difference, ...]) -> None:
        if found:
            self._document = (Section("", (Note(_DIFFERENT, Tone.WARNING),)), *differences(found))
        else:
            self._document = (Section("", (Note(_VERIFIED, Tone.GOOD),)),)

    def _show_stop(self, event: Stopped) -> None:
        self._states[len(event.done)] = Progress.FAILED
        explanation = event.error.explanation
        outcome = "it may have succeeded" if explanation.outcome_unknown else "failed"
        self._show_failure(
            f"✗ {event.failed.operation}: {outcome}. Done: {len(event.done)} of "
            f"{len(self._plan.calls)}; not sent: {len(event.remaining)}.",
            explanation,
        )

    def _show_failure(self, sentence: str, explanation: Explanation, tone: Tone = Tone.BAD) -> None:
        self._policy = explanation.policy
        self._document = (Section("", (Note(sentence, tone),)), *failure_document(explanation))

    def _show(self) -> None:
        calls = [each.announced for each in self._plan.calls]
        self.show((*progress(calls, self._states), *self._document), keep_place=True)
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Enable the actions that fit the result."""
        event = self._sent.event
        # without the current configuration, neither the rest nor the way back can be planned
        can_go = isinstance(event, Stopped) and event.present is not None
        offered = {
            "go_on": can_go,
            "put_back": can_go and self._plan.before is not None,
            "copy": bool(self._policy),
            "leave": self._is_finished,
        }
        return offered.get(action, True)

    def action_go_on(self) -> None:
        """Close the dialog to continue with the rest."""
        self.dismiss(self._sent._replace(next_step=NextStep.CONTINUE))

    def action_put_back(self) -> None:
        """Close the dialog to restore the earlier configuration."""
        self.dismiss(self._sent._replace(next_step=NextStep.UNDO))

    def action_copy(self) -> None:
        """Copy the policy statement that would allow what was denied."""
        self._on_copy(Secret(self._policy), POLICY)

    def action_leave(self) -> None:
        """Close the dialog."""
        self.dismiss(self._sent)
