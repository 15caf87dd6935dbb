"""The line at the top that always says whose account one looks at, and where."""

from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

from cogtui.text import shorten, visible

_SHORT: Final = 6
"""How far names are cut before the account is, cells."""


class Status(NamedTuple):
    """What the status bar says."""

    account: str = ""
    """The account id, or why there is none."""
    caller: str = ""
    """Who calls: `Admin/ana`."""
    profile: str = ""
    """The AWS profile, empty for none."""
    regions: tuple[str, ...] = ()
    """The regions shown."""
    endpoint: str = ""
    """The endpoint that is called instead of AWS, without its scheme."""
    demo: bool = False
    """Whether it is demo data."""
    read_only: bool = False
    """Whether operations that change something are refused."""


class StatusBar(Widget):
    """One line: account, caller, profile, regions, endpoint, demo, read-only.

    Where it is too narrow, the names are cut in the middle; none of them is left out, and the
    account is cut last.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status--name",
        "status--plain",
        "status--demo",
        "status--read-only",
    }

    status: reactive[Status] = reactive(Status())
    """What it says."""

    def render(self) -> Text:
        """The line, as wide as the terminal."""
        status = self.status
        width = self.size.width
        flags = self._flags()
        parts = [
            status.account,
            status.caller,
            status.profile,
            ",".join(status.regions),
            status.endpoint,
        ]
        known = [visible(part) for part in parts if part]
        line = Text(no_wrap=True).append(" cogtui ", self._style("name"))
        room = width - line.cell_len - flags.cell_len - 2 * len(known)
        for part in _fitted(known, room):
            line.append("  ").append(part, self._style("plain"))
        line.pad_right(max(0, width - line.cell_len - flags.cell_len))
        return line.append(flags)

    def _flags(self) -> Text:
        flags = Text()
        for name, shown in (("demo", self.status.demo), ("read-only", self.status.read_only)):
            if shown:
                flags.append(" ").append(f" {name} ", self._style(name))
        return flags

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"status--{name}").rich_style


def _fitted(parts: list[str], cells: int) -> list[str]:
    """Shortens the longest part first, until all fit; the first part only when all are short."""
    widths = [cell_len(part) for part in parts]

    def dispensable(place: int) -> tuple[bool, int]:
        return place > 0 and widths[place] > _SHORT, widths[place]

    while sum(widths) > max(cells, len(parts)):
        widths[max(range(len(parts)), key=dispensable)] -= 1
    return [shorten(part, width) for part, width in zip(parts, widths, strict=True)]
