"""What stands in the way of an operation on developer users, found before anything is sent."""

from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from cogtui.developers.identifiers import LONGEST, quoted
from cogtui.developers.linked_identity import LinkedIdentity
from cogtui.text import visible


class Reason(StrEnum):
    """Why an operation would not do what is wanted."""

    NO_PROVIDER = "no developer provider"
    WRONG_PROVIDER = "another developer provider"
    NO_IDENTIFIER = "not an identifier"
    UNKNOWN_USER = "unknown user"
    UNKNOWN_IDENTITY = "unknown identity"
    OTHER_POOL = "another pool"
    DISABLED = "disabled"
    TOGETHER = "together already"
    TOO_MANY = "too many logins"
    TWO_USERS = "two users of one provider"
    REGISTERED = "registered elsewhere"
    NO_PROOF = "nothing to prove it by"
    NOT_LINKED = "not linked"
    ELSEWHERE = "belongs to another identity"


class Consequence(StrEnum):
    """What would come of sending it nevertheless."""

    REFUSED = "refused"
    """The service refuses, and nothing is changed."""
    NOTHING = "nothing"
    """Nothing is changed: it is so already, or there is nothing to do."""
    UNCERTAIN = "doubt"
    """Probably a refusal, but nobody can tell from outside; it may be sent."""


class Blocker(NamedTuple):
    """One thing that stands in the way."""

    reason: Reason
    """Why, in a few words."""
    sentence: str
    """Why, in a sentence or two, safe to draw, with what to do instead where that helps."""
    consequence: Consequence = Consequence.REFUSED
    """What would come of it."""


def is_sendable(blockers: tuple[Blocker, ...]) -> bool:
    """Whether an operation with these obstacles may be sent: if there are none but doubts.

    Args:
        blockers: What stands in its way.
    """
    return all(each.consequence is Consequence.UNCERTAIN for each in blockers)


def of_provider(provider: str, named: str | None) -> Iterator[Blocker]:
    """What is wrong with a developer provider.

    Args:
        provider: The pool's, empty if it has none.
        named: The one that the user names, None for the pool's own.

    Yields:
        At most one obstacle.
    """
    if not provider:
        yield Blocker(
            Reason.NO_PROVIDER,
            "The pool has no developer provider, so it has no developer users. It can be given "
            "one by editing the pool; the name can never be changed afterwards.",
        )
    elif named is not None and named != provider:
        yield Blocker(
            Reason.WRONG_PROVIDER,
            f"The pool's developer provider is {visible(provider)}, not {visible(named)}.",
        )


def of_identifier(identifier: str) -> Iterator[Blocker]:
    """What is wrong with an identifier's length.

    Args:
        identifier: The developer user identifier.

    Yields:
        At most one obstacle.
    """
    if not identifier:
        yield Blocker(Reason.NO_IDENTIFIER, "A developer user identifier cannot be empty.")
    elif len(identifier) > LONGEST:
        yield Blocker(
            Reason.NO_IDENTIFIER,
            f"{quoted(identifier)} has {len(identifier):,} characters; a developer user identifier "
            f"has {LONGEST:,} at most.",
        )


def unknown_user(identifier: str) -> Blocker:
    """The obstacle of a user who is registered nowhere.

    Args:
        identifier: The developer user identifier.
    """
    return Blocker(
        Reason.UNKNOWN_USER,
        f"No user {quoted(identifier)} is registered in this pool. Identifiers are case-sensitive, "
        "and blanks count.",
    )


def of_identity(identity_id: str, linked: LinkedIdentity | None) -> Iterator[Blocker]:
    """What is wrong with an identity that is to be used.

    Args:
        identity_id: Its id.
        linked: What was read of it, None if there is no such identity.

    Yields:
        At most one obstacle.
    """
    if linked is None:
        yield Blocker(Reason.UNKNOWN_IDENTITY, f"There is no identity {visible(identity_id)}.")
    elif not linked.is_found_in_pool:
        yield Blocker(
            Reason.OTHER_POOL,
            f"The pool's lookup does not know {identity_id}: it seems to be an identity of another "
            "pool.",
            # for an identity without developer users, the service may answer the same
            Consequence.REFUSED
            if linked.provider in linked.identity.logins
            else Consequence.UNCERTAIN,
        )
    elif linked.is_disabled:
        yield disabled(identity_id)


def disabled(identity_id: str) -> Blocker:
    """The obstacle of an identity that can never be used again.

    Args:
        identity_id: Its id.
    """
    return Blocker(
        Reason.DISABLED,
        f"{identity_id} is disabled: it was merged into another identity or lost its last login, "
        "and can never be used again.",
    )
