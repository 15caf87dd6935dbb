"""A driver of the app for a user who gets credentials."""

from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Final

from cogtui.app import CogtuiApp
from cogtui.emulator.demo.pools import CUSTOMERS, STAFF
from cogtui.emulator.demo.users import PASSWORD
from cogtui.screens.credentials.progress import StepsDialog
from cogtui.screens.credentials.show import RevealScreen
from cogtui.screens.dialogs.picker import Picker
from cogtui.screens.logins.logins_dialog import LoginsDialog
from tests.screens.interceptor import Answer
from tests.screens.operation.operator import Operator
from tests.screens.user import WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

CUSTOMER_POOL: Final = f"cognito-idp.us-east-1.amazonaws.com/{CUSTOMERS}"
STAFF_POOL: Final = f"cognito-idp.us-east-1.amazonaws.com/{STAFF}"
POOL: Final = "aaa"
"""The name of the test's pool, the first in the tree."""

AUTHENTICATED: Final = "arn:aws:iam::111122223333:role/PoolAuthenticated"
GUESTS: Final = "arn:aws:iam::111122223333:role/PoolGuests"
"""The guest role of that pool."""

COGNITO_KEY: Final = "cognito-identity.amazonaws.com"

FLOW_PICKER: Final = "Get credentials with"


class Bearer(Operator):
    """A driver that gets credentials of a pool or an identity."""

    async def opens_credentials(self, pool: str) -> None:
        """Open the picker of authentication flows for a pool."""
        __tracebackhide__ = True
        await self.goes_to(pool)
        await self.press("X")
        await self.sees(FLOW_PICKER)

    async def opens_identity_credentials(self, pool: str, identity_id: str) -> None:
        """Open the picker of authentication flows for an identity."""
        __tracebackhide__ = True
        await self.goes_to_identity(pool, identity_id)
        await self.press("x")
        await self.sees(FLOW_PICKER)

    async def chooses(self, title: str) -> None:
        """Choose the authentication flow with a title."""
        __tracebackhide__ = True
        picker = self.app.screen
        assert isinstance(picker, Picker)
        await self.type(title)
        await self.press("enter")
        await self.waits(lambda: self.app.screen is not picker, "the picker gone")

    # Logins

    @property
    def logins(self) -> LoginsDialog:
        """The logins dialog."""
        dialog = self.app.screen
        assert isinstance(dialog, LoginsDialog), self.words
        return dialog

    async def sees_logins(self, *texts: str) -> None:
        """Wait for the logins dialog."""
        __tracebackhide__ = True
        await self.sees_screen(LoginsDialog, "Logins ·", *texts)

    async def goes_to_login(self, key: str) -> None:
        """Move the cursor to the login of a key."""
        __tracebackhide__ = True
        await self.sees_logins(key)
        index = self.logins._listed_keys.index(key)
        await self.press("g", *["down"] * index)
        await self.waits(lambda: self.logins._selected_key == key, f"the cursor on {key}")

    async def pastes_login(self, key: str, token: str) -> None:
        """Paste a token for a login."""
        __tracebackhide__ = True
        await self.goes_to_login(key)
        await self.press("p")
        await self.sees_form(key)
        await self.paste(token)
        await self.press("ctrl+s")
        await self.sees_logins("● ")

    async def signs_in(self, key: str, user: str) -> None:
        """Sign in to a user pool for a login."""
        __tracebackhide__ = True
        await self.goes_to_login(key)
        await self.press("s")
        await self.sees_form("Sign in")
        await self.fills(USERNAME=user, PASSWORD=PASSWORD)
        await self.press("ctrl+s")
        await self.sees_logins(f"of {user}")

    async def submits_logins(self, *, despite_warnings: bool = False) -> None:
        """Submit the logins dialog, confirming its warnings if there are any."""
        __tracebackhide__ = True
        await self.press("ctrl+s")
        if despite_warnings:
            await self.agrees("The service may refuse the request.")

    # Credentials

    async def sees_credentials(self, *texts: str) -> RevealScreen:
        """Wait for the credentials."""
        __tracebackhide__ = True
        return await self.sees_screen(RevealScreen, "Expires", *texts)

    async def sees_failure(self, *texts: str) -> StepsDialog:
        """Wait for the failed step with its explanation."""
        __tracebackhide__ = True
        return await self.sees_screen(StepsDialog, "✗", "What to do", "Retry", *texts)

    async def leaves(self) -> None:
        """Close the dialog, and wait for the explorer."""
        __tracebackhide__ = True
        await self.press("escape")
        await self.is_back()


def bearing(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    size: tuple[int, int] = WIDE,
    *,
    toasts: bool = False,
) -> AbstractAsyncContextManager[Bearer]:
    """Run an app in a terminal.

    Args:
        app: The app.
        service: A client of the service that it calls.
        size: Columns and lines.
        toasts: Whether toasts are drawn.

    Returns:
        A context with a driver.
    """
    return Bearer.running(app, service, size=size, toasts=toasts)


def denial() -> Answer:
    """Return IAM's response to a call that is denied."""
    message = "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-identity:X"
    body = f'{{"__type": "AccessDeniedException", "Message": "{message}"}}'
    return Answer(400, "application/x-amz-json-1.1", body.encode())
