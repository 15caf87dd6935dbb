"""The mistakes that end the way to credentials, made by keys and behind the app's back."""

import time
from collections.abc import Awaitable, Callable
from typing import Any, Final

from cogtui.emulator.demo.pools import STAGING, STAGING_APP
from tests.emulator.users import (
    DEVELOPER,
    FACEBOOK,
    GOOGLE,
    ROLE,
    USER_POOL,
    developer,
    guest,
    id_token,
    member,
)
from tests.screens.credentials.bearer import (
    AUTHENTICATED,
    OWN,
    POOL,
    STAFF_POOL,
    Bearer,
)

STAGING_POOL: Final = f"cognito-idp.us-east-1.amazonaws.com/{STAGING}"
CREDENTIALS: Final = "get-credentials-for-identity"

Mistake = Callable[[Bearer, str], Awaitable[None]]
"""Leads to a failure, given the id of the test's own pool."""


def token(**claims: Any) -> str:  # noqa: ANN401  any claim
    """A token of Google's for somebody, with other claims."""
    return id_token(GOOGLE, "ana", **claims)


async def by_login(bearer: Bearer, values: str, key: str = GOOGLE, *, wrong: bool = True) -> None:
    """Asks for credentials by a login."""
    await bearer.asks(POOL)
    await bearer.chooses("Enhanced")
    await bearer.gives(key, values)
    await bearer.goes_on(nevertheless=wrong)


async def no_guests_any_more(bearer: Bearer, pool: str) -> None:
    """A guest of a pool that has stopped to have any."""
    someone = guest(bearer.service, pool)
    await bearer.asks_as(POOL, someone)
    update(bearer, AllowUnauthenticatedIdentities=False)
    await bearer.press("enter")


def update(bearer: Bearer, **settings: Any) -> None:  # noqa: ANN401  any member
    """Changes the pool behind the app's back."""
    present = bearer.pool(POOL)
    bearer.service.update_identity_pool(**{**present, **settings})


async def disabled(bearer: Bearer, pool: str) -> None:
    """An identity that was merged away."""
    service = bearer.service
    source, _ = developer(service, pool, "carl"), developer(service, pool, "dora")
    service.merge_developer_identities(
        IdentityPoolId=pool,
        DeveloperProviderName=DEVELOPER,
        SourceUserIdentifier="carl",
        DestinationUserIdentifier="dora",
    )
    await bearer.asks_as(POOL, source)
    await bearer.sees("the identity is disabled, and gets none")
    await bearer.chooses("Enhanced")


async def somebody_elses_login(bearer: Bearer, pool: str) -> None:
    """A token of another user's, who has an identity too."""
    service = bearer.service
    carl = developer(service, pool, "carl")
    answer = service.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "dora"}
    )
    await bearer.asks_as(POOL, carl)
    await bearer.chooses("Enhanced")
    await bearer.gives(OWN, answer["Token"])
    await bearer.goes_on()


async def a_forged_token(bearer: Bearer, pool: str) -> None:
    """A token as if Cognito had given it."""
    carl = developer(bearer.service, pool, "carl")
    await bearer.asks_as(POOL, carl)
    await bearer.chooses("Enhanced")
    await bearer.gives(OWN, id_token(OWN, carl, pool))
    await bearer.goes_on()


async def a_provider_that_is_gone(bearer: Bearer, pool: str) -> None:
    """An identity of a user pool that the pool does not have any more."""
    ana = member(bearer.service, pool, USER_POOL, "ana")
    update(bearer, CognitoIdentityProviders=[])
    await bearer.asks_as(POOL, ana)
    await bearer.press("enter")
    await bearer.gives(USER_POOL, id_token(USER_POOL, "ana"))
    await bearer.goes_on(nevertheless=True)


async def another_issuer(bearer: Bearer, _: str) -> None:
    """A user pool's token under Google's name."""
    await by_login(bearer, id_token(USER_POOL, "ana"))


async def an_access_token(bearer: Bearer, _: str) -> None:
    """A token that is not for anybody."""
    await by_login(bearer, token(aud=None))


async def a_token_of_yesterday(bearer: Bearer, _: str) -> None:
    """A token that was good once."""
    await by_login(bearer, token(exp=int(time.time()) - 86_400))


async def half_a_token(bearer: Bearer, _: str) -> None:
    """A token that was not copied whole."""
    await by_login(bearer, token()[:30])


async def a_token_of_cognitos_own(bearer: Bearer, pool: str) -> None:
    """A developer user's token under a provider's name."""
    answer = bearer.service.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "carl"}
    )
    await by_login(bearer, answer["Token"])


async def another_client(bearer: Bearer, _: str) -> None:
    """A token for an app that the pool does not take."""
    await by_login(bearer, token(aud="another-app"))


async def no_role(bearer: Bearer, pool: str) -> None:
    """A pool without a role for guests."""
    bearer.service.set_identity_pool_roles(IdentityPoolId=pool, Roles={})
    await bearer.asks(POOL)
    await bearer.press("enter")


