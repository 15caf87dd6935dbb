"""Input line for a filter."""

from typing import ClassVar, Final

from textual import on
from textual.binding import Binding, BindingType
from textual.events import Paste
from textual.message import Message
from textual.widgets import Input

from cogtui.text import counted

_MAX_PASTE: Final = 256
"""The longest paste that is accepted, in characters: pool names have up to 128, and what is longer
than any name is probably a token."""


class FilterBar(Input):
    """An input that is visible while the user types and as long as a filter is set."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,tab", "leave", "To the results", show=False, id="filter.leave"),
        Binding("escape", "end_filter", "Clear the filter", show=False, id="filter.end"),
        Binding("ctrl+g", "load_rest", "Load the rest", show=False, id="filter.load-rest"),
    ]

    class Typed(Message):
        """The filter text has changed."""

        def __init__(self, query: str) -> None:
            super().__init__()
            self.query = query

    class Left(Message):
        """The user has finished typing."""

    class RestWanted(Message):
        """The user wants everything to be loaded, so that the filter finds it."""

    def __init__(self) -> None:
        super().__init__(compact=True, select_on_focus=False)
        # blinking would keep sending output over a slow connection
        self.set_reactive(Input.cursor_blink, False)  # noqa: FBT003  Textual's signature
        self.display = False

    def ask(self, query: str, what: str) -> None:
        """Show the input and focus it.

        Args:
            query: The current filter text.
            what: The placeholder, which names what is filtered.
        """
        self.placeholder = what
        self.show(query)
        self.display = True
        # not by `focus`, which is deferred: the next letters would go to the old widget
        self.screen.set_focus(self)

    def show(self, query: str) -> None:
        """Show a filter text without posting `Typed`; hide the input if it is empty."""
        with self.prevent(Input.Changed):
            self.value = query
        self.cursor_position = len(query)
        self.display = bool(query)

    def action_leave(self) -> None:
        """Finish typing and keep the filter."""
        self.display = bool(self.value)
        self.post_message(self.Left())

    def action_end_filter(self) -> None:
        """Finish typing and clear the filter."""
        self.value = ""
        self.action_leave()

    def action_load_rest(self) -> None:
        """Post `RestWanted`."""
        self.post_message(self.RestWanted())

    def _on_paste(self, event: Paste) -> None:
        if len(event.text) > _MAX_PASTE:
            event.stop()
            event.prevent_default()
            length = counted(len(event.text), "character")
            message = f"Ignored the pasted text: too long for a filter ({length})."
            self.notify(message, severity="warning", markup=False)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_leave()

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Typed(event.value))
