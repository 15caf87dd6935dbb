"""A driver of the screens for developer users, and the pool whose users they show."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from cogtui.app import CogtuiApp
from cogtui.screens.developers.ask import IdentifierInput, IdentifiersDialog
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.screens.developers.preview import PreviewDialog
from cogtui.screens.developers.users import UsersScreen
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from tests.emulator.connection import all_identities
from tests.emulator.users import GOOGLE, developer, id_token, login, member
from tests.screens.operation.operator import Operator
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

POOL: Final = "people"


class DeveloperPool:
    """A pool with developer users.

    Args:
        service: A client independent of the app.
        pool_id: The pool ID.
    """

    def __init__(self, service: "CognitoIdentityClient", pool_id: str) -> None:
        self.service = service
        self.pool_id = pool_id

    def user(self, name: str, *, google: str = "", identity_id: str = "") -> str:
        """Register a developer user, and return the identity.

        Args:
            name: The identifier.
            google: A Google user to link to the same identity, or who is already linked to it.
            identity_id: The identity to link the user to.
        """
        more: dict[str, Any] = {"IdentityId": identity_id} if identity_id else {}
        if google:
            more["Logins"] = login(GOOGLE, google)
        return developer(self.service, self.pool_id, name, **more)

    def member(self, name: str) -> str:
        """Return the identity of a Google user."""
        return member(self.service, self.pool_id, GOOGLE, name)

    def guest(self) -> str:
        """Create a guest identity."""
        return self.service.get_id(IdentityPoolId=self.pool_id)["IdentityId"]

    def owner(self, name: str) -> str | None:
        """Return the identity that a developer user resolves to, None if unknown."""
        try:
            answer = self.service.lookup_developer_identity(
                IdentityPoolId=self.pool_id, DeveloperUserIdentifier=name
            )
        except self.service.exceptions.ResourceNotFoundException:
            return None
        return answer["IdentityId"]

    def logins(self, identity_id: str) -> list[str]:
        """Return the logins that the service lists for an identity."""
        return self.service.describe_identity(IdentityId=identity_id).get("Logins", [])

    def enabled(self) -> list[str]:
        """Return the identities that are not disabled."""
        return [
            each["IdentityId"]
            for each in all_identities(self.service, self.pool_id, HideDisabled=True)
        ]

    def merge(self, source: str, destination: str) -> None:
        """Merge two users, as another person would."""
        self.service.merge_developer_identities(
            IdentityPoolId=self.pool_id,
            DeveloperProviderName="login.mycompany.example",
            SourceUserIdentifier=source,
            DestinationUserIdentifier=destination,
        )

    def unlink(self, name: str) -> None:
        """Unlink a user, as another person would."""
        identity_id = self.owner(name)
        assert identity_id is not None
        self.service.unlink_developer_identity(
            IdentityPoolId=self.pool_id,
            IdentityId=identity_id,
            DeveloperProviderName="login.mycompany.example",
            DeveloperUserIdentifier=name,
        )


class DevelopersDriver(Operator):
    """Drives the screens for developer users."""

    @property
    def words(self) -> str:
        """The text on the terminal as one line, without line breaks and scrollbars."""
        return " ".join(re.sub("[▁-█]", " ", super().words).split())

    async def types_identifiers(self, *identifiers: str) -> None:
        """Wait for the dialog that asks for identifiers, paste them and submit.

        Args:
            identifiers: One for each empty field.
        """
        __tracebackhide__ = True
        await self.sees_screen(IdentifiersDialog)
        for identifier in identifiers:
            await self.waits(self._is_at_empty_field, "an empty field")
            await self.paste(identifier)
            await self.press("enter")

    def _is_at_empty_field(self) -> bool:
        field = self.app.focused
        return isinstance(field, IdentifierInput) and not field.value

    async def looks_up(self, identifier: str) -> None:
        """Look up an identifier from the explorer."""
        __tracebackhide__ = True
        await self.press("F")
        await self.types_identifiers(identifier)
        await self.sees_users()

    async def sees_users(self, *texts: str) -> None:
        """Wait for the users screen to be complete, and for texts on it."""
        __tracebackhide__ = True
        await self.sees_screen(UsersScreen)
        await self.sees_no("Loading…")
        await self.sees("Developer users · people · login.mycompany.example", *texts)

    async def sees_preview(self, *texts: str) -> None:
        """Wait for a preview, and for texts in it."""
        __tracebackhide__ = True
        await self.sees_screen(PreviewDialog, *texts)

    async def sends(self, typed: str = "") -> None:
        """Send the preview, and answer the confirmation.

        Args:
            typed: What to type to confirm; if empty, a yes is enough.
        """
        __tracebackhide__ = True
        await self.sees_screen(PreviewDialog)
        await self.press("ctrl+s")
        await self.sees_screen(ConfirmDialog)
        if typed:
            await self.agrees_by_typing(typed)
        else:
            await self.press("y")

    async def sees_document(self, *texts: str) -> None:
        """Wait for a document, and for texts in it."""
        __tracebackhide__ = True
        await self.sees_screen(DocumentDialog, *texts)

    async def gives_token(self, user: str, audience: str | None = None) -> None:
        """Enter the login token of a Google user, by default for the pool's app."""
        __tracebackhide__ = True
        await self.sees("Logins · people")
        await self.press("p")
        await self.sees("IdentityProviderToken")
        await self.paste(id_token(GOOGLE, user, audience))
        await self.press("ctrl+s")
        await self.sees("Logins · people")
        await self.press("ctrl+s")

    async def opens_file(self, kind: str, path: object) -> None:
        """Open a CSV file of users from the explorer.

        Args:
            kind: What to do with each row, as the list names it.
            path: The file.
        """
        __tracebackhide__ = True
        await self.press("B")
        await self.sees("Bulk changes from CSV")
        await self.type(kind)
        await self.press("enter")
        await self.sees_form("CSV file")
        await self.paste(str(path))
        await self.press("ctrl+s")

    async def sees_rows(self, *texts: str) -> None:
        """Wait for the rows of a file, and for texts above or among them."""
        __tracebackhide__ = True
        await self.sees_screen(BatchScreen, *texts)

    def count_calls(self, *operations: str) -> int:
        """Return how many calls of some operations were made."""
        return sum(map(self.called, operations))


@asynccontextmanager
async def app_on_pool(
    app: CogtuiApp,
    developer_pool: DeveloperPool,
    identity_id: str = "",
    size: tuple[int, int] = SMALL,
    *,
    pool: str = POOL,
) -> AsyncIterator[DevelopersDriver]:
    """Run an app with the cursor on the pool, or on an identity in it.

    Args:
        app: The app.
        developer_pool: The pool.
        identity_id: The identity, empty for the pool.
        size: Columns and lines.
        pool: The pool's name.
    """
    async with DevelopersDriver.running(app, developer_pool.service, size=size) as driver:
        if identity_id:
            await driver.goes_to_identity(pool, identity_id)
        else:
            await driver.goes_to(pool)
        yield driver
