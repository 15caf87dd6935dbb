"""Demo data: the identity pools of a fictional company, with common misconfigurations.

Everything depends only on a seed and a fixed date, so that the same seed gives the same data on
every machine and day.
"""

import hashlib
import json
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from moto.cognitoidentity.models import cognitoidentity_backends
from moto.iam.models import iam_backends

from cogtui.emulator.demo.other_regions import generate_pools, other_regions
from cogtui.emulator.demo.pool_plan import DAY, NOW, DemoPool, User, role_arn
from cogtui.emulator.demo.pools import home_pools
from cogtui.emulator.demo.users import create_users
from cogtui.emulator.identities import Identities, StoredIdentity
from cogtui.emulator.isolation import ACCOUNT, EmulatorState
from cogtui.emulator.pools import IdentityPool
from cogtui.emulator.population import Population

if TYPE_CHECKING:
    from cogtui.emulator.models import CognitoIdentityBackend

HOME = "us-east-1"
"""The home region, to which the number of demo pools applies."""


def add_demo_data(state: EmulatorState, *, pools: int, identities: int, seed: int) -> None:
    """Add the demo data to an emulator.

    Args:
        state: The emulator's state, which must be the current one.
        pools: The number of pools in us-east-1; those after the twelfth are generated.
        identities: The number of identities in mobile-app-prod.
        seed: The random seed.
    """
    home = home_pools(identities)
    home += islice(generate_pools(seed), max(0, pools - len(home)))
    for region, demo_pools in {HOME: home[:pools], **other_regions()}.items():
        backend: CognitoIdentityBackend = cognitoidentity_backends[ACCOUNT][region]  # type: ignore[assignment]  # moto's annotation names its own class
        ids = {
            demo_pool.name: _guid(region, f"{seed} {region} {demo_pool.name}")
            for demo_pool in demo_pools
        }
        for demo_pool in demo_pools:
            backend.add_pool(_identity_pool(demo_pool, region, ids[demo_pool.name], seed))
            _create_roles(demo_pool, ids[demo_pool.trusted_pool or demo_pool.name])
        if region == HOME:
            # A user pool takes longer to create than all identity pools, and is rarely needed.
            customers = backend.pool(ids[home[0].name]).identities
            state.on_first_use["cognito-idp", HOME] = partial(create_users, customers)


def _guid(region: str, key: str) -> str:
    digits = hashlib.blake2b(key.encode(), digest_size=16).hexdigest()
    parts = (digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:])
    return f"{region}:{'-'.join(parts)}"


def _identity_pool(
    demo_pool: DemoPool, region: str, identity_pool_id: str, seed: int
) -> IdentityPool:
    pool = IdentityPool(region, ACCOUNT, {"IdentityPoolName": demo_pool.name, **demo_pool.settings})
    pool.identity_pool_id = identity_pool_id
    pool.set_roles(
        {state: role_arn(name) for state, name in demo_pool.roles.items()}, dict(demo_pool.mappings)
    )
    pool.principal_tags = dict(demo_pool.principal_tags)
    pool.identities = Identities(
        Population(
            name=f"{region} {demo_pool.name}",
            seed=seed,
            region=region,
            count=demo_pool.identities,
            first_created=NOW - demo_pool.opened_days_ago * DAY,
            last_created=NOW - demo_pool.closed_days_ago * DAY,
            shares=demo_pool.shares,
            disabled_every=demo_pool.disabled_every,
        )
    )
    for number, user in enumerate(demo_pool.users):
        guid = _guid(region, f"{seed} {region} {demo_pool.name} {number}")
        identity = _identity(user, guid)
        pool.identities.add(identity)
    return pool


def _identity(user: User, identity_id: str) -> StoredIdentity:
    # Real timestamps have milliseconds; these are derived from the ID.
    milliseconds = sum(identity_id.encode()) % 1000
    return StoredIdentity(
        identity_id=identity_id,
        created=NOW - int(user.created_days_ago * DAY) + milliseconds,
        modified=NOW - int(user.modified_days_ago * DAY) + milliseconds,
        logins=list(user.logins),
        disabled=user.disabled,
    )


def _create_roles(demo_pool: DemoPool, trusted_pool_id: str) -> None:
    """Create the roles that a pool refers to, with a trust policy for one pool."""
    iam = iam_backends[ACCOUNT]["global"]
    states = {name: state for state, name in demo_pool.roles.items()}
    states |= dict.fromkeys(demo_pool.group_roles, "authenticated")
    for mapping in demo_pool.mappings.values():
        for each in mapping.get("RulesConfiguration", {}).get("Rules", ()):
            states.setdefault(each["RoleARN"].rpartition("/")[2], "authenticated")
    for name, state in states.items():
        iam.create_role(
            name,
            json.dumps(trust_policy(trusted_pool_id, state)),
            path="/",
            permissions_boundary=None,
            description=f"For {state} identities of {demo_pool.name}",
            tags=[],
            max_session_duration="3600",
        )


def trust_policy(identity_pool_id: str, state: str) -> dict[str, object]:
    """Return the trust policy that the developer guide shows for a pool's role.

    Args:
        identity_pool_id: The trusted pool.
        state: `authenticated` or `unauthenticated`.
    """
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Federated": "cognito-identity.amazonaws.com"},
                "Action": ["sts:AssumeRoleWithWebIdentity", "sts:TagSession"],
                "Condition": {
                    "StringEquals": {"cognito-identity.amazonaws.com:aud": identity_pool_id},
                    "ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": state},
                },
            }
        ],
    }
