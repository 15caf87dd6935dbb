"""From a CSV file to many users merged or unlinked: what is asked on the way."""

from pathlib import Path
from typing import Final

from cogtui.account.account import Account
from cogtui.api_error import CogtuiError, Explanation, Trouble
from cogtui.developers.csv_rows import Kind, Sheet, SheetError, read_sheet
from cogtui.developers.directory import Directory
from cogtui.developers.results_file import Report, ReportError
from cogtui.screens.developers.bulk import BatchScreen
from cogtui.screens.dialogs.picker import Choice, Picker
from cogtui.screens.dialogs.waiting import waited_for
from cogtui.screens.forms.form import FormDialog
from cogtui.screens.host import OperationDesk
from cogtui.service.members import Kind as ValueKind
from cogtui.service.members import Member
from cogtui.service.operations import View

_KINDS: Final = (
    Choice(Kind.MERGE, "Merge users", "a line is source,destination"),
    Choice(Kind.UNLINK, "Unlink users", "a line is one identifier"),
)

_FILE: Final = "File"
_REPORT: Final = "Report"

_MEMBERS: Final = (
    Member(
        _FILE,
        ValueKind.TEXT,
        "CSV file",
        required=True,
        documentation="Its path; ~ is your home. UTF-8, with or without a line of titles; blanks "
        "are a part of an identifier.",
    ),
    Member(
        _REPORT,
        ValueKind.TEXT,
        "Report",
        documentation="Where it is written what became of each line: beside the file, as "
        "NAME.report.csv, unless told. With the report of an earlier run, what that has done is "
        "skipped.",
    ),
)


class SheetRun:
    """Asks for a file, and shows what would become of its lines.

    Args:
        desk: The screen that it is run from.
        account: The account to call.
        directory: The pool's developer users.
    """

    def __init__(self, desk: OperationDesk, account: Account, directory: Directory) -> None:
        self._desk = desk
        self._account = account
        self._directory = directory

    async def run(self) -> bool:
        """Goes on until the user leaves.

        Returns:
            Whether something may have been changed.
        """
        picker = Picker("Many developer users: what is to be done with each line?", _KINDS)
        chosen = await self._desk.app.push_screen_wait(picker)
        if chosen is None:
            return False
        opened = await self._opened(Kind(chosen[0]))
        if opened is None:
            return False
        path, sheet, report = opened
        screen = BatchScreen(self._account.gateway.call, self._directory, sheet, report, path.name)
        if not await self._desk.app.push_screen_wait(screen):
            return False
        pool = self._directory.pool
        self._desk.read_stale((View.IDENTITIES,), pool, pool.region)
        return True

    async def _opened(self, kind: Kind) -> tuple[Path, Sheet, Report] | None:
        """Asks for the file until it can be read; None if the user leaves."""
        values: dict[str, str] = {}
        trouble: Explanation | None = None
        while True:
            title = f"{'Merge' if kind is Kind.MERGE else 'Unlink'} many users · a CSV file"
            form = FormDialog(title, _MEMBERS, values, trouble=trouble, sends="Check")
            answered = await self._desk.app.push_screen_wait(form)
            if answered is None:
                return None
            values = answered
            reading = self._read(values, kind)
            what = f"Reading {values[_FILE]} …"
            task = await waited_for(self._desk.app, reading, what, "leaves it")
            if not task.done():
                task.cancel()
                return None
            try:
                return task.result()
            except (SheetError, ReportError) as error:
                trouble = _explained(error)

    async def _read(self, values: dict[str, str], kind: Kind) -> tuple[Path, Sheet, Report]:
        path = _path(values[_FILE])
        sheet = await read_sheet(path, kind)
        given = values.get(_REPORT)
        report_path = _path(given) if given else path.with_name(f"{path.stem}.report.csv")
        return path, sheet, await Report.open(report_path, self._directory.pool.pool_id)


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser()
    except RuntimeError:
        raise SheetError("There is no such home directory.") from None


def _explained(error: CogtuiError) -> Explanation:
    member = _REPORT if isinstance(error, ReportError) else _FILE
    return Explanation(Trouble.REFUSED, "Not read", str(error), "", "", member=member)
