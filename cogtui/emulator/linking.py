"""Linking of logins to identities: find, create, link, merge and unlink.

Every function works on one pool; the caller holds the lock of its backend. Each function makes all
checks before it changes anything.

Source: the authentication flow in the developer guide.
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
"""The maximum number of logins after a merge, from the API reference."""


def forbidden(identity_id: str) -> NotAuthorizedException:
    """Return the error for an identity that the caller may not use."""
    return NotAuthorizedException(f"Access to Identity '{identity_id}' is forbidden.")


def logins_do_not_match() -> NotAuthorizedException:
    """Return the error for logins that do not include one of the identity's."""
    return NotAuthorizedException(
        "Logins don't match. Please include at least one valid login for this identity or "
        "identity pool."
    )


def check_guests_allowed(pool: IdentityPool) -> None:
    """Check that the pool allows guest access.

    Raises:
        NotAuthorizedException: Guest access is off.
    """
    if not pool.allow_unauthenticated_identities:
        raise NotAuthorizedException(
            "Unauthenticated access is not supported for this identity pool."
        )


def find_or_create(pool: IdentityPool, logins: Sequence[Login]) -> StoredIdentity:
    """Return the identity of some logins, after linking all of them to it.

    Raises:
        ResourceConflictException: The identity would have two logins of one public provider.
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
    """Create a guest: an identity without logins.

    Raises:
        NotAuthorizedException: Guest access is off.
    """
    check_guests_allowed(pool)
    return find_or_create(pool, [])


def use(pool: IdentityPool, identity: StoredIdentity, logins: Sequence[Login]) -> StoredIdentity:
    """Return the identity that a caller who passes an identity and logins acts as.

    A guest who logs in keeps its ID, unless the login already belongs to another identity: then
    that identity is returned and the guest is disabled. Additional logins are linked to the
    identity; if another identity has them, all its logins are moved and it is disabled.

    Raises:
        NotAuthorizedException: No login is passed where one is required, or none of them is the
            identity's.
        ResourceConflictException: The identity would have two logins of one public provider.
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
    if identity.logins and identity.identity_id not in {owner.identity_id for owner in owners}:
        raise logins_do_not_match()
    return link(pool, identity, logins)


def link(pool: IdentityPool, identity: StoredIdentity, logins: Sequence[Login]) -> StoredIdentity:
    """Link logins to an identity, together with all other logins of their present owners.

    Raises:
        ResourceConflictException: The identity would have two logins of one public provider.
    """
    owners = _owners(pool, logins)
    others = [owner for owner in owners if owner.identity_id != identity.identity_id]
    return _consolidate(pool, identity, others, logins)


def merge(pool: IdentityPool, source: StoredIdentity, destination: StoredIdentity) -> None:
    """Move all logins of the source to the destination and disable the source.

    Raises:
        ResourceConflictException: Both have a login of the same public provider.
        InvalidParameterException: They have more than 20 logins in total.
    """
    if len(source.logins) + len(destination.logins) > LOGINS_PER_IDENTITY:
        raise InvalidParameterException(
            f"An identity can have at most {LOGINS_PER_IDENTITY} linked logins."
        )
    _consolidate(pool, destination, [source], [])


def unlink(pool: IdentityPool, identity: StoredIdentity, logins: Collection[Login]) -> None:
    """Remove logins from an identity; disable it if none are left."""
    if not any(login in identity.logins for login in logins):
        return
    identity.logins = [login for login in identity.logins if login not in logins]
    identity.disabled = not identity.logins
    _save(pool, identity)


def _owners(pool: IdentityPool, logins: Sequence[Login]) -> list[StoredIdentity]:
    """Return the distinct identities that logins are linked to, in the order of the logins."""
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
    """Store a changed identity with a modification date later than its previous one."""
    identity.modified = max(time.time_ns() // 1_000_000, identity.modified + 1)
    pool.identities.save(identity)


def _check_one_user_per_provider(pool: IdentityPool, logins: Sequence[Login]) -> None:
    """Check that each public provider has one user; a developer provider may have several."""
    public = [provider for provider, _ in logins if provider != pool.developer_provider_name]
    if len(public) != len(set(public)):
        raise ResourceConflictException(
            "Logins of two users of one provider cannot be linked to one identity."
        )
