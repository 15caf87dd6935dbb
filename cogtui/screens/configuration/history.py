"""Show, compare and restore earlier configurations of a pool."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual.binding import Binding, BindingType

from cogtui.account.account import Account, Pool
from cogtui.configuration.differences import differences
from cogtui.configuration.earlier_versions import EarlierVersion, Listing
from cogtui.configuration.json_positions import format_json
from cogtui.configuration.redaction import without_secrets
from cogtui.configuration.restore import restorable_configuration
from cogtui.documents.document import Code, Document, Section
from cogtui.documents.recorded_changes import Noted, earlier, none_earlier
from cogtui.screens.configuration.change import ChangePool, PendingChange, read_or_cancel
from cogtui.screens.dialogs.document_dialog import DocumentDialog, TitledDocument
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.host import Host
from cogtui.secret import Secret
from cogtui.text import shorten, visible
from cogtui.threads import in_thread

_TITLE_CELLS: Final = 40
"""The width of a pool's name in a title at 80 columns; the details show the full name."""


class EarlierDialog(TitledDocument[bool]):
    """Shows how an earlier configuration differs from the current one.

    It returns whether to restore it.

    Args:
        title: The title, without terminal control characters.
        document: The differences.
        whole: The full configuration as JSON without secrets.
        can_restore: Whether there is something to restore.
        refusal: Why changes are not allowed; empty if they are.
        on_copy: Copies a text; called with the text and its description.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+s", "restore", "Restore", id="earlier.restore"),
        Binding("J", "show_whole", "Full JSON", id="earlier.json"),
        Binding("escape,q", "leave", "Back", id="earlier.leave"),
    ]

    def __init__(
        self,
        title: str,
        document: Document,
        *,
        whole: str,
        can_restore: bool,
        refusal: str,
        on_copy: Callable[[Secret, str], None],
    ) -> None:
        super().__init__(title, document)
        self._whole = whole
        self._can_restore = can_restore
        self._refusal = refusal
        self._on_copy = on_copy

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's
        """Disable Restore if the pool already has this configuration."""
        return action != "restore" or self._can_restore

    def action_restore(self) -> None:
        """Close the dialog to restore the configuration, which continues with a review."""
        if self._refusal:
            self.notify(self._refusal, severity="warning", markup=False)
        else:
            self.dismiss(True)  # noqa: FBT003  Textual's signature

    def action_show_whole(self) -> None:
        """Show the full configuration."""
        what = "the configuration"
        document = (Section("", (Code(self._whole),)),)
        dialog = DocumentDialog(self._title, document, copied=self._whole, what=what)

        def copy(copied: str | None) -> None:
            if copied:
                self._on_copy(Secret(copied), what)

        self.app.push_screen(dialog, copy)


async def show_history(host: Host, account: Account, pool: Pool, change: ChangePool) -> None:
    """Show, compare and restore earlier configurations of a pool.

    Args:
        host: The screen that starts it.
        account: The account to call.
        pool: The pool.
        change: Changes the pool.

    Raises:
        ApiError: The current configuration could not be read.
    """
    listing = await in_thread(lambda: host.records.history.entries(pool.pool_id))
    title = f"{shorten(visible(pool.title), _TITLE_CELLS)} · earlier configurations"
    if not listing.entries:
        unreadable = [(str(path), reason) for path, reason in listing.skipped]
        dialog = DocumentDialog(title, none_earlier(unreadable))
        await host.app.push_screen_wait(dialog)
        return
    entries = {entry.path.name: entry for entry in listing.entries}
    choices = _choices(listing, account.now())
    chosen = await host.app.push_screen_wait(Picker(title, choices))
    while chosen:
        wanted = await _show_version(host, account, pool, entries[chosen[0]])
        if wanted is not None and await change(pool, wanted):
            return
        chosen = await host.app.push_screen_wait(Picker(title, choices, chosen=chosen))


def _choices(listing: Listing, now: float) -> list[Choice]:
    choices = []
    for entry in listing.entries:
        noted = Noted(entry.when, entry.caller)
        about = f"{noted.name}  {', '.join(entry.changes)}"
        choices.append(Choice(entry.path.name, noted.time(now), about))
    for path, reason in listing.skipped:
        choices.append(Choice(path.name, path.name, f"cannot be read: {reason}", disabled=True))
    return choices


async def _show_version(
    host: Host, account: Account, pool: Pool, entry: EarlierVersion
) -> PendingChange | None:
    """Show an earlier configuration; return the change that restores it if the user wants it."""
    present = await read_or_cancel(host, account, pool)
    if present is None:
        return None
    found = restorable_configuration(entry.configuration, present)
    differing = differences(present, found.configuration)
    noted, now = Noted(entry.when, entry.caller), account.now()
    dialog = EarlierDialog(
        f"{shorten(visible(pool.title), _TITLE_CELLS)} · earlier configuration",
        earlier(noted, now, entry.changes, differing, found.remarks),
        whole=format_json(without_secrets(entry.configuration)),
        can_restore=bool(differing),
        refusal="Restore: disabled in read-only mode." if host.accounts.is_read_only else "",
        on_copy=host.copy,
    )
    is_wanted = await host.app.push_screen_wait(dialog)
    return PendingChange(present, found.configuration, found.remarks) if is_wanted else None
