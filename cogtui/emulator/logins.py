"""Verification of the logins that callers pass.

Every token is checked, and one invalid token fails the whole call. Signatures are verified where
the emulator has the key: for user pools of its cognito-idp and for its own tokens. Signatures of
other issuers are not verified, because the emulator makes no network requests.

Source: external identity providers in the developer guide; error messages from public reports.
"""

import json
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError

from cogtui.emulator import saml, user_pools
from cogtui.emulator.claims import claim_text, claim_texts
from cogtui.emulator.exceptions import InvalidParameterException, NotAuthorizedException
from cogtui.emulator.identities import Login
from cogtui.emulator.linking import logins_do_not_match
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.tokens import decode_own_token, federated_provider

GRACE_SECONDS = 5 * 60
"""How long an expired login token is still accepted, to allow for clock skew."""

OPAQUE_PROVIDERS = frozenset(
    {"graph.facebook.com", "www.amazon.com", "api.twitter.com", "www.digits.com"}
)
"""Providers with opaque tokens; the emulator takes the token itself as the user's ID."""


LIMITED_LOGIN_ISSUERS = frozenset({"facebook.com", "www.facebook.com", "limited.facebook.com"})
"""Issuers of Facebook Limited Login's ID tokens, which the service does not accept."""


@dataclass(frozen=True, slots=True)
class VerifiedLogin:
    """A login whose token was accepted."""

    provider: str
    """The provider's name, as in the `Logins` map."""
    user: str
    """The user's ID at the provider; provider and user together identify the login."""
    claims: Mapping[str, Any] = field(default_factory=dict)
    """The token's claims, for role mapping rules and principal tags."""
    mapping_key: str = ""
    """The provider's key in RoleMappings."""
    tag_key: str = ""
    """The provider's name in principal tag maps."""
    amr: str = ""
    """The login's value in the `amr` claim, beside the provider's name."""

    @property
    def login(self) -> Login:
        """The provider's name and the user's ID."""
        return (self.provider, self.user)


def verify_logins(pool: IdentityPool, logins: Mapping[str, str]) -> list[VerifiedLogin]:
    """Verify the logins of a public call and return them in the order of the map.

    Raises:
        InvalidParameterException: A key is the developer provider's name, whatever the tokens.
        NotAuthorizedException: A provider is not the pool's, or a token is invalid.
    """
    if pool.developer_provider_name in logins:
        raise InvalidParameterException("Please provide a valid public provider")
    return [_verify(pool, provider, token) for provider, token in logins.items()]


def amr(logins: Sequence[VerifiedLogin]) -> list[str]:
    """Return the `amr` claim for a caller's logins; a guest has none."""
    if not logins:
        return ["unauthenticated"]
    return ["authenticated", *(text for each in logins for text in (each.provider, each.amr))]


def issuer(claims: Mapping[str, Any]) -> str:
    """Return a token's issuer in the form of a `Logins` key; empty if it is not a string.

    A key has no slash at its end, although issuers such as Auth0's have one: the login of a
    provider whose URL in IAM ends in a slash never matches.
    """
    named = claims.get("iss")
    return named.removeprefix("https://").removesuffix("/") if isinstance(named, str) else ""


def invalid_login(reason: str) -> NotAuthorizedException:
    """Return the error for an invalid token."""
    return NotAuthorizedException(f"Invalid login token. {reason}")


def _verify(pool: IdentityPool, provider: str, token: str) -> VerifiedLogin:
    if provider == federated_provider(pool.region) or decode_own_token(token) is not None:
        raise invalid_login("Can't pass in a Cognito token.")
    if not pool.mapping_keys:
        raise logins_do_not_match()
    if provider == "graph.facebook.com" and _is_limited_login(token):
        raise invalid_login("Not a valid Facebook access token.")
    if provider in OPAQUE_PROVIDERS and provider in pool.supported_login_providers:
        application = pool.supported_login_providers[provider]
        claims = {"sub": token, "user_id": token, "aud": application}
        return VerifiedLogin(
            provider, token, claims, provider, provider, f"{provider}:{application}:{token}"
        )
    if provider in pool.saml_provider_arns:
        return _verify_saml(provider, token)
    return _verify_open_id(pool, provider, token)


def _is_limited_login(token: str) -> bool:
    """Return whether a token is an ID token of Facebook Limited Login, not an access token."""
    try:
        issuer = str(token_claims(token).get("iss"))
    except NotAuthorizedException:
        return False
    return issuer.removeprefix("https://").rstrip("/") in LIMITED_LOGIN_ISSUERS


def _verify_saml(provider: str, token: str) -> VerifiedLogin:
    assertion = saml.read_assertion(token)
    if assertion is None:
        raise invalid_login("Not a valid SAML assertion.")
    now = time.time()
    if now - GRACE_SECONDS >= assertion.not_on_or_after:
        raise invalid_login(
            f"Token expired: {now * 1000:.0f} >= {assertion.not_on_or_after * 1000:.0f}"
        )
    claims = assertion.claims
    user = claims[saml.NAME_ID]
    return VerifiedLogin(provider, user, claims, provider, provider, f"{provider}:SAML:{user}")


def _verify_open_id(pool: IdentityPool, provider: str, token: str) -> VerifiedLogin:
    """Verify an OpenID Connect token of a user pool, a social or a configured provider."""
    clients = pool.clients(provider)
    if clients is None:
        raise _unsupported_provider()
    claims = token_claims(token)
    if issuer(claims) != provider:
        raise invalid_login("Issuer doesn't match providerName")
    for required in ("aud", "exp", "sub"):
        if required not in claims:
            raise invalid_login(f"Missing a required claim: {required}")
    if not isinstance(claims["exp"], int | float):
        raise _not_an_identity_token()
    now = int(time.time())
    if now - GRACE_SECONDS >= claims["exp"]:
        raise invalid_login(f"Token expired: {now} >= {claim_text(claims['exp'])}")
    user_pool = user_pools.find_user_pool(provider, pool.account_id)
    if user_pool is not None and not user_pools.has_valid_signature(user_pool, token):
        raise invalid_login("Couldn't verify signed token.")
    client = _client(claims, clients)
    if client is None:
        raise _unsupported_provider()
    if user_pool is not None and pool.checks_server_side(provider, client):
        user_pools.check_signed_in(user_pool, claims)
    return _open_id_login(pool, provider, client, claims)


def _open_id_login(
    pool: IdentityPool, provider: str, client: str, claims: Mapping[str, Any]
) -> VerifiedLogin:
    user = claim_text(claims["sub"])
    arn = pool.open_id_arn(provider)
    if arn is not None:
        return VerifiedLogin(provider, user, claims, arn, arn, f"{arn}:OIDC:{user}")
    if provider in pool.supported_login_providers:
        amr = f"{provider}:{client}:{user}"
        return VerifiedLogin(provider, user, claims, provider, provider, amr)
    mapping_key = f"{provider}:{client}"
    amr = f"{provider}:CognitoSignIn:{user}"
    return VerifiedLogin(provider, user, claims, mapping_key, provider, amr)


def _client(claims: Mapping[str, Any], clients: Collection[str]) -> str | None:
    """Return the first client of a token that the pool accepts, or None.

    The token's clients are in `azp` if present, else in `aud`.

    Args:
        claims: The token's claims.
        clients: The clients that the pool accepts; empty for any.
    """
    named = claim_texts(claims.get("azp", claims["aud"]))
    return next((each for each in named if not clients or each in clients), None)


def token_claims(token: str) -> dict[str, Any]:
    """Return the claims of a JWT without verifying it.

    Raises:
        NotAuthorizedException: The token is not a JWT.
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
