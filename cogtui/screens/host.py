"""What runs of operations need of the screen that they are run from."""

import os
from collections.abc import Collection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, cast

from textual import work

from cogtui.account.account import Pool
from cogtui.api_error import Explanation
from cogtui.files import private_files
from cogtui.gateway import is_aws
from cogtui.screens.explorer.browser import Browser
from cogtui.screens.explorer.panes import Pane
from cogtui.screens.explorer.subject_pane import Subject
from cogtui.secret import Secret
from cogtui.service.operations import View
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from textual.driver import Driver

    from cogtui.configuration.apply import Records


_UNDER_WAY: Final = "under-way"


class Host(Browser):
    """Tells what is there, shows what came of an operation, and copies."""

    got: str | None = None
    """The identity that the service has named last."""
    _copied: Secret | None = None
    """What was copied last."""
    _records: "Records | None" = None
    _demo_directory: "TemporaryDirectory[str] | None" = None

    @property
    def records(self) -> "Records":
        """Where changes of pools are noted; in the demo only until it ends."""
        from cogtui.configuration.apply import Records  # noqa: PLC0415  the first frame changes nothing
        from cogtui.configuration.earlier_versions import History  # noqa: PLC0415  likewise

        if self._records is None:
            directory = private_files.pools_directory()
            if self.is_demo:
                self._demo_directory = TemporaryDirectory(prefix="cogtui-demo-")
                directory = Path(self._demo_directory.name)
            self._records = Records(directory / _UNDER_WAY, History(directory / "history"))
        return self._records

    def on_unmount(self) -> None:
        """Removes what the demo has kept."""
        if self._demo_directory is not None:
            self._demo_directory.cleanup()

    def has_changes_under_way(self) -> bool:
        """Whether earlier runs have noted changes that have not ended, in no demo. Blocking."""
        directory = private_files.pools_directory() / _UNDER_WAY
        return not self.is_demo and any(directory.glob("*.json"))

    @property
    def aws_region(self) -> str:
        """The region under the cursor, or the first; empty while there is none."""
        place = self.pools.pool_tree.place
        return place.region if place else next(iter(self.pools.pool_tree.regions), "")

    @property
    def all_pools(self) -> list[Pool]:
        """Every pool that is listed."""
        tree = self.pools.pool_tree
        return [pool for region in tree.regions for pool in tree.pools(region)]

    async def choose_pool(self) -> Pool | None:
        """Asks for one of the pools; None if the user leaves."""
        from cogtui.screens.dialogs.choices import pool_choices  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.picker import Picker  # noqa: PLC0415  likewise

        pools = {pool.pool_id: pool for pool in self.all_pools}
        chosen = await self.app.push_screen_wait(
            Picker("Which pool?", pool_choices(self.all_pools))
        )
        return pools[chosen[0]] if chosen else None

    def pool_ids(self, region: str) -> frozenset[str]:
        """The ids of the pools of a region that are listed."""
        return frozenset(pool.pool_id for pool in self.pools.pool_tree.pools(region))

    def endpoint_of(self, region: str) -> str | None:
        """Where the service is called for a region; None for AWS."""
        url = self.pools.endpoints.get(region)
        return None if url is None or is_aws(url) else url

    def show_failure(self, explanation: Explanation) -> None:
        """Shows at length why something could not be done.

        Args:
            explanation: Why.
        """
        from cogtui.documents.failure import failure_document  # noqa: PLC0415  the first frame has no dialogs
        from cogtui.screens.dialogs.document_dialog import POLICY, DocumentDialog  # noqa: PLC0415  likewise

        policy = explanation.policy
        dialog = DocumentDialog(
            explanation.operation, failure_document(explanation), copied=policy, what=POLICY
        )

        def left(copied: str | None) -> None:
            if copied:
                self.copy(Secret(copied), POLICY)

        self.app.push_screen(dialog, left)

    def show_new_pool(self, pool: Pool) -> None:
        """Moves the cursor to a pool as soon as it is listed.

        Args:
            pool: The pool.
        """
        self.panes.pane = Pane.POOLS
        self.pools.want(pool.pool_id)

    def remember_identity(self, identity_id: str) -> None:
        """Keeps in mind an identity that the service has named.

        Args:
            identity_id: Its id.
        """
        self.got = identity_id

    def forget(self, ids: frozenset[str]) -> None:
        """Shows no longer what there is no more: it would be read again in vain.

        Args:
            ids: The ids of pools and identities.
        """
        from cogtui.documents.answer import deleted  # noqa: PLC0415  the first frame has no answers

        self.identities.table.unmark(ids)
        tree, subject = self.pools.pool_tree, self.subject.subject
        if subject.pool is not None and ids & {subject.pool.pool_id, subject.identity_id}:
            shown = Subject(subject.title, document=deleted(subject.title))
            self.subject.show(None, shown, View.OVERVIEW)
        for region in tree.regions:
            left = [pool for pool in tree.pools(region) if pool.pool_id not in ids]
            if len(left) < len(tree.pools(region)):
                tree.set_pools(region, left)
                self.panes.pane = Pane.POOLS
        if self.identities.pool is not None and self.identities.pool.pool_id in ids:
            self.identities.clear()

    def read_stale(self, stale: Collection[View], pool: Pool | None, region: str) -> None:
        """Reads again what an operation has put out of date; cursors, filters and marks stay.

        Args:
            stale: What is out of date.
            pool: The pool that it belongs to, by the name that it has now; an empty one where
                that is not known.
            region: The region called.
        """
        if self.pools.only is not None:
            # nothing of it can be read
            return
        # one may have changed a pool of a region that is not listed
        if View.POOLS in stale and region in self.pools.pool_tree.regions:
            self.pools.read_again(region)
        account, subject = self.pools.account, self.subject.subject
        if pool is None or account is None:
            return
        account.forget(pool)
        if subject.pool is not None and subject.pool.pool_id == pool.pool_id:
            present = subject.pool._replace(name=pool.name or subject.pool.name)
            title = subject.title if subject.identity_id else present.title
            now = subject._replace(title=title, pool=present)
            self.subject.show(account, now, self.subject.detail.view)
        if self.identities.rename(pool) and View.IDENTITIES in stale:
            self.identities.read_again()

    def copy(self, text: Secret, what: str, *, keep: bool = True) -> None:
        """Copies a text, and says so.

        Args:
            text: What to copy.
            what: What to call it.
            keep: Whether it can be shown afterwards; what is to be forgotten cannot.
        """
        self._copy(text, what, keep=keep)

    @work(group="copy", exclusive=True)
    async def _copy(self, text: Secret, what: str, *, keep: bool) -> None:
        """Copies a text; a worker's description prints its arguments, hence the secret."""
        from cogtui.terminal import clipboard  # noqa: PLC0415  the first frame copies nothing

        self._copied = text if keep else None
        # as Textual's own copy_to_clipboard writes
        terminal = cast("Driver", self.app._driver)  # noqa: SLF001
        copied = await in_thread(lambda: clipboard.copy(text.reveal(), os.environ, terminal.write))
        if copied.place is clipboard.CopyTarget.NATIVE:
            self.toast(f"Copied {what}")
        elif copied.place is clipboard.CopyTarget.TERMINAL:
            self.toast(f"Sent to the terminal's clipboard: {what}")
        else:
            self._show_text(text, copied.reason)

    def action_show_copied(self) -> None:
        """Shows what was copied last, for terminals that say they copy and do not."""
        if self._copied is None:
            self.toast("Nothing was copied yet.", "warning")
        else:
            self._show_text(self._copied, "What was copied last.")

    def _show_text(self, text: Secret, reason: str) -> None:
        from cogtui.screens.dialogs.copied_text import CopiedDialog  # noqa: PLC0415  the first frame has no dialogs

        self.app.push_screen(CopiedDialog(text.reveal(), reason))
