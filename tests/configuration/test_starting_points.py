"""Templates for a new pool."""

from typing import Any

import pytest

from cogtui.account.account import Account
from cogtui.configuration.plan import plan_creation
from cogtui.configuration.pool_configuration import Configuration
from cogtui.configuration.redaction import without_secrets
from cogtui.configuration.schema import find_problems
from cogtui.configuration.starting_points import StartingPoint, starting_points
from tests.configuration.emulator_pools import make
from tests.configuration.samples import OIDC, ROLE, members
from tests.inputs import USER_POOL

FILLED = {
    "IdentityPoolName": "new",
    "unauthenticated": ROLE.format("Guest"),
    "authenticated": ROLE.format("User"),
    "ProviderName": USER_POOL,
    "ClientId": "app1",
    "accounts.google.com": "1.apps",
    "OpenIdConnectProviderARNs": OIDC,
    "DeveloperProviderName": "login.own",
}
"""The values to fill in, by the name of what is missing."""

POINTS = starting_points("us-east-1")


def filled(point: StartingPoint) -> Configuration:
    """Return a template with all missing values filled in."""
    # a deep copy, because the values are modified
    values = dict(Configuration.of(point.configuration.members).members)
    for path in point.missing:
        inside: Any = values
        for name in path[:-1]:
            inside = inside[name]
        last = next(name for name in reversed(path) if isinstance(name, str))
        inside[path[-1]] = FILLED[last]
    return Configuration.of(values)


@pytest.mark.parametrize("point", POINTS, ids=[each.title for each in POINTS])
async def test_a_pool_is_created_from_a_starting_point(
    account: Account, point: StartingPoint
) -> None:
    """After filling in the missing values, it can be created without a warning."""
    wrong = find_problems(members(), without_secrets(point.configuration))
    assert {each.path for each in wrong} <= set(point.missing)
    configuration = filled(point)
    assert find_problems(members(), without_secrets(configuration)) == []
    assert plan_creation(configuration).remarks == ()
    await make(account, configuration)
    assert all(each.endswith(".") for each in (point.about, *point.notes))


def test_they_differ_in_who_can_sign_in() -> None:
    """The first allows guests only, all others users only."""
    guests = [each.configuration["AllowUnauthenticatedIdentities"] for each in POINTS]
    assert guests == [True, False, False, False, False]
    assert [filled(each).has_providers for each in POINTS] == [False, True, True, True, True]


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("eu-west-1", "cognito-idp.eu-west-1.amazonaws.com/"),
        ("cn-north-1", "cognito-idp.cn-north-1.amazonaws.com.cn/"),
        ("eusc-de-east-1", "cognito-idp.eusc-de-east-1.amazonaws.eu/"),
    ],
)
def test_the_user_pool_is_suggested_in_the_region(region: str, name: str) -> None:
    """The suggested provider name has the region's prefix."""
    (user_pool,) = starting_points(region)[1].configuration["CognitoIdentityProviders"]
    assert user_pool == {"ProviderName": name, "ServerSideTokenCheck": True}


@pytest.mark.parametrize(
    ("region", "name"),
    [
        ("eu-west-1", "cognito-identity.amazonaws.com:aud"),
        ("cn-north-1", "cognito-identity.cn-north-1.amazonaws.com.cn:aud"),
        ("us-gov-west-1", "cognito-identity-us-gov.amazonaws.com:aud"),
    ],
)
def test_the_condition_of_the_trust_policy_is_the_regions(region: str, name: str) -> None:
    """The note on the role names the service as trust policies of the partition do."""
    assert all(name in point.notes[0] for point in starting_points(region))
