"""The service's state in one region, and the operations on its pools."""

from itertools import islice
from threading import RLock
from typing import Any

from moto.cognitoidentity.models import CognitoIdentityBackend as MotoBackend

from cogtui.emulator import pages
from cogtui.emulator.exceptions import (
    LimitExceededException,
    ResourceNotFoundException,
    identity_not_found,
    pool_not_found,
)
from cogtui.emulator.identities import StoredIdentity
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.tags import check_tags, pool_in_arn

POOLS_PER_REGION = 1000
"""The service's default quota of identity pools for an account and region."""


class PoolBackend(MotoBackend):
    """The identity pools in one region of one account.

    Args:
        region_name: The AWS region.
        account_id: The account.
    """

    def __init__(self, region_name: str, account_id: str) -> None:
        super().__init__(region_name, account_id)
        self.lock = RLock()
        self.pools: dict[str, IdentityPool] = {}
        self._numbers: dict[str, int] = {}
        self._pools_created = 0

    def pool(self, identity_pool_id: str) -> IdentityPool:
        """Return a pool.

        Raises:
            ResourceNotFoundException: There is no pool with this ID.
        """
        try:
            return self.pools[identity_pool_id]
        except KeyError:
            raise pool_not_found(identity_pool_id) from None

    def identity(self, identity_id: str) -> tuple[IdentityPool, StoredIdentity]:
        """Return an identity and the pool that it belongs to.

        Raises:
            ResourceNotFoundException: There is no identity with this ID.
        """
        with self.lock:
            for pool in self.pools.values():
                identity = pool.identities.get(identity_id)
                if identity is not None:
                    return pool, identity
        raise identity_not_found(identity_id)

    def create_pool(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Create a pool and return its configuration; names need not be unique.

        Args:
            settings: The members of CreateIdentityPool.

        Raises:
            LimitExceededException: The quota of pools in the region is reached.
            InvalidParameterException: A provider or a tag is invalid.
        """
        pool = IdentityPool(self.region_name, self.account_id, settings)
        with self.lock:
            if len(self.pools) >= POOLS_PER_REGION:
                raise LimitExceededException(
                    f"The account can have at most {POOLS_PER_REGION} identity pools."
                )
            self.add_pool(pool)
            return pool.describe()

    def update_pool(self, settings: dict[str, Any]) -> dict[str, Any]:
        """Replace a pool's configuration and return it.

        Args:
            settings: The members of UpdateIdentityPool.

        Raises:
            InvalidParameterException: `IdentityPool.update` rejects the settings.
        """
        with self.lock:
            pool = self.pool(settings["IdentityPoolId"])
            pool.update(settings)
            return pool.describe()

    def delete_pool(self, identity_pool_id: str) -> None:
        """Delete a pool and all its identities."""
        with self.lock:
            self.pool(identity_pool_id)
            del self.pools[identity_pool_id]

    def add_pool(self, pool: IdentityPool) -> None:
        """Add a pool after all others."""
        self._pools_created += 1
        self._numbers[pool.identity_pool_id] = self._pools_created
        self.pools[pool.identity_pool_id] = pool

    def list_pools(self, limit: int, token: str | None) -> dict[str, Any]:
        """Return a page of pool IDs and names, in order of creation.

        Raises:
            InvalidParameterException: The page token is invalid or belongs to another list.
        """
        scope = f"pools {self.region_name}"
        start = pages.page_start(scope, token)
        with self.lock:
            rest = (each for each in self.pools.values() if self._number(each) >= start)
            found = list(islice(rest, limit + 1))
        response: dict[str, Any] = {
            "IdentityPools": [
                {
                    "IdentityPoolId": pool.identity_pool_id,
                    "IdentityPoolName": pool.identity_pool_name,
                }
                for pool in found[:limit]
            ]
        }
        if len(found) > limit:
            response["NextToken"] = pages.next_token(scope, self._number(found[limit]))
        return response

    def _number(self, pool: IdentityPool) -> int:
        return self._numbers[pool.identity_pool_id]

    def describe_pool(self, identity_pool_id: str) -> dict[str, Any]:
        """Return a pool's configuration."""
        with self.lock:
            return self.pool(identity_pool_id).describe()

    def pool_roles(self, identity_pool_id: str) -> dict[str, Any]:
        """Return a pool's roles and role mappings, each only if set."""
        with self.lock:
            pool = self.pool(identity_pool_id)
            response: dict[str, Any] = {"IdentityPoolId": identity_pool_id}
            if pool.roles:
                response["Roles"] = pool.roles
            if pool.role_mappings:
                response["RoleMappings"] = pool.role_mappings
            return response

    def set_pool_roles(
        self, identity_pool_id: str, roles: dict[str, str], mappings: dict[str, Any]
    ) -> None:
        """Replace a pool's roles and role mappings.

        Raises:
            InvalidParameterException: `check_roles` rejects the mappings.
            NotAuthorizedException: A role's ARN is malformed.
        """
        with self.lock:
            self.pool(identity_pool_id).set_roles(roles, mappings)

    def pool_tags(self, resource_arn: str) -> dict[str, str]:
        """Return the tags of the pool with an ARN."""
        with self.lock:
            return self._tagged_pool(resource_arn).tags

    def tag_pool(self, resource_arn: str, tags: dict[str, str]) -> None:
        """Add tags to a pool, replacing the values of existing keys.

        Raises:
            InvalidParameterException: `check_tags` rejects the resulting tags.
        """
        with self.lock:
            pool = self._tagged_pool(resource_arn)
            merged = {**pool.tags, **tags}
            check_tags(merged)
            pool.tags = merged

    def untag_pool(self, resource_arn: str, keys: list[str]) -> None:
        """Remove tags from a pool, ignoring keys that it does not have."""
        with self.lock:
            pool = self._tagged_pool(resource_arn)
            pool.tags = {key: value for key, value in pool.tags.items() if key not in keys}

    def set_principal_tags(
        self, identity_pool_id: str, provider: str, tags: dict[str, str], *, use_defaults: bool
    ) -> dict[str, Any]:
        """Replace a provider's map from principal tags to token claims, and return it.

        With `use_defaults`, the tags are not stored and the returned map is empty.
        """
        stored = {} if use_defaults else tags
        with self.lock:
            self.pool(identity_pool_id).principal_tags[provider] = {
                "UseDefaults": use_defaults,
                "PrincipalTags": stored,
            }
        return self.principal_tags(identity_pool_id, provider)

    def _tagged_pool(self, resource_arn: str) -> IdentityPool:
        """Return the pool with an ARN.

        Raises:
            InvalidParameterException: The ARN is malformed.
            ResourceNotFoundException: The pool does not exist in this account and region.
        """
        parts = pool_in_arn(resource_arn)
        if (parts["region"], parts["account"]) != (self.region_name, self.account_id):
            raise ResourceNotFoundException(f"Resource '{resource_arn}' not found.")
        return self.pool(parts["pool"])

    def principal_tags(self, identity_pool_id: str, provider: str) -> dict[str, Any]:
        """Return a provider's map from principal tags to token claims.

        Raises:
            ResourceNotFoundException: The map was never set.
        """
        with self.lock:
            tags = self.pool(identity_pool_id).principal_tags.get(provider)
        if tags is None:
            raise ResourceNotFoundException(f"No Principal Tags configured for Provider {provider}")
        return {"IdentityPoolId": identity_pool_id, "IdentityProviderName": provider, **tags}
