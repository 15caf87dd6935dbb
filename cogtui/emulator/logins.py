"""Logins: what a caller passes to prove who it is, and whether the pool believes it.

Every token that comes along is checked, and one bad token fails the whole call. Signatures are
verified where the emulator has the key: for user pools of its own cognito-idp and for its own
tokens. Tokens of other issuers are taken at their word, since no network is asked.

Source: external identity providers in the developer guide; the wordings as people reported them.
"""

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from cogtui.emulator import saml, user_pools
from cogtui.emulator.exceptions import InvalidParameterException, NotAuthorizedException
from cogtui.emulator.identities import Login
from cogtui.emulator.linking import logins_do_not_match
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.tokens import decode_own_token, federated_provider

GRACE_SECONDS = 5 * 60
"""How long past its expiry a login token is still taken, for clocks that differ."""

OPAQUE_PROVIDERS = frozenset(
    {"graph.facebook.com", "www.amazon.com", "api.twitter.com", "www.digits.com"}
)
"""Providers whose tokens say nothing by themselves: here the token itself is the user's id."""


@dataclass(frozen=True, slots=True)
class VerifiedLogin:
    """A login that was believed."""

    provider: str
    """The provider's name, as the Logins map spells it."""
    user: str
    """The user's own id at the provider; that and the provider are what an identity is keyed by."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """What the token says about the user, for role mapping rules and principal tags."""
    mapping_key: str = ""
    """The provider's key in RoleMappings."""
    tag_key: str = ""
    """The provider's name in principal tag maps."""
    amr: str = ""
    """What the `amr` claim says of it beside the provider's name."""

    @property
    def login(self) -> Login:
        """The provider and the user."""
        return (self.provider, self.user)


def verify_logins(pool: IdentityPool, logins: Mapping[str, str]) -> list[VerifiedLogin]:
    """Return the logins of a public call, in the order in which they were passed.

    Raises:
        InvalidParameterException: The developer provider's name is among the keys.
        NotAuthorizedException: A provider is not the pool's, or a token is not good.
    """
    return [_verify(pool, provider, token) for provider, token in logins.items()]


def amr(logins: Sequence[VerifiedLogin]) -> list[str]:
    """Return the `amr` claim for the logins that a caller passed; for none it is a guest's."""
    if not logins:
        return ["unauthenticated"]
    return ["authenticated", *(text for each in logins for text in (each.provider, each.amr))]


def invalid_login(reason: str) -> NotAuthorizedException:
    """Return the error for a token that is not good."""
    return NotAuthorizedException(f"Invalid login token. {reason}")


def _verify(pool: IdentityPool, provider: str, token: str) -> VerifiedLogin:
    if provider == federated_provider(pool.region) or decode_own_token(token) is not None:
        raise invalid_login("Can't pass in a Cognito token.")
    if provider == pool.developer_provider_name:
        raise InvalidParameterException("Please provide a valid public provider")
    if not pool.mapping_keys:
        raise logins_do_not_match()
    if provider in OPAQUE_PROVIDERS and provider in pool.supported_login_providers:
        application = pool.supported_login_providers[provider]
        claims = {"sub": token, "user_id": token, "aud": application}
        return VerifiedLogin(
            provider, token, claims, provider, provider, f"{provider}:{application}:{token}"
        )
    if provider in pool.saml_provider_arns:
        return _verify_saml(provider, token)
    return _verify_open_id(pool, provider, token)


def _verify_saml(provider: str, token: str) -> VerifiedLogin:
    claims = saml.claims(token, time.time() - GRACE_SECONDS)
    if claims is None:
        raise invalid_login("Not a valid SAML assertion.")
    user = claims[saml.NAME_ID]
    return VerifiedLogin(provider, user, claims, provider, provider, f"{provider}:SAML:{user}")


def _verify_open_id(pool: IdentityPool, provider: str, token: str) -> VerifiedLogin:
    """Check an OpenID Connect token: of a user pool, a social or a configured provider."""
    audiences = pool.audiences(provider)
    if audiences is None:
        raise _unsupported_provider()
    claims = token_claims(token)
    if claims.get("iss") not in (provider, f"https://{provider}"):
        raise invalid_login("Issuer doesn't match providerName")
    for required in ("aud", "exp", "sub"):
        if required not in claims:
            raise invalid_login(f"Missing a required claim: {required}")
    if not isinstance(claims["exp"], int | float):
        raise _not_an_identity_token()
    now = int(time.time())
    if now - GRACE_SECONDS >= claims["exp"]:
        raise invalid_login(f"Token expired: {now} >= {claims['exp']}")
    user_pool = user_pools.find_user_pool(provider, pool.account_id)
    if user_pool is not None and not user_pools.has_valid_signature(user_pool, token):
        raise invalid_login("Couldn't verify signed token.")
    audience = _audience(claims)
    if audiences and audience not in audiences:
        raise _unsupported_provider()
    if user_pool is not None and pool.checks_server_side(provider, audience):
        user_pools.check_signed_in(user_pool, claims)
    return _open_id_login(pool, provider, audience, claims)


def _open_id_login(
    pool: IdentityPool, provider: str, audience: str, claims: Mapping[str, Any]
) -> VerifiedLogin:
    user = str(claims["sub"])
    arn = pool.open_id_arn(provider)
    if arn is not None:
        return VerifiedLogin(provider, user, claims, arn, arn, f"{arn}:OIDC:{user}")
    if provider in pool.supported_login_providers:
        amr = f"{provider}:{audience}:{user}"
        return VerifiedLogin(provider, user, claims, provider, provider, amr)
    mapping_key = f"{provider}:{audience}"
    amr = f"{provider}:CognitoSignIn:{user}"
    return VerifiedLogin(provider, user, claims, mapping_key, provider, amr)


def _audience(claims: Mapping[str, Any]) -> str:
    """Return whom the token was made for: `azp` where it is there, else `aud`."""
    party = claims.get("azp", claims["aud"])
    return str(party[0] if isinstance(party, list) and party else party)


def token_claims(token: str) -> dict[str, Any]:
    """Return what a JWT says, without believing it.

    Raises:
        NotAuthorizedException: It is no JWT.
    """
    try:
        claims = json.loads(jws.extract_compact(token.encode()).payload)
    except (JoseError, ValueError):
        claims = None
    if not isinstance(claims, dict):
        raise _not_an_identity_token()
    return claims


def _not_an_identity_token() -> NotAuthorizedException:
    return invalid_login("Not a valid OpenId Connect identity token.")


def _unsupported_provider() -> NotAuthorizedException:
    return NotAuthorizedException("Token is not from a supported provider of this identity pool.")
