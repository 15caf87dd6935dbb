"""Cloning a pool by keys: next to it, to other regions and under another profile."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cogtui.account.account import Pool
from cogtui.app import CogtuiApp
from cogtui.configuration.pool_configuration import Configuration, read
from cogtui.emulator import RunningEmulator
from cogtui.screens.dialogs.waiting import WaitingDialog
from cogtui.screens.explorer.explorer import Explorer
from cogtui.settings.profile_settings import ProfileSettings
from tests.configuration.emulator_pools import account_at
from tests.configuration.samples import FULL, SECRET
from tests.emulator.connection import connect, pools_by_name
from tests.screens.configuration.editor import Editor, editing
from tests.screens.configuration.mobile_pool import NAME, mobile, running, sees_folded
from tests.screens.interceptor import Answer, Interceptor, sts_error
from tests.screens.user import SMALL, WIDE

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import CognitoIdentityClient

__all__ = ["mobile", "running"]

MakeApp = Callable[..., CogtuiApp]

pytestmark = pytest.mark.usefixtures("mobile")

SERIAL = "arn:aws:iam::111122223333:mfa/ana"

CONFIG = f"""\
[default]
region = us-east-1

[profile dev]
region = eu-west-1

[profile empty]
region = us-east-1

[profile prod]
region = us-east-1

[profile admin]
role_arn = arn:aws:iam::111122223333:role/Admin
source_profile = dev
mfa_serial = {SERIAL}
"""

KEYS = "aws_access_key_id = AKIAEXAMPLE{0}\naws_secret_access_key = any\n"

CREDENTIALS = "".join(f"[{each}]\n{KEYS.format(each)}" for each in ("default", "dev", "prod"))


@pytest.fixture
def _profiles(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Write AWS config and credentials files with several profiles, and set no other keys."""
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    (home / "aws-config").write_text(CONFIG)
    (home / "aws-credentials").write_text(CREDENTIALS)


async def begins(editor: Editor) -> None:
    """Open the form that asks where to create the clone."""
    await editor.goes_to(NAME)
    await editor.press("C")
    await editor.sees_form("mobile · clone")


async def makes(editor: Editor, *remarks: str) -> None:
    """Continue from that form through the editor and the review."""
    await editor.press("ctrl+s")
    await editor.sees_editor()
    await editor.reviews("Identities are not cloned", *remarks)
    assert SECRET not in editor.words
    await editor.sends()


async def read_pool(running: RunningEmulator, region: str, name: str) -> tuple[Pool, Configuration]:
    """Return a pool and its current configuration."""
    client = connect(running, "cognito-identity", region)
    pool = Pool(region, pools_by_name(client)[name], name)
    client.close()
    return pool, await read(account_at(running.url), pool)


async def test_in_the_same_region(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    running: RunningEmulator,
) -> None:
    """The clone has everything, including the secret, and the cursor moves to it."""
    async with editing(app_on(), service, SMALL) as editor:
        await begins(editor)
        assert editor.values() == {"IdentityPoolName": "mobile-copy", "Region": "us-east-1"}
        await makes(
            editor,
            "to each as aud: arn:",
            "Developer users are not registered with the new pool.",
        )
        tree = editor.panes.pools.pool_tree
        await editor.waits(
            lambda: tree.place and tree.place.pool and tree.place.pool.name == "mobile-copy",
            "the cursor on the new pool",
        )
        assert editor.toasts == []
    _, found = await read_pool(running, "us-east-1", "mobile-copy")
    assert found == FULL.replaced(IdentityPoolName="mobile-copy")


async def test_in_a_listed_region(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    running: RunningEmulator,
) -> None:
    """Regions are offered with the listed ones first, and the cursor moves to the clone."""
    app = app_on(regions=("us-east-1", "eu-west-1"))
    async with editing(app, service, WIDE) as editor:
        await begins(editor)
        await editor.fills(IdentityPoolName="europe")
        await editor.goes_to_field("Region")
        await editor.press("down")
        await editor.sees("Type to search")
        await editor.press("down", "enter")
        assert editor.values() == {"IdentityPoolName": "europe", "Region": "eu-west-1"}
        await makes(editor, "+ name: europe")
        tree = editor.panes.pools.pool_tree
        await editor.waits(
            lambda: tree.place and tree.place.pool and tree.place.pool.name == "europe",
            "the cursor on the new pool",
        )
    pool, found = await read_pool(running, "eu-west-1", "europe")
    assert pool.pool_id.startswith("eu-west-1:")
    assert found == FULL.replaced(IdentityPoolName="europe")


