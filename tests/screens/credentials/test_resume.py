"""After a failure, a network error or a change, results and answers are kept."""

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import Fault, FaultPlan
from cogtui.screens.configuration.edit_form import ConfigurationForm
from tests.emulator.users import FACEBOOK, GOOGLE, ROLE, developer, guest, id_token, member
from tests.screens.credentials.bearer import AUTHENTICATED, FLOW_PICKER, GUESTS, POOL, bearing
from tests.screens.credentials.mistakes import update
from tests.screens.interceptor import Interceptor, sts_error
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

AppAt = Callable[..., CogtuiApp]

_LOST = "Connection lost after sending"


async def test_a_network_error_between_steps(
    app: CogtuiApp, service: "CognitoIdentityClient", running: RunningEmulator, pool: str
) -> None:
    """The guest that was created gets the credentials when the network is back."""
    async with bearing(app, service, SMALL) as bearer:
        running.change_faults(FaultPlan(faults=(Fault("GetCredentialsForIdentity", "reset", 1),)))
        await bearer.opens_credentials(POOL)
        await bearer.press("enter")
        await bearer.sees_failure(
            "✓ 1 Find or create the identity", "Connection lost after sending"
        )
        (made,) = bearer.identities(POOL)
        await bearer.sees(f"get-id: {made}")
        await bearer.press("r")
        await bearer.sees_failure(_LOST)
        running.change_faults(None)
        await bearer.press("r")
        await bearer.sees_credentials(made, GUESTS)
        assert list(bearer.identities(POOL)) == [made]
        assert pool == bearer.pool_id(POOL)


async def test_credentials_are_usable_without_sts(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """If STS cannot be called, Enter continues with the credentials."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.opens_credentials(POOL)
        between.answers["get-caller-identity"] = sts_error("InternalFailure", "not now")
        await bearer.press("enter")
        await bearer.sees_failure("Use anyway", "✓ 2 Get credentials for the role")
        await bearer.press("enter")
        await bearer.sees_credentials("STS not called")
        assert pool == bearer.pool_id(POOL)


async def test_enter_without_credentials(app: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """Before there are credentials, Enter does nothing."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials("data-sandbox")
        await bearer.press("enter")
        dialog = await bearer.sees_failure("The pool's role cannot be used")
        await bearer.press("enter")
        assert bearer.app.screen is dialog
        assert "Use anyway" not in bearer.words


@pytest.mark.usefixtures("pool")
async def test_a_token_for_another_app_leads_to_the_pool(
    app: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """The failure has both app IDs and offers to edit the pool; it is then compared again."""
    async with bearing(app, service, SMALL) as bearer:
        social = bearer.pool(POOL)["SupportedLoginProviders"]
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana", "second-app"))
        await bearer.submits_logins(despite_warnings=True)
        await bearer.sees_failure("second-app", "google-app", "E Edit pool")
        for app_id in ("third-app", "second-app"):
            await bearer.press("E")
            await bearer.sees_screen(ConfigurationForm, "Social providers")
            update(bearer, SupportedLoginProviders={**social, GOOGLE: app_id})
            await bearer.press("escape")
            await bearer.sees_failure("second-app")
            await bearer.press("r")
            if app_id == "third-app":
                await bearer.sees_failure("second-app", "third-app")
        await bearer.sees_credentials(AUTHENTICATED)


async def test_a_wrong_token_leads_back_to_the_logins(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The logins are kept, and only the wrong one has to be replaced."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(FACEBOOK, "opaque")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana", exp=int(time.time()) - 4000))
        await bearer.submits_logins(despite_warnings=True)
        await bearer.agrees("Use 2 logins together?", "permanently merged")
        await bearer.sees_failure("The login token has expired")
        await bearer.press("e")
        await bearer.sees_logins("of ana, expired 1 h ago")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.agrees("Use 2 logins together?")
        shown = await bearer.sees_credentials(AUTHENTICATED)
        identities = bearer.identities(POOL)
        assert set(identities[shown._credentials.identity_id]) == {FACEBOOK, GOOGLE}
        assert pool == bearer.pool_id(POOL)


async def test_changing_nothing_keeps_the_failure(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Canceling the logins returns to the failed step, and nothing is sent."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana", exp=int(time.time()) - 4000))
        await bearer.submits_logins(despite_warnings=True)
        await bearer.sees_failure("The login token has expired")
        await bearer.press("e")
        await bearer.sees_logins()
        await bearer.press("escape")
        await bearer.sees_failure("The login token has expired")
        assert bearer.called("get-id") == 1
        assert pool == bearer.pool_id(POOL)


