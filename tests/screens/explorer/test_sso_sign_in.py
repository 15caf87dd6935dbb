"""Signing in with SSO while the app runs, and the time that is left."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.dialogs.sso_dialog import SsoDialog
from cogtui.settings.settings import Settings
from tests.gateway.sso_server import (
    LEGACY,
    PAGE,
    SECRETS,
    SESSION,
    USER_CODE,
    SsoServer,
    block,
    cache_under,
    call_sso_at,
    running_sso,
    sso_error,
)
from tests.gateway.test_configuration import KEYS
from tests.screens.interceptor import Answer, Interceptor, error
from tests.screens.user import WIDE, User, using
from tests.waiting import let_pass

POOL = "web-storefront"


@pytest.fixture(autouse=True)
def cache(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the directory of cached tokens, which does not exist yet."""
    return cache_under(home, monkeypatch)


@pytest.fixture
def sso(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SsoServer]:
    """Return a running identity center, and write a profile for it."""
    (home / "aws-config").write_text(SESSION)
    with running_sso() as server:
        call_sso_at(server, monkeypatch)
        yield server


def app_at(url: str, *, profile: str = "work", pool: str | None = None) -> CogtuiApp:
    """Return the app with the clock of this machine, which botocore uses, too."""
    return CogtuiApp(Settings(endpoint_url=url, profile=profile, pool=pool))


async def signs_in(user: User, sso: SsoServer) -> None:
    """Open the dialog, and confirm its code."""
    await user.press("=")
    await user.sees_screen(SsoDialog, USER_CODE, "Waiting for confirmation")
    sso.is_confirmed.set()
    let_pass(1)
    await user.waits(lambda: len(user.app.screen_stack) == 1, "the end of the dialog")


async def test_a_sign_in_opens_the_account(emulator: str, sso: SsoServer) -> None:
    """The page and the code are shown and copied, and the pools are listed once confirmed."""
    async with using(app_at(emulator)) as user:
        await user.sees("✗ The SSO session has ended", "Press = on the main screen to sign in")
        await user.press("=")
        await user.sees("company · example.awsapps.com/start", PAGE, USER_CODE)
        await user.sees("Waiting for confirmation … The code expires at ")
        await user.copies("y")
        assert user.clipboard == PAGE
        await user.copies("c")
        assert user.clipboard == USER_CODE
        await user.press("r")
        let_pass(1)
        await user.waits(lambda: user.called("sso-oidc create-token"), "the first question")
        sso.is_confirmed.set()
        let_pass(1)
        await user.sees("▼ us-east-1 12", "SSO sign-in until ", " UTC, renewed\n", "work")
        assert user.toasts[-1].startswith("Signed in until ")
        assert user.called("sso-oidc register-client") == 1
        assert "left" not in user.lines[0]
        shown = repr([each.parameters for each in user.requests]) + user.words
        assert not [secret for secret in SECRETS.values() if secret in shown]


async def test_a_sign_in_can_be_cancelled_or_repeated(
    emulator: str, sso: SsoServer, cache: Path
) -> None:
    """Esc closes the dialog; after a refusal, `r` requests another code."""
    sso.tokens = [sso_error("AccessDeniedException")]
    async with using(app_at(emulator)) as user:
        await user.sees("✗ The SSO session has ended")
        await user.press("=")
        await user.sees(USER_CODE)
        await user.press("escape")
        await user.sees_no(USER_CODE)
        assert not user.called("sso-oidc create-token")
        await user.press("a")
        await user.sees("Actions on the account", "= Sign in with SSO")
        await user.press("=")
        await user.sees(USER_CODE)
        let_pass(1)
        await user.sees("✗ The sign-in was denied", "for a new code.", "r New code")
        await user.press("y", "c")
        assert not user.toasts
        await user.press("r")
        await user.sees(USER_CODE, "Waiting for confirmation")
        block(cache)
        sso.is_confirmed.set()
        let_pass(1)
        await user.sees("✗ Signed in, but the token cannot be saved: ")
        sso.registration = sso_error("InvalidRequestException")
        await user.press("r")
        await user.sees("✗ IAM Identity Center rejected the request", "Esc Close")


async def test_no_answer_is_reported(emulator: str, sso: SsoServer, no_backoff: None) -> None:
    """While the service fails, the dialog says so, and keeps asking."""
    failing = sso_error("InternalServerException", 500)
    sso.tokens = [failing] * 3
    async with using(app_at(emulator)) as user:
        await user.sees("✗ The SSO session has ended")
        await user.press("=")
        await user.sees("Waiting for confirmation")
        let_pass(1)
        await user.sees("The service failed … The code expires at ")
        sso.is_confirmed.set()
        let_pass(6)
        await user.sees("▼ us-east-1 12")


