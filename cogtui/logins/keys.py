"""The keys of `Logins` that a pool takes, and what each of them wants for a token.

Source: the API reference of `GetId` and external identity providers in the developer guide.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.service.identity_rows import login_name
from cogtui.service.providers import ProviderKind, providers

_ACCESS_TOKENS: Final = ("graph.facebook.com", "www.amazon.com")
_TOKENS_WITH_SECRET: Final = ("api.twitter.com", "www.digits.com")

_GOVCLOUD: Final = {
    "us-gov-east-1": "cognito-identity.us-gov-east-1.amazonaws.com",
    "us-gov-west-1": "cognito-identity-us-gov.amazonaws.com",
}
"""Source: Amazon Cognito in the AWS GovCloud user guide."""


class Wanted(StrEnum):
    """The kinds of tokens that logins are made of."""

    ID_TOKEN = "ID token"  # noqa: S105  a kind of token
    ACCESS_TOKEN = "access token"  # noqa: S105  likewise
    TOKEN_WITH_SECRET = "access token;secret"  # noqa: S105  likewise
    ASSERTION = "SAML assertion"
    COGNITO_TOKEN = "Cognito identity token"  # noqa: S105  likewise

    @property
    def is_opaque(self) -> bool:
        """Whether such a token says nothing by itself."""
        return self in (Wanted.ACCESS_TOKEN, Wanted.TOKEN_WITH_SECRET)


class LoginKey(NamedTuple):
    """A key of `Logins` that a pool takes."""

    key: str
    """The key."""
    kind: ProviderKind
    """The kind of provider."""
    label: str
    """The provider's name for people."""
    wanted: Wanted
    """What goes with the key."""
    provider: str
    """The provider's name in role mappings, for a user pool without the client: for OpenID
    Connect and SAML its ARN."""
    clients: tuple[str, ...] = ()
    """The clients that a token may be made for, empty where the pool does not say."""

    def mapping_key(self, audience: str) -> str:
        """The key of the role mapping that a login meets.

        Args:
            audience: The client that the token was made for.

        Returns:
            The provider's name, for a user pool with the client.
        """
        return (
            f"{self.provider}:{audience}" if self.kind is ProviderKind.USER_POOL else self.provider
        )


def login_keys(configuration: Mapping[str, Any]) -> dict[str, LoginKey]:
    """The keys that a pool takes in public calls, those of OpenID Connect providers first.

    Args:
        configuration: The answer of DescribeIdentityPool.

    Returns:
        By its text, each key; last, where the pool has a developer provider, the service's own
        key, under which GetCredentialsForIdentity alone takes a token.
    """
    found: dict[str, LoginKey] = {}
    for each in (*_open_id(configuration), *_others(configuration)):
        # an issuer may be there twice: the service has not been seen to say which one counts
        found.setdefault(each.key, each)
    return found


def cognito_key(pool_id: str) -> str:
    """The key of the service's own tokens, and its name in trust policies.

    Args:
        pool_id: A pool's id, which begins with its region.

    Returns:
        For instance `cognito-identity.amazonaws.com`, by the region's partition.
    """
    region = pool_id.partition(":")[0]
    if region.startswith("cn-"):
        return f"cognito-identity.{region}.amazonaws.com.cn"
    return _GOVCLOUD.get(region, "cognito-identity.amazonaws.com")


def issuer_of(arn: str) -> str:
    """The issuer that an OpenID Connect provider's ARN names, empty for any other text."""
    return arn.partition(":oidc-provider/")[2]


def _open_id(configuration: Mapping[str, Any]) -> Iterator[LoginKey]:
    for provider in providers(configuration):
        if provider.kind is ProviderKind.OIDC:
            arn = provider.name
            yield LoginKey(issuer_of(arn), ProviderKind.OIDC, login_name(arn), Wanted.ID_TOKEN, arn)


def _others(configuration: Mapping[str, Any]) -> Iterator[LoginKey]:
    social = configuration.get("SupportedLoginProviders", {})
    known = list(providers(configuration))
    for kind, name, *_ in known:
        label = login_name(name)
        if kind is ProviderKind.USER_POOL:
            clients = tuple(each.client_id for each in known if each.name == name)
            yield LoginKey(name, kind, label, Wanted.ID_TOKEN, name, clients)
        elif kind is ProviderKind.SOCIAL:
            wanted = _of_social(name)
            # the value of one with a secret holds it
            clients = () if wanted.is_opaque else (social[name],)
            yield LoginKey(name, kind, label, wanted, name, clients)
        elif kind is ProviderKind.SAML:
            yield LoginKey(name, kind, label, Wanted.ASSERTION, name)
        elif kind is ProviderKind.DEVELOPER:
            own = cognito_key(configuration["IdentityPoolId"])
            yield LoginKey(own, kind, f"{name} (developer users)", Wanted.COGNITO_TOKEN, name)


def _of_social(name: str) -> Wanted:
    if name in _ACCESS_TOKENS:
        return Wanted.ACCESS_TOKEN
    return Wanted.TOKEN_WITH_SECRET if name in _TOKENS_WITH_SECRET else Wanted.ID_TOKEN
