"""A pool's whole configuration as one value, by the API's member names.

It combines DescribeIdentityPool, GetIdentityPoolRoles and GetPrincipalTagAttributeMap in a normal
form, so that states that the service treats alike are equal: absent members are empty, unordered
ones are sorted, and every `key;secret` is a `Secret`.
"""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final, Self

from cogtui.account.account import Account, Pool, Topic
from cogtui.secret import Secret
from cogtui.service.providers import ProviderKind, masked_client_id, providers


class Shape(StrEnum):
    """The type of a member of a configuration."""

    TEXT = "text"
    """A string."""
    FLAG = "flag"
    """True or False; None also for the classic flow."""
    TEXTS = "texts"
    """A set of strings, as a sorted list."""
    MAP = "map"
    """Strings by name."""
    USER_POOLS = "user pools"
    """A list of `CognitoIdentityProvider`, one per client."""
    MAPPINGS = "mappings"
    """A `RoleMapping` by provider key."""
    TAG_MAPS = "tag maps"
    """`UseDefaults` and `PrincipalTags` by provider name."""


SHAPES: Final[Mapping[str, Shape]] = {
    "IdentityPoolName": Shape.TEXT,
    "AllowUnauthenticatedIdentities": Shape.FLAG,
    "AllowClassicFlow": Shape.FLAG,
    "CognitoIdentityProviders": Shape.USER_POOLS,
    "SupportedLoginProviders": Shape.MAP,
    "OpenIdConnectProviderARNs": Shape.TEXTS,
    "SamlProviderARNs": Shape.TEXTS,
    "DeveloperProviderName": Shape.TEXT,
    "Roles": Shape.MAP,
    "RoleMappings": Shape.MAPPINGS,
    "PrincipalTags": Shape.TAG_MAPS,
    "IdentityPoolTags": Shape.MAP,
}
"""The type of every member, in display order."""

MAX_CONCURRENT_READS: Final = 8
"""The number of principal tag maps read concurrently, so that reading a pool of 50 providers is
not throttled: the service publishes no rate quota for this call."""


MAX_NAME_LENGTH: Final = 128
"""The maximum length of a provider name for reading or setting principal tags (API reference,
`IdentityProviderName`); an ARN may have 2,048 characters."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """A pool's configuration. Create it with `of`, and do not modify its members."""

    members: Mapping[str, Any]
    """Every member of `SHAPES`. Strings that are not set are empty. `AllowClassicFlow` is None if
    it was never set, which the service distinguishes from False. A provider without principal tags
    is not in `PrincipalTags`, because an empty map has the same effect as no map."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Normalize values to a configuration.

        Args:
            values: By member, of the right types; absent, None or empty means not set.

        Returns:
            The configuration. Of user pools with the same provider and client, the last one wins.
        """
        return cls({name: _normalize(name, values.get(name)) for name in SHAPES})

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  of the member's shape
        return self.members[name]

    def replaced(self, **values: object) -> Self:
        """Return a copy with other values for some members.

        Args:
            **values: By member.
        """
        return self.of({**self.members, **values})

    @property
    def provider_names(self) -> tuple[str, ...]:
        """The names of the providers for principal tags; the developer provider has none."""
        user_pools = (each.get("ProviderName", "") for each in self["CognitoIdentityProviders"])
        return tuple(dict.fromkeys((*user_pools, *self._single_name_providers)))

    @property
    def mapping_keys(self) -> tuple[str, ...]:
        """The keys of the providers in role mappings; the developer provider has none."""
        return (
            *(mapping_key(each) for each in self["CognitoIdentityProviders"]),
            *self._single_name_providers,
        )

    @property
    def _single_name_providers(self) -> tuple[str, ...]:
        """The providers that use one name everywhere."""
        return (
            *self["SupportedLoginProviders"],
            *self["OpenIdConnectProviderARNs"],
            *self["SamlProviderARNs"],
        )

    @property
    def has_providers(self) -> bool:
        """Whether anyone can sign in."""
        return bool(self.mapping_keys or self["DeveloperProviderName"])

    def role_arns(self) -> Iterator[str]:
        """Yield every role that identities may get, without duplicates, default roles first."""
        yield from dict.fromkeys(
            (
                *self["Roles"].values(),
                *(
                    rule["RoleARN"]
                    for mapping in self["RoleMappings"].values()
                    for rule in rules_of(mapping)
                ),
            )
        )

    def without_orphan_tags(self) -> Self:
        """Return a copy without principal tags of providers that are not in the pool."""
        names = self.provider_names
        maps = {name: each for name, each in self["PrincipalTags"].items() if name in names}
        return self.replaced(PrincipalTags=maps)

    def without_orphans(self) -> Self:
        """Return a copy without settings of providers that are not in the pool.

        These are role mappings and principal tags.
        """
        keys = self.mapping_keys
        mappings = {key: each for key, each in self["RoleMappings"].items() if key in keys}
        return self.replaced(RoleMappings=mappings).without_orphan_tags()


