"""Signing in for a login: each flow, challenge and error, and Escape at each point."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from moto.cognitoidp.utils import cognito_totp

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.users import CLIENT_SECRET, PASSWORD
from cogtui.emulator.sign_ins import SMS_CODE, TOTP_SECRET
from cogtui.logins.jwt import decode
from tests.screens.interceptor import Answer, Interceptor, answer, error
from tests.screens.logins.opened_dialog import CUSTOMERS, LoginsDriver, opened
from tests.screens.user import SMALL

MakeApp = Callable[..., CogtuiApp]


async def signs_in(driver: LoginsDriver, name: str, password: str = PASSWORD, *more: str) -> None:
    """Fill in the form and submit it."""
    user = driver.user
    await user.press("s")
    await user.sees("Sign in ·", "USERNAME")
    await user.hits(*name, "tab", *password, "tab", *more, "ctrl+s")


async def returned(driver: LoginsDriver) -> str:
    """Return the user of the login that the dialog returns."""
    await driver.user.press("ctrl+s")
    logins = await driver.returns()
    assert list(logins) == [CUSTOMERS]
    return str(decode(logins[CUSTOMERS]).claims["cognito:username"])


async def test_wrong_then_right(app_on: MakeApp) -> None:
    """The form keeps its values, the password has the focus, and the token becomes the login."""
    async with opened(app_on(), size=SMALL) as driver:
        user = driver.user
        await signs_in(driver, "maya.chen", "Demo-2027")
        await user.sees(
            "✗ Wrong user name or password",
            "✗ Incorrect username or password.",
            "maya.chen",
            "•••••• 9 characters",
        )
        await user.press("backspace")
        await user.type("6")
        await user.press("ctrl+s")
        await user.sees("● us-east-1_Kx3mPq7Rt", "of maya.chen, expires in")
        assert await returned(driver) == "maya.chen"


@pytest.mark.parametrize(
    ("keys", "calls"),
    [
        ((), ["cognito-idp initiate-auth"]),
        (("right",), ["cognito-idp admin-initiate-auth"]),
        (
            ("right", "right"),
            ["cognito-idp initiate-auth", "cognito-idp respond-to-auth-challenge"],
        ),
    ],
    ids=["password", "admin", "srp"],
)
async def test_each_flow(app_on: MakeApp, keys: tuple[str, ...], calls: list[str]) -> None:
    """The chosen AuthFlow is used, in the user pool's region."""
    async with opened(app_on()) as driver:
        await signs_in(driver, "maya.chen", PASSWORD, *keys)
        await driver.user.sees("of maya.chen, expires in")
        made = [each for each in driver.user.requests if each.operation.startswith("cognito-idp")]
        assert [each.operation for each in made] == calls
        assert {each.region for each in made} == {"us-east-1"}
        assert await returned(driver) == "maya.chen"


async def test_a_client_with_a_secret(app_on: MakeApp) -> None:
    """It is rejected without its secret, and accepted with it."""
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("s")
        await user.sees("App client", "User name")
        await user.press("shift+tab", "right")
        await user.sees("(•) 1h7g5f3d9s2a4p6o8i0u2y4t6r")
        await user.hits("tab", *"maya.chen", "tab", *PASSWORD, "ctrl+s")
        await user.sees("✗ The app client has a secret", "ClientSecret")
        await user.type(CLIENT_SECRET)
        await user.press("ctrl+s")
        await user.sees("of maya.chen, expires in")


async def test_a_message_with_a_code(app_on: MakeApp) -> None:
    """A wrong code is reported and can be typed again."""
    async with opened(app_on()) as driver:
        user = driver.user
        await signs_in(driver, "omar.aziz")
        await user.sees("Code from an SMS message · SMS_MFA", "+*******0123", "SMS_MFA_CODE")
        await user.type("000000")
        await user.press("ctrl+s")
        await user.sees("✗ The code is wrong", "required, never shown")
        await user.type(SMS_CODE)
        await user.press("ctrl+s")
        await user.sees("of omar.aziz, expires in")
        assert await returned(driver) == "omar.aziz"


