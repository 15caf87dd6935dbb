"""Draws screenshots/ from the demo data: `make screenshots`.

The data is seeded, the clock stands still at the data's own present, and the zone is UTC, so that a
picture changes only when the look does. What an emulator would draw by lot, such as the id of a new
guest, is answered in its place.
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


class Typed(NamedTuple):
    """A text that is pasted in the place of a key."""

    text: str


class Seen(NamedTuple):
    """A text that is waited for before the next key."""

    text: str


class Renamed(NamedTuple):
    """A pool that somebody else gives another name before the next key."""

    name: str
    """The name that it has."""
    to: str
    """The name that it gets."""


Way = tuple[str | Typed | Seen | Renamed, ...]
"""What is done one after the other: keys, and what is pasted and waited for between them."""


class Picture(NamedTuple):
    """A picture, and what leads to it."""

    name: str
    """Its name, without the ending."""
    size: tuple[int, int]
    """The terminal's columns and rows."""
    theme: str
    """The look."""
    way: Way
    """What is done."""
    answers: Mapping[str, Answer] = {}
    """What is answered in the emulator's place once the account is known."""


async def draw(picture: Picture, between: Interceptor) -> None:
    """Walks by keys and draws what is on the screen then.

    Args:
        picture: The picture.
        between: What stands before the emulator.
    """
    between.answers.clear()
    name, size, theme, way, answers = picture
    settings = Settings(regions=("us-east-1",), theme=theme, demo=True)
    app = CogtuiApp(settings, serve_demo=lambda: between.url, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await wait_until(pilot, lambda: explorer.pools.account and explorer.pools.account.caller)
        between.answers |= answers
        for each in way:
            await take(pilot, each, between.url)
            await wait_until(pilot, lambda: not busy(explorer))
        # what is laid out anew, such as a scroll bar, is drawn a moment later
        await pilot.pause()
        svg = app.export_screenshot(title="cogtui")
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(f"screenshots/{name}.svg")  # noqa: T201  it says what it has drawn


async def take(pilot: Pilot[None], each: str | Typed | Seen | Renamed, url: str) -> None:
    """Presses a key, pastes a text, waits for one, or has somebody else change something."""
    if isinstance(each, Seen):
        await wait_until(pilot, lambda: each.text in words(pilot), f"{each.text} on the screen")
    elif isinstance(each, Renamed):
        await asyncio.to_thread(rename, url, each)
    elif isinstance(each, Typed):
        pilot.app.screen.focused.post_message(Paste(each.text))  # type: ignore[union-attr]  # a field has the focus
        await pilot.pause()
    else:
        await pilot.press(each)


def rename(url: str, renamed: Renamed) -> None:
    """Gives a pool another name, beside the app."""
    client = boto3.client(
        "cognito-identity",
        region_name="us-east-1",
        endpoint_url=url,
        aws_access_key_id="any",
        aws_secret_access_key="any",  # noqa: S106  the emulator takes all
    )
    pool_id = pools_by_name(client)[renamed.name]
    pool: dict[str, Any] = dict(client.describe_identity_pool(IdentityPoolId=pool_id))
    left_out = ("ResponseMetadata", "IdentityPoolTags")
    members = {name: pool[name] for name in pool if name not in left_out}
    client.update_identity_pool(**members | {"IdentityPoolName": renamed.to})


def words(pilot: Pilot[None]) -> str:
    """What stands on the screen, with one blank between words."""
    strips = pilot.app.screen._compositor.render_strips()
    return " ".join(" ".join(strip.text for strip in strips).split())


def busy(explorer: Explorer) -> bool:
    """Whether something that one looks at is still being read; dialogs wait for the user."""
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
"""A guest's credentials, those of AWS's documentation."""

BAD_ROLE: Final = {
    "get-id": answer({"IdentityId": _GUEST}),
    "get-credentials-for-identity": error(
        "InvalidIdentityPoolConfigurationException",
        "Invalid identity pool configuration. Check assigned IAM roles for this pool.",
    ),
}
"""What a pool without roles answers."""

_GOOGLE_APP: Final = "482910573621-h2k9d7s4f6g8j0l1.apps.googleusercontent.com"
_TOKEN_CLAIMS: Final[dict[str, Any]] = {
    "cognito:username": "lee.park",
    "cognito:groups": ["analysts"],
    "custom:department": "sales",
}
EXPIRED: Final = id_token(GOOGLE, "ana@example.com", _GOOGLE_APP, exp=int(NOW) - 4_000)
LEE: Final = id_token(user_pool(STAFF), "1f2e", STAFF_APP, exp=int(NOW) + 3_600, **_TOKEN_CLAIMS)
"""Tokens to be pasted, in place of those that a sign-in gives."""

ASK: Final = ("X", Seen("Which way to credentials?"))
CREDENTIALS: Final[Way] = (*("down",) * 5, *ASK, "enter", Seen("Good until"))
STEP: Final[Way] = (*("down",) * 2, *ASK, "enter", Seen("What to do"))
LOGINS: Final[Way] = (
    *("down",) * 5,
    *ASK,
    *"Enhanced",
    "enter",
    Seen("Logins"),
    "down",
    "p",
    Seen("IdentityProviderToken"),
    Typed(EXPIRED),
    "ctrl+s",
    Seen("expired 1 h ago"),
)
WHY_ROLE: Final[Way] = (
    "down",
    "W",
    Seen("Whose role?"),
    "down",
    "enter",
    Seen("Logins"),
    "p",
    Seen("IdentityProviderToken"),
    Typed(LEE),
    "ctrl+s",
    Seen("of lee.park"),
    "ctrl+s",
    Seen("Step by step"),
)

PARTNERS: Final[Way] = ("slash", *"partner", "enter", Seen("login.partners.example"))
_TWICE: Final = ("maria.keller@northwind.example", "Maria.Keller@northwind.example")
USERS_SCREEN: Final[Way] = (
    *PARTNERS,
    "F",
    Seen("Look up a developer user"),
    Typed("p.lindqvist@adatum.example"),
    "enter",
    Seen("2 lindqvist-petra"),
)
MERGE: Final[Way] = (
    *PARTNERS,
    "w",
    Seen("Merge two developer users"),
    Typed(_TWICE[0]),
    "enter",
    Typed(_TWICE[1]),
    "enter",
    Seen("Source: merged away"),
)
MANY: Final[Way] = (
    *PARTNERS,
    "B",
    Seen("Many developer users"),
    "enter",
    Seen("CSV file"),
    Typed("partners.csv"),
    "ctrl+s",
    Seen("Checked 6"),
    *"jjj",
)
SHEET: Final = """source,destination
maria.keller@northwind.example,Maria.Keller@northwind.example
tom.okafor@contoso.example,t.okafor@contoso.example
ines.duarte@fabrikam.example,ines.duarte@northwind.example
Ines.Duarte@fabrikam.example,ines.duarte@northwind.example
p.lindqvist@adatum.example,lindqvist-petra
tom.okafor@contoso.example,ines.duarte@northwind.example
"""
"""A file of users to merge, two of its lines no good."""

EDITOR: Final[Way] = ("slash", *"prod", "enter", Seen("Classic flow"), "e", Seen("Name and flags"))
REVIEW: Final[Way] = (
    *EDITOR,
    "tab",
    "f",
    *("tab",) * 2,
    "d",
    "ctrl+s",
    Seen("what would be done"),
)
THREE_WAY: Final[Way] = (
    *EDITOR,
    Typed("-blue"),
    "ctrl+s",
    Seen("what would be done"),
    Renamed("mobile-app-prod", "mobile-app-prod-green"),
    "ctrl+s",
    Seen("1 of 1"),
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
        (*CREDENTIALS, "a", Seen("credential_process")),
        CREDENTIALS_VALUES,
    ),
    Picture("developer-desk-80x24", NARROW, "cogtui-dark", USERS_SCREEN),
    Picture("developer-merge", WIDE, "cogtui-dark", MERGE),
    Picture(
        "developer-merge-question-80x24",
        NARROW,
        "cogtui-dark",
        (*MERGE, "ctrl+s", Seen("To go on, type")),
    ),
    Picture("developer-many-80x24", NARROW, "cogtui-dark", MANY),
    Picture("configuration-editor", WIDE, "cogtui-dark", EDITOR),
    Picture("configuration-review-80x24", NARROW, "cogtui-dark", REVIEW),
    # the last, for the pool is called otherwise from then on
    Picture("configuration-three-way-80x24", NARROW, "cogtui-dark", THREE_WAY),
)
"""Every picture."""


@contextlib.contextmanager
def beside_the_sheet() -> Iterator[None]:
    """Has a file of users where paths begin, for a path that is typed is told in the picture."""
    with tempfile.TemporaryDirectory() as directory, contextlib.chdir(directory):
        Path("partners.csv").write_text(SHEET, encoding="utf-8")
        yield


async def main() -> None:
    """Draws every picture."""
    FOLDER.mkdir(exist_ok=True)
    with start_emulator() as emulator, Interceptor(emulator.url) as between, beside_the_sheet():
        for picture in PICTURES:
            await draw(picture, between)


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    asyncio.run(main())
