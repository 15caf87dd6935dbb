"""After a failure, a cut or a change of mind: what was obtained and given is kept, or forgotten."""

import gc
import time
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.weather import Fault, Weather
from cogtui.secret import MASK, Secret
from tests.emulator.people import FACEBOOK, GOOGLE, ROLE, developer, guest, id_token, member
from tests.screens.credentials.bearer import AUTHENTICATED, GUESTS, POOL, WAY, Bearer, bearing
from tests.screens.interceptor import Answer, Interceptor, sts_error
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

SENTINEL = "sentinel-6b1f20c4"
"""A token that stands nowhere else; Facebook's tokens may be any text."""

AppAt = Callable[..., CogtuiApp]


async def test_a_cut_between_the_steps(
    app: CogtuiApp, service: "CognitoIdentityClient", running: RunningEmulator, pool: str
) -> None:
    """A guest that was made stays the one that gets credentials when the network is back."""
    async with bearing(app, service, SMALL) as bearer:
        running.change_weather(Weather(faults=(Fault("GetCredentialsForIdentity", "reset", 1),)))
        await bearer.asks(POOL)
        await bearer.press("enter")
        await bearer.sees_failure("✓ 1 Find the identity, or make one", "No connection to")
        (made,) = bearer.identities(POOL)
        await bearer.sees(f"get-id: {made}")
        await bearer.press("r")
        await bearer.sees_failure("No connection to")
        running.change_weather(None)
        await bearer.press("r")
        await bearer.sees_credentials(made, GUESTS)
        assert list(bearer.identities(POOL)) == [made]
        assert pool == bearer.pool_id(POOL)


