"""List all identity providers of a pool from its configuration."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.secret import MASK, Secret

_PROVIDERS_WITH_SECRET: Final = ("api.twitter.com", "www.digits.com")
"""Login providers whose value is `key;secret` (API reference, SupportedLoginProviders)."""


class ProviderKind(StrEnum):
    """The kinds of identity providers, by their usual names."""

    USER_POOL = "User pools"
    SOCIAL = "Social"
    OIDC = "OpenID Connect"
    SAML = "SAML"
    DEVELOPER = "Developer"


class Provider(NamedTuple):
    """One identity provider of a pool."""

    kind: ProviderKind
    """Its kind."""
    name: str
    """The name that principal tags use: endpoint, domain, ARN, or the developer provider's name."""
    client_id: str = ""
    """The app client ID, or the app's ID at the provider; empty if there is none."""
    checks_token: bool = False
    """Whether the user pool is asked if the user was signed out or removed
    (ServerSideTokenCheck)."""


def providers(configuration: Mapping[str, Any]) -> Iterator[Provider]:
    """Yield a pool's providers.

    Args:
        configuration: The DescribeIdentityPool answer.

    Yields:
        Each provider, grouped by kind. Secrets in client IDs are masked.
    """
    for user_pool in configuration.get("CognitoIdentityProviders", ()):
        yield Provider(
            ProviderKind.USER_POOL,
            user_pool.get("ProviderName", ""),
            user_pool.get("ClientId", ""),
            user_pool.get("ServerSideTokenCheck", False),
        )
    for name, client_id in configuration.get("SupportedLoginProviders", {}).items():
        yield Provider(ProviderKind.SOCIAL, name, masked_client_id(name, client_id))
    for arn in configuration.get("OpenIdConnectProviderARNs", ()):
        yield Provider(ProviderKind.OIDC, arn)
    for arn in configuration.get("SamlProviderARNs", ()):
        yield Provider(ProviderKind.SAML, arn)
    if name := configuration.get("DeveloperProviderName"):
        yield Provider(ProviderKind.DEVELOPER, name)


def masked_client_id(name: str, client_id: str | Secret) -> str:
    """Mask the secret that a login provider's value may contain.

    Args:
        name: The login provider's domain: `api.twitter.com`.
        client_id: Its value: an app ID, or `key;secret`.

    Returns:
        The value with `****` in place of the secret.
    """
    if isinstance(client_id, Secret):
        return f"{client_id.reveal().partition(';')[0]};{MASK}"
    key, separator, _ = client_id.partition(";")
    return f"{key};{MASK}" if separator or name in _PROVIDERS_WITH_SECRET else client_id
