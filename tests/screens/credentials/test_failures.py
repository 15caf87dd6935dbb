"""Common failures of the authentication flows, each explained at its step."""

from typing import TYPE_CHECKING, Any, Final

import pytest

from cogtui.api_error import ErrorKind
from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.screens.dialogs.picker import Picker
from tests.emulator.connection import connect
from tests.emulator.users import (
    DEVELOPER,
    GOOGLE,
    OIDC,
    SAML,
    developer,
    guest,
    id_token,
    login,
    make_pool,
    member,
)
from tests.screens.credentials.bearer import (
    AUTHENTICATED,
    CUSTOMER_POOL,
    POOL,
    bearing,
)
from tests.screens.credentials.mistakes import FAILURES, Mistake
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

DEVELOPER_TOKEN: Final = "get-open-id-token-for-developer-identity"  # noqa: S105  an operation


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
    """The step is marked, the explanation fits on 80x24, and helpful keys are enabled."""
    async with bearing(app, service, SMALL) as bearer:
        await mistake(bearer, pool)
        dialog = await bearer.sees_failure(f"✗ {title}", "Cause")
        failed = [each for each in dialog._flow.steps if each.state == "failed"]
        assert [(step, title)] == [(each.operation, each.found) for each in failed]
        offered = {
            each.binding.key for each in bearer.app.screen.active_bindings.values() if each.enabled
        }
        assert set("r") | set(keys) == offered & set("reWy")
        assert dialog._flow.failure is not None
        assert ("E" in offered) == (dialog._flow.failure.kind is ErrorKind.REFUSED)
        assert "eyJ" not in bearer.words
        await bearer.leaves()
        assert dialog._flow.request.logins == {}


FAULT_PLAN: Final = [
    ("TooManyRequestsException", "Throttled", ""),
    ("AccessDeniedException", "Access denied", "y"),
    ("UnrecognizedClientException", "AWS rejected these credentials", ""),
    ("ExpiredTokenException", "The AWS credentials have expired", ""),
    ("ResourceConflictException", "Linked to another identity", ""),
    ("ExternalServiceException", "The login's provider did not respond", ""),
    ("InternalErrorException", "The service failed", ""),
    ("reset", "Connection lost after sending", ""),
    ("cut", "Unreadable response", ""),
    ("malformed", "Unreadable response", ""),
]
"""The fault, its title, and the additional keys."""


