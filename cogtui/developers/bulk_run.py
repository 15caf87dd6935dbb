"""The lines of a sheet, sent one after another: politely, once each, and each one recorded."""

from collections.abc import AsyncIterator, Iterable
from typing import Final

from cogtui.api_error import ApiError, ErrorKind, Explanation
from cogtui.developers.control import Control
from cogtui.developers.directory import Directory
from cogtui.developers.execute import Ending, look
from cogtui.developers.merge import MergePreview
from cogtui.developers.results_file import Report, RowOutcome, RowResult
from cogtui.developers.simulation import Checked, RowVerdict
from cogtui.developers.unlink import UserUnlinkPreview
from cogtui.threads import uninterrupted

_ONE_LINE_ONLY: Final = (ErrorKind.NOT_FOUND, ErrorKind.REFUSED)
"""The troubles that say nothing of the next line."""

_NOT_SENT: Final = {
    RowVerdict.DONE: RowOutcome.BEFORE,
    RowVerdict.NOTHING: RowOutcome.NOTHING,
    RowVerdict.REFUSED: RowOutcome.REFUSED,
}

_FOUND: Final = {
    Ending.VERIFIED: (RowOutcome.DONE, "it was carried out."),
    Ending.NOT_DONE: (RowOutcome.FAILED, "it was not carried out."),
    Ending.DIFFERENT: (RowOutcome.UNKNOWN, "what is there is neither as before nor as expected."),
    Ending.UNKNOWN: (RowOutcome.UNKNOWN, "that failed too."),
}
"""What becomes of a line that no answer came for, by what looking for it found."""

Settled = tuple[RowResult, Explanation | None]
"""What became of a line, and what would go wrong with each further line as well."""


async def run(
    directory: Directory, checked: Iterable[Checked], report: Report, control: Control
) -> AsyncIterator[RowResult]:
    """Sends what is fine, and records what became of each line.

    Just before a line is sent, what it is about is read again; if that is not what was checked,
    given that the lines before it were carried out, it is not sent. A line that was begun is
    ended and recorded also when whoever waits for it is cancelled, or the app quits.

    Args:
        directory: The pool's developer users; its calls should be paced.
        checked: The lines, in order, each with its verdict.
        report: Where it is recorded.
        control: What pauses and stops it, between two lines.

    Yields:
        What became of each line, once it is recorded.

    Raises:
        ApiError: Something went wrong that would go wrong with each further line as well, such as
            credentials that expired; the line is recorded and given before it is raised.
        ReportError: What became of a line could not be recorded; nothing more is sent.
    """
    for each in checked:
        if not await control.goes_on():
            return
        entry, failure = await uninterrupted(_settle(directory, each, report))
        yield entry
        if failure is not None:
            raise ApiError(failure)


async def _settle(directory: Directory, checked: Checked, report: Report) -> Settled:
    failure = None
    if checked.verdict is RowVerdict.FINE:
        try:
            entry, failure = await _send(directory, checked)
        except ApiError as error:
            entry, failure = _failed(checked, error.explanation)
    else:
        outcome = _NOT_SENT[checked.verdict]
        entry = RowResult(checked.line, outcome, checked.source_id, checked.reason)
    if entry.outcome is not RowOutcome.BEFORE:
        await report.add(entry)
    return entry, failure


async def _send(directory: Directory, checked: Checked) -> Settled:
    line = checked.line
    preview = await _preview(directory, checked)
    if preview.fingerprint != checked.fingerprint or not preview.is_sendable:
        why = [each.sentence for each in preview.blockers]
        detail = " ".join(["Since it was checked, somebody changed who leads where.", *why])
        return RowResult(line, RowOutcome.CHANGED, checked.source_id, detail), None
    owner_id = checked.destination_id or checked.source_id
    try:
        parameters = preview.parameters(directory)
        answer = await directory.send(preview.operation, parameters, once=True)
    except ApiError as error:
        if not error.explanation.outcome_unknown:
            raise
        found = await look(directory, preview, None, error.explanation)
        outcome, words = _FOUND[found.ending]
        detail = f"No answer came ({error.explanation.title}); looking for it, {words}"
        return RowResult(line, outcome, owner_id, detail), found.unread
    answered = answer.get("IdentityId", owner_id)
    detail = "" if answered == owner_id else f"Expected was {owner_id}."
    return RowResult(line, RowOutcome.DONE, answered, detail), None


async def _preview(directory: Directory, checked: Checked) -> MergePreview | UserUnlinkPreview:
    """Reads again, by the identities that were found: fewer calls than by the users."""
    line, provider = checked.line, directory.provider
    source = await directory.read(checked.source_id)
    if checked.destination_id:
        destination = await directory.read(checked.destination_id)
        return MergePreview(provider, line.source, line.destination, source, destination)
    is_there = source is not None and line.source in source.identifiers
    owner_id = checked.source_id if is_there else None
    return UserUnlinkPreview(provider, checked.source_id, line.source, source, owner_id)


def _failed(checked: Checked, explanation: Explanation) -> Settled:
    reason = f"{explanation.title}: {explanation.detail}"
    if explanation.kind in _ONE_LINE_ONLY:
        return RowResult(checked.line, RowOutcome.REFUSED, checked.source_id, reason), None
    return RowResult(checked.line, RowOutcome.FAILED, checked.source_id, reason), explanation
