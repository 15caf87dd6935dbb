"""The authentication flows, run against the emulator; STS confirms whose credentials they give."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from cogtui.account.account import Account, Pool, Topic
from cogtui.credentials.flow import (
    AuthFlow,
    CredentialsFlow,
    CredentialsRequest,
    Obtained,
    StepState,
)
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.pools import CUSTOMERS, CUSTOMERS_APP
from cogtui.logins.session_role import SessionRole
from cogtui.secret import Secret
from tests.emulator.users import id_token
from tests.gateway.gateways import REGION, make_gateway
from tests.gateway.test_reads import pool_id
from tests.screens.interceptor import Interceptor, answer, error, sts_error

LOGIN = f"cognito-idp.{REGION}.amazonaws.com/{CUSTOMERS}"
GUEST_ROLE = "arn:aws:iam::111122223333:role/DataSandboxGuest"


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set AWS credentials; the emulator accepts any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.fixture
def emulator(fresh_emulator: Callable[..., RunningEmulator]) -> str:
    """Yield a separate emulator, because new guests would change counts in a shared one."""
    return fresh_emulator(identities=100).url


async def pool_of(account: Account, name: str) -> Pool:
    """Return a demo pool."""
    return Pool(REGION, await pool_id(account.gateway, name), name)


async def signed_in(account: Account) -> dict[str, Secret]:
    """Return the login of a demo user."""
    answered = await account.gateway.call_other(
        "cognito-idp",
        "initiate-auth",
        REGION,
        {
            "ClientId": CUSTOMERS_APP,
            "AuthFlow": "USER_PASSWORD_AUTH",
            "AuthParameters": {"USERNAME": "maya.chen", "PASSWORD": Secret("Demo-2026")},
        },
    )
    return {LOGIN: answered["AuthenticationResult"]["IdToken"]}


async def walked(walk: CredentialsFlow) -> list[list[StepState]]:
    """Run a flow, and return the states of its steps after each change."""
    return [[step.state for step in walk.steps] async for _ in walk.resume()]


async def test_a_guest_of_the_enhanced_flow(emulator: str) -> None:
    """A guest gets a new identity, and credentials of the guest role for an hour."""
    account = Account(make_gateway(emulator))
    walk = CredentialsFlow(
        account, CredentialsRequest(AuthFlow.ENHANCED, await pool_of(account, "mobile-app-prod"))
    )
    stood = await walked(walk)
    running, done, waiting = StepState.RUNNING, StepState.DONE, StepState.WAITING
    assert stood == [
        [running, waiting, waiting],
        [done, waiting, waiting],
        [done, running, waiting],
        [done, done, waiting],
        [done, done, running],
        [done, done, done],
    ]
    assert walk.finished
    got = walk.got.credentials
    assert got is not None
    assert got.access_key_id.startswith("ASIA")
    assert 3500 < got.expiration - time.time() <= 3600
    assert walk.got.caller is not None
    assert walk.got.caller.arn.endswith("/CognitoIdentityCredentials")
    assert got.role == SessionRole(name="MobileAppProdGuest")
    assert "60 minutes" in walk.steps[1].found


async def test_a_user_of_the_enhanced_flow(emulator: str) -> None:
    """A login leads to its identity and to the authenticated role."""
    account = Account(make_gateway(emulator))
    pool = await pool_of(account, "mobile-app-prod")
    walk = CredentialsFlow(
        account, CredentialsRequest(AuthFlow.ENHANCED, pool, None, await signed_in(account))
    )
    await walked(walk)
    assert walk.finished, walk.failure
    identity = await account.identity(pool, walk.got.identity_id or "")
    assert LOGIN in identity["Logins"]


async def test_the_classic_flow(emulator: str) -> None:
    """A guest's token assumes the requested role for the requested duration."""
    account = Account(make_gateway(emulator))
    pool = await pool_of(account, "data-sandbox")
    roles = await account.gateway.call(
        "get-identity-pool-roles", REGION, {"IdentityPoolId": pool.pool_id}
    )
    role = roles.get("Roles", {}).get("unauthenticated", GUEST_ROLE)
    credentials_request = CredentialsRequest(
        AuthFlow.CLASSIC, pool, role_arn=role, session_name="me", duration=900
    )
    walk = CredentialsFlow(account, credentials_request)
    await walked(walk)
    assert walk.finished, walk.failure
    assert walk.got.caller is not None
    assert walk.got.caller.arn.endswith("/me")
    assert walk.got.credentials is not None
    assert 800 < walk.got.credentials.expiration - time.time() <= 900


async def test_a_developer_user(emulator: str) -> None:
    """AWS credentials get a token, and the token gets credentials."""
    account = Account(make_gateway(emulator))
    pool = await pool_of(account, "partner-portal")
    logins = {"login.partners.example": Secret("somebody new")}
    walk = CredentialsFlow(
        account, CredentialsRequest(AuthFlow.DEVELOPER, pool, None, logins, duration=60)
    )
    await walked(walk)
    assert walk.finished, walk.failure
    assert walk.steps[0].found == walk.got.identity_id
    again = CredentialsFlow(
        account, CredentialsRequest(AuthFlow.DEVELOPER, pool, walk.got.identity_id, logins)
    )
    await walked(again)
    assert again.got.identity_id == walk.got.identity_id


