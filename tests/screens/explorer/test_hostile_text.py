"""Names and texts that would be obeyed by a terminal or by markup are shown as they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cogtui.app import CogtuiApp
from cogtui.text import is_plain
from tests.screens.interceptor import Answer, Interceptor, answer, error
from tests.screens.user import WIDE, User, using

SHOWN = {
    "[bold]markup[/bold] [/nothing]": "[bold]markup[/bold] [/nothing]",
    "[@click=app.quit]link[/]": "[@click=app.quit]link[/]",
    "\x1b[31mred\x1b[0m": "␛[31mred␛[0m",
    "\x1b]0;title\x07": "␛]0;title␇",
    "\x9b31mC1": "<009b>31mC1",
    "line\nbreak\r\ttab": "line␊break␍␉tab",
    "\u202egnp.exe": "<202e>gnp.exe",
    "zero\u200bwidth": "zero<200b>width",
    "family 👩\u200d👩\u200d👧 flag 🇳🇱": "family 👩<200d>👩<200d>👧 flag 🇳🇱",
    "blank\u3164\U000e0041\u2800letters": "blank<3164><e0041><2800>letters",
    "heart ❤\ufe0f": "heart ❤<fe0f>",
    "שלום עולם": "שלום עולם",
    "日本語のプール": "日本語のプール",
    "x" * 60 + "y" * 8 + "z" * 60: "zzzzzzzz",
    "$(reboot) `reboot` ${HOME}": "$(reboot) `reboot` ${HOME}",
}
"""Texts, and what the screen must show for each."""


def pool_id(place: int) -> str:
    """The id of a pool with a hostile name."""
    return f"us-east-1:{place:08x}-0000-4000-8000-000000000000"


def everything_hostile(between: Interceptor) -> None:
    """Answers with hostile text wherever there is text."""
    texts = list(SHOWN)
    pools = [
        {"IdentityPoolId": pool_id(place), "IdentityPoolName": text}
        for place, text in enumerate(texts)
    ]

    def named(parameters: dict[str, Any]) -> str:
        return texts[int(parameters["IdentityPoolId"].split(":")[1].split("-")[0], 16)]

    def describe(parameters: dict[str, Any]) -> Answer:
        text = named(parameters)
        return answer(
            {
                "IdentityPoolId": parameters["IdentityPoolId"],
                "IdentityPoolName": text,
                "AllowUnauthenticatedIdentities": True,
                "SupportedLoginProviders": {text: text},
                "DeveloperProviderName": text,
                "CognitoIdentityProviders": [{"ProviderName": text, "ClientId": text}],
                "OpenIdConnectProviderARNs": [text],
                "SamlProviderARNs": [f"arn:aws:iam::111122223333:saml-provider/{text}"],
                "IdentityPoolTags": {text: text},
            }
        )

    def roles(parameters: dict[str, Any]) -> Answer:
        text = named(parameters)
        rule = {"Claim": text, "MatchType": "Equals", "Value": text, "RoleARN": text}
        mapping = {"Type": "Rules", "RulesConfiguration": {"Rules": [rule]}}
        return answer({"Roles": {"authenticated": text}, "RoleMappings": {text: mapping}})

    def identities(parameters: dict[str, Any]) -> Answer:
        item = {"IdentityId": parameters["IdentityPoolId"], "Logins": [named(parameters)]}
        return answer({"Identities": [item]})

    between.answers |= {
        "list-identity-pools": answer({"IdentityPools": pools}),
        "describe-identity-pool": describe,
        "get-identity-pool-roles": roles,
        "list-tags-for-resource": answer({"Tags": {text: text for text in texts}}),
        "get-principal-tag-attribute-map": answer(
            {"PrincipalTags": {text: text for text in texts}}
        ),
        "list-identities": identities,
        "describe-identity": answer({"IdentityId": "[bold]\x1b[31m", "Logins": texts}),
        "lookup-developer-identity": answer({"DeveloperUserIdentifierList": texts}),
    }


def check(user: User) -> None:
    """Holds everything that is drawn to what a terminal prints and does not obey."""
    for line in user.lines:
        assert is_plain(line), ascii(line)
    picture = user.app.export_screenshot()
    assert not any(ord(each) < 0x20 and each != "\n" for each in picture)


@pytest.mark.parametrize("place", [0, 2])
async def test_hostile_pools(
    app_on: Callable[..., CogtuiApp], between: Interceptor, place: int
) -> None:
    """Every view of a pool with hostile names draws them, and nothing is obeyed."""
    everything_hostile(between)
    text = list(SHOWN)[place]
    shown = SHOWN[text]
    async with using(app_on(endpoint_url=between.url, pool=pool_id(place)), WIDE) as user:
        await user.sees(shown, "Developer ")
        check(user)
        for key in "23456":
            await user.press(key)
            await user.rests()
            await user.sees(shown)
            check(user)
        await user.press("a")
        await user.sees("Actions on ")
        check(user)
        await user.press("escape", "ctrl+p")
        check(user)
        await user.press("escape", "I")
        await user.sees("· identities 1")
        check(user)
        await user.press("y", "enter", "1")
        await user.sees("State authenticated", f"Logins ({len(SHOWN)})")
        check(user)
        await user.press("l", "Y")
        await user.sees('"[bold]\\u001b[31m"')
        check(user)


async def test_all_hostile_names_at_once(
    app_on: Callable[..., CogtuiApp], between: Interceptor, size: tuple[int, int]
) -> None:
    """The tree draws each hostile name on its own line, and finds it by the filter."""
    everything_hostile(between)
    async with using(app_on(endpoint_url=between.url), size) as user:
        await user.sees(f"▼ us-east-1 {len(SHOWN)}", "שלום עולם", "<202e>gnp.exe")
        check(user)
        await user.press("G", "h", "g", "down", "right", "slash")
        await user.type("[bold]")
        await user.press("enter")
        await user.sees(f"▼ us-east-1 1 of {len(SHOWN)}", "[bold]")
        check(user)


async def test_hostile_errors(app_on: Callable[..., CogtuiApp], between: Interceptor) -> None:
    """A server's error texts are shown as they are, in every pane and in the toast."""
    hostile = error("[bold]Bad\x1b[31mException", "[link]\x1b]0;title\x07\u202e\nof it")
    for operation in ("describe-identity-pool", "list-identities"):
        between.answers[operation] = hostile
    async with using(app_on(endpoint_url=between.url), toasts=True) as user:
        await user.goes_to("store-kiosks")
        await user.sees("[link]␛]0;title␇<202e>␊of it")
        check(user)
        await user.press("I")
        await user.sees("✗ The service rejected list-identities", "[link]␛]0;title␇<202e>")
        check(user)
        await user.press("escape", "7", "tab", "tab", "g", "enter")
        await user.sees("A call", "[bold]Bad␛[31mException")
        check(user)


