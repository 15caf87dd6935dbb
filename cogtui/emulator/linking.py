"""How logins lead to identities: found, made, linked, merged and unlinked.

Source: the authentication flow in the developer guide. Every function works on one pool, whose
backend's lock the caller holds; each checks all before it changes anything.
"""

import time
from collections.abc import Collection, Sequence

from cogtui.emulator.exceptions import (
    InvalidParameterException,
    NotAuthorizedException,
    ResourceConflictException,
)
from cogtui.emulator.identities import Login, StoredIdentity
from cogtui.emulator.pools import IdentityPool

LOGINS_PER_IDENTITY = 20
"""The most logins that a merge may bring together, by the API reference."""


def forbidden(identity_id: str) -> NotAuthorizedException:
    """Return the error for an identity that cannot be used this way."""
    return NotAuthorizedException(f"Access to Identity '{identity_id}' is forbidden.")


def logins_do_not_match() -> NotAuthorizedException:
    """Return the error for logins of which none is the identity's."""
    return NotAuthorizedException(
        "Logins don't match. Please include at least one valid login for this identity or "
        "identity pool."
    )


def check_guests_allowed(pool: IdentityPool) -> None:
    """Check that the pool lets guests in.

    Raises:
        NotAuthorizedException: It does not.
    """
    if not pool.allow_unauthenticated_identities:
        raise NotAuthorizedException(
            "Unauthenticated access is not supported for this identity pool."
        )


def find_or_create(pool: IdentityPool, logins: Sequence[Login]) -> StoredIdentity:
    """Return the identity that logins lead to, all of them linked to it from now on.

    Raises:
        ResourceConflictException: Two of them, or of what they are linked to, are of one public
            provider.
    """
    owners = _owners(pool, logins)
    if owners:
        return _consolidate(pool, owners[0], owners[1:], logins)
    _check_one_user_per_provider(pool, logins)
    now = time.time_ns() // 1_000_000
    identity = StoredIdentity(
        pool.new_identity_id(), created=now, modified=now, logins=list(logins)
    )
    pool.identities.add(identity)
    return identity


def create_guest(pool: IdentityPool) -> StoredIdentity:
    """Return a new identity without logins.

    Raises:
        NotAuthorizedException: The pool does not let guests in.
    """
    check_guests_allowed(pool)
    return find_or_create(pool, [])


def use(pool: IdentityPool, identity: StoredIdentity, logins: Sequence[Login]) -> StoredIdentity:
    """Return the identity that a caller with an identity's id and logins acts as.

    A guest that logs in keeps its id, unless the login already belongs to another identity: then
    that is answered and the guest is disabled. Further logins of an identity are linked to it;
    those of another identity are moved to it, and the other is disabled.

    Raises:
        NotAuthorizedException: No login where one is needed, or none that is the identity's.
        ResourceConflictException: Two logins of one public provider would come together.
    """
    if not logins:
        if identity.disabled or identity.logins:
            raise forbidden(identity.identity_id)
        check_guests_allowed(pool)
        return identity
    owners = _owners(pool, logins)
    if identity.disabled:
        if not owners:
            raise forbidden(identity.identity_id)
        return owners[0]
    if not identity.logins and owners:
        return _consolidate(pool, owners[0], [*owners[1:], identity], logins)
    others = [owner for owner in owners if owner.identity_id != identity.identity_id]
    if identity.logins and len(others) == len(owners):
        raise logins_do_not_match()
    return _consolidate(pool, identity, others, logins)


def merge(pool: IdentityPool, source: StoredIdentity, destination: StoredIdentity) -> None:
    """Move all logins of one identity to another and disable the first.

    Raises:
        ResourceConflictException: Both have a login of the same public provider.
        InvalidParameterException: Together they have more than 20 logins.
    """
    if len(source.logins) + len(destination.logins) > LOGINS_PER_IDENTITY:
        raise InvalidParameterException(
            f"An identity can have at most {LOGINS_PER_IDENTITY} linked logins."
        )
    _consolidate(pool, destination, [source], [])


def unlink(pool: IdentityPool, identity: StoredIdentity, logins: Collection[Login]) -> None:
    """Take logins away from an identity; one that loses its last is disabled."""
    if not any(login in identity.logins for login in logins):
        return
    identity.logins = [login for login in identity.logins if login not in logins]
    identity.disabled = not identity.logins
    _save(pool, identity)


def _owners(pool: IdentityPool, logins: Sequence[Login]) -> list[StoredIdentity]:
    """Return the identities that logins are linked to, each once, in the logins' order."""
    found = (pool.identities.find(login) for login in logins)
    unique = {owner.identity_id: owner for owner in found if owner is not None}
    return list(unique.values())


def _consolidate(
    pool: IdentityPool,
    target: StoredIdentity,
    others: Sequence[StoredIdentity],
    logins: Sequence[Login],
) -> StoredIdentity:
    inherited = [login for other in others for login in other.logins]
    combined = list(dict.fromkeys([*target.logins, *inherited, *logins]))
    if combined == target.logins and not others:
        return target
    _check_one_user_per_provider(pool, combined)
    for other in others:
        other.logins, other.disabled = [], True
        _save(pool, other)
    target.logins = combined
    _save(pool, target)
    return target


def _save(pool: IdentityPool, identity: StoredIdentity) -> None:
    """Keep a changed identity, and the date of the change, which is later than any before."""
    identity.modified = max(time.time_ns() // 1_000_000, identity.modified + 1)
    pool.identities.save(identity)


def _check_one_user_per_provider(pool: IdentityPool, logins: Sequence[Login]) -> None:
    """Check that no public provider has two users among the logins; the developer's may."""
    public = [provider for provider, _ in logins if provider != pool.developer_provider_name]
    if len(public) != len(set(public)):
        raise ResourceConflictException(
            "Logins of two users of one provider cannot be linked to one identity."
        )
