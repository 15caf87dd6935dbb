"""Signing in to the emulator's user pools, with each flow and each challenge."""

import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from moto.cognitoidp.utils import cognito_totp

from cogtui.api_error import ApiError, Explanation
from cogtui.credentials.sign_in import (
    REPEATED_PASSWORD,
    AppClient,
    Challenge,
    SignIn,
    SignInError,
    SignInFlow,
    must_restart,
)
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.pools import CUSTOMERS, CUSTOMERS_APP, CUSTOMERS_WEB
from cogtui.emulator.demo.users import CLIENT_SECRET
from cogtui.emulator.sign_ins import SMS_CODE, TOTP_SECRET
from cogtui.logins.jwt import TokenKind, decode
from cogtui.secret import Secret
from tests.gateway.gateways import REGION, make_gateway, well_formed
from tests.screens.interceptor import Interceptor, answer, error

PROVIDER = f"cognito-idp.{REGION}.amazonaws.com/{CUSTOMERS}"
APP = AppClient(PROVIDER, CUSTOMERS_APP)
WEB = AppClient(PROVIDER, CUSTOMERS_WEB)
PASSWORD = Secret("Demo-2026")
FLOWS = pytest.mark.parametrize("flow", SignInFlow)


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Set AWS credentials; the emulator accepts any."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


@pytest.fixture
def between(emulator: str) -> Iterator[Interceptor]:
    """Yield a server that gives responses that the emulator never would."""
    with Interceptor(emulator) as interceptor:
        yield interceptor


def totp() -> str:
    """Return the current code of the authenticator app."""
    return cognito_totp(TOTP_SECRET).generate(int(time.time())).decode()


def user_of(token: Secret | Challenge) -> str:
    """Return the user name in an ID token."""
    assert isinstance(token, Secret)
    decoded = decode(token)
    assert decoded.kind is TokenKind.ID
    return str(decoded.claims["cognito:username"])


def members(challenge: Secret | Challenge) -> Challenge:
    """Return the names of the required members."""
    assert isinstance(challenge, Challenge)
    return challenge


async def refused(work: Any) -> Explanation:  # noqa: ANN401  an awaitable
    """Return the reason why a step was rejected."""
    try:
        await work
    except (ApiError, SignInError) as error:
        return well_formed(error.explanation)
    pytest.fail("it was not refused")


def test_the_region_of_a_provider() -> None:
    """The region and the user pool are parsed from the provider's name, also in China."""
    assert (APP.region, APP.user_pool_id) == (REGION, CUSTOMERS)
    china = AppClient("cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_Ab", "x")
    assert (china.region, china.user_pool_id) == ("cn-north-1", "cn-north-1_Ab")


@FLOWS
async def test_a_password(emulator: str, flow: SignInFlow) -> None:
    """The right password gives the ID token, in each flow."""
    gateway = make_gateway(emulator)
    sign_in = SignIn(gateway, APP, flow, "maya.chen")
    assert user_of(await sign_in.begin(PASSWORD)) == "maya.chen"
    sent = [each.parameters for each in gateway.requests]
    assert "Demo-2026" not in repr(sent)
    assert (flow is SignInFlow.ADMIN) == ("UserPoolId" in sent[0])


@FLOWS
async def test_a_wrong_password(emulator: str, flow: SignInFlow) -> None:
    """It is rejected with the same message in each flow, and the sign-in must start again."""
    explanation = await refused(
        SignIn(make_gateway(emulator), APP, flow, "maya.chen").begin(Secret("Demo-2027"))
    )
    assert explanation.title == "Wrong user name or password"
    assert must_restart(explanation)


@FLOWS
async def test_an_unknown_user(emulator: str, flow: SignInFlow) -> None:
    """A user who does not exist is rejected."""
    explanation = await refused(
        SignIn(make_gateway(emulator), APP, flow, "mallory").begin(PASSWORD)
    )
    assert explanation.title == "User not found"


@FLOWS
async def test_a_client_with_a_secret(emulator: str, flow: SignInFlow) -> None:
    """Only the right secret is accepted, neither a wrong one nor none."""
    gateway = make_gateway(emulator)
    right = SignIn(gateway, WEB, flow, "maya.chen", Secret(CLIENT_SECRET))
    assert user_of(await right.begin(PASSWORD)) == "maya.chen"
    explanation = await refused(SignIn(gateway, WEB, flow, "maya.chen").begin(PASSWORD))
    assert explanation.title == "The app client has a secret"
    wrong = SignIn(gateway, WEB, flow, "maya.chen", Secret("another" * 4))
    explanation = await refused(wrong.begin(PASSWORD))
    assert explanation.title == "The client secret is wrong or not needed"


