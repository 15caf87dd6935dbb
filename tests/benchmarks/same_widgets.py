"""Textual app with the widgets of cogtui's first frame and no logic, for the start benchmark."""

from textual.app import App, ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.scroll_view import ScrollView
from textual.widgets import ContentSwitcher, Footer, Input, Static, Tree


class SameWidgets(App[None]):
    """An app with as many widgets, of the same kinds, in the same layout."""

    CSS = """
    #top, .title, .tabs { height: 1; }
    #left { width: 26; }
    ScrollView, ContentSwitcher { height: 1fr; }
    Input { display: none; }
    """

    BINDINGS = [(key, "noop", "Nothing") for key in "abcdefghijkl"]  # noqa: RUF012  Textual's form

    def compose(self) -> ComposeResult:
        """Yield the top line, a tree, a table, a document, an input and the keys."""
        yield Static("cogtui", id="top")
        with Horizontal():
            with Vertical(id="left"):
                yield Tree("pools")
            with Vertical():
                with Vertical():
                    yield Static("identities", classes="title")
                    yield ScrollView()
                with Vertical():
                    yield Static("detail", classes="title")
                    with Vertical():
                        yield Static("tabs", classes="tabs")
                        with ContentSwitcher(initial="document"):
                            with VerticalScroll(id="document"):
                                yield Static("document")
                            yield ScrollView(id="log")
        yield Input()
        yield Footer()


if __name__ == "__main__":
    SameWidgets().run()