async def read(account: Account, pool: Pool, extra_names: Iterable[str] = ()) -> Configuration:
    """Read a pool's configuration from the service, bypassing the cache.

    Args:
        account: The account.
        pool: The pool.
        extra_names: Names of more providers to read principal tags for: the service retains the
            map of a removed provider.

    Returns:
        The configuration; of orphaned principal tags only those of `extra_names`.

    Raises:
        ApiError: A part of the configuration could not be read.
    """
    parameters = {"IdentityPoolId": pool.pool_id}
    described, roles = await asyncio.gather(
        account.gateway.call(Topic.CONFIGURATION, pool.region, parameters),
        account.gateway.call(Topic.ROLES, pool.region, parameters),
    )
    own = (each.name for each in providers(described) if each.kind is not ProviderKind.DEVELOPER)
    # the service rejects longer names
    names = [
        each for each in dict.fromkeys((*own, *extra_names)) if 0 < len(each) <= MAX_NAME_LENGTH
    ]
    limit = asyncio.Semaphore(MAX_CONCURRENT_READS)

    async def tag_map(name: str) -> Mapping[str, Any] | None:
        async with limit:
            return await account.tag_map(pool, name)

    maps = await asyncio.gather(*map(tag_map, names))
    return Configuration.of(
        {**described, **roles, "PrincipalTags": dict(zip(names, maps, strict=True))}
    )


def mapping_key(user_pool: Mapping[str, Any]) -> str:
    """Return the key of a user pool client in role mappings.

    Args:
        user_pool: A `CognitoIdentityProvider`.

    Returns:
        `PROVIDER:CLIENT_ID` (developer guide, role-based access control).
    """
    return f"{user_pool.get('ProviderName') or ''}:{user_pool.get('ClientId') or ''}"


def rules_of(mapping: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """Return the rules of a role mapping; none for the type `Token`.

    Args:
        mapping: A `RoleMapping`.
    """
    rules: list[Mapping[str, str]] = (mapping.get("RulesConfiguration") or {}).get("Rules") or []
    return rules


def _normalize(name: str, value: Any) -> Any:  # noqa: ANN401  of the member's shape
    if name == "AllowClassicFlow":
        return value
    if name == "SupportedLoginProviders":
        return {key: _wrap_secret(key, each) for key, each in sorted((value or {}).items())}
    return _NORMALIZERS[SHAPES[name]](value or ())


def _user_pools(values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    by_key = {mapping_key(each): each for each in values}
    return [
        {
            **_set_members(by_key[key], "ProviderName", "ClientId"),
            "ServerSideTokenCheck": bool(by_key[key].get("ServerSideTokenCheck")),
        }
        for key in sorted(by_key)
    ]


def _set_members(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name)}


def _mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    settings = _set_members(value, "Type", "AmbiguousRoleResolution")
    rules = [dict(each) for each in rules_of(value)]
    return {**settings, "RulesConfiguration": {"Rules": rules}} if rules else settings


def _tag_maps(values: Any) -> dict[str, Any]:  # noqa: ANN401  a mapping or nothing
    maps = {name: _tag_map(each or {}) for name, each in sorted(dict(values).items())}
    return {name: each for name, each in maps.items() if any(each.values())}


def _tag_map(value: Mapping[str, Any]) -> dict[str, Any]:
    defaults = bool(value.get("UseDefaults"))
    # UseDefaults overrides a custom map
    own = {} if defaults else value.get("PrincipalTags") or {}
    return {"UseDefaults": defaults, "PrincipalTags": dict(sorted(own.items()))}


def _wrap_secret(provider: str, value: str | Secret) -> str | Secret:
    if isinstance(value, Secret) or masked_client_id(provider, value) == value:
        return value
    return Secret(value)


_NORMALIZERS: Final[Mapping[Shape, Callable[[Any], Any]]] = {
    Shape.TEXT: lambda value: value or "",
    Shape.FLAG: bool,
    Shape.TEXTS: lambda value: sorted(set(value)),
    Shape.MAP: lambda value: dict(sorted(dict(value).items())),
    Shape.USER_POOLS: _user_pools,
    Shape.MAPPINGS: lambda value: {
        name: _mapping(each) for name, each in sorted(dict(value).items())
    },
    Shape.TAG_MAPS: _tag_maps,
}
"""The function that normalizes a member of each shape, called with its value or an empty tuple."""
