"""Somebody at the terminal, who presses keys and reads what is on the screen."""

import base64
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from textual.command import CommandList
from textual.driver import Driver
from textual.events import Key, Paste
from textual.keys import _character_to_key, key_to_character
from textual.pilot import Pilot

from cogtui.app import CogtuiApp
from cogtui.gateway import RequestLog
from cogtui.screens.explorer import Explorer
from cogtui.screens.panes import Pane, Panes
from tests.waiting import wait_until

SMALL = (80, 24)
"""The smallest terminal that everything must work in."""

WIDE = (160, 45)
"""A terminal with room for all panes."""


class User:
    """Presses keys, and waits until the screen shows what is expected.

    Args:
        pilot: The pilot of the running app.
    """

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        app = pilot.app
        assert isinstance(app, CogtuiApp)
        self.app: CogtuiApp = app
        # `toasts` is to tell them also on a slow machine, where they would be gone before one looks
        app.NOTIFICATION_TIMEOUT = 600  # type: ignore[misc]  # for this app alone
        self.written: list[str] = []
        """What the app has written to the terminal, frames aside."""
        driver = app._driver
        assert driver is not None
        driver.write = self.written.append  # type: ignore[method-assign, assignment]  # the headless one drops it

    @property
    def explorer(self) -> Explorer:
        """The main screen, also while a dialog is over it."""
        explorer = self.app.screen_stack[0]
        assert isinstance(explorer, Explorer)
        return explorer

    @property
    def panes(self) -> Panes:
        """The panes of the main screen."""
        return self.explorer.query_one(Panes)

    @property
    def pane(self) -> str:
        """The pane with the keyboard."""
        return self.panes.pane

    @property
    def requests(self) -> RequestLog:
        """Every call that was made."""
        return self.explorer._requests

    @property
    def lines(self) -> list[str]:
        """What stands on the terminal, line by line."""
        return [strip.text for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        """What stands on the terminal."""
        return "\n".join(line.rstrip() for line in self.lines)

    @property
    def words(self) -> str:
        """What stands on the terminal, without borders, and with one blank between words."""
        lines = (" ".join(re.sub("[│╭╮╰╯─]", " ", line).split()) for line in self.lines)
        return "\n".join(line for line in lines if line)

    @property
    def clipboard(self) -> str:
        """What the terminal was told last to put on its clipboard (OSC 52)."""
        written = re.findall(r"\x1b]52;c;([^\x07\x1b]*)", "".join(self.written))
        return base64.b64decode(written[-1]).decode() if written else ""

    @property
    def toasts(self) -> list[str]:
        """What the app has said in passing, the latest last."""
        return [str(each.message) for each in self.app._notifications]

    def called(self, operation: str) -> int:
        """How many times an operation was called.

        Args:
            operation: Its name in the request log: `list-identities`, `sts get-caller-identity`.
        """
        return sum(request.operation == operation for request in self.requests)

    async def press(self, *keys: str) -> None:
        """Presses keys, one after the other.

        Args:
            keys: Their names, as Textual has them.
        """
        for key in keys:
            self._send(key)
            await self.pilot.pause()

    async def copies(self, key: str) -> None:
        """Presses a key that copies, and waits until the app says that it has.

        Args:
            key: Its name.
        """
        __tracebackhide__ = True
        said = len(self.toasts)
        await self.press(key)
        await self.waits(lambda: len(self.toasts) > said, "a toast")

    async def type(self, text: str) -> None:
        """Types a text.

        Args:
            text: What to type.
        """
        await self.hits(*text)

    async def paste(self, text: str) -> None:
        """Pastes a text, as a terminal does.

        Args:
            text: What is on the clipboard.
        """
        event = Paste(text)
        event.set_sender(self.app)
        self._driver.send_message(event)
        await self.pilot.pause()

    async def waits(self, condition: Callable[[], object], what: str) -> None:
        """Waits until a condition holds; the failure shows the screen.

        Args:
            condition: What must come true.
            what: The condition in words.
        """
        __tracebackhide__ = True
        try:
            await wait_until(self.pilot, condition, what)
        except AssertionError as failure:
            failure.add_note(self.words)
            raise

    async def sees(self, *texts: str) -> None:
        """Waits until texts stand on the terminal, all at once.

        The blanks between their words, and borders, do not count.

        Args:
            texts: What to wait for.
        """
        __tracebackhide__ = True

        def are_there() -> bool:
            words = self.words
            return all(text in words for text in texts)

        await self.waits(are_there, f"{texts} on the screen")

    async def sees_no(self, *texts: str) -> None:
        """Waits until none of some texts stands on the terminal.

        Args:
            texts: What must go.
        """
        __tracebackhide__ = True

        def are_gone() -> bool:
            words = self.words
            return not any(text in words for text in texts)

        await self.waits(are_gone, f"none of {texts} on the screen")

    async def rests(self) -> None:
        """Waits until every call made has been answered, and its answer is shown."""
        __tracebackhide__ = True

        def at_rest() -> bool:
            # the others may wait for the user
            reading = [
                worker
                for worker in self.app.workers
                if worker.group not in ("choose", "open", "operation")
            ]
            return not reading and all(
                request.milliseconds is not None for request in self.requests
            )

        await self.waits(at_rest, "rest")

    async def goes_to(self, pool: str, *, region: str = "us-east-1") -> None:
        """Moves the tree's cursor from the top down to a pool, as fast as one can type.

        Args:
            pool: The pool's name.
            region: Its region, the first in the tree; nothing is unfolded in it.
        """
        __tracebackhide__ = True
        tree = self.panes.pools.pool_tree
        while self.pane != Pane.POOLS:
            await self.press("escape")

        def names() -> list[str]:
            return [each.name for each in tree.pools(region)]

        await self.waits(lambda: pool in names(), f"{pool} in the tree")
        await self.hits("g", *["down"] * (names().index(pool) + 1))

        def reached() -> bool:
            place = tree.place
            return place is not None and place.pool is not None and place.pool.name == pool

        await self.waits(reached, f"the cursor on {pool}")
        await self.rests()

    async def runs_by_palette(self, name: str, *texts: str) -> None:
        """Runs an operation by the palette: Ctrl+P, its AWS CLI name, Enter.

        Args:
            name: The name.
            texts: What the palette must say of it before Enter.
        """
        __tracebackhide__ = True
        await self.press("ctrl+p")
        await self.type(name)
        await self.sees(f" · {name}\n", *texts)
        commands = self.app.screen.query_one(CommandList)

        def is_chosen() -> bool:
            option = commands.highlighted_option
            told = "" if option is None else str(option.prompt)
            return told.partition("\n")[0].endswith(f" · {name}")

        await self.waits(lambda: commands.highlighted_option is not None, "a line in the palette")
        while not is_chosen():
            await self.press("down")
        await self.press("enter")

    async def hits(self, *keys: str) -> None:
        """Presses keys all at once, as they come out of a slow line.

        Args:
            keys: Their names.
        """
        for key in keys:
            self._send(key)
        await self.pilot.pause()

    def _send(self, key: str) -> None:
        """Sends a key as a terminal's driver does; Textual's own pilot waits thrice for each."""
        name = key if len(key) > 1 or key.isalnum() else _character_to_key(key)
        event = Key(name, key_to_character(key))
        event.set_sender(self.app)
        self._driver.send_message(event)

    @property
    def _driver(self) -> Driver:
        driver = self.app._driver
        assert driver is not None
        return driver


@asynccontextmanager
async def using(
    app: CogtuiApp, size: tuple[int, int] = SMALL, *, toasts: bool = False
) -> AsyncIterator[User]:
    """Runs an app in a terminal of some size.

    Args:
        app: The app.
        size: Columns and lines.
        toasts: Whether toasts are drawn; they cover what else stands there.

    Yields:
        Its user.
    """
    async with app.run_test(size=size, notifications=toasts) as pilot:
        yield User(pilot)
        if app.return_code is None:
            app.exit()
