"""Mistakes that make an authentication flow fail, made with keys and behind the app's back."""

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
    COGNITO_KEY,
    POOL,
    STAFF_POOL,
    Bearer,
)

STAGING_POOL: Final = f"cognito-idp.us-east-1.amazonaws.com/{STAGING}"
CREDENTIALS: Final = "get-credentials-for-identity"

Mistake = Callable[[Bearer, str], Awaitable[None]]
"""Provokes a failure, given the ID of the test's pool."""


def token(**claims: Any) -> str:  # noqa: ANN401  any claim
    """Return a Google token of a user, with other claims."""
    return id_token(GOOGLE, "ana", **claims)


async def by_login(bearer: Bearer, values: str, key: str = GOOGLE, *, wrong: bool = True) -> None:
    """Get credentials with a login."""
    await bearer.opens_credentials(POOL)
    await bearer.chooses("Enhanced")
    await bearer.pastes_login(key, values)
    await bearer.submits_logins(despite_warnings=wrong)


async def guests_disabled(bearer: Bearer, pool: str) -> None:
    """A guest of a pool that no longer allows guests."""
    someone = guest(bearer.service, pool)
    await bearer.opens_identity_credentials(POOL, someone)
    update(bearer, AllowUnauthenticatedIdentities=False)
    await bearer.press("enter")


def update(bearer: Bearer, **settings: Any) -> None:  # noqa: ANN401  any member
    """Change the pool behind the app's back."""
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
    await bearer.opens_identity_credentials(POOL, source)
    await bearer.sees("the identity is disabled: no credentials")
    await bearer.chooses("Enhanced")


async def another_users_login(bearer: Bearer, pool: str) -> None:
    """A token of another user, who has another identity."""
    service = bearer.service
    carl = developer(service, pool, "carl")
    answer = service.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "dora"}
    )
    await bearer.opens_identity_credentials(POOL, carl)
    await bearer.chooses("Enhanced")
    await bearer.pastes_login(COGNITO_KEY, answer["Token"])
    await bearer.submits_logins()


async def forged_token(bearer: Bearer, pool: str) -> None:
    """A token that claims to be issued by Cognito."""
    carl = developer(bearer.service, pool, "carl")
    await bearer.opens_identity_credentials(POOL, carl)
    await bearer.chooses("Enhanced")
    await bearer.pastes_login(COGNITO_KEY, id_token(COGNITO_KEY, carl, pool))
    await bearer.submits_logins()


async def removed_provider(bearer: Bearer, pool: str) -> None:
    """An identity of a user pool that was removed from the pool."""
    ana = member(bearer.service, pool, USER_POOL, "ana")
    update(bearer, CognitoIdentityProviders=[])
    await bearer.opens_identity_credentials(POOL, ana)
    await bearer.press("enter")
    await bearer.pastes_login(USER_POOL, id_token(USER_POOL, "ana"))
    await bearer.submits_logins(despite_warnings=True)


async def other_issuer(bearer: Bearer, _: str) -> None:
    """A user pool's token under Google's key."""
    await by_login(bearer, id_token(USER_POOL, "ana"))


async def access_token(bearer: Bearer, _: str) -> None:
    """A token without an audience."""
    await by_login(bearer, token(aud=None))


async def expired_token(bearer: Bearer, _: str) -> None:
    """A token that expired yesterday."""
    await by_login(bearer, token(exp=int(time.time()) - 86_400))


async def truncated_token(bearer: Bearer, _: str) -> None:
    """A token that was not copied whole."""
    await by_login(bearer, token()[:30])


async def cognito_token(bearer: Bearer, pool: str) -> None:
    """A developer user's token under a provider's key."""
    answer = bearer.service.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "carl"}
    )
    await by_login(bearer, answer["Token"])


async def other_client(bearer: Bearer, _: str) -> None:
    """A token for an app client that the pool does not list."""
    await by_login(bearer, token(aud="another-app"))


async def no_role(bearer: Bearer, pool: str) -> None:
    """A pool without a role for guests."""
    bearer.service.set_identity_pool_roles(IdentityPoolId=pool, Roles={})
    await bearer.opens_credentials(POOL)
    await bearer.press("enter")


