"""Top line with the account, caller and regions in use."""

from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual.color import Color
from textual.reactive import reactive
from textual.widget import Widget

from cogtui.text import shorten, visible
from cogtui.widgets.themes import LABEL_COLORS

_SHORT: Final = 6
"""Minimum width to which the other parts are shortened before the account is, in cells."""


class Status(NamedTuple):
    """The content of the status bar."""

    account: str = ""
    """The account ID, or the reason why it is unknown."""
    caller: str = ""
    """The caller's identity, for example `Admin/ana`."""
    profile: str = ""
    """The AWS profile; empty for none."""
    regions: tuple[str, ...] = ()
    """The regions shown."""
    endpoint: str = ""
    """The endpoint used instead of AWS, without its scheme; empty for AWS."""
    clock: str = ""
    """How far this machine's clock is off, such as `3 min ahead`; empty if it is right."""
    expires: str = ""
    """How long the credentials or the sign-in last, such as `12 min left`; empty if long."""
    demo: bool = False
    """Whether the data is demo data."""
    read_only: bool = False
    """Whether operations that change something are disabled."""
    label: str = ""
    """The label of the profile, such as `PROD`; empty for none."""
    color: str = ""
    """The color of the label, one of `LABEL_COLORS`; empty for none."""


class StatusBar(Widget):
    """One line: label, account, caller, profile, regions, endpoint, clock, expiry, flags.

    Where it is too narrow, texts are shortened in the middle, the account last; none is dropped.
    The label is never shortened: it prevents changes in the wrong account.
    """

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "status--name",
        "status--plain",
        "status--label",
        "status--clock",
        "status--demo",
        "status--read-only",
    }

    status: reactive[Status] = reactive(Status())
    """The content."""

    def render(self) -> Text:
        """Return the line, as wide as the terminal."""
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
        line.append_text(self.label())
        room = width - line.cell_len - flags.cell_len - 2 * len(known)
        for part in _fit(known, room):
            line.append("  ").append(part, self._style("plain"))
        line.pad_right(max(0, width - line.cell_len - flags.cell_len))
        return line.append(flags)

    def label(self) -> Text:
        """Return the profile's label in its color; empty if it has none."""
        if not self.status.label:
            return Text()
        style = self._style("label")
        if self.status.color and not self.app.no_color:
            background = Color.parse(LABEL_COLORS[self.status.color])
            text = background.get_contrast_text(1)
            style += Style(color=text.rich_color, bgcolor=background.rich_color)
        return Text().append(f" {visible(self.status.label)} ", style)

    def _flags(self) -> Text:
        flags = Text()
        if self.status.clock:
            flags.append(" ").append(f" clock {self.status.clock} ", self._style("clock"))
        if self.status.expires:
            flags.append(" ").append(f" {self.status.expires} ", self._style("clock"))
        for name, shown in (("demo", self.status.demo), ("read-only", self.status.read_only)):
            if shown:
                flags.append(" ").append(f" {name} ", self._style(name))
        return flags

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"status--{name}").rich_style


def _fit(parts: list[str], cells: int) -> list[str]:
    widths = [cell_len(part) for part in parts]

    def shorten_first(index: int) -> tuple[bool, int]:
        # the longest part first; the account (the first part) only when all others are short
        return index > 0 and widths[index] > _SHORT, widths[index]

    while sum(widths) > max(cells, len(parts)):
        widths[max(range(len(parts)), key=shorten_first)] -= 1
    return [shorten(part, width) for part, width in zip(parts, widths, strict=True)]
