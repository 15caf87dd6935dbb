"""A user at the terminal, who presses keys and reads the screen."""

import base64
import re
from contextlib import AbstractAsyncContextManager

from textual.pilot import Pilot

from cogtui.app import CogtuiApp
from cogtui.gateway import RequestLog
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.explorer.explorer import Explorer
from cogtui.screens.explorer.panes import Pane, Panes
from cogtui.screens.message_log import MessageLog
from tests.driver import SMALL, WIDE, Driver

__all__ = ["SMALL", "WIDE", "User", "using"]

_MOST_ESCAPES = 6
"""How often Escape has something to close before the tree of pools has the focus."""


class User(Driver):
    """Knows its way around the explorer, the palette and the clipboard.

    Args:
        pilot: The pilot of the running app.
    """

    app: CogtuiApp

    def __init__(self, pilot: Pilot[None]) -> None:
        super().__init__(pilot)
        app = self.app
        assert isinstance(app, CogtuiApp)
        # `toasts` is to tell them also on a slow machine, where they would be gone before one looks
        app.NOTIFICATION_TIMEOUT = 600  # type: ignore[misc]  # for this app alone
        self.written: list[str] = []
        """What the app has written to the terminal, frames aside."""
        self._terminal.write = self.written.append  # type: ignore[method-assign, assignment]  # the headless one drops it

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
        return self.explorer.requests

    @property
    def clipboard(self) -> str:
        """The text last sent to the terminal's clipboard (OSC 52)."""
        written = re.findall(r"\x1b]52;c;([^\x07\x1b]*)", "".join(self.written))
        return base64.b64decode(written[-1]).decode() if written else ""

    @property
    def toasts(self) -> list[str]:
        """What the app has said in passing, the latest last."""
        return [each.text for each in reversed(self.app.messages.latest_first())]

    def called(self, operation: str) -> int:
        """How many times an operation was called.

        Args:
            operation: Its name in the request log: `list-identities`, `sts get-caller-identity`.
        """
        return sum(request.operation == operation for request in self.requests)

    def forgets_toasts(self) -> None:
        """Forgets what the app has said so far."""
        self.app.messages = MessageLog()

    async def copies(self, key: str) -> None:
        """Presses a key that copies, and waits until the app says that it has.

        Args:
            key: Its name.
        """
        __tracebackhide__ = True
        count = len(self.toasts)
        await self.press(key)
        await self.waits(lambda: len(self.toasts) > count, "a toast")

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
        for _ in range(_MOST_ESCAPES):
            if self.pane == Pane.POOLS:
                break
            await self.press("escape")
        assert self.pane == Pane.POOLS, "Escape does not lead back to the pools"

        def names() -> list[str]:
            return [each.name for each in tree.pools(region)]

        await self.waits(lambda: pool in names(), f"{pool} in the tree")
        await self.hits("g", *["down"] * (names().index(pool) + 1))

        def reached() -> bool:
            place = tree.place
            return place is not None and place.pool is not None and place.pool.name == pool

        await self.waits(reached, f"the cursor on {pool}")
        await self.rests()

    async def closes_dialogs(self) -> None:
        """Close every dialog by Escape, and by `y` the questions about changes."""
        while len(self.app.screen_stack) > 1:
            asks = isinstance(self.app.screen, ConfirmDialog) and "Discard changes" in self.words
            await self.press("y" if asks else "escape")

    async def runs_by_palette(self, name: str, *texts: str) -> None:
        """Runs an operation by the palette: Ctrl+P, its AWS CLI name, Enter.

        Args:
            name: The name.
            texts: What the palette must show for it before Enter.
        """
        __tracebackhide__ = True
        await self.press("ctrl+p")
        await self.type(name)

        def are_there() -> bool:
            # a long line of the list is wrapped
            words = self.words.replace("\n", " ")
            return all(text in words for text in (f" · {name}", *texts))

        await self.waits(are_there, f"{name} and {texts} in the palette")
        await self.press("enter")


def using(
    app: CogtuiApp, size: tuple[int, int] = SMALL, *, toasts: bool = False
) -> AbstractAsyncContextManager[User]:
    """Run an app in a terminal of some size.

    Args:
        app: The app.
        size: Columns and lines.
        toasts: Whether toasts are drawn; they cover what is below them.

    Returns:
        A context with its user.
    """
    return User.running(app, size=size, toasts=toasts)
