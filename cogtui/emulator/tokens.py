"""The service's tokens: signed OpenID Connect JWTs that identify an identity.

Header and claims follow public examples of real tokens; the developer guide documents the path of
the keys and the provider names of the GovCloud regions.
"""

import time
from collections.abc import Mapping
from functools import cache
from typing import Any

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import RSAKey
from moto.utilities.utils import get_partition

from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.service_data import data_session

OPEN_ID_SECONDS = 600
"""The lifetime of a token from GetOpenIdToken, from the API reference."""
DEVELOPER_SECONDS = 900
"""The default lifetime of a token from GetOpenIdTokenForDeveloperIdentity."""
TAGS_CLAIM = "https://aws.amazon.com/tags"
"""The claim that contains principal tags, which STS turns into session tags."""

_ALGORITHM = "RS512"
_GOVCLOUD = {
    "us-gov-west-1": "cognito-identity-us-gov.amazonaws.com",
    "us-gov-east-1": "cognito-identity.us-gov-east-1.amazonaws.com",
}


def federated_provider(region: str) -> str:
    """Return the service's name as an identity provider in trust policies and logins.

    Args:
        region: The AWS region of the identity pool.
    """
    if region.startswith("cn-"):
        return f"cognito-identity.{region}.amazonaws.com.cn"
    return _GOVCLOUD.get(region, "cognito-identity.amazonaws.com")


def identity_claims(
    pool: IdentityPool, identity_id: str, amr: list[str], principal_tags: Mapping[str, list[str]]
) -> dict[str, Any]:
    """Return the claims of an identity's token, without times.

    Args:
        pool: The identity's pool.
        identity_id: The identity.
        amr: The authentication methods.
        principal_tags: The session tags, with the values of each.
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
    """Return a signed token that contains claims and expires after some seconds.

    Args:
        region: The AWS region of the pool, which determines the key ID.
        claims: The claims, without times.
        seconds: The lifetime of the token.
    """
    now = int(time.time())
    header = {"kid": f"{region}1", "typ": "JWS", "alg": _ALGORITHM}
    timed = {**claims, "exp": now + seconds, "iat": now}
    return jwt.encode(header, timed, _key(), algorithms=[_ALGORITHM])


def decode_own_token(token: str) -> dict[str, Any] | None:
    """Return the claims of a token that this service signed, or None for any other token.

    Callers must check `exp` themselves.
    """
    try:
        return dict(jwt.decode(token, _key(), algorithms=[_ALGORITHM]).claims)
    except (JoseError, ValueError):
        return None


@cache
def json_web_keys() -> dict[str, Any]:
    """Return the public keys for verifying the tokens, as served at `/.well-known/jwks_uri`."""
    session = data_session()
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
    # Generating a key takes as long as a hundred requests; all emulators in a process share one.
    return RSAKey.generate_key(2048, auto_kid=False)
