"""Forms that open by key in a terminal: cogtui's, and plain Textual inputs.

Usage: python -m tests.benchmarks.form_app [--tokens]
"""

import gc
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, Static

import cogtui
from cogtui.gateway.service_model import input_members
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.widgets import themes
from tests.inputs import GOOD

if TYPE_CHECKING:
    from collections.abc import Mapping

BIGGEST: Final = "update-identity-pool"
MEMBERS: Final = input_members(BIGGEST)
VALUES: Final = {member.name: GOOD[member.name] for member in MEMBERS}
TOKEN_MEMBERS: Final = tuple(
    Member(f"Member{place}", ValueKind.LONG_TEXT, "A token", sensitive=True, maximum=60_000)
    for place in range(10)
)
"""As many members as the biggest form has, each for a token."""


class PlainInputs(ModalScreen[None]):
    """As many plain Textual inputs as the biggest form has fields."""

    AUTO_FOCUS = "Input"

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss", "Close")]

    def compose(self) -> ComposeResult:
        """Yield the inputs."""
        with VerticalScroll():
            for member in MEMBERS:
                own = Input(str(VALUES[member.name])[:60])
                own.cursor_blink = False
                yield own


class FormApp(App[None]):
    """An app that opens forms by key."""

    CSS_PATH = str(Path(cogtui.__file__).parent / "cogtui.tcss")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f", "form", "Form"),
        Binding("b", "plain", "Plain inputs"),
        Binding("t", "tokens", "Tokens"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name

    def compose(self) -> ComposeResult:
        """Yield a line that is drawn once keys are read."""
        yield Static("ready .")

    def on_mount(self) -> None:
        """Leave what was imported out of the collection of garbage."""
        gc.freeze()

    def action_form(self) -> None:
        """Open the biggest form with values."""
        self.push_screen(FormDialog(BIGGEST, MEMBERS, VALUES, operation=BIGGEST))

    def action_plain(self) -> None:
        """Open the plain inputs."""
        self.push_screen(PlainInputs())

    def action_tokens(self) -> None:
        """Open a form of long tokens, or of empty fields."""
        values: Mapping[str, Any] = {}
        if "--tokens" in sys.argv:
            values = {member.name: Secret("t" * 50_000) for member in TOKEN_MEMBERS}
        self.push_screen(FormDialog("Tokens", TOKEN_MEMBERS, values))


if __name__ == "__main__":
    FormApp().run()
