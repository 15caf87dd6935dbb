"""Describe developer users and the identities that they are linked to."""

import math
from collections.abc import Iterable, Sequence

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.service.identity_rows import Identity, IdentityState, login_name
from cogtui.text import counted
from cogtui.times import age, zoned_exact

_TONES = {
    IdentityState.GUEST: Tone.PLAIN,
    IdentityState.AUTHENTICATED: Tone.GOOD,
    IdentityState.DISABLED: Tone.BAD,
}


def linked_identity(
    title: str, identity: Identity, provider: str, identifiers: Sequence[str], now: float
) -> Document:
    """Return a document about an identity with everything that is linked to it.

    Args:
        title: The title of the section, for example `Source`.
        identity: The identity; one that does not exist yet has no ID.
        provider: The pool's developer provider, empty if it has none.
        identifiers: All developer user identifiers linked to it.
        now: The current time in seconds since the epoch.

    Returns:
        Its ID, state, dates and public logins, then the identifiers, unchanged.
    """
    state = identity.state
    # the service may omit the developer provider from the logins, which would look like a guest
    if identifiers and state is IdentityState.GUEST:
        state = IdentityState.AUTHENTICATED
    about = [
        Line("ID", identity.identity_id or "new identity"),
        Line("State", state.value, _TONES[state]),
        *_date_lines("Created", identity.created, now),
        *_date_lines("Modified", identity.modified, now),
    ]
    if state is not IdentityState.DISABLED:
        public = [each for each in identity.logins if each != provider]
        about += [Line(login_name(each), each) for each in public]
        about += [] if public else [Line("Public logins", "none", Tone.DIM)]
    if not identifiers:
        return (Section(title, tuple(about)),)
    users = f"{counted(len(identifiers), 'developer user')} of {provider}"
    return (
        Section(title, tuple(about)),
        Section(users, tuple(Line("", each) for each in identifiers)),
    )


def unknown_user(title: str, identifier: str) -> Document:
    """Return a section about a developer user who is not registered.

    Args:
        title: The title of the section, for example `Source`.
        identifier: The developer user identifier.
    """
    note = Note("Not registered in this pool.", Tone.WARNING)
    return (Section(title, (Line("User", identifier), note)),)


def sentence_section(title: str, sentences: Iterable[str], tone: Tone) -> Document:
    """Return a section of sentences; an empty document if there are none."""
    notes = tuple(Note(each, tone) for each in sentences)
    return (Section(title, notes),) if notes else ()


def _date_lines(label: str, timestamp: float, now: float) -> list[Line]:
    if math.isnan(timestamp):
        return []
    return [Line(label, f"{zoned_exact(timestamp)} ({age(now - timestamp)})")]
