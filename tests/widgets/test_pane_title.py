"""The title line above a pane, at every width."""

import pytest
from textual.app import App, ComposeResult

from cogtui.widgets.pane_title import PaneTitle


class TitleApp(App[None]):
    """An app with only the line."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = PaneTitle()

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield self.bar


@pytest.mark.parametrize(
    ("columns", "texts", "expected"),
    [
        (30, ("mobile-app",), "mobile-app                    "),
        (30, ("mobile-app", "12,340"), "mobile-app              12,340"),
        (17, ("mobile-app-production", "12,340"), "mobi…tion  12,340"),
        (8, ("mobile-app", "1,200 loaded, more"), "  1,…ore"),
        (8, ("", "1"), "       1"),
        (20, ("\x1b[31m[b]x[/b]", "ok"), "␛[31m[b]x[/b]     ok"),
        (10, ("日本語のプール", "3"), "日本…ル  3"),
        (1, ("mobile-app", "3"), "3"),
    ],
)
async def test_both_ends(columns: int, texts: tuple[str, ...], expected: str) -> None:
    """The left text is shortened in the middle where both do not fit."""
    app = TitleApp()
    async with app.run_test(size=(columns, 2)) as pilot:
        app.bar.show(*texts)
        app.bar.show(*texts)
        await pilot.pause()
        [line] = app.bar.render_lines(app.bar.size.region)
        assert line.text.rstrip() == expected.rstrip()
        assert line.cell_length == columns
