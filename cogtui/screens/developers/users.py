"""A screen that shows an identity with its developer users, and offers what can be done."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.api_error import ApiError, Explanation
from cogtui.developers import descriptions
from cogtui.developers.directory import Directory
from cogtui.developers.identifiers import find_oddities, quoted
from cogtui.documents import developer_users as of_developers
from cogtui.documents.document import Document, Line, Section, Tone
from cogtui.documents.failure import failure_document
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.screens.dialogs.menu import Menu
from cogtui.secret import Secret
from cogtui.service import operation_names
from cogtui.service.identity_rows import Identity, identity_of
from cogtui.text import counted, visible
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.fields.form_keys import FormKeys
from cogtui.widgets.identifier_table import IdentifierTable
from cogtui.widgets.menu_list import MenuEntry
from cogtui.widgets.virtual_table import VirtualTable


class UserAction(StrEnum):
    """An action that the user can request."""

    LOOK_UP = "look up"
    """Look up another identifier."""
    REGISTER = "register"
    """Register a user, or link one to the identity."""
    MERGE = "merge"
    """Merge the selected user into another."""
    UNLINK_USER = "unlink user"
    """Unlink the selected user."""
    UNLINK_LOGIN = "unlink login"
    """Unlink a public login."""
    MANY = "many"
    """Merge or unlink many users from a CSV file."""
    OPEN = "open"
    """Show the identity in the explorer."""


class UserRequest(NamedTuple):
    """An action that the user requested, and the user to apply it to."""

    action: UserAction
    """The action."""
    identifier: str = ""
    """The selected identifier, empty if there is none."""


@dataclass(slots=True)
class Found:
    """The result of a lookup, as far as it has been read."""

    identifier: str = ""
    """The identifier that was looked up, empty if the lookup was by identity."""
    identity_id: str | None = None
    """The identity ID, None for an unknown user."""
    identity: Identity | None = None
    """The answer of DescribeIdentity; None before it is read, or if the identity does not exist."""
    identifiers: list[str] = field(default_factory=list)
    """The identifiers read so far."""
    is_found_in_pool: bool = True
    """Whether the pool's lookup knows the identity."""
    is_whole: bool = False
    """Whether everything has been read."""
    error: Explanation | None = None
    """Why reading failed, None if it did not."""
    row: int = 0
    """The cursor's row among the identifiers."""

    @property
    def is_unknown_user(self) -> bool:
        """Whether the lookup was by an identifier that is not registered."""
        return self.is_whole and self.identity_id is None

    def reset(self) -> None:
        """Discard everything that was read, before it is read again."""
        self.identity = None
        self.identity_id = None if self.identifier else self.identity_id
        self.identifiers.clear()
        self.is_found_in_pool = True
        self.is_whole = False
        self.error = None


