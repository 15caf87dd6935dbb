"""Every authentication flow, from a pool or an identity to the caller identity."""

from typing import TYPE_CHECKING

import pytest

from cogtui.app import CogtuiApp
from cogtui.logins.jwt import decode
from cogtui.logins.saml import ROLE as SAML_ROLE
from tests.cases import measured_once
from tests.emulator.users import (
    DEVELOPER,
    FACEBOOK,
    GOOGLE,
    OIDC,
    ROLE,
    SAML,
    developer,
    guest,
    id_token,
    login,
    member,
)
from tests.screens.credentials.bearer import (
    AUTHENTICATED,
    COGNITO_KEY,
    CUSTOMER_POOL,
    GUESTS,
    POOL,
    STAFF_POOL,
    Bearer,
    bearing,
)
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

SIZES = pytest.mark.parametrize("size", measured_once([SMALL, WIDE]), ids=["small", "wide"])


def operations(bearer: Bearer) -> list[str]:
    """Return the calls for credentials in order."""
    return [
        each.operation
        for each in bearer.requests
        if each.operation.startswith(("get-id", "get-cred", "get-open", "cognito-idp", "sts ass"))
        and each.operation != "get-identity-pool-roles"
    ]


@SIZES
async def test_a_guest(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str, size: tuple[int, int]
) -> None:
    """Two keys create a guest, whose role STS confirms; another key closes the screen."""
    async with bearing(app, service, size) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.press("enter")
        shown = await bearer.sees_credentials(GUESTS, "Guest session limits")
        identity_id = shown._credentials.identity_id
        assert [identity_id] == list(bearer.identities(POOL))
        await bearer.leaves()
        assert operations(bearer) == ["get-id", "get-credentials-for-identity"]
        assert pool == bearer.pool_id(POOL)