@FLOWS
async def test_a_code_from_a_message(emulator: str, flow: SignInFlow) -> None:
    """The destination is named; a wrong code can be retried, the right one gives the token."""
    sign_in = SignIn(make_gateway(emulator), WEB, flow, "omar.aziz", Secret(CLIENT_SECRET))
    challenge = members(await sign_in.begin(PASSWORD))
    assert (challenge.name, challenge.title) == ("SMS_MFA", "Code from an SMS message")
    (member,) = challenge.members
    assert (member.name, member.sensitive) == ("SMS_MFA_CODE", True)
    assert member.documentation == "Code from an SMS message, +*******0123."
    explanation = await refused(sign_in.answer(challenge, {"SMS_MFA_CODE": Secret("000000")}))
    assert explanation.title == "The code is wrong"
    assert not must_restart(explanation)
    right = {"SMS_MFA_CODE": Secret(SMS_CODE)}
    assert user_of(await sign_in.answer(challenge, right)) == "omar.aziz"
    # a session can be used once
    explanation = await refused(sign_in.answer(challenge, right))
    assert explanation.title == "The sign-in took too long"
    assert must_restart(explanation)


@FLOWS
async def test_a_code_from_an_app(emulator: str, flow: SignInFlow) -> None:
    """A code that is computed like an authenticator app's is accepted."""
    sign_in = SignIn(make_gateway(emulator), APP, flow, "tess.lind")
    challenge = members(await sign_in.begin(PASSWORD))
    assert [each.name for each in challenge.members] == ["SOFTWARE_TOKEN_MFA_CODE"]
    code = {"SOFTWARE_TOKEN_MFA_CODE": Secret("x")}
    assert (await refused(sign_in.answer(challenge, code))).title == "The code is wrong"
    code = {"SOFTWARE_TOKEN_MFA_CODE": Secret(totp())}
    assert user_of(await sign_in.answer(challenge, code)) == "tess.lind"


@FLOWS
async def test_a_new_password(
    fresh_emulator: Callable[..., RunningEmulator], flow: SignInFlow
) -> None:
    """A temporary password must be replaced by one that the policy allows, which then works."""
    gateway = make_gateway(fresh_emulator(identities=10).url)
    sign_in = SignIn(gateway, APP, flow, "nina.novak")
    challenge = members(await sign_in.begin(PASSWORD))
    assert [each.name for each in challenge.members] == ["NEW_PASSWORD", REPEATED_PASSWORD]
    weak = {"NEW_PASSWORD": Secret("weak"), REPEATED_PASSWORD: Secret("weak")}
    explanation = await refused(sign_in.answer(challenge, weak))
    assert explanation.title == "The user pool rejected this password"
    assert not must_restart(explanation)
    new = Secret("Correct-Horse-1")
    token = await sign_in.answer(challenge, {"NEW_PASSWORD": new, REPEATED_PASSWORD: new})
    assert user_of(token) == "nina.novak"
    assert REPEATED_PASSWORD not in str(list(gateway.requests))
    assert user_of(await SignIn(gateway, APP, flow, "nina.novak").begin(new)) == "nina.novak"


async def test_a_flow_that_the_client_does_not_allow(between: Interceptor) -> None:
    """It is rejected with the service's message."""
    between.answers["initiate-auth"] = error(
        "InvalidParameterException", "USER_PASSWORD_AUTH flow not enabled for this client"
    )
    explanation = await refused(
        SignIn(make_gateway(between.url), APP, SignInFlow.PASSWORD, "x").begin(PASSWORD)
    )
    assert explanation.title == "The app client does not allow this flow"


def challenged(name: str, expected: Mapping[str, str] = {}, **more: Any) -> Any:  # noqa: ANN401  JSON
    """Return a response with a challenge."""
    return answer(
        {
            "ChallengeName": name,
            "ChallengeParameters": expected,
            "Session": "a session " * 3,
            **more,
        }
    )


async def begun(between: Interceptor, flow: SignInFlow = SignInFlow.PASSWORD) -> Secret | Challenge:
    """Return the first result of a sign-in."""
    return await SignIn(make_gateway(between.url), APP, flow, "maya.chen").begin(PASSWORD)


@pytest.mark.parametrize("attribute", ["userAttributes.given_name", "given_name"])
async def test_required_attributes_are_requested(between: Interceptor, attribute: str) -> None:
    """They have the names that they are sent with, whether or not the challenge includes them."""
    listed = {"requiredAttributes": json.dumps([attribute, 7])}
    between.answers["initiate-auth"] = challenged("NEW_PASSWORD_REQUIRED", listed)
    challenge = members(await begun(between))
    names = [each.name for each in challenge.members]
    assert names == ["NEW_PASSWORD", REPEATED_PASSWORD, "userAttributes.given_name"]
    assert challenge.members[-1].label == "given_name"


@pytest.mark.parametrize("text", ["", "{}", "not JSON"])
async def test_an_invalid_list(between: Interceptor, text: str) -> None:
    """No attributes are requested."""
    between.answers["initiate-auth"] = challenged(
        "NEW_PASSWORD_REQUIRED", {"requiredAttributes": text}
    )
    assert len(members(await begun(between)).members) == 2