async def test_credentials_are_not_lost_for_want_of_sts(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Where sts cannot be asked whose they are, a key takes them nevertheless."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.asks(POOL)
        between.answers["get-caller-identity"] = sts_error("InternalFailure", "not now")
        await bearer.press("enter")
        await bearer.sees_failure("Use them nevertheless", "✓ 2 Have the pool choose a role")
        await bearer.press("enter")
        await bearer.sees_credentials("sts was not asked")
        assert pool == bearer.pool_id(POOL)


async def test_enter_takes_nothing_that_is_not_there(
    app: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """Before there are credentials, Enter does nothing."""
    async with bearing(app, service) as bearer:
        await bearer.asks("data-sandbox")
        await bearer.press("enter")
        dialog = await bearer.sees_failure("The pool's role cannot be used")
        await bearer.press("enter")
        assert bearer.app.screen is dialog
        assert "Use them nevertheless" not in bearer.words


async def test_a_wrong_token_leads_back_to_the_logins(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The logins stand as they were; the wrong one is replaced, the other is kept."""
    async with bearing(app, service) as bearer:
        await bearer.asks(POOL)
        await bearer.chooses("Enhanced")
        await bearer.gives(FACEBOOK, "opaque")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana", exp=int(time.time()) - 4000))
        await bearer.goes_on(nevertheless=True)
        await bearer.agrees("Use 2 logins together?", "merged for good")
        await bearer.sees_failure("The login token has expired")
        await bearer.press("e")
        await bearer.sees_logins("of ana, expired 1 h ago")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.goes_on()
        await bearer.agrees("Use 2 logins together?")
        shown = await bearer.sees_credentials(AUTHENTICATED)
        identities = bearer.identities(POOL)
        assert set(identities[shown._credentials.identity_id]) == {FACEBOOK, GOOGLE}
        assert pool == bearer.pool_id(POOL)


async def test_changing_nothing_leaves_the_failure_there(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Who leaves the logins unchanged is back at the step that failed, and nothing was sent."""
    async with bearing(app, service) as bearer:
        await bearer.asks(POOL)
        await bearer.chooses("Enhanced")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana", exp=int(time.time()) - 4000))
        await bearer.goes_on(nevertheless=True)
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
    """A role that is refused is changed, and the identity is not looked for again."""
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
        await bearer.asks(POOL)
        await bearer.chooses("Enhanced")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.goes_on()
        await bearer.sees_form("enhanced flow")
        await bearer.fills(CustomRoleArn=ROLE.format("Three"))
        await bearer.press("ctrl+s")
        await bearer.sees_failure("The role is not one that this user may choose")
        await bearer.press("W")
        await bearer.sees("CustomRoleArn is none of", "Roles to choose from", *roles)
        await bearer.press("escape")
        await bearer.press("e")
        await bearer.sees_logins("of ana")
        await bearer.goes_on()
        await bearer.sees_form("enhanced flow")
        assert bearer.values() == {"CustomRoleArn": ROLE.format("Three")}
        await bearer.fills(CustomRoleArn=roles[1])
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(roles[1])
        assert bearer.called("get-id") == 1


async def test_who_leaves_a_form_is_back_at_the_question_before(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """From the role to the logins, which are kept, from there to the way, and then out."""
    async with bearing(app, service) as bearer:
        await bearer.asks(POOL)
        await bearer.chooses("Classic")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.goes_on()
        await bearer.sees_form("classic flow")
        await bearer.press("escape")
        await bearer.sees_logins("of ana")
        await bearer.press("escape")
        await bearer.sees(WAY)
        await bearer.press("enter")
        await bearer.sees_logins("of ana")
        await bearer.press("escape")
        await bearer.sees(WAY)
        await bearer.leaves()
        assert [each for each in bearer.requests if each.operation == "get-id"] == []
        assert pool == bearer.pool_id(POOL)


async def test_a_login_that_is_not_the_identitys_is_linked_only_if_wanted(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """It is asked first; a no leads back to the logins, and a yes links."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.asks_as(POOL, ana)
        await bearer.press("enter")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.gives(FACEBOOK, "opaque")
        await bearer.goes_on()
        await bearer.sees_question("Link Facebook to", ana, "merged for good")
        await bearer.press("n")
        await bearer.sees_logins()
        assert bearer.called("get-credentials-for-identity") == 0
        await bearer.goes_on()
        await bearer.agrees("Link Facebook to")
        await bearer.sees_credentials(ana)
        assert set(bearer.identities(POOL)[ana]) == {GOOGLE, FACEBOOK}


async def test_a_merge_is_told(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """Where the login is another identity's, the step says which identity it has become."""
    ana = member(service, pool, GOOGLE, "ana")
    other = member(service, pool, FACEBOOK, "opaque")
    async with bearing(app, service) as bearer:
        await bearer.asks_as(POOL, ana)
        await bearer.press("enter")
        await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.gives(FACEBOOK, "opaque")
        await bearer.goes_on()
        await bearer.agrees("Link Facebook to")
        shown = await bearer.sees_credentials()
        left = {ana, other} - {shown._credentials.identity_id}
        assert bearer.identities(POOL)[left.pop()] == ["DISABLED", "us-east-1"]


async def test_a_developer_user_may_not_be_looked_up(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """It is said that nobody can tell what comes of it, and asked."""
    between.answers["lookup-developer-identity"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.asks(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.sees_question("could not be looked up")
        await bearer.press("n")
        await bearer.sees_form("developer user")
        await bearer.press("ctrl+s")
        await bearer.agrees("A user that is new here is registered.")
        await bearer.sees_credentials(AUTHENTICATED)
        assert pool == bearer.pool_id(POOL)


def denial() -> Answer:
    """What IAM answers to somebody who may not."""
    told = "User: arn:aws:iam::1:user/x is not authorized to perform: cognito-identity:X"
    body = f'{{"__type": "AccessDeniedException", "Message": "{told}"}}'
    return Answer(400, "application/x-amz-json-1.1", body.encode())


async def test_looking_up_a_developer_user_can_be_left(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape goes back to the form, which says that it was not waited for."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.asks(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        between.gates["lookup-developer-identity"].clear()
        await bearer.press("ctrl+s")
        await bearer.sees_waiting("Looking up “carl” …")
        await bearer.press("escape")
        await bearer.sees("The user was not looked up")
        between.gates["lookup-developer-identity"].set()
        await bearer.press("escape")
        await bearer.sees(WAY)
        assert pool == bearer.pool_id(POOL)


async def test_leaving_a_developers_logins_goes_back_to_the_form(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Nothing is sent, and what was typed is kept."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.asks_as(POOL, ana)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.sees_logins("This one is needed")
        await bearer.press("escape")
        await bearer.sees_form("developer user")
        assert bearer.values()["DeveloperUserIdentifier"] == "carl"
        assert bearer.called("get-open-id-token-for-developer-identity") == 0


async def test_what_cannot_be_read_is_not_waited_for(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape leaves while the pool is read."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.goes_to(POOL)
        account = bearer.panes.pools.account
        place = bearer.panes.pools.pool_tree.place
        assert account is not None
        assert place is not None
        assert place.pool is not None
        account.forget(place.pool)
        between.gates["get-identity-pool-roles"].clear()
        await bearer.press("X")
        await bearer.sees_waiting("Reading what aaa has …")
        await bearer.press("escape")
        await bearer.is_back()
        between.gates["get-identity-pool-roles"].set()
        assert pool == bearer.pool_id(POOL)


async def test_a_pool_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """A guest is had all the same; logins are not, and it is said why."""
    between.answers["describe-identity-pool"] = denial()
    between.answers["get-identity-pool-roles"] = denial()
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.asks(POOL)
        await bearer.sees("Enhanced flow the pool's providers cannot be read")
        await bearer.press("enter")
        await bearer.sees_credentials(GUESTS)
        assert pool == bearer.pool_id(POOL)


async def test_an_identity_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Whether it has logins is not known: they may be given, and need not be."""
    someone = guest(service, pool)
    async with bearing(app_at(between.url), service) as bearer:
        between.answers["describe-identity"] = denial()
        await bearer.asks_as(POOL, someone)
        await bearer.press("enter")
        await bearer.sees_logins("None is needed.")
        await bearer.goes_on()
        await bearer.sees_credentials(someone, GUESTS)


async def test_a_guest_without_credentials(
    app_at: AppAt,
    service: "CognitoIdentityClient",
    emulator: str,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The calls are public: a pool's id is enough, also where nothing of the pool can be read."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with bearing(app_at(emulator, pool=pool, regions=()), service) as bearer:
        await bearer.sees("No AWS credentials: the pool cannot be read.")
        await bearer.press("X")
        await bearer.sees(WAY, "the pool's providers cannot be read")
        await bearer.press("enter")
        shown = await bearer.sees_credentials(GUESTS)
        assert list(bearer.identities(POOL)) == [shown._credentials.identity_id]
        await bearer.leaves()
        await bearer.press("x")
        await bearer.sees_form("get-credentials-for-identity")


@pytest.mark.parametrize("key", ["x", "X"])
async def test_read_only_refuses_with_the_reason(
    app_at: AppAt, service: "CognitoIdentityClient", emulator: str, pool: str, key: str
) -> None:
    """Where nothing may be changed, no secret is handed out either, and nothing is asked."""
    someone = guest(service, pool)
    async with bearing(app_at(emulator, read_only=True), service) as bearer:
        if key == "x":
            await bearer.goes_to_identity(POOL, someone)
        else:
            await bearer.goes_to(POOL)
        await bearer.press(key)
        await bearer.waits(lambda: bearer.toasts, "a toast")
        assert "read-only: it hands out secrets" in bearer.toasts[-1]
        assert len(bearer.app.screen_stack) == 1


async def by_logins(bearer: Bearer) -> None:
    """Goes as far as the logins, with one."""
    await bearer.asks(POOL)
    await bearer.chooses("Classic")
    await bearer.gives(FACEBOOK, SENTINEL)


async def by_form(bearer: Bearer) -> None:
    """Goes as far as the form."""
    await by_logins(bearer)
    await bearer.goes_on()
    await bearer.sees_form("classic flow")


async def by_question(bearer: Bearer) -> None:
    """Goes as far as the question before a link."""
    await by_logins(bearer)
    await bearer.gives(GOOGLE, id_token(GOOGLE, "ana"))
    await bearer.goes_on()
    await bearer.sees_question("Use 2 logins together?")


async def by_failure(bearer: Bearer) -> None:
    """Goes as far as a step that failed."""
    await by_form(bearer)
    bearer.service.update_identity_pool(**{**bearer.pool(POOL), "AllowClassicFlow": False})
    await bearer.press("ctrl+s")
    await bearer.sees_failure("The pool has no classic flow")


async def by_why(bearer: Bearer) -> None:
    """Goes as far as the reasons of a role that nobody gets."""
    bearer.service.set_identity_pool_roles(IdentityPoolId=bearer.pool_id(POOL), Roles={})
    await bearer.asks(POOL)
    await bearer.chooses("Enhanced")
    await bearer.gives(FACEBOOK, SENTINEL)
    await bearer.goes_on()
    await bearer.sees_failure("The pool's role cannot be used")
    await bearer.press("W")
    await bearer.sees("Which role, and why", "the pool has no authenticated role")


async def by_credentials(bearer: Bearer) -> None:
    """Goes to the end."""
    await by_form(bearer)
    await bearer.press("ctrl+s")
    await bearer.sees_credentials(AUTHENTICATED)


PLACES = [by_logins, by_form, by_question, by_failure, by_why, by_credentials]


def alive() -> set[str]:
    """The texts of the secrets that are alive, masks aside."""
    gc.collect()
    return {each.reveal() for each in gc.get_objects() if isinstance(each, Secret)} - {MASK}


@pytest.mark.parametrize("goes", PLACES, ids=[each.__name__ for each in PLACES])
async def test_leaving_by_escape_leaves_no_secret_behind(
    app: CogtuiApp,
    service: "CognitoIdentityClient",
    pool: str,
    goes: Callable[[Bearer], Awaitable[None]],
) -> None:
    """Wherever one leaves, no token, session token or secret key is left alive."""
    before = alive()
    async with bearing(app, service) as bearer:
        await goes(bearer)
        assert SENTINEL in alive()
        await bearer.waits(lambda: await_escape(bearer), "the explorer")
        await bearer.is_back()
        assert alive() - before == set()
        assert pool == bearer.pool_id(POOL)


def await_escape(bearer: Bearer) -> bool:
    """Presses Escape as long as a dialog is there."""
    if len(bearer.app.screen_stack) > 1:
        bearer._send("escape")
    return len(bearer.app.screen_stack) == 1


async def test_what_was_copied_is_not_kept(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The clipboard has it, and the app has not, as soon as the credentials are left."""
    async with bearing(app, service) as bearer:
        await bearer.asks(POOL)
        await bearer.press("enter")
        shown = await bearer.sees_credentials(GUESTS)
        secret = shown._credentials.secret_key.reveal()
        await bearer.copies("y")
        assert secret in bearer.clipboard
        del shown
        await bearer.leaves()
        assert [each for each in alive() if secret in each] == []
        await bearer.press("c")
        await bearer.waits(lambda: "Nothing was copied yet." in bearer.toasts, "a toast")
        assert pool == bearer.pool_id(POOL)


async def test_what_was_made_is_listed(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The identities are read again, also where the walk ended in a failure."""
    guest(service, pool)
    service.set_identity_pool_roles(IdentityPoolId=pool, Roles={})
    async with bearing(app, service) as bearer:
        await bearer.goes_to(POOL)
        await bearer.press("I")
        table = bearer.panes.identities.table
        await bearer.waits(lambda: table.row_count == 1, "one identity")
        await bearer.press("tab", "tab", "X")
        await bearer.sees(WAY)
        await bearer.press("enter")
        await bearer.sees_failure("The pool's role cannot be used")
        await bearer.leaves()
        await bearer.waits(lambda: table.row_count == 2, "two identities")
        assert len(bearer.identities(POOL)) == 2


async def test_credentials_are_renewed(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """One key gets others of the same developer user's, without a question."""
    carl = developer(service, pool, "carl")
    async with bearing(app, service) as bearer:
        await bearer.asks_as(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        await bearer.press("ctrl+s")
        shown = await bearer.sees_credentials(carl)
        before = shown._credentials.access_key_id
        await bearer.press("r")
        await bearer.waits(lambda: shown._credentials.access_key_id != before, "other credentials")
        assert shown._credentials.identity_id == carl
