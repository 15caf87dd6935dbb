"""Container of a form's fields, with the styles of all their parts."""

from collections.abc import Sequence
from typing import ClassVar, Final

from rich.cells import cell_len
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input

_GAP: Final = 2
"""Cells between a label and the API's name."""


class FieldList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Container of fields, which scrolls to the focused one.

    It has the component styles of all fields: Textual computes those of each widget several times
    before a screen is drawn, which for ten fields takes most of the time to open a form.

    Args:
        names: The label and the API's name of each field.
        value_cells: The width that must be left for values if the API's names are shown, in cells.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", "Page up", show=False, id="form.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="form.page-down"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *Input.COMPONENT_CLASSES,
        "field--name",
        "field--name-focused",
        "field--changed",
        "field--label",
        "field--value",
        "field--empty",
        "field--chosen",
        "field--note",
        "field--problem",
    }

    def __init__(self, names: Sequence[tuple[str, str]], value_cells: int) -> None:
        super().__init__()
        self._value_cells = value_cells
        self._cells = max((cell_len(label) for label, _ in names), default=1)
        self._long_cells = max(
            (cell_len(label) + _GAP + cell_len(name) for label, name in names), default=1
        )

    def shows_api_names(self, width: int) -> bool:
        """Return whether there is room for the API's names beside the labels.

        Args:
            width: The width of label and value, in cells.
        """
        return width - self._long_cells - _GAP >= self._value_cells

    def label_cells(self, width: int) -> int:
        """Return the width of the column of labels, in cells: at most half of the line.

        Args:
            width: The width of label and value, in cells.
        """
        if self.shows_api_names(width):
            return self._long_cells
        return max(1, min(self._cells, width // 2))
