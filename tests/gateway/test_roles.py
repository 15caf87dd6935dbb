"""Roles that a profile assumes, with and without an MFA code."""

import asyncio
import getpass
import logging
import sys
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from botocore.credentials import AssumeRoleProvider

from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import CallerIdentity, CodeRequest
from cogtui.gateway.aws import AwsSession
from tests.gateway.gateways import POOLS, REGION, failed_listing, make_gateway, refused_to_open
from tests.gateway.servers import Answer, answering, bodies
from tests.waiting import let_pass

SERIAL = "arn:aws:iam::111122223333:mfa/ana"
CODE = "senti1"
"""A code that STS accepts, six characters, which occurs in no other text."""

ROLE = "role_arn = arn:aws:iam::111122223333:role/Admin\nsource_profile = base\n"
BASE = "[profile base]\naws_access_key_id = AKIABASE\naws_secret_access_key = x\n"
MFA = f"[profile mfa]\n{ROLE}mfa_serial = {SERIAL}\nregion = us-east-1\n{BASE}"

Write = Callable[[str], object]

EMPTY = Answer({"IdentityPools": []})


class CodePrompt:
    """A user who is asked for codes.

    Args:
        answers: The user's answers in order; None to decline.
    """

    def __init__(self, *answers: str | None) -> None:
        self._left = list(answers)
        self.serials: list[str] = []

    def __call__(self, serial: str) -> str | None:
        """Return the next code."""
        self.serials.append(serial)
        return self._left.pop(0)


@pytest.fixture(autouse=True)
def _fail_on_terminal_prompts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make botocore's own prompt fail, because the app uses the terminal."""

    def prompt(_: str) -> str:
        pytest.fail("botocore read the terminal")

    before = AssumeRoleProvider.__init__.__defaults__ or ()
    assert getpass.getpass in before
    after = tuple(prompt if each is getpass.getpass else each for each in before)
    monkeypatch.setattr(AssumeRoleProvider.__init__, "__defaults__", after)


@pytest.fixture
def configure(home: Path) -> Write:
    """Return a function that writes the AWS configuration file."""
    return (home / "aws-config").write_text


@pytest.fixture
def mfa(configure: Write) -> None:
    """Configure a profile `mfa` that assumes a role with a code."""
    configure(MFA)


def assumed(*, for_minutes: int = 60, access_key_id: str = "ASIAROLE") -> Answer:
    """Return STS's answer to AssumeRole."""
    until = datetime.now(UTC) + timedelta(minutes=for_minutes)
    return Answer(
        "<AssumeRoleResponse><AssumeRoleResult><Credentials>"
        f"<AccessKeyId>{access_key_id}</AccessKeyId>"
        "<SecretAccessKey>x</SecretAccessKey><SessionToken>y</SessionToken>"
        f"<Expiration>{until:%Y-%m-%dT%H:%M:%SZ}</Expiration></Credentials></AssumeRoleResult>"
        "<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></AssumeRoleResponse>",
        headers={"Content-Type": "text/xml"},
    )


def refused(code: str, message: str) -> Answer:
    """Return an error of STS."""
    body = (
        f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}"
        "</Message></Error><RequestId>sts-request-id</RequestId></ErrorResponse>"
    )
    return Answer(body, 403, {"Content-Type": "text/xml"})


def wait_for_three_waiting_threads() -> None:
    """Return once three threads wait for a fourth that is opening the account."""
    opening = AwsSession._signed_clients.__code__
    waiting = 0
    while waiting < 3:
        names = {thread.ident: thread.name for thread in threading.enumerate()}
        waiting = sum(
            frame.f_code is opening and "started" in frame.f_locals
            for ident, frame in sys._current_frames().items()
            if names.get(ident) == "cogtui-call"
        )


async def test_a_role_is_assumed_at_the_endpoint(configure: Write, emulator: str) -> None:
    """`--endpoint-url` applies to assuming the role, too."""
    configure(f"[profile role]\n{ROLE}region = us-east-1\n{BASE}")
    gateway = make_gateway(emulator, profile="role")
    await gateway.open()
    caller = await gateway.caller(REGION)
    assert caller.account == "111122223333"
    assert caller.name.startswith("Admin/")


