"""A dialog to review a change of a pool's configuration before it is sent."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar

from textual.binding import Binding, BindingType

from cogtui.configuration.plan import Plan
from cogtui.documents.configuration_change import Difference, Remark, review
from cogtui.screens.dialogs.document_dialog import TitledDocument


class ReviewAnswer(StrEnum):
    """The user's answer to a review."""

    SEND = "send"
    """Send the change."""
    EDIT = "edit"
    """Edit it again."""
    REMOVE_ORPHANS = "tidy"
    """Also remove the role mappings and principal tags of removed providers."""


class ReviewDialog(TitledDocument[ReviewAnswer]):
    """Shows the differences, remarks and calls of a change; sends nothing.

    It returns the user's answer, or None if cancelled.

    Args:
        title: The title.
        plan: The change.
        about: Remarks besides those of the plan.
        by_others: What someone else changed since the user read the pool.
        on_copy: Copies the AWS CLI commands of the calls.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "step('send')", "Send", id="review.send"),
        Binding("e", "step('edit')", "Edit", id="review.edit"),
        Binding("t", "step('tidy')", "Remove orphans", id="review.tidy"),
        Binding("y", "copy", "Copy CLI commands", id="review.copy"),
        Binding("escape,q", "leave", "Cancel", id="review.leave"),
    ]

    def __init__(
        self,
        title: str,
        plan: Plan,
        about: Sequence[Remark] = (),
        by_others: Sequence[Difference] = (),
        *,
        on_copy: Callable[[], None],
    ) -> None:
        announced = [each.announced for each in plan.calls]
        document = review(plan.differences, (*about, *plan.remarks), announced, by_others)
        super().__init__(title, document)
        self._plan = plan
        self._on_copy = on_copy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable Send if the plan has errors, and the removal if there is nothing to remove."""
        if action != "step":
            return True
        offered = {
            ReviewAnswer.SEND: not self._plan.errors,
            ReviewAnswer.REMOVE_ORPHANS: self._plan.after.without_orphans() != self._plan.after,
        }
        return offered.get(ReviewAnswer(str(parameters[0])), True)

    def action_step(self, step: str) -> None:
        """Close the dialog with an answer.

        Args:
            step: A value of `ReviewAnswer`.
        """
        self.dismiss(ReviewAnswer(step))

    def action_copy(self) -> None:
        """Copy the AWS CLI commands of the calls."""
        self._on_copy()
