"""Developer-authenticated identities: users whom the developer's own system vouches for.

Source: LookupDeveloperIdentity, MergeDeveloperIdentities and UnlinkDeveloperIdentity in the API
reference. A pool has one developer provider; its user identifiers are case-sensitive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cogtui.emulator import pages
from cogtui.emulator.exceptions import (
    InvalidParameterException,
    ResourceConflictException,
    ResourceNotFoundException,
    identity_not_found,
)

if TYPE_CHECKING:
    from cogtui.emulator.identities import Identity
    from cogtui.emulator.pools import IdentityPool


def developer_user(pool: IdentityPool, user: str) -> Identity:
    """Return the identity that a developer user identifier belongs to.

    Raises:
        ResourceNotFoundException: it is registered nowhere in the pool.
    """
    found = pool.identities.find((pool.developer_provider_name, user))
    if found is None:
        raise ResourceNotFoundException(f"Developer user '{user}' not found.")
    return found


def look_up(
    pool: IdentityPool, identity_id: str | None, user: str | None, limit: int, token: str | None
) -> dict[str, Any]:
    """Return an identity with its developer user identifiers, found by either.

    Given both, they must belong together, and the answer repeats them.

    Raises:
        InvalidParameterException: neither is given, or the token is not of this list.
        ResourceNotFoundException: what is given does not exist.
        ResourceConflictException: the two do not belong together.
    """
    if identity_id is None and user is None:
        raise InvalidParameterException("IdentityId or DeveloperUserIdentifier must be given.")
    identity = developer_user(pool, user) if user is not None else None
    if identity_id is not None:
        given = pool.identities.get(identity_id)
        if given is None:
            raise identity_not_found(identity_id)
        if identity is not None and identity.identity_id != identity_id:
            raise ResourceConflictException("The developer user belongs to another identity.")
        if identity is not None:
            return {"IdentityId": identity_id, "DeveloperUserIdentifierList": [user]}
        identity = given
    assert identity is not None  # noqa: S101 - one of the two was given
    users = identity.users_of(pool.developer_provider_name)
    scope = f"developer users {identity.identity_id}"
    start = pages.page_start(scope, token)
    answer: dict[str, Any] = {"IdentityId": identity.identity_id}
    if users:
        answer["DeveloperUserIdentifierList"] = users[start : start + limit]
    if len(users) > start + limit:
        answer["NextToken"] = pages.next_token(scope, start + limit)
    return answer
