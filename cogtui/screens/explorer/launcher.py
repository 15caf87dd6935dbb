"""Starts operations and features on what is under the cursor."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.worker import Worker, get_current_worker

from cogtui.account.account import Account
from cogtui.account.selection import Selection
from cogtui.screens.explorer.explorer_host import ExplorerHost
from cogtui.screens.explorer.panes import Pane, Panes
from cogtui.screens.explorer.subject_pane import Subject
from cogtui.screens.features import ANNOUNCE_INTERRUPTED, OPERATION_ENTRIES, Feature, load
from cogtui.screens.workers import start_worker
from cogtui.service.operations import Operation, Scope, View
from cogtui.threads import in_thread

if TYPE_CHECKING:
    from cogtui.screens.operation.runner import OperationRun


class Launcher:
    """Starts one at a time: a key that comes twice in one read opens one dialog.

    What has opened a dialog, or continues after its dialog was closed, does not count.

    Args:
        screen: The explorer.
        panes: Its panes.
        host: What it offers to features.
    """

    def __init__(self, screen: Screen[None], panes: Panes, host: ExplorerHost) -> None:
        self._screen = screen
        self._panes = panes
        self._host = host
        self._starting: dict[Worker[None], str] = {}
        self._announced: frozenset[str] = frozenset()

    def opened_dialog(self) -> None:
        """Note that what was started has opened a dialog."""
        self._starting.clear()

    @property
    def starting(self) -> str:
        """What is starting, by its title, and has opened no dialog yet; empty for nothing."""
        return next(iter(self._starting.values()), "")

    def cancel(self) -> bool:
        """Cancel what is starting.

        Returns:
            Whether anything was.
        """
        was_starting = bool(self._starting)
        for worker in self._starting:
            worker.cancel()
        self._starting.clear()
        return was_starting

    def run_operation(self, operation: Operation, selection: Selection, *, by_form: bool) -> None:
        """Run an operation: its feature, its view, or its form.

        Args:
            operation: The operation.
            selection: What is under the cursor.
            by_form: Whether to use its form even where its key opens more than that.
        """
        entry = "" if by_form else _entry(operation, selection)
        if refusal := selection.refusal(operation):
            self._host.toast(f"{operation.title} ({operation.name}): {refusal}.", "warning")
        elif entry:
            self.start(operation.title, partial(self._run_entry, entry, selection))
        elif operation.view is View.POOLS:
            self._panes.pane = Pane.POOLS
            self._panes.list_pools()
        elif operation.view is None or not selection.has(operation.scope):
            self.start(operation.title, partial(self._run_form, operation, selection))
        else:
            self._panes.show_view(operation.view, selection, operation.scope)

    def open_feature(self, feature: Feature, selection: Selection) -> None:
        """Open a feature on a selection that it does not refuse.

        Args:
            feature: The feature.
            selection: What is under the cursor.
        """
        asks = feature.asks_for_pool and selection.pool is None
        if asks and not self._host.accounts.all_pools:
            self._host.toast(f"{feature.title}: no pools are listed.", "warning")
            return
        begin = partial(self._run_entry, feature.entry, selection, asks_for_pool=asks)
        self.start(feature.title, begin)

    def announce_interrupted(self) -> None:
        """Report what a crash has interrupted, once it is known whose account this is."""
        account = self._host.accounts.account
        caller = account.caller if account else None
        if caller is not None and caller.account not in self._announced:
            self._announced |= {caller.account}
            start_worker(self._screen, self._announce, name="announce", group="operation")

    async def _announce(self) -> None:
        account = self._host.accounts.account
        if account is not None and await in_thread(self._host.change_records.has_interrupted):
            announce = await in_thread(partial(load, ANNOUNCE_INTERRUPTED))
            await announce(self._host, account, Selection())

    def start(self, title: str, begin: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start something that opens a dialog; until then, other keys are rejected.

        Args:
            title: What it is.
            begin: The coroutine function.
        """

        async def run() -> None:
            try:
                await begin()
            finally:
                self._starting.pop(get_current_worker(), None)

        worker = start_worker(self._screen, run, name="feature", group="operation")
        self._starting[worker] = title

    def _account(self) -> Account | None:
        """Return the open account; say so where there is none yet."""
        account = self._host.accounts.account
        if account is not None and self._host.region:
            return account
        self._host.toast("There is no connection yet.", "warning")
        return None

    async def _run_entry(
        self, entry: str, selection: Selection, *, asks_for_pool: bool = False
    ) -> None:
        account = self._account()
        if account is None:
            return
        run = await in_thread(partial(load, entry))
        if asks_for_pool:
            pool = await self._host.choose_pool()
            if pool is None:
                return
            selection = selection._replace(pool=pool)
        await run(self._host, account, selection)

    async def _run_form(self, operation: Operation, selection: Selection) -> None:
        """Run an operation through its form; it continues when the cursor moves on."""
        account = self._account()
        if account is None:
            return
        # the form and what belongs to it take longer to import than a frame may
        operation_run = await in_thread(_operation_run)
        all_pools = self._host.accounts.all_pools
        if operation.scope is Scope.POOL and selection.pool is None and all_pools:
            pool = await self._host.choose_pool()
            if pool is None:
                return
            selection = selection._replace(pool=pool)
            if operation.view is not None:
                self._host.accounts.pool_tree.go_to(pool)
                self._panes.show_subject(Subject(pool.title, pool))
                self._panes.show_view(operation.view, selection, operation.scope)
                return
        await operation_run(self._host, account, operation, selection).run()


def _entry(operation: Operation, selection: Selection) -> str:
    """Return the entry point that the operation's key opens; empty for its form.

    Without credentials it is the form: nothing can be read that a feature would offer.
    """
    has_subject = selection.pool is not None or operation.scope is Scope.ACCOUNT
    is_readable = has_subject and not selection.only
    return OPERATION_ENTRIES.get(operation.name, "") if is_readable else ""


def _operation_run() -> "type[OperationRun]":
    from cogtui.screens.operation.runner import OperationRun  # noqa: PLC0415  the first frame has no dialogs

    return OperationRun
