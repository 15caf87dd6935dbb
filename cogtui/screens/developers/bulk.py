"""Check the rows of a CSV file of developer users, show them, and run them."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Static

from cogtui.api_error import ApiError
from cogtui.developers import descriptions, rate_limit
from cogtui.developers.bulk_run import run
from cogtui.developers.control import Control
from cogtui.developers.csv_rows import BulkOperation, CsvFile
from cogtui.developers.directory import CallOperation, Directory
from cogtui.developers.results_file import Report, ReportError, RowOutcome, RowResult
from cogtui.developers.simulation import CheckedRow, RowVerdict, check
from cogtui.documents.document import Line, Note, Section, Tone
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.dialog import Dialog, DialogTitle
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from cogtui.text import counted, visible
from cogtui.widgets.bulk_table import BulkTable, Light, SheetRow
from cogtui.widgets.fields.form_keys import FormKeys
from cogtui.widgets.virtual_table import VirtualTable

_DRAW_EVERY: Final = 0.1
"""How often to draw new rows, in seconds; rows that need no call arrive by the thousand."""

_STATES: Final = {
    "ready": Light.GOOD,
    RowOutcome.DONE.value: Light.GOOD,
    RowOutcome.DONE_BEFORE.value: Light.IDLE,
    RowOutcome.NOTHING.value: Light.IDLE,
    RowOutcome.REFUSED.value: Light.BAD,
    RowOutcome.CHANGED.value: Light.BAD,
    RowOutcome.FAILED.value: Light.BAD,
    RowOutcome.UNKNOWN.value: Light.BAD,
}
"""The states of a row, before and after it is run, in the order in which they are counted."""

_VERBS: Final = {BulkOperation.MERGE: "Merge", BulkOperation.UNLINK: "Unlink"}

_TITLES: Final = {BulkOperation.MERGE: "Bulk merge", BulkOperation.UNLINK: "Bulk unlink"}


class BulkStage(StrEnum):
    """The stage of a bulk run."""

    CHECKING = "checking"
    CHECKED = "checked"
    """All rows are checked; they can be run."""
    RUNNING = "running"
    STOPPING = "stopping"
    """The row in progress is the last."""
    ENDED = "ended"
    """Partly checked, or run; the rows must be checked again before the next run."""


class BatchScreen(Dialog[bool]):
    """Checks the rows of a CSV file, and runs them when asked to.

    It returns whether anything may have been changed.

    Args:
        call: Calls the service.
        directory: The pool's developer users.
        csv_file: The rows.
        report: The results file.
        name: The file name to show.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "run", "Run", id="batch.run"),
        Binding("p", "pause", "Pause or resume", id="batch.pause"),
        Binding("f", "narrow", "Show refused rows", id="batch.refused"),
        Binding("r", "check", "Check again", id="batch.check"),
        Binding("escape", "leave", "Stop or close", id="batch.leave"),
    ]

    def __init__(
        self,
        call: CallOperation,
        directory: Directory,
        csv_file: CsvFile,
        report: Report,
        name: str,
    ) -> None:
        super().__init__()
        self._call = call
        self._directory = directory
        self._csv_file = csv_file
        self._report = report
        self._name = name
        self._stage = BulkStage.CHECKING
        self._control = Control()
        self._limited_call = rate_limit.RateLimitedCall(call, self._control)
        self._checked: list[CheckedRow] = []
        self._results: list[RowResult] = []
        self._pending_rows: list[SheetRow] = []
        self._error = ""
        self._has_run = False
        self._has_sent = False
        self._drawn_at = 0.0

    def compose(self) -> ComposeResult:
        """Yield the title, the progress, the table of rows, and the keys."""
        with Vertical(classes="dialog large batch"):
            verb = _TITLES[self._csv_file.kind]
            title = f"{verb} · {self._name} · {self._directory.pool.title}"
            yield DialogTitle(title)
            yield Static("", id="batch-progress", markup=False)
            yield Static("", id="batch-trouble", classes="dialog-error", markup=False)
            report = visible(f"Results file: {self._report.path}")
            yield Static(report, classes="dialog-note", markup=False)
            yield BulkTable()
            yield Static("", id="batch-why", markup=False)
            yield FormKeys()

    @property
    def _table(self) -> BulkTable:
        return self.query_one(BulkTable)

    def on_mount(self) -> None:
        """Start the check."""
        self._table.placeholder = "Checking…"
        self._table.focus()
        self._check()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:  # noqa: ARG002  Textual's signature
        """Return whether an action is possible at the current stage."""
        if action == "run":
            return self._stage is BulkStage.CHECKED and self._ready_count > 0
        if action == "pause":
            return self._stage in (BulkStage.CHECKING, BulkStage.RUNNING)
        if action == "check":
            return self._stage in (BulkStage.CHECKED, BulkStage.ENDED)
        return True

    @property
    def _ready_count(self) -> int:
        return sum(each.verdict is RowVerdict.READY for each in self._checked)

    def _start(self, stage: BulkStage) -> Directory:
        """Start a check or a run with a new rate limit."""
        self._control = Control()
        self._limited_call = rate_limit.RateLimitedCall(
            self._call, self._control, rate=rate_limit.DEFAULT_RATE
        )
        self._error = ""
        self._set_stage(stage)
        return Directory(self._limited_call, self._directory.pool, self._directory.provider)

    def _set_stage(self, stage: BulkStage) -> None:
        self._stage = stage
        self._draw()
        self.refresh_bindings()

    def action_check(self) -> None:
        """Check all rows again; those that the results file lists as done are skipped."""
        self._check()

    @work(group="batch", exclusive=True)
    async def _check(self) -> None:
        self._has_run = False
        self._checked.clear()
        self._results.clear()
        self._pending_rows.clear()
        self._table.clear()
        directory = self._start(BulkStage.CHECKING)
        try:
            self._report = await Report.open(self._report.path, directory.pool.pool_id)
            await self._check_lines(directory)
        except (ApiError, ReportError) as error:
            self._show_error(error)
            self._set_stage(BulkStage.ENDED)
        else:
            self._set_stage(BulkStage.CHECKED)

    async def _check_lines(self, directory: Directory) -> None:
        async for checked in check(directory, self._csv_file, self._report.done):
            self._checked.append(checked)
            self._pending_rows.append(_row(checked))
            if self._draw_if_due():
                await asyncio.sleep(0)
            await self._control.wait_while_paused()

    def _draw_if_due(self) -> bool:
        """Draw the progress if the last time is long enough ago; return whether it was."""
        now = time.monotonic()
        if now - self._drawn_at < _DRAW_EVERY:
            return False
        self._drawn_at = now
        self._draw()
        return True

    @work(group="ask", exclusive=True)
    async def action_run(self) -> None:
        """Ask for confirmation, then run the rows that passed the check."""
        dialog = ConfirmDialog(
            _TITLES[self._csv_file.kind],
            self._question(),
            self._detail(),
            typed=f"{self._ready_count}",
            verb=_VERBS[self._csv_file.kind],
            destroys=True,
        )
        if await self.app.push_screen_wait(dialog):
            self._run()

    def _question(self) -> str:
        users = counted(self._ready_count, "user")
        verb = _VERBS[self._csv_file.kind]
        return f"{verb} {users} of {self._directory.pool.title} as listed in {self._name}?"

    def _detail(self) -> str:
        sentences = []
        if self._csv_file.kind is BulkOperation.MERGE:
            sentences.append("Permanently disables their identities. This cannot be undone.")
        elif last := sum(each.is_last for each in self._checked):
            identities = counted(last, "identity", "identities")
            sentences.append(
                f"Removes the last login of {identities}, which no one can ever reach again."
            )
        left = len(self._checked) - self._ready_count
        if left:
            sentences.append(f"Nothing is sent for {counted(left, 'other row')} of the file.")
        return " ".join(sentences)

    @work(group="batch", exclusive=True)
    async def _run(self) -> None:
        directory = self._start(BulkStage.RUNNING)
        self._has_run = self._has_sent = True
        try:
            async for result in run(directory, self._checked, self._report, self._control):
                index = len(self._results)
                self._results.append(result)
                self._table.settle(index, _row(self._checked[index], result))
                if self._draw_if_due():
                    await asyncio.sleep(0)
        except ApiError as error:
            self._show_error(error)
        except ReportError as error:
            line = self._checked[len(self._results)].row.number
            self._error = (
                f"{error} Line {line:,} may have been sent; it is not in the results file."
            )
        self._set_stage(BulkStage.ENDED)
        self.notify(visible(self._progress_text()), markup=False)

    def _show_error(self, error: ApiError | ReportError) -> None:
        self._error = str(error)
        if isinstance(error, ApiError):
            why = error.explanation
            self._error = f"{why.title}: {why.detail} {why.remedy}"

    def _draw(self) -> None:
        self._table.extend(self._pending_rows)
        self._pending_rows.clear()
        self.query_one("#batch-progress", Static).update(visible(self._progress_text()))
        error_line = self.query_one("#batch-trouble", Static)
        error_line.update(visible(f"✗ {self._error}" if self._error else ""))
        error_line.display = bool(self._error)
        self._show_why()

    @on(VirtualTable.Moved)
    def _show_why(self) -> None:
        """Show the full reason of the current row, which the table may cut off."""
        row = self._table.row
        self.query_one("#batch-why", Static).update(visible(row.reason) if row else "")

    def _progress_text(self) -> str:
        lines = len(self._csv_file.rows)
        if self._stage is BulkStage.CHECKING:
            pause = " · paused, p Resume" if self._control.is_paused else ""
            return f"Checked {len(self._checked):,} of {lines:,}, nothing sent yet{pause}"
        if self._stage is BulkStage.CHECKED:
            return f"Checked {lines:,}: {_counts(map(_state, self._checked))}."
        if self._stage is BulkStage.ENDED and not self._has_run:
            return f"Stopped: {len(self._checked):,} of {lines:,} checked. Press r to check again."
        counts = _counts(each.outcome.value for each in self._results)
        left = lines - len(self._results)
        rest = f"; {left:,} left" if left else ""
        if self._stage is BulkStage.ENDED:
            return f"{counts[:1].upper()}{counts[1:]}{rest}."
        if self._stage is BulkStage.STOPPING:
            return f"Stopping after the current row… {counts}"
        pause = "paused, p Resume" if self._control.is_paused else self._rate_text()
        return f"{len(self._results):,} of {lines:,} · {pause} · {counts}"

    def _rate_text(self) -> str:
        rate = f"at most {self._limited_call.rate:.1f} calls per second"
        if self._limited_call.throttled:
            rate += f", throttled {counted(self._limited_call.throttled, 'time')}"
        return rate

    def action_pause(self) -> None:
        """Pause before the next row, or resume."""
        if self._control.is_paused:
            self._control.resume()
        else:
            self._control.pause()
        self._draw()

    def action_narrow(self) -> None:
        """Show only the rows that were refused or failed, or all rows again."""
        self._table.toggle_narrowed()

    @on(VirtualTable.Opened)
    def _show_row(self, event: VirtualTable.Opened) -> None:
        row = self._table.row_at(event.row)
        users = [Line("User", row.source)]
        if self._csv_file.kind is BulkOperation.MERGE:
            users = [Line("Source", row.source), Line("Destination", row.destination)]
        tone = Tone.BAD if row.light is Light.BAD else Tone.PLAIN
        notes = [Note(row.reason, tone)] if row.reason else []
        about = Section("", (*users, Line("State", row.state, tone), *notes))
        odd = descriptions.oddities(row.source) + (
            descriptions.oddities(row.destination) if row.destination else ()
        )
        self.app.push_screen(DocumentDialog(f"Line {row.number:,}", (about, *odd)))

    def action_leave(self) -> None:
        """Stop what is in progress, or close the screen."""
        if self._stage is BulkStage.CHECKING:
            self.workers.cancel_group(self, "batch")
            self._set_stage(BulkStage.ENDED)
        elif self._stage is BulkStage.RUNNING:
            self._control.stop()
            self._set_stage(BulkStage.STOPPING)
        elif self._stage is not BulkStage.STOPPING:
            self.dismiss(self._has_sent)


def _row(checked: CheckedRow, result: RowResult | None = None) -> SheetRow:
    line = checked.row
    state = _state(checked) if result is None else result.outcome.value
    reason = result.detail if result is not None and result.detail else checked.reason
    return SheetRow(line.number, line.source, line.destination, state, _STATES[state], reason)


def _state(checked: CheckedRow) -> str:
    """Return the state of a checked row, in the words used for results where both have them."""
    return (
        RowOutcome.DONE_BEFORE.value
        if checked.verdict is RowVerdict.DONE
        else checked.verdict.value
    )


def _counts(states: Iterable[str]) -> str:
    found = Counter(states)
    counts = [f"{found[state]:,} {state}" for state in _STATES if found[state]]
    return ", ".join(counts) or "nothing done yet"
