"""Show texts that were left in an external editor, and open them again or delete them."""

import os
from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError
from cogtui.configuration.drafts import Draft, Drafts, find_drafts
from cogtui.configuration.serialize import DamagedFileError
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.documents.failure import failure_document
from cogtui.documents.recorded_changes import Noted
from cogtui.files import private_files
from cogtui.screens.configuration.change import (
    configuration_members,
    read_or_cancel,
    remaining_change,
)
from cogtui.screens.configuration.external_editor import edit_draft
from cogtui.screens.configuration.run import ConfigurationRun
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import TitledDocument
from cogtui.screens.host import Host
from cogtui.text import shorten, visible
from cogtui.threads import in_thread

_EXPLANATION: Final = (
    "This text was left in an external editor. Open it again to continue; nothing is sent until "
    "you have reviewed the changes."
)
_TITLE_CELLS: Final = 30
"""The width of a pool's name in a title at 80 columns; the full name is shown below it."""


class DraftAction(StrEnum):
    """What to do with an unfinished edit."""

    REOPEN = "reopen"
    """Open it in the editor again."""
    DELETE = "delete"
    """Delete it."""


class DraftDialog(TitledDocument[DraftAction]):
    """Shows an unfinished edit.

    It returns what to do with it, or None to decide later.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take('reopen')", "Open in editor", id="draft.reopen"),
        Binding("d", "take('delete')", "Delete", id="draft.delete"),
        Binding("escape,q", "leave", "Later", id="draft.leave"),
    ]

    def action_take(self, action: str) -> None:
        """Close the dialog with an action.

        Args:
            action: A value of `DraftAction`.
        """
        self.dismiss(DraftAction(action))


def drafts_of(account_id: str) -> Drafts:
    """Return the unfinished edits of an account's pools, and of unknown accounts. Blocks.

    Args:
        account_id: The account ID.
    """
    drafts = find_drafts(private_files.drafts_directory())
    return drafts._replace(
        found=tuple(each for each in drafts.found if each.about.account in ("", account_id))
    )


async def show_drafts(host: Host, account: Account, drafts: Sequence[Draft]) -> None:
    """Show unfinished edits, one after the other.

    Args:
        host: The screen.
        account: The account that their pools are in.
        drafts: The unfinished edits.
    """
    for number, each in enumerate(drafts, 1):
        place = f" ({number} of {len(drafts)})" if len(drafts) > 1 else ""
        name = each.about.name or f"New pool in {each.about.region}"
        title = f"{shorten(visible(name), _TITLE_CELLS)} · unfinished edit{place}"
        await _UnfinishedEdit(host, account, each, title).run()


class _UnfinishedEdit:
    """Handles one unfinished edit."""

    def __init__(self, host: Host, account: Account, draft: Draft, title: str) -> None:
        self._host = host
        self._account = account
        self._draft = draft
        self._title = title
        self._failure: Document = ()

    async def run(self) -> None:
        """Show it until it is taken over, deleted or postponed."""
        is_finished = False
        while not is_finished:
            dialog = DraftDialog(self._title, self._document)
            action = await self._host.app.push_screen_wait(dialog)
            if action is None:
                return
            self._failure = ()
            try:
                if action is DraftAction.DELETE:
                    is_finished = await self._delete()
                else:
                    is_finished = await self._reopen()
            except ApiError as error:
                self._failure = failure_document(error.explanation)
            except OSError as error:
                self._warn(f"{error.filename}: {error.strerror}.")
            except DamagedFileError as error:
                self._warn(f"The record of this edit is damaged: {error}.")

    def _warn(self, sentence: str) -> None:
        self._failure = (Section("", (Note(sentence, Tone.WARNING),)),)

    @property
    def _document(self) -> Document:
        about = self._draft.about
        facts = (
            Line("Pool", about.name or "new pool"),
            Line("ID", about.pool_id or "none yet"),
            Line("Region", about.region),
            Line("Opened", Noted(self._draft.started, "").time(self._account.now())),
            Line("File", str(self._draft.path)),
        )
        explained = Section("", (Note(_EXPLANATION, Tone.PLAIN),))
        return (*self._failure, explained, Section("", facts))

    async def _delete(self) -> bool:
        detail = "Its text is lost. The pool stays as it is."
        dialog = ConfirmDialog(
            self._title, "Delete this edit?", detail, verb="Delete", destroys=True
        )
        agreed: bool | None = await self._host.app.push_screen_wait(dialog)
        if agreed:
            await in_thread(self._draft.delete)
        return bool(agreed)

    async def _reopen(self) -> bool:
        """Open the text in the editor, and review what changes; return whether it was taken over.

        Raises:
            ApiError: The pool cannot be read.
            OSError: The draft cannot be written.
            DamagedFileError: The draft's record cannot be read.
        """
        draft, about = self._draft, self._draft.about
        if self._host.accounts.is_read_only:
            self._host.toast("Edit the pool: disabled in read-only mode.", "warning")
            return False
        pool = Pool(about.region, about.pool_id, about.name) if about.pool_id else None
        present = await read_or_cancel(self._host, self._account, pool) if pool else None
        if pool and present is None:
            return False
        await in_thread(draft.claim)
        members = await in_thread(configuration_members)
        wanted = await edit_draft(
            self._host.app, draft, members, present, os.environ, current=present
        )
        if wanted is None:
            return not await in_thread(draft.path.exists)
        run = ConfigurationRun(self._host, self._account, about.region, pool)
        if pool is None or present is None:
            await run.create(self._account, about.region, wanted)
        else:
            base = about.before or present
            await run.change(pool, remaining_change(base, wanted, present))
        return True