async def test_what_failed_is_read_after_a_sign_in(emulator: str, sso: SsoServer) -> None:
    """A sign-in that expires while the app runs is renewed where the user is."""
    sso.credentials_expire_in = 60
    sso.is_confirmed.set()
    async with using(app_at(emulator), WIDE) as user:
        await user.sees("✗ The SSO session has ended")
        await signs_in(user, sso)
        await user.sees("▼ us-east-1 12", "111122223333")
        await user.rests()
        sso.accepted.clear()
        await user.press("r")
        await user.sees("✗ expired", "✗ The SSO session has ended")
        await user.goes_to(POOL)
        await user.sees("stopped: The SSO session has ended")
        sso.accepted.add(SECRETS["accessToken"])
        await signs_in(user, sso)
        await user.sees("▼ us-east-1 12", f"Name {POOL}", f"{POOL} · identities 120 loaded")
        assert user.called("sts get-caller-identity") == 1


async def test_the_last_minutes_are_in_the_header(
    emulator: str, sso: SsoServer, home: Path
) -> None:
    """A sign-in that botocore cannot renew is announced; the region has the exact time."""
    (home / "aws-config").write_text(LEGACY)
    sso.expires_in = 300
    async with using(app_at(emulator)) as user:
        await user.sees("✗ The SSO session has ended")
        await signs_in(user, sso)
        await user.sees("▼ us-east-1 12", "SSO sign-in 5 min left (", "; = renews it")
        assert "5 min left" in user.lines[0]
        read = user.panes.pools.expiry.expiries
        let_pass(61)
        await user.waits(lambda: user.panes.pools.expiry.expiries is not read, "another look")
        # what has not failed is not read again
        listed = user.called("list-identity-pools")
        await signs_in(user, sso)
        await user.rests()
        assert user.called("list-identity-pools") == listed
        await user.press("P")
        await user.sees("Type to search", "work 111122223333")
        await user.press("enter")
        await user.sees("▼ us-east-1 12", "5 min left")


async def test_credentials_that_have_expired(
    emulator: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Credentials in the environment are announced before they expire, and afterwards."""
    until = time.time() + 800
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIA")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "x")
    monkeypatch.setenv(
        "AWS_CREDENTIAL_EXPIRATION", time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(until))
    )
    now = [time.time()]
    settings = Settings(endpoint_url=emulator, regions=("us-east-1",))
    async with using(CogtuiApp(settings, clock=lambda: now[0])) as user:
        await user.sees("▼ us-east-1 12", "Credentials 13 min left (")
        now[0] = until + 1
        let_pass(61)
        await user.sees("Credentials expired at ")
        assert "expired" in user.lines[0]


async def test_a_profile_that_does_not_use_sso(
    emulator: str, app_on: Callable[..., CogtuiApp], home: Path
) -> None:
    """The key says so, in the demo too."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("=")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == ["SSO: the default profile does not use SSO."]


async def test_a_pool_without_credentials(emulator: str, sso: SsoServer) -> None:
    """Where a pool is open without credentials, a sign-in opens the account."""
    pool = "us-east-1:51fd187a-346e-5df9-86c4-d3f9b0cdb608"
    async with using(app_at(emulator, pool=pool)) as user:
        await user.sees("no credentials", "✗ expired")
        await signs_in(user, sso)
        await user.sees("▼ us-east-1 12", "111122223333")


async def test_renewed_credentials_are_identified(
    between: Interceptor, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Newer credentials in the files are used for a read, and their owner is asked for again."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    credentials = home / "aws-credentials"
    credentials.write_text(KEYS.format("ASIAOLD"))
    settings = Settings(endpoint_url=between.url, regions=("us-east-1",))
    async with using(CogtuiApp(settings)) as user:
        await user.sees("▼ us-east-1 12", "111122223333")
        await user.rests()
        credentials.write_text(KEYS.format("ASIANEW"))

        def once(_: object) -> Answer:
            del between.answers["list-identity-pools"]
            return error("ExpiredTokenException", "expired")

        between.answers["list-identity-pools"] = once
        await user.press("r")
        await user.waits(lambda: user.called("sts get-caller-identity") == 2, "another caller")
        await user.sees("▼ us-east-1 12", "111122223333")
        await user.rests()
        other = user.panes.pools.account_under("other")
        assert other.gateway.on_renewed is not None
        other.gateway.on_renewed()
        await user.rests()
        assert user.called("sts get-caller-identity") == 2
