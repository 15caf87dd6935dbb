"""Base class of dialogs with input, which ask before they discard it."""

from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.dialog import Dialog, Result


class EditDialog(Dialog[Result | None]):
    """A dialog whose input is lost if it is cancelled."""

    @property
    def has_changes(self) -> bool:
        """Whether there is input to lose."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Cancel, after a confirmation if there is input to lose."""
        if self.has_changes:
            self.app.push_screen(discard_question("Discard changes?"), self._discard)
        else:
            self.dismiss(None)

    def _discard(self, agreed: bool | None) -> None:
        if agreed:
            self.dismiss(None)


def discard_question(question: str) -> ConfirmDialog:
    """Return the question before input is lost.

    Args:
        question: What would happen.
    """
    return ConfirmDialog(
        "Unsaved changes",
        question,
        "What you entered is not saved anywhere.",
        verb="Discard",
        cancel="Keep editing",
    )
