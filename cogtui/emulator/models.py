"""The service's state in one region, and its operations.

A subclass of moto's backend: it takes moto's place behind moto's server. Every operation holds
the backend's lock while it looks at the state, so parallel requests see whole changes.
"""

from __future__ import annotations

from itertools import islice
from threading import RLock
from typing import TYPE_CHECKING, Any

from moto.cognitoidentity.models import CognitoIdentityBackend as MotoBackend

from cogtui.emulator import developers, pages
from cogtui.emulator.exceptions import (
    ResourceNotFoundException,
    identity_not_found,
    pool_not_found,
)
from cogtui.emulator.tags import pool_in_arn

if TYPE_CHECKING:
    from cogtui.emulator.identities import Identity
    from cogtui.emulator.pools import IdentityPool

POOLS_PER_REGION = 1000
"""The service's default quota of identity pools for an account and region."""


class CognitoIdentityBackend(MotoBackend):
    """Amazon Cognito identity pools in one region of one account.

    Args:
        region_name: the AWS region.
        account_id: the account.
    """

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.lock = RLock()
        self.pools: dict[str, IdentityPool] = {}
        self._numbers: dict[str, int] = {}
        self._created = 0

    def pool(self, identity_pool_id: str) -> IdentityPool:
        """Return a pool.

        Raises:
            ResourceNotFoundException: there is none with this id.
        """
        try:
            return self.pools[identity_pool_id]
        except KeyError:
            raise pool_not_found(identity_pool_id) from None

    def identity(self, identity_id: str) -> tuple[IdentityPool, Identity]:
        """Return an identity and the pool it is in.

        Raises:
            ResourceNotFoundException: there is none with this id.
        """
        for pool in self.pools.values():
            identity = pool.identities.get(identity_id)
            if identity is not None:
                return pool, identity
        raise identity_not_found(identity_id)

    def add_pool(self, pool: IdentityPool) -> None:
        """Take in a pool that was made."""
        self._created += 1
        self._numbers[pool.identity_pool_id] = self._created
        self.pools[pool.identity_pool_id] = pool

    def list_pools(self, limit: int, token: str | None) -> dict[str, Any]:
        """Return a page of pools, by id and name, in order of creation.

        Raises:
            InvalidParameterException: the token is not of this list.
        """
        scope = f"pools {self.region_name}"
        start = pages.page_start(scope, token)
        with self.lock:
            rest = (each for each in self.pools.values() if self._number(each) >= start)
            found = list(islice(rest, limit + 1))
        answer: dict[str, Any] = {
            "IdentityPools": [
                {
                    "IdentityPoolId": pool.identity_pool_id,
                    "IdentityPoolName": pool.identity_pool_name,
                }
                for pool in found[:limit]
            ]
        }
        if len(found) > limit:
            answer["NextToken"] = pages.next_token(scope, self._number(found[limit]))
        return answer

    def _number(self, pool: IdentityPool) -> int:
        return self._numbers[pool.identity_pool_id]

    def describe_pool(self, identity_pool_id: str) -> dict[str, Any]:
        """Return a pool's configuration."""
        with self.lock:
            return self.pool(identity_pool_id).described()

    def pool_roles(self, identity_pool_id: str) -> dict[str, Any]:
        """Return a pool's roles and role mappings; what is not set is absent."""
        with self.lock:
            pool = self.pool(identity_pool_id)
            answer: dict[str, Any] = {"IdentityPoolId": identity_pool_id}
            if pool.roles:
                answer["Roles"] = pool.roles
            if pool.role_mappings:
                answer["RoleMappings"] = pool.role_mappings
            return answer

    def tagged_pool(self, resource_arn: str) -> IdentityPool:
        """Return the pool that an ARN names.

        Raises:
            InvalidParameterException: the ARN is malformed.
            ResourceNotFoundException: it is not of this account and region, or does not exist.
        """
        parts = pool_in_arn(resource_arn)
        if (parts["region"], parts["account"]) != (self.region_name, self.account_id):
            raise ResourceNotFoundException(f"Resource '{resource_arn}' not found.")
        return self.pool(parts["pool"])

    def principal_tags(self, identity_pool_id: str, provider: str) -> dict[str, Any]:
        """Return the map from token claims to principal tags that a provider of a pool has.

        Raises:
            ResourceNotFoundException: it was never set.
        """
        with self.lock:
            tags = self.pool(identity_pool_id).principal_tags.get(provider)
        if tags is None:
            raise ResourceNotFoundException(f"No Principal Tags configured for Provider {provider}")
        return {"IdentityPoolId": identity_pool_id, "IdentityProviderName": provider, **tags}

    def list_pool_identities(
        self, identity_pool_id: str, limit: int, token: str | None, *, hide_disabled: bool
    ) -> dict[str, Any]:
        """Return a page of a pool's identities, in order of creation.

        Raises:
            InvalidParameterException: the token is not of this pool.
        """
        start = pages.page_start(identity_pool_id, token)
        with self.lock:
            identities = self.pool(identity_pool_id).identities
            found, following = identities.page(start, limit, hide_disabled=hide_disabled)
            answer: dict[str, Any] = {
                "IdentityPoolId": identity_pool_id,
                "Identities": [identity.described() for identity in found],
            }
        if following is not None:
            answer["NextToken"] = pages.next_token(identity_pool_id, following)
        return answer

    def describe_identity(self, identity_id: str) -> dict[str, Any]:
        """Return an identity, which names neither its pool nor its users."""
        with self.lock:
            return self.identity(identity_id)[1].described()

    def look_up_developer(
        self,
        identity_pool_id: str,
        *,
        identity_id: str | None,
        user: str | None,
        limit: int,
        token: str | None,
    ) -> dict[str, Any]:
        """Return an identity with its developer user identifiers, found by either."""
        with self.lock:
            return developers.look_up(self.pool(identity_pool_id), identity_id, user, limit, token)
