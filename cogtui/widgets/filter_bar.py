"""The line in which one types what to look for."""

from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Input


class FilterBar(Input):
    """In sight while one types, and as long as a filter hides something."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "leave", "To what is found", show=False, id="filter.leave"),
        Binding("escape", "end_filter", "End the filter", show=False, id="filter.end"),
    ]

    class Typed(Message):
        """The text to look for has changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Left(Message):
        """The user is done with typing."""

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        # blinking would keep a slow line busy
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature
        self.display = False

    def ask(self, query: str, what: str) -> None:
        """Lets the user type.

        Args:
            query: What is looked for already.
            what: What is filtered, in the words for an empty line.
        """
        self.placeholder = what
        self.show(query)
        self.display = True
        # at once and not by `focus`, which lets the next letters go elsewhere
        self.screen.set_focus(self)

    def show(self, query: str) -> None:
        """Says what is looked for; hides itself where nothing is.

        Args:
            query: What is looked for.
        """
        with self.prevent(Input.Changed):
            self.value = query
        self.cursor_position = len(query)
        self.display = bool(query)

    def action_leave(self) -> None:
        """Keeps the filter and gives the keyboard back."""
        self.display = bool(self.value)
        self.post_message(self.Left())

    def action_end_filter(self) -> None:
        """Ends the filter and gives the keyboard back."""
        self.value = ""
        self.action_leave()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
