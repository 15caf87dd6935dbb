"""Scrollable view of a document: labels and values that wrap."""

from collections.abc import Iterator
from typing import Any, ClassVar, Final

from rich.console import Group, RenderableType
from rich.highlighter import JSONHighlighter
from rich.style import Style
from rich.table import Table
from rich.text import Span, Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from cogtui.documents.document import Code, Document, Line, Note, Section, Tone
from cogtui.text import visible

_LABEL_CELLS: Final = 28
"""Maximum width of the column of labels, in cells."""

_JSON_TONES: Final = {
    "json.brace": Tone.DIM,
    "json.key": "label",
    "json.str": Tone.PLAIN,
    "json.null": Tone.DIM,
}
"""Styles of JSON tokens by Rich's names; the rest, numbers and booleans, use `Tone.GOOD`."""


class DocumentView(VerticalScroll):
    """A document that scrolls by key."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="document.down"),
        Binding("k", "scroll_up", "Up", show=False, id="document.up"),
        Binding("g", "scroll_home", "Top", show=False, id="document.top"),
        Binding("G", "scroll_end", "Bottom", show=False, id="document.bottom"),
    ]

    def compose(self) -> ComposeResult:
        """Yield the body, which is as tall as its document."""
        yield DocumentBody()

    def scroll_to(self, *place: Any, **options: Any) -> None:  # noqa: ANN401  Textual's signature
        """Scroll to a position immediately; takes what `Widget.scroll_to` takes.

        Textual scrolls after the next frame and computes the target when the key is pressed, so two
        keys in one read would scroll by one line.
        """
        super().scroll_to(*place, **(options | {"animate": False, "immediate": True}))

    def action_scroll_end(self) -> None:
        """Scroll to the last line immediately."""
        self.scroll_end(animate=False, immediate=True, x_axis=False)

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Show a document.

        Args:
            document: The document.
            keep_place: Whether to keep the scroll position.
        """
        body = self.query_one(DocumentBody)
        if document != body.document:
            body.document = document
            body.refresh(layout=True)
        if not keep_place:
            self.scroll_home(animate=False, immediate=True)


class DocumentBody(Widget):
    """The drawing of a document at the width available."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "document--title",
        "document--label",
        *(f"document--{tone}" for tone in Tone),
    }

    document: Document = ()
    """The document; call `refresh(layout=True)` after setting it."""

    def render(self) -> RenderableType:
        """Return the document, from top to bottom."""
        return Group(*self._rendered())

    def _rendered(self) -> Iterator[RenderableType]:
        for number, section in enumerate(self.document):
            if number:
                yield Text()
            if section.title:
                yield Text(visible(section.title), self._style("title"))
            yield from self._parts(section)

    def _parts(self, section: Section) -> Iterator[RenderableType]:
        table = self._table()
        for part in section.parts:
            if isinstance(part, Line):
                table.add_row(
                    Text(visible(part.label), self._style("label"), overflow="fold"),
                    Text(visible(part.value), self._style(part.tone), overflow="fold"),
                )
                continue
            if table.row_count:
                yield table
                table = self._table()
            if isinstance(part, Note):
                yield Text(visible(part.text), self._style(part.tone))
            else:
                yield self._code(part)
        if table.row_count:
            yield table

    def _table(self) -> Table:
        table = Table.grid(padding=(0, 1), expand=False)
        table.add_column(max_width=_LABEL_CELLS)
        table.add_column(ratio=1)
        return table

    def _code(self, code: Code) -> Text:
        text = Text("\n".join(visible(line) for line in code.text.split("\n")), overflow="fold")
        JSONHighlighter().highlight(text)
        # Rich's colours suit dark backgrounds only; the theme's suit its own
        text.spans = [
            Span(span.start, span.end, self._style(_JSON_TONES.get(str(span.style), Tone.GOOD)))
            for span in text.spans
        ]
        return text

    def _style(self, name: str) -> Style:
        return self.get_visual_style(f"document--{name}").rich_style
