"""Each failure on the way to credentials that people report, provoked and explained by its step."""

import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.stories import STAGING, STAGING_APP
from cogtui.emulator.weather import Fault, Weather
from cogtui.screens.picker import Picker
from tests.emulator.connection import connect
from tests.emulator.people import (
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
    CUSTOMER_POOL,
    OWN,
    POOL,
    STAFF_POOL,
    Bearer,
    bearing,
)
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

STAGING_POOL: Final = f"cognito-idp.us-east-1.amazonaws.com/{STAGING}"
CREDENTIALS: Final = "get-credentials-for-identity"
DEVELOPER_TOKEN: Final = "get-open-id-token-for-developer-identity"  # noqa: S105  an operation

Mistake = Callable[[Bearer, str], Awaitable[None]]
"""Leads to a failure, given the id of the test's own pool."""


def token(**claims: Any) -> str:  # noqa: ANN401  any claim
    """A token of Google's for somebody, with other claims."""
    return id_token(GOOGLE, "ana", **claims)


async def by_login(bearer: Bearer, given: str, key: str = GOOGLE, *, wrong: bool = True) -> None:
    """Asks for credentials by a login."""
    await bearer.asks(POOL)
    await bearer.chooses("Enhanced")
    await bearer.gives(key, given)
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


@pytest.mark.parametrize(
    ("mistake", "step", "title", "keys"), FAILURES, ids=[each[0].__name__ for each in FAILURES]
)
async def test_a_mistake_is_explained_at_its_step(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    pool: str,
    mistake: Mistake,
    step: str,
    title: str,
    keys: str,
) -> None:
    """The step is marked, its reason is told whole on 80x24, and the keys that help are offered."""
    async with bearing(app, service, SMALL) as bearer:
        await mistake(bearer, pool)
        dialog = await bearer.sees_failure(f"✗ {title}", "Cause")
        failed = [each for each in dialog._walk.steps if each.state == "failed"]
        assert [(step, title)] == [(each.operation, each.found) for each in failed]
        offered = {
            each.binding.key for each in bearer.app.screen.active_bindings.values() if each.enabled
        }
        assert set("r") | set(keys) == offered & set("reWy")
        assert "eyJ" not in bearer.words
        await bearer.leaves()
        assert dialog._walk.wish.logins == {}


WEATHER: Final = [
    ("TooManyRequestsException", "Too many calls", ""),
    ("AccessDeniedException", "Not allowed", "y"),
    ("UnrecognizedClientException", "AWS does not accept these credentials", ""),
    ("ExpiredTokenException", "The AWS credentials have expired", ""),
    ("ResourceConflictException", "It belongs to another identity", ""),
    ("ExternalServiceException", "The login's provider did not answer", ""),
    ("InternalErrorException", "The service failed", ""),
    ("reset", "No connection to ", ""),
    ("cut", "The answer cannot be read", ""),
    ("malformed", "The answer cannot be read", ""),
]
"""The fault, what it is called, and the keys that are offered besides."""


@pytest.mark.parametrize(("kind", "title", "keys"), WEATHER, ids=[each[0] for each in WEATHER])
async def test_bad_weather_is_explained_and_passes(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    running: RunningEmulator,
    pool: str,
    kind: str,
    title: str,
    keys: str,
) -> None:
    """What is nobody's mistake is told too; in better weather the same key goes on to the end."""
    carl = developer(service, pool, "carl")
    async with bearing(app, service, SMALL) as bearer:
        await bearer.asks_as(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        running.change_weather(
            Weather(faults=(Fault("GetOpenIdTokenForDeveloperIdentity", kind, 1),))
        )
        await bearer.press("ctrl+s")
        dialog = await bearer.sees_failure(title)
        offered = {each.binding.key for each in dialog.active_bindings.values() if each.enabled}
        assert set("re") | set(keys) == offered & set("reWy")
        if "y" in keys:
            await bearer.copies("y")
            assert "GetOpenIdTokenForDeveloperIdentity" in bearer.clipboard
        running.change_weather(None)
        await bearer.press("r")
        await bearer.sees_credentials(carl)


async def test_a_role_that_sts_refuses(
    app: CogtuiApp, service: "CognitoIdentityClient", running: RunningEmulator, pool: str
) -> None:
    """In the classic flow it is sts that refuses; another role goes on with the same token."""
    iam = connect(running, "iam")
    policy = '{"Version": "2012-10-17", "Statement": []}'
    refused = iam.create_role(RoleName="TrustsNobody", AssumeRolePolicyDocument=policy)
    iam.close()
    someone = guest(service, pool)
    async with bearing(app, service, SMALL) as bearer:
        await bearer.asks_as(POOL, someone)
        await bearer.chooses("Classic")
        await bearer.sees_form("classic flow")
        await bearer.fills(RoleArn=refused["Role"]["Arn"])
        await bearer.press("ctrl+s")
        await bearer.sees_failure("✗ 2 Assume the role with the token")
        await bearer.press("e")
        await bearer.sees_form("classic flow")
        assert bearer.values()["RoleArn"] == refused["Role"]["Arn"]
        await bearer.fills(RoleArn=AUTHENTICATED)
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(someone, AUTHENTICATED)
        assert bearer.called("get-open-id-token") == 1


async def test_what_the_pool_refuses_is_not_offered(
    app: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """Ways that a pool rules out stand last with the reason, and Enter does nothing on them."""
    async with bearing(app, service, SMALL) as bearer:
        await bearer.asks("loyalty-program")
        await bearer.sees("Guest the pool allows none", "Enhanced flow the pool takes no logins")
        await bearer.press("escape")
        await bearer.is_back()
        await bearer.asks("mobile-app-prod")
        await bearer.sees("Classic flow the pool does not allow it")
        await bearer.type("Classic")
        await bearer.press("enter")
        assert isinstance(bearer.app.screen, Picker)
        await bearer.press("escape")
        await bearer.is_back()
        await bearer.asks("analytics-dashboard")
        await bearer.sees("the pool has role mappings, which rule it out")
        await bearer.press("escape")
        assert CUSTOMER_POOL not in bearer.words


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"DeveloperUserIdentifier": "dora"}, "is registered on"),
        (
            {
                "DeveloperUserIdentifier": "new",
                "IdentityId": "us-east-1:00000000-0000-0000-0000-000000000000",
            },
            "There is no identity",
        ),
        ({"DeveloperUserIdentifier": "new"}, "has no public login"),
    ],
)
async def test_what_would_be_refused_of_a_developer_user(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str, given: dict[str, str], said: str
) -> None:
    """It is told in the form that stays open, and nothing is sent."""
    carl = developer(service, pool, "carl")
    developer(service, pool, "dora")
    async with bearing(app, service) as bearer:
        await bearer.asks_as(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        await bearer.fills(**given)
        await bearer.press("ctrl+s")
        await bearer.sees("Nothing was sent: the service would refuse it", said)
        assert bearer.called(DEVELOPER_TOKEN) == 0
        await bearer.press("escape")
        await bearer.sees("Which way to credentials?")
        await bearer.leaves()
