"""The service's own tokens: OpenID Connect JWTs that name an identity, signed and verifiable.

Header and claims are those that people have shown of real tokens; the developer guide names the
address of the keys and the providers of the GovCloud regions.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any

import botocore.session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from moto.utilities.utils import get_partition

from cogtui.emulator.pools import IdentityPool

OPEN_ID_SECONDS = 600
"""How long a token of GetOpenIdToken is good, by the API reference."""
DEVELOPER_SECONDS = 900
"""How long a token of GetOpenIdTokenForDeveloperIdentity is good unless asked otherwise."""
TAGS_CLAIM = "https://aws.amazon.com/tags"
"""The claim that carries principal tags, which STS turns into session tags."""

_ALGORITHM = "RS512"
_GOVCLOUD = {
    "us-gov-west-1": "cognito-identity-us-gov.amazonaws.com",
    "us-gov-east-1": "cognito-identity.us-gov-east-1.amazonaws.com",
}


def federated_provider(region: str) -> str:
    """Return the name that the service has as an identity provider in trust policies and logins.

    Args:
        region: The AWS region of the identity pool.
    """
    if region.startswith("cn-"):
        return f"cognito-identity.{region}.amazonaws.com.cn"
    return _GOVCLOUD.get(region, "cognito-identity.amazonaws.com")


def identity_claims(
    pool: IdentityPool, identity_id: str, amr: list[str], principal_tags: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Return what a token says about an identity, and what STS is told of it.

    Args:
        pool: The pool that the identity is in.
        identity_id: The identity.
        amr: How it was authenticated.
        principal_tags: The values of each tag that STS is to give the session.
    """
    claims: dict[str, Any] = {
        "sub": identity_id,
        "aud": pool.identity_pool_id,
        "amr": amr,
        "iss": f"https://{federated_provider(pool.region)}",
        "https://cognito-identity.amazonaws.com/identity-pool-arn": (
            f"arn:{get_partition(pool.region)}:cognito-identity:{pool.region}:{pool.account_id}"
            f":identitypool/{pool.identity_pool_id}"
        ),
    }
    if principal_tags:
        claims[TAGS_CLAIM] = {"principal_tags": dict(principal_tags)}
    return claims


def signed(region: str, claims: Mapping[str, Any], seconds: int) -> str:
    """Return claims as a signed token that is good for some seconds from now.

    Args:
        region: The AWS region of the pool, which names the key.
        claims: What the token is to say.
        seconds: How long it is good.
    """
    now = int(time.time())
    header = {"kid": f"{region}1", "typ": "JWS", "alg": _ALGORITHM}
    timed = {**claims, "exp": now + seconds, "iat": now}
    return jwt.encode(header, timed, _key(), algorithms=[_ALGORITHM])


def decode_own_token(token: str) -> dict[str, Any] | None:
    """Return the claims of a token that this service signed, or None for any other.

    Whether the token is still good is for the caller to see: `exp` is among the claims.
    """
    try:
        return dict(jwt.decode(token, _key(), algorithms=[_ALGORITHM]).claims)
    except (JoseError, ValueError):
        return None


@cache
def json_web_keys() -> dict[str, Any]:
    """Return the public keys that verify the tokens, as `/.well-known/jwks_uri` serves them."""
    session = botocore.session.Session()
    public = {**_key().as_dict(private=False), "alg": _ALGORITHM, "use": "sig"}
    return {
        "keys": [
            {**public, "kid": f"{region}1"}
            for partition in session.get_available_partitions()
            for region in session.get_available_regions("cognito-identity", partition)
        ]
    }


@cache
def _key() -> RSAKey:
    # Making one takes as long as a hundred requests, and all emulators of a process may share it.
    return RSAKey.generate_key(2048, auto_kid=False)
