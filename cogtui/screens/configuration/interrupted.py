"""Show changes and edits that a crash interrupted, and continue, undo or forget them."""

from collections.abc import Sequence
from enum import StrEnum
from typing import ClassVar, Final, NamedTuple

from textual.binding import Binding, BindingType

from cogtui.account.account import Account, Pool
from cogtui.account.selection import Selection
from cogtui.api_error import ApiError, ErrorKind
from cogtui.configuration.differences import differences
from cogtui.configuration.drafts import Draft
from cogtui.configuration.journal import InterruptedChange, find_interrupted
from cogtui.configuration.pool_configuration import Configuration
from cogtui.documents import configuration_change as of_configuration
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.documents.failure import failure_document
from cogtui.documents.recorded_changes import Noted, cut_short
from cogtui.screens.configuration.change import read_or_cancel, remaining_change
from cogtui.screens.configuration.run import ConfigurationRun
from cogtui.screens.configuration.unfinished_edits import drafts_of, show_drafts
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import TitledDocument
from cogtui.screens.host import Host
from cogtui.text import shorten, visible
from cogtui.threads import in_thread

_EXPLANATION: Final = (
    "cogtui or the machine stopped during this change. Nothing is sent until you have reviewed "
    "the changes."
)
_MAYBE_CREATED: Final = (
    "The pool may have been created; its ID is unknown. Look for its name in {} in the tree "
    "(ListIdentityPools), then check that its configuration is complete."
)
_CREATED: Final = "It was a new pool: there is nothing to roll back to. Delete it if not needed."
_GONE: Final = "The pool no longer exists. You can only forget this change."


_TITLE_CELLS: Final = 30
"""The width of a pool's name in a title at 80 columns; the full name is shown below it."""


class InterruptedAction(StrEnum):
    """What to do with an interrupted change."""

    CONTINUE = "go-on"
    """Continue with the rest."""
    UNDO = "put-back"
    """Restore the configuration before it."""
    FORGET = "forget"
    """Stop reporting it."""


class InterruptedDialog(TitledDocument[InterruptedAction]):
    """Shows an interrupted change.

    It returns what to do with it, or None to decide later.

    Args:
        title: The title, without terminal control characters.
        document: What is known about the change.
        offered: The actions to offer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take('go-on')", "Continue", id="interrupted.go-on"),
        Binding("b", "take('put-back')", "Roll back", id="interrupted.put-back"),
        Binding("f", "take('forget')", "Forget", id="interrupted.forget"),
        Binding("escape,q", "leave", "Later", id="interrupted.leave"),
    ]

    def __init__(
        self, title: str, document: Document, offered: frozenset[InterruptedAction]
    ) -> None:
        super().__init__(title, document)
        self._offered = offered

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable the actions that are not offered."""
        return action != "take" or InterruptedAction(str(parameters[0])) in self._offered

    def action_take(self, action: str) -> None:
        """Close the dialog with an action.

        Args:
            action: A value of `InterruptedAction`.
        """
        self.dismiss(InterruptedAction(action))

    def action_leave(self) -> None:
        """Close the dialog to decide later."""
        self.dismiss(None)


async def show_interrupted(host: Host, account: Account, _selection: Selection) -> None:
    """Show the interrupted changes of the open account, one after the other."""
    caller = account.caller
    if caller is None:
        host.toast("The account is not known yet.", "warning")
    elif found := await _find(host, caller.account):
        await _show_all(host, account, found)
    else:
        host.toast("No interrupted changes in this account.")


async def announce_interrupted(host: Host, account: Account, _selection: Selection) -> None:
    """Show the interrupted changes, or only mention them while the user is busy."""
    caller = account.caller
    found = await _find(host, caller.account) if caller is not None else None
    if found and host.is_busy:
        host.toast('A change was interrupted: see "Interrupted changes" in the palette.', "warning")
    elif found:
        await _show_all(host, account, found)


class _Found(NamedTuple):
    """What earlier runs have not finished."""

    changes: Sequence[InterruptedChange]
    drafts: Sequence[Draft]


async def _find(host: Host, account_id: str) -> _Found | None:
    """Return what earlier runs have not finished in an account; None if there is nothing."""
    journals = await in_thread(lambda: find_interrupted(host.records.journals))
    drafts = await in_thread(lambda: drafts_of(account_id))
    for path, reason in (*journals.skipped, *drafts.skipped):
        host.toast(f"Cannot read the record of a change, {path}: {reason}.", "warning")
    changes = [
        each
        for each in journals.interrupted
        if Noted(each.started, each.caller).account == account_id
    ]
    return _Found(changes, drafts.found) if changes or drafts.found else None


