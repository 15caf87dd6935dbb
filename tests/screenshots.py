"""Draw screenshots/ from the demo data: `make screenshots`.

The data is seeded, the clock is fixed at the time of the data, and the time zone is UTC, so that a
picture changes only when the look does. Random values of the emulator, such as the ID of a new
guest, are replaced by fixed answers.
"""

import asyncio
import contextlib
import datetime as dt
import os
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

import boto3
from textual.events import Paste
from textual.pilot import Pilot

from cogtui.app import CogtuiApp
from cogtui.emulator import start_emulator
from cogtui.emulator.demo.pool_plan import GOOGLE, user_pool
from cogtui.emulator.demo.pools import STAFF, STAFF_APP
from cogtui.screens.explorer.explorer import Explorer
from cogtui.settings.settings import Settings
from tests.emulator.connection import pools_by_name
from tests.emulator.users import id_token
from tests.screens.interceptor import Answer, Interceptor, answer, error
from tests.waiting import wait_until

FOLDER: Final = Path(__file__).parent.parent / "screenshots"
NOW: Final = dt.datetime(2026, 11, 1, tzinfo=dt.UTC).timestamp()
WIDE: Final = (160, 40)
NARROW: Final = (80, 24)


class PasteText(NamedTuple):
    """A text to paste."""

    text: str


class WaitFor(NamedTuple):
    """A text to wait for."""

    text: str


class RenamePool(NamedTuple):
    """A pool to rename at the service, as someone else would."""

    name: str
    """The current name."""
    to: str
    """The new name."""


Steps = tuple[str | PasteText | WaitFor | RenamePool, ...]
"""The steps to a picture: keys, and texts to paste or to wait for."""


class Picture(NamedTuple):
    """A picture, and how to reach it."""

    name: str
    """The file name, without its suffix."""
    size: tuple[int, int]
    """The terminal's columns and rows."""
    theme: str
    """The theme."""
    steps: Steps
    """The steps to it."""
    answers: Mapping[str, Answer] = {}
    """Answers to give instead of the emulator, once the account is known."""


