"""Somebody who fills in a form by keys, in an app of nothing else."""

import re
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from textual import events
from textual.app import App
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot
from textual.widget import Widget

from cogtui import themes
from cogtui.gateway.model import input_members
from cogtui.screens.form import FormDialog
from cogtui.widgets.fields.field import Field
from tests.waiting import wait_until

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


class Filler:
    """Presses keys and reads what is on the screen.

    Args:
        pilot: The pilot of the running app.
    """

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.app = pilot.app
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

    def send(self, *keys: str) -> None:
        """Presses keys all at once, as they come out of a slow line.

        Args:
            keys: Their names, or characters.
        """
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            event = events.Key(name, key_to_character(key))
            event.set_sender(self.app)
            driver.send_message(event)

    async def press(self, *keys: str) -> None:
        """Presses keys, one after the other.

        Args:
            keys: Their names, or characters.
        """
        for key in keys:
            self.send(key)
            await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Types a text at once.

        Args:
            text: What to type.
        """
        self.send(*text)
        await self.pilot.pause()

    async def paste(self, text: str) -> None:
        """Pastes a text.

        Args:
            text: What to paste.
        """
        driver = self.app._driver
        assert driver is not None
        event = events.Paste(text)
        event.set_sender(self.app)
        driver.send_message(event)
        await self.pilot.pause()

    async def sees(self, *texts: str) -> None:
        """Waits until texts stand on the terminal, all at once.

        Args:
            texts: What to wait for.
        """
        __tracebackhide__ = True
        await wait_until(
            self.pilot, lambda: all(text in self.words for text in texts), f"{texts} on the screen"
        )

    async def goes_to(self, *path: str) -> Widget:
        """Moves by Tab to the field of a member.

        Args:
            path: The names of the structures that it is in, and its own.
        """
        for _ in range(30):
            field = self.app.focused
            if isinstance(field, Field) and field.asked.path == path:
                return field
            await self.press("tab")
        raise AssertionError(path)

    @property
    def words(self) -> str:
        """What stands on the terminal, without borders and with one blank between words."""
        lines = (strip.text for strip in self.app.screen._compositor.render_strips())
        told = (" ".join(re.sub("[│╭╮╰╯─▌]", " ", line).split()) for line in lines)
        return "\n".join(line for line in told if line)


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
    async with FormApp().run_test(size=size, message_hook=messages.append) as pilot:
        filler = Filler(pilot)
        filler.messages = messages
        if operation:
            members = input_members(operation)
            await filler.opens(
                FormDialog(operation, members, values or {}, operation=operation, **more)
            )
        yield filler
