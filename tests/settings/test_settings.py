"""The user's settings: arguments take precedence over environment, file and defaults."""

from pathlib import Path
from typing import Any

import pytest

from cogtui.api_error import SettingsError
from cogtui.files import private_files
from cogtui.settings.profile_settings import COLORS, ProfileSettings
from cogtui.settings.settings import Settings, load_settings, parse_pool

POOL = "us-east-1:1a2b3c4d-0000-4000-8000-000000000001"
ARN = f"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{POOL}"

EVERYTHING = """
profile = "prod"
regions = ["eu-west-1", "eu-central-1"]
endpoint_url = "http://127.0.0.1:5000"
read_only = true
theme = "cogtui-light"
utc = true
write_cli_cache = true
welcome = false

[keys]
refresh = "f5"

[profiles.prod]
read_only = true
color = "red"
label = "PROD"

[profiles.dev]
read_only = false

[profiles.test]
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """Return the path of the configuration file that `--config` names."""
    return tmp_path / "other.toml"


def load(environment: dict[str, str] | None = None, **arguments: Any) -> Settings:  # noqa: ANN401  argparse's values
    """Return the settings of a command line in an environment."""
    return load_settings(arguments, environment or {})


def message(environment: dict[str, str] | None = None, **arguments: Any) -> str:  # noqa: ANN401  argparse's values
    """Return why settings are invalid."""
    with pytest.raises(SettingsError) as caught:
        load(environment, **arguments)
    return str(caught.value)


def test_defaults() -> None:
    """Without options, environment and file every setting has its default."""
    assert Settings() == load()


def test_arguments_that_are_none_are_ignored() -> None:
    """An option that is None leaves the setting to other sources."""
    assert Settings() == load(profile=None, demo=None, read_only=None, config=None)


def test_the_keys_of_the_file(config: Path) -> None:
    """Every key of the file has its setting."""
    config.write_text(EVERYTHING)
    assert load(config=str(config)) == Settings(
        profile="prod",
        regions=("eu-west-1", "eu-central-1"),
        endpoint_url="http://127.0.0.1:5000",
        read_only=True,
        profiles={
            "prod": ProfileSettings(read_only=True, color="red", label="PROD"),
            "dev": ProfileSettings(),
            "test": ProfileSettings(),
        },
        theme="cogtui-light",
        utc=True,
        write_cli_cache=True,
        welcome=False,
        keys={"refresh": "f5"},
    )


def test_the_default_file_is_read() -> None:
    """Without `--config` the file is in the platform's configuration directory."""
    private_files.config_file().parent.mkdir(parents=True)
    private_files.config_file().write_text('theme = "nord"')
    assert load().theme == "nord"


def test_the_environment_names_another_file(config: Path) -> None:
    """COGTUI_CONFIG is read unless `--config` names another file."""
    config.write_text('theme = "nord"')
    assert load({"COGTUI_CONFIG": str(config)}).theme == "nord"
    other = config.with_name("third.toml")
    other.write_text('theme = "gruvbox"')
    assert load({"COGTUI_CONFIG": str(config)}, config=str(other)).theme == "gruvbox"


def test_the_environment_comes_before_the_file(config: Path) -> None:
    """The environment takes precedence over the file."""
    config.write_text(EVERYTHING)
    environment = {
        "COGTUI_THEME": "nord",
        "COGTUI_READ_ONLY": "0",
        "AWS_PROFILE": "dev",
        "AWS_REGION": "us-west-2",
    }
    settings = load(environment, config=str(config))
    decided = (settings.theme, settings.read_only, settings.profile, settings.regions)
    assert decided == ("nord", False, "dev", ("us-west-2",))


def test_arguments_come_before_the_environment() -> None:
    """The command line takes precedence over the environment."""
    environment = {
        "COGTUI_THEME": "nord",
        "COGTUI_READ_ONLY": "0",
        "AWS_PROFILE": "dev",
        "AWS_REGION": "us-west-2",
    }
    values: dict[str, Any] = {
        "theme": "gruvbox",
        "read_only": True,
        "profile": "prod",
        "regions": ("eu-west-1", "eu-west-3"),
        "endpoint_url": "https://vpce.example:8443/path",
        "pool": POOL,
    }
    assert Settings(**values) == load(environment, **values)