async def test_a_flow_resumes_where_it_stopped(emulator: str) -> None:
    """Results from before a failure are kept and not requested again."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "mobile-app-prod")
        between.answers["get-credentials-for-identity"] = error("InternalErrorException", "x", 500)
        walk = CredentialsFlow(
            account, CredentialsRequest(AuthFlow.ENHANCED, pool, role_arn=GUEST_ROLE)
        )
        stood = await walked(walk)
        assert stood[-1] == [StepState.DONE, StepState.FAILED, StepState.WAITING]
        assert walk.failure is not None
        assert walk.steps[1].found == walk.failure.title
        identity_id = walk.got.identity_id
        between.answers.clear()
        walk.request = walk.request._replace(role_arn="")
        await walked(walk)
        assert walk.finished
        assert walk.got.identity_id == identity_id
        assert between.requested.count("get-id") == 1


PATH_ROLE = "arn:aws:iam::111122223333:role/service-role/MobileAppProdGuest"
OTHER_PATH = "arn:aws:iam::111122223333:role/apps/MobileAppProdGuest"
BARE_ROLE = SessionRole(name="MobileAppProdGuest")


def by_rules(*roles: str) -> dict[str, Any]:
    """Return role mappings with a rule for each role."""
    rules = [
        {"Claim": "sub", "MatchType": "Equals", "Value": "x", "RoleARN": role} for role in roles
    ]
    return {"RoleMappings": {"accounts.google.com": {"RulesConfiguration": {"Rules": rules}}}}


@pytest.mark.parametrize(
    ("roles", "custom_role", "expected"),
    [
        ({"Roles": {"unauthenticated": PATH_ROLE}}, "", SessionRole(arn=PATH_ROLE)),
        (by_rules(PATH_ROLE, GUEST_ROLE), "", SessionRole(arn=PATH_ROLE)),
        ({}, PATH_ROLE, SessionRole(arn=PATH_ROLE)),
        # CustomRoleArn is ignored where there is no mapping
        ({"Roles": {"unauthenticated": PATH_ROLE}}, GUEST_ROLE, SessionRole(arn=PATH_ROLE)),
        ({}, GUEST_ROLE, BARE_ROLE),
        ({}, "", BARE_ROLE),
        ({"Roles": {"unauthenticated": PATH_ROLE}, **by_rules(OTHER_PATH)}, "", BARE_ROLE),
    ],
    ids=map(str, range(7)),
)
async def test_the_role_has_the_path_that_the_pool_names(
    emulator: str, roles: dict[str, Any], custom_role: str, expected: SessionRole
) -> None:
    """The session's ARN has no path; without one fitting role only its name is known."""
    account = Account(make_gateway(emulator))
    pool = await pool_of(account, "mobile-app-prod")
    request = CredentialsRequest(AuthFlow.ENHANCED, pool, role_arn=custom_role)
    walk = CredentialsFlow(account, request, roles=roles)
    await walked(walk)
    assert walk.finished, walk.failure
    assert walk.got.credentials is not None
    assert walk.got.credentials.role == expected


@pytest.mark.parametrize(
    ("auth_flow", "expected"),
    [
        (AuthFlow.CLASSIC, SessionRole(arn=GUEST_ROLE)),
        (AuthFlow.ENHANCED, SessionRole()),
    ],
)
async def test_a_requested_role_is_shown_only_where_it_is_certain(
    emulator: str, auth_flow: AuthFlow, expected: SessionRole
) -> None:
    """If the caller is unknown, the classic flow has the requested role, others may not."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        name = "data-sandbox" if auth_flow is AuthFlow.CLASSIC else "mobile-app-prod"
        pool = await pool_of(account, name)
        between.answers["get-caller-identity"] = sts_error("InternalFailure", "not now")
        request = CredentialsRequest(auth_flow, pool, role_arn=GUEST_ROLE)
        walk = CredentialsFlow(account, request)
        await walked(walk)
        assert walk.got.credentials is not None
        assert walk.got.credentials.role == expected


async def test_a_refused_token_is_compared_with_the_pool(emulator: str) -> None:
    """The failure names the token's audience and the app IDs that the pool accepts."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "mobile-app-prod")
        configuration = (await account.read(pool, Topic.CONFIGURATION)).answer
        message = "Invalid login token. Incorrect token audience."
        between.answers["get-id"] = error("NotAuthorizedException", message)
        logins = {"accounts.google.com": Secret(id_token("accounts.google.com", "ana", "my-app"))}
        request = CredentialsRequest(AuthFlow.ENHANCED, pool, None, logins)
        walk = CredentialsFlow(account, request, configuration=configuration)
        await walked(walk)
        assert walk.failure is not None
        assert "my-app" in walk.failure.cause
        assert configuration["SupportedLoginProviders"]["accounts.google.com"] in walk.failure.cause


