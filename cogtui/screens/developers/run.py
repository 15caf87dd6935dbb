"""What can be done about developer users, from what is under the cursor."""

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
from cogtui.screens.developers.sending import Merging, Registering, UnlinkingLogin, UnlinkingUser
from cogtui.screens.developers.users import Found, UserAction, UserRequest, UsersScreen
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.screens.features import EntryPoint
from cogtui.screens.host import Host
from cogtui.service.identity_rows import login_name
from cogtui.service.operations import OPERATIONS
from cogtui.text import visible

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_OPERATIONS: Final = {
    UserAction.REGISTER: "get-open-id-token-for-developer-identity",
    UserAction.MERGE: "merge-developer-identities",
    UserAction.UNLINK_USER: "unlink-developer-identity",
    UserAction.UNLINK_LOGIN: "unlink-identity",
    UserAction.MANY: "merge-developer-identities",
}
"""The operation that decides whether something is to be had."""

_NEW: Final = "new"
_TARGET: Final = "target"


class DevelopersRun:
    """The desk for developer users of one pool, and what leads there and away from it.

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
        # what begins with an identity is offered only where one is under the cursor
        self._identity_id = selection.identity_id or ""
        self._directory = Directory(account.gateway.call, pool, "")

    async def run(
        self,
        action: "Callable[[DevelopersRun], Awaitable[object]]",
        *,
        needs_provider: bool = True,
    ) -> None:
        """Run an action, and explain its failure.

        Args:
            action: One of the public methods below.
            needs_provider: Whether it is of no use for a pool without a developer provider.
        """
        try:
            if await self._is_open(needs_provider=needs_provider):
                await action(self)
        except ApiError as error:
            self._host.show_failure(error.explanation)

    async def _is_open(self, *, needs_provider: bool) -> bool:
        """Reads which developer provider the pool has; False if none, or the user leaves."""
        task = await waited_for(
            self._host.app,
            Directory.open(self._account.gateway.call, self._pool),
            f"Reading {self._pool.title} …",
            "leaves it",
        )
        if not task.done():
            task.cancel()
            return False
        self._directory = task.result()
        if self._directory.provider or not needs_provider:
            return True
        await self._tell(descriptions.in_the_way(blockers.of_provider("", None)))
        return False

    # Looking up

    async def look_up(self) -> None:
        """Look up an identifier that the user types."""
        if found := await self._ask_for_user():
            await self._show(found)

    async def _ask_for_user(self) -> Found | None:
        dialog = IdentifiersDialog(
            f"Look up a developer user · {self._pool.title}",
            [IdentifierQuestion("Identifier", "DeveloperUserIdentifier")],
            keys="looks it up",
        )
        typed = await self._host.app.push_screen_wait(dialog)
        return Found(typed[0]) if typed else None

    async def show_users(self) -> None:
        """Show the developer users of the selected identity."""
        await self._show(Found(identity_id=self._identity_id))

    async def _show(self, found: Found) -> None:
        """Shows what was found, and does what the user wants of it, again and again."""
        while request := await self._host.app.push_screen_wait(self._screen(found)):
            if request.act is UserAction.OPEN:
                self._host.show_identity(self._account, self._pool, found.identity_id or "")
                return
            if request.act is UserAction.LOOK_UP:
                found = await self._ask_for_user() or found
            elif await self._is_changed_by(request, found):
                found = Found(found.identifier, found.identity_id)

    def _screen(self, found: Found) -> UsersScreen:
        return UsersScreen(
            self._directory,
            found,
            refusal=self._refusal,
            on_copy=self._host.copy,
            clock=self._account.now,
        )

    def _refusal(self, act: UserAction) -> str:
        if act not in _OPERATIONS:
            return ""
        operation = OPERATIONS[_OPERATIONS[act]]
        refusal = self._selection.refusal(operation)
        return f"{operation.title}: {refusal}." if refusal else ""

    async def _is_changed_by(self, request: UserRequest, found: Found) -> bool:
        """Does what the user wants; whether something may have been changed."""
        identity_id = found.identity_id
        if request.act is UserAction.MANY:
            return await self.change_in_bulk()
        if request.act is UserAction.MERGE:
            return await self._merge(request.identifier or found.identifier)
        if request.act is UserAction.REGISTER or identity_id is None:
            unknown = found.identifier if identity_id is None else ""
            return await self._register(unknown, identity_id)
        if request.act is UserAction.UNLINK_USER:
            return await self._unlink(identity_id, request.identifier)
        return await self._unlink_login(identity_id)

    # Registering

    async def _register(self, identifier: str, identity_id: str | None) -> bool:
        typed = await self._host.app.push_screen_wait(
            IdentifiersDialog(
                f"Register or link a developer user · {self._pool.title}",
                [IdentifierQuestion("Identifier", "DeveloperUserIdentifier", identifier)],
            )
        )
        if typed is None:
            return False
        target_id = None
        if identity_id is not None:
            where = [
                Choice(_TARGET, "Link it to the identity shown", identity_id),
                Choice(_NEW, "Register it by itself", "a new identity"),
            ]
            chosen = await self._host.app.push_screen_wait(Picker("Which identity?", where))
            if chosen is None:
                return False
            target_id = identity_id if chosen[0] == _TARGET else None
        reading = RegisterPreview.read(self._directory, typed[0], target_id)
        return await Registering(self._host, self._account, self._directory).run(reading)

    # Merging

    async def merge_users(self) -> None:
        """Merge the users of the marked identities, or that of the selected one."""
        ids = self._selection.marked or tuple(filter(None, (self._identity_id,)))
        if len(ids) > 2:  # noqa: PLR2004  a merge is of two
            self._host.toast("A merge is of two: mark two identities, or none.", "warning")
            return
        users = []
        for identity_id in ids:
            user = await self._first_user(identity_id)
            if user is None:
                sentence = (
                    f"No developer user leads to {identity_id}, and a merge is of two developer "
                    "users. Link one first, or choose another identity."
                )
                await self._tell(
                    of_developers.sentence_section("Nothing is sent", [sentence], Tone.BAD)
                )
                return
            users.append(user)
        await self._merge(*users)

    async def _first_user(self, identity_id: str) -> str | None:
        """A user of an identity; any will do, since all of them are merged together."""
        page = await anext(aiter(self._directory.identifiers(identity_id)))
        return page[0] if page else None

    async def _merge(self, source: str = "", destination: str = "") -> bool:
        if not (source and destination):
            dialog = IdentifiersDialog(
                f"Merge two developer users · {self._pool.title}",
                [
                    IdentifierQuestion("Merged away", "SourceUserIdentifier", source),
                    IdentifierQuestion("Kept", "DestinationUserIdentifier", destination),
                ],
                keys="shows what it would do",
            )
            typed = await self._host.app.push_screen_wait(dialog)
            if typed is None:
                return False
            source, destination = typed
        reading = MergePreview.read(self._directory, source, destination)
        return await Merging(self._host, self._account, self._directory).run(reading)

    # Unlinking

    async def unlink_user(self) -> None:
        """Unlink a developer user from the selected identity."""
        linked = await self._read(self._identity_id)
        if linked is None:
            return
        if not linked.identifiers:
            await self._report_none(linked, "developer user")
            return
        users = [Choice(each, each) for each in linked.identifiers]
        user = await self._chosen("Unlink which developer user?", users)
        if user is not None:
            await self._unlink(self._identity_id, user)

    async def _unlink(self, identity_id: str, user: str) -> bool:
        reading = UserUnlinkPreview.read(self._directory, identity_id, user)
        return await UnlinkingUser(self._host, self._account, self._directory).run(reading)

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
        login = await self._chosen("Unlink which login?", logins)
        if login is None:
            return False
        reading = LoginUnlinkPreview.read(self._directory, identity_id, login)
        return await UnlinkingLogin(self._host, self._account, self._directory).run(reading)

    async def _report_none(self, linked: LinkedIdentity, what: str) -> None:
        sentence = f"No {what} leads to {linked.identity_id}, so there is none to unlink."
        if linked.is_disabled:
            sentence = blockers.disabled(linked.identity_id).sentence
        await self._tell(of_developers.sentence_section("Nothing is sent", [sentence], Tone.BAD))

    async def _chosen(self, title: str, choices: list[Choice]) -> str | None:
        """One of several; the only one there is, where there is but one."""
        if len(choices) == 1:
            return choices[0].value
        chosen = await self._host.app.push_screen_wait(Picker(title, choices))
        return chosen[0] if chosen else None

    async def _read(self, identity_id: str) -> LinkedIdentity | None:
        """Reads an identity; None if the user leaves, or if there is none, which is told."""
        task = await waited_for(
            self._host.app,
            self._directory.read(identity_id),
            f"Reading {identity_id} …",
            "leaves it",
        )
        if not task.done():
            task.cancel()
            return None
        if task.result() is None:
            await self._tell(descriptions.in_the_way(blockers.of_identity(identity_id, None)))
        return task.result()

    # Many

    async def change_in_bulk(self) -> bool:
        """Merge or unlink the users in a CSV file; return whether anything may have changed."""
        return await BulkRun(self._host, self._account, self._directory).run()

    async def _tell(self, document: Document) -> None:
        title = f"Developer users · {visible(self._pool.title)}"
        await self._host.app.push_screen_wait(DocumentDialog(title, document))


def _entry(
    action: "Callable[[DevelopersRun], Awaitable[object]]", *, needs_provider: bool = True
) -> EntryPoint:
    async def run(host: Host, account: Account, selection: Selection) -> None:
        if selection.pool is not None:
            feature = DevelopersRun(host, account, selection.pool, selection)
            await feature.run(action, needs_provider=needs_provider)

    return run


look_up = _entry(DevelopersRun.look_up)
change_in_bulk = _entry(DevelopersRun.change_in_bulk)
show_users = _entry(DevelopersRun.show_users)
merge_users = _entry(DevelopersRun.merge_users)
unlink_user = _entry(DevelopersRun.unlink_user)
# a public login can be unlinked in a pool without a developer provider
unlink_login = _entry(DevelopersRun.unlink_login, needs_provider=False)
