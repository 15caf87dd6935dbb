"""The user's settings, in order of precedence: arguments, environment, file, default."""

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from cogtui.api_error import SettingsError
from cogtui.files import private_files
from cogtui.settings.config_file import ConfigFile, InvalidSettingError, describe_unknown
from cogtui.settings.profile_settings import ProfileSettings, parse_profiles

DEFAULT_THEME: Final = "cogtui-dark"

POOL_ID: Final = re.compile(r"[\w-]+:[0-9a-f-]+")
"""Matches the identity pool IDs that the service accepts (API reference, `IdentityPoolId`)."""

_POOL_ARN: Final = re.compile(r"\Aarn:[\w-]+:cognito-identity:[\w-]+:\d{12}:identitypool/")
"""Matches an identity pool's ARN up to the ID (Service Authorization Reference)."""

POOL_ID_LENGTH: Final = 55
"""The maximum length of an identity pool ID, in characters (API reference)."""

_IGNORED_BY_DEMO: Final = ("profile", "profiles", "regions", "endpoint_url")
"""The settings that the demo takes only from the command line."""

_TRUE: Final = ("1", "true", "yes", "on")
_FALSE: Final = ("", "0", "false", "no", "off")


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings in effect when the app starts."""

    profile: str | None = None
    """The AWS profile; empty for the environment's credentials; None for the last one used, or
    else boto3's default."""
    regions: tuple[str, ...] = ()
    """The regions to show; empty for the last ones used, or else boto3's default."""
    endpoint_url: str | None = None
    """The endpoint for all services; None for AWS."""
    demo: bool = False
    """Whether to serve and show demo data instead of connecting to AWS."""
    welcome: bool = True
    """Whether the demo opens with the welcome when it has not been shown yet."""
    read_only: bool = False
    """Whether all profiles are read-only."""
    profiles: Mapping[str, ProfileSettings] = field(default_factory=dict)
    """The settings of single profiles, by name."""
    pool: str | None = None
    """The identity pool to open first."""
    theme: str | None = None
    """The theme's name; None for the last one used."""
    utc: bool = False
    """Whether times are shown in UTC rather than in the user's time zone."""
    write_cli_cache: bool = False
    """Whether credentials of roles are written to the AWS CLI's cache."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Custom keys, by the name of the action."""
    config_file: ConfigFile | None = field(default=None, compare=False)
    """The configuration file that was read, for the places of mistakes; None for none."""


def load_settings(arguments: Mapping[str, Any], environment: Mapping[str, str]) -> Settings:
    """Combine the settings from the command line, the environment and the configuration file.

    Args:
        arguments: The command line's options by setting name; None if not given. `config` is the
            configuration file, if it is not the default one.
        environment: The environment, for instance `os.environ`.

    Raises:
        SettingsError: A setting is invalid; the message names its source.
    """
    options = {
        each.name: arguments[each.name]
        for each in fields(Settings)
        if arguments.get(each.name) is not None
    }
    demo = options.get("demo", False)
    if demo and "endpoint_url" in options:
        raise SettingsError("--demo serves its own endpoint: omit --endpoint-url")
    if demo and "profile" in options:
        raise SettingsError("--demo has no profiles: omit --profile")
    if "endpoint_url" in options:
        _check_endpoint_url(options["endpoint_url"], "--endpoint-url: ")
    if "pool" in options:
        options["pool"] = parse_pool(options["pool"])
    settings = {
        **_from_file(arguments.get("config") or environment.get("COGTUI_CONFIG")),
        **_from_environment(environment),
    }
    if demo:
        # settings for everyday work must not affect the demo
        settings = {key: value for key, value in settings.items() if key not in _IGNORED_BY_DEMO}
    return Settings(**settings | options)


def parse_pool(text: str) -> str:
    """Return the ID of an identity pool in the form that the service accepts.

    Args:
        text: The pool's ID or ARN; spaces around it are ignored.

    Raises:
        SettingsError: It is, for instance, a user pool ID or a name.
    """
    pool_id = _POOL_ARN.sub("", text.strip())
    if not POOL_ID.fullmatch(pool_id) or len(pool_id) > POOL_ID_LENGTH:
        raise SettingsError(
            "--pool: expected an identity pool ID or ARN, such as us-east-1:1a2b3c4d-…, "
            f"found {text!r}"
        )
    return pool_id


