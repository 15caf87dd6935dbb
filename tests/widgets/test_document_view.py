"""Documents, drawn at any width and scrolled by key."""

from textual.app import App, ComposeResult

from cogtui.documents.document import Code, Document, Line, Note, Section, Tone
from cogtui.widgets import themes
from cogtui.widgets.document_view import DocumentView
from tests.driver import Driver

DOCUMENT: Document = (
    Section(
        "",
        (
            Line("Name", "mobile-app"),
            Line("What to do", "Choose another profile", Tone.GOOD),
            Note("Nobody can get in.", Tone.WARNING),
            Line("After", "the note"),
        ),
    ),
    Section("Raw", (Note("As JSON:"), Code('{"a": [1, null, "x\x1b", true]}\n{}'))),
    Section("Nothing", ()),
)

LONG: Document = (Section("", tuple(Note(f"Line {number}") for number in range(100))),)


class ViewApp(App[None]):
    """An app with only a document view."""

    CSS_PATH = "../../cogtui/cogtui.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.animation_level = "none"
        self.register_theme(themes.DARK)
        self.theme = "cogtui-dark"
        self.view = DocumentView()

    def compose(self) -> ComposeResult:
        """Yield the view."""
        yield self.view

    def lines(self) -> list[str]:
        """Return the lines drawn."""
        return [strip.text.rstrip() for strip in self.screen._compositor.render_strips()]


async def test_labels_values_notes_and_code() -> None:
    """Sections are separated, labels have a column, and code keeps its lines."""
    app = ViewApp()
    async with app.run_test(size=(40, 14)) as pilot:
        app.view.show(DOCUMENT)
        app.view.show(DOCUMENT)
        await pilot.pause()
        assert app.lines()[:13] == [
            "Name       mobile-app",
            "What to do Choose another profile",
            "Nobody can get in.",
            "After the note",
            "",
            "Raw",
            "As JSON:",
            '{"a": [1, null, "x␛", true]}',
            "{}",
            "",
            "Nothing",
            "",
            "",
        ]


async def test_long_values_wrap() -> None:
    """Long values wrap, so that nothing is cut off at any width."""
    app = ViewApp()
    async with app.run_test(size=(20, 8)) as pilot:
        app.view.show((Section("", (Line("Label", "0123456789" * 3),)),))
        for columns in (20, 9):
            await pilot.resize_terminal(columns, 20)
            await pilot.pause()
            assert "".join(filter(str.isdigit, "".join(app.lines()))) == "0123456789" * 3


async def test_tones_are_colours() -> None:
    """Good, bad, warning and the parts of JSON each have a separate colour."""
    app = ViewApp()
    async with app.run_test(size=(40, 14)) as pilot:
        app.view.show(DOCUMENT)
        await pilot.pause()
        colors = {
            segment.text.strip(): segment.style.color.name
            for strip in app.screen._compositor.render_strips()
            for segment in strip
            if segment.style is not None and segment.style.color is not None
        }
        assert len({colors["Choose another profile"], colors["Nobody can get in."]}) == 2
        assert colors["null"] == colors["{"] != colors["1"] == colors["true"]


async def test_keys_in_one_read_all_scroll() -> None:
    """Each of several keys that arrive together scrolls from where the one before has stopped."""
    app = ViewApp()
    async with Driver.running(app, size=(40, 10)) as user:
        app.view.show(LONG)
        app.set_focus(app.view)
        await user.pilot.pause()
        await user.hits("j", "j", "down", "k", "pagedown")
        assert app.view.scroll_y == 12
        await user.hits("G", "k", "k")
        assert app.view.scroll_y == 88
        await user.hits("g", "j")
        assert app.view.scroll_y == 1


async def test_scrolling_by_key() -> None:
    """Keys scroll, a growing document keeps its position, and a new one starts at the top."""
    app = ViewApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.view.show(LONG)
        app.set_focus(app.view)
        await pilot.pause()
        await pilot.press("G")
        await pilot.pause()
        assert app.lines()[-1].startswith("Line 99")
        await pilot.press("g", "j", "j", "down", "k", "pagedown")
        await pilot.pause()
        place = app.view.scroll_y
        assert place == 12
        app.view.show((*LONG, Section("More", ())), keep_place=True)
        await pilot.pause()
        assert app.view.scroll_y == place
        app.view.show((*LONG, Section("Other", ())))
        await pilot.pause()
        assert app.view.scroll_y == 0
