"""Profiles and regions: chosen while running, remembered, and never mixed up."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.app import App, ComposeResult

from cogtui.app import CogtuiApp
from cogtui.emulator.demo.pool_plan import NOW
from cogtui.gateway import RequestLog
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.settings.profile_settings import ProfileSettings
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from tests.gateway.servers import Answer, answering
from tests.screens.interceptor import Interceptor, answer
from tests.screens.user import SMALL, WIDE, using

CONFIG = """\
[default]
region = us-east-1

[profile dev]
region = eu-west-1

[profile prod-admin]
role_arn = arn:aws:iam::999988887777:role/Admin
source_profile = default
region = us-east-1

[profile sso]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_account_id = 444455556666
sso_role_name = ReadOnly

[profile no-region]
"""

CREDENTIALS = """\
[default]
aws_access_key_id = AKIAIOSFODNN7EXAMPLE
aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY

[dev]
aws_access_key_id = AKIAI44QH8DHBEXAMPLE
aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY

[no-region]
aws_access_key_id = AKIAI44QH8DHBEXAMPLE
aws_secret_access_key = je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY
"""


@pytest.fixture
def _profiles(home: Path) -> None:
    """AWS configuration and credentials files with several profiles."""
    (home / "aws-config").write_text(CONFIG)
    (home / "aws-credentials").write_text(CREDENTIALS)


@pytest.fixture
def app_with_state(emulator: str, home: Path) -> Callable[..., CogtuiApp]:
    """Makes the app with what the run before has left in the state file."""

    def make(endpoint_url: str = emulator, profile: str | None = None) -> CogtuiApp:
        file = home / "state.json"
        settings = Settings(endpoint_url=endpoint_url, profile=profile)
        return CogtuiApp(settings, RememberedState.load(file), file, clock=lambda: NOW / 1000)

    return make


@pytest.mark.usefixtures("_profiles")
async def test_another_profile(app_with_state: Callable[..., CogtuiApp], home: Path) -> None:
    """The picker finds a profile by what one types, shows its pools, and the next run has it."""
    async with using(app_with_state()) as user:
        await user.sees("▼ us-east-1 12", "111122223333")
        await user.press("P")
        await user.sees("Profile", "default us-east-1", "dev eu-west-1", "no-region")
        await user.sees("prod-admin 999988887777 us-east-1", "sso 444455556666")
        await user.type("eu-w")
        await user.sees_no("prod-admin")
        await user.press("enter")
        await user.sees("▼ eu-west-1 2", "checkout-eu", "dev", "Region eu-west-1")
        await user.sees_no("▼ us-east-1", "Enter Select")
        await user.sees("Account 111122223333")
        await user.rests()
    async with using(app_with_state()) as user:
        await user.sees("▼ eu-west-1 2", "111122223333")
        await user.press("P")
        await user.sees("dev 111122223333 eu-west-1 recent\ndefault us-east-1\nno-region")
        await user.press("down", "enter")
        await user.sees("▼ us-east-1 12", "default")
        await user.press("P")
        await user.sees("Enter Select")
        await user.press("escape")
        await user.sees_no("Enter Select")
        await user.rests()
    state = RememberedState.load(home / "state.json")
    assert state.recent_profiles == ["default", "dev"]
    assert state.regions == {}, "a region of the configuration may change there"
    assert state.accounts["default"] == "111122223333"


@pytest.mark.usefixtures("_profiles")
async def test_only_what_is_chosen_is_remembered(emulator: str, home: Path) -> None:
    """A profile and regions that an option or a variable names are not those of the next run."""
    file = home / "state.json"

    def app(**settings: Any) -> CogtuiApp:  # noqa: ANN401  the fields of Settings
        made = Settings(endpoint_url=emulator, **settings)
        return CogtuiApp(made, RememberedState.load(file), file, clock=lambda: NOW / 1000)

    async with using(app(profile="dev", regions=("ap-southeast-2",))) as user:
        await user.sees("▼ ap-southeast-2 1", "dev", "111122223333")
        await user.press("r")
        await user.rests()
    state = RememberedState.load(file)
    assert (state.recent_profiles, state.regions) == ([], {})
    assert state.accounts == {"dev": "111122223333"}
    async with using(app(profile="dev")) as user:
        await user.sees("▼ eu-west-1 2", "dev")
        await user.press("R")
        await user.sees("[x] eu-west-1")
        await user.type("ap-southeast-2")
        await user.press("enter")
        await user.sees("▼ ap-southeast-2 1", "111122223333")
        await user.rests()
    async with using(app()) as user:
        await user.sees("▼ us-east-1 12", "111122223333")
        await user.rests()
    state = RememberedState.load(file)
    assert (state.recent_profiles, state.regions) == ([], {"dev": ["ap-southeast-2"]})


@pytest.mark.usefixtures("_profiles")
async def test_a_remembered_profile_that_is_gone(
    app_with_state: Callable[..., CogtuiApp], home: Path
) -> None:
    """The default profile is opened instead, with a message, and the other one is forgotten."""
    regions = {"gone": ["eu-west-1"]}
    RememberedState(recent_profiles=["gone", "dev"], regions=regions).save(home / "state.json")
    async with using(app_with_state()) as user:
        await user.sees("▼ us-east-1 12", "111122223333")
        gone = "Profile gone, chosen last, is no longer in the AWS configuration."
        assert user.toasts == [f"{gone} Opened the default profile instead."]
        await user.rests()
    state = RememberedState.load(home / "state.json")
    assert (state.recent_profiles, state.regions) == (["dev"], {})


@pytest.mark.usefixtures("_profiles")
@pytest.mark.parametrize(
    ("lines", "failure"),
    [
        ("[profile a]\nrole_arn = x\nsource_profile = gone\n", "✗ The profile cannot be used"),
        ("[profile a\n", "✗ Cannot read the AWS configuration"),
    ],
)
async def test_a_remembered_profile_that_is_broken(
    app_with_state: Callable[..., CogtuiApp], home: Path, lines: str, failure: str
) -> None:
    """It is opened, and the failure is shown: the user fixes it or chooses another one."""
    RememberedState(recent_profiles=["a"]).save(home / "state.json")
    (home / "aws-config").write_text(lines)
    async with using(app_with_state()) as user:
        await user.sees(failure)
        assert user.toasts == []
        await user.press("r")
        await user.sees(failure)


async def test_the_region_of_an_ec2_instance(
    emulator: str, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """It is shown where no region is configured, and is not asked for again where one is."""
    with answering(Answer("token"), Answer("eu-west-1b"), Answer("", 404)) as instance:
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "false")
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", instance.url)
        app = CogtuiApp(Settings(endpoint_url=emulator), clock=lambda: NOW / 1000)
        async with using(app) as user:
            await user.sees("▼ eu-west-1 2", "Region eu-west-1")
        (home / "aws-config").write_text("[default]\nregion = us-east-1\n")
        app = CogtuiApp(Settings(endpoint_url=emulator), clock=lambda: NOW / 1000)
        async with using(app) as user:
            await user.sees("▼ us-east-1 12")
        assert len(instance.requests) == 2


@pytest.mark.usefixtures("_profiles")
async def test_several_regions(app_with_state: Callable[..., CogtuiApp]) -> None:
    """Space ticks regions, Enter lists the pools of them all, and the next run shows them."""
    async with using(app_with_state()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("R")
        await user.sees("Regions", "[x] us-east-1", "[ ] af-south-1", "Space Tick")
        await user.type("eu-west-1")
        await user.press("space")
        await user.sees("[x] eu-west-1")
        await user.hits(*["backspace"] * 9)
        await user.hits("down", *"southeast-2", "space", "enter")
        await user.sees("▼ us-east-1 12", "▼ eu-west-1 2", "▼ ap-southeast-2 1")
        await user.rests()
    async with using(app_with_state()) as user:
        await user.sees("▼ us-east-1 12", "▼ eu-west-1 2", "▼ ap-southeast-2 1")
        await user.press("R")
        await user.sees("[x] us-east-1", "[x] eu-west-1", "[x] ap-southeast-2", "[ ] af-south-1")
        await user.press("space", "pagedown", "pageup", "down", "space", "up", "enter")
        await user.sees("▼ eu-west-1 2", "Region eu-west-1")
        await user.sees_no("▼ us-east-1", "▼ ap-southeast-2")
        await user.press("R")
        await user.sees("[x] eu-west-1")
        await user.type("southeast-2")
        await user.press("enter")
        await user.sees("▼ ap-southeast-2 1", "Region ap-southeast-2")
        await user.sees_no("▼ eu-west-1")
        calls = len(user.requests)
        await user.press("R")
        await user.sees("Space Tick")
        await user.type("nowhere")
        await user.sees("Nothing matches.")
        await user.press("space", "down", "enter", "escape")
        await user.sees_no("Space Tick")
        await user.press("R")
        await user.sees("Space Tick")
        await user.press("enter")
        await user.sees_no("Space Tick")
        assert len(user.requests) == calls, "the same regions are not listed anew"


@pytest.mark.usefixtures("_profiles")
async def test_the_label_of_a_profile(app_on: Callable[..., CogtuiApp]) -> None:
    """The header, the dialogs and the list of profiles have the label of the profile in use."""
    profiles = {
        "default": ProfileSettings(color="red"),
        "dev": ProfileSettings(label="DEVELOPMENT"),
        "sso": ProfileSettings(read_only=True),
    }
    async with using(app_on(profile="default", profiles=profiles), SMALL) as user:
        await user.sees("cogtui default 111122223333")
        await user.press("P")
        await user.sees("default Profile", "dev DEVELOPMENT")
        await user.type("dev")
        await user.press("enter")
        await user.sees("cogtui DEVELOPMENT 111122223333")
        await user.press("P")
        await user.sees("DEVELOPMENT Profile")
        await user.type("sso")
        await user.press("enter")
        await user.sees("sso", "read-only")
        await user.sees_no("DEVELOPMENT")


@pytest.mark.usefixtures("_profiles")
async def test_late_answers_of_the_profile_before(
    app_with_state: Callable[..., CogtuiApp], between: Interceptor
) -> None:
    """What comes for an account that one has left is not shown as the new one's."""
    async with using(app_with_state(between.url)) as user:
        await user.sees("▼ us-east-1 12", "111122223333")
        pool = {"IdentityPoolId": "us-east-1:0", "IdentityPoolName": "of-the-profile-before"}
        between.answers["list-identity-pools"] = answer({"IdentityPools": [pool]})
        between.gates["list-identity-pools"].clear()
        await user.press("r")
        await user.sees("loading …")
        await user.waits(
            lambda: between.requested[-1] == "list-identity-pools", "the second listing"
        )
        await user.press("P")
        await user.sees("no-region")
        del between.answers["list-identity-pools"]
        await user.type("dev")
        await user.press("enter")
        await user.sees("▼ eu-west-1 loading …")
        between.gates["list-identity-pools"].set()
        await user.sees("▼ eu-west-1 2", "checkout-eu")
        await user.waits(
            lambda: all(request.milliseconds is not None for request in user.requests),
            "the answer of the profile before",
        )
        assert "of-the-profile-before" not in user.words
        assert user.panes.pools.pool_tree.regions == ("eu-west-1",)


