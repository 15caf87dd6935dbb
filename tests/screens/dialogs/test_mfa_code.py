"""A profile that needs an MFA code asks for it in a dialog."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.settings.settings import Settings
from tests.screens.interceptor import Answer, Interceptor, sts_error
from tests.screens.user import SMALL, using
from tests.waiting import let_pass

SERIAL = "arn:aws:iam::111122223333:mfa/ana"

CONFIG = f"""\
[profile admin]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = ana
mfa_serial = {SERIAL}

[profile ana]
region = us-east-1
"""


@pytest.fixture(autouse=True)
def _profiles(home: Path) -> None:
    """Write a profile whose role requires a code, and one without."""
    (home / "aws-config").write_text(CONFIG)
    (home / "aws-credentials").write_text(
        "[ana]\naws_access_key_id = AKIAEXAMPLE\naws_secret_access_key = any\n"
    )


def only_right_codes(parameters: dict[str, Any]) -> Answer | None:
    """Reject any code but the one on the device."""
    assert parameters["SerialNumber"] == SERIAL
    if parameters["TokenCode"] == "123456":
        return None
    refusal = "MultiFactorAuthentication failed with invalid MFA one time pass code."
    return sts_error("AccessDenied", refusal)


async def test_a_code_is_requested(app_on: Callable[..., CogtuiApp], between: Interceptor) -> None:
    """A malformed code is rejected by the dialog, a wrong one by AWS, and a right one works."""
    between.answers["assume-role"] = only_right_codes
    async with using(app_on(endpoint_url=between.url, profile="admin"), SMALL) as user:
        await user.sees("MFA code", "admin assumes a role that requires a code.", SERIAL)
        await user.press(*"12x34", "enter")
        await user.sees("A code has 6 digits.", "••••")
        assert "1234" not in user.words
        await user.press(*"56", "enter")
        await user.sees("▼ us-east-1 12", "111122223333", "admin", "Admin/")
        assert between.requested.count("assume-role") == 1


async def test_a_wrong_or_missing_code(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """Esc gives no code; a code that AWS refuses is reported, and the next one is requested."""
    between.answers["assume-role"] = only_right_codes
    async with using(app_on(endpoint_url=between.url, profile="admin")) as user:
        await user.sees("MFA code")
        await user.press("escape")
        await user.sees("✗ An MFA code is needed", "✗ mfa", "account unknown")
        await user.press("r")
        await user.sees("MFA code")
        await user.type("000000")
        await user.press("enter")
        await user.sees("AWS did not accept the code.", "the next one appears in 30 s.")
        await user.type("000000")
        await user.press("enter")
        await user.sees("This code was already sent. Wait for the next one.")
        assert between.requested.count("assume-role") == 1
        await user.press("escape")
        await user.sees("✗ AWS rejected the MFA code")
        await user.press("r")
        await user.sees("MFA code", "The current code has been used.")
        await user.type("123456")
        await user.press("enter")
        await user.sees("▼ us-east-1 12")


async def test_the_dialog_times_out(app_on: Callable[..., CogtuiApp], between: Interceptor) -> None:
    """The dialog closes after five minutes, and `r` asks again."""
    async with using(app_on(endpoint_url=between.url, profile="admin")) as user:
        await user.sees("MFA code")
        let_pass(301)
        await user.sees("✗ An MFA code is needed")
        await user.press("r")
        await user.sees("MFA code")


async def test_quitting_while_a_code_is_requested(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """The user can quit the app from the dialog."""
    async with using(app_on(endpoint_url=between.url, profile="admin")) as user:
        await user.sees("MFA code")
        await user.press("ctrl+c")
    assert user.app.return_code == 130


async def test_the_next_code(between: Interceptor) -> None:
    """Once the period of the refused code has passed, the dialog requests the current one."""
    between.answers["assume-role"] = only_right_codes
    now = [60.0]
    settings = Settings(endpoint_url=between.url, regions=("us-east-1",), profile="admin")
    async with using(CogtuiApp(settings, clock=lambda: now[0])) as user:
        await user.sees("MFA code")
        now[0] = 73.5
        await user.type("000000")
        await user.press("enter")
        await user.sees("AWS did not accept the code.", "the next one appears in 17 s.")
        now[0] = 89.5
        await user.sees("the next one appears in 1 s.")
        now[0] = 90
        await user.sees("Enter the one that the device shows now.")
        await user.type("123456")
        await user.press("enter")
        await user.sees("▼ us-east-1 12")


async def test_a_code_is_requested_once_in_a_run(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """Neither another profile and back, nor another region, nor `r` needs another code."""
    between.answers["assume-role"] = only_right_codes
    async with using(app_on(endpoint_url=between.url, profile="admin")) as user:
        await user.sees("MFA code")
        await user.type("123456")
        await user.press("enter")
        await user.sees("▼ us-east-1 12")
        for profile, caller in (("ana", "user/"), ("admin", "Admin/")):
            await user.press("P")
            await user.sees("Type to search")
            await user.type(profile)
            await user.press("enter")
            await user.sees("▼ us-east-1 12", caller)
        await user.press("R")
        await user.sees("[x] us-east-1")
        await user.type("eu-west-1")
        await user.press("space", "enter")
        await user.sees("▼ us-east-1 12", "▼ eu-west-1 2", "Admin/")
        assert between.requested.count("assume-role") == 1


async def test_another_role_soon_after(between: Interceptor, home: Path) -> None:
    """A role for which the device's code has to be the next one; later any code will do."""
    other = CONFIG.partition("[profile ana]")[0].replace("admin", "audit")
    (home / "aws-config").write_text(CONFIG + other.replace("Admin", "Audit"))
    now = [60.0]
    settings = Settings(endpoint_url=between.url, regions=("us-east-1",), profile="admin")
    async with using(CogtuiApp(settings, clock=lambda: now[0])) as user:
        await user.sees("MFA code")
        await user.type("123456")
        await user.press("enter")
        await user.sees("▼ us-east-1 12")
        await user.press("P")
        await user.sees("Type to search")
        await user.type("audit")
        await user.press("enter")
        await user.sees("MFA code", "The current code has been used.", "appears in 30 s.")
        await user.press("escape")
        await user.sees("✗ An MFA code is needed")
        now[0] = 90
        await user.press("r")
        await user.sees("MFA code")
        await user.sees_no("The current code has been used.")