async def draw(picture: Picture, between: Interceptor) -> None:
    """Reach a picture by its steps, and save it.

    Args:
        picture: The picture.
        between: The server between the app and the emulator.
    """
    between.answers.clear()
    name, size, theme, steps, answers = picture
    settings = Settings(regions=("us-east-1",), theme=theme, demo=True, welcome=False)
    app = CogtuiApp(settings, serve_demo=lambda: between.url, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await wait_until(pilot, lambda: explorer.pools.account and explorer.pools.account.caller)
        between.answers |= answers
        for each in steps:
            await perform(pilot, each, between.url)
            await wait_until(pilot, lambda: not busy(explorer))
        # a changed layout, for example a new scroll bar, is drawn in the next frame
        await pilot.pause()
        svg = app.export_screenshot(title="cogtui")
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(f"screenshots/{name}.svg")  # noqa: T201  the script reports its progress


async def perform(
    pilot: Pilot[None], each: str | PasteText | WaitFor | RenamePool, url: str
) -> None:
    """Press a key, paste a text, wait for a text, or rename a pool."""
    if isinstance(each, WaitFor):
        await wait_until(
            pilot, lambda: each.text in screen_text(pilot), f"{each.text} on the screen"
        )
    elif isinstance(each, RenamePool):
        await asyncio.to_thread(rename, url, each)
    elif isinstance(each, PasteText):
        pilot.app.screen.focused.post_message(Paste(each.text))  # type: ignore[union-attr]  # a field has the focus
        await pilot.pause()
    else:
        await pilot.press(each)


def rename(url: str, request: RenamePool) -> None:
    """Rename a pool at the service."""
    client = boto3.client(
        "cognito-identity",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="any",
        aws_secret_access_key="any",  # noqa: S106  the emulator accepts any
    )
    pool_id = pools_by_name(client)[request.name]
    pool: dict[str, Any] = dict(client.describe_identity_pool(IdentityPoolId=pool_id))
    # tags are kept if they are omitted
    omitted = ("ResponseMetadata", "IdentityPoolTags")
    members = {name: pool[name] for name in pool if name not in omitted}
    client.update_identity_pool(**members | {"IdentityPoolName": request.to})


def screen_text(pilot: Pilot[None]) -> str:
    """Return the text on the screen, with one blank between screen_text."""
    strips = pilot.app.screen._compositor.render_strips()
    return " ".join(" ".join(strip.text for strip in strips).split())


def busy(explorer: Explorer) -> bool:
    """Return whether data for the screen is still loading; dialogs wait for the user."""
    return any(
        not worker.is_finished
        for worker in explorer.app.workers
        if worker.group not in ("choose", "operation")
    )


_GUEST: Final = "us-east-1:5b09b23c-6efc-c8e4-1d0c-3f7a9d2b6e41"
_SESSION: Final = "assumed-role/MobileAppProdGuest/CognitoIdentityCredentials"
_CALLER: Final = f"""<GetCallerIdentityResponse><GetCallerIdentityResult>
<UserId>AROAEXAMPLE:CognitoIdentityCredentials</UserId><Account>111122223333</Account>
<Arn>arn:aws:sts::111122223333:{_SESSION}</Arn>
</GetCallerIdentityResult></GetCallerIdentityResponse>"""
CREDENTIALS_VALUES: Final = {
    "get-id": answer({"IdentityId": _GUEST}),
    "get-credentials-for-identity": answer(
        {
            "IdentityId": _GUEST,
            "Credentials": {
                "AccessKeyId": "ASIAIOSFODNN7EXAMPLE",
                "SecretKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                "SessionToken": "t" * 1_200,
                "Expiration": NOW + 3_600,
            },
        }
    ),
    "get-caller-identity": Answer(200, "text/xml", _CALLER.encode()),
}
"""A guest's credentials, with the values from AWS's documentation."""

BAD_ROLE: Final = {
    "get-id": answer({"IdentityId": _GUEST}),
    "get-credentials-for-identity": error(
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    ),
}
"""The answers of a pool without roles."""

_GOOGLE_APP: Final = "482910573621-h2k9d7s4f6g8j0l1.apps.googleusercontent.com"
_TOKEN_CLAIMS: Final[dict[str, Any]] = {
    "cognito:username": "lee.park",
    "cognito:groups": ["analysts"],
    "custom:department": "sales",
}
EXPIRED: Final = id_token(GOOGLE, "ana@example.com", _GOOGLE_APP, exp=int(NOW) - 4_000)
LEE: Final = id_token(user_pool(STAFF), "1f2e", STAFF_APP, exp=int(NOW) + 3_600, **_TOKEN_CLAIMS)
"""Tokens to paste instead of signing in."""

ASK: Final = ("X", WaitFor("Get credentials with"))
CREDENTIALS: Final[Steps] = (*("down",) * 5, *ASK, "enter", WaitFor("Expires"))
STEP: Final[Steps] = (*("down",) * 2, *ASK, "enter", WaitFor("What to do"))
LOGINS: Final[Steps] = (
    *("down",) * 5,
    *ASK,
    *"Enhanced",
    "enter",
    WaitFor("Logins"),
    "down",
    "p",
    WaitFor("IdentityProviderToken"),
    PasteText(EXPIRED),
    "ctrl+s",
    WaitFor("expired 1 h ago"),
)
WHY_ROLE: Final[Steps] = (
    "down",
    "W",
    WaitFor("Role for"),
    "down",
    "enter",
    WaitFor("Logins"),
    "p",
    WaitFor("IdentityProviderToken"),
    PasteText(LEE),
    "ctrl+s",
    WaitFor("of lee.park"),
    "ctrl+s",
    WaitFor("Step by step"),
)

PARTNERS: Final[Steps] = ("slash", *"partner", "enter", WaitFor("login.partners.example"))
_TWICE: Final = ("maria.keller@northwind.example", "Maria.Keller@northwind.example")
USERS_SCREEN: Final[Steps] = (
    *PARTNERS,
    "F",
    WaitFor("Look up developer user ·"),
    PasteText("p.lindqvist@adatum.example"),
    "enter",
    WaitFor("2 lindqvist-petra"),
)
MERGE: Final[Steps] = (
    *PARTNERS,
    "w",
    WaitFor("Merge developer users"),
    PasteText(_TWICE[0]),
    "enter",
    PasteText(_TWICE[1]),
    "enter",
    WaitFor("Source (disabled)"),
)
MANY: Final[Steps] = (
    *PARTNERS,
    "B",
    WaitFor("Bulk changes from CSV:"),
    "enter",
    WaitFor("CSV file"),
    PasteText("partners.csv"),
    "ctrl+s",
    WaitFor("Checked 6"),
    *"jjj",
)
CSV_FILE: Final = """source,destination
maria.keller@northwind.example,Maria.Keller@northwind.example
tom.okafor@contoso.example,t.okafor@contoso.example
ines.duarte@fabrikam.example,ines.duarte@northwind.example
Ines.Duarte@fabrikam.example,ines.duarte@northwind.example
p.lindqvist@adatum.example,lindqvist-petra
tom.okafor@contoso.example,ines.duarte@northwind.example
"""
"""A CSV file of users to merge, with two invalid rows."""

EDITOR: Final[Steps] = (
    "slash",
    *"prod",
    "enter",
    WaitFor("Classic flow"),
    "e",
    WaitFor("General"),
)
REVIEW: Final[Steps] = (
    *EDITOR,
    "tab",
    "f",
    *("tab",) * 2,
    "d",
    "ctrl+s",
    WaitFor("planned changes"),
)
THREE_WAY: Final[Steps] = (
    *EDITOR,
    PasteText("-blue"),
    "ctrl+s",
    WaitFor("planned changes"),
    RenamePool("mobile-app-prod", "mobile-app-prod-green"),
    "ctrl+s",
    WaitFor("1 of 1"),
)

PICTURES: Final = (
    Picture(
        "explorer",
        WIDE,
        "cogtui-dark",
        (*("down",) * 5, "tab", "down", "space", "down", "space"),
    ),
    Picture("explorer-light", WIDE, "cogtui-light", (*("down",) * 5, "3")),
    Picture(
        "identities-80x24",
        NARROW,
        "cogtui-dark",
        (*("down",) * 5, "enter", "down", "enter"),
    ),
    Picture("roles-80x24", NARROW, "cogtui-dark", (*("down",) * 4, "3", "tab", "tab")),
    Picture("actions-80x24", NARROW, "cogtui-dark", (*("down",) * 5, "a")),
    Picture("credentials-logins", NARROW, "cogtui-dark", LOGINS),
    Picture("credentials-step", NARROW, "cogtui-dark", STEP, BAD_ROLE),
    Picture("credentials-why-role", NARROW, "cogtui-dark", WHY_ROLE),
    Picture("credentials", NARROW, "cogtui-dark", CREDENTIALS, CREDENTIALS_VALUES),
    Picture(
        "credentials-take-out",
        NARROW,
        "cogtui-dark",
        (*CREDENTIALS, "a", WaitFor("Export credentials")),
        CREDENTIALS_VALUES,
    ),
    Picture("developer-desk-80x24", NARROW, "cogtui-dark", USERS_SCREEN),
    Picture("developer-merge", WIDE, "cogtui-dark", MERGE),
    Picture(
        "developer-merge-question-80x24",
        NARROW,
        "cogtui-dark",
        (*MERGE, "ctrl+s", WaitFor("to confirm")),
    ),
    Picture("developer-many-80x24", NARROW, "cogtui-dark", MANY),
    Picture("configuration-editor", WIDE, "cogtui-dark", EDITOR),
    Picture("configuration-review-80x24", NARROW, "cogtui-dark", REVIEW),
    # the last picture, as it renames a pool
    Picture("configuration-three-way-80x24", NARROW, "cogtui-dark", THREE_WAY),
)
"""All pictures."""


@contextlib.contextmanager
def csv_directory() -> Iterator[None]:
    """Change to a directory with the CSV file, so that the picture shows a relative path."""
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory):
        Path("partners.csv").write_text(CSV_FILE, encoding="utf-8")
        yield


async def main() -> None:
    """Draw all pictures."""
    FOLDER.mkdir(exist_ok=True)
    with start_emulator() as emulator, Interceptor(emulator.url) as between, csv_directory():
        for picture in PICTURES:
            await draw(picture, between)


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    asyncio.run(main())
