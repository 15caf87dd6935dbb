"""The settings of an AWS profile in config.toml."""

from dataclasses import dataclass
from typing import Any, Final

from cogtui.settings.config_file import InvalidSettingError, describe_unknown

COLORS: Final = tuple(
    f"{brightness}{hue}"
    for brightness in ("", "bright_")
    for hue in ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
)
"""The names of the 16 colors of terminals."""

_LONGEST_LABEL: Final = 20
"""The maximum length of a label, in characters: it is never shortened in 80 columns."""


@dataclass(frozen=True, slots=True)
class ProfileSettings:
    """The settings of one profile."""

    read_only: bool = False
    """Whether operations that change something are disabled."""
    color: str = ""
    """The color of the label, one of `COLORS`; empty for none."""
    label: str = ""
    """The label shown in the header; empty for the profile's name if there is a color, or else
    for none."""


def parse_profiles(value: object) -> dict[str, ProfileSettings]:
    """Return the settings of each profile from the table `profiles`.

    Raises:
        InvalidSettingError: A key is unknown, or a value is invalid.
    """
    if not isinstance(value, dict):
        raise InvalidSettingError(f"expected a table for each profile, found {value!r}")
    return {name: _parse_profile(name, table) for name, table in value.items()}


def _parse_profile(profile: str, table: object) -> ProfileSettings:
    if not isinstance(table, dict):
        raise InvalidSettingError(f"expected a table, found {table!r}", profile)
    for key, value in table.items():
        if problem := _problem(key, value):
            raise InvalidSettingError(problem, profile, key)
    return ProfileSettings(**table)


def _problem(key: str, value: Any) -> str:  # noqa: ANN401  any value of TOML
    """Return what is wrong with a key or its value; empty if nothing is."""
    match key:
        case "read_only":
            return "" if isinstance(value, bool) else f"expected true or false, found {value!r}"
        case "color":
            if not isinstance(value, str):
                return f"expected the name of a color, found {value!r}"
            return "" if value in COLORS else describe_unknown("color", value, COLORS)
        case "label":
            is_short = isinstance(value, str) and 0 < len(value.strip()) <= _LONGEST_LABEL
            return "" if is_short else f"expected 1 to {_LONGEST_LABEL} characters, found {value!r}"
    return describe_unknown("key", key, ("read_only", "color", "label"))
