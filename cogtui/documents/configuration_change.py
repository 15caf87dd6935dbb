"""Describe a change to a pool's configuration: its differences, calls, permissions and risks."""

from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import Final, NamedTuple

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.text import counted


class Sign(StrEnum):
    """How something differs."""

    ADDED = "+"
    REMOVED = "-"
    CHANGED = "~"
    MOVED = ">"


class Difference(NamedTuple):
    """One difference between two configurations."""

    sign: Sign
    """How it differs."""
    path: tuple[str | int, ...]
    """The member by the API's name, then keys of maps and indices of lists, counted from 0. It
    refers to the old configuration if the value was removed, otherwise to the new one."""
    label: str
    """What the value is, in plain words."""
    before: str
    """The old value, in words and without secrets; empty if there was none."""
    after: str
    """The new value, in words and without secrets; empty if there is none."""

    @property
    def member(self) -> str:
        """The member of the configuration, for example `RoleMappings`."""
        return str(self.path[0])


class RemarkLevel(StrEnum):
    """How much a remark matters."""

    ERROR = "error"
    """The service would refuse the change or cannot make it; it is not sent."""
    WARNING = "warning"
    """Someone may lose access or data."""
    NOTE = "note"
    """Useful to know."""


class Remark(NamedTuple):
    """A remark to read before a change is sent."""

    weight: RemarkLevel
    """How much it matters."""
    path: tuple[str | int, ...]
    """What it is about, in the form of `Difference.path`."""
    text: str
    """One or two sentences."""


class Need(NamedTuple):
    """A required permission."""

    action: str
    """The IAM action, for example `iam:PassRole`."""
    resource: str
    """The ARN that the permission is required on, `*`, or empty for the pool itself."""


class Announced(NamedTuple):
    """A planned call, as the review shows it."""

    operation: str
    """The AWS CLI name."""
    purpose: str
    """What the call does here, in words."""
    needs: tuple[Need, ...]
    """The permissions that the call requires."""


class Progress(StrEnum):
    """The state of a call."""

    WAITING = "·"
    """Not sent yet."""
    RUNNING = "…"
    """In progress."""
    DONE = "✓"
    """Answered."""
    FAILED = "✗"
    """Refused, or without a response."""


_TONES: Final = {
    Sign.ADDED: Tone.GOOD,
    Sign.REMOVED: Tone.BAD,
    Sign.CHANGED: Tone.WARNING,
    Sign.MOVED: Tone.WARNING,
    RemarkLevel.ERROR: Tone.BAD,
    RemarkLevel.WARNING: Tone.WARNING,
    RemarkLevel.NOTE: Tone.DIM,
    Progress.WAITING: Tone.DIM,
    Progress.RUNNING: Tone.PLAIN,
    Progress.DONE: Tone.GOOD,
    Progress.FAILED: Tone.BAD,
}

_MARKS: Final = {RemarkLevel.ERROR: "✗ ", RemarkLevel.WARNING: "! ", RemarkLevel.NOTE: ""}


def differences(found: Sequence[Difference]) -> Document:
    """Return a document about the differences.

    Args:
        found: The differences, ordered by member.

    Returns:
        A section for each member that differs; a single sentence if none does.
    """
    if not found:
        return (Section("", (Note("No differences."),)),)
    members = dict.fromkeys(each.member for each in found)
    return tuple(
        Section(
            f"{member} ({counted(len(member_changes), 'change')})",
            tuple(note for each in member_changes for note in _notes(each)),
        )
        for member in members
        if (member_changes := [each for each in found if each.member == member])
    )


def _notes(difference: Difference) -> Iterator[Note]:
    sign, _, label, before, after = difference
    tone = _TONES[sign]
    if sign is Sign.CHANGED and before and after:
        yield Note(f"{sign} {label}", tone)
        yield Note(f"  {Sign.REMOVED} {before}", _TONES[Sign.REMOVED])
        yield Note(f"  {Sign.ADDED} {after}", _TONES[Sign.ADDED])
    else:
        value = f"{before} → {after}" if sign is Sign.MOVED else after or before
        yield Note(f"{sign} {label}: {value}", tone)


def remarks(found: Iterable[Remark]) -> Document:
    """Return a section with the remarks, the most serious first; empty if there are none."""
    sorted_remarks = sorted(found, key=lambda each: list(RemarkLevel).index(each.weight))
    notes = tuple(
        Note(f"{_MARKS[each.weight]}{each.text}", _TONES[each.weight]) for each in sorted_remarks
    )
    return (Section("Notes", notes),) if notes else ()


def calls(announced: Sequence[Announced]) -> Document:
    """Return a document about the planned calls.

    Args:
        announced: The calls, in order.

    Returns:
        A section for each call with the permissions that it requires; a sentence if there is none.
    """
    if not announced:
        return (Section("Calls", (Note("Nothing to send."),)),)
    return tuple(
        Section(
            f"Call {number} of {len(announced)}: {each.operation}",
            (
                Line("Effect", each.purpose),
                *(
                    Line("Requires", f"{need.action} on {_resource_text(need)}")
                    for need in each.needs
                ),
            ),
        )
        for number, each in enumerate(announced, 1)
    )


def _resource_text(need: Need) -> str:
    return {"": "the pool", "*": "any resource"}.get(need.resource, need.resource)


def review(
    found: Sequence[Difference],
    about: Iterable[Remark],
    announced: Sequence[Announced],
    by_others: Sequence[Difference] = (),
) -> Document:
    """Return the document to review before a change is sent.

    Args:
        found: The differences that the change would make.
        about: The remarks.
        announced: The calls, in order.
        by_others: What someone else changed since the user read the pool.
    """
    return (
        *remarks(about),
        *_changed_by_others(by_others),
        *differences(found),
        *calls(announced),
    )


def _changed_by_others(found: Sequence[Difference]) -> Document:
    if not found:
        return ()
    title = f"Changed by someone else ({counted(len(found), 'change')})"
    changes = tuple(note for each in found for note in _notes(each))
    return (Section(title, changes), Section("Your changes:", ()))


def progress(announced: Sequence[Announced], states: Sequence[Progress]) -> Document:
    """Return a section with the state of each call of a change.

    Args:
        announced: The calls, in order.
        states: The state of each call.
    """
    lines = []
    for number, (call, state) in enumerate(zip(announced, states, strict=True), 1):
        lines.append(Line(f"{state} {number}", call.operation, _TONES[state]))
        lines.append(Line("", call.purpose, Tone.DIM))
    return (Section("", tuple(lines)),)
