"""Describe one identity."""

import math
from collections.abc import Sequence

from cogtui.documents.document import Document, Line, Note, Section, Tone
from cogtui.service.identity_rows import Identity, IdentityState, login_name
from cogtui.text import counted
from cogtui.times import age, zoned_exact

_STATES = {
    IdentityState.GUEST: ("guest", Tone.PLAIN),
    IdentityState.AUTHENTICATED: ("authenticated", Tone.GOOD),
    IdentityState.DISABLED: ("DISABLED by a merge or by unlinking its last login", Tone.BAD),
}


def overview(identity: Identity, arn: str | None, now: float) -> Document:
    """Return a document with an identity's ID, state, dates and logins.

    Args:
        identity: The identity as DescribeIdentity returns it.
        arn: Its ARN, None while the account is unknown.
        now: The current time in seconds since the epoch.
    """
    state, tone = _STATES[identity.state]
    about = Section(
        "",
        (
            Line("ID", identity.identity_id),
            Line("State", state, tone),
            Line("Created", _date_text(identity.created, now)),
            Line("Modified", _date_text(identity.modified, now)),
            Line("ARN", arn or "unknown until STS returns the account"),
        ),
    )
    return (about, _logins(identity))


def _date_text(timestamp: float, now: float) -> str:
    if math.isnan(timestamp):
        return "unknown"
    return f"{zoned_exact(timestamp)} ({age(now - timestamp)})"


def _logins(identity: Identity) -> Section:
    if identity.state is IdentityState.DISABLED:
        note = Note("None. It cannot be used again; its logins resolve to another identity.")
        return Section("Logins", (note,))
    if not identity.logins:
        return Section("Logins", (Note("None (guest)."),))
    lines = tuple(Line(login_name(login), login) for login in identity.logins)
    return Section(f"Logins ({len(lines)})", lines)


def developer_users(provider: str, identifiers: Sequence[str], *, complete: bool) -> Section:
    """Return a section that lists the developer user identifiers of an identity.

    Args:
        provider: The pool's developer provider.
        identifiers: The identifiers read so far.
        complete: Whether all of them have been read.
    """
    count = counted(len(identifiers), "developer user")
    title = f"{count} of {provider}" if complete else f"{count} of {provider}, loading…"
    if not identifiers and complete:
        return Section(
            "Developer users", (Note(f"No user of {provider} is linked to this identity."),)
        )
    return Section(title, tuple(Line("", identifier) for identifier in identifiers))
