"""Finding an identity by its login."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.confirm import ConfirmDialog
from cogtui.screens.dialogs.document_dialog import DocumentDialog
from tests.cases import case
from tests.emulator.users import (
    APPLE,
    FACEBOOK,
    GOOGLE,
    assertion,
    developer,
    id_token,
    member,
)
from tests.screens.credentials.bearer import POOL, Bearer, bearing, denial
from tests.screens.credentials.conftest import (
    app,
    app_at,
    between,
    emulator,
    pool,
    running,
    service,
)
from tests.screens.developers.developers_driver import DevelopersDriver
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["app", "app_at", "between", "emulator", "pool", "running", "service"]

AppAt = Callable[..., CogtuiApp]

PICKER: Final = "Find identity by login · "


async def opens_picker(user: Bearer | DevelopersDriver, pool_name: str = POOL) -> None:
    """Move to a pool, and open the feature by its key."""
    await user.goes_to(pool_name)
    await user.press("at")
    await user.sees(f"{PICKER}{pool_name}")


async def sees_identity(user: Bearer | DevelopersDriver, identity_id: str) -> None:
    """Wait until the details of an identity are shown."""
    await user.is_back()
    await user.waits(
        lambda: user.panes.subject.subject.identity_id == identity_id, "the identity's details"
    )


async def test_by_a_pasted_token(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The login of its issuer is filled in; after a question the identity is opened."""
    ana = member(service, pool, GOOGLE, "ana")
    token = id_token(GOOGLE, "ana")
    async with bearing(app, service, SMALL) as bearer:
        await opens_picker(bearer)
        await bearer.paste(f"{token}\n")
        await bearer.sees_logins("● Google", "of ana")
        await bearer.submits_logins()
        await bearer.sees_question(
            f"Find the identity of this Google login in {POOL}?",
            "If no identity in the pool has this login yet, the service creates one.",
        )
        assert bearer.called("get-id") == 0
        await bearer.press("y")
        await sees_identity(bearer, ana)
        assert bearer.called("get-id") == 1
        assert f"The identity is {ana}." in bearer.toasts
        assert list(bearer.identities(POOL)) == [ana]
        assert token[:12] not in bearer.words


