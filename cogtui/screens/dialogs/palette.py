"""The command palette."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cogtui.screens.dialogs.picker import Choice, Picker


class Command(NamedTuple):
    """A command in the palette."""

    name: str
    """The unique name, which is the AWS CLI's for an operation. Typing it in full selects the
    command."""
    title: str
    """The text in the list."""
    note: str
    """The text beside the title; the search covers it too."""
    run: Callable[[], object]
    """Runs the command."""
    keys: tuple[str, ...] = ()
    """The keys that do the same, as people write them."""
    words: str = ""
    """More words by which the search finds it."""


class Palette(Picker):
    """A list of commands, of which the app runs the chosen one.

    Args:
        commands: All commands.
    """

    DIALOG_CLASSES = "dialog palette"

    def __init__(self, commands: Iterable[Command]) -> None:
        choices = [
            Choice(each.name, each.title, each.note, keys=each.keys, words=each.words)
            for each in commands
        ]
        super().__init__("Commands", choices)