async def a_role_that_trusts_another_pool(bearer: Bearer, _: str) -> None:
    """Roles whose trust policies were copied from another pool."""
    await bearer.asks("mobile-app-staging")
    await bearer.chooses("Enhanced")
    await bearer.gives(STAGING_POOL, id_token(STAGING_POOL, "ana", STAGING_APP))
    await bearer.goes_on()


async def no_rule_matches(bearer: Bearer, _: str) -> None:
    """A user whom no rule is for, where that denies."""
    await bearer.asks("analytics-dashboard")
    await bearer.press("enter")
    await bearer.signs_in(STAFF_POOL, "lee.park")
    await bearer.goes_on()


async def a_role_of_others(bearer: Bearer, _: str) -> None:
    """A role that no rule gives the user."""
    await bearer.asks("analytics-dashboard")
    await bearer.press("enter")
    await bearer.signs_in(STAFF_POOL, "dana.ross")
    await bearer.goes_on()
    await bearer.sees_form("enhanced flow")
    await bearer.fills(CustomRoleArn=ROLE.format("OfOthers"))
    await bearer.press("ctrl+s")


async def no_classic_flow_any_more(bearer: Bearer, pool: str) -> None:
    """A pool whose classic flow was switched off a moment ago."""
    someone = guest(bearer.service, pool)
    await bearer.asks_as(POOL, someone)
    await bearer.chooses("Classic")
    await bearer.sees_form("classic flow")
    update(bearer, AllowClassicFlow=False)
    await bearer.press("ctrl+s")


async def mappings_since(bearer: Bearer, pool: str) -> None:
    """A pool that was given role mappings a moment ago."""
    someone = guest(bearer.service, pool)
    await bearer.asks_as(POOL, someone)
    await bearer.chooses("Classic")
    await bearer.sees_form("classic flow")
    bearer.service.set_identity_pool_roles(
        IdentityPoolId=pool,
        Roles={},
        RoleMappings={f"{USER_POOL}:abc123": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )
    await bearer.press("ctrl+s")


async def an_identity_that_is_gone(bearer: Bearer, pool: str) -> None:
    """An identity that somebody else has deleted."""
    someone = guest(bearer.service, pool)
    await bearer.asks_as(POOL, someone)
    bearer.service.delete_identities(IdentityIdsToDelete=[someone])
    await bearer.press("enter")


async def a_pool_that_is_gone(bearer: Bearer, pool: str) -> None:
    """A pool that somebody else has deleted."""
    await bearer.asks(POOL)
    bearer.service.delete_identity_pool(IdentityPoolId=pool)
    await bearer.press("enter")


async def an_opaque_token_and_rules(bearer: Bearer, pool: str) -> None:
    """A token that says nothing here, where rules ask for claims: a role is asked for."""
    rule = {"Claim": "sub", "MatchType": "Equals", "Value": "x", "RoleARN": AUTHENTICATED}
    by_rules: Any = {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": [rule]},
    }
    bearer.service.set_identity_pool_roles(
        IdentityPoolId=pool, Roles={}, RoleMappings={FACEBOOK: by_rules}
    )
    await by_login(bearer, "opaque", FACEBOOK, wrong=False)
    await bearer.sees_form("enhanced flow")
    await bearer.press("ctrl+s")


FAILURES: Final = [
    (no_guests_any_more, CREDENTIALS, "Guests are not let in", ""),
    (disabled, CREDENTIALS, "The identity is closed to this call", ""),
    (somebody_elses_login, CREDENTIALS, "The logins are not this identity's", "e"),
    (a_forged_token, CREDENTIALS, "The token's signature does not hold", "e"),
    (a_provider_that_is_gone, CREDENTIALS, "The pool does not know the token's provider", "e"),
    (another_issuer, "get-id", "The token is another issuer's", "e"),
    (an_access_token, "get-id", "The token has no aud", "e"),
    (a_token_of_yesterday, "get-id", "The login token has expired", "e"),
    (half_a_token, "get-id", "Not an ID token", "e"),
    (a_token_of_cognitos_own, "get-id", "A token of Cognito's is no login here", "e"),
    (another_client, "get-id", "The pool does not know the token's provider", "e"),
    (no_role, CREDENTIALS, "The pool's role cannot be used", "W"),
    (a_role_that_trusts_another_pool, CREDENTIALS, "The pool's role cannot be used", "eW"),
    (no_rule_matches, CREDENTIALS, "No role for this user", "eW"),
    (a_role_of_others, CREDENTIALS, "The role is not one that this user may choose", "eW"),
    (an_opaque_token_and_rules, CREDENTIALS, "No role for this user", "eW"),
    (no_classic_flow_any_more, "get-open-id-token", "The pool has no classic flow", "e"),
    (mappings_since, "get-open-id-token", "The classic flow knows no role mappings", "e"),
    (an_identity_that_is_gone, CREDENTIALS, "It is not there", ""),
    (a_pool_that_is_gone, "get-id", "It is not there", ""),
]
"""The mistake, the step that fails, what it is called, and the keys that are offered besides."""