async def test_an_authenticator_app(app_on: MakeApp) -> None:
    """The code of an authenticator app is accepted."""
    async with opened(app_on()) as driver:
        user = driver.user
        await signs_in(driver, "tess.lind")
        await user.sees("Code from the authenticator app · SOFTWARE_TOKEN_MFA")
        await user.type(cognito_totp(TOTP_SECRET).generate(int(time.time())).decode())
        await user.press("ctrl+s")
        await user.sees("of tess.lind, expires in")


async def test_a_new_password(
    app_on: MakeApp, fresh_emulator: Callable[..., RunningEmulator]
) -> None:
    """It is typed twice; one that the policy rejects stays in the form to be corrected."""
    url = fresh_emulator(identities=10).url
    async with opened(app_on(endpoint_url=url)) as driver:
        user = driver.user
        await signs_in(driver, "nina.novak")
        await user.sees("New password required · NEW_PASSWORD_REQUIRED")
        await user.hits(*"weakling", "tab", *"weaklinG", "ctrl+s")
        await user.sees("✗ does not match")
        await user.press("backspace")
        await user.hits("g", "ctrl+s")
        await user.sees("✗ The user pool rejected this password", "•••••• 8 characters")
        for _ in range(2):
            await user.press("tab", "ctrl+u")
            await user.hits(*"Battery-2")
        await user.press("ctrl+s")
        await user.sees("of nina.novak, expires in")


async def test_choosing_a_factor(app_on: MakeApp, between: Interceptor) -> None:
    """The factors are offered, and the code of the chosen one is requested."""
    choices = '["SMS_MFA","EMAIL_OTP"]'
    between.answers["initiate-auth"] = challenged("SELECT_MFA_TYPE", MFAS_CAN_CHOOSE=choices)
    chosen: list[str] = []

    def respond(parameters: dict[str, Any]) -> Answer:
        chosen.append(parameters["ChallengeResponses"]["ANSWER"])
        return challenged("EMAIL_OTP", CODE_DELIVERY_DESTINATION="m***@e***")

    between.answers["respond-to-auth-challenge"] = respond
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        await signs_in(driver, "maya.chen")
        await user.sees("Choose a second factor · SELECT_MFA_TYPE", "( ) SMS_MFA ( ) EMAIL_OTP")
        await user.hits("right", "right", "ctrl+s")
        await user.sees("Code from an email · EMAIL_OTP", "m***@e***")
        assert chosen == ["EMAIL_OTP"]


def challenged(name: str, **expected: str) -> Answer:
    """Return a response with a challenge."""
    session = "a session of twenty and more characters"
    return answer({"ChallengeName": name, "ChallengeParameters": expected, "Session": session})


async def test_an_unsupported_challenge(app_on: MakeApp, between: Interceptor) -> None:
    """It is named with what to do, as the first challenge and as a later one."""
    between.answers["initiate-auth"] = challenged("SMS_MFA")
    between.answers["respond-to-auth-challenge"] = challenged("MFA_SETUP")
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        await signs_in(driver, "maya.chen")
        await user.sees("· SMS_MFA")
        await user.hits(*"123456", "ctrl+s")
        await user.sees("✗ Cannot complete this sign-in here", "MFA_SETUP", "maya.chen")


@pytest.mark.parametrize(
    ("code", "message", "title", "focused"),
    [
        ("UserNotFoundException", "User does not exist.", "User not found", "USERNAME"),
        (
            "InvalidParameterException",
            "USER_PASSWORD_AUTH flow not enabled for this client",
            "The app client does not allow this flow",
            "AuthFlow",
        ),
        (
            "NotAuthorizedException",
            "Unable to verify secret hash for client abc",
            "The client secret is wrong or not needed",
            "ClientSecret",
        ),
        ("NotAuthorizedException", "Password attempts exceeded", "Too many attempts", "PASSWORD"),
        (
            "ForbiddenException",
            "Request not allowed due to WAF block.",
            "AWS WAF blocked the call",
            "",
        ),
    ],
)
async def test_a_refusal_is_explained_at_its_field(
    app_on: MakeApp, between: Interceptor, code: str, message: str, title: str, focused: str
) -> None:
    """The title is at the top, the message at the field that caused it."""
    between.answers["initiate-auth"] = error(code, message)
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        await signs_in(driver, "maya.chen")
        await user.sees(f"✗ {title}")
        if focused:
            await user.sees(f"✗ {message}")
            field = user.app.focused
            assert field is not None
            assert vars(field)["spec"].member.name == focused


