"""The credentials screen: details, countdown, and renewal."""

from collections.abc import Callable
from typing import Any, Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.credentials.flow import AuthFlow
from cogtui.secret import Secret
from tests.screens.credentials.obtained import GUEST, KEY, TOKEN, Obtained, emulator, obtained
from tests.screens.interceptor import Interceptor, error
from tests.screens.user import SMALL, WIDE

__all__ = ["emulator"]

AppOn = Callable[..., CogtuiApp]

ROLE = "arn:aws:iam::111122223333:role/MobileAppProdGuest"

CLASSIC: Final[dict[str, Any]] = {
    "auth_flow": AuthFlow.CLASSIC,
    "pool": "data-sandbox",
    "role_arn": ROLE.replace("Guest", "Any"),
}
DEVELOPER: Final[dict[str, Any]] = {
    "auth_flow": AuthFlow.DEVELOPER,
    "pool": "partner-portal",
    "logins": {"login.partners.example": Secret("ada")},
}


async def chooses(shown: Obtained, key: str, *typed: str) -> None:
    """Open a list by its key, and choose an entry by a part of its text."""
    await shown.user.press(key)
    await shown.user.sees("Enter Select")
    for text in typed:
        await shown.user.type(text)
    await shown.user.press("enter")


async def test_whose_credentials_they_are(app_on: AppOn) -> None:
    """The screen shows identity, role, account, caller, steps and expiry."""
    async with obtained(app_on(), SMALL) as shown:
        user, credentials_shown = shown.user, shown.credentials
        await user.sees(
            "Credentials · mobile-app-prod · enhanced flow",
            "60 min left",
            f"Identity {credentials_shown.identity_id}",
            f"Role {ROLE}",
            "Account 111122223333",
            f"Access key ID {credentials_shown.access_key_id}",
            "Secret access key **** 40 characters",
        )
        assert GUEST in "".join(user.words.split())
        await user.press("G")
        await user.sees("1 get-id:", "2 get-credentials-for-identity:", "3 sts get-caller-identity")


async def test_guest_limits_are_shown(app_on: AppOn) -> None:
    """Only guests of the enhanced flow have them."""
    async with obtained(app_on()) as shown:
        await shown.user.sees("Guest session limits")
    async with obtained(app_on(), **CLASSIC) as shown:
        await shown.user.sees("classic flow")
        assert "Guest session limits" not in shown.user.words


async def test_secrets_are_shown_only_on_request(app_on: AppOn) -> None:
    """Neither screen, screenshot nor list contains a secret; v shows one, and v hides it again."""
    async with obtained(app_on(), WIDE, sentinels=True) as shown:
        user = shown.user
        assert "sentinel" not in user.words + user.app.export_screenshot()
        await chooses(shown, "v")
        await user.sees(KEY)
        assert TOKEN[:40] not in user.screen
        await user.press("v")
        await user.sees_no(KEY)
        assert "sentinel" not in user.app.export_screenshot()
        await chooses(shown, "v", "token")
        await user.sees("sentinel/token")
        assert TOKEN in "".join(user.words.split())


async def test_a_secret_is_hidden_after_a_while(app_on: AppOn) -> None:
    """A secret does not stay on an unattended screen."""
    async with obtained(app_on(), sentinels=True) as shown:
        shown.screen._shown_for = 1.5
        await chooses(shown, "v")
        await shown.user.sees(KEY)
        await shown.user.sees_no(KEY)


async def test_canceling_shows_no_secret(app_on: AppOn) -> None:
    """Escape in the list shows nothing."""
    async with obtained(app_on(), sentinels=True) as shown:
        await shown.user.press("v")
        await shown.user.sees("Enter Select")
        await shown.user.press("escape")
        await shown.user.sees("Expires")
        assert "sentinel" not in shown.user.words


async def test_the_countdown(app_on: AppOn) -> None:
    """It shows minutes, then seconds, and warns five minutes before the expiry and at it."""
    async with obtained(app_on()) as shown:
        user = shown.user
        await user.sees("· 60 min left")
        await shown.has_left(330)
        await user.sees("· 6 min left")
        assert user.toasts == []
        await shown.has_left(270)
        await user.sees("· only 5 min left")
        assert user.toasts == ["The credentials expire within five minutes."]
        await shown.has_left(60)
        await user.sees(" s left")
        await shown.has_left(-1)
        await user.sees("· expired")
        assert user.toasts[1:] == ["The credentials have expired."]


async def test_the_countdown_updates_itself(app_on: AppOn) -> None:
    """It updates when its text changes, and not earlier."""
    async with obtained(app_on()) as shown:
        await shown.has_left(2)
        await shown.user.sees(" s left")
        await shown.user.sees("expired")


async def test_renewing(app_on: AppOn) -> None:
    """R gets new credentials of the same identity, and restarts the countdown."""
    async with obtained(app_on()) as shown:
        user, old = shown.user, shown.credentials
        await shown.has_left(200)
        await user.sees("only 4 min left")
        shown.clock.ahead = 0
        await user.press("r")
        await user.waits(lambda: shown.credentials != old, "new credentials")
        await user.sees("60 min left", f"Access key ID {shown.credentials.access_key_id}")
        assert shown.credentials.identity_id == old.identity_id
        assert user.called("get-id") == 1
        assert user.toasts[-1] == "Credentials renewed."


@pytest.mark.parametrize(
    ("credentials_request", "operation"),
    [
        (CLASSIC, "sts assume-role-with-web-identity"),
        (DEVELOPER, "get-open-id-token-for-developer-identity"),
    ],
)
async def test_renewing_in_other_flows(
    app_on: AppOn, credentials_request: dict[str, Any], operation: str
) -> None:
    """Credentials are renewed with the flow that obtained them."""
    async with obtained(app_on(), **credentials_request) as shown:
        old = shown.credentials
        await shown.user.press("r")
        await shown.user.waits(lambda: shown.credentials != old, "new credentials")
        assert shown.credentials.identity_id == old.identity_id
        assert shown.user.called(operation) == 2


async def test_a_renewal_that_fails_is_explained(app_on: AppOn, between: Interceptor) -> None:
    """The failure is explained, and the old credentials stay."""
    async with obtained(app_on(endpoint_url=between.url)) as shown:
        old = shown.credentials
        between.answers["get-credentials-for-identity"] = error(
            "NotAuthorizedException", f"Access to Identity '{old.identity_id}' is forbidden."
        )
        await shown.user.press("r")
        await shown.user.sees("Cannot renew the credentials; the old", "is forbidden.")
        await shown.user.press("escape")
        await shown.user.sees("60 min left", f"Access key ID {old.access_key_id}")
        assert shown.credentials == old


async def test_canceling_a_renewal(app_on: AppOn, between: Interceptor) -> None:
    """Escape keeps the old credentials."""
    async with obtained(app_on(endpoint_url=between.url)) as shown:
        old = shown.credentials
        between.gates["get-credentials-for-identity"].clear()
        await shown.user.press("r")
        await shown.user.sees("Renewing the credentials…")
        await shown.user.press("escape")
        await shown.user.sees("Expires")
        assert shown.credentials == old
