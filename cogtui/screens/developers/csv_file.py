"""Ask for the CSV file of a bulk run, and open its screen."""

from pathlib import Path
from typing import Final

from cogtui.account.account import Account
from cogtui.api_error import CogtuiError, ErrorKind, Explanation
from cogtui.developers.csv_rows import BulkOperation, CsvFile, CsvFileError, read_csv_file
from cogtui.developers.directory import Directory
from cogtui.developers.results_file import Report, ReportError
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import result_or_cancel
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.host import Host
from cogtui.service.members import Member, ValueKind
from cogtui.service.operations import View

_CHOICES: Final = (
    Choice(BulkOperation.MERGE, "Merge users", "each row: source,destination"),
    Choice(BulkOperation.UNLINK, "Unlink users", "each row: one identifier"),
)

_FILE: Final = "File"
_REPORT: Final = "Report"

_MEMBERS: Final = (
    Member(
        _FILE,
        ValueKind.TEXT,
        "CSV file",
        required=True,
        documentation="Its path; ~ is your home. UTF-8, with or without a header; blanks "
        "are part of an identifier.",
    ),
    Member(
        _REPORT,
        ValueKind.TEXT,
        "Results file",
        documentation="Not set: NAME.report.csv beside the file. Rows that an earlier run "
        "has done, by this results file, are skipped.",
    ),
)


class BulkRun:
    """Asks for a CSV file and runs its rows.

    Args:
        host: The screen that it is run from.
        account: The account to call.
        directory: The pool's developer users.
    """

    def __init__(self, host: Host, account: Account, directory: Directory) -> None:
        self._host = host
        self._account = account
        self._directory = directory

    async def run(self) -> bool:
        """Ask for a file, check its rows and run them.

        Returns:
            Whether anything may have been changed.
        """
        picker = Picker("Bulk changes from CSV: action for each row", _CHOICES)
        chosen = await self._host.app.push_screen_wait(picker)
        if chosen is None:
            return False
        opened = await self._ask_for_file(BulkOperation(chosen[0]))
        if opened is None:
            return False
        path, csv_file, report = opened
        screen = BatchScreen(
            self._account.gateway.call, self._directory, csv_file, report, path.name
        )
        if not await self._host.app.push_screen_wait(screen):
            return False
        pool = self._directory.pool
        self._host.reload((View.IDENTITIES,), pool, pool.region)
        return True

    async def _ask_for_file(self, kind: BulkOperation) -> tuple[Path, CsvFile, Report] | None:
        """Ask for the file until it can be read; return None if the user cancels."""
        values: dict[str, str] = {}
        failure: Explanation | None = None
        while True:
            title = f"Bulk {kind} · CSV file"
            form = FormDialog(title, _MEMBERS, values, failure=failure, sends="Check")
            answered = await self._host.app.push_screen_wait(form)
            if answered is None:
                return None
            values = answered
            reading = self._read(values, kind)
            what = f"Reading {values[_FILE]}…"
            try:
                return await result_or_cancel(self._host.app, reading, what)
            except (CsvFileError, ReportError) as error:
                failure = _explain(error)

    async def _read(
        self, values: dict[str, str], kind: BulkOperation
    ) -> tuple[Path, CsvFile, Report]:
        path = _path(values[_FILE])
        csv_file = await read_csv_file(path, kind)
        report_name = values.get(_REPORT)
        report_path = (
            _path(report_name) if report_name else path.with_name(f"{path.stem}.report.csv")
        )
        return path, csv_file, await Report.open(report_path, self._directory.pool.pool_id)


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise CsvFileError("No such home directory.") from None


def _explain(error: CogtuiError) -> Explanation:
    member = _REPORT if isinstance(error, ReportError) else _FILE
    return Explanation(ErrorKind.REFUSED, "Cannot read the file", str(error), "", "", member=member)