async def test_another_role_keeps_the_identity(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """After a denied role was changed the identity is not requested again."""
    roles = [ROLE.format(name) for name in ("One", "Two")]
    rules: Any = [
        {"Claim": "sub", "MatchType": "Equals", "Value": "ana", "RoleARN": role} for role in roles
    ]
    mapping: Any = {
        "Type": "Rules",
        "AmbiguousRoleResolution": "Deny",
        "RulesConfiguration": {"Rules": rules},
    }
    service.set_identity_pool_roles(IdentityPoolId=pool, Roles={}, RoleMappings={GOOGLE: mapping})
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.sees_form("enhanced flow")
        await bearer.fills(CustomRoleArn=ROLE.format("Three"))
        await bearer.press("ctrl+s")
        await bearer.sees_failure("This user cannot choose the role")
        await bearer.press("W")
        await bearer.sees("CustomRoleArn is not among", "Roles selectable", *roles)
        await bearer.press("escape")
        await bearer.press("e")
        await bearer.sees_logins("of ana")
        await bearer.submits_logins()
        await bearer.sees_form("enhanced flow")
        assert bearer.values() == {"CustomRoleArn": ROLE.format("Three")}
        await bearer.fills(CustomRoleArn=roles[1])
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(roles[1])
        assert bearer.called("get-id") == 1


async def test_canceling_returns_to_the_previous_question(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape goes from the role to the logins, which are kept, then to the flow, then out."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Classic")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.sees_form("classic flow")
        await bearer.press("escape")
        await bearer.sees_logins("of ana")
        await bearer.press("escape")
        await bearer.sees(FLOW_PICKER)
        await bearer.press("enter")
        await bearer.sees_logins("of ana")
        await bearer.press("escape")
        await bearer.sees(FLOW_PICKER)
        await bearer.leaves()
        assert [each for each in bearer.requests if each.operation == "get-id"] == []
        assert pool == bearer.pool_id(POOL)


async def test_a_new_login_is_linked_only_if_confirmed(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """No returns to the logins, yes links the login."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.press("enter")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.pastes_login(FACEBOOK, "opaque")
        await bearer.submits_logins()
        await bearer.sees_question("Link Facebook to", ana, "permanently merged")
        await bearer.press("n")
        await bearer.sees_logins()
        assert bearer.called("get-credentials-for-identity") == 0
        await bearer.submits_logins()
        await bearer.agrees("Link Facebook to")
        await bearer.sees_credentials(ana)
        assert set(bearer.identities(POOL)[ana]) == {GOOGLE, FACEBOOK}


async def test_a_merge_is_reported(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """If the login belongs to another identity, the step names the resulting identity."""
    ana = member(service, pool, GOOGLE, "ana")
    other = member(service, pool, FACEBOOK, "opaque")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.press("enter")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.pastes_login(FACEBOOK, "opaque")
        await bearer.submits_logins()
        await bearer.agrees("Link Facebook to")
        shown = await bearer.sees_credentials()
        left = {ana, other} - {shown._credentials.identity_id}
        assert bearer.identities(POOL)[left.pop()] == ["DISABLED", "us-east-1"]


async def test_canceling_a_developer_users_logins_returns_to_the_form(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Nothing is sent, and the form keeps its values."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.sees_logins("This login is required")
        await bearer.press("escape")
        await bearer.sees_form("developer user")
        assert bearer.values()["DeveloperUserIdentifier"] == "carl"
        assert bearer.called("get-open-id-token-for-developer-identity") == 0


async def test_new_identities_are_listed(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The identities are reloaded, even if the flow failed."""
    guest(service, pool)
    service.set_identity_pool_roles(IdentityPoolId=pool, Roles={})
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("I")
        table = bearer.panes.identities.table
        await bearer.waits(lambda: table.row_count == 1, "one identity")
        await bearer.press("tab", "tab", "X")
        await bearer.sees(FLOW_PICKER)
        await bearer.press("enter")
        await bearer.sees_failure("The pool's role cannot be used")
        await bearer.leaves()
        await bearer.waits(lambda: table.row_count == 2, "two identities")
        assert len(bearer.identities(POOL)) == 2


async def test_credentials_are_renewed(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """One key gets new credentials of the same developer user, without a question."""
    carl = developer(service, pool, "carl")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        await bearer.press("ctrl+s")
        shown = await bearer.sees_credentials(carl)
        before = shown._credentials.access_key_id
        await bearer.press("r")
        await bearer.waits(lambda: shown._credentials.access_key_id != before, "other credentials")
        assert shown._credentials.identity_id == carl