async def role_trusting_another_pool(bearer: Bearer, _: str) -> None:
    """Roles whose trust policies name another pool."""
    await bearer.opens_credentials("mobile-app-staging")
    await bearer.chooses("Enhanced")
    await bearer.pastes_login(STAGING_POOL, id_token(STAGING_POOL, "ana", STAGING_APP))
    await bearer.submits_logins()


async def no_rule_matches(bearer: Bearer, _: str) -> None:
    """A user without a matching rule, in a mapping that then denies."""
    await bearer.opens_credentials("analytics-dashboard")
    await bearer.press("enter")
    await bearer.signs_in(STAFF_POOL, "lee.park")
    await bearer.submits_logins()


async def role_not_offered(bearer: Bearer, _: str) -> None:
    """A role that no rule offers to the user."""
    await bearer.opens_credentials("analytics-dashboard")
    await bearer.press("enter")
    await bearer.signs_in(STAFF_POOL, "dana.ross")
    await bearer.submits_logins()
    await bearer.sees_form("enhanced flow")
    await bearer.fills(CustomRoleArn=ROLE.format("OfOthers"))
    await bearer.press("ctrl+s")


async def classic_flow_disabled(bearer: Bearer, pool: str) -> None:
    """A pool whose classic flow was disabled a moment ago."""
    someone = guest(bearer.service, pool)
    await bearer.opens_identity_credentials(POOL, someone)
    await bearer.chooses("Classic")
    await bearer.sees_form("classic flow")
    update(bearer, AllowClassicFlow=False)
    await bearer.press("ctrl+s")


async def mappings_added(bearer: Bearer, pool: str) -> None:
    """A pool to which role mappings were added a moment ago."""
    someone = guest(bearer.service, pool)
    await bearer.opens_identity_credentials(POOL, someone)
    await bearer.chooses("Classic")
    await bearer.sees_form("classic flow")
    bearer.service.set_identity_pool_roles(
        IdentityPoolId=pool,
        Roles={},
        RoleMappings={f"{USER_POOL}:abc123": {"Type": "Token", "AmbiguousRoleResolution": "Deny"}},
    )
    await bearer.press("ctrl+s")


async def deleted_identity(bearer: Bearer, pool: str) -> None:
    """An identity that someone else has deleted."""
    someone = guest(bearer.service, pool)
    await bearer.opens_identity_credentials(POOL, someone)
    bearer.service.delete_identities(IdentityIdsToDelete=[someone])
    await bearer.press("enter")


async def deleted_pool(bearer: Bearer, pool: str) -> None:
    """A pool that someone else has deleted."""
    await bearer.opens_credentials(POOL)
    bearer.service.delete_identity_pool(IdentityPoolId=pool)
    await bearer.press("enter")


async def opaque_token_with_rules(bearer: Bearer, pool: str) -> None:
    """An opaque token with rules that require claims, for which a role is requested."""
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
    (guests_disabled, CREDENTIALS, "Guest access is off", ""),
    (disabled, CREDENTIALS, "Access to the identity denied", ""),
    (another_users_login, CREDENTIALS, "The logins do not match the identity", "e"),
    (forged_token, CREDENTIALS, "The token's signature is not valid", "e"),
    (removed_provider, CREDENTIALS, "The pool does not have the token's provider", "e"),
    (other_issuer, "get-id", "The token is from another issuer", "e"),
    (access_token, "get-id", "The token has no aud", "e"),
    (expired_token, "get-id", "The login token has expired", "e"),
    (truncated_token, "get-id", "Not an ID token", "e"),
    (cognito_token, "get-id", "A Cognito token is not accepted here", "e"),
    (other_client, "get-id", "The pool does not have the token's provider", "e"),
    (no_role, CREDENTIALS, "The pool's role cannot be used", "W"),
    (role_trusting_another_pool, CREDENTIALS, "The pool's role cannot be used", "eW"),
    (no_rule_matches, CREDENTIALS, "No role for this user", "eW"),
    (role_not_offered, CREDENTIALS, "This user cannot choose the role", "eW"),
    (opaque_token_with_rules, CREDENTIALS, "No role for this user", "eW"),
    (classic_flow_disabled, "get-open-id-token", "The classic flow is off", "e"),
    (mappings_added, "get-open-id-token", "The classic flow does not support role mappings", "e"),
    (deleted_identity, CREDENTIALS, "Not found", ""),
    (deleted_pool, "get-id", "Not found", ""),
]
"""The mistake, the step that fails, the title of the failure, and the additional keys."""
