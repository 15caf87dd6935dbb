"""A secret typed into any field is found only at the service."""

import io
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from cogtui.api_error import ApiError
from cogtui.app import CogtuiApp
from cogtui.files.log import open_log
from cogtui.secret import Secret
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from tests.screens.operation.operator import Operator, operating

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

SENTINEL = "sentinel-3c9e71aa"

GOOGLE = "accounts.google.com"
PARTNERS = "login.partners.example"

FIELDS = {
    "get-id": ("mobile-app-prod", False, GOOGLE),
    "get-open-id-token-for-developer-identity": ("partner-portal", False, PARTNERS),
    "get-credentials-for-identity": ("mobile-app-prod", True, GOOGLE),
    "get-open-id-token": ("mobile-app-prod", True, GOOGLE),
    "unlink-identity": ("mobile-app-prod", True, GOOGLE),
}
"""The operations that take logins: the pool, whether they need an identity, and a login's key."""


@pytest.fixture
def log(home: Path) -> Iterator[Path]:
    """The app's log, set up as the command line does."""
    path = home / "state" / "cogtui.log"
    logger = logging.getLogger("cogtui")
    before = logger.handlers[:]
    open_log(path)
    yield path
    for handler in set(logger.handlers) - set(before):
        logger.removeHandler(handler)
        handler.close()
    logger.propagate = True


def printed(operator: Operator) -> Iterator[str]:
    """Return all that an onlooker, a report or a debugger would print of the running app."""
    app = operator.app
    yield app.export_screenshot()
    for widget in (app, *(each for screen in app.screen_stack for each in screen.walk_children())):
        yield f"{widget!r} {pretty_repr(widget)} {vars(widget)!r}"
    for worker in app.workers:
        yield f"{worker!r} {worker.description}"
    for request in operator.requests:
        yield repr(request)
    yield from operator.toasts
    yield from operator.written


def written(home: Path) -> Iterator[str]:
    """Return everything written to a file."""
    for path in home.rglob("*"):
        if path.is_file():
            yield path.read_text(encoding="utf-8", errors="replace")


async def nowhere(operator: Operator, home: Path) -> None:
    """Assert that nothing printed or written contains the secret."""
    await operator.pilot.pause()
    assert [each for each in (*printed(operator), *written(home)) if SENTINEL in each] == []


def first_identity(operator: Operator, pool: str) -> str:
    """Return an identity of a pool's first page."""
    return next(iter(operator.identities(pool)))


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("name", FIELDS)
async def test_a_login_token_is_found_nowhere(
    name: str, emulator: str, service: "CognitoIdentityClient", home: Path
) -> None:
    """The token appears neither while typing, nor in the AWS CLI line, nor after the call."""
    pool, needs_identity, provider = FIELDS[name]
    settings = Settings(endpoint_url=emulator, regions=("us-east-1",))
    app = CogtuiApp(settings, RememberedState(), home / "state" / "state.json")
    async with operating(app, service, toasts=True) as operator:
        if needs_identity:
            await operator.goes_to_identity(pool, first_identity(operator, pool))
        else:
            await operator.goes_to(pool)
        await operator.runs_by_palette(name)
        await operator.sees_form(name)
        await operator.adds("Logins", IdentityProviderName=provider, IdentityProviderToken=SENTINEL)
        if name == "unlink-identity":
            await operator.adds("LoginsToRemove", IdentityProviderName=provider)
        await nowhere(operator, home)
        await operator.press("ctrl+l")
        await operator.sees("The same with the AWS CLI", f"aws cognito-identity {name}")
        await nowhere(operator, home)
        await operator.press("escape", "ctrl+s")
        if name not in ("get-credentials-for-identity", "get-open-id-token"):
            await operator.agrees()
        await operator.waits(
            lambda: operator.called(name) and operator.requests[-1].milliseconds is not None,
            "the answer",
        )
        await nowhere(operator, home)


@pytest.mark.usefixtures("log")
async def test_a_login_providers_secret_is_found_nowhere(
    emulator: str, service: "CognitoIdentityClient", home: Path
) -> None:
    """A `key;secret` is stored by the service and returned by it, and no screen shows it."""
    app = CogtuiApp(Settings(endpoint_url=emulator, regions=("us-east-1",)))
    async with operating(app, service, toasts=True) as operator:
        await operator.goes_to("data-sandbox")
        await operator.runs("update-identity-pool")
        await operator.sees_form("update-identity-pool")
        await operator.adds(
            "SupportedLoginProviders",
            IdentityProviderName="api.twitter.com",
            IdentityProviderId=f"key;{SENTINEL}",
        )
        await operator.press("ctrl+l")
        await operator.sees("api.twitter.com")
        await nowhere(operator, home)
        await operator.press("escape", "ctrl+s")
        await operator.agrees()
        await operator.sees_toast("Saved the configuration of data-sandbox.")
        stored = operator.pool("data-sandbox")["SupportedLoginProviders"]
        assert stored["api.twitter.com"] == f"key;{SENTINEL}"
        for key in ("2", "6", "7"):
            await operator.press(key)
            await operator.rests()
            await nowhere(operator, home)
        await operator.runs("update-identity-pool")
        await operator.sees_form("update-identity-pool")
        await operator.goes_to_field("SupportedLoginProviders")
        await operator.press("ctrl+t")
        await nowhere(operator, home)


async def test_a_crash_report_of_a_call_has_no_secret(
    emulator: str, service: "CognitoIdentityClient"
) -> None:
    """The traceback of a failed call does not contain the secret, even with local variables."""
    app = CogtuiApp(Settings(endpoint_url=emulator, regions=("us-east-1",)))
    async with operating(app, service) as operator:
        await operator.goes_to("mobile-app-prod")
        account = operator.panes.pools.account
        assert account is not None
        parameters = {
            "IdentityPoolId": operator.pool_id("mobile-app-prod"),
            "Logins": {GOOGLE: Secret(SENTINEL)},
        }
        with pytest.raises(ApiError) as caught:
            await account.gateway.call("get-id", "us-east-1", parameters)
    report = io.StringIO()
    crash_report = Traceback.from_exception(
        caught.type, caught.value, caught.tb, show_locals=True, locals_max_string=100_000
    )
    Console(file=report, width=400).print(crash_report)
    assert "Invalid login token" in report.getvalue()
    assert SENTINEL not in report.getvalue()
