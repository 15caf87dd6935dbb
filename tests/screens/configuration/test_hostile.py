"""Hostile text in a pool, and places where nothing can be edited."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cogtui.app import CogtuiApp
from cogtui.files import private_files
from cogtui.settings.settings import Settings
from tests.emulator.connection import pools_by_name
from tests.screens.configuration.editor import editing
from tests.screens.configuration.test_edit_form import APP, GOOGLE, POOL, ROLE, add_providers
from tests.screens.interceptor import Interceptor
from tests.screens.user import SMALL

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

MakeApp = Callable[..., CogtuiApp]

HOSTILE = "[bold]x[/] \x1b[31m👩\u200d🚀"
SHOWN = "[bold]x[/] ␛[31m👩"
"""The visible beginning of it."""


async def test_values_are_shown_literally(
    app_on: MakeApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """Form, review and conflict dialog show neither markup nor terminal escape sequences."""
    add_providers(service, SupportedLoginProviders={GOOGLE: APP})
    map_by(service, HOSTILE)
    async with editing(app_on(), service, size) as editor:
        await editor.edits(POOL, "O")
        await editor.goes_to_field("RoleMappings")
        await editor.press("enter")
        await editor.sees_form("RoleMappings · row")
        await editor.goes_to_field("RulesConfiguration.Rules")
        # the value shares its line with the label
        await editor.sees("Equals · [bold]x[/]")
        assert "\x1b" not in editor.words
        await editor.press("escape")
        await editor.sees_editor()
        await editor.press("d")
        await editor.reviews(f"rule 1: group Equals {SHOWN}")
        map_by(service, f"{HOSTILE} again")
        await editor.press("ctrl+s")
        await editor.sees_three_way()
        await editor.sees_all(f"RoleMappings {GOOGLE}", r"[bold]x[/] \u001b[31m", "none")
        await editor.press("y", "enter")
        await editor.sees_review(f"rule 1: group Equals {SHOWN}")
        await editor.sends()
        assert editor.state(POOL)["RoleMappings"] == {}


async def test_a_name_of_128_characters(
    app_on: MakeApp, service: "CognitoIdentityClient", size: tuple[int, int]
) -> None:
    """It is shortened in the title and complete in the field; a longer one is an error there."""
    name = "n" * 128
    add_providers(service, IdentityPoolName=name, SupportedLoginProviders={GOOGLE: APP})
    async with editing(app_on(), service, size) as editor:
        await editor.edits(name)
        await editor.press("end")
        await editor.type("n")
        await editor.press("ctrl+s")
        await editor.sees("✗")
        await editor.sees_editor()
        await editor.press("backspace")
        await editor.press("ctrl+s")
        await editor.is_back()
        assert editor.sent() == []


async def test_the_demo_saves_nothing(emulator: str, service: "CognitoIdentityClient") -> None:
    """A replaced configuration can be restored until the demo ends, and is never in a file."""
    app = CogtuiApp(
        Settings(demo=True, welcome=False, regions=("us-east-1",)), serve_demo=lambda: emulator
    )
    async with editing(app, service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        await editor.sends()
        place = editor.explorer.host.records.journals.parent
        assert len([*place.rglob("*.json")]) == 1
        assert not place.is_relative_to(private_files.pools_directory().parent)
        await editor.press("Z")
        await editor.sees("~ name")
        await editor.press("escape")
        await editor.is_back()
    assert not place.exists()


async def test_a_slow_service(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """A call in progress is shown as such, and the dialog cannot be closed midway."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await editor.edits(POOL)
        await editor.fills(IdentityPoolName="sand")
        await editor.reviews()
        between.gates["update-identity-pool"].clear()
        await editor.press("ctrl+s")
        await editor.sees("… 1 update-identity-pool")
        await editor.press("escape", "q")
        await editor.sees("… 1 update-identity-pool")
        between.gates["update-identity-pool"].set()
        await editor.sees_end("✓ 1 update-identity-pool", "Verified: the pool matches")
        await editor.press("q")
        await editor.is_back()


async def test_read_only_edits_nothing(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """Keys that change something say why they do nothing."""
    async with editing(app_on(read_only=True), service) as editor:
        await editor.goes_to(POOL)
        for key in ("e", "O", "M", "n", "d"):
            await editor.press(key)
        for key in ("E", "C"):
            await editor.press(key)
        await editor.waits(lambda: len(editor.toasts) == 7, "a toast for each")
        assert all("read-only" in each for each in editor.toasts)
        assert len(editor.app.screen_stack) == 1


async def test_the_menu_lists_configuration_screens(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """The action menu lists them for users who do not know the keys."""
    async with editing(app_on(), service, SMALL) as editor:
        await editor.goes_to(POOL)
        await editor.press("a")
        await editor.sees(f"Actions on {POOL}")
        await editor.sees("Z Earlier configurations")
        await editor.press("Z")
        await editor.sees("earlier configurations")
        await editor.press("escape")
        await editor.is_back()


async def test_a_region_cannot_be_edited(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """The keys that need a pool say so, and editing asks for one."""
    async with editing(app_on(), service) as editor:
        await editor.sees("data-sandbox")
        await editor.rests()
        for key in ("E", "Z", "C", "S", "V"):
            await editor.press(key)
        await editor.waits(lambda: len(editor.toasts) == 5, "a toast for each")
        assert all(each.endswith(": move to a pool first.") for each in editor.toasts)
        assert editor.sent() == []


def map_by(service: "CognitoIdentityClient", value: str) -> None:
    """Give the pool a rule, through a separate client."""
    service.set_identity_pool_roles(
        IdentityPoolId=pool_id(service),
        Roles={"authenticated": ROLE},
        RoleMappings={
            GOOGLE: {
                "Type": "Rules",
                "AmbiguousRoleResolution": "Deny",
                "RulesConfiguration": {
                    "Rules": [
                        {
                            "Claim": "group",
                            "MatchType": "Equals",
                            "Value": value,
                            "RoleARN": ROLE,
                        }
                    ]
                },
            }
        },
    )


def pool_id(service: "CognitoIdentityClient") -> str:
    """Return the ID of the pool."""
    return pools_by_name(service)[POOL]
