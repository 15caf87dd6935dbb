"""The command palette."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from cogtui.screens.dialogs.picker import Choice, Picker


class Command(NamedTuple):
    """One of the commands."""

    name: str
    """Its unique name: the AWS CLI's for an operation. Typing all of it selects the command."""
    title: str
    """What is shown."""
    note: str
    """What is shown beside it; it is searched too."""
    run: Callable[[], object]
    """Runs it."""


class Palette(Picker):
    """Lists commands; the app runs the one that is chosen.

    Args:
        commands: All that there are.
    """

    LOOK = "palette"

    def __init__(self, commands: Iterable[Command]) -> None:
        choices = [Choice(each.name, each.title, each.note) for each in commands]
        super().__init__("Commands", choices)