@pytest.mark.usefixtures("_profiles")
async def test_a_profile_that_cannot_be_opened(app_with_state: Callable[..., CogtuiApp]) -> None:
    """A profile without credentials or region says so, and another can be chosen from there."""
    async with using(app_with_state(profile="sso")) as user:
        await user.sees(
            "✗ The SSO session has ended", "✗ expired", "account unknown", "aws sso login"
        )
        await user.press("P")
        await user.sees("prod-admin 999988887777")
        await user.type("no-region")
        await user.press("enter")
        await user.sees("✗ No region", "Choose one or several with R.")
        await user.press("R")
        await user.sees("[ ] af-south-1")
        await user.type("eu-west-1")
        await user.press("enter")
        await user.sees("▼ eu-west-1 2", "no-region")


async def test_the_demo_has_no_profiles(emulator: str) -> None:
    """The demo says that it has no profiles, and what it is."""
    settings = Settings(demo=True, welcome=False, regions=("us-east-1",))
    app = CogtuiApp(settings, serve_demo=lambda: emulator, clock=lambda: NOW / 1000)
    async with using(app, SMALL) as user:
        await user.sees("▼ us-east-1 12", "demo", "111122223333")
        await user.press("P")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == ["Profile: the demo has no profiles; start without --demo."]


