"""What credentials can be taken out as, each by a key of its own."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from cogtui.credentials.export import Format
from cogtui.screens.dialogs.picker import Choice


class ExportTarget(NamedTuple):
    """A way of taking credentials out."""

    key: str
    """Its key."""
    title: str
    """What it does, in a few words."""
    note: str
    """What it is for."""


ENV_FILE: Final = "write-env-file"
PROFILE: Final = "write-profile"
SUBSHELL: Final = "subshell"

EXPORT_TARGETS: Final[Mapping[str, ExportTarget]] = {
    SUBSHELL: ExportTarget("s", "Subshell", "your own shell acts as the identity; exit comes back"),
    "copy-posix": ExportTarget("y", "Copy for sh, bash, zsh", "paste it into the shell"),
    "copy-fish": ExportTarget("f", "Copy for fish", "paste it into the shell"),
    "copy-powershell": ExportTarget("p", "Copy for PowerShell", "paste it into the shell"),
    "copy-cmd": ExportTarget("m", "Copy for cmd.exe", "paste it into the window"),
    "copy-process": ExportTarget("J", "Copy as JSON", "what a credential_process prints"),
    "copy-env-file": ExportTarget("e", "Copy as an env file", "NAME=value, a line each"),
    ENV_FILE: ExportTarget("E", "Write an env file", "for docker run --env-file and its like"),
    PROFILE: ExportTarget("P", "Write a profile", "into the AWS credentials file"),
}
"""The ways, by the name that their key goes by in the configuration."""

FORMATS: Final[Mapping[str, Format]] = {
    "copy-posix": Format.POSIX,
    "copy-fish": Format.FISH,
    "copy-powershell": Format.POWERSHELL,
    "copy-cmd": Format.CMD,
    "copy-process": Format.CREDENTIAL_PROCESS,
    "copy-env-file": Format.ENV_FILE,
}
"""What is copied, by the way."""


def choices(keys: Mapping[str, str]) -> list[Choice]:
    """The ways, to choose from.

    Args:
        keys: Each way's key as people write it, by its name.
    """
    return [
        Choice(name, f"{keys.get(name, each.key)}  {each.title}", each.note)
        for name, each in EXPORT_TARGETS.items()
    ]
