"""Tokens and passwords are shown nowhere, and do not stay in memory."""

import gc
import io
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.demo.users import PASSWORD
from cogtui.secret import Secret
from tests.emulator.users import id_token
from tests.screens.logins.opened_dialog import GOOGLE, GOOGLE_APP, LoginsDriver, opened
from tests.screens.user import User

SENTINEL = "Sentinel-7f3c1d9b"
MakeApp = Callable[..., CogtuiApp]


def token() -> str:
    """Return a token with the sentinel as its signature."""
    return f"{id_token(GOOGLE, 'ana', GOOGLE_APP).rpartition('.')[0]}.{SENTINEL}"


def left(user: User) -> str:
    """Return what a screenshot, a toast, the log or a debugger would show of the app."""
    app = user.app
    widgets = [app, *app.screen_stack]
    widgets += [each for screen in app.screen_stack for each in screen.walk_children()]
    printed = [f"{each!r} {pretty_repr(each)} {vars(each)!r}" for each in widgets]
    printed += [f"{each!r} {each.description} {vars(each)!r}" for each in app.workers]
    printed += [f"{each!r}" for each in user.requests]
    return "\n".join([app.export_screenshot(), user.screen, *user.toasts, *printed])


async def test_a_token_is_shown_nowhere(
    app_on: MakeApp,
    home: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A token from any source stays hidden in forms, list, details, questions and the result."""
    caplog.set_level("DEBUG", "cogtui")
    (home / "token").write_text(token())
    monkeypatch.setenv("MY_TOKEN", token())
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("j", "p")
        await user.sees("IdentityProviderToken")
        await driver.user.paste(token())
        await user.sees("••••••")
        seen = [left(user)]
        await user.press("ctrl+s")
        await user.sees("of ana")
        await user.press("t")
        await user.sees("Kind ID token")
        seen.append(left(user))
        for key, typed in (("f", "~/token"), ("e", "MY_TOKEN")):
            await user.press("escape", "d")
            await user.sees("○ Google")
            await user.press(key)
            await user.sees("Login ·")
            await user.type(typed)
            await user.press("ctrl+s")
            await user.sees("of ana")
            seen.append(left(user))
            await user.press("t")
        await user.press("escape", "ctrl+s")
        await driver.returns()
        seen.append(left(user))
    assert SENTINEL not in "".join(seen)
    assert SENTINEL not in caplog.text


async def test_sign_in_secrets_are_shown_nowhere(
    app_on: MakeApp,
    fresh_emulator: Callable[..., RunningEmulator],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Passwords, codes and texts that an error repeats stay hidden."""
    caplog.set_level("DEBUG", "cogtui")
    async with opened(app_on(endpoint_url=fresh_emulator(identities=10).url)) as driver:
        user = driver.user
        await user.press("s")
        await user.sees("USERNAME")
        await user.hits(*"nina.novak", "tab", *SENTINEL, "ctrl+s")
        await user.sees("✗ Wrong user name or password")
        seen = [left(user)]
        await user.press("ctrl+u")
        await user.hits(*PASSWORD, "ctrl+s")
        await user.sees("Repeat new password")
        await user.hits(*SENTINEL, "tab", *SENTINEL)
        seen.append(left(user))
        await user.press("ctrl+s")
        await user.sees("of nina.novak")
        seen.append(left(user))
        await user.press("d", "s")
        await user.sees("USERNAME")
        await user.hits(*"omar.aziz", "tab", *PASSWORD, "ctrl+s")
        await user.sees("SMS_MFA_CODE")
        await user.hits(*SENTINEL, "ctrl+s")
        await user.sees("✗ The code is wrong")
        seen.append(left(user))
    assert SENTINEL not in "".join(seen)
    assert PASSWORD not in "".join(seen)
    assert SENTINEL not in caplog.text


class Broken:
    """A gateway that raises an unexpected error."""

    async def call_other(self, *_: object) -> Mapping[str, Any]:
        """Raise an error."""
        raise ZeroDivisionError


def broken_clock(values: list[str]) -> float:
    """Return a clock that fails once there is a token."""
    return 1 / (0 if values else 1)


async def crashes(driver: LoginsDriver, way: str, values: list[str]) -> None:
    """Enter a secret in some way, and make the app crash."""
    user = driver.user
    if way == "token":
        await user.press("j", "p")
        await user.sees("IdentityProviderToken")
        await driver.user.paste(token())
        values.append("it")
        await user.press("ctrl+s")
    else:
        vars(user.app.screen)["_account"].gateway = Broken()
        await user.press("s")
        await user.sees("USERNAME")
        await user.hits(*"maya.chen", "tab", *SENTINEL, "ctrl+s")
    await user.waits(lambda: user.app._exception is not None, "a crash")


@pytest.mark.parametrize("way", ["token", "password"])
async def test_a_crash_report_has_no_secret(
    app_on: MakeApp, way: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither Python's traceback, Rich's with local variables, nor Textual's contains it."""
    values: list[str] = []
    with pytest.raises(Exception, match=r"^(.*ZeroDivisionError.*|division by zero|)$") as caught:
        async with opened(app_on(), clock=lambda: broken_clock(values)) as driver:
            await crashes(driver, way, values)
    error = caught.value
    console = Console(record=True, file=io.StringIO(), width=400)
    crash_report = Traceback.from_exception(
        type(error), error, error.__traceback__, show_locals=True, locals_max_string=10_000
    )
    console.print(crash_report)
    printed = capsys.readouterr()
    report = "\n".join(
        [console.export_text(), *traceback.format_exception(error), printed.out, printed.err]
    )
    assert "ZeroDivisionError" in report
    assert SENTINEL not in report.replace(f"SENTINEL = '{SENTINEL}'", "")


async def test_canceling_leaves_nothing_in_memory(app_on: MakeApp) -> None:
    """No object in memory holds the password, the ID token or the pasted token."""
    # pytest keeps the expected errors of other tests, with their frames
    before = live()
    async with opened(app_on()) as driver:
        user = driver.user
        await user.press("s")
        await user.sees("USERNAME")
        await user.hits(*"maya.chen", "tab", *PASSWORD, "ctrl+s")
        await user.sees("of maya.chen")
        await user.press("j", "p")
        await user.sees("IdentityProviderToken")
        await driver.user.paste(token())
        await user.press("ctrl+s")
        await user.sees("of ana")
        assert live() > before
        await user.press("escape")
        assert await driver.returns() is None
        await user.waits(lambda: live() <= before, "no more in memory than before")


def live() -> int:
    """Return the number of secrets in memory that are the password or a token."""
    gc.collect()
    secrets = [each.reveal() for each in gc.get_objects() if isinstance(each, Secret)]
    return sum(each == PASSWORD or each.startswith("eyJ") for each in secrets)
