"""Find out why the terminal's encoding cannot draw lines and symbols."""

import codecs
import sys
from collections.abc import Mapping
from typing import Final

from cogtui.text import visible

_VARIABLES: Final = ("PYTHONIOENCODING", "LC_ALL", "LC_CTYPE", "LANG")
"""The variables that decide on the encoding, by precedence; an empty one counts as unset."""


def describe_encoding_problem(encoding: str, environment: Mapping[str, str]) -> str:
    r"""Return why symbols are drawn as `\u2502`, and what to set.

    Args:
        encoding: The encoding of what is written to the terminal.
        environment: The environment, for instance `os.environ`.

    Returns:
        One line; empty if the encoding is UTF-8.
    """
    if codecs.lookup(encoding).name == "utf-8":
        return ""
    name = next((each for each in _VARIABLES if environment.get(each)), "")
    cause = f"{name}={visible(environment[name])} selects" if name else "No variable sets a locale:"
    utf_8 = "en_US.UTF-8" if sys.platform == "darwin" else "C.UTF-8"
    remedy = f"unset {name}" if name == _VARIABLES[0] else f"set LC_ALL={utf_8}"
    return (
        f"{cause} the encoding {encoding}, in which lines and symbols cannot be drawn; "
        f"{remedy} and start again"
    )
