"""What holds the fields of a form, and the styles of all of their parts."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input


class FieldList(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Holds fields, and scrolls to the one with the keyboard.

    The parts of the fields have their styles here: Textual works out those of every part of every
    widget several times before a screen is drawn, which for ten fields is most of opening a form.
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
