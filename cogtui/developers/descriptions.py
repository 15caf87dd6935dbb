"""Lookups, previews and what came of them, as documents."""

from collections.abc import Iterable

from cogtui.developers.blockers import Blocker, Consequence
from cogtui.developers.execute import Ending, ExecutionResult
from cogtui.developers.identifiers import quoted, stray
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.developers.merge import MergePreview
from cogtui.developers.register import RegisterPreview
from cogtui.developers.unlink import LoginUnlinkPreview, UserUnlinkPreview
from cogtui.documents import developer_users as of_developers
from cogtui.documents.document import Document, Tone
from cogtui.documents.failure import failure_document

_ENDINGS = {
    Ending.CHANGED: (
        "Somebody changed something since the preview: nothing was sent. This is how it is now.",
        Tone.WARNING,
    ),
    Ending.VERIFIED: ("It was carried out, and all is as it was promised.", Tone.GOOD),
    Ending.DIFFERENT: ("It was sent, and what is there now is not as promised.", Tone.BAD),
    Ending.NOT_DONE: ("No answer came. It was not carried out: all is as before.", Tone.WARNING),
    Ending.UNKNOWN: ("It was sent, and what is there now could not be read.", Tone.BAD),
}


def identity(title: str, linked: LinkedIdentity, now: float) -> Document:
    """An identity with all that leads to it.

    Args:
        title: What it is here.
        linked: The identity.
        now: The present, seconds since the epoch.
    """
    of = linked.identity, linked.provider, linked.identifiers
    return of_developers.reached(title, *of, now)


def user(title: str, identifier: str, linked: LinkedIdentity | None, now: float) -> Document:
    """A user that was looked up.

    Args:
        title: What the user is here.
        identifier: The developer user identifier that was looked up.
        linked: The identity that it leads to, None for an unknown user.
        now: The present, seconds since the epoch.

    Returns:
        The identity, or that there is none; and what is odd about the identifier.
    """
    found = of_developers.nobody(title, identifier)
    if linked is not None:
        found = identity(title, linked, now)
    return (*found, *odd(identifier))


def odd(identifier: str) -> Document:
    """What is odd about an identifier that was typed or pasted; nothing if nothing is.

    Args:
        identifier: The identifier.
    """
    return of_developers.sentence_section(quoted(identifier), stray(identifier), Tone.WARNING)


def merged(preview: MergePreview, now: float) -> Document:
    """What merging two users would make of them.

    Args:
        preview: The preview.
        now: The present, seconds since the epoch.

    Returns:
        What will be; what goes on and what ends; nothing if it cannot be sent.
    """
    if preview.merged is None or preview.disabled_source is None:
        return ()
    return (
        *identity("The merged identity", preview.merged, now),
        *identity("The identity that is disabled", preview.disabled_source, now),
        *of_developers.sentence_section("What keeps working", preview.keeps_working(), Tone.GOOD),
        *of_developers.sentence_section("What stops working", preview.stops_working(), Tone.BAD),
    )


def unlink(preview: UserUnlinkPreview | LoginUnlinkPreview, now: float) -> Document:
    """What unlinking a user or a login would do.

    Args:
        preview: The preview.
        now: The present, seconds since the epoch.

    Returns:
        What is in the way; the identity as it is and as it will be; what that means.
    """
    tone = Tone.BAD if preview.is_last else Tone.WARNING
    before = () if preview.linked is None else identity("The identity now", preview.linked, now)
    after = () if preview.left is None else identity("What is left", preview.left, now)
    return (
        *in_the_way(preview.blockers),
        *of_developers.sentence_section("What it means", preview.consequences(), tone),
        *before,
        *after,
        *(odd(preview.user) if isinstance(preview, UserUnlinkPreview) else ()),
    )


def register(preview: RegisterPreview, now: float) -> Document:
    """What registering a user would do.

    Args:
        preview: The preview.
        now: The present, seconds since the epoch.

    Returns:
        What is in the way; who will own the user and what that takes; who does now.
    """
    owner, holder = preview.owner, preview.holder
    return (
        *in_the_way(preview.blockers),
        *of_developers.sentence_section("What it means", preview.consequences(), Tone.GOOD),
        *(() if holder is None else identity("Registered on", holder, now)),
        *(() if owner is None or holder is not None else identity("The owner", owner, now)),
        *odd(preview.user),
    )


def in_the_way(blockers: Iterable[Blocker]) -> Document:
    """What stands in the way of an operation.

    Args:
        blockers: The obstacles.

    Returns:
        A section for what would be refused or change nothing, and one for doubts.
    """
    certain: list[str] = []
    doubts: list[str] = []
    for each in blockers:
        kind = doubts if each.consequence is Consequence.UNCERTAIN else certain
        kind.append(each.sentence)
    return (
        *of_developers.sentence_section("Nothing is sent", certain, Tone.BAD),
        *of_developers.sentence_section("In doubt", doubts, Tone.WARNING),
    )


def ending(
    sent: ExecutionResult[MergePreview]
    | ExecutionResult[UserUnlinkPreview]
    | ExecutionResult[LoginUnlinkPreview]
    | ExecutionResult[RegisterPreview],
    now: float,
) -> Document:
    """What came of something that was sent, or not.

    Args:
        sent: What came of it.
        now: The present, seconds since the epoch.

    Returns:
        It in a sentence; what is different; the identities as they are now; why no answer came.
    """
    words, tone = _ENDINGS[sent.ending]
    found = sent.verification.identities if sent.verification else ()
    different: tuple[str, ...] = ()
    if sent.verification and sent.ending is Ending.DIFFERENT:
        different = sent.verification.differences
    missing = [each for each in (sent.lost, sent.unread) if each is not None]
    return (
        *of_developers.sentence_section("", [words], tone),
        *of_developers.sentence_section("What is different", different, Tone.BAD),
        *(part for each in found for part in identity("As it is now", each, now)),
        *(part for each in missing for part in failure_document(each)),
    )
