"""The row of tabs, at every width and by mouse."""

import pytest
from textual.app import App, ComposeResult

from cogtui.widgets.tab_strip import TabStrip

TITLES = ("Overview", "Roles", "Tags", "JSON")


class StripApp(App[None]):
    """An app that is a row of tabs, and keeps what it tells."""

    def __init__(self) -> None:
        super().__init__()
        self.strip = TabStrip()
        self.clicked: list[int] = []

    def compose(self) -> ComposeResult:
        """Makes the row."""
        yield self.strip

    def on_tab_strip_clicked(self, message: TabStrip.Clicked) -> None:
        """Keeps account of it."""
        self.clicked.append(message.place)


@pytest.mark.parametrize(
    ("columns", "active", "expected"),
    [
        (40, 0, "Overview  Roles  Tags  JSON"),
        (27, 3, "Overview  Roles  Tags  JSON"),
        (26, 0, "Overview  Roles  Tags ▸"),
        (26, 3, "◂ Roles  Tags  JSON"),
        (16, 2, "◂ Roles  Tags ▸"),
        (12, 1, "◂ Roles ▸"),
        (4, 3, "◂"),
        (1, 0, "O"),
    ],
)
async def test_the_active_tab_is_always_in_sight(columns: int, active: int, expected: str) -> None:
    """Where not all fit, arrows tell on which side there are more."""
    app = StripApp()
    async with app.run_test(size=(columns, 2)) as pilot:
        app.strip.show(TITLES, active)
        app.strip.show(TITLES, active)
        await pilot.pause()
        [line] = app.strip.render_lines(app.strip.size.region)
        assert line.text.rstrip() == expected


@pytest.mark.parametrize(
    ("columns", "active", "x", "places"),
    [
        (40, 0, 0, [0]),
        (40, 0, 7, [0]),
        (40, 0, 8, []),
        (40, 0, 10, [1]),
        (40, 0, 23, [3]),
        (40, 0, 30, []),
        (26, 3, 0, []),
        (26, 3, 2, [1]),
        (26, 3, 17, [3]),
    ],
)
async def test_a_click_shows_the_title_under_it(
    columns: int, active: int, x: int, places: list[int]
) -> None:
    """Between titles, and on an arrow, a click tells nothing."""
    app = StripApp()
    async with app.run_test(size=(columns, 2)) as pilot:
        app.strip.show(TITLES, active)
        await pilot.click(TabStrip, offset=(x, 0))
        await pilot.pause()
        assert app.clicked == places
