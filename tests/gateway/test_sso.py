"""Signing in to IAM Identity Center with a device code."""

import json
import logging
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cogtui.account.sso_sign_in import DeviceCode, SsoSignIn
from cogtui.api_error import ApiError, ErrorKind
from cogtui.gateway import Gateway, SsoSession
from cogtui.gateway.sso_cache import find_session, sign_in_expiry
from cogtui.gateway.sso_session import Expiry
from tests.cases import case
from tests.gateway.gateways import make_gateway, refused_to_open, well_formed
from tests.gateway.sso_server import (
    LEGACY,
    PAGE,
    PENDING,
    REGION,
    SECRETS,
    SESSION,
    START_URL,
    USER_CODE,
    Response,
    SsoServer,
    block,
    cache_under,
    cached_token,
    call_sso_at,
    running_sso,
    sso_error,
)

Write = Callable[[str], object]

COMPANY = SsoSession(START_URL, REGION, "company", ("sso:account:access",))
OWN = SsoSession(START_URL, REGION)


@pytest.fixture
def configure(home: Path) -> Write:
    """Return a function that writes the AWS configuration file."""
    return (home / "aws-config").write_text


@pytest.fixture
def cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of cached tokens, which does not exist yet."""
    return cache_under(home, monkeypatch)


@pytest.fixture
def sso(configure: Write, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Iterator[SsoServer]:
    """Return a running identity center, which confirms every code, and a profile for it."""
    configure(SESSION)
    with running_sso() as server:
        server.is_confirmed.set()
        call_sso_at(server, monkeypatch)
        yield server


class Waits:
    """Waits that take no time, and end at once."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    async def __call__(self, seconds: float) -> None:
        """Note a wait."""
        self.seconds.append(seconds)


def mode(path: Path) -> int:
    """Return the permission bits of a file or a directory."""
    return stat.S_IMODE(path.stat().st_mode)


def tokens(cache: Path) -> Iterator[Path]:
    """Return the files in the cache."""
    return cache.glob("*")


def ignore(_: str) -> None:
    """Ignore a report."""


def sign_in_at(
    session: SsoSession, waits: Waits, clock: Callable[[], float] = time.time
) -> tuple[SsoSignIn, Gateway]:
    """Return a sign-in without waits, and its gateway."""
    gateway = make_gateway(profile="work")
    return SsoSignIn(gateway, session, clock=clock, wait=waits), gateway


async def failure_of(sign_in: SsoSignIn, code: DeviceCode) -> ApiError:
    """Return why a code does not lead to a token."""
    with pytest.raises(ApiError) as caught:
        await sign_in.finish(code, ignore)
    well_formed(caught.value.explanation)
    return caught.value


