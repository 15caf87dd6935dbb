"""The user pools of the emulator's cognito-idp, with what identity pools need beyond moto.

ID tokens contain the roles of a user's groups, which moto omits. Global sign-outs are recorded for
identity pools with ServerSideTokenCheck.
"""

import time
from collections.abc import Mapping
from typing import Any, cast

from joserfc import jwt
from joserfc.errors import JoseError
from moto.cognitoidp.models import (
    CognitoIdpGroup,
    CognitoIdpUserPool,
    cognitoidp_backends,
)

from cogtui.emulator.exceptions import NotAuthorizedException
from cogtui.emulator.sign_ins import SignInBackend


class UserPool(CognitoIdpUserPool):
    """A user pool whose ID tokens contain roles."""

    def create_jwt(
        self,
        client_id: str,
        username: str,
        token_use: str,
        expires_in: int = 60 * 60,
        extra_data: dict[str, Any] | None = None,
    ) -> tuple[str, int]:
        """Return a token and its lifetime in seconds; an ID token contains the groups' roles.

        `cognito:preferred_role` is the role of the group with the lowest precedence value; it is
        absent if groups with different roles share that value.
        """
        claims = dict(extra_data or {})
        groups = [group for group in self._get_user(username).groups if group.role_arn]
        if token_use == "id" and groups:  # noqa: S105 - a kind of token
            claims["cognito:roles"] = sorted(group.role_arn for group in groups)
            first = min(_rank(group) for group in groups)
            preferred = {group.role_arn for group in groups if _rank(group) == first}
            if len(preferred) == 1:
                claims["cognito:preferred_role"] = preferred.pop()
        return super().create_jwt(client_id, username, token_use, expires_in, claims)

    def sign_out(self, username: str) -> None:
        """Sign a user out globally and record the time."""
        super().sign_out(username)
        self._signed_out = {**self.signed_out, username: time.time()}

    @property
    def signed_out(self) -> dict[str, float]:
        """The time of each user's last global sign-out, in seconds since the epoch."""
        return getattr(self, "_signed_out", {})


def _rank(group: CognitoIdpGroup) -> float:
    # Despite its annotation, moto's precedence is None if none was set.
    precedence: int | None = group.precedence
    return float("inf") if precedence is None else precedence


class UserPoolBackend(SignInBackend):
    """A cognito-idp backend whose user pools are of the class `UserPool`."""

    def create_user_pool(self, name: str, extended_config: dict[str, Any]) -> UserPool:
        """Create a user pool and return it."""
        user_pool = UserPool(self.account_id, self.region_name, name, extended_config)
        self.user_pools[user_pool.id] = user_pool
        return user_pool


def find_user_pool(provider: str, account_id: str) -> UserPool | None:
    """Return the emulator's user pool with a provider name, or None if there is none."""
    host, _, pool_id = provider.partition("/")
    if not host.startswith("cognito-idp."):
        return None
    pools = cognitoidp_backends[account_id][host.split(".")[1]].user_pools
    return cast("UserPool | None", pools.get(pool_id))


def has_valid_signature(user_pool: UserPool, token: str) -> bool:
    """Return whether a user pool signed a token."""
    try:
        jwt.decode(token, user_pool.json_web_key, algorithms=["RS256"])
    except (JoseError, ValueError):
        return False
    return True


def check_signed_in(user_pool: UserPool, claims: Mapping[str, Any]) -> None:
    """Check that a token's user still exists, is enabled and has not signed out.

    Raises:
        NotAuthorizedException: The user has since been deleted, disabled or signed out.
    """
    for username, user in user_pool.users.items():
        if user.id == claims["sub"]:
            if user.enabled and user_pool.signed_out.get(username, 0) < claims.get("iat", 0):
                return
            break
    raise NotAuthorizedException("Token is not valid: the user is signed out or does not exist.")