@pytest.mark.parametrize(
    ("environment", "profile"),
    [
        ({"AWS_PROFILE": "a"}, "a"),
        ({"AWS_DEFAULT_PROFILE": "b"}, "b"),
        ({"AWS_PROFILE": "a", "AWS_DEFAULT_PROFILE": "b"}, "b"),
        ({"AWS_PROFILE": ""}, None),
        ({"AWS_ACCESS_KEY_ID": "AKIA", "AWS_PROFILE": "a"}, ""),
        ({"AWS_ACCESS_KEY_ID": "AKIA"}, ""),
        ({"AWS_ACCESS_KEY_ID": ""}, None),
    ],
)
def test_the_profile_is_the_one_that_boto3_would_use(
    environment: dict[str, str], profile: str | None
) -> None:
    """Keys in the environment take precedence over its profile, and over the profile used last."""
    assert profile == load(environment).profile


def test_a_profile_requested_comes_before_keys_in_the_environment() -> None:
    """`--profile` takes precedence over keys in the environment."""
    assert load({"AWS_ACCESS_KEY_ID": "AKIA"}, profile="prod").profile == "prod"


@pytest.mark.parametrize(
    ("environment", "regions"),
    [
        ({"AWS_REGION": "eu-west-1"}, ("eu-west-1",)),
        ({"AWS_DEFAULT_REGION": "eu-west-3"}, ("eu-west-3",)),
        ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-3"}, ("eu-west-1",)),
        ({"AWS_REGION": ""}, ()),
    ],
)
def test_the_environment_names_a_region(
    environment: dict[str, str], regions: tuple[str, ...]
) -> None:
    """Either variable sets it, AWS_REGION first, as in AWS's own tools."""
    assert regions == load(environment).regions


@pytest.mark.parametrize(
    ("value", "read_only"),
    [("1", True), ("TRUE", True), (" yes ", True), ("on", True), ("0", False), ("", False)],
)
def test_the_environment_sets_read_only_mode(value: str, *, read_only: bool) -> None:
    """COGTUI_READ_ONLY accepts the usual words."""
    assert read_only is load({"COGTUI_READ_ONLY": value}).read_only


def test_the_demo_ignores_everyday_settings(config: Path) -> None:
    """Apart from the theme and the keys, settings for everyday work do not affect the demo."""
    config.write_text(EVERYTHING)
    environment = {"AWS_PROFILE": "nonsense", "AWS_REGION": "eu-west-3"}
    settings = load(environment, config=str(config), demo=True)
    assert (settings.profile, settings.regions, settings.endpoint_url) == (None, (), None)
    assert settings.profiles == {}
    assert settings.theme == "cogtui-light"
    assert settings.keys == {"refresh": "f5"}
    assert not settings.welcome


def test_the_demo_uses_the_command_line() -> None:
    """A region or a pool on the command line applies to the demo."""
    settings = load({"AWS_REGION": "eu-west-3"}, demo=True, regions=("eu-west-1",), pool=POOL)
    assert (settings.regions, settings.pool) == (("eu-west-1",), POOL)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"demo": True, "endpoint_url": "http://x"}, "omit --endpoint-url"),
        ({"demo": True, "profile": "prod"}, "omit --profile"),
        ({"endpoint_url": "localhost:5000"}, "'localhost:5000'"),
        ({"endpoint_url": "ftp://host"}, "'ftp://host'"),
        ({"endpoint_url": "http://"}, "'http://'"),
        ({"endpoint_url": "http://host:99999"}, "'http://host:99999'"),
        ({"endpoint_url": "http://host:0"}, "'http://host:0'"),
        ({"endpoint_url": "http://[::1"}, "'http://[::1'"),
        ({"endpoint_url": "http://a host"}, "'http://a host'"),
        ({"pool": "us-east-1_AbCdEfGhI"}, "'us-east-1_AbCdEfGhI'"),
    ],
)
def test_a_wrong_option_is_named(arguments: dict[str, Any], expected: str) -> None:
    """The message has the option and its value."""
    assert expected in message(**arguments)


@pytest.mark.parametrize("url", ["http://127.0.0.1:5000", "https://host/", "http://[::1]:5000"])
def test_an_endpoint_is_a_url(url: str) -> None:
    """A URL may have a port, and a name or an address."""
    assert url == load(endpoint_url=url).endpoint_url


@pytest.mark.parametrize(
    "text",
    [
        "mobile-app-prod",
        f"arn:aws:cognito-identity:{POOL}",
        f"{ARN}/identity/us-east-1:1",
        f"{ARN[:-20]} {ARN[-20:]}",
        ARN.replace("cognito-identity", "cognito-idp"),
        POOL + "0" * 20,
        " ",
    ],
)
def test_a_pool_must_be_an_id_or_an_arn(text: str) -> None:
    """A name, the ARN of something else, or a text that is too long is not an identity pool."""
    with pytest.raises(SettingsError, match="identity pool ID or ARN"):
        parse_pool(text)


