"""Describe changes recorded on this machine: those made, and those interrupted."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from cogtui.documents.configuration_change import Difference, Remark, differences, remarks
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import CallerIdentity
from cogtui.times import age, zoned_minute

_PARTS_OF_ARN: Final = 6


class Noted(NamedTuple):
    """The time and the caller of a recorded change."""

    when: float
    """Seconds since the epoch as read from a file; it may be out of range."""
    caller: str
    """The caller's ARN as read from a file; it may not be an ARN."""

    @property
    def account(self) -> str:
        """The account in the ARN, 12 digits; empty if the caller is not an ARN."""
        return self.caller.split(":")[4] if self._is_arn else ""

    @property
    def name(self) -> str:
        """The caller in short, for example `Admin/ana`."""
        return CallerIdentity("", self.caller).name if self._is_arn else self.caller

    @property
    def _is_arn(self) -> bool:
        return self.caller.count(":") >= _PARTS_OF_ARN - 1

    def time(self, now: float) -> str:
        """Return the time in words, for example `2026-03-02 14:05 CET, 3 h ago`.

        Args:
            now: The current time in seconds since the epoch.
        """
        try:
            return f"{zoned_minute(self.when)}, {age(now - self.when)}"
        except (OSError, OverflowError, ValueError):
            return "unknown time"


def none_earlier(unreadable: Iterable[tuple[str, str]]) -> Document:
    """Return a document to show where no earlier configuration of a pool is recorded.

    Args:
        unreadable: The path of each file that cannot be read, and why.
    """
    message = (
        "No changes from this machine yet. Before each change, cogtui saves the configuration "
        "here. Changes made elsewhere are not recorded."
    )
    files = tuple(Note(f"{path}: {reason}", Tone.WARNING) for path, reason in unreadable)
    sections = (Section("Unreadable files", files),) if files else ()
    return (Section("", (Note(message, Tone.PLAIN),)), *sections)


def earlier(
    noted: Noted,
    now: float,
    what: Sequence[str],
    found: Sequence[Difference],
    about: Iterable[Remark],
) -> Document:
    """Return a document that compares an earlier configuration with the current one.

    Args:
        noted: When it was replaced, and by which caller.
        now: The current time in seconds since the epoch.
        what: What was changed at that time, a few words each.
        found: What restoring would change: from the current configuration to what can be restored.
        about: Remarks on what cannot be restored.
    """
    facts = (
        Line("Replaced", noted.time(now)),
        Line("By", noted.caller),
        *(Line("" if number else "Changes", each) for number, each in enumerate(what)),
    )
    if found:
        restored: Document = (Section("Restoring it changes:", ()), *differences(found))
    else:
        message = "Nothing to restore: the pool already has everything that can be restored."
        restored = (Section("", (Note(message, Tone.GOOD),)),)
    return (Section("", facts), *remarks(about), *restored)


def cut_short(done: Sequence[str], doubtful: str, left: Sequence[str]) -> Document:
    """Return a document about how far an interrupted change got.

    Args:
        done: The AWS CLI names of the calls that were answered.
        doubtful: The call that was in progress; empty if none was.
        left: The calls that were not sent.

    Returns:
        A section with a line for each call.
    """
    return (Section("Progress", tuple(_calls(done, doubtful, left))),)


def _calls(done: Sequence[str], doubtful: str, left: Sequence[str]) -> Iterator[Line]:
    rows = [("✓", each, "done", Tone.GOOD) for each in done]
    if doubtful:
        result = "no response, may have succeeded"
        rows.append(("?", doubtful, result, Tone.WARNING))
    rows += [("·", each, "not sent", Tone.DIM) for each in left]
    for number, (sign, operation, result, tone) in enumerate(rows, 1):
        yield Line(f"{sign} {number}", f"{operation}: {result}", tone)
