"""The demo's welcome: what to try in it, and who can sign in."""

from collections.abc import Callable
from typing import Final, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Key
from textual.widgets import Label, Static

from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.service import operation_names
from cogtui.text import visible


class Task(NamedTuple):
    """Something to try in the demo."""

    action: str
    """The name of its action."""
    pool: str
    """The pool to try it on; empty for any."""
    purpose: str
    """What it is for."""


TASKS: Final = (
    Task(operation_names.LIST_IDENTITIES, "", "list its identities"),
    Task("act-as", "mobile-app-prod", "get credentials of a guest or a user"),
    Task("why-role", "mobile-app-prod", "see which role a user gets, and why"),
    Task(operation_names.UPDATE_IDENTITY_POOL, "", "edit it, review the changes, send them"),
    Task(
        operation_names.MERGE_DEVELOPER_IDENTITIES,
        "partner-portal",
        "merge two developer users:",
    ),
)
"""What to try, in this order; the users named below are for the last one."""

DEVELOPER_USERS: Final = ("maria.keller@northwind.example", "Maria.Keller@northwind.example")
"""Two developer users of partner-portal with an identity each."""

SIGN_INS: Final = {
    "mobile-app-prod": ("maya.chen", "jonas.weber"),
    "analytics-dashboard": ("dana.ross", "lee.park"),
}
"""The users who can sign in by password alone, by pool."""

PASSWORD: Final = "Demo-2026"  # noqa: S105  a documented demo password
"""The password of all of them."""

_WIDTH: Final = 21
"""The width of the column of pools, in characters."""


class WelcomeDialog(Dialog[None]):
    """Shows what to try in the demo. Any key closes it, and does nothing else.

    Args:
        key: Returns the key of an action as people write it.
        palette_key: The palette's key, as people write it.
    """

    DEFAULT_CLASSES = "-closed-by-any-key"

    def __init__(self, key: Callable[[str], str], palette_key: str) -> None:
        super().__init__()
        self._key = key
        self._palette_key = palette_key

    def compose(self) -> ComposeResult:
        """Yield the title, the tasks, the users and the keys."""
        with Vertical(classes="dialog welcome"):
            yield DialogTitle("Welcome to cogtui")
            yield Static("This is demo data: nothing here reaches AWS.")
            yield Static(Content("\n").join(map(self._line, TASKS)), classes="welcome-part")
            yield Label("\n".join(f"{'':5}{each}" for each in DEVELOPER_USERS), markup=False)
            yield Static(Content("\n").join(_sign_ins()), classes="welcome-part")
            closing = (
                f"Any key closes this. The palette ({visible(self._palette_key)}) opens it again."
            )
            yield Label(closing, classes="dialog-keys welcome-part", markup=False)

    def on_key(self, event: Key) -> None:
        """Close the dialog.

        Args:
            event: Any key.
        """
        event.stop()
        self.dismiss(None)

    def _line(self, task: Task) -> Content:
        place = f"on {task.pool}" if task.pool else "on any pool"
        key = visible(self._key(task.action))
        return Content.assemble(
            "  ", (f"{key:3}", "bold $text-accent"), (f"{place:{_WIDTH}}", ""), task.purpose
        )


def _sign_ins() -> list[Content]:
    lines = [
        Content(f"  {pool:{_WIDTH + 3}}{', '.join(users)}") for pool, users in SIGN_INS.items()
    ]
    title = Content.assemble("Users who can sign in, with the password ", (PASSWORD, "bold"), ":")
    return [title, *lines]
