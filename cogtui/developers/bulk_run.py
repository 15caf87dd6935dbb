"""Run the rows of a CSV file one after another: rate-limited, each sent once, each recorded."""

from collections.abc import AsyncIterator, Iterable
from typing import Final

from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.developers.control import Control
from cogtui.developers.directory import Directory
from cogtui.developers.execute import ExecutionStatus, check_result
from cogtui.developers.merge import MergePreview
from cogtui.developers.results_file import Report, RowOutcome, RowResult
from cogtui.developers.simulation import CheckedRow, RowVerdict
from cogtui.developers.unlink import UserUnlinkPreview
from cogtui.threads import uninterrupted

_ROW_ERRORS: Final = (ErrorKind.NOT_FOUND, ErrorKind.REFUSED)
"""Error kinds that concern one row and do not predict how the next one fares."""

_UNSENT_OUTCOMES: Final = {
    RowVerdict.DONE: RowOutcome.DONE_BEFORE,
    RowVerdict.NOTHING: RowOutcome.NOTHING,
    RowVerdict.REFUSED: RowOutcome.REFUSED,
}

_CHECKED_OUTCOMES: Final = {
    ExecutionStatus.VERIFIED: (RowOutcome.DONE, "carried out."),
    ExecutionStatus.NOT_DONE: (RowOutcome.FAILED, "not carried out."),
    ExecutionStatus.DIFFERENT: (
        RowOutcome.UNKNOWN,
        "neither the old state nor the expected one.",
    ),
    ExecutionStatus.UNKNOWN: (RowOutcome.UNKNOWN, "failed too."),
}
"""Outcome and text of a row whose response was lost, by what the check afterwards found."""

ProcessedRow = tuple[RowResult, Explanation | None]
"""The result of a row, and the error that every further row would meet as well, if any."""


async def run(
    directory: Directory, checked: Iterable[CheckedRow], report: Report, control: Control
) -> AsyncIterator[RowResult]:
    """Send the rows that passed the check, and record the result of each.

    Each row's identities are read again just before it is sent. If they differ from what the check
    expected after the preceding rows, the row is not sent. A row that has been started is completed
    and recorded even if the awaiting task is cancelled or the app quits.

    Args:
        directory: The pool's developer users; its calls should be rate-limited.
        checked: The rows in file order, each with its verdict.
        report: The results file.
        control: Pauses and stops the run between two rows.

    Yields:
        The result of each row, after it was recorded.

    Raises:
        ApiError: An error that every further row would meet as well, such as expired credentials;
            the row is recorded and yielded first.
        ReportError: A result could not be recorded; nothing more is sent.
    """
    for each in checked:
        if not await control.wait_while_paused():
            return
        result, failure = await uninterrupted(_process(directory, each, report))
        yield result
        if failure is not None:
            raise ApiError(failure)


async def _process(directory: Directory, checked: CheckedRow, report: Report) -> ProcessedRow:
    failure = None
    if checked.verdict is RowVerdict.READY:
        try:
            result, failure = await _send(directory, checked)
        except ApiError as error:
            result, failure = _error_result(checked, error.explanation)
    else:
        outcome = _UNSENT_OUTCOMES[checked.verdict]
        result = RowResult(checked.row, outcome, checked.source_id, checked.reason)
    if result.outcome is not RowOutcome.DONE_BEFORE:
        await report.add(result)
    return result, failure


async def _send(directory: Directory, checked: CheckedRow) -> ProcessedRow:
    row = checked.row
    preview = await _preview(directory, checked)
    if preview.fingerprint != checked.fingerprint or not preview.is_sendable:
        why = [each.sentence for each in preview.blockers]
        detail = " ".join(["Someone changed these users or identities since the check.", *why])
        return RowResult(row, RowOutcome.CHANGED, checked.source_id, detail), None
    owner_id = checked.destination_id or checked.source_id
    try:
        parameters = preview.parameters(directory)
        answer = await directory.send(preview.operation, parameters, once=True)
    except ApiError as error:
        if not error.explanation.outcome_unknown:
            raise
        execution = await check_result(directory, preview, None, error.explanation)
        outcome, text = _CHECKED_OUTCOMES[execution.status]
        detail = f"No response ({error.explanation.title}). Follow-up check: {text}"
        return RowResult(row, outcome, owner_id, detail), execution.read_error
    answered = answer.get("IdentityId", owner_id)
    detail = "" if answered == owner_id else f"Expected {owner_id}."
    return RowResult(row, RowOutcome.DONE, answered, detail), None


async def _preview(directory: Directory, checked: CheckedRow) -> MergePreview | UserUnlinkPreview:
    """Read again by identity ID, which takes fewer calls than reading by user."""
    row, provider = checked.row, directory.provider
    source = await directory.read(checked.source_id)
    if checked.destination_id:
        destination = await directory.read(checked.destination_id)
        return MergePreview(provider, row.source, row.destination, source, destination)
    is_there = source is not None and row.source in source.identifiers
    owner_id = checked.source_id if is_there else None
    return UserUnlinkPreview(provider, checked.source_id, row.source, source, owner_id)


def _error_result(checked: CheckedRow, explanation: Explanation) -> ProcessedRow:
    reason = f"{explanation.title}: {explanation.detail}"
    if explanation.kind in _ROW_ERRORS:
        return RowResult(checked.row, RowOutcome.REFUSED, checked.source_id, reason), None
    return RowResult(checked.row, RowOutcome.FAILED, checked.source_id, reason), explanation