@pytest.mark.parametrize(
    "text", [POOL, ARN, f" {POOL}\n", f"\t{ARN} ", ARN.replace("aws", "aws-cn")]
)
def test_a_pool_by_its_id_or_arn(text: str) -> None:
    """The ARN, which `Y` copies, is as good as the ID, and spaces around them are ignored."""
    assert load({}, pool=text).pool == POOL


def test_a_pool_id_is_accepted_as_the_service_does() -> None:
    """IDs need not be version 4 UUIDs."""
    parse_pool("us-gov-west-1:ffffffff-0000-c66b-ffff-000000000000")


def test_an_ambiguous_word_for_read_only_is_rejected() -> None:
    """A word that means neither yes nor no is rejected."""
    assert (
        message({"COGTUI_READ_ONLY": "maybe"}) == "COGTUI_READ_ONLY: expected 1 or 0, found 'maybe'"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("theme = nord", ": Invalid value (at line 1, column 9)"),
        ("\n\nthem = 'nord'", ": line 3: unknown key `them`. Did you mean `theme`?"),
        ("x = 'nord'", ": line 1: unknown key `x`. Known: profile, regions, "),
        ("theme = 5", ": line 1: theme: expected text, found 5"),
        ("profile = ''", ": line 1: profile: expected text, found ''"),
        ("regions = 'eu-west-1'", "regions: expected a list of regions, found 'eu-west-1'"),
        ("# mine\nregions = [\n  'a',\n  1,\n]", ": line 2: regions: expected text, found 1"),
        ("endpoint_url = 'localhost'", "endpoint_url: expected a URL"),
        ("read_only = 'yes'", "read_only: expected true or false, found 'yes'"),
        ("keys = 'f5'", "keys: expected a table"),
        ("keys.refresh = 5", ": line 1: keys.refresh: expected a key, found 5"),
        ("[keys]\nhelp = 'f1'\nrefresh = ''", ": line 3: keys.refresh: expected a key, found ''"),
        ("[profile.prod]\nlabel = 'P'", ": line 1: profile: expected text, found {'prod'"),
        ("[profils.prod]\nlabel = 'P'", ": line 1: unknown key `profils`. Did you mean `profiles`"),
        ("profiles = 'prod'", "profiles: expected a table for each profile, found 'prod'"),
        ("profiles.prod = 1", "profiles.prod: expected a table, found 1"),
        (
            "[profiles.dev]\nlabel = 'D'\n[profiles.prod]\nreadonly = true",
            ": line 4: profiles.prod.readonly: unknown key `readonly`. Did you mean `read_only`?",
        ),
        ("[profiles.prod]\ncolour = 'red'", "Did you mean `color`?"),
        ("[profiles.prod]\nread_only = 1", "read_only: expected true or false, found 1"),
        ("[profiles.prod]\ncolor = 1", "color: expected the name of a color, found 1"),
        ("[profiles.prod]\ncolor = 'gren'", "unknown color `gren`. Did you mean `green`?"),
        ("[profiles.prod]\ncolor = '#ff0000'", "Known: black, red, green, "),
        ("[profiles.prod]\nlabel = ' '", "label: expected 1 to 20 characters, found ' '"),
        ("[profiles.prod]\nlabel = 'customers in production'", "label: expected 1 to 20"),
        ("[profiles.prod]\nlabel = 5", "label: expected 1 to 20 characters, found 5"),
        ("\n" * 1000 + "them = 'nord'", "other.toml: unknown key `them`"),
    ],
)
def test_a_broken_file_is_reported_with_the_place(config: Path, text: str, expected: str) -> None:
    """The message has the file, the key and the value, in one line."""
    config.write_text(text)
    detail = message(config=str(config))
    assert detail.startswith(f"{config}: ")
    assert expected in detail
    assert "\n" not in detail


@pytest.mark.parametrize("color", COLORS)
def test_the_colors_of_a_profile(config: Path, color: str) -> None:
    """The names of the 16 colors of terminals are accepted."""
    config.write_text(f'[profiles.prod]\ncolor = "{color}"')
    assert load(config=str(config)).profiles["prod"].color == color


def test_a_file_that_is_not_text_is_reported(config: Path) -> None:
    """Bytes that are not UTF-8 make the file invalid."""
    config.write_bytes(b"\xff\xfe")
    assert message(config=str(config)).startswith(f"{config}: 'utf-8' codec can't decode")


def test_a_named_file_must_exist(config: Path) -> None:
    """Only the default file may be missing."""
    assert message(config=str(config)) == f"{config}: no such file"


def test_a_file_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    """A directory is reported with the operating system's own message."""
    assert message(config=str(tmp_path)) == f"{tmp_path}: Is a directory"
