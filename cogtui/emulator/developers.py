"""Developer-authenticated identities: users that the developer's own backend authenticates.

A pool has one developer provider; its user identifiers are case-sensitive.

Source: LookupDeveloperIdentity, MergeDeveloperIdentities and UnlinkDeveloperIdentity in the API
reference, and developer-authenticated identities in the developer guide.
"""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from cogtui.emulator import linking, pages
from cogtui.emulator.exceptions import (
    DeveloperUserAlreadyRegisteredException,
    InvalidParameterException,
    ResourceConflictException,
    ResourceNotFoundException,
    identity_not_found,
)
from cogtui.emulator.identities import Login, StoredIdentity
from cogtui.emulator.logins import VerifiedLogin, invalid_login, issuer, token_claims
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.tokens import decode_own_token, federated_provider

LONGEST_IDENTIFIER = 1024
"""The maximum length of a developer user identifier, from the API reference."""


def developer_user(pool: IdentityPool, user: str) -> StoredIdentity:
    """Return the identity of a developer user identifier.

    Raises:
        ResourceNotFoundException: The pool has no such developer user.
    """
    found = pool.identities.find((pool.developer_provider_name, user))
    if found is None:
        raise ResourceNotFoundException(f"Developer user '{user}' not found.")
    return found


def split_logins(
    pool: IdentityPool, logins: Mapping[str, str]
) -> tuple[VerifiedLogin, dict[str, str]]:
    """Split a `Logins` map into the developer login and the public logins.

    Raises:
        InvalidParameterException: The map lacks the pool's developer provider, or the user
            identifier is too long.
    """
    provider = pool.developer_provider_name
    _check_provider(pool, provider if provider in logins else "")
    user = logins[provider]
    if len(user) > LONGEST_IDENTIFIER:
        raise InvalidParameterException(
            f"A developer user identifier has at most {LONGEST_IDENTIFIER} characters."
        )
    login = f"{provider}:{pool.identity_pool_id}:{user}"
    public = {name: token for name, token in logins.items() if name != provider}
    return VerifiedLogin(provider, user, tag_key=provider, amr=login), public


def _check_provider(pool: IdentityPool, provider: str) -> None:
    if not provider or provider != pool.developer_provider_name:
        raise InvalidParameterException(
            "This identity pool does not support the specified developer provider"
        )


def register(
    pool: IdentityPool, identity_id: str | None, logins: Sequence[Login]
) -> StoredIdentity:
    """Return the identity of a developer user, after linking all logins to it.

    Args:
        pool: The pool.
        identity_id: The identity to link the logins to; None to find or create one.
        logins: The developer login, then the public logins.

    Raises:
        ResourceNotFoundException: The pool has no such identity.
        DeveloperUserAlreadyRegisteredException: The user belongs to another identity.
        NotAuthorizedException: The identity is disabled, or has public logins and none of its
            logins was passed.
        ResourceConflictException: The identity would have two logins of one public provider.
    """
    if identity_id is None:
        return linking.find_or_create(pool, logins)
    identity = _identity(pool, identity_id)
    owner = pool.identities.find(logins[0])
    if owner is not None and owner.identity_id != identity_id:
        raise DeveloperUserAlreadyRegisteredException(
            "The developer user is already registered with another identity."
        )
    if identity.disabled:
        raise linking.forbidden(identity_id)
    providers = {provider for provider, _ in identity.logins}
    if providers == {pool.developer_provider_name}:
        # only a public login has to be proved by its token
        return linking.link(pool, identity, logins)
    return linking.use(pool, identity, logins)


