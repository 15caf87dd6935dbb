"""Somebody at the desk for developer users, and the pool whose users they are."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from cogtui.app import CogtuiApp
from cogtui.screens.developers.ask import IdentifiersDialog
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
        service: A client beside the app.
        pool_id: The pool.
    """

    def __init__(self, service: "CognitoIdentityClient", pool_id: str) -> None:
        self.service = service
        self.pool_id = pool_id

    def user(self, name: str, *, google: str = "", identity_id: str = "") -> str:
        """Registers a developer user, and returns its identity.

        Args:
            name: The identifier.
            google: The user of Google who is linked to the same identity, or who has it already.
            identity_id: The identity to link it to.
        """
        more: dict[str, Any] = {"IdentityId": identity_id} if identity_id else {}
        if google:
            more["Logins"] = login(GOOGLE, google)
        return developer(self.service, self.pool_id, name, **more)

    def member(self, name: str) -> str:
        """The identity of a user of Google."""
        return member(self.service, self.pool_id, GOOGLE, name)

    def guest(self) -> str:
        """Makes a guest."""
        return self.service.get_id(IdentityPoolId=self.pool_id)["IdentityId"]

    def owner(self, name: str) -> str | None:
        """The identity that a developer user leads to, None if to none."""
        try:
            answer = self.service.lookup_developer_identity(
                IdentityPoolId=self.pool_id, DeveloperUserIdentifier=name
            )
        except self.service.exceptions.ResourceNotFoundException:
            return None
        return answer["IdentityId"]

    def logins(self, identity_id: str) -> list[str]:
        """What the service lists as the logins of an identity."""
        return self.service.describe_identity(IdentityId=identity_id).get("Logins", [])

    def enabled(self) -> list[str]:
        """The identities that are not disabled."""
        return [
            each["IdentityId"]
            for each in all_identities(self.service, self.pool_id, HideDisabled=True)
        ]

    def merge(self, source: str, destination: str) -> None:
        """Merges two users, as somebody else would do."""
        self.service.merge_developer_identities(
            IdentityPoolId=self.pool_id,
            DeveloperProviderName="login.mycompany.example",
            SourceUserIdentifier=source,
            DestinationUserIdentifier=destination,
        )

    def unlink(self, name: str) -> None:
        """Unlinks a user, as somebody else would do."""
        identity_id = self.owner(name)
        assert identity_id is not None
        self.service.unlink_developer_identity(
            IdentityPoolId=self.pool_id,
            IdentityId=identity_id,
            DeveloperProviderName="login.mycompany.example",
            DeveloperUserIdentifier=name,
        )


class DevelopersDriver(Operator):
    """An operator at the desk for developer users."""

    @property
    def words(self) -> str:
        """What stands on the terminal, on one line: sentences wrap, beside scrollbars."""
        return " ".join(re.sub("[▁-█]", " ", super().words).split())

    async def types_identifiers(self, *identifiers: str) -> None:
        """Waits for the dialog that asks for identifiers, pastes them and goes on.

        Args:
            identifiers: One for each that is asked for and empty.
        """
        __tracebackhide__ = True
        await self.sees_screen(IdentifiersDialog)
        for identifier in identifiers:
            await self.paste(identifier)
            await self.press("enter")

    async def looks_up(self, identifier: str) -> None:
        """Looks up an identifier from the explorer."""
        __tracebackhide__ = True
        await self.press("F")
        await self.types_identifiers(identifier)
        await self.sees_users()

    async def sees_users(self, *texts: str) -> None:
        """Waits for the desk, with all that it reads, and for texts on it."""
        __tracebackhide__ = True
        await self.sees_screen(UsersScreen)
        await self.sees_no("Reading …")
        await self.sees("Developer users · people · login.mycompany.example", *texts)

    async def sees_preview(self, *texts: str) -> None:
        """Waits for a preview, and for texts in it."""
        __tracebackhide__ = True
        await self.sees_screen(PreviewDialog, *texts)

    async def sends(self, typed: str = "") -> None:
        """Has the preview sent, and answers the question.

        Args:
            typed: What is to be typed; a yes is enough where it is empty.
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
        """Waits for a document, and for texts in it."""
        __tracebackhide__ = True
        await self.sees_screen(DocumentDialog, *texts)

    async def gives_token(self, user: str) -> None:
        """Gives the login token of a user of Google."""
        __tracebackhide__ = True
        await self.sees("Logins · people")
        await self.press("p")
        await self.sees("IdentityProviderToken")
        await self.paste(id_token(GOOGLE, user))
        await self.press("ctrl+s")
        await self.sees("Logins · people")
        await self.press("ctrl+s")

    async def opens_sheet(self, kind: str, path: object) -> None:
        """Opens a file of many users from the explorer.

        Args:
            kind: What is done with each line, as the list tells it.
            path: The file.
        """
        __tracebackhide__ = True
        await self.press("B")
        await self.sees("Many developer users")
        await self.type(kind)
        await self.press("enter")
        await self.sees_form("CSV file")
        await self.paste(str(path))
        await self.press("ctrl+s")

    async def sees_lines(self, *texts: str) -> None:
        """Waits for the lines of a file, and for texts above or among them."""
        __tracebackhide__ = True
        await self.sees_screen(BatchScreen, *texts)

    def read(self, *operations: str) -> int:
        """How many calls of some operations were made."""
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
    """Runs an app with the cursor on the pool, or on an identity of it.

    Args:
        app: The app.
        developer_pool: The pool.
        identity_id: The identity, none for the pool.
        size: Columns and lines.
        pool: The pool's name.

    Yields:
        Its clerk.
    """
    async with DevelopersDriver.running(app, developer_pool.service, size=size) as driver:
        if identity_id:
            await driver.goes_to_identity(pool, identity_id)
        else:
            await driver.goes_to(pool)
        yield driver