@pytest.mark.parametrize(
    ("kind", "title", "keys"), FAULT_PLAN, ids=[each[0] for each in FAULT_PLAN]
)
async def test_faults_are_explained_and_pass(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    running: RunningEmulator,
    pool: str,
    kind: str,
    title: str,
    keys: str,
) -> None:
    """Faults of network and service are explained; once they pass, r resumes the flow."""
    carl = developer(service, pool, "carl")
    async with bearing(app, service, SMALL) as bearer:
        await bearer.opens_identity_credentials(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        running.change_faults(
            FaultPlan(faults=(Fault("GetOpenIdTokenForDeveloperIdentity", kind, 1),))
        )
        await bearer.press("ctrl+s")
        dialog = await bearer.sees_failure(title)
        offered = {each.binding.key for each in dialog.active_bindings.values() if each.enabled}
        assert set("re") | set(keys) == offered & set("reWy")
        if "y" in keys:
            await bearer.copies("y")
            assert "GetOpenIdTokenForDeveloperIdentity" in bearer.clipboard
        running.change_faults(None)
        await bearer.press("r")
        await bearer.sees_credentials(carl)


async def test_a_role_that_sts_denies(
    app: CogtuiApp, service: "CognitoIdentityClient", running: RunningEmulator, pool: str
) -> None:
    """In the classic flow STS denies a role; another role is tried with the same token."""
    iam = connect(running, "iam")
    policy = '{"Version": "2012-10-17", "Statement": []}'
    refused = iam.create_role(RoleName="TrustsNobody", AssumeRolePolicyDocument=policy)
    iam.close()
    someone = guest(service, pool)
    async with bearing(app, service, SMALL) as bearer:
        await bearer.opens_identity_credentials(POOL, someone)
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


async def test_unavailable_flows_are_disabled(
    app: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """Flows that the pool does not allow are last, with the reason, and Enter does nothing."""
    async with bearing(app, service, SMALL) as bearer:
        await bearer.opens_credentials("loyalty-program")
        await bearer.sees("Guest guest access is off", "Enhanced flow the pool accepts no logins")
        await bearer.sees("Classic flow the pool accepts no logins")
        await bearer.press("escape")
        await bearer.is_back()
        await bearer.opens_credentials("mobile-app-prod")
        await bearer.sees("Classic flow not allowed by the pool")
        await bearer.type("Classic")
        await bearer.press("enter")
        assert isinstance(bearer.app.screen, Picker)
        await bearer.press("escape")
        await bearer.is_back()
        await bearer.opens_credentials("analytics-dashboard")
        await bearer.sees("not possible: the pool has role mappings")
        await bearer.press("escape")
        assert CUSTOMER_POOL not in bearer.words


ONLY_SAML: Final = "has only SAML logins"


def make_saml_pool(service: "CognitoIdentityClient", **settings: Any) -> str:  # noqa: ANN401  any member
    """Create a pool that has a SAML provider alone, without guests, changed by settings."""
    no_others = {"SupportedLoginProviders": None, "CognitoIdentityProviders": None}
    members = {
        **no_others,
        "OpenIdConnectProviderARNs": None,
        "DeveloperProviderName": None,
        "IdentityPoolName": POOL,
        "AllowUnauthenticatedIdentities": False,
    }
    return make_pool(service, **{**members, **settings})


@pytest.mark.parametrize(
    ("settings", "is_ruled_out"),
    [
        ({}, True),
        ({"AllowClassicFlow": True}, True),
        ({"DeveloperProviderName": DEVELOPER}, True),
        ({"AllowUnauthenticatedIdentities": True}, False),
        ({"SupportedLoginProviders": {GOOGLE: "google-app"}}, False),
        ({"OpenIdConnectProviderARNs": [OIDC]}, False),
    ],
)
async def test_the_classic_flow_of_a_pool_with_saml(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    settings: dict[str, Any],
    *,
    is_ruled_out: bool,
) -> None:
    """It is ruled out where no guest and no other login could use it."""
    make_saml_pool(service, **settings)
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        assert (f"Classic flow not possible: the pool {ONLY_SAML}" in bearer.words) == is_ruled_out
        await bearer.leaves()


async def test_the_classic_flow_of_a_guest_beside_saml(
    app: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """No login is requested where SAML is the only provider: guests alone can use the flow."""
    make_saml_pool(service, AllowUnauthenticatedIdentities=True)
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Classic")
        await bearer.sees_form("classic flow")
        await bearer.fills(RoleArn=AUTHENTICATED)
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(AUTHENTICATED)


async def test_the_classic_flow_of_an_identity_with_saml(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """It is ruled out if SAML is the identity's only login, otherwise SAML is not listed."""
    ana = member(service, pool, SAML, "ana")
    bob = member(service, pool, GOOGLE, "bob")
    both = {**login(GOOGLE, "bob"), **login(SAML, "bob")}
    service.get_id(IdentityPoolId=pool, Logins=both)
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.sees(f"Classic flow not possible: the identity {ONLY_SAML}")
        await bearer.leaves()
        await bearer.opens_identity_credentials(POOL, bob)
        await bearer.chooses("Classic")
        await bearer.sees_logins("This login is required", GOOGLE)
        assert SAML not in bearer.words
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "bob"))
        await bearer.submits_logins()
        await bearer.sees_form("classic flow")
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(bob, AUTHENTICATED)


async def test_a_second_developer_user(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The question says that the service may refuse it, and the emulator links it."""
    carl = developer(service, pool, "carl")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="new")
        await bearer.press("ctrl+s")
        await bearer.agrees("already belongs to “carl”", "may be refused", "Links “new” to")
        await bearer.sees_credentials(carl, AUTHENTICATED)
        assert bearer.identity_of(POOL, "new") == carl


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"DeveloperUserIdentifier": "dora"}, "is registered to"),
        (
            {
                "DeveloperUserIdentifier": "new",
                "IdentityId": "us-east-1:00000000-0000-0000-0000-000000000000",
            },
            "does not exist.",
        ),
    ],
)
async def test_blockers_of_a_developer_user(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    pool: str,
    values: dict[str, str],
    expected: str,
) -> None:
    """They are shown in the form, which stays open, and nothing is sent."""
    carl = developer(service, pool, "carl")
    developer(service, pool, "dora")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        await bearer.fills(**values)
        await bearer.press("ctrl+s")
        await bearer.sees("Not sent: the service would refuse the request", expected)
        assert bearer.called(DEVELOPER_TOKEN) == 0
        await bearer.discards()
        await bearer.sees("Get credentials with")
        await bearer.leaves()