def verify_token(pool: IdentityPool, identity: StoredIdentity, token: str) -> dict[str, Any]:
    """Return the claims of the token that a developer user requests credentials with.

    Raises:
        NotAuthorizedException: The token is invalid, expired or another identity's, or the
            identity has since been disabled.
    """
    claims = decode_own_token(token)
    if claims is None:
        is_ours = issuer(token_claims(token)) == federated_provider(pool.region)
        raise invalid_login("Couldn't verify signed token." if is_ours else "Not a Cognito token.")
    now = int(time.time())
    if now >= claims["exp"]:
        raise invalid_login(f"Token expired: {now} >= {claims['exp']}")
    if claims["sub"] != identity.identity_id or claims["aud"] != pool.identity_pool_id:
        raise linking.logins_do_not_match()
    if identity.disabled:
        raise linking.forbidden(identity.identity_id)
    return claims


def merge(pool: IdentityPool, provider: str, source: str, destination: str) -> str:
    """Merge the source user's identity into the destination user's.

    Nothing changes if both users already share an identity.

    Returns:
        The destination's identity ID.

    Raises:
        ResourceNotFoundException: One of the users is not registered.
        InvalidParameterException: The provider is not the pool's, or the two identities have
            more than 20 logins in total.
        ResourceConflictException: Both have a login of the same public provider.
    """
    _check_provider(pool, provider)
    source_identity, destination_identity = (
        developer_user(pool, source),
        developer_user(pool, destination),
    )
    if source_identity.identity_id != destination_identity.identity_id:
        linking.merge(pool, source_identity, destination_identity)
    return destination_identity.identity_id


def unlink(pool: IdentityPool, identity_id: str, provider: str, user: str) -> None:
    """Unlink a developer user from its identity; an identity without logins is disabled.

    Raises:
        InvalidParameterException: The provider is not the pool's.
        ResourceNotFoundException: The identity or the user does not exist.
        ResourceConflictException: The user belongs to another identity.
    """
    _check_provider(pool, provider)
    identity = _identity(pool, identity_id)
    if developer_user(pool, user).identity_id != identity_id:
        raise _user_conflict()
    linking.unlink(pool, identity, [(provider, user)])


def _identity(pool: IdentityPool, identity_id: str) -> StoredIdentity:
    identity = pool.identities.get(identity_id)
    if identity is None:
        raise identity_not_found(identity_id)
    return identity


def _user_conflict() -> ResourceConflictException:
    return ResourceConflictException("The developer user belongs to another identity.")


def look_up(
    pool: IdentityPool, identity_id: str | None, user: str | None, limit: int, token: str | None
) -> dict[str, Any]:
    """Return an identity and its developer user identifiers, found by ID, user or both.

    If both are passed, they must belong together, and the response repeats them.

    Args:
        pool: The pool.
        identity_id: The identity ID, or None.
        user: The developer user identifier, or None.
        limit: The maximum number of user identifiers in the page.
        token: The page token, or None for the first page.

    Raises:
        InvalidParameterException: Neither is passed, or the token belongs to another list.
        ResourceNotFoundException: The identity or the user does not exist.
        ResourceConflictException: The user belongs to another identity.
    """
    if identity_id is None and user is None:
        raise InvalidParameterException("IdentityId or DeveloperUserIdentifier must be given.")
    identity = developer_user(pool, user) if user is not None else None
    if identity_id is not None:
        owner = _identity(pool, identity_id)
        if identity is not None and identity.identity_id != identity_id:
            raise _user_conflict()
        if identity is not None:
            return {"IdentityId": identity_id, "DeveloperUserIdentifierList": [user]}
        identity = owner
    assert identity is not None  # noqa: S101 - one of the two is not None
    return _users_page(pool, identity, limit, token)


def _users_page(
    pool: IdentityPool, identity: StoredIdentity, limit: int, token: str | None
) -> dict[str, Any]:
    users = identity.users_of(pool.developer_provider_name)
    scope = f"developer users {identity.identity_id}"
    start = pages.page_start(scope, token)
    response: dict[str, Any] = {"IdentityId": identity.identity_id}
    if users:
        response["DeveloperUserIdentifierList"] = users[start : start + limit]
    if len(users) > start + limit:
        response["NextToken"] = pages.next_token(scope, start + limit)
    return response