async def test_no_profiles_at_all(app_on: Callable[..., CogtuiApp], home: Path) -> None:
    """Where the AWS configuration has no profiles, there is no picker without anything in it."""
    (home / "aws-config").touch()
    (home / "aws-credentials").touch()
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("P")
        await user.waits(lambda: user.toasts, "a toast")
        assert user.toasts == ["The AWS configuration has no profiles."]


async def test_sections_that_boto3_skips(
    app_with_state: Callable[..., CogtuiApp], home: Path
) -> None:
    """They are below the profiles, are found by typing, and cannot be chosen."""
    (home / "aws-config").write_text("[profile Ana's]\n[default]\nregion = us-east-1\n[dev]\n")
    (home / "aws-credentials").touch()
    async with using(app_with_state()) as user:
        await user.sees("▼ us-east-1 12")
        await user.press("P")
        await user.sees("default us-east-1\n! ~/aws-config, line 1: boto3 skips [profile Ana's]")
        await user.sees("""Write [profile "Ana's"].""", "! ~/aws-config, line 4: boto3 skips [dev]")
        await user.press("down", "enter")
        await user.sees("Enter Select")
        await user.type("which is")
        await user.sees_no("Ana's")
        await user.press("enter")
        await user.sees("Profile", "Write [profile dev].")
        await user.press("escape")
        await user.sees_no("Enter Select")


