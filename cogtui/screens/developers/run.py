"""The entry point of the operations on developer users."""

from typing import TYPE_CHECKING, Final

from cogtui.account.account import Account, Pool
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError
from cogtui.developers import blockers, descriptions
from cogtui.developers.directory import Directory
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterPreview
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.documents import developer_users as of_developers
from cogtui.documents.document import Document, Tone
from cogtui.screens.developers.ask import IdentifierQuestion, IdentifiersDialog
from cogtui.screens.developers.csv_file import BulkRun
from cogtui.screens.developers.sending import (
    LoginUnlinkFlow,
    MergeFlow,
    RegisterFlow,
    UserUnlinkFlow,
)
from cogtui.screens.developers.users import Found, UserAction, UserRequest, UsersScreen
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import result_or_cancel, waited_for
from cogtui.screens.features import EntryPoint
from cogtui.screens.host import Host
from cogtui.service import operation_names
from cogtui.service.identity_rows import login_name
from cogtui.service.operations import OPERATIONS
from cogtui.text import visible

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_GATING_OPERATIONS: Final = {
    UserAction.REGISTER: operation_names.GET_OPEN_ID_TOKEN_FOR_DEVELOPER_IDENTITY,
    UserAction.MERGE: operation_names.MERGE_DEVELOPER_IDENTITIES,
    UserAction.UNLINK_USER: operation_names.UNLINK_DEVELOPER_IDENTITY,
    UserAction.UNLINK_LOGIN: operation_names.UNLINK_IDENTITY,
    UserAction.MANY: operation_names.MERGE_DEVELOPER_IDENTITIES,
}
"""The operation that decides whether an action is allowed."""

_NEW: Final = "new"
_TARGET: Final = "target"