@pytest.mark.parametrize("region", ["", "eu-west-1"])
async def test_a_role_needs_no_region(
    configure: Write, monkeypatch: pytest.MonkeyPatch, emulator: str, region: str
) -> None:
    """A profile without a region opens, so that the user can choose one; AWS_REGION is enough."""
    configure(f"[profile role]\n{ROLE}{BASE}")
    monkeypatch.setenv("AWS_REGION", region)
    gateway = make_gateway(emulator, profile="role")
    assert (await gateway.open()).region is None
    assert isinstance(await gateway.caller(REGION), CallerIdentity)


@pytest.mark.usefixtures("mfa")
@pytest.mark.parametrize("by", ["option", "environment"])
async def test_a_code_is_requested_once(
    monkeypatch: pytest.MonkeyPatch, emulator: str, by: str
) -> None:
    """Opening and simultaneous calls share the role assumed with one code."""
    if by == "environment":
        monkeypatch.setenv("AWS_ENDPOINT_URL", emulator)
    requested = CodePrompt("123456")
    gateway = make_gateway(emulator if by == "option" else None, profile="mfa", codes=requested)
    opened, *pages = await asyncio.gather(
        gateway.open(), *(gateway.call("list-identity-pools", REGION, POOLS) for _ in range(4))
    )
    assert opened.region == REGION
    assert [len(page["IdentityPools"]) for page in pages] == [12] * 4
    assert requested.serials == [SERIAL]
    assert (await gateway.caller(REGION)).name.startswith("Admin/")


@pytest.mark.usefixtures("mfa")
async def test_a_declined_code_is_reported_and_requested_again(emulator: str) -> None:
    """A declined code is a separate kind of error, and the next attempt asks again."""
    requested = CodePrompt(None, "123456")
    gateway = make_gateway(emulator, profile="mfa", codes=requested)
    explanation = await refused_to_open(gateway)
    assert (explanation.kind, explanation.title) == (ErrorKind.MFA, "An MFA code is needed")
    assert explanation.detail == SERIAL
    assert explanation.cause.startswith("Profile mfa assumes a role")
    await gateway.open()
    assert requested.serials == [SERIAL] * 2


@pytest.mark.usefixtures("mfa")
async def test_waiting_calls_do_not_ask_for_another_code(emulator: str) -> None:
    """Several calls that need the same code ask once, even if the user declines."""
    requested: list[str] = []
    gateway = make_gateway(emulator, profile="mfa")

    async def decline(request: CodeRequest) -> None:
        requested.append(request.serial)
        await asyncio.to_thread(wait_for_three_waiting_threads)

    gateway._ask_for_code = decline
    calls = [gateway.call("list-identity-pools", REGION, POOLS) for _ in range(4)]
    failures = await asyncio.gather(*calls, return_exceptions=True)
    assert [error.kind for error in failures if isinstance(error, ApiError)] == [ErrorKind.MFA] * 4
    assert requested == [SERIAL]


@pytest.mark.usefixtures("mfa")
async def test_a_code_that_is_not_typed_is_declined(emulator: str) -> None:
    """The dialog is closed after five minutes."""
    gateway = make_gateway(emulator, profile="mfa")
    cancelled = asyncio.Event()

    async def ask_forever(_: CodeRequest) -> None:
        let_pass(301)
        try:
            await asyncio.Event().wait()
        finally:
            cancelled.set()

    gateway._ask_for_code = ask_forever
    assert (await refused_to_open(gateway)).kind is ErrorKind.MFA
    assert cancelled.is_set()