async def test_a_refused_developer_token_is_not_blamed_on_the_user(emulator: str) -> None:
    """The second step sends Cognito's token, so that is compared, and it is the pool's."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "partner-portal")
        configuration = (await account.read(pool, Topic.CONFIGURATION)).answer
        message = "Invalid login token. Something new."
        between.answers["get-credentials-for-identity"] = error("NotAuthorizedException", message)
        logins = {"login.partners.example": Secret("x")}
        request = CredentialsRequest(AuthFlow.DEVELOPER, pool, None, logins)
        walk = CredentialsFlow(account, request, configuration=configuration)
        await walked(walk)
        assert walk.failure is not None
        assert walk.failure.title == "The login token is not valid"
        assert "developer provider" not in walk.failure.cause


async def test_an_invalid_token(emulator: str) -> None:
    """A response whose token is not a token is reported."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "partner-portal")
        answered = {"IdentityId": f"{REGION}:00000000-0000-0000-0000-000000000000", "Token": "x"}
        between.answers["get-open-id-token-for-developer-identity"] = answer(answered)
        logins = {"login.partners.example": Secret("x")}
        walk = CredentialsFlow(account, CredentialsRequest(AuthFlow.DEVELOPER, pool, None, logins))
        await walked(walk)
        assert walk.failure is not None
        assert walk.failure.title == "Cannot read the token"
        again = await walked(walk)
        assert again[-1] == [StepState.DONE, StepState.FAILED, StepState.WAITING]


async def test_an_expired_token_is_replaced(emulator: str) -> None:
    """A token that expired before it was used is requested again."""
    now = time.time()
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "data-sandbox")
        credentials_request = CredentialsRequest(AuthFlow.CLASSIC, pool, role_arn=GUEST_ROLE)
        walk = CredentialsFlow(account, credentials_request, clock=lambda: now)
        between.answers["assume-role-with-web-identity"] = sts_error("AccessDenied", "no")
        await walked(walk)
        await walked(walk)
        assert between.requested.count("get-open-id-token") == 1
        now += 601
        between.answers.clear()
        await walked(walk)
        assert walk.finished, walk.failure
        assert between.requested.count("get-open-id-token") == 2
        assert between.requested.count("get-id") == 1


CHANGES = [
    ({}, True),
    ({"role_arn": GUEST_ROLE.replace("Guest", "Other"), "session_name": "other"}, True),
    ({"duration": 900}, True),
    ({"logins": {LOGIN: Secret("x")}}, False),
    ({"auth_flow": AuthFlow.ENHANCED}, False),
]


@pytest.mark.parametrize(("change", "surviving"), CHANGES)
async def test_a_changed_request_keeps_valid_results(
    emulator: str, change: dict[str, Any], surviving: bool
) -> None:
    """The identity is kept if the role changes, but not if the logins change."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "data-sandbox")
        walk = CredentialsFlow(
            account, CredentialsRequest(AuthFlow.CLASSIC, pool, role_arn=GUEST_ROLE)
        )
        between.answers["assume-role-with-web-identity"] = sts_error("AccessDenied", "no")
        await walked(walk)
        assert walk.started
        token = walk.got.token
        walk.change(walk.request._replace(**change))
        assert (walk.got.token == token, walk.started) == (surviving, surviving)
        assert walk.failure is None


async def test_a_changed_role_replaces_credentials(emulator: str) -> None:
    """Credentials of the previous role are dropped; an unchanged request keeps them."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        pool = await pool_of(account, "data-sandbox")
        walk = CredentialsFlow(
            account, CredentialsRequest(AuthFlow.CLASSIC, pool, role_arn=GUEST_ROLE)
        )
        between.answers["get-caller-identity"] = sts_error("InternalFailure", "not now")
        await walked(walk)
        walk.change(walk.request)
        assert walk.got.credentials is not None
        walk.change(walk.request._replace(session_name="other"))
        assert walk.got == Obtained()
        assert not walk.started


async def test_failures_about_the_role_are_recognized(emulator: str) -> None:
    """A missing role is such a failure; a network error is not."""
    with Interceptor(emulator) as between:
        account = Account(make_gateway(between.url))
        walk = CredentialsFlow(
            account, CredentialsRequest(AuthFlow.ENHANCED, await pool_of(account, "data-sandbox"))
        )
        messages = [walk.failed_on_role]
        await walked(walk)
        messages.append(walk.failed_on_role)
        between.answers["get-credentials-for-identity"] = error("InternalErrorException", "x", 500)
        await walked(walk)
        assert [*messages, walk.failed_on_role] == [False, True, False]


async def test_forget_drops_all_secrets(emulator: str) -> None:
    """Afterwards the flow holds neither credentials nor logins."""
    account = Account(make_gateway(emulator))
    pool = await pool_of(account, "partner-portal")
    logins = {"login.partners.example": Secret("user-1")}
    walk = CredentialsFlow(account, CredentialsRequest(AuthFlow.DEVELOPER, pool, None, logins))
    await walked(walk)
    walk.forget()
    assert walk.got == Obtained()
    assert walk.request.logins == {}
