"""A dialog that walks to credentials, and shows how far it has come."""

from typing import ClassVar, Final

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label

from cogtui.documents.document import Document, Line, Section, Tone
from cogtui.documents.trouble import trouble
from cogtui.flows import State, Walk
from cogtui.text import visible
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.key_bar import KeyBar

_SIGNS: Final = {
    State.WAITING: ("·", Tone.DIM),
    State.RUNNING: ("…", Tone.PLAIN),
    State.DONE: ("✓", Tone.GOOD),
    State.FAILED: ("✗", Tone.BAD),
}


class StepsDialog(ModalScreen[bool]):
    """Takes step after step; after a failure it goes on from there when asked to.

    It returns whether the credentials are there.

    Args:
        title: Whose credentials they are.
        walk: The walk.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("r", "go_on", "Try again from there", id="steps.again"),
        Binding("escape", "leave", "Leave", id="steps.leave"),
    ]

    def __init__(self, title: str, walk: Walk) -> None:
        super().__init__()
        self._title = title
        self._walk = walk

    def compose(self) -> ComposeResult:
        """The title, the steps and what the keys do."""
        with Vertical(classes="dialog large"):
            yield Label(visible(self._title), classes="dialog-title", markup=False)
            yield DocumentView()
            yield KeyBar()

    def on_mount(self) -> None:
        """Sets out."""
        self.query_one(DocumentView).focus()
        self.action_go_on()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Going on is for when the walk has broken off."""
        return action != "go_on" or self._walk.trouble is not None

    @work(exclusive=True)
    async def action_go_on(self) -> None:
        """Takes the steps that are not done."""
        async for _ in self._walk.go_on():
            self.query_one(DocumentView).show(_document(self._walk), keep_place=True)
        self.refresh_bindings()
        if self._walk.is_over:
            self.dismiss(True)  # noqa: FBT003  Textual's signature

    def action_leave(self) -> None:
        """Goes no further; what was obtained is forgotten by whoever asked for it."""
        self.dismiss(False)  # noqa: FBT003  Textual's signature


def _document(walk: Walk) -> Document:
    """The steps as they stand, and why the walk broke off if it did."""
    lines = []
    for step in walk.steps:
        sign, tone = _SIGNS[step.state]
        lines.append(Line(f"{sign} {step.operation}", step.title, tone))
        if step.found:
            lines.append(Line("", step.found, tone))
    told = (Section("", tuple(lines)),)
    return told if walk.trouble is None else (*told, *trouble(walk.trouble))
