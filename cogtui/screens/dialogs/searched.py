"""A dialog whose content is searched by `/`, and by what is typed after it."""

from typing import ClassVar, Final, TypeVar

from textual.binding import Binding, BindingType
from textual.events import Key

from cogtui.screens.dialogs.dialog import Dialog

Result = TypeVar("Result")

_LONGEST: Final = 60
"""The longest search text, in characters: what is longer is not typed."""


class SearchedDialog(Dialog[Result]):
    """Collects what is typed after `/`; Esc ends the search, and without one closes the dialog.

    It has no input: text that is pasted, perhaps a secret, is neither shown nor stored, and keys
    that come before the dialog is composed count.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Close", id="search.close"),
        Binding("slash", "search", "Search", id="search.start"),
    ]

    DEFAULT_CLASSES = "-accepts-typing-ahead"

    query_text: str | None = None
    """What is searched for; None while nothing is."""

    def on_key(self, event: Key) -> None:
        """Type while searching; else leave the key to the dialog."""
        query = self.query_text
        if query is None:
            active = self.active_bindings.get(event.key)
            if active is not None and active.binding.action == "search":
                # at once: letters of the same read are the search text
                event.stop()
                self.action_search()
            else:
                self.key_pressed(event)
            return
        if event.is_printable:
            self.query_text = f"{query}{event.character}"[:_LONGEST]
        elif event.key == "backspace":
            self.query_text = query[:-1]
        elif event.key == "ctrl+u":
            self.query_text = ""
        else:
            return
        event.stop()
        self.searched()

    def key_pressed(self, event: Key) -> None:
        """Handle a key while nothing is searched for."""

    def searched(self) -> None:
        """Show what the search finds, or everything; the dialog may not be composed yet."""

    def action_search(self) -> None:
        """Search for what is typed next."""
        self.query_text = ""
        self.searched()

    def action_back(self) -> None:
        """End the search, or close the dialog."""
        if self.query_text is None:
            self.dismiss(None)
        else:
            self.query_text = None
            self.searched()
