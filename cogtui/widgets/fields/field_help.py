"""The help for the field in focus: its names, its limits and one line on what to enter."""

from typing import ClassVar, Final

from rich.text import Text
from textual.geometry import Size
from textual.widget import Widget

from cogtui.service.members import ValueKind
from cogtui.text import visible
from cogtui.widgets.fields.field import REQUIRED, Field, wrapped

_LINES: Final = 2
"""The lines of help where there is little room: the names with the limits, and the help."""

_MORE_LINES: Final = 4
"""The lines of help where there is more room."""

_TALL: Final = 30
"""The lines of a terminal with more room."""


class FieldHelp(Widget):
    """Help of a fixed height, so that the fields do not move with the focus."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"field-help--label", "field-help--name"}

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._field: Field | None = None

    @staticmethod
    def lines(height: int) -> int:
        """Return the number of lines of help in a terminal of some height.

        Args:
            height: The terminal's height, in lines.
        """
        return _MORE_LINES if height >= _TALL else _LINES

    def show(self, field: Field | None) -> None:
        """Show the help of a field; None for nothing."""
        self._field = field
        self.refresh()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's
        """Return the number of lines, whichever field has the focus.

        Args:
            container: The container's size.
            viewport: The terminal's size.
            width: The width, in cells.
        """
        return self.lines(viewport.height)

    def render(self) -> Text:
        """Return the label, the API's name, the limits and the help."""
        text = Text(no_wrap=True, end="")
        if self._field is None:
            return text
        spec = self._field.spec
        width, height = self.size
        head = "  ".join(filter(None, (spec.label, spec.api_name)))
        limits = [REQUIRED] if spec.required else []
        # all choices are visible
        is_choice = spec.member.kind is ValueKind.CHOICE
        expected = "" if is_choice else spec.member.expectation
        limits += filter(None, (*self._field.remarks(), expected))
        names = wrapped(" · ".join((head, *limits)), width)
        helps = wrapped(visible(spec.member.summary), width)
        names = _cut(names, max(1, height - len(helps)), width)
        text.append("\n".join(_cut([*names, *helps], height, width)))
        style = self.get_visual_style
        text.stylize(style("field-help--name").rich_style, 0, len("\n".join(names)))
        text.stylize(style("field-help--label").rich_style, 0, len(spec.label))
        return text


def _cut(lines: list[str], count: int, width: int) -> list[str]:
    """Return the first lines, with a mark if there are more."""
    if len(lines) <= count:
        return lines
    return [*lines[: count - 1], f"{lines[count - 1][: width - 2]} …"]
