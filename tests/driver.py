"""The driver of an app under test: presses keys, and waits for what is on the screen."""

import builtins
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, ClassVar, Self, TypeVar

from textual.app import App
from textual.driver import Driver as TerminalDriver
from textual.events import Key, Paste
from textual.keys import _character_to_key, key_to_character
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen

from tests.waiting import wait_until

S = TypeVar("S", bound=Screen[Any])

SMALL = (80, 24)
"""The smallest terminal in which everything must work."""

WIDE = (160, 45)
"""A terminal with room for all panes."""


class Driver:
    """Drives any app in a separate terminal.

    Args:
        pilot: The pilot of the running app.
    """

    FRAME: ClassVar = "[│╭╮╰╯─]"
    """A regular expression for the borders around texts, which `words` omits."""

    def __init__(self, pilot: Pilot[Any]) -> None:
        self.pilot = pilot
        self.app: App[Any] = pilot.app

    @property
    def lines(self) -> list[str]:
        """Return the text on the terminal, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        """Return the text on the terminal."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def words(self) -> str:
        """Return the text on the terminal, without borders, and with one blank between words."""
        lines = (" ".join(re.sub(self.FRAME, " ", line).split()) for line in self.lines)
        return "\n".join(line for line in lines if line)

    def send(self, *keys: str) -> None:
        """Send keys as a terminal's driver does; Textual's own pilot waits three times for each.

        Args:
            keys: Their names in Textual, or characters.
        """
        for key in keys:
            name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
            self._post(Key(name, key_to_character(key)))

    async def press(self, *keys: str) -> None:
        """Press keys, one after the other.

        Args:
            keys: Their names, or characters.
        """
        for key in keys:
            self.send(key)
            await self.pilot.pause()

    async def hits(self, *keys: str) -> None:
        """Press keys all at once, as they arrive over a slow connection.

        Args:
            keys: Their names, or characters.
        """
        self.send(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Type a text.

        Args:
            text: The text.
        """
        await self.hits(*text)

    async def paste(self, text: str) -> None:
        """Paste a text, as a terminal does.

        Args:
            text: The content of the clipboard.
        """
        self._post(Paste(text))
        await self.pilot.pause()

    async def waits(self, condition: Callable[[], object], what: str) -> None:
        """Wait until a condition holds; the failure shows the screen.

        Args:
            condition: The condition.
            what: A description of the condition.
        """
        __tracebackhide__ = True
        try:
            await wait_until(self.pilot, condition, what)
        except AssertionError as failure:
            failure.add_note(self.words)
            raise

    async def sees(self, *texts: str) -> None:
        """Wait until texts are on the terminal, all at once.

        Borders, and blanks between words, are ignored.

        Args:
            texts: The texts to wait for.
        """
        __tracebackhide__ = True

        def are_there() -> bool:
            words = self.words
            return all(text in words for text in texts)

        await self.waits(are_there, f"{texts} on the screen")

    async def sees_no(self, *texts: str) -> None:
        """Wait until none of some texts is on the terminal.

        Args:
            texts: The texts that must disappear.
        """
        __tracebackhide__ = True

        def are_gone() -> bool:
            words = self.words
            return not any(text in words for text in texts)

        await self.waits(are_gone, f"none of {texts} on the screen")

    async def sees_screen(self, kind: builtins.type[S], *texts: str) -> S:
        """Wait for a screen or a dialog to be on top, and then for texts.

        Args:
            kind: Its class.
            texts: Texts that it must show.

        Returns:
            The screen.
        """
        __tracebackhide__ = True
        await self.waits(
            lambda: isinstance(self.app.screen, kind) and self.app.screen.is_current,
            f"a {kind.__name__}",
        )
        found = self.app.screen
        assert isinstance(found, kind)
        await self.sees(*texts)
        return found

    def _post(self, event: Key | Paste) -> None:
        event.set_sender(self.app)
        self._terminal.send_message(event)

    @property
    def _terminal(self) -> TerminalDriver:
        driver = self.app._driver
        assert driver is not None
        return driver

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        app: App[Any],
        *more: Any,  # noqa: ANN401  the class's arguments
        size: tuple[int, int] = SMALL,
        toasts: bool = False,
        message_hook: Callable[[Message], None] | None = None,
    ) -> AsyncIterator[Self]:
        """Run an app, and quit it unless the test has done so.

        Args:
            app: The app.
            more: Further arguments for the driver.
            size: Columns and lines.
            toasts: Whether toasts are drawn; they cover what is below them.
            message_hook: Called with each message that the app handles.

        Yields:
            The driver.
        """
        async with app.run_test(
            size=size, notifications=toasts, message_hook=message_hook
        ) as pilot:
            yield cls(pilot, *more)
            if app.return_code is None:
                app.exit()
