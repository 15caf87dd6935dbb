"""Describe lookups, previews and results of operations on developer users as documents."""

from collections.abc import Iterable

from cogtui.developers.blockers import Blocker, Consequence
from cogtui.developers.execute import ExecutionResult, ExecutionStatus, PreviewT
from cogtui.developers.identifiers import find_oddities, quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterPreview
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.documents import developer_users as of_developers
from cogtui.documents.document import Document, Tone
from cogtui.documents.failure import failure_document

_STATUSES = {
    ExecutionStatus.CHANGED: (
        "Someone made changes since the preview; nothing was sent. This is the current state.",
        Tone.WARNING,
    ),
    ExecutionStatus.VERIFIED: ("Complete and verified.", Tone.GOOD),
    ExecutionStatus.DIFFERENT: ("Sent, but the result differs from the preview.", Tone.BAD),
    ExecutionStatus.NOT_DONE: (
        "No response. The request was not carried out; nothing changed.",
        Tone.WARNING,
    ),
    ExecutionStatus.UNKNOWN: ("Sent, but the current state cannot be read.", Tone.BAD),
}


def identity(title: str, linked: LinkedIdentity, now: float) -> Document:
    """Return a document about an identity and everything that is linked to it.

    Args:
        title: The title of the section.
        linked: The identity.
        now: The current time in seconds since the epoch.
    """
    return of_developers.linked_identity(
        title, linked.identity, linked.provider, linked.identifiers, now
    )


def user(title: str, identifier: str, linked: LinkedIdentity | None, now: float) -> Document:
    """Return a document about a developer user that was looked up.

    Args:
        title: The title of the section.
        identifier: The developer user identifier that was looked up.
        linked: The identity that it resolves to, None for an unknown user.
        now: The current time in seconds since the epoch.

    Returns:
        The identity, or a note that there is none, followed by anything odd about the identifier.
    """
    found = of_developers.unknown_user(title, identifier)
    if linked is not None:
        found = identity(title, linked, now)
    return (*found, *oddities(identifier))


def oddities(identifier: str) -> Document:
    """Return a section about anything odd in an identifier; an empty document if nothing is."""
    return of_developers.sentence_section(
        quoted(identifier), find_oddities(identifier), Tone.WARNING
    )


def merged(preview: MergePreview, now: float) -> Document:
    """Return a document about the result of a merge.

    Args:
        preview: The preview.
        now: The current time in seconds since the epoch.

    Returns:
        Both identities after the merge, what keeps working and what stops; empty if the merge
        cannot be sent.
    """
    if preview.merged is None or preview.disabled_source is None:
        return ()
    return (
        *identity("Merged identity", preview.merged, now),
        *identity("Disabled identity", preview.disabled_source, now),
        *of_developers.sentence_section("Keeps working", preview.keeps_working(), Tone.GOOD),
        *of_developers.sentence_section("Stops working", preview.stops_working(), Tone.BAD),
    )


def unlink(preview: UserUnlinkPreview | LoginUnlinkPreview, now: float) -> Document:
    """Return a document about what unlinking a user or a login would do.

    Args:
        preview: The preview.
        now: The current time in seconds since the epoch.

    Returns:
        The blockers, the consequences, and the identity before and after.
    """
    tone = Tone.BAD if preview.is_last else Tone.WARNING
    before = () if preview.linked is None else identity("Identity now", preview.linked, now)
    after = () if preview.remaining is None else identity("Identity after", preview.remaining, now)
    return (
        *blocker_sections(preview.blockers),
        *of_developers.sentence_section("Effect", preview.consequences(), tone),
        *before,
        *after,
        *(oddities(preview.user) if isinstance(preview, UserUnlinkPreview) else ()),
    )


def register(preview: RegisterPreview, now: float) -> Document:
    """Return a document about what registering a user would do.

    Args:
        preview: The preview.
        now: The current time in seconds since the epoch.

    Returns:
        The blockers, the consequences, and the identity that owns the user or would own it.
    """
    owner, holder = preview.owner, preview.holder
    return (
        *blocker_sections(preview.blockers),
        *of_developers.sentence_section("Effect", preview.consequences(), Tone.GOOD),
        *(() if holder is None else identity("Registered to", holder, now)),
        *(() if owner is None or holder is not None else identity("Owner", owner, now)),
        *oddities(preview.user),
    )


def blocker_sections(blockers: Iterable[Blocker]) -> Document:
    """Return a section with certain blockers, and one with uncertain ones."""
    certain: list[str] = []
    doubts: list[str] = []
    for each in blockers:
        kind = doubts if each.consequence is Consequence.UNCERTAIN else certain
        kind.append(each.sentence)
    return (
        *of_developers.sentence_section("Not possible", certain, Tone.BAD),
        *of_developers.sentence_section("May be refused", doubts, Tone.WARNING),
    )


def result(sent: ExecutionResult[PreviewT], now: float) -> Document:
    """Return a document about the result of an operation.

    Args:
        sent: The result.
        now: The current time in seconds since the epoch.

    Returns:
        The status in a sentence, the differences, the identities as they are now, and the errors.
    """
    text, tone = _STATUSES[sent.status]
    found = sent.verification.identities if sent.verification else ()
    different: tuple[str, ...] = ()
    if sent.verification and sent.status is ExecutionStatus.DIFFERENT:
        different = sent.verification.differences
    errors = [each for each in (sent.call_error, sent.read_error) if each is not None]
    return (
        *of_developers.sentence_section("", [text], tone),
        *of_developers.sentence_section("Differences", different, Tone.BAD),
        *(part for each in found for part in identity("Current state", each, now)),
        *(part for each in errors for part in failure_document(each)),
    )