async def test_in_an_unlisted_region(
    app_on: MakeApp, service: "CognitoIdentityClient", running: RunningEmulator, emulator: str
) -> None:
    """A toast says where it was created, and the AWS CLI command has the same endpoint."""
    async with editing(app_on(), service) as editor:
        await begins(editor)
        await editor.fills(Region="eu-central-1")
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.reviews()
        await editor.copies("y")
        assert f"--region eu-central-1 --endpoint-url {emulator}" in editor.clipboard
        await editor.sends()
        pool, _ = await read_pool(running, "eu-central-1", "mobile-copy")
        await editor.sees_toast(
            f"Created mobile-copy in a region that is not listed: {pool.pool_id}"
        )


@pytest.mark.usefixtures("_profiles")
async def test_under_another_profile(
    app_on: MakeApp,
    service: "CognitoIdentityClient",
    running: RunningEmulator,
) -> None:
    """The pool is created with that profile's credentials; the tree stays with the old account."""
    async with editing(app_on(profile="default"), service, SMALL) as editor:
        await begins(editor)
        assert editor.values()["Profile"] == "default"
        await editor.goes_to_field("Profile")
        await editor.press("down")
        await editor.sees("Type to search")
        await editor.press("down", "enter")
        assert editor.values()["Profile"] == "dev"
        await makes(editor)
        pool, found = await read_pool(running, "us-east-1", "mobile-copy")
        await editor.sees_toast(f"Created mobile-copy with profile dev: {pool.pool_id}")
        assert found == FULL.replaced(IdentityPoolName="mobile-copy")
        used = {each.profile for each in editor.requests if each.operation in editor.sent()}
        assert used == {"dev"}
        assert editor.panes.pools.profile == "default"


