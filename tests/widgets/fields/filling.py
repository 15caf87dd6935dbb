"""Somebody who fills in a form by keys, in an app of nothing else."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from textual.app import App
from textual.pilot import Pilot
from textual.widget import Widget

from cogtui.gateway.service_model import input_members
from cogtui.screens.forms.form import FormDialog
from cogtui.widgets import themes
from cogtui.widgets.fields.field import Field
from tests.driver import Driver

if TYPE_CHECKING:
    from textual.message import Message

_NOTHING: Final = "nothing returned yet"


class FormApp(App[None]):
    """An app with cogtui's looks and no screen of its own."""

    CSS_PATH = "../../../cogtui/cogtui.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name


class Filler(Driver):
    """Fills in the form of an app of nothing else.

    Args:
        pilot: The pilot of the running app.
    """

    FRAME = "[│╭╮╰╯─▌]"

    def __init__(self, pilot: Pilot[None]) -> None:
        super().__init__(pilot)
        self.result: Any = _NOTHING
        """What the form returned."""
        self.messages: list[Message] = []
        """Every message that was sent."""

    async def opens(self, dialog: FormDialog) -> None:
        """Opens a form.

        Args:
            dialog: The form.
        """
        self.app.push_screen(dialog, self._take)
        await self.pilot.pause()

    def _take(self, result: dict[str, Any] | None) -> None:
        self.result = result

    @property
    def is_open(self) -> bool:
        """Whether the form has returned nothing yet."""
        return self.result is _NOTHING

    async def goes_to(self, *path: str) -> Widget:
        """Moves by Tab to the field of a member.

        Args:
            path: The names of the structures that it is in, and its own.
        """
        for _ in range(30):
            field = self.app.focused
            if isinstance(field, Field) and field.spec.path == path:
                return field
            await self.press("tab")
        raise AssertionError(path)


@asynccontextmanager
async def filling(
    operation: str = "",
    values: Mapping[str, Any] | None = None,
    size: tuple[int, int] = (80, 24),
    **more: Any,  # noqa: ANN401  as FormDialog has them
) -> AsyncIterator[Filler]:
    """Runs an app with the form of an operation.

    Args:
        operation: The operation's AWS CLI name; empty for no form at first.
        values: What the form opens with.
        size: Columns and lines of the terminal.
        more: What else the form takes.

    Yields:
        Who fills it in.
    """
    messages: list[Message] = []
    async with Filler.running(FormApp(), size=size, message_hook=messages.append) as filler:
        filler.messages = messages
        if operation:
            members = input_members(operation)
            await filler.opens(
                FormDialog(operation, members, values or {}, operation=operation, **more)
            )
        yield filler
