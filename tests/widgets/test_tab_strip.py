"""The row of tabs, at every width and by mouse."""

import pytest
from textual.app import App, ComposeResult

from cogtui.widgets.tab_strip import TabStrip

TITLES = ("Overview", "Roles", "Tags", "JSON")


class StripApp(App[None]):
    """An app with only a row of tabs, which records its messages."""

    def __init__(self) -> None:
        super().__init__()
        self.strip = TabStrip()
        self.clicked: list[int] = []

    def compose(self) -> ComposeResult:
        """Yield the row."""
        yield self.strip

    def on_tab_strip_clicked(self, message: TabStrip.Clicked) -> None:
        """Record the message."""
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
async def test_the_active_tab_is_always_visible(columns: int, active: int, expected: str) -> None:
    """Arrows show on which side there are more tabs than fit."""
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
async def test_a_click_chooses_the_title_under_it(
    columns: int, active: int, x: int, places: list[int]
) -> None:
    """A click between titles or on an arrow posts no message."""
    app = StripApp()
    async with app.run_test(size=(columns, 2)) as pilot:
        app.strip.show(TITLES, active)
        await pilot.click(TabStrip, offset=(x, 0))
        await pilot.pause()
        assert app.clicked == places