@pytest.mark.usefixtures("mfa")
@pytest.mark.parametrize(
    "answer",
    [
        refused("AccessDenied", "MultiFactorAuthentication failed with invalid MFA one time pass"),
        refused(
            "ValidationError",
            f"1 validation error detected: Value '{CODE}' at 'tokenCode' failed to satisfy "
            "constraint: Member must satisfy regular expression pattern: [\\d]*",
        ),
    ],
)
async def test_a_wrong_code_is_reported_and_not_repeated(
    caplog: pytest.LogCaptureFixture, answer: Answer
) -> None:
    """A wrong code is a separate kind of error, and neither error nor log repeats it."""
    with caplog.at_level(logging.DEBUG, "cogtui"), answering(answer, assumed()) as stub:
        gateway = make_gateway(stub.url, profile="mfa", codes=CodePrompt(CODE, None, CODE))
        with pytest.raises(ApiError) as caught:
            await gateway.open()
        explanation = caught.value.explanation
        assert (explanation.kind, explanation.title) == (
            ErrorKind.MFA,
            "AWS rejected the MFA code",
        )
        await gateway.open()
    assert f"TokenCode={CODE}" in stub.requests[0][1]
    # botocore's own log goes nowhere, because it contains what is sent
    ours = [vars(each) for each in caplog.records if each.name.startswith("cogtui")]
    assert CODE not in f"{caught.value!r} {explanation} {vars(gateway)} {ours}"
    assert caught.value.__context__ is None


@pytest.mark.usefixtures("mfa")
@pytest.mark.parametrize("code", ["", "12345"])
async def test_a_code_that_is_too_short_is_not_sent(emulator: str, code: str) -> None:
    """A code that botocore rejects is reported as a wrong code."""
    explanation = await refused_to_open(
        make_gateway(emulator, profile="mfa", codes=CodePrompt(code, None))
    )
    assert (explanation.kind, explanation.title) == (ErrorKind.MFA, "AWS rejected the MFA code")


@pytest.mark.usefixtures("mfa")
async def test_an_expired_role_asks_for_the_next_code() -> None:
    """An expired role with MFA, which botocore cannot renew, is reported; the next call asks."""
    requested = CodePrompt("123456", "654321")
    with answering(assumed(for_minutes=5), assumed(), EMPTY) as stub:
        gateway = make_gateway(stub.url, profile="mfa", codes=requested)
        await gateway.open()
        explanation = await failed_listing(gateway)
        assert explanation.kind is ErrorKind.EXPIRED
        assert requested.serials == [SERIAL]
        await gateway.call("list-identity-pools", REGION, POOLS)
    assert requested.serials == [SERIAL] * 2
    assert bodies(stub.requests[2:]) == [POOLS]


async def test_a_role_that_has_already_expired_is_reported(configure: Write) -> None:
    """If the role has expired already, a clock that is an hour off is a likely cause."""
    configure(f"[profile role]\n{ROLE}region = us-east-1\n{BASE}")
    with answering(assumed(for_minutes=-1)) as stub:
        explanation = await refused_to_open(make_gateway(stub.url, profile="role"))
    assert explanation.kind is ErrorKind.CREDENTIALS
    assert "still expired" in explanation.detail


async def test_a_role_that_may_not_be_assumed_is_named(configure: Write) -> None:
    """The denied action is sts:AssumeRole, not the call that needed the role."""
    configure(f"[profile role]\n{ROLE}region = us-east-1\n{BASE}")
    with answering(refused("AccessDenied", "User ana is not authorized")) as stub:
        gateway = make_gateway(stub.url, profile="role")
        for expected in (await refused_to_open(gateway), await failed_listing(gateway)):
            assert expected.kind is ErrorKind.DENIED
            assert "sts:AssumeRole" in expected.cause
            assert (expected.code, expected.request_id) == ("AccessDenied", "sts-request-id")


async def test_a_web_identity_is_exchanged_at_the_endpoint(
    configure: Write, tmp_path: Path, emulator: str
) -> None:
    """A web identity token for a role, as in Kubernetes, is exchanged at the endpoint as well."""
    token = tmp_path / "token"
    configure(
        "[profile web]\nrole_arn = arn:aws:iam::111122223333:role/Pod\n"
        f"web_identity_token_file = {token}\nregion = us-east-1\n"
    )
    await asyncio.to_thread(token.write_text, "any-token")
    gateway = make_gateway(emulator, profile="web")
    await gateway.open()
    assert (await gateway.caller(REGION)).account == "111122223333"
