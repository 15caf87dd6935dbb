"""The keys of `Logins` that a pool accepts, and the kind of token that each requires.

Source: the API reference of `GetId` and external identity providers in the developer guide.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

from cogtui.service.identity_rows import login_name
from cogtui.service.partitions import cognito_name
from cogtui.service.providers import ProviderKind, providers

_ACCESS_TOKENS: Final = ("graph.facebook.com", "www.amazon.com")
_TOKENS_WITH_SECRET: Final = ("api.twitter.com", "www.digits.com")


class ExpectedToken(StrEnum):
    """The kinds of tokens that a login can require."""

    ID_TOKEN = "ID token"  # noqa: S105  a kind of token
    ACCESS_TOKEN = "access token"  # noqa: S105  a kind of token
    TOKEN_WITH_SECRET = "access token;secret"  # noqa: S105  a kind of token
    ASSERTION = "SAML assertion"
    COGNITO_TOKEN = "Cognito identity token"  # noqa: S105  a kind of token

    @property
    def is_opaque(self) -> bool:
        """Whether only the issuer can read such a token."""
        return self in (ExpectedToken.ACCESS_TOKEN, ExpectedToken.TOKEN_WITH_SECRET)


class LoginKey(NamedTuple):
    """A key of `Logins` that a pool accepts."""

    key: str
    """The key."""
    kind: ProviderKind
    """The kind of provider."""
    label: str
    """The provider's display name."""
    expected: ExpectedToken
    """The kind of token that the key requires."""
    provider: str
    """The provider's name in role mappings: an ARN for OpenID Connect and SAML providers, for a
    user pool the name without the client."""
    clients: tuple[str, ...] = ()
    """The clients that a token may be issued for; empty if the pool does not list them."""

    def mapping_key(self, audiences: Sequence[str]) -> str:
        """Return the key of the role mapping that applies to a login.

        Args:
            audiences: The clients that the token was issued for.

        Returns:
            The provider's name; for a user pool with the first client that the pool accepts, as in
            the emulator. What the service does with several clients is not published.
        """
        if self.kind is not ProviderKind.USER_POOL:
            return self.provider
        accepted = (each for each in audiences if each in self.clients)
        return f"{self.provider}:{next(accepted, next(iter(audiences), ''))}"


def login_keys(configuration: Mapping[str, Any]) -> dict[str, LoginKey]:
    """Return the keys that a pool accepts in public calls, those of OpenID Connect providers first.

    Args:
        configuration: The response of DescribeIdentityPool.

    Returns:
        Each key by its text. If the pool has a developer provider, the last one is the key of
        Cognito's own tokens, which only GetCredentialsForIdentity accepts.
    """
    found: dict[str, LoginKey] = {}
    for each in (*_oidc_keys(configuration), *_other_keys(configuration)):
        # an issuer can occur twice; which one the service uses is not documented
        found.setdefault(each.key, each)
    return found


def cognito_key(pool_id: str) -> str:
    """Return the key of Cognito's own tokens, which is also the provider's name in trust policies.

    Args:
        pool_id: A pool's ID, which begins with its region.

    Returns:
        The name for the region's partition, such as `cognito-identity.amazonaws.com`.
    """
    return cognito_name(pool_id.partition(":")[0])


def issuer_of(arn: str) -> str:
    """Return the issuer in the ARN of an OpenID Connect provider; empty for any other text."""
    return arn.partition(":oidc-provider/")[2]


def _oidc_keys(configuration: Mapping[str, Any]) -> Iterator[LoginKey]:
    for provider in providers(configuration):
        if provider.kind is ProviderKind.OIDC:
            arn = provider.name
            yield LoginKey(
                issuer_of(arn), ProviderKind.OIDC, login_name(arn), ExpectedToken.ID_TOKEN, arn
            )


def _other_keys(configuration: Mapping[str, Any]) -> Iterator[LoginKey]:
    social = configuration.get("SupportedLoginProviders", {})
    known = list(providers(configuration))
    for kind, name, *_ in known:
        label = login_name(name)
        if kind is ProviderKind.USER_POOL:
            clients = tuple(each.client_id for each in known if each.name == name)
            yield LoginKey(name, kind, label, ExpectedToken.ID_TOKEN, name, clients)
        elif kind is ProviderKind.SOCIAL:
            expected = _social_token(name)
            # the value of a provider with a secret contains the secret
            clients = () if expected.is_opaque else (social[name],)
            yield LoginKey(name, kind, label, expected, name, clients)
        elif kind is ProviderKind.SAML:
            yield LoginKey(name, kind, label, ExpectedToken.ASSERTION, name)
        elif kind is ProviderKind.DEVELOPER:
            own = cognito_key(configuration["IdentityPoolId"])
            yield LoginKey(
                own, kind, f"{name} (developer users)", ExpectedToken.COGNITO_TOKEN, name
            )


def _social_token(name: str) -> ExpectedToken:
    if name in _ACCESS_TOKENS:
        return ExpectedToken.ACCESS_TOKEN
    return (
        ExpectedToken.TOKEN_WITH_SECRET if name in _TOKENS_WITH_SECRET else ExpectedToken.ID_TOKEN
    )