async def test_a_hostile_profile(
    app_on: Callable[..., CogtuiApp], home: Path, emulator: str
) -> None:
    """A profile's name is drawn as it is in the line at the top, the picker and the details."""
    name = "[red]evil\x1b[31m \u202eprofile"
    (home / "aws-config").write_text(f"[profile '{name}']\nregion = us-east-1\n")
    async with using(app_on(profile=name), WIDE) as user:
        await user.sees("✗ No AWS credentials", "[red]evil␛[31m <202e>profile")
        check(user)
        await user.press("P")
        await user.sees("Enter Select", "[red]evil␛[31m <202e>profile us-east-1")
        check(user)


async def test_hostile_ids_in_toasts(
    app_on: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """A toast tells what was copied, as it is; the clipboard gets it unchanged."""
    hostile = "us-east-1:[bold]\x1b[31m"
    pool = {"IdentityPoolId": hostile, "IdentityPoolName": "hostile"}
    between.answers["list-identity-pools"] = answer({"IdentityPools": [pool]})
    async with using(app_on(endpoint_url=between.url), toasts=True) as user:
        await user.goes_to("hostile")
        await user.press("y")
        await user.sees("\nCopied us-east-1:")
        check(user)
        assert user.toasts == ["Copied us-east-1:[bold]␛[31m (c shows it if it does not paste)"]
        assert user.clipboard == hostile
