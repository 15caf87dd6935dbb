"""The export targets for credentials, each with its key."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final, NamedTuple

from textual.binding import Binding

from cogtui.credentials.export import Format
from cogtui.widgets.menu_list import MenuEntry


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


def entries(bindings: Iterable[Binding], display: Callable[[Binding], str]) -> list[MenuEntry]:
    """Return the targets as entries of a menu.

    Args:
        bindings: The keys that work now; those of the targets have IDs such as `reveal.subshell`.
        display: Formats a key: `App.get_key_display`.
    """
    found = {(each.id or "").removeprefix("reveal."): each for each in bindings}
    return [
        MenuEntry(
            name,
            target.title,
            display(found[name]),
            (found[name].key,),
            group="" if name == SUBSHELL else "Copy" if name in FORMATS else "Write",
            hint=target.note,
        )
        for name, target in EXPORT_TARGETS.items()
    ]