async def test_a_user_who_signs_in(app: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """A user signs in to the user pool, the ID token is the login, and the group's role applies."""
    async with bearing(app, service, SMALL) as bearer:
        await bearer.opens_credentials("mobile-app-prod")
        await bearer.chooses("Enhanced")
        await bearer.signs_in(CUSTOMER_POOL, "jonas.weber")
        await bearer.submits_logins()
        await bearer.sees_credentials(ROLE.format("MobileAppProdEditor"))
        assert operations(bearer) == [
            "cognito-idp initiate-auth",
            "get-id",
            "get-credentials-for-identity",
        ]


async def test_a_social_token(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """A pasted Google token creates an identity with that login."""
    async with bearing(app, service, SMALL) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        shown = await bearer.sees_credentials(AUTHENTICATED)
        assert bearer.identities(POOL) == {shown._credentials.identity_id: [GOOGLE]}
        assert pool == bearer.pool_id(POOL)


@pytest.mark.parametrize("provider", [FACEBOOK, SAML, OIDC.partition("/")[2]])
async def test_tokens_of_other_kinds(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str, provider: str
) -> None:
    """Opaque tokens, SAML assertions and tokens of an OpenID Connect provider work too."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(provider, login(provider, "ana")[provider])
        await bearer.submits_logins()
        shown = await bearer.sees_credentials(AUTHENTICATED)
        assert list(bearer.identities(POOL)) == [shown._credentials.identity_id]
        assert pool == bearer.pool_id(POOL)


async def test_the_identity_under_the_cursor(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """An identity with logins requires a token of one of them, and only needed calls are made."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.press("enter")
        await bearer.sees_logins("This login is required", f"{GOOGLE}")
        await bearer.press("ctrl+s")
        await bearer.sees(f"Required: {GOOGLE}.")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.sees_credentials(ana, AUTHENTICATED)
        assert operations(bearer) == ["get-credentials-for-identity"]


async def test_the_guest_under_the_cursor(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A guest needs no answers, and its identity stays the same."""
    someone = guest(service, pool)
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, someone)
        await bearer.press("enter")
        await bearer.sees_credentials(someone, GUESTS)
        assert bearer.identities(POOL) == {someone: []}


async def test_the_classic_flow_of_a_guest(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A new guest's token assumes the chosen role with the chosen session name and duration."""
    role = ROLE.format("OfAnotherChoice")
    async with bearing(app, service, SMALL) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Classic")
        await bearer.sees_logins("Logins are optional: Ctrl+S continues without one.")
        await bearer.submits_logins()
        await bearer.sees_form("classic flow")
        assert bearer.values() == {"RoleArn": GUESTS, "RoleSessionName": "cogtui"}
        await bearer.fills(RoleArn=role, RoleSessionName="me", DurationSeconds="900")
        await bearer.press("ctrl+s")
        await bearer.sees_credentials("assumed-role/OfAnotherChoice/me", "15 min left")
        assert operations(bearer) == [
            "get-id",
            "get-open-id-token",
            "sts assume-role-with-web-identity",
        ]
        assert pool == bearer.pool_id(POOL)


async def test_the_classic_flow_without_a_known_role(
    app: CogtuiApp, service: "CognitoIdentityClient"
) -> None:
    """Without providers no login is requested; without roles the user types one."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials("data-sandbox")
        await bearer.chooses("Classic")
        await bearer.sees_form("classic flow")
        assert bearer.values() == {"RoleSessionName": "cogtui"}
        await bearer.press("ctrl+s")
        await bearer.sees("✗ required")
        await bearer.fills(RoleArn=ROLE.format("Typed"))
        await bearer.press("ctrl+s")
        await bearer.sees_credentials("assumed-role/Typed/cogtui")


async def test_the_classic_flow_of_an_identity(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """With a login, the initial role is the authenticated role."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.chooses("Classic")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.sees_form("classic flow")
        assert bearer.values()["RoleArn"] == AUTHENTICATED
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(ana, "assumed-role/PoolAuthenticated/cogtui")
        assert operations(bearer) == ["get-open-id-token", "sts assume-role-with-web-identity"]


async def test_a_new_developer_user(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The question announces a new identity, and the token has the form's settings."""
    async with bearing(app, service, WIDE) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl", TokenDuration="60")
        await bearer.adds("PrincipalTags", PrincipalTagID="team", PrincipalTagValue="blue")
        await bearer.press("ctrl+s")
        await bearer.agrees("Get credentials for “carl”?", "Creates a new identity for “carl”.")
        shown = await bearer.sees_credentials(AUTHENTICATED)
        assert bearer.identity_of(POOL, "carl") == shown._credentials.identity_id
        token = shown._flow.got.token
        assert token is not None
        claims = decode(token).claims
        assert claims["exp"] - claims["iat"] == 60
        assert decode(token).principal_tags == {"team": ["blue"]}
        assert pool == bearer.pool_id(POOL)


async def test_a_known_developer_user(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The flow and the user are preselected, and without changes there is no question."""
    carl = developer(service, pool, "carl")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, carl)
        await bearer.press("enter")
        await bearer.sees_form("developer user")
        assert bearer.values() == {"DeveloperUserIdentifier": "carl", "IdentityId": carl}
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(carl, AUTHENTICATED)
        assert operations(bearer) == [
            "get-open-id-token-for-developer-identity",
            "get-credentials-for-identity",
        ]


async def test_a_developer_user_is_linked_to_a_guest(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The question says that the identity will no longer be a guest."""
    someone = guest(service, pool)
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, someone)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.agrees("Links “carl” to", "The identity is then no longer a guest")
        await bearer.sees_credentials(someone, AUTHENTICATED)
        assert bearer.identity_of(POOL, "carl") == someone


async def test_a_developer_user_is_linked_to_a_users_identity(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A token of the identity's login is requested, because the service requires it."""
    ana = member(service, pool, GOOGLE, "ana")
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, ana)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.press("ctrl+s")
        await bearer.sees_logins("This login is required")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.agrees("Links “carl” to")
        await bearer.sees_credentials(ana, AUTHENTICATED)
        assert bearer.users_of(POOL, ana) == ["carl"]


async def test_a_developer_user_with_another_login(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Logins of other providers are linked too if requested, after a question about the effect."""
    async with bearing(app, service) as bearer:
        carl = developer(service, pool, "carl")
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Developer")
        await bearer.sees_form("developer user")
        await bearer.fills(DeveloperUserIdentifier="carl")
        await bearer.goes_to_field("Logins")
        await bearer.press("right")
        assert bearer.values()["Logins"] is True
        await bearer.press("ctrl+s")
        await bearer.pastes_login(GOOGLE, id_token(GOOGLE, "ana"))
        await bearer.submits_logins()
        await bearer.agrees("registered to", "The login of Google is linked", "permanently merged")
        await bearer.sees_credentials(carl, AUTHENTICATED)
        assert set(bearer.identities(POOL)[carl]) == {DEVELOPER, GOOGLE}


async def test_a_token_from_the_backend(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A Cognito token gives credentials of a developer user's identity too."""
    answer = service.get_open_id_token_for_developer_identity(
        IdentityPoolId=pool, Logins={DEVELOPER: "carl"}
    )
    async with bearing(app, service) as bearer:
        await bearer.opens_identity_credentials(POOL, answer["IdentityId"])
        await bearer.chooses("Enhanced")
        await bearer.sees_logins("This login is required")
        await bearer.pastes_login(COGNITO_KEY, answer["Token"])
        await bearer.submits_logins()
        await bearer.sees_credentials(answer["IdentityId"], AUTHENTICATED)


async def test_one_of_several_roles(app: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """If rules offer several roles the form asks for one, and names the default."""
    async with bearing(app, service, WIDE) as bearer:
        await bearer.opens_credentials("analytics-dashboard")
        await bearer.press("enter")
        await bearer.signs_in(STAFF_POOL, "dana.ross")
        await bearer.submits_logins()
        await bearer.sees_form("enhanced flow")
        await bearer.sees("↓ lists 3 known values", f"If empty: {ROLE.format('AnalyticsManager')}.")
        await bearer.press("down")
        await bearer.sees("Type to search", "Enter Select")
        await bearer.press("down", "enter")
        await bearer.sees_form("enhanced flow")
        chosen = bearer.values()["CustomRoleArn"]
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(chosen)
        assert chosen in (ROLE.format("AnalyticsAdmin"), ROLE.format("AnalyticsEditor"))


async def test_no_role_of_several(app: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """An empty field gives the named default; canceling the form returns to the logins."""
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials("analytics-dashboard")
        await bearer.press("enter")
        await bearer.signs_in(STAFF_POOL, "dana.ross")
        await bearer.submits_logins()
        await bearer.sees_form("enhanced flow")
        await bearer.press("escape")
        await bearer.sees_logins("of dana.ross")
        await bearer.submits_logins()
        await bearer.sees_form("enhanced flow")
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(ROLE.format("AnalyticsManager"))


async def test_a_role_of_a_saml_assertion(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """An assertion with several roles requires a choice, and the form says so."""
    pairs = [f"{ROLE.format(name)},{SAML}" for name in ("One", "Two")]
    token = login(SAML, "ana", **{SAML_ROLE: pairs})[SAML]
    async with bearing(app, service) as bearer:
        await bearer.opens_credentials(POOL)
        await bearer.chooses("Enhanced")
        await bearer.pastes_login(SAML, token)
        await bearer.submits_logins()
        await bearer.sees_form("enhanced flow")
        await bearer.sees("↓ lists 2 known values", "If empty, the pool refuses")
        await bearer.fills(CustomRoleArn=ROLE.format("Two"))
        await bearer.press("ctrl+s")
        await bearer.sees_credentials(ROLE.format("Two"))
        assert pool == bearer.pool_id(POOL)