class DevelopersRun:
    """Runs the screens for the developer users of one pool.

    Args:
        host: The screen that it is run from.
        account: The account to call.
        pool: The pool.
        selection: What is under the cursor.
    """

    def __init__(self, host: Host, account: Account, pool: Pool, selection: Selection) -> None:
        self._host = host
        self._account = account
        self._pool = pool
        self._selection = selection
        # entries that need an identity are offered only where one is under the cursor
        self._identity_id = selection.identity_id or ""
        self._directory = Directory(account.gateway.call, pool, "")

    async def run(
        self,
        action: "Callable[[DevelopersRun], Awaitable[object]]",
        *,
        needs_provider: bool = True,
    ) -> None:
        """Run an action until the user closes its screens.

        Args:
            action: One of the public methods below.
            needs_provider: Whether the pool must have a developer provider.
        """
        try:
            if await self._open_directory(needs_provider=needs_provider):
                await action(self)
        except ApiError as error:
            self._host.show_failure(error.explanation)

    async def _open_directory(self, *, needs_provider: bool) -> bool:
        """Read the pool's developer provider; return False if it has none or the user cancels."""
        opening = Directory.open(self._account.gateway.call, self._pool)
        directory = await result_or_cancel(self._host.app, opening, f"Loading {self._pool.title}…")
        if directory is None:
            return False
        self._directory = directory
        if self._directory.provider or not needs_provider:
            return True
        await self._show_message(descriptions.blocker_sections(blockers.for_provider("", None)))
        return False

    async def look_up(self) -> None:
        """Look up an identifier that the user types."""
        if found := await self._ask_for_user():
            await self._show(found)

    async def find(self) -> None:
        """Open the identity of an identifier that the user types."""
        found = await self._ask_for_user()
        if found is None:
            return
        finding = self._directory.find(found.identifier)
        what = f"Looking up {found.identifier}…"
        identity_id = await result_or_cancel(self._host.app, finding, what)
        if identity_id:
            self._host.show_identity(self._account, self._pool, identity_id)
        else:
            # it shows that the user is unknown, and offers to register one
            await self._show(found)

    async def _ask_for_user(self) -> Found | None:
        dialog = IdentifiersDialog(
            f"Look up developer user · {self._pool.title}",
            [IdentifierQuestion("Identifier", "DeveloperUserIdentifier")],
            keys="Look up",
        )
        typed = await self._host.app.push_screen_wait(dialog)
        return Found(typed[0]) if typed else None

    async def show_users(self) -> None:
        """Show the developer users of the selected identity."""
        await self._show(Found(identity_id=self._identity_id))

    async def _show(self, found: Found) -> None:
        """Show what was found and perform the user's requests until the screen is closed."""
        while request := await self._host.app.push_screen_wait(self._screen(found)):
            if request.action is UserAction.OPEN:
                self._host.show_identity(self._account, self._pool, found.identity_id or "")
                return
            if request.action is UserAction.LOOK_UP:
                found = await self._ask_for_user() or found
            elif await self._perform(request, found):
                found = Found(found.identifier, found.identity_id)

    def _screen(self, found: Found) -> UsersScreen:
        return UsersScreen(
            self._directory,
            found,
            refusal=self._refusal,
            on_copy=self._host.copy,
            clock=self._account.now,
        )

    def _refusal(self, action: UserAction) -> str:
        if action not in _GATING_OPERATIONS:
            return ""
        operation = OPERATIONS[_GATING_OPERATIONS[action]]
        refusal = self._selection.refusal(operation)
        return f"{operation.title}: {refusal}." if refusal else ""

    async def _perform(self, request: UserRequest, found: Found) -> bool:
        """Perform a request; return whether anything may have been changed."""
        identity_id = found.identity_id
        if request.action is UserAction.MANY:
            return await self.change_in_bulk()
        if request.action is UserAction.MERGE:
            return await self._merge(request.identifier or found.identifier)
        if request.action is UserAction.REGISTER or identity_id is None:
            unknown = found.identifier if identity_id is None else ""
            return await self._register(unknown, identity_id)
        if request.action is UserAction.UNLINK_USER:
            return await self._unlink(identity_id, request.identifier)
        return await self._unlink_login(identity_id)

    async def _register(self, identifier: str, identity_id: str | None) -> bool:
        typed = await self._host.app.push_screen_wait(
            IdentifiersDialog(
                f"Register or link developer user · {self._pool.title}",
                [IdentifierQuestion("Identifier", "DeveloperUserIdentifier", identifier)],
            )
        )
        if typed is None:
            return False
        target_id = None
        if identity_id is not None:
            where = [
                Choice(_TARGET, "Link to the identity shown", identity_id),
                Choice(_NEW, "Register separately", "creates a new identity"),
            ]
            chosen = await self._host.app.push_screen_wait(Picker("Which identity?", where))
            if chosen is None:
                return False
            target_id = identity_id if chosen[0] == _TARGET else None
        reading = RegisterPreview.read(self._directory, typed[0], target_id)
        return await RegisterFlow(self._host, self._account, self._directory).run(reading)

    async def merge_users(self) -> None:
        """Merge the users of the marked identities, or that of the selected one."""
        ids = self._selection.marked or tuple(filter(None, (self._identity_id,)))
        if len(ids) > 2:  # noqa: PLR2004  a merge takes two identities
            self._host.toast("A merge takes two identities: mark two, or none.", "warning")
            return
        users = []
        for identity_id in ids:
            user = await self._first_user(identity_id)
            if user is None:
                sentence = (
                    f"{identity_id} has no developer user, and a merge needs two. Link one first, "
                    "or choose another identity."
                )
                await self._show_message(
                    of_developers.sentence_section("Cannot merge", [sentence], Tone.BAD)
                )
                return
            users.append(user)
        await self._merge(*users)

    async def _first_user(self, identity_id: str) -> str | None:
        """Return one user of an identity; any will do, since a merge moves all of them."""
        page = await anext(aiter(self._directory.identifiers(identity_id)))
        return page[0] if page else None

    async def _merge(self, source: str = "", destination: str = "") -> bool:
        if not (source and destination):
            dialog = IdentifiersDialog(
                f"Merge developer users · {self._pool.title}",
                [
                    IdentifierQuestion("Source (disabled)", "SourceUserIdentifier", source),
                    IdentifierQuestion(
                        "Destination (kept)", "DestinationUserIdentifier", destination
                    ),
                ],
                keys="Preview",
            )
            typed = await self._host.app.push_screen_wait(dialog)
            if typed is None:
                return False
            source, destination = typed
        reading = MergePreview.read(self._directory, source, destination)
        return await MergeFlow(self._host, self._account, self._directory).run(reading)

    async def unlink_user(self) -> None:
        """Unlink a developer user from the selected identity."""
        linked = await self._read(self._identity_id)
        if linked is None:
            return
        if not linked.identifiers:
            await self._report_none(linked, "developer user")
            return
        users = [Choice(each, each) for each in linked.identifiers]
        user = await self._choose("Unlink which developer user?", users)
        if user is not None:
            await self._unlink(self._identity_id, user)

    async def _unlink(self, identity_id: str, user: str) -> bool:
        reading = UserUnlinkPreview.read(self._directory, identity_id, user)
        return await UserUnlinkFlow(self._host, self._account, self._directory).run(reading)

    async def unlink_login(self) -> None:
        """Unlink a public login from the selected identity."""
        await self._unlink_login(self._identity_id)

    async def _unlink_login(self, identity_id: str) -> bool:
        linked = await self._read(identity_id)
        if linked is None:
            return False
        logins = [Choice(each, login_name(each), each) for each in linked.public_logins]
        if not logins:
            await self._report_none(linked, "public login")
            return False
        login = await self._choose("Unlink which login?", logins)
        if login is None:
            return False
        reading = LoginUnlinkPreview.read(self._directory, identity_id, login)
        return await LoginUnlinkFlow(self._host, self._account, self._directory).run(reading)

    async def _report_none(self, linked: LinkedIdentity, what: str) -> None:
        sentence = f"{linked.identity_id} has no {what} to unlink."
        if linked.is_disabled:
            sentence = blockers.disabled_identity(linked.identity_id).sentence
        await self._show_message(
            of_developers.sentence_section("Cannot unlink", [sentence], Tone.BAD)
        )

    async def _choose(self, title: str, choices: list[Choice]) -> str | None:
        """Ask for one of several choices; return a single one without asking."""
        if len(choices) == 1:
            return choices[0].value
        chosen = await self._host.app.push_screen_wait(Picker(title, choices))
        return chosen[0] if chosen else None

    async def _read(self, identity_id: str) -> LinkedIdentity | None:
        """Read an identity; return None if the user cancels, or after showing that it is gone."""
        task = await waited_for(
            self._host.app,
            self._directory.read(identity_id),
            f"Loading {identity_id}…",
            "Cancel",
        )
        if not task.done():
            task.cancel()
            return None
        if task.result() is None:
            await self._show_message(
                descriptions.blocker_sections(blockers.for_identity(identity_id, None))
            )
        return task.result()

    async def change_in_bulk(self) -> bool:
        """Merge or unlink the users in a CSV file; return whether anything may have changed."""
        return await BulkRun(self._host, self._account, self._directory).run()

    async def _show_message(self, document: Document) -> None:
        title = f"Developer users · {visible(self._pool.title)}"
        await self._host.app.push_screen_wait(DocumentDialog(title, document))


def _entry(
    action: "Callable[[DevelopersRun], Awaitable[object]]", *, needs_provider: bool = True
) -> EntryPoint:
    async def run(host: Host, account: Account, selection: Selection) -> None:
        assert selection.pool is not None, "the registry offers it on a pool"  # noqa: S101  for the type
        feature = DevelopersRun(host, account, selection.pool, selection)
        await feature.run(action, needs_provider=needs_provider)

    return run


look_up = _entry(DevelopersRun.look_up)
find_user = _entry(DevelopersRun.find)
change_in_bulk = _entry(DevelopersRun.change_in_bulk)
show_users = _entry(DevelopersRun.show_users)
merge_users = _entry(DevelopersRun.merge_users)
unlink_user = _entry(DevelopersRun.unlink_user)
# a public login can be unlinked in a pool without a developer provider
unlink_login = _entry(DevelopersRun.unlink_login, needs_provider=False)
