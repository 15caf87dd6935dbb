"""A dialog that shows what a change of a pool's configuration would do, before it is sent."""

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from cogtui.configuration.plan import Plan
from cogtui.documents.configuration import Remark, review
from cogtui.text import visible
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys


class Step(StrEnum):
    """What the user does with what was shown."""

    SEND = "send"
    """Has it sent."""
    EDIT = "edit"
    """Goes back to change it."""
    TIDY = "tidy"
    """Has the mappings and principal tags go with their provider."""


class ReviewDialog(ModalScreen[Step | None]):
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
        super().__init__()
        self._title = title
        self._plan = plan
        self._about = about
        self._on_copy = on_copy

    def compose(self) -> ComposeResult:
        """The title, what would change, and the keys."""
        with Vertical(classes="dialog large preview"):
            yield Label(visible(self._title), classes="dialog-title", markup=False)
            yield DocumentView()
            yield FormKeys()

    def on_mount(self) -> None:
        """Shows what would change."""
        plan = self._plan
        announced = [each.announced for each in plan.calls]
        view = self.query_one(DocumentView)
        view.show(review(plan.differences, (*self._about, *plan.remarks), announced))
        view.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be sent is not, and what stands in no way need not be removed."""
        if action != "step":
            return True
        offered = {
            Step.SEND: not self._plan.errors,
            Step.EDIT: True,
            Step.TIDY: self._plan.after.without_strays() != self._plan.after,
        }
        return offered[Step(str(parameters[0]))]

    def action_step(self, step: str) -> None:
        """Goes back with what to do.

        Args:
            step: What, one of `Step`.
        """
        self.dismiss(Step(step))

    def action_copy(self) -> None:
        """Copies the AWS CLI lines of the calls."""
        self._on_copy()

    def action_leave(self) -> None:
        """Goes back to the screen below; nothing is sent."""
        self.dismiss(None)
