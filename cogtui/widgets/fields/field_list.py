"""Container of a form's fields, with the styles of all their parts."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input


class FieldList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Container of fields, which scrolls to the focused one.

    It has the component styles of all fields: Textual computes those of each widget several times
    before a screen is drawn, which for ten fields takes most of the time to open a form.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pageup", "page_up", "Page up", show=False, id="form.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="form.page-down"),
    ]

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        *Input.COMPONENT_CLASSES,
        "field--name",
        "field--name-focused",
        "field--label",
        "field--value",
        "field--empty",
        "field--chosen",
        "field--note",
        "field--problem",
    }
