"""What is said of a change to a pool's configuration: what it changes, sends, needs and risks."""

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
    """One thing that differs between two configurations."""

    sign: Sign
    """How it differs."""
    path: tuple[str | int, ...]
    """Where: the member by the API's name, then names in maps and places in lists (from 0): of
    what was removed in the one before, of all else in the one after."""
    label: str
    """What it is, in plain words."""
    before: str
    """What it was, in words and without secrets; empty if it was not there."""
    after: str
    """What it is, likewise."""

    @property
    def member(self) -> str:
        """The member of the configuration: `RoleMappings`."""
        return str(self.path[0])


class RemarkLevel(StrEnum):
    """How much a remark matters."""

    ERROR = "error"
    """The service would refuse it, or cannot do it: it is not sent."""
    WARNING = "warning"
    """Somebody may lose something by it."""
    NOTE = "note"
    """Good to know."""


class Remark(NamedTuple):
    """Something to know before a change is sent."""

    weight: RemarkLevel
    """How much it matters."""
    path: tuple[str | int, ...]
    """What it is about, as in `Difference`."""
    text: str
    """A sentence or two."""


class Need(NamedTuple):
    """A permission."""

    action: str
    """The IAM action: `iam:PassRole`."""
    resource: str
    """The ARN that it is needed on, `*`, or empty for the pool itself."""


class Announced(NamedTuple):
    """A call that will be made, as far as it is told."""

    operation: str
    """The AWS CLI name."""
    purpose: str
    """What it does here, in words."""
    needs: tuple[Need, ...]
    """The permissions that it takes."""


class Progress(StrEnum):
    """How far a call has come."""

    WAITING = "·"
    """It is still to be made."""
    RUNNING = "…"
    """It is under way."""
    DONE = "✓"
    """It was answered."""
    FAILED = "✗"
    """It was refused, or not answered."""


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
    """What differs, member by member.

    Args:
        found: The differences, in the order of the members.

    Returns:
        A section for each member that differs; a sentence if none does.
    """
    if not found:
        return (Section("", (Note("Nothing differs."),)),)
    members = dict.fromkeys(each.member for each in found)
    return tuple(
        Section(
            f"{member} ({counted(len(those), 'change')})",
            tuple(note for each in those for note in _notes(each)),
        )
        for member in members
        if (those := [each for each in found if each.member == member])
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
    """What there is to know before a change is sent.

    Args:
        found: The remarks.

    Returns:
        A section with a sentence for each, the gravest first; nothing if there is none.
    """
    sorted_remarks = sorted(found, key=lambda each: list(RemarkLevel).index(each.weight))
    notes = tuple(
        Note(f"{_MARKS[each.weight]}{each.text}", _TONES[each.weight]) for each in sorted_remarks
    )
    return (Section("To know", notes),) if notes else ()


def calls(announced: Sequence[Announced]) -> Document:
    """The calls that will be made, in their order.

    Args:
        announced: The calls.

    Returns:
        A section for each, with the permissions that it takes; a sentence if there is none.
    """
    if not announced:
        return (Section("Calls", (Note("Nothing is sent."),)),)
    return tuple(
        Section(
            f"Call {place} of {len(announced)}: {each.operation}",
            (
                Line("Does", each.purpose),
                *(Line("Needs", f"{need.action} on {_on(need)}") for need in each.needs),
            ),
        )
        for place, each in enumerate(announced, 1)
    )


def _on(need: Need) -> str:
    return {"": "the pool", "*": "* (any resource)"}.get(need.resource, need.resource)


def review(
    found: Sequence[Difference], about: Iterable[Remark], announced: Sequence[Announced]
) -> Document:
    """All that is told before a change is sent.

    Args:
        found: What will differ.
        about: What there is to know.
        announced: The calls.

    Returns:
        What there is to know, what differs, and the calls.
    """
    return (*remarks(about), *differences(found), *calls(announced))


def progress(announced: Sequence[Announced], states: Sequence[Progress]) -> Document:
    """How far a change has come.

    Args:
        announced: Its calls, in their order.
        states: How far each has come.

    Returns:
        A section with two lines for each.
    """
    lines = []
    for place, (call, state) in enumerate(zip(announced, states, strict=True), 1):
        lines.append(Line(f"{state} {place}", call.operation, _TONES[state]))
        lines.append(Line("", call.purpose, Tone.DIM))
    return (Section("", tuple(lines)),)