async def test_a_profile_that_boto3_skips(emulator: str, home: Path) -> None:
    """Its section is named with file and line, and how to write it; so is a skipped region."""
    (home / "aws-config").write_text("[default ]\nregion = us-east-1\n[profile Ana's]\n")
    settings = Settings(endpoint_url=emulator, profile="Ana's")
    async with using(CogtuiApp(settings, clock=lambda: NOW / 1000), WIDE) as user:
        await user.sees("✗ No such profile", "In the AWS configuration files")
        await user.sees("~/aws-config, line 3: boto3 skips [profile Ana's]")
    async with using(CogtuiApp(Settings(endpoint_url=emulator)), WIDE) as user:
        await user.sees("✗ No region", "~/aws-config, line 1: boto3 skips [default ].")


@pytest.mark.usefixtures("_profiles")
async def test_a_configuration_that_cannot_be_read(
    app_on: Callable[..., CogtuiApp], home: Path
) -> None:
    """A profile cannot be chosen from a configuration that is no such file."""
    async with using(app_on()) as user:
        await user.sees("▼ us-east-1 12")
        (home / "aws-config").write_text("region = us-east-1")
        await user.press("P")
        await user.waits(lambda: user.toasts, "a toast")
        where = "Cannot read the AWS configuration. ~/aws-config, line 1: "
        assert user.toasts == [
            f"{where}A line is before the first section. Write [default] above it."
        ]


async def test_nothing_to_choose_from_before_an_account_is_opened() -> None:
    """Before the first frame there is no account, and so there are no regions either."""

    class PaneApp(App[None]):
        def compose(self) -> ComposeResult:
            yield AccountPane(Settings(), RememberedState(), None, RequestLog())

    app = PaneApp()
    async with app.run_test() as pilot:
        await app.query_one(AccountPane).choose_regions()
        await pilot.pause()
        assert len(app.screen_stack) == 1


@pytest.mark.usefixtures("_profiles")
async def test_a_state_file_that_cannot_be_written(emulator: str, home: Path) -> None:
    """A state that cannot be saved is reported, and stops nothing."""
    (home / "file").touch()
    settings = Settings(endpoint_url=emulator)
    app = CogtuiApp(
        settings, RememberedState(), home / "file" / "state.json", clock=lambda: NOW / 1000
    )
    async with using(app) as user:
        await user.sees("▼ us-east-1 12")
        await user.waits(lambda: user.toasts, "a toast")
        assert "Cannot write " in user.toasts[0]


async def test_before_an_account_is_opened_there_is_nothing_to_choose() -> None:
    """The picker of regions comes with an account."""

    class PaneApp(App[None]):
        def compose(self) -> ComposeResult:
            yield AccountPane(Settings(), RememberedState(), None, RequestLog())

    async with PaneApp().run_test() as pilot:
        pane = pilot.app.query_one(AccountPane)
        await pane.choose_regions()
        await pilot.app.workers.wait_for_complete()
        assert len(pilot.app.screen_stack) == 1
