"""The export targets for credentials, each with its key."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from cogtui.credentials.export import Format
from cogtui.screens.dialogs.picker import Choice


class ExportTarget(NamedTuple):
    """A way to export credentials."""

    key: str
    """Its default key."""
    title: str
    """What it does, in a few words."""
    note: str
    """What it is for."""


ENV_FILE: Final = "write-env-file"
PROFILE: Final = "write-profile"
SUBSHELL: Final = "subshell"

EXPORT_TARGETS: Final[Mapping[str, ExportTarget]] = {
    SUBSHELL: ExportTarget("s", "Subshell", "your shell acts as the identity; exit to return"),
    "copy-posix": ExportTarget("y", "Copy for sh, bash, zsh", "paste into the shell"),
    "copy-fish": ExportTarget("f", "Copy for fish", "paste into the shell"),
    "copy-powershell": ExportTarget("p", "Copy for PowerShell", "paste into the shell"),
    "copy-cmd": ExportTarget("m", "Copy for cmd.exe", "paste into the window"),
    "copy-process": ExportTarget("J", "Copy as JSON", "credential_process output"),
    "copy-env-file": ExportTarget("e", "Copy as env file", "one NAME=value per line"),
    ENV_FILE: ExportTarget("E", "Write env file", "for docker run --env-file and similar"),
    PROFILE: ExportTarget("P", "Write profile", "to the AWS credentials file"),
}
"""The targets, by the names of their keys in the configuration."""

FORMATS: Final[Mapping[str, Format]] = {
    "copy-posix": Format.POSIX,
    "copy-fish": Format.FISH,
    "copy-powershell": Format.POWERSHELL,
    "copy-cmd": Format.CMD,
    "copy-process": Format.CREDENTIAL_PROCESS,
    "copy-env-file": Format.ENV_FILE,
}
"""The format of each target that copies a text."""


def choices(keys: Mapping[str, str]) -> list[Choice]:
    """Return the targets as choices of a picker.

    Args:
        keys: The display name of each target's key, by the target's name.
    """
    return [
        Choice(name, f"{keys.get(name, each.key)}  {each.title}", each.note)
        for name, each in EXPORT_TARGETS.items()
    ]
