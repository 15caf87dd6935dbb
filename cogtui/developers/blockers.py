"""Reasons why an operation on developer users would fail, found before anything is sent."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from cogtui.developers.identifiers import MAX_LENGTH, quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.text import visible


class Reason(StrEnum):
    """Why an operation would not do what the user wants."""

    NO_PROVIDER = "no developer provider"
    WRONG_PROVIDER = "another developer provider"
    NO_IDENTIFIER = "not an identifier"
    UNKNOWN_USER = "unknown user"
    UNKNOWN_IDENTITY = "unknown identity"
    OTHER_POOL = "another pool"
    DISABLED = "disabled"
    ALREADY_MERGED = "together already"
    TOO_MANY_LOGINS = "too many logins"
    CONFLICTING_LOGINS = "two users of one provider"
    REGISTERED = "registered elsewhere"
    NO_PUBLIC_LOGIN = "no public login"
    SECOND_USER = "second developer user"
    NOT_LINKED = "not linked"
    OTHER_IDENTITY = "belongs to another identity"


class Consequence(StrEnum):
    """What would happen if the request were sent despite a blocker."""

    REFUSED = "refused"
    """The service refuses the request and changes nothing."""
    NOTHING = "nothing"
    """Nothing changes: the result is already in place, or there is nothing to do."""
    UNCERTAIN = "doubt"
    """Probably a refusal, but it cannot be determined without sending; sending is allowed."""


class Blocker(NamedTuple):
    """One reason not to send an operation."""

    reason: Reason
    """The kind of reason."""
    sentence: str
    """An explanation in one or two sentences, safe to draw, with an alternative where that
    helps."""
    consequence: Consequence = Consequence.REFUSED
    """What would happen if the request were sent."""


def is_sendable(blockers: tuple[Blocker, ...]) -> bool:
    """Return whether an operation may be sent: every blocker is uncertain, or there are none."""
    return all(each.consequence is Consequence.UNCERTAIN for each in blockers)


def for_provider(provider: str, named: str | None) -> Iterator[Blocker]:
    """Yield the blocker of a missing or wrong developer provider, if any.

    Args:
        provider: The pool's developer provider, empty if it has none.
        named: The provider that the user named, None for the pool's own.
    """
    if not provider:
        yield Blocker(
            Reason.NO_PROVIDER,
            "The pool has no developer provider, so it has no developer users. Edit the pool to "
            "add one; its name can never be changed afterwards.",
        )
    elif named is not None and named != provider:
        yield Blocker(
            Reason.WRONG_PROVIDER,
            f"The pool's developer provider is {visible(provider)}, not {visible(named)}.",
        )


def for_identifier(identifier: str) -> Iterator[Blocker]:
    """Yield the blocker of an identifier whose length the service refuses, if any."""
    if not identifier:
        yield Blocker(Reason.NO_IDENTIFIER, "A developer user identifier cannot be empty.")
    elif len(identifier) > MAX_LENGTH:
        yield Blocker(
            Reason.NO_IDENTIFIER,
            f"{quoted(identifier)} has {len(identifier):,} characters; the limit for a developer "
            f"user identifier is {MAX_LENGTH:,}.",
        )


def unknown_user(identifier: str) -> Blocker:
    """Return the blocker for a user who is not registered in the pool."""
    return Blocker(
        Reason.UNKNOWN_USER,
        f"User {quoted(identifier)} is not registered in this pool. Identifiers are "
        "case-sensitive, and spaces count.",
    )


def for_identity(identity_id: str, linked: LinkedIdentity | None) -> Iterator[Blocker]:
    """Yield the blocker of an identity that cannot be used, if any.

    Args:
        identity_id: The ID that the user wants to use.
        linked: The identity as read, None if it does not exist.
    """
    if linked is None:
        yield Blocker(Reason.UNKNOWN_IDENTITY, f"Identity {visible(identity_id)} does not exist.")
    elif not linked.is_found_in_pool:
        yield Blocker(
            Reason.OTHER_POOL,
            f"The pool's lookup does not find {identity_id}: it probably belongs to another pool.",
            # the service may answer the same for an identity without developer users
            Consequence.REFUSED
            if linked.provider in linked.identity.logins
            else Consequence.UNCERTAIN,
        )
    elif linked.is_disabled:
        yield disabled_identity(identity_id)


def disabled_identity(identity_id: str) -> Blocker:
    """Return the blocker for an identity that can never be used again."""
    return Blocker(
        Reason.DISABLED,
        f"{identity_id} is disabled: it was merged into another identity or lost its last login. "
        "It can never be used again.",
    )
