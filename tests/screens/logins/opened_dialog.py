"""The logins dialog, opened in the app on the emulator, with its result."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final

from cogtui.account.account import Topic
from cogtui.app import CogtuiApp
from cogtui.screens.logins.logins_dialog import LoginsDialog
from cogtui.secret import Secret
from tests.screens.user import SMALL, User, using

CUSTOMERS: Final = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx3mPq7Rt"
"""The login key of the user pool of mobile-app-prod."""

GOOGLE: Final = "accounts.google.com"
GOOGLE_APP: Final = "482910573621-h2k9d7s4f6g8j0l1.apps.googleusercontent.com"

_NOTHING: Final = "nothing returned yet"


class LoginsDriver:
    """A driver of the dialog.

    Args:
        user: The driver of the app.
    """

    def __init__(self, user: User) -> None:
        self.user = user
        self.result: Any = _NOTHING
        """What the dialog returned."""

    @property
    def is_open(self) -> bool:
        """Whether the dialog has not returned yet."""
        return self.result is _NOTHING

    async def returns(self) -> Any:  # noqa: ANN401  the dialog's result
        """Wait until the dialog has closed, and return its result."""
        await self.user.waits(lambda: not self.is_open, "the dialog has gone")
        return self.result

    async def pastes_token(self, token: str) -> None:
        """Paste the token of the login under the cursor."""
        await self.user.press("p")
        await self.user.sees("IdentityProviderToken")
        await self.user.paste(token)
        await self.user.press("ctrl+s")
        await self.user.sees("Logins ·")

    def _take(self, result: dict[str, Secret] | None) -> None:
        self.result = result


@asynccontextmanager
async def opened(
    app: CogtuiApp,
    pool: str = "mobile-app-prod",
    size: tuple[int, int] = SMALL,
    **more: Any,  # noqa: ANN401  arguments of the dialog
) -> AsyncIterator[LoginsDriver]:
    """Open the dialog for a demo pool.

    Args:
        app: The app.
        pool: The pool's name.
        size: Columns and lines.
        more: More arguments of the dialog.
    """
    async with using(app, size) as user:
        await user.goes_to(pool)
        account = user.explorer.pools.account
        place = user.explorer.pools.pool_tree.place
        assert account is not None
        assert place is not None
        assert place.pool is not None
        configuration = (await account.read(place.pool, Topic.CONFIGURATION)).answer
        driver = LoginsDriver(user)
        app.push_screen(LoginsDialog(account, place.pool, configuration, **more), driver._take)
        await user.sees("Logins ·")
        yield driver
