"""What is told of changes that were noted on this machine: those made, and those cut short."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from cogtui.documents.configuration_change import Difference, Remark, differences, remarks
from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.gateway import CallerIdentity
from cogtui.times import age, local_minute

_PARTS_OF_ARN: Final = 6


class Noted(NamedTuple):
    """When something was noted, and whose credentials it was done with."""

    when: float
    """Seconds since the epoch, as a file tells it: it may be no time at all."""
    caller: str
    """The ARN, as a file tells it: it may be none."""

    @property
    def account(self) -> str:
        """The account in the ARN, 12 digits; empty if there is none in it."""
        return self.caller.split(":")[4] if self._is_arn else ""

    @property
    def name(self) -> str:
        """Who it was, in short: `Admin/ana`."""
        return CallerIdentity("", self.caller).name if self._is_arn else self.caller

    @property
    def _is_arn(self) -> bool:
        return self.caller.count(":") >= _PARTS_OF_ARN - 1

    def time(self, now: float) -> str:
        """When it was, in words.

        Args:
            now: The present, seconds since the epoch.

        Returns:
            For instance `2026-03-02 14:05, 3 h ago`.
        """
        try:
            return f"{local_minute(self.when)}, {age(now - self.when)}"
        except (OSError, OverflowError, ValueError):
            return "at an unknown time"


def none_earlier(unreadable: Iterable[tuple[str, str]]) -> Document:
    """That no earlier configuration of a pool is kept.

    Args:
        unreadable: Files that cannot be read: the path and why.
    """
    message = (
        "Nothing was changed from this machine yet: before each change that cogtui makes, it keeps "
        "here what the pool had. It knows nothing of changes made elsewhere."
    )
    files = tuple(Note(f"{path}: {reason}", Tone.WARNING) for path, reason in unreadable)
    sections = (Section("Files that cannot be read", files),) if files else ()
    return (Section("", (Note(message, Tone.PLAIN),)), *sections)


def earlier(
    noted: Noted,
    now: float,
    what: Sequence[str],
    found: Sequence[Difference],
    about: Iterable[Remark],
) -> Document:
    """An earlier configuration beside the one that the pool has now.

    Args:
        noted: When it was replaced, and by whom.
        now: The present, seconds since the epoch.
        what: What was changed then, a few words each.
        found: What would differ if it were restored: from what there is to what can be had again.
        about: What cannot be had again.

    Returns:
        All of that.
    """
    facts = (
        Line("Replaced", noted.time(now)),
        Line("By", noted.caller),
        *(Line("" if place else "Changed then", each) for place, each in enumerate(what)),
    )
    if found:
        rest: Document = (Section("Restoring it would change this:", ()), *differences(found))
    else:
        message = "As far as it can be had again, the pool has it now: there is nothing to restore."
        rest = (Section("", (Note(message, Tone.GOOD),)),)
    return (Section("", facts), *remarks(about), *rest)


def cut_short(done: Sequence[str], doubtful: str, left: Sequence[str]) -> Document:
    """How far a change had come when it was cut short.

    Args:
        done: The calls that were answered, by their AWS CLI names.
        doubtful: The call that was under way; empty if none was.
        left: The calls that were not made.

    Returns:
        A section with a line for each call.
    """
    return (Section("How far it had come", tuple(_calls(done, doubtful, left))),)


def _calls(done: Sequence[str], doubtful: str, left: Sequence[str]) -> Iterator[Line]:
    rows = [("✓", each, "answered", Tone.GOOD) for each in done]
    if doubtful:
        result = "no answer was seen: it was carried out, or it was not"
        rows.append(("?", doubtful, result, Tone.WARNING))
    rows += [("·", each, "not sent", Tone.DIM) for each in left]
    for place, (sign, operation, result, tone) in enumerate(rows, 1):
        yield Line(f"{sign} {place}", f"{operation}: {result}", tone)