async def test_choosing_a_second_factor(between: Interceptor) -> None:
    """The choice is sent with the user name that the user pool uses."""
    choices = {"MFAS_CAN_CHOOSE": '["SMS_MFA","SOFTWARE_TOKEN_MFA"]', "USER_ID_FOR_SRP": "m1"}
    between.answers["initiate-auth"] = challenged("SELECT_MFA_TYPE", choices)
    sent: list[dict[str, Any]] = []

    def respond(parameters: dict[str, Any]) -> Any:  # noqa: ANN401  an answer
        sent.append(parameters)
        return challenged("EMAIL_OTP", {"CODE_DELIVERY_DESTINATION": "m***@e***"})

    between.answers["respond-to-auth-challenge"] = respond
    sign_in = SignIn(make_gateway(between.url), APP, SignInFlow.PASSWORD, "maya.chen")
    challenge = members(await sign_in.begin(PASSWORD))
    assert challenge.members[0].choices == ("SMS_MFA", "SOFTWARE_TOKEN_MFA")
    following = members(await sign_in.answer(challenge, {"ANSWER": "SMS_MFA"}))
    assert sent[0]["ChallengeResponses"] == {"USERNAME": "m1", "ANSWER": "SMS_MFA"}
    assert following.members[0].documentation == "Code from an email, m***@e***."


async def test_a_challenge_without_a_session(between: Interceptor) -> None:
    """The response to the challenge has no session either."""
    between.answers["initiate-auth"] = answer({"ChallengeName": "SOFTWARE_TOKEN_MFA"})
    sent: list[dict[str, Any]] = []

    def respond(parameters: dict[str, Any]) -> Any:  # noqa: ANN401  an answer
        sent.append(parameters)
        return answer({"AuthenticationResult": {"IdToken": "a.b.c"}})

    between.answers["respond-to-auth-challenge"] = respond
    sign_in = SignIn(make_gateway(between.url), APP, SignInFlow.PASSWORD, "maya.chen")
    challenge = members(await sign_in.begin(PASSWORD))
    assert challenge.members[0].documentation == "Code from the authenticator app."
    code = {"SOFTWARE_TOKEN_MFA_CODE": Secret("123456")}
    assert await sign_in.answer(challenge, code) == Secret("a.b.c")
    assert "Session" not in sent[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("MFA_SETUP", "set it up there"),
        ("CUSTOM_CHALLENGE", "Lambda"),
        ("DEVICE_SRP_AUTH", "remembers devices"),
        ("WEB_AUTHN", "passkey"),
        ("SOMETHING_NEW", "not supported by cogtui"),
    ],
)
async def test_an_unsupported_challenge(between: Interceptor, name: str, expected: str) -> None:
    """It is named, with what to do instead."""
    between.answers["initiate-auth"] = challenged(name)
    explanation = await refused(begun(between))
    assert explanation.title == "Cannot complete this sign-in here"
    assert explanation.detail == f"The service returned the challenge {name}."
    assert expected in f"{explanation.cause} {explanation.remedy}"


@pytest.mark.parametrize("members", [{}, {"AuthenticationResult": {"AccessToken": "x"}}])
async def test_an_answer_without_a_token(between: Interceptor, members: dict[str, Any]) -> None:
    """A response with neither a challenge nor an ID token is reported."""
    between.answers["initiate-auth"] = answer(members)
    assert (await refused(begun(between))).title in (
        "Cannot complete this sign-in here",
        "Signed in, but received no ID token",
    )


async def test_without_srptools(emulator: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The message names what to install, and nothing is sent."""
    monkeypatch.delitem(sys.modules, "cogtui.credentials.srp", raising=False)
    monkeypatch.setitem(sys.modules, "srptools", None)
    gateway = make_gateway(emulator)
    explanation = await refused(SignIn(gateway, APP, SignInFlow.SRP, "maya.chen").begin(PASSWORD))
    assert explanation.title == "USER_SRP_AUTH requires an extra package"
    assert explanation.detail.startswith("cogtui[srp] needs srptools, which is not installed.")
    assert "pip install --upgrade '.[srp]'" in explanation.remedy
    assert len(gateway.requests) == 0


@pytest.mark.parametrize(
    "expected",
    [
        {},
        {"USER_ID_FOR_SRP": "m", "SALT": "a", "SRP_B": "0", "SECRET_BLOCK": "YQ=="},
        {"USER_ID_FOR_SRP": "m", "SALT": "no", "SRP_B": "2", "SECRET_BLOCK": "YQ=="},
    ],
)
async def test_a_server_without_srp(between: Interceptor, expected: dict[str, str]) -> None:
    """Invalid values from the server are not answered."""
    between.answers["initiate-auth"] = challenged("PASSWORD_VERIFIER", expected)
    explanation = await refused(begun(between, SignInFlow.SRP))
    assert explanation.title == "Cannot answer the SRP challenge"
    assert between.requested == ["initiate-auth"]


async def test_srp_with_another_challenge_first(between: Interceptor) -> None:
    """It is handled as in the other flows."""
    between.answers["initiate-auth"] = challenged("SMS_MFA")
    assert members(await begun(between, SignInFlow.SRP)).name == "SMS_MFA"
