"""Where in config.toml a mistake is, and what was probably meant."""

import difflib
import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from cogtui.api_error import SettingsError

_LONGEST: Final = 1_000
"""How many lines are searched; each attempt parses all lines before it."""


class InvalidSettingError(SettingsError):
    """A value in config.toml is invalid.

    Args:
        message: What is wrong.
        keys: The keys that lead to the value, from the table in which it was checked.
    """

    def __init__(self, message: str, *keys: str) -> None:
        super().__init__(message)
        self.keys = keys


class ConfigFile(NamedTuple):
    """A configuration file that was read."""

    path: Path
    """Its path."""
    text: str
    """Its content, which is valid TOML."""

    def where(self, *keys: str) -> str:
        """Return the place of a key, as an error message begins with it.

        Args:
            keys: The tables and the key, outermost first.

        Returns:
            The path and the line: `/home/ana/.config/cogtui/config.toml: line 3`.
        """
        line = self._line_of(keys)
        return f"{self.path}: line {line}" if line else f"{self.path}"

    def _line_of(self, keys: tuple[str, ...]) -> int:
        """Return the line in which a key begins; 0 if it is not found.

        `tomllib` reports no lines: the first lines that are a document with the key end with it.
        """
        lines = self.text.split("\n")
        end = 0
        for number in range(1, min(len(lines), _LONGEST) + 1):
            try:
                document = tomllib.loads("\n".join(lines[:number]))
            except tomllib.TOMLDecodeError:
                # within a value of several lines
                continue
            if _has(document, keys):
                return end + 1
            end = number
        return 0


def describe_unknown(what: str, name: str, known: Collection[str]) -> str:
    """Return an error message about an unknown name.

    Args:
        what: What the name is, for example `key`.
        name: The name.
        known: The names that exist.

    Returns:
        A message with the nearest known name, or with all of them if none is near.
    """
    if near := difflib.get_close_matches(name, known, 1):
        return f"unknown {what} `{name}`. Did you mean `{near[0]}`?"
    names = ", ".join(known)
    return f"unknown {what} `{name}`. Known: {names}" if names else f"unknown {what} `{name}`"


def _has(document: Mapping[str, Any], keys: tuple[str, ...]) -> bool:
    value: Any = document
    for key in keys:
        if not isinstance(value, dict) or key not in value:
            return False
        value = value[key]
    return True