async def test_a_session_is_signed_in(
    sso: SsoServer, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The token is where botocore finds it, private, and with what renews it."""
    caplog.set_level(logging.DEBUG, "cogtui")
    gateway = make_gateway(profile="work")
    explanation = await refused_to_open(gateway)
    assert explanation.kind is ErrorKind.EXPIRED
    assert explanation.remedy.startswith("Press = on the main screen to sign in, or run `aws sso ")
    session = await gateway.sso_session()
    assert session == COMPANY
    before = time.time()
    sign_in = SsoSignIn(gateway, session, wait=Waits())
    code = await sign_in.request_code()
    assert (code.user_code, code.url, code.interval) == (USER_CODE, PAGE, 1)
    expires_at = await sign_in.finish(code, ignore)
    assert before < expires_at - sso.expires_in < time.time()
    assert sso.paths() == ["/client/register", "/device_authorization", "/token"]
    (_, registration), (_, device), (_, token) = sso.requests
    assert registration["scopes"] == ["sso:account:access"]
    assert registration["grantTypes"] == [token["grantType"], "refresh_token"]
    assert device["startUrl"] == START_URL
    assert token["deviceCode"] == SECRETS["deviceCode"]
    path = cached_token(cache, "company")
    assert (mode(path), mode(cache)) == (0o600, 0o700)
    cached = json.loads(path.read_text())
    names = ("accessToken", "clientSecret", "refreshToken")
    assert {name: cached[name] for name in names} == {name: SECRETS[name] for name in names}
    assert (cached["startUrl"], cached["region"], cached["clientId"]) == (
        START_URL,
        REGION,
        "client",
    )
    assert cached["expiresAt"] == time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(expires_at))
    assert (await gateway.open()).region == "us-east-1"
    shown = repr((code, [each.parameters for each in gateway.requests], caplog.text))
    assert not [secret for secret in SECRETS.values() if secret in shown]


async def test_botocore_renews_a_session(sso: SsoServer, cache: Path) -> None:
    """It finds all that it needs in the cache once the token is about to expire."""
    sso.expires_in = 60
    sign_in, gateway = sign_in_at(COMPANY, Waits())
    await sign_in.finish(await sign_in.request_code(), ignore)
    sso.expires_in = 8 * 3600
    await gateway.open()
    sent = [body for path, body in sso.requests if path == "/token"]
    assert sent[-1] == {
        "clientId": "client",
        "clientSecret": SECRETS["clientSecret"],
        "grantType": "refresh_token",
        "refreshToken": SECRETS["refreshToken"],
    }
    signed_in, _ = await gateway.expiries(time.time())
    assert signed_in.at > time.time() + 7 * 3600


async def test_a_profile_with_its_own_start_url(
    configure: Write, sso: SsoServer, cache: Path
) -> None:
    """It registers without scopes, its token has no refresh token, and is found by the URL."""
    configure(LEGACY)
    gateway = make_gateway(profile="work")
    session = await gateway.sso_session()
    assert session == OWN
    sign_in = SsoSignIn(gateway, session, wait=Waits())
    await sign_in.finish(await sign_in.request_code(), ignore)
    assert not sso.requests[0][1].keys() & {"scopes", "grantTypes"}
    assert "refreshToken" not in json.loads(cached_token(cache, START_URL).read_text())
    await gateway.open()


async def test_polling_follows_the_service(sso: SsoServer, cache: Path) -> None:
    """It asks at the interval, more slowly when asked to, and despite failures."""
    failing = Response(503, {})
    sso.tokens = [PENDING, sso_error("SlowDownException"), PENDING, *[failing] * 3, PENDING]
    waits = Waits()
    sign_in, _ = sign_in_at(COMPANY, waits)
    reports: list[str] = []
    await sign_in.finish(await sign_in.request_code(), reports.append)
    assert waits.seconds == [1, 1, 6, 6, 11, 11]
    assert reports == ["", "", "", "The service failed", ""]
    assert cached_token(cache, "company").exists()


async def test_a_code_that_is_not_confirmed(sso: SsoServer, cache: Path) -> None:
    """A rejected, an expired and a late code are each reported, and no token is saved."""
    times = iter([0.0, 599.0, 600.0])
    for title, answers in {
        "The sign-in was denied": [sso_error("AccessDeniedException")],
        "The code has expired": [PENDING, sso_error("ExpiredTokenException")],
    }.items():
        with case(title):
            sso.tokens = answers
            sign_in, _ = sign_in_at(COMPANY, Waits())
            error = await failure_of(sign_in, await sign_in.request_code())
            assert error.explanation.title == title
    sso.tokens = [PENDING]
    sign_in, _ = sign_in_at(COMPANY, Waits(), lambda: next(times))
    error = await failure_of(sign_in, await sign_in.request_code())
    assert error.explanation.title == "The code has expired"
    sso.tokens = [sso_error("InvalidGrantException")]
    sign_in, _ = sign_in_at(COMPANY, Waits())
    error = await failure_of(sign_in, await sign_in.request_code())
    assert error.explanation.code == "InvalidGrantException"
    assert not list(tokens(cache))


async def test_a_wrong_start_url(sso: SsoServer) -> None:
    """The explanation names the settings to correct."""
    sso.registration = sso_error("InvalidRequestException")
    sign_in, _ = sign_in_at(COMPANY, Waits())
    with pytest.raises(ApiError) as caught:
        await sign_in.request_code()
    assert "sso_start_url" in well_formed(caught.value.explanation).remedy


async def test_a_cache_that_cannot_be_written(sso: SsoServer, cache: Path) -> None:
    """The error is the operating system's."""
    block(cache)
    sign_in, _ = sign_in_at(COMPANY, Waits())
    with pytest.raises(OSError, match=r"File exists|Not a directory"):
        await sign_in.finish(await sign_in.request_code(), ignore)


SOURCE = "\n[profile role]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = work\n"

FOUND: dict[str, tuple[str, str | None, SsoSession | None]] = {
    "a role of a profile that signs in": (SESSION + SOURCE, "role", COMPANY),
    "the default profile": (LEGACY.replace("profile work", "default"), None, OWN),
    "other scopes": (
        f"{SESSION}sso_registration_scopes = sso:account:access, codewhisperer:x\n",
        "work",
        COMPANY._replace(scopes=("sso:account:access", "codewhisperer:x")),
    ),
    "a section that does not exist": ("[profile work]\nsso_session = gone\n", "work", None),
    "a session without a region": (SESSION.replace("sso_region", "other"), "work", None),
    "a circle": ("[profile work]\nsource_profile = work\n", "work", None),
    "keys": ("[profile work]\nregion = us-east-1\n", "work", None),
    "no such profile": (SESSION, "other", None),
    "a file that cannot be read": ("nonsense", "work", None),
}
"""A configuration, a profile, and where it signs in."""


@pytest.mark.parametrize(("text", "profile", "session"), FOUND.values(), ids=FOUND.keys())
def test_where_a_profile_signs_in(
    configure: Write, text: str, profile: str | None, session: SsoSession | None
) -> None:
    """The session is that of the profile, or of the one that its role is assumed from."""
    configure(text)
    assert find_session(profile) == session


def test_when_a_sign_in_expires(cache: Path) -> None:
    """It is read from the cache, also as the AWS CLI writes it, unless that is unreadable."""
    cache.mkdir(parents=True)
    now = 1_800_000_000.0
    renewed = {"refreshToken": "x", "registrationExpiresAt": "2027-03-01T00:00:00Z"}
    at = "2027-01-15T09:00:00Z"
    for name, session, content, expected in (
        ("renewed", COMPANY, {"expiresAt": at, **renewed}, True),
        ("without a refresh token", COMPANY, {"expiresAt": at}, False),
        (
            "an expired registration",
            COMPANY,
            {"expiresAt": at, **renewed, "registrationExpiresAt": "2026-01-01T00:00:00Z"},
            False,
        ),
        ("without a session", OWN, {"expiresAt": at, **renewed}, False),
        ("version 1 of the CLI", COMPANY, {"expiresAt": "2027-01-15T09:00:00UTC"}, False),
    ):
        with case(name):
            key = session.name or session.start_url
            cached_token(cache, key).write_text(json.dumps(content))
            expiry = sign_in_expiry(session, now)
            assert expiry == Expiry(is_sign_in=True, at=1_800_003_600.0, is_renewed=expected)
    for text in ("", "[]", "{}", '{"expiresAt": 1}', '{"expiresAt": "soon"}'):
        with case(text):
            cached_token(cache, "company").write_text(text)
            assert sign_in_expiry(COMPANY, now) is None


async def test_what_expires(sso: SsoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the sign-in and the credentials, or those in the environment, or nothing."""
    gateway = make_gateway(profile="work")
    assert await gateway.expiries(0) == ()
    sign_in = SsoSignIn(gateway, COMPANY, wait=Waits())
    expires_at = await sign_in.finish(await sign_in.request_code(), ignore)
    await gateway.open()
    signed_in, credentials = await gateway.expiries(time.time())
    assert signed_in == Expiry(is_sign_in=True, at=int(expires_at), is_renewed=True)
    assert (credentials.is_sign_in, credentials.is_renewed) == (False, True)
    assert 3500 < credentials.at - time.time() <= 3600
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    gateway = make_gateway()
    await gateway.open()
    assert await gateway.expiries(0) == ()
    monkeypatch.setenv("AWS_CREDENTIAL_EXPIRATION", "2099-01-01T00:00:00Z")
    gateway = make_gateway()
    await gateway.open()
    (only,) = await gateway.expiries(0)
    assert only == Expiry(is_sign_in=False, at=4070908800.0, is_renewed=False)
    assert (only.is_near(4070908800.0 - 901), only.is_near(4070908800.0 - 900)) == (False, True)


async def test_the_demo_signs_in_nowhere(configure: Write, emulator: str) -> None:
    """It has no session and no expiries, whatever the AWS configuration says."""
    configure(SESSION.replace("profile work", "default"))
    gateway = make_gateway(serve_demo=lambda: emulator)
    await gateway.open()
    assert await gateway.sso_session() is None
    assert await gateway.expiries(0) == ()
