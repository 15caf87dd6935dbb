"""A dialog to resolve the conflicts between two sides' changes."""

from collections.abc import Mapping
from typing import ClassVar, Final

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.configuration.differences import format_piece
from cogtui.configuration.merge_changes import Conflict, Merge, MergeSide, PiecePath
from cogtui.documents.document import Code, Document, Note, Section, Tone
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.text import counted
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys

_TITLES: Final = {
    MergeSide.BASE: "Original",
    MergeSide.THEIRS: "Theirs (current)",
    MergeSide.YOURS: "Yours",
}


class ThreeWayDialog(Dialog[Mapping[PiecePath, MergeSide] | None]):
    """Shows the conflicts of a merge one by one and lets the user choose a side for each.

    It returns the chosen side of each piece, or None if cancelled.

    Args:
        title: The title.
        merge: The merge and its conflicts.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "take('yours')", "Yours", id="three-way.yours"),
        Binding("t", "take('theirs')", "Theirs", id="three-way.theirs"),
        Binding("b", "take('base')", "Original", id="three-way.base"),
        Binding("n,right", "move(1)", "Next", id="three-way.next"),
        Binding("p,left", "move(-1)", "Previous", id="three-way.previous"),
        Binding("enter,ctrl+s", "go_on", "Continue", id="three-way.go-on"),
        Binding("escape,q", "leave", "Cancel", id="three-way.leave"),
    ]

    def __init__(self, title: str, merge: Merge) -> None:
        super().__init__()
        self._title = title
        self._conflicts = merge.conflicts
        self._choices: dict[PiecePath, MergeSide] = {}
        self._place = 0

    def compose(self) -> ComposeResult:
        """Yield the title, the explanation, the conflict and the keys."""
        with Vertical(classes="dialog large preview"):
            yield DialogTitle(self._title)
            yield Static(
                "✗ Someone else changed the pool; nothing was sent. What only one side changed is "
                "kept. Resolve each conflict.",
                classes="dialog-error",
                markup=False,
            )
            yield DocumentView()
            yield Static("", classes="dialog-note", markup=False)
            yield FormKeys()

    def on_mount(self) -> None:
        """Show the first conflict."""
        self._show()
        self.query_one(DocumentView).focus()

    def _show(self) -> None:
        conflict = self._conflicts[self._place]
        self.query_one(DocumentView).show(self._document(conflict))
        left = len(self._conflicts) - len(self._choices)
        status = f"{counted(left, 'conflict')} left" if left else "All conflicts are resolved"
        self.query_one(".dialog-note", Static).update(f"{status}.")
        self.refresh_bindings()

    def _document(self, conflict: Conflict) -> Document:
        chosen = self._choices.get(conflict.path)
        place = f"{self._place + 1} of {len(self._conflicts)}"
        return (
            Section(f"{place}: {' '.join(conflict.path)}", ()),
            *(
                Section(
                    f"{'● ' if side is chosen else '○ '}{title}",
                    (_value_item(format_piece(conflict.path, conflict.of(side))),),
                )
                for side, title in _TITLES.items()
            ),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Disable Continue until all conflicts are resolved, and moving if there is only one."""
        if action == "go_on":
            return len(self._choices) == len(self._conflicts)
        return action != "move" or len(self._conflicts) > 1

    def action_take(self, side: str) -> None:
        """Choose a side for the current conflict, and show the next unresolved one.

        Args:
            side: A value of `MergeSide`.
        """
        self._choices[self._conflicts[self._place].path] = MergeSide(side)
        count = len(self._conflicts)
        following = ((self._place + step) % count for step in range(1, count))
        self._place = next(
            (each for each in following if self._conflicts[each].path not in self._choices),
            self._place,
        )
        self._show()

    def action_move(self, step: int) -> None:
        """Show another conflict.

        Args:
            step: 1 for the next one, -1 for the previous one.
        """
        self._place = (self._place + step) % len(self._conflicts)
        self._show()

    def action_go_on(self) -> None:
        """Close the dialog with the choices."""
        self.dismiss(self._choices)

    def action_leave(self) -> None:
        """Close the dialog without a result."""
        self.dismiss(None)


def _value_item(text: str) -> Code | Note:
    return Code(text) if "\n" in text else Note(text, Tone.PLAIN)