@pytest.mark.usefixtures("_profiles")
async def test_without_a_profile_the_current_one_is_used(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """No other account is opened."""
    async with editing(app_on(profile="dev"), service) as editor:
        await begins(editor)
        await editor.fills(Profile="")
        await makes(editor)
        assert {each.profile for each in editor.requests} == {"dev"}
        assert editor.toasts == []


@pytest.mark.usefixtures("_profiles")
async def test_in_another_account(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """IAM roles and providers are translated by name, and remarks say so."""
    arn = "arn:aws:iam::999988887777:user/ana"
    body = (
        f"<GetCallerIdentityResponse><GetCallerIdentityResult><Arn>{arn}</Arn>"
        "<Account>999988887777</Account></GetCallerIdentityResult></GetCallerIdentityResponse>"
    )
    async with editing(app_on(endpoint_url=between.url, profile="default"), service) as editor:
        await begins(editor)
        between.answers["get-caller-identity"] = Answer(200, "text/xml", body.encode())
        await editor.fills(Profile="dev")
        await editor.press("ctrl+s")
        await editor.sees_editor()
        await editor.reviews(
            "These must exist in account 999988887777: "
            "arn:aws:iam::999988887777:role/User, arn:aws:iam::999988887777:role/Guest",
            "The user pools remain those of account 111122223333.",
            "+ role authenticated: arn:aws:iam::999988887777:role/User",
        )


@pytest.mark.usefixtures("_profiles")
async def test_a_profile_that_requires_an_mfa_code(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """The prompt for the code names that profile, and cloning continues afterwards."""
    async with editing(app_on(profile="default"), service) as editor:
        await begins(editor)
        await editor.fills(Profile="admin")
        await editor.press("ctrl+s")
        await editor.sees("MFA code", "admin assumes a role that requires a code.", SERIAL)
        await editor.press("escape")
        await editor.sees("✗ An MFA code is needed")
        await editor.sees_form("mobile · clone")
        await editor.press("ctrl+s")
        await editor.sees("MFA code", "admin assumes a role that requires a code.")
        await editor.type("123456")
        await editor.press("enter")
        await editor.sees_editor()


@pytest.mark.usefixtures("_profiles")
async def test_a_profile_that_cannot_be_opened(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """The form explains whether credentials are missing or the caller is unknown."""
    async with editing(app_on(endpoint_url=between.url, profile="default"), service) as editor:
        await begins(editor)
        await editor.fills(Profile="empty")
        await editor.press("ctrl+s")
        await editor.sees("✗ No AWS credentials")
        await editor.sees_form("mobile · clone")
        assert editor.values()["Profile"] == "empty"
        between.answers["get-caller-identity"] = sts_error("ExpiredToken", "It is too old.")
        await editor.fills(Profile="dev")
        await editor.press("ctrl+s")
        await sees_folded(editor, "It is too old.")
        await editor.sees_form("mobile · clone")
        await editor.discards()
        await editor.is_back()
        assert editor.sent() == []


@pytest.mark.usefixtures("_profiles")
async def test_a_profile_that_opens_slowly(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape returns to the form, which keeps its values."""
    async with editing(app_on(endpoint_url=between.url, profile="default"), service) as editor:
        await begins(editor)
        await editor.fills(IdentityPoolName="mine", Profile="dev")
        between.gates["get-caller-identity"].clear()
        await editor.press("ctrl+s")
        await editor.waits(lambda: isinstance(editor.app.screen, WaitingDialog), "the waiting")
        await editor.sees("Opening profile dev…", "Esc Cancel")
        await editor.press("escape")
        await editor.sees_form("mobile · clone")
        assert editor.values() == {
            "IdentityPoolName": "mine",
            "Region": "us-east-1",
            "Profile": "dev",
        }
        between.gates["get-caller-identity"].set()


@pytest.mark.usefixtures("_profiles")
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"IdentityPoolName": "a/b"}, "✗ up to 128 letters, digits, spaces or _+=,.@-, not “/”"),
        ({"IdentityPoolName": "n" * 129}, "_+=,.@-, now 129"),
        ({"IdentityPoolName": ""}, "✗ required"),
        ({"Region": "nowhere-1"}, "✗ must be a region with identity pools"),
        ({"Region": ""}, "✗ required"),
        ({"Profile": "nobody"}, "✗ must be a profile of the AWS configuration"),
        ({"Profile": "prod"}, "✗ must not be read-only"),
    ],
)
async def test_invalid_input(
    app_on: MakeApp, service: "CognitoIdentityClient", typed: dict[str, str], expected: str
) -> None:
    """The error appears at its field; nothing is opened or created."""
    app = app_on(profile="default", profiles={"prod": ProfileSettings(read_only=True)})
    async with editing(app, service) as editor:
        await begins(editor)
        await editor.fills(**typed)
        await editor.press("ctrl+s")
        await sees_folded(editor, expected)
        await editor.sees_form("mobile · clone")
        assert {each.profile for each in editor.requests} == {"default"}
        assert editor.sent() == []


async def test_a_long_name_is_shortened_for_the_suffix(
    app_on: MakeApp, service: "CognitoIdentityClient"
) -> None:
    """The suggested name is valid."""
    service.update_identity_pool(
        IdentityPoolId=pools_by_name(service)[NAME],
        IdentityPoolName="n" * 128,
        AllowUnauthenticatedIdentities=False,
    )
    async with editing(app_on(), service) as editor:
        await editor.goes_to("n" * 128)
        await editor.press("C")
        await editor.sees_form("clone")
        assert editor.values()["IdentityPoolName"] == f"{'n' * 123}-copy"


async def test_read_only_mode(app_on: MakeApp, service: "CognitoIdentityClient") -> None:
    """In read-only mode, a toast says why."""
    async with editing(app_on(read_only=True), service) as editor:
        await editor.goes_to(NAME)
        await editor.press("C")
        await editor.sees_toast("Clone pool: disabled in read-only mode.")


async def test_cancelling(
    app_on: MakeApp, service: "CognitoIdentityClient", between: Interceptor
) -> None:
    """Escape cancels without creating anything, while the pool is read and in the form."""
    async with editing(app_on(endpoint_url=between.url), service) as editor:
        await begins(editor)
        await editor.press("escape")
        await editor.is_back()
        between.gates["get-identity-pool-roles"].clear()
        await editor.press("C")
        await editor.waits(lambda: isinstance(editor.app.screen, WaitingDialog), "the waiting")
        await editor.press("escape")
        await editor.is_back()
        assert isinstance(editor.app.screen, Explorer)
        assert editor.sent() == []
        between.gates["get-identity-pool-roles"].set()