async def test_no_changes_the_mind(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """Nothing is sent after a no or Escape, which lead back to the first question."""
    async with bearing(app, service) as bearer:
        await opens_picker(bearer)
        await bearer.paste(id_token(GOOGLE, "new"))
        await bearer.submits_logins()
        await bearer.sees_screen(ConfirmDialog)
        await bearer.press("escape")
        await bearer.sees(PICKER)
        await bearer.press("enter")
        await bearer.sees_logins("○ Google")
        await bearer.press("escape")
        await bearer.sees(PICKER)
        await bearer.leaves()
        assert bearer.called("get-id") == 0
        assert bearer.identities(POOL) == {}


async def test_several_logins(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """The question says that they are linked, and merged if need be."""
    async with bearing(app, service) as bearer:
        await opens_picker(bearer)
        await bearer.paste(id_token(GOOGLE, "ana"))
        await bearer.pastes_login(APPLE, id_token(APPLE, "ana"))
        await bearer.submits_logins()
        await bearer.sees_question(
            "Find the identity of 2 logins (Google, Apple)",
            "They become logins of one identity, a new one if none has them yet.",
            "the two are permanently merged",
        )
        await bearer.press("y")
        await bearer.waits(lambda: bearer.identities(POOL), "the identity")
        await sees_identity(bearer, *bearer.identities(POOL))


async def test_by_signing_in(app: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """A sign-in to a user pool leads to its user's identity, by the action menu too."""
    async with bearing(app, service) as bearer:
        await bearer.goes_to("mobile-app-prod")
        await bearer.press("a")
        await bearer.sees("Actions on mobile-app-prod")
        await bearer.press("at")
        await bearer.sees(PICKER)
        await bearer.chooses("Token or sign-in")
        key = "cognito-idp.us-east-1.amazonaws.com/us-east-1_Kx3mPq7Rt"
        await bearer.signs_in(key, "maya.chen")
        await bearer.submits_logins()
        await bearer.sees_question("this us-east-1_Kx3mPq7Rt login")
        await bearer.press("y")
        await bearer.waits(
            lambda: any("The identity is us-east-1:" in each for each in bearer.toasts), "a toast"
        )
        (found,) = {
            each.rpartition(" ")[2].rstrip(".") for each in bearer.toasts if "is us" in each
        }
        await sees_identity(bearer, found)


async def test_a_refused_token(app: CogtuiApp, service: "CognitoIdentityClient", pool: str) -> None:
    """The service's refusal is explained."""
    async with bearing(app, service) as bearer:
        await opens_picker(bearer)
        await bearer.paste(id_token(GOOGLE, "ana", exp=1))
        await bearer.submits_logins(despite_warnings=True)
        await bearer.sees_screen(ConfirmDialog)
        await bearer.press("y")
        await bearer.sees_screen(DocumentDialog, "expired")
        assert bearer.identities(POOL) == {}


async def test_what_cannot_be_looked_up(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A sub, user name or email address is answered with the reason and what to use instead."""
    names = (
        "ana@example.com",
        "8c1d4f0e-77aa-4b1c-9a41-0c5f2f7e1b11",
        "ana",
        "google_110169484474386276334",
        "+4915112345678",
        "00uga9n2k5XQ0uV2s5d7",
        "auth0|5f7c8ec7c33c6c004bbafe82",
    )
    async with bearing(app, service) as bearer:
        await opens_picker(bearer)
        for name in names:
            with case(name):
                await bearer.paste(name)
                await bearer.sees_screen(
                    DocumentDialog,
                    "A sub, user name or email address cannot be looked up",
                    "The developer user identifier, if",
                )
                await bearer.press("escape")
                await bearer.sees(PICKER)
        await bearer.chooses("email")
        await bearer.sees_screen(DocumentDialog, "cannot be looked up")
        await bearer.press("escape")
        await bearer.sees(PICKER)


async def test_tokens_of_unknown_issuers(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """The user is asked which login they are for; nothing of them is shown."""
    tokens = {
        "another issuer": id_token("login.example.net", "ana"),
        "SAML assertion": assertion("ana"),
        "access token": f"EAAG{'b7Qz' * 70}",
    }
    async with bearing(app, service) as bearer:
        await opens_picker(bearer)
        for name, token in tokens.items():
            with case(name):
                await bearer.paste(token)
                await bearer.sees_logins("At least one login is required.", f"{FACEBOOK}\nnone")
                assert "Choose its login" in bearer.toasts[-1]
                assert token[:12] not in bearer.words
                await bearer.press("escape")
                await bearer.sees(PICKER)


async def test_a_developer_user(
    app: CogtuiApp, service: "CognitoIdentityClient", pool: str
) -> None:
    """A lookup opens the identity; an unknown user is shown as such, and nothing is created."""
    ada = developer(service, pool, "ada")
    async with DevelopersDriver.running(app, service, size=SMALL) as driver:
        await opens_picker(driver)
        await driver.type("developer")
        await driver.press("enter")
        await driver.types_identifiers("ada")
        await sees_identity(driver, ada)
        await opens_picker(driver)
        await driver.type("developer")
        await driver.press("enter")
        await driver.types_identifiers("bob")
        await driver.sees("Lookup User bob Not registered in this pool.")
        await driver.press("escape")
        await driver.is_back()
        await opens_picker(driver)
        await driver.type("developer")
        await driver.press("enter")
        await driver.sees("Look up developer user")
        await driver.press("escape")
        await driver.is_back()
        assert list(driver.identities(POOL)) == [ada]
        assert driver.called("get-id") == 0


async def test_read_only_mode(
    app_at: AppAt, service: "CognitoIdentityClient", emulator: str, pool: str
) -> None:
    """GetId may create an identity, so only a developer user can be looked up."""
    ada = developer(service, pool, "ada")
    async with DevelopersDriver.running(app_at(emulator, read_only=True), service) as driver:
        await opens_picker(driver)
        await driver.sees("Token or sign-in disabled in read-only mode")
        await driver.paste(id_token(GOOGLE, "ana"))
        await driver.sees_toast("Find identity by login: disabled in read-only mode.")
        await driver.sees(PICKER)
        await driver.press("enter")
        await driver.types_identifiers("ada")
        await sees_identity(driver, ada)
        assert driver.called("get-id") == 0


async def test_a_pool_without_providers(app: CogtuiApp, service: "CognitoIdentityClient") -> None:
    """Neither way is offered; a user name has its explanation."""
    service.create_identity_pool(IdentityPoolName=POOL, AllowUnauthenticatedIdentities=True)
    async with bearing(app, service) as bearer:
        await opens_picker(bearer)
        await bearer.sees(
            "Token or sign-in the pool accepts no logins",
            "Developer user identifier the pool has no developer provider",
        )
        await bearer.press("enter")
        await bearer.sees_screen(DocumentDialog, "cannot be looked up")


async def test_a_pool_that_cannot_be_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """The failure is explained."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.goes_to(POOL)
        between.answers["describe-identity-pool"] = denial()
        await bearer.press("at")
        await bearer.sees_screen(DocumentDialog, "describe-identity-pool")


async def test_canceling_while_the_pool_is_read(
    app_at: AppAt, between: Interceptor, service: "CognitoIdentityClient", pool: str
) -> None:
    """Escape cancels the feature."""
    async with bearing(app_at(between.url), service) as bearer:
        await bearer.goes_to(POOL)
        between.gates["describe-identity-pool"].clear()
        await bearer.press("at")
        await bearer.sees_waiting(f"Loading {POOL}…", "Esc Cancel")
        await bearer.press("escape")
        await bearer.is_back()


async def test_without_credentials(
    app_at: AppAt,
    service: "CognitoIdentityClient",
    emulator: str,
    pool: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is refused with the reason and the operation that works."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    async with bearing(app_at(emulator, pool=pool, regions=()), service) as bearer:
        await bearer.sees("No AWS credentials: the pool cannot be read.")
        await bearer.press("at")
        await bearer.sees_toast(
            "Find identity by login: the pool's providers are read with AWS credentials; "
            "get-id works without them."
        )