def _check_endpoint_url(url: str, where: str = "") -> None:
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or any(character.isspace() for character in url):
        raise SettingsError(f"{where}expected a URL such as http://127.0.0.1:5000, found {url!r}")


def _from_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    settings: dict[str, Any] = {}
    if theme := environment.get("COGTUI_THEME"):
        settings["theme"] = theme
    if "COGTUI_READ_ONLY" in environment:
        value = environment["COGTUI_READ_ONLY"].strip().lower()
        if value not in _TRUE + _FALSE:
            raise SettingsError(f"COGTUI_READ_ONLY: expected 1 or 0, found {value!r}")
        settings["read_only"] = value in _TRUE
    # boto3 reads these too, but here they must take precedence over what was used last
    if environment.get("AWS_ACCESS_KEY_ID"):
        # boto3 prefers keys in the environment to AWS_PROFILE, but not to an explicit profile
        settings["profile"] = ""
    elif profile := environment.get("AWS_DEFAULT_PROFILE") or environment.get("AWS_PROFILE"):
        settings["profile"] = profile
    # boto3 ignores AWS_REGION, which the AWS CLI reads and AWS's own shells set
    if region := environment.get("AWS_REGION") or environment.get("AWS_DEFAULT_REGION"):
        settings["regions"] = (region,)
    return settings


def _from_file(name: str | os.PathLike[str] | None) -> dict[str, Any]:
    path = Path(name) if name else private_files.config_file()
    try:
        text = private_files.read_text(path)
        document = tomllib.loads(text)
    except (FileNotFoundError, NotADirectoryError):
        if name is None:
            return {}
        raise SettingsError(f"{path}: no such file") from None
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror}") from None
    except RecursionError:
        raise SettingsError(f"{path}: too deeply nested") from None
    except ValueError as error:
        raise SettingsError(f"{path}: {error}") from None
    file = ConfigFile(path, text)
    settings: dict[str, Any] = {"config_file": file}
    for key, value in document.items():
        if key not in _FILE_KEYS:
            raise SettingsError(f"{file.where(key)}: {describe_unknown('key', key, _FILE_KEYS)}")
        name_here, check = _FILE_KEYS[key]
        try:
            settings[name_here] = check(value)
        except SettingsError as error:
            keys = (key, *(error.keys if isinstance(error, InvalidSettingError) else ()))
            raise SettingsError(f"{file.where(*keys)}: {'.'.join(keys)}: {error}") from None
    return settings


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise SettingsError(f"expected text, found {value!r}")
    return value


def _endpoint_url(value: object) -> str:
    url = _text(value)
    _check_endpoint_url(url)
    return url


def _switch(value: object) -> bool:
    if not isinstance(value, bool):
        raise SettingsError(f"expected true or false, found {value!r}")
    return value


def _regions(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise SettingsError(f"expected a list of regions, found {value!r}")
    return tuple(_text(region) for region in value)


def _keys(value: object) -> dict[str, str]:
    if not isinstance(value, dict):
        raise SettingsError(f'expected a table such as refresh = "f5", found {value!r}')
    for name, key in value.items():
        if not isinstance(key, str) or not key:
            raise InvalidSettingError(f"expected a key, found {key!r}", name)
    return value


_FILE_KEYS: Final[Mapping[str, tuple[str, Callable[[object], Any]]]] = {
    "profile": ("profile", _text),
    "regions": ("regions", _regions),
    "endpoint_url": ("endpoint_url", _endpoint_url),
    "read_only": ("read_only", _switch),
    "theme": ("theme", _text),
    "utc": ("utc", _switch),
    "write_cli_cache": ("write_cli_cache", _switch),
    "welcome": ("welcome", _switch),
    "keys": ("keys", _keys),
    "profiles": ("profiles", parse_profiles),
}
"""The keys of config.toml, each with its setting and the function that validates it."""
