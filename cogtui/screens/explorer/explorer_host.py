"""What the explorer offers to the features that run on it."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.screen import Screen
from textual.widgets import Input

from cogtui.account.account import Account, Pool
from cogtui.api_error import Explanation
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.screens.explorer.change_records import ChangeRecords
from cogtui.screens.explorer.copier import Copier
from cogtui.screens.explorer.panes import Pane, Panes
from cogtui.screens.explorer.subject_pane import Subject
from cogtui.screens.host import Severity
from cogtui.secret import Secret
from cogtui.service.operations import View
from cogtui.text import visible

if TYPE_CHECKING:
    from cogtui.configuration.apply import Records
    from cogtui.service.identity_rows import IdentityRows


class ExplorerHost:
    """The explorer as a `Host`.

    Args:
        screen: The explorer, on its app.
        panes: Its panes.
        is_demo: Whether they show the demo's data.
    """

    def __init__(self, screen: Screen[None], panes: Panes, *, is_demo: bool) -> None:
        self._screen = screen
        self._panes = panes
        self.is_demo = is_demo
        """Whether the demo's data is shown."""
        self.change_records = ChangeRecords(is_demo=is_demo)
        """Where changes of pools are recorded."""
        self.copier = Copier(screen, self.toast)
        """Copies, and shows what was copied."""
        self.remembered_id: str | None = None
        """The identity that the service has returned last."""

    @property
    def app(self) -> App[Any]:
        """The app."""
        return self._screen.app

    @property
    def accounts(self) -> AccountPane:
        """The pane that opens accounts and lists their pools."""
        return self._panes.pools

    @property
    def region(self) -> str:
        """The region under the cursor, or the first; empty while there is none."""
        place = self.accounts.pool_tree.place
        return place.region if place else next(iter(self.accounts.regions), "")

    @property
    def records(self) -> "Records":
        """The journals of changes in progress and the earlier configurations."""
        return self.change_records.open()

    @property
    def is_busy(self) -> bool:
        """Whether the next key is meant for a dialog or a text field."""
        return self.app.screen is not self._screen or isinstance(self._screen.focused, Input)

    async def choose_pool(self) -> Pool | None:
        """Ask for one of the pools that are listed; None if the user cancels."""
        from cogtui.screens.dialogs.choices import pool_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Picker  # noqa: PLC0415  the first frame has no dialogs

        pools = {pool.pool_id: pool for pool in self.accounts.all_pools}
        picker = Picker("Select pool", pool_choices(self.accounts.all_pools))
        chosen = await self.app.push_screen_wait(picker)
        return pools[chosen[0]] if chosen else None

    def loaded_identities(self, pool: Pool) -> "IdentityRows | None":
        """Return the identities of a pool that are loaded.

        Args:
            pool: The pool.

        Returns:
            Its identities; None if the pane lists another pool, or leaves out disabled identities.
        """
        listed = self._panes.identities.pool
        is_listed = listed is not None and listed.pool_id == pool.pool_id
        return self._panes.identities.loaded if is_listed else None

    def toast(self, text: str, severity: Severity = "information") -> None:
        """Show a short message.

        Args:
            text: The message, never markup.
            severity: How much it matters.
        """
        self._screen.notify(visible(text), severity=severity, markup=False)

    def show_failure(self, explanation: Explanation) -> None:
        """Open a dialog that explains why something failed.

        Args:
            explanation: The cause and the remedy.
        """
        from cogtui.documents.failure import failure_document  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.document_dialog import POLICY, DocumentDialog  # noqa: PLC0415  the first frame has no dialogs

        policy = explanation.policy
        dialog = DocumentDialog(
            explanation.operation, failure_document(explanation), copied=policy, what=POLICY
        )

        def closed(copied: str | None) -> None:
            if copied:
                self.copy(Secret(copied), POLICY)

        self.app.push_screen(dialog, closed)

    def copy(self, text: Secret, what: str, *, keep: bool = True) -> None:
        """Copy a text to the clipboard.

        Args:
            text: The text.
            what: What to call it in the message.
            keep: Whether it can be shown again afterwards.
        """
        self.copier.copy(text, what, keep=keep)

    def show_new_pool(self, pool: Pool) -> None:
        """Move the cursor to a pool as soon as it is listed.

        Args:
            pool: The pool.
        """
        self._panes.pane = Pane.POOLS
        self.accounts.listing.wanted_pool = pool.pool_id

    def show_identity(self, account: Account, pool: Pool, identity_id: str) -> None:
        """Move the cursor to an identity if it is loaded, else show its details.

        Args:
            account: The account to read it from.
            pool: Its pool.
            identity_id: Its ID.
        """
        panes = self._panes
        listed = panes.identities.pool
        is_listed = listed is not None and listed.pool_id == pool.pool_id
        if is_listed and panes.identities.table.go_to(identity_id):
            panes.pane = Pane.IDENTITIES
            return
        subject = Subject(identity_id.partition(":")[2], pool, identity_id)
        panes.subject.show(account, subject, panes.subject.detail.view)
        panes.pane = Pane.DETAIL
        self.toast("The identity is not in the list; its details are shown.")

    def remember_identity(self, identity_id: str) -> None:
        """Select an identity that the service has returned, where identities cannot be listed.

        Args:
            identity_id: Its ID.
        """
        self.remembered_id = identity_id

    def forget(self, ids: frozenset[str]) -> None:
        """Remove deleted pools and identities from every pane; reading them would only fail.

        Args:
            ids: The IDs of pools and identities.
        """
        from cogtui.documents.answer import deleted  # noqa: PLC0415  the first frame has no answers

        panes, tree = self._panes, self.accounts.pool_tree
        panes.identities.table.unmark(ids)
        subject = panes.subject.subject
        if subject.pool is not None and ids & {subject.pool.pool_id, subject.identity_id}:
            gone = Subject(subject.title, document=deleted(subject.title))
            panes.subject.show(None, gone, View.OVERVIEW)
        for region in tree.regions:
            remaining = [pool for pool in tree.pools(region) if pool.pool_id not in ids]
            if len(remaining) < len(tree.pools(region)):
                tree.set_pools(region, remaining)
                panes.pane = Pane.POOLS
        if panes.identities.pool is not None and panes.identities.pool.pool_id in ids:
            panes.identities.clear()

    def reload(self, stale: Collection[View], pool: Pool | None, region: str) -> None:
        """Read again what an operation has changed; the cursor, filters and marks stay.

        Args:
            stale: The views that are out of date.
            pool: The pool that they belong to, by its current name, which is empty if unknown.
            region: The region called.
        """
        panes = self._panes
        if self.accounts.only is not None:
            # nothing of it can be read
            return
        # the pool may be in a region that is not listed
        if View.POOLS in stale and region in self.accounts.regions:
            self.accounts.read_again(region)
        account, subject = self.accounts.account, panes.subject.subject
        if pool is None or account is None:
            return
        account.forget(pool)
        if subject.pool is not None and subject.pool.pool_id == pool.pool_id:
            present = subject.pool._replace(name=pool.name or subject.pool.name)
            title = subject.title if subject.identity_id else present.title
            now = subject._replace(title=title, pool=present)
            panes.subject.show(account, now, panes.subject.detail.view)
        if panes.identities.rename(pool) and View.IDENTITIES in stale:
            panes.identities.read_again()