async def _show_all(host: Host, account: Account, found: _Found) -> None:
    for number, each in enumerate(found.changes, 1):
        place = f" ({number} of {len(found.changes)})" if len(found.changes) > 1 else ""
        title = f"{shorten(visible(each.name), _TITLE_CELLS)} · interrupted change{place}"
        await _Interruption(host, account, each, title).run()
    await show_drafts(host, account, found.drafts)


class _Interruption:
    """Handles one interrupted change."""

    def __init__(
        self, host: Host, account: Account, interrupted: InterruptedChange, title: str
    ) -> None:
        self._host = host
        self._account = account
        self._interrupted = interrupted
        self._title = title
        self._failure: Document = ()

    async def run(self) -> None:
        """Show the change until it is resolved or postponed."""
        is_finished = False
        while not is_finished:
            dialog = InterruptedDialog(self._title, self._document, self._offered)
            action = await self._host.app.push_screen_wait(dialog)
            if action is None:
                return
            is_finished = await self._perform(action)

    @property
    def _offered(self) -> frozenset[InterruptedAction]:
        offered = {
            InterruptedAction.CONTINUE: bool(self._interrupted.pool_id),
            InterruptedAction.UNDO: self._interrupted.before is not None,
            InterruptedAction.FORGET: True,
        }
        return frozenset(action for action, is_offered in offered.items() if is_offered)

    @property
    def _before(self) -> Configuration:
        """The configuration before the change; empty if the change creates the pool."""
        return self._interrupted.before or Configuration.of({})

    @property
    def _document(self) -> Document:
        about = self._interrupted
        noted = Noted(about.started, about.caller)
        explained = [_EXPLANATION]
        if not about.pool_id:
            explained.append(_MAYBE_CREATED.format(about.region))
        elif about.before is None:
            explained.append(_CREATED)
        facts = (
            Line("Pool", about.name),
            Line("ID", about.pool_id or "unknown"),
            Line("Region", about.region),
            Line("Started", noted.time(self._account.now())),
            Line("By", noted.caller),
        )
        return (
            *self._failure,
            Section("", tuple(Note(each, Tone.PLAIN) for each in explained)),
            Section("", facts),
            *cut_short(about.done, about.uncertain, about.remaining),
            Section("Planned changes", ()),
            *of_configuration.differences(differences(self._before, about.after)),
        )

    async def _perform(self, action: InterruptedAction) -> bool:
        """Perform an action; return whether the change is resolved."""
        if action is InterruptedAction.FORGET:
            is_finished = await self._confirm_forget()
        elif self._host.accounts.is_read_only:
            self._host.toast("Change the pool: disabled in read-only mode.", "warning")
            is_finished = False
        else:
            is_finished = await self._resolve(action)
        if is_finished:
            await self._forget()
        return is_finished

    async def _confirm_forget(self) -> bool:
        detail = (
            "Nothing is sent and the pool stays as it is now. This change is not reported again."
        )
        dialog = ConfirmDialog(self._title, "Forget this change?", detail, verb="Forget")
        agreed: bool | None = await self._host.app.push_screen_wait(dialog)
        return bool(agreed)

    async def _resolve(self, action: InterruptedAction) -> bool:
        """Continue or undo the change if the user agrees; return whether it is finished."""
        about = self._interrupted
        pool = Pool(about.region, about.pool_id, about.name)
        try:
            present = await read_or_cancel(self._host, self._account, pool)
        except ApiError as error:
            gone = error.explanation.kind is ErrorKind.NOT_FOUND
            document = (Section("", (Note(_GONE, Tone.WARNING),)),) if gone else ()
            self._failure = (*document, *failure_document(error.explanation))
            return False
        if present is None:
            return False
        self._failure = ()
        sides = (self._before, about.after)
        base, wanted = sides if action is InterruptedAction.CONTINUE else reversed(sides)
        run = ConfigurationRun(self._host, self._account, pool.region, pool)
        return await run.change(pool, remaining_change(base, wanted, present))

    async def _forget(self) -> None:
        try:
            await in_thread(self._interrupted.forget)
        except OSError as error:
            path = self._interrupted.path
            self._host.toast(f"Cannot delete {path}: {error.strerror}.", "error")
