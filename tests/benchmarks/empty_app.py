"""The smallest Textual app: what a program with Textual costs before it does anything."""

import sys

from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.widgets import Static

LAST_LINE = "Press q to quit"


class EmptyApp(App[None]):
    """An app with one line of text."""

    CSS = "Static { height: 1fr; content-align: left bottom; }"
    BINDINGS = [Binding("q", "quit", "Quit")]  # noqa: RUF012  Textual's form

    def compose(self) -> ComposeResult:
        """Yield the text."""
        yield Static(LAST_LINE)

    def on_mount(self) -> None:
        """Create a boto3 client if the command line asks for one."""
        if "--boto3" in sys.argv:
            import boto3  # noqa: PLC0415  the app without it must not pay for it

            self.client = boto3.client("cognito-identity")


if __name__ == "__main__":
    EmptyApp().run()
