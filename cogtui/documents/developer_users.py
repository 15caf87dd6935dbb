"""What is said of developer users: who leads to which identity, and what an operation would do."""

import math
from collections.abc import Iterable, Sequence

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.service.identity_rows import Identity, IdentityState, login_name
from cogtui.text import counted
from cogtui.times import age, local_exact

_TONES = {
    IdentityState.GUEST: Tone.PLAIN,
    IdentityState.AUTHENTICATED: Tone.GOOD,
    IdentityState.DISABLED: Tone.BAD,
}


def reached(
    title: str, identity: Identity, provider: str, identifiers: Sequence[str], now: float
) -> Document:
    """An identity with all that leads to it.

    Args:
        title: What it is here: `Source`.
        identity: The identity; one that is still to be made has no id.
        provider: The pool's developer provider, empty if it has none.
        identifiers: The developer user identifiers that lead to it, all of them.
        now: The present, seconds since the epoch.

    Returns:
        Its id, state, dates, public logins and identifiers, each identifier as it is.
    """
    state = identity.state
    # the developer provider is not sure to be among the logins that the service lists
    if identifiers and state is IdentityState.GUEST:
        state = IdentityState.AUTHENTICATED
    about = [
        Line("Id", identity.identity_id or "a new one"),
        Line("State", state.value, _TONES[state]),
        *_dated("Created", identity.created, now),
        *_dated("Modified", identity.modified, now),
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


def nobody(title: str, identifier: str) -> Document:
    """A user who is registered nowhere.

    Args:
        title: What the user is here: `Source`.
        identifier: The developer user identifier.
    """
    note = Note("Not registered in this pool.", Tone.WARNING)
    return (Section(title, (Line("User", identifier), note)),)


def sentence_section(title: str, sentences: Iterable[str], tone: Tone) -> Document:
    """Sentences under a title.

    Args:
        title: The title.
        sentences: The sentences.
        tone: What they mean.

    Returns:
        One section, nothing where there are no sentences.
    """
    notes = tuple(Note(each, tone) for each in sentences)
    return (Section(title, notes),) if notes else ()


def _dated(label: str, timestamp: float, now: float) -> list[Line]:
    if math.isnan(timestamp):
        return []
    return [Line(label, f"{local_exact(timestamp)} ({age(now - timestamp)})")]
