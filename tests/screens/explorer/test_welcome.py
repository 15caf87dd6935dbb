"""The demo's welcome: when it opens, how it closes, and whether what it says is true."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace
from typing import Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.screens.explorer.welcome import (
    DEVELOPER_USERS,
    PASSWORD,
    SIGN_INS,
    TASKS,
    WelcomeDialog,
)
from cogtui.service import operation_names
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from tests.cases import case
from tests.emulator.connection import connect, pools_by_name
from tests.screens.user import User, using

DemoOn = Callable[..., CogtuiApp]

CLOSING: Final = (
    *("q", "x", "d", "enter", "escape", "space", "slash", "tab", "up", "f5"),
    *("question_mark", "ctrl+p", "ctrl+s"),
)
"""Keys of each kind: of the explorer, the app and nothing. Ctrl+C and Ctrl+Q quit everywhere."""

OPENED: Final = {
    operation_names.LIST_IDENTITIES: "· identities",
    "act-as": "Guest a new identity",
    "why-role": "Signed-in user token or sign-in",
    operation_names.UPDATE_IDENTITY_POOL: "mobile-app-prod · configuration",
    operation_names.MERGE_DEVELOPER_IDENTITIES: "Source (disabled) SourceUserIdentifier",
}
"""What the key of each task must open."""


@pytest.fixture
def demo(emulator: str, tmp_path: Path) -> DemoOn:
    """Makes the demo with the state of the run before."""

    def make(**settings: object) -> CogtuiApp:
        decided = {"demo": True, "regions": ("us-east-1",)} | settings
        file = tmp_path / "demo.json"
        return CogtuiApp(
            Settings(**decided),  # type: ignore[arg-type]  # each is of its setting's type
            RememberedState.load(file),
            file,
            serve_demo=lambda: emulator,
            clock=lambda: NOW / 1000,
        )

    return make


async def closes_welcome(user: User, *keys: str) -> None:
    """Close the welcome by keys of one read, and wait until nothing but the explorer is shown."""
    await user.sees_screen(WelcomeDialog, "Any key closes this.")
    await user.hits(*keys)
    await user.waits(lambda: user.app.screen is user.explorer, "the explorer")


async def test_the_welcome_opens_once(demo: DemoOn, tmp_path: Path) -> None:
    """Any key closes it and does nothing else; later runs begin without it, in the same theme."""
    async with using(demo()) as user:
        await closes_welcome(user, "q")
        await user.sees("▼ us-east-1 12")
        for key in CLOSING:
            with case(key):
                user.explorer.action_welcome()
                await closes_welcome(user, key)
                assert user.app.is_running
                assert user.toasts == []
        await user.press("ctrl+p")
        await user.type("theme")
        await user.press("enter")
        await user.type("cogtui-light")
        await user.press("enter")
        file = tmp_path / "demo.json"
        await user.waits(lambda: RememberedState.load(file).theme, "a theme in the state file")
    async with using(demo()) as user:
        await user.sees("▼ us-east-1 12")
        assert user.app.screen is user.explorer
        assert user.app.theme == "cogtui-light"


async def test_the_welcome_is_in_the_palette_of_the_demo_alone(
    demo: DemoOn, app_on: Callable[..., CogtuiApp]
) -> None:
    """A setting keeps it away from the start; the palette opens it, but only in the demo."""
    async with using(demo(welcome=False)) as user:
        await user.sees("▼ us-east-1 12")
        assert user.app.screen is user.explorer
        await user.press("ctrl+p")
        await user.type("welcome")
        await user.press("enter")
        await closes_welcome(user, "x", "x")
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("ctrl+p")
        await user.type("welcome")
        await user.sees("Nothing matches")


async def test_the_welcome_is_true(demo: DemoOn) -> None:
    """Each of its keys opens what it says on the pool it names, also when keys are the user's."""
    async with using(demo(keys={"why-role": "f6,W"})) as user:
        await user.sees_screen(WelcomeDialog, *DEVELOPER_USERS, f"password {PASSWORD}:")
        lines = [line for line in user.words.splitlines() if " on " in line]
        assert len(lines) == len(TASKS)
        await user.press("escape")
        for line, task in zip(lines, TASKS, strict=True):
            with case(task.action):
                key, _, where = line.partition(" on ")
                assert where == f"{task.pool or 'any pool'} {task.purpose}"
                await user.goes_to(task.pool or "mobile-app-prod")
                await user.press(key.split()[-1])
                await user.sees(OPENED[task.action])
                if task.action == operation_names.MERGE_DEVELOPER_IDENTITIES:
                    for each in DEVELOPER_USERS:
                        await user.paste(each)
                        await user.press("enter")
                    await user.sees("Merge")
                await user.closes_dialogs()


def test_the_users_of_the_welcome_can_sign_in(emulator: str) -> None:
    """Each signs in to a user pool of the identity pool that it is listed for."""
    server = SimpleNamespace(url=emulator)
    with closing(connect(server, "cognito-identity")) as client:  # type: ignore[arg-type]  # its URL is all it takes
        pools = pools_by_name(client)
        for name, users in SIGN_INS.items():
            pool = client.describe_identity_pool(IdentityPoolId=pools[name])
            provider = pool["CognitoIdentityProviders"][0]
            with closing(connect(server, "cognito-idp")) as user_pools:  # type: ignore[arg-type]  # its URL is all it takes
                for user in users:
                    token = user_pools.initiate_auth(
                        ClientId=provider["ClientId"],
                        AuthFlow="USER_PASSWORD_AUTH",
                        AuthParameters={"USERNAME": user, "PASSWORD": PASSWORD},
                    )["AuthenticationResult"]["IdToken"]
                    logins = {provider["ProviderName"]: token}
                    assert client.get_id(IdentityPoolId=pools[name], Logins=logins)["IdentityId"]
