"""Secrets in forms are accepted and returned, and appear nowhere else."""

import io
import traceback
from collections.abc import Mapping
from typing import Any

import pytest
from rich.console import Console
from rich.pretty import pretty_repr
from rich.traceback import Traceback

from cogtui.gateway.service_model import input_members
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.validation import Problem
from cogtui.widgets.fields.secret_field import SecretField
from cogtui.widgets.fields.text_field import TextField
from tests.inputs import GOOD
from tests.widgets.fields.filling import Filler, filling

SENTINEL = "sentinel-7f3c1d9b"
POOL = {"IdentityPoolId": GOOD["IdentityPoolId"]}
NEW_POOL = {"IdentityPoolName": "x", "AllowUnauthenticatedIdentities": False}


def shown(form: Filler) -> str:
    """Return everything drawn, and what a debugger or a crash report prints of the app."""
    widgets = [form.app, *form.app.screen_stack]
    widgets += [each for screen in form.app.screen_stack for each in screen.walk_children()]
    printed = [f"{each!r} {pretty_repr(each)} {vars(each)!r}" for each in widgets]
    printed += [f"{each!r} {pretty_repr(each)} {vars(each)!r}" for each in form.messages]
    return "\n".join([form.app.export_screenshot(), form.words, *printed])


async def opens_a_login(form: Filler) -> SecretField:
    """Move to the token of a new login."""
    await form.goes_to("Logins")
    await form.press("n")
    await form.type("accounts.google.com")
    await form.press("enter")
    field = form.app.focused
    assert isinstance(field, SecretField)
    return field


async def test_a_token_is_typed_and_pasted() -> None:
    """A token is masked with its length, returned in full, and neither drawn nor printed."""
    async with filling("get-id", POOL) as form:
        await opens_a_login(form)
        assert "required, never shown" in form.words
        await form.type(SENTINEL)
        await form.paste(f"  {SENTINEL[:8]}\r\n{SENTINEL[8:]} \n")
        assert "•••••• 34 characters" in form.words
        await form.press("backspace")
        assert "•••••• 33 characters" in form.words
        assert SENTINEL not in shown(form)
        await form.press("ctrl+s")
        assert "accounts.google.com •••••• 33 characters" in form.words
        await form.press("ctrl+s")
        assert form.result == {
            **POOL,
            "Logins": {"accounts.google.com": Secret((SENTINEL * 2)[:-1])},
        }
        assert SENTINEL not in shown(form)


async def test_keys_in_one_read_keep_their_order() -> None:
    """A mistake, its correction and the rest may arrive in one read over a slow connection."""
    async with filling("get-id", POOL) as form:
        await opens_a_login(form)
        form.send("a", "x", "backspace", "b", "c")
        await form.press("ctrl+s", "ctrl+s")
        assert form.result["Logins"]["accounts.google.com"].reveal() == "abc"


async def test_a_token_of_50000_characters() -> None:
    """50,000 characters are accepted, one more is too long, and Ctrl+U clears them."""
    async with filling("get-id", POOL) as form:
        await opens_a_login(form)
        await form.paste("t" * 50_000)
        assert "•••••• 50,000 characters" in form.words
        await form.press("t", "ctrl+s")
        assert "✗ up to 50,000 characters, now 50,001" in form.words
        await form.press("ctrl+u")
        assert "✗ required" in form.words
        await form.paste("u" * 50_000)
        await form.press("ctrl+s", "ctrl+s")
        assert form.result["Logins"]["accounts.google.com"].reveal() == "u" * 50_000


async def test_a_secret_can_be_reset() -> None:
    """Ctrl+R restores the initial secret."""
    values = {**POOL, "Logins": {"accounts.google.com": Secret(SENTINEL)}}
    async with filling("get-id", values) as form:
        await form.goes_to("Logins")
        await form.press("enter", "tab", "ctrl+u", "ctrl+r", "ctrl+s", "ctrl+s")
        assert form.result == values


async def test_the_secret_of_a_login_provider_is_hidden_at_once() -> None:
    """The value is masked as soon as it has a semicolon; an app ID alone is not masked."""
    async with filling("create-identity-pool", NEW_POOL) as form:
        await form.goes_to("SupportedLoginProviders")
        await form.press("n")
        await form.type("www.example.com")
        await form.press("tab")
        await form.type("7346;" + SENTINEL)
        assert "•••••• 22 characters" in form.words
        assert isinstance(form.app.focused, SecretField)
        assert form.app.focused.is_changed
        assert SENTINEL not in shown(form)
        await form.press("ctrl+s", "ctrl+s")
        expected = {"www.example.com": Secret(f"7346;{SENTINEL}")}
        assert {**NEW_POOL, "SupportedLoginProviders": expected} == form.result


async def test_a_login_providers_secret_is_pasted() -> None:
    """A secret pasted into the field of the app ID makes it a secret field."""
    async with filling("create-identity-pool", NEW_POOL) as form:
        await form.goes_to("SupportedLoginProviders")
        await form.press("n", "tab")
        await form.paste(f"key;{SENTINEL}\n")
        assert SENTINEL not in shown(form)
        assert "•••••• 21 characters" in form.words


async def test_the_providers_with_secrets_are_known() -> None:
    """The value of a provider known to have a secret is masked before anything is typed."""
    async with filling("create-identity-pool", NEW_POOL) as form:
        await form.goes_to("SupportedLoginProviders")
        await form.press("n")
        await form.type("api.twitter.com")
        await form.press("tab")
        assert isinstance(form.app.focused, SecretField)
        await form.type("k;s")
        await form.press("ctrl+s", "enter")
        assert "•••••• 3 characters" in form.words
        await form.press("escape", "ctrl+s")
        assert form.result["SupportedLoginProviders"] == {"api.twitter.com": Secret("k;s")}


async def test_an_initial_key_of_a_login_provider() -> None:
    """The initial value of such a provider is masked even without a secret in it."""
    values = {**NEW_POOL, "SupportedLoginProviders": {"api.twitter.com": "k"}}
    async with filling("create-identity-pool", values) as form:
        await form.goes_to("SupportedLoginProviders")
        await form.press("enter")
        assert "•••••• 1 character" in form.words
        assert [TextField] == [
            type(each) for each in form.app.screen.query(".field") if type(each) is not SecretField
        ]


def failing(values: Mapping[str, Any]) -> list[Problem]:
    """Fail as soon as there is a token."""
    if "IdentityProviderToken" in values:
        raise ZeroDivisionError
    return []


async def crashes(way: str) -> None:
    """Run a form that fails as soon as there is a token."""
    member = next(each for each in input_members("get-id") if each.name == "Logins")
    assert member.element is not None
    async with filling() as form:
        await form.opens(FormDialog("Row", (member.element,), checks=failing))
        if way == "typed":
            await form.press(*SENTINEL)
        elif way == "pasted":
            await form.paste(SENTINEL)
        else:
            form.app.screen.query_one(SecretField).fill(SENTINEL)
            await form.press("ctrl+s")


@pytest.mark.parametrize("way", ["typed", "pasted", "sent"])
async def test_a_crash_report_has_no_secret(way: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Python's traceback, Rich's with local variables and Textual's output omit the secret."""
    with pytest.raises(ZeroDivisionError) as caught:
        await crashes(way)
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
    assert "values" in report
    assert SENTINEL not in report.replace(f"SENTINEL = '{SENTINEL}'", "")
