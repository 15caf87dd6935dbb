"""A driver that fills in a form by keys, in an app with only that form."""

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
    """An app with cogtui's style sheet and no screen."""

    CSS_PATH = "../../../cogtui/cogtui.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name


class Filler(Driver):
    """A user of an app with only a form.

    Args:
        pilot: The pilot of the running app.
    """

    FRAME = "[│╭╮╰╯─▌]"

    def __init__(self, pilot: Pilot[None]) -> None:
        super().__init__(pilot)
        self.result: Any = _NOTHING
        """The form's result."""
        self.messages: list[Message] = []
        """Every message posted."""

    async def opens(self, dialog: FormDialog) -> None:
        """Open a form.

        Args:
            dialog: The form.
        """
        self.app.push_screen(dialog, self._take)
        await self.pilot.pause()

    def _take(self, result: dict[str, Any] | None) -> None:
        self.result = result

    @property
    def is_open(self) -> bool:
        """Whether the form has no result yet."""
        return self.result is _NOTHING

    async def goes_to(self, *path: str) -> Widget:
        """Press Tab until the field of a member has the focus, and return it.

        Args:
            path: The names of the structures around the member, and its name.
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
    **more: Any,  # noqa: ANN401  FormDialog's arguments
) -> AsyncIterator[Filler]:
    """Run an app with the form of an operation, and yield its user.

    Args:
        operation: The operation's AWS CLI name; empty for no form at first.
        values: The initial values.
        size: The terminal's columns and lines.
        more: Further arguments of the form.
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