async def test_an_expired_session(app_on: MakeApp, between: Interceptor) -> None:
    """The sign-in starts again, and the form keeps its values."""
    refusal = error("NotAuthorizedException", "Invalid session for the user, session is expired.")
    between.answers["respond-to-auth-challenge"] = refusal
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        await signs_in(driver, "omar.aziz")
        await user.sees("· SMS_MFA")
        await user.hits(*SMS_CODE, "ctrl+s")
        await user.sees("✗ The sign-in took too long", "omar.aziz")
        del between.answers["respond-to-auth-challenge"]
        await user.press("ctrl+s")
        await user.sees("· SMS_MFA", "required, never shown")


async def test_escape_everywhere(app_on: MakeApp) -> None:
    """Escape goes from the challenge to the form, which keeps its values, then to the logins."""
    async with opened(app_on()) as driver:
        user = driver.user
        await signs_in(driver, "omar.aziz")
        await user.sees("· SMS_MFA")
        await user.press("escape")
        await user.sees("Sign in ·", "omar.aziz", "•••••• 9 characters")
        assert "✗" not in user.words
        await user.press("escape", "y")
        await user.sees("Logins ·", "○ us-east-1_Kx3mPq7Rt")
        await user.press("escape")
        assert await driver.returns() is None


async def test_a_slow_service(app_on: MakeApp, between: Interceptor) -> None:
    """A dialog says what is in progress; Escape returns to the form and drops the response."""
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        between.gates["initiate-auth"].clear()
        await signs_in(driver, "maya.chen")
        await user.sees("Signing in…", "Esc Back")
        await user.press("escape")
        await user.sees("Sign in ·", "maya.chen")
        between.gates["initiate-auth"].set()
        await user.sees("Sign in ·")
        await user.press("ctrl+s")
        await user.sees("of maya.chen, expires in")


async def test_a_slow_answer_to_a_challenge(app_on: MakeApp, between: Interceptor) -> None:
    """Escape while waiting returns to the code."""
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        await signs_in(driver, "omar.aziz")
        await user.sees("· SMS_MFA")
        between.gates["respond-to-auth-challenge"].clear()
        await user.hits(*SMS_CODE, "ctrl+s")
        await user.sees("Signing in…")
        await user.press("escape")
        await user.sees("· SMS_MFA", "required, never shown")


async def test_no_connection(app_on: MakeApp, between: Interceptor) -> None:
    """The form keeps its values, and can be submitted again."""
    between.answers["initiate-auth"] = error("InternalErrorException", "Try later", 500)
    async with opened(app_on(endpoint_url=between.url)) as driver:
        user = driver.user
        await signs_in(driver, "maya.chen")
        await user.sees("✗ The service failed", "maya.chen")
        del between.answers["initiate-auth"]
        await user.press("ctrl+s")
        await user.sees("of maya.chen, expires in")


async def test_one_client_needs_no_choice(app_on: MakeApp) -> None:
    """The form starts with the user name."""
    async with opened(app_on(), "analytics-dashboard") as driver:
        await signs_in(driver, "dana.ross")
        await driver.user.sees("of dana.ross, expires in")


async def test_a_password_manager_types(app_on: MakeApp) -> None:
    """Nothing of the password is visible if name, Tab and password arrive at once."""
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("s")
        await user.sees("USERNAME")
        await user.hits(*"maya.chen", "tab", *PASSWORD, "shift+tab", *"!", "tab", *"!")
        await user.sees("maya.chen!", "•••••• 10 characters")
        assert "Demo" not in user.words