class UsersScreen(Dialog[UserRequest | None]):
    """Shows an identity and its developer users while they are still being read.

    It returns the action that the user requests, None if the screen is closed.

    Args:
        directory: The pool's developer users.
        found: The lookup to show.
        refusal: Returns why an action is not allowed, empty if it is.
        on_copy: Copies a text; takes the text and a description of it.
        clock: Returns the current time in seconds since the epoch.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "request('look up')", "Look up", id="users.look-up"),
        Binding("n", "request('register')", "Register", id="users.register"),
        Binding("w", "request('merge')", "Merge", id="users.merge"),
        Binding("p", "request('unlink user')", "Unlink", id="users.unlink"),
        Binding(
            "u", "request('unlink login')", "Unlink login", show=False, id="users.unlink-login"
        ),
        Binding("B", "request('many')", "Bulk changes from CSV", show=False, id="users.many"),
        Binding("o", "request('open')", "Open", id="users.open"),
        Binding("y", "copy_id", "Copy identity ID", show=False, id="users.copy-id"),
        Binding("Y", "copy_users", "Copy all identifiers", show=False, id="users.copy-all"),
        Binding("c", "copy_user", "Copy identifier", show=False, id="users.copy"),
        Binding("r", "read_again", "Reload", show=False, id="users.again"),
        Binding("a", "choose", "Actions", id="users.actions"),
        Binding("escape,q", "leave", "Close", id="users.leave"),
    ]

    def __init__(
        self,
        directory: Directory,
        found: Found,
        *,
        refusal: Callable[[UserAction], str],
        on_copy: Callable[[Secret, str], None],
        clock: Callable[[], float],
    ) -> None:
        super().__init__()
        self._directory = directory
        self._found = found
        self._refusal = refusal
        self._on_copy = on_copy
        self._clock = clock

    def compose(self) -> ComposeResult:
        """Yield the title, the identity, the table of users, and the keys."""
        pool, provider = self._directory.pool, self._directory.provider
        with Vertical(classes="dialog large users"):
            title = f"Developer users · {pool.title} · {provider}"
            yield DialogTitle(title)
            yield DocumentView()
            yield Static("", id="users-count", markup=False)
            yield IdentifierTable()
            yield FormKeys()

    def on_mount(self) -> None:
        """Show what has been read, and read the rest."""
        found = self._found
        table = self.query_one(IdentifierTable)
        table.show(found.identifiers, found.row)
        table.focus()
        self._draw()
        if not found.is_whole:
            self.action_read_again()

    @work(exclusive=True)
    async def action_read_again(self) -> None:
        """Read the identity, then its identifiers page by page."""
        found = self._found
        found.reset()
        table = self.query_one(IdentifierTable)
        table.show(found.identifiers)
        self._draw()
        try:
            if found.identifier:
                found.identity_id = await self._directory.find(found.identifier)
            if found.identity_id is not None:
                await self._read(found, found.identity_id)
            found.is_whole = True
        except ApiError as error:
            found.error = error.explanation
        self._draw()

    async def _read(self, found: Found, identity_id: str) -> None:
        answer = await self._directory.send(
            operation_names.DESCRIBE_IDENTITY, {"IdentityId": identity_id}
        )
        found.identity = identity_of(answer)
        self._draw()
        async for page in self._directory.identifiers(identity_id):
            found.is_found_in_pool = page is not None
            first = len(found.identifiers)
            found.identifiers += page or ()
            self.query_one(IdentifierTable).rows_added(first)
            self._draw()

    def _draw(self) -> None:
        found = self._found
        self.query_one(DocumentView).show(self._document(found), keep_place=True)
        self.query_one("#users-count", Static).update(_count_text(found, self._directory.provider))
        self.query_one(IdentifierTable).placeholder = _placeholder(found)

    def _document(self, found: Found) -> Document:
        parts: Document = ()
        title = f"{quoted(found.identifier)} resolves to" if found.identifier else "Identity"
        if found.identity is not None:
            # the table below shows the identifiers
            parts = of_developers.linked_identity(
                visible(title),
                found.identity,
                self._directory.provider,
                found.identifiers,
                self._clock(),
            )[:1]
        elif found.identity_id is not None:
            parts = (Section(visible(title), (Line("ID", found.identity_id),)),)
        elif found.is_unknown_user:
            parts = of_developers.unknown_user("Lookup", found.identifier)
        if found.identifier:
            parts = (
                *parts,
                *of_developers.sentence_section("", find_oddities(found.identifier), Tone.WARNING),
            )
        return parts if found.error is None else (*parts, *failure_document(found.error))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether an action has something to act on."""
        found = self._found
        if action == "request" and parameters[0] in (UserAction.UNLINK_LOGIN, UserAction.OPEN):
            return found.identity_id is not None
        if action == "copy_id":
            return found.identity_id is not None
        return True

    @work(group="choose", exclusive=True)
    async def action_choose(self) -> None:
        """List everything that can be done here."""
        entries: dict[str, MenuEntry] = {}
        for binding in (each.binding for each in self.active_bindings.values()):
            if (binding.id or "").startswith("users.") and binding.action != "choose":
                key = self.app.get_key_display(binding)
                entry = MenuEntry(binding.action, binding.description, key, (binding.key,))
                entries.setdefault(binding.action, entry)
        menu = Menu("Developer users", list(entries.values()))
        chosen = await self.app.push_screen_wait(menu)
        if chosen is not None:
            await self.run_action(chosen)

    def action_request(self, action: str) -> None:
        """Close the screen with a request, unless the action is not allowed.

        Args:
            action: A value of `UserAction`.
        """
        requested = UserAction(action)
        user = self.query_one(IdentifierTable).identifier
        refusal = self._refusal(requested)
        if not refusal and requested is UserAction.UNLINK_USER and user is None:
            refusal = "No developer user under the cursor."
        if refusal:
            self.notify(visible(refusal), severity="warning", markup=False)
        else:
            self._found.row = self.query_one(IdentifierTable).cursor_row
            self.dismiss(UserRequest(requested, user or ""))

    @on(VirtualTable.Opened)
    def _show_whole(self, event: VirtualTable.Opened) -> None:
        user = self._found.identifiers[event.row]
        size = Section("", (Line("Length", counted(len(user), "character")),))
        whole = (Section("Identifier", (Line("", user),)), size, *descriptions.oddities(user))
        dialog = DocumentDialog("Developer user", whole, copied=user, what="the identifier")
        self.app.push_screen(dialog, self._copy_identifier)

    def _copy_identifier(self, user: str | None) -> None:
        if user is not None:
            self._on_copy(Secret(user), f"the identifier {quoted(user)}")

    def action_copy_id(self) -> None:
        """Copy the identity ID."""
        identity_id = self._found.identity_id or ""
        self._on_copy(Secret(identity_id), identity_id)

    def action_copy_user(self) -> None:
        """Copy the selected identifier, unchanged."""
        self._copy_identifier(self.query_one(IdentifierTable).identifier)

    def action_copy_users(self) -> None:
        """Copy all identifiers read so far, one per line."""
        users = self._found.identifiers
        if users:
            text = Secret("\n".join(users))
            self._on_copy(text, counted(len(users), "developer user identifier"))

    def action_leave(self) -> None:
        """Close the screen."""
        self.dismiss(None)


def _count_text(found: Found, provider: str) -> str:
    if found.is_whole and not found.identifiers:
        return ""
    users = f"{counted(len(found.identifiers), 'developer user')} of {visible(provider)}"
    if found.is_whole:
        return users
    return f"{users}, incomplete: {found.error.title}" if found.error else f"{users}, loading…"


def _placeholder(found: Found) -> str:
    if found.error is not None:
        return "Press r to reload."
    if not found.is_whole:
        return "Loading…"
    if found.identity_id is None:
        return "Identifiers are case-sensitive, and spaces count.\nPress n to register it."
    if not found.is_found_in_pool:
        return (
            "The pool's lookup does not find the identity: it has no developer users, or it "
            "belongs to another pool.\nPress n to link one."
        )
    return "The identity has no developer users.\nPress n to link one."
