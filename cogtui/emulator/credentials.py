"""Temporary AWS credentials of the roles that an identity may assume.

Source: AssumeRoleWithWebIdentity in the STS API reference and the enhanced authentication flow in
the developer guide.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

from moto.iam.exceptions import NotFoundException
from moto.iam.models import iam_backends
from moto.sts.models import sts_backends
from moto.utilities.utils import get_partition

from cogtui.emulator.exceptions import InvalidIdentityPoolConfigurationException
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.tokens import federated_provider
from cogtui.emulator.trust import policy_allows

DURATION_SECONDS = 60 * 60
"""The lifetime of credentials of the enhanced flow."""
SESSION_NAME = "CognitoIdentityCredentials"
"""The session name of every role session that the service starts."""

_ROLE = re.compile(r"arn:aws[\w-]*:iam::(?P<account>\d{12}):role/.+")


def role_trusts(role_arn: str, provider: str, claims: Mapping[str, Any]) -> bool:
    """Return whether a role's trust policy allows the bearer of a token to assume it.

    A role that does not exist in the emulator's IAM allows everyone, so that a pool can be tried
    without creating roles.

    Args:
        role_arn: The role.
        provider: The federated provider that signed the token.
        claims: The token's claims.
    """
    parts = _ROLE.fullmatch(role_arn)
    if parts is None:
        return False
    try:
        role = iam_backends[parts["account"]]["global"].get_role_by_arn(role_arn)
    except NotFoundException:
        return True
    return policy_allows(role.assume_role_policy_document, provider, claims)


def issue_credentials(
    pool: IdentityPool, role_arn: str, claims: Mapping[str, Any]
) -> dict[str, Any]:
    """Return credentials that are valid for one hour, for a role in the pool's account.

    Args:
        pool: The identity's pool.
        role_arn: The role to assume.
        claims: The claims of the token that STS would receive.

    Raises:
        InvalidIdentityPoolConfigurationException: The role is in another account, or its trust
            policy does not allow the identity.
    """
    parts = _ROLE.fullmatch(role_arn)
    same_account = parts is not None and parts["account"] == pool.account_id
    if not same_account or not role_trusts(role_arn, federated_provider(pool.region), claims):
        raise InvalidIdentityPoolConfigurationException
    sts = sts_backends[pool.account_id][get_partition(pool.region)]
    role = sts.assume_role(
        region_name=pool.region,
        role_session_name=SESSION_NAME,
        role_arn=role_arn,
        policy="",
        duration=DURATION_SECONDS,
        external_id="",
    )
    return {
        "AccessKeyId": role.access_key_id,
        "SecretKey": role.secret_access_key,
        "SessionToken": role.session_token,
        "Expiration": int(time.time()) + DURATION_SECONDS,
    }
