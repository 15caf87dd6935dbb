"""One value for a pool's whole configuration, by the API's member names.

It is what DescribeIdentityPool, GetIdentityPoolRoles and GetPrincipalTagAttributeMap tell, in one
form for each state that the service treats as one: what is absent is empty, what has no order is
sorted, and every `key;secret` is a `Secret`.
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
    """What a member of a configuration is made of."""

    TEXT = "text"
    """One text."""
    FLAG = "flag"
    """True, false, or for the classic flow None."""
    TEXTS = "texts"
    """A set of texts, sorted."""
    MAP = "map"
    """Texts by name."""
    USER_POOLS = "user pools"
    """A list of `CognitoIdentityProvider`, one for each client."""
    MAPPINGS = "mappings"
    """A `RoleMapping` by the provider's key."""
    TAG_MAPS = "tag maps"
    """`UseDefaults` and `PrincipalTags` by the provider's name."""


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
"""Every member of a configuration, in the order in which it is shown."""

AT_ONCE: Final = 8
"""How many principal tag maps are read at a time, so that a pool of 50 providers is not
throttled: the service's rate for it is not published."""


LONGEST_NAME: Final = 128
"""The longest name of a provider that principal tags can be read or set for (API reference,
`IdentityProviderName`); an ARN may have 2,048 characters."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """A pool's configuration. Make it with `of`, and do not change what is in it."""

    members: Mapping[str, Any]
    """Every member of `SHAPES`. Texts that are not set are empty; `AllowClassicFlow` is None where
    it was never set, which the service tells apart from False; a provider without principal tags
    is not in `PrincipalTags`, for an empty map of its own does just what none does."""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Self:
        """Brings values into the one form that there is for each state.

        Args:
            values: By member, of the right types; what is absent, None or empty is not set.

        Returns:
            The configuration. Of user pools with the same provider and client the last counts.
        """
        return cls({name: _normal(name, values.get(name)) for name in SHAPES})

    def __getitem__(self, name: str) -> Any:  # noqa: ANN401  of the member's shape
        return self.members[name]

    def replaced(self, **values: object) -> Self:
        """The configuration with other values for some members.

        Args:
            **values: By member.
        """
        return self.of({**self.members, **values})

    @property
    def provider_names(self) -> tuple[str, ...]:
        """The providers by the names that principal tags go by; the developer's has none."""
        user_pools = (each.get("ProviderName", "") for each in self["CognitoIdentityProviders"])
        return tuple(dict.fromkeys((*user_pools, *self._others)))

    @property
    def mapping_keys(self) -> tuple[str, ...]:
        """The keys that the providers go by in role mappings; the developer's has none."""
        return (
            *(mapping_key(each) for each in self["CognitoIdentityProviders"]),
            *self._others,
        )

    @property
    def _others(self) -> tuple[str, ...]:
        """The providers that go by one name wherever they are."""
        return (
            *self["SupportedLoginProviders"],
            *self["OpenIdConnectProviderARNs"],
            *self["SamlProviderARNs"],
        )

    @property
    def has_providers(self) -> bool:
        """Whether anybody can sign in."""
        return bool(self.mapping_keys or self["DeveloperProviderName"])

    def role_arns(self) -> Iterator[str]:
        """Every role that identities may get, each once, the default ones first."""
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
        """The configuration without principal tags of providers that it has not."""
        names = self.provider_names
        maps = {name: each for name, each in self["PrincipalTags"].items() if name in names}
        return self.replaced(PrincipalTags=maps)

    def without_orphans(self) -> Self:
        """The configuration without mappings and principal tags of providers that it has not."""
        keys = self.mapping_keys
        mappings = {key: each for key, each in self["RoleMappings"].items() if key in keys}
        return self.replaced(RoleMappings=mappings).without_orphan_tags()


async def read(account: Account, pool: Pool, also: Iterable[str] = ()) -> Configuration:
    """Reads a pool's configuration from the service, whatever was read before.

    Args:
        account: The account.
        pool: The pool.
        also: Names of providers whose principal tags are read although the pool may not have
            them: the service keeps a map when its provider is removed.

    Returns:
        The configuration; strays among the principal tags only of `also`.

    Raises:
        ApiError: Something of it could not be read.
    """
    parameters = {"IdentityPoolId": pool.pool_id}
    described, roles = await asyncio.gather(
        account.gateway.call(Topic.CONFIGURATION, pool.region, parameters),
        account.gateway.call(Topic.ROLES, pool.region, parameters),
    )
    own = (each.name for each in providers(described) if each.kind is not ProviderKind.DEVELOPER)
    # a longer name cannot even be asked for
    names = [each for each in dict.fromkeys((*own, *also)) if 0 < len(each) <= LONGEST_NAME]
    limit = asyncio.Semaphore(AT_ONCE)

    async def tag_map(name: str) -> Mapping[str, Any] | None:
        async with limit:
            return await account.tag_map(pool, name)

    maps = await asyncio.gather(*map(tag_map, names))
    return Configuration.of(
        {**described, **roles, "PrincipalTags": dict(zip(names, maps, strict=True))}
    )


def mapping_key(user_pool: Mapping[str, Any]) -> str:
    """The key of a user pool's client in role mappings.

    Args:
        user_pool: A `CognitoIdentityProvider`.

    Returns:
        `PROVIDER:CLIENT_ID` (developer guide, role-based access control).
    """
    return f"{user_pool.get('ProviderName') or ''}:{user_pool.get('ClientId') or ''}"


def rules_of(mapping: Mapping[str, Any]) -> list[Mapping[str, str]]:
    """The rules of a role mapping, none for the type `Token`.

    Args:
        mapping: A `RoleMapping`.
    """
    rules: list[Mapping[str, str]] = (mapping.get("RulesConfiguration") or {}).get("Rules") or []
    return rules


def _normal(name: str, value: Any) -> Any:  # noqa: ANN401  of the member's shape
    if name == "AllowClassicFlow":
        return value
    if name == "SupportedLoginProviders":
        return {key: _wrapped(key, each) for key, each in sorted((value or {}).items())}
    return _NORMAL[SHAPES[name]](value or ())


def _user_pools(values: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    by_key = {mapping_key(each): each for each in values}
    return [
        {
            **_set(by_key[key], "ProviderName", "ClientId"),
            "ServerSideTokenCheck": bool(by_key[key].get("ServerSideTokenCheck")),
        }
        for key in sorted(by_key)
    ]


def _set(values: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: values[name] for name in names if values.get(name)}


def _mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    settings = _set(value, "Type", "AmbiguousRoleResolution")
    rules = [dict(each) for each in rules_of(value)]
    return {**settings, "RulesConfiguration": {"Rules": rules}} if rules else settings


def _tag_maps(values: Any) -> dict[str, Any]:  # noqa: ANN401  a mapping or nothing
    maps = {name: _tag_map(each or {}) for name, each in sorted(dict(values).items())}
    return {name: each for name, each in maps.items() if any(each.values())}


def _tag_map(value: Mapping[str, Any]) -> dict[str, Any]:
    defaults = bool(value.get("UseDefaults"))
    # with the defaults in use a map of one's own counts for nothing
    own = {} if defaults else value.get("PrincipalTags") or {}
    return {"UseDefaults": defaults, "PrincipalTags": dict(sorted(own.items()))}


def _wrapped(provider: str, value: str | Secret) -> str | Secret:
    if isinstance(value, Secret) or masked_client_id(provider, value) == value:
        return value
    return Secret(value)


_NORMAL: Final[Mapping[Shape, Callable[[Any], Any]]] = {
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
"""The one form of a member of each shape, given what it is or an empty tuple."""
