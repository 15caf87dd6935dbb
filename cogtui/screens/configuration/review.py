"""A dialog that shows what a change of a pool's configuration would do, before it is sent."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar

from textual.binding import Binding, BindingType

from cogtui.configuration.plan import Plan
from cogtui.documents.configuration_change import Remark, review
from cogtui.screens.dialogs.document_dialog import TitledDocument


class ReviewAnswer(StrEnum):
    """What the user does with what was shown."""

    SEND = "send"
    """Has it sent."""
    EDIT = "edit"
    """Goes back to change it."""
    TIDY = "tidy"
    """Has the mappings and principal tags go with their provider."""


class ReviewDialog(TitledDocument[ReviewAnswer]):
    """Shows what would differ, what there is to know, and the calls; nothing is sent from here.

    It returns what to do, None if the user left.

    Args:
        title: What would be changed.
        plan: The change.
        about: What there is to know besides what the plan itself tells.
        on_copy: Copies the AWS CLI lines of the calls.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "step('send')", "Send", id="review.send"),
        Binding("e", "step('edit')", "Edit", id="review.edit"),
        Binding("t", "step('tidy')", "Remove those too", id="review.tidy"),
        Binding("y", "copy", "Copy the CLI lines", id="review.copy"),
        Binding("escape,q", "leave", "Leave", id="review.leave"),
    ]

    def __init__(
        self,
        title: str,
        plan: Plan,
        about: Sequence[Remark] = (),
        *,
        on_copy: Callable[[], None],
    ) -> None:
        announced = [each.announced for each in plan.calls]
        super().__init__(title, review(plan.differences, (*about, *plan.remarks), announced))
        self._plan = plan
        self._on_copy = on_copy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be sent is not, and what stands in no way need not be removed."""
        if action != "step":
            return True
        offered = {
            ReviewAnswer.SEND: not self._plan.errors,
            ReviewAnswer.TIDY: self._plan.after.without_orphans() != self._plan.after,
        }
        return offered.get(ReviewAnswer(str(parameters[0])), True)

    def action_step(self, step: str) -> None:
        """Goes back with what to do.

        Args:
            step: What, one of `ReviewAnswer`.
        """
        self.dismiss(ReviewAnswer(step))

    def action_copy(self) -> None:
        """Copies the AWS CLI lines of the calls."""
        self._on_copy()
