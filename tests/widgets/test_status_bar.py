"""The top line, at every width."""

import pytest
from rich.color import Color
from rich.style import Style
from textual.app import App, ComposeResult

from cogtui.settings.profile_settings import COLORS
from cogtui.widgets.status_bar import Status, StatusBar
from cogtui.widgets.themes import LABEL_COLORS

EVERYTHING = Status(
    account="111122223333",
    caller="AWSReservedSSO_AdministratorAccess_0123456789abcdef/ana@example.com",
    profile="prod-admin",
    regions=("us-east-1", "eu-west-1", "ap-southeast-2"),
    endpoint="127.0.0.1:4566",
    demo=True,
    read_only=True,
)


class BarApp(App[None]):
    """An app with only the line."""

    CSS = "StatusBar { height: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.bar = StatusBar()

    def compose(self) -> ComposeResult:
        """Yield the line."""
        yield self.bar


@pytest.mark.parametrize(
    ("columns", "status", "expected"),
    [
        (30, Status(), " cogtui"),
        (50, Status(account="account …", regions=("us-east-1",)), " cogtui   account …  us-east-1"),
        (40, Status(demo=True), " cogtui                            demo"),
        (40, Status(read_only=True), " cogtui                       read-only"),
        (
            50,
            Status(clock="3 min ahead"),
            " cogtui" + " " * 25 + "clock 3 min ahead ",
        ),
        (40, Status(expires="12 min left"), " cogtui" + " " * 21 + "12 min left "),
        (
            80,
            EVERYTHING,
            " cogtui   111122223333  AWS…com  pro…dmin  us-…st-2  127…4566  demo   read-only ",
        ),
        (
            200,
            EVERYTHING,
            " cogtui   "
            + "  ".join([*EVERYTHING[:3], ",".join(EVERYTHING.regions), "127.0.0.1:4566"]),
        ),
        (
            80,
            EVERYTHING._replace(label="PROD \u202e", color="red"),
            " cogtui  PROD <202e>   11…333  AW…com  pr…min  us…t-2  12…566  demo   read-only ",
        ),
        (30, Status(profile="\x1b[31mred\u202e"), " cogtui   ␛[31mred<202e>"),
    ],
    ids=[
        "nothing",
        "connecting",
        "demo",
        "read-only",
        "clock",
        "expiry",
        "narrow",
        "wide",
        "label",
        "hostile",
    ],
)
async def test_the_line(columns: int, status: Status, expected: str) -> None:
    """Texts that do not fit are shortened in the middle, and none is dropped."""
    app = BarApp()
    async with app.run_test(size=(columns, 2)) as pilot:
        app.bar.status = status
        await pilot.pause()
        [line] = app.bar.render_lines(app.bar.size.region)
        assert line.cell_length == columns
        assert line.text.startswith(expected)


async def test_a_line_much_too_narrow() -> None:
    """A line too narrow to be readable raises no error."""
    app = BarApp()
    async with app.run_test(size=(5, 2)) as pilot:
        app.bar.status = EVERYTHING
        await pilot.pause()
        [line] = app.bar.render_lines(app.bar.size.region)
        assert line.cell_length == 5


@pytest.mark.parametrize("color", COLORS)
async def test_the_label_is_readable(color: str) -> None:
    """The label has its color and enough contrast (WCAG 2, 4.5 to 1)."""
    app = BarApp()
    async with app.run_test():
        app.bar.status = Status(label="PROD", color=color)
        (span,) = app.bar.label().spans
        assert isinstance(span.style, Style)
        assert span.style.bgcolor is not None
        assert span.style.color is not None
        assert span.style.bgcolor.name == LABEL_COLORS[color]
        luminances = sorted(luminance(each) for each in (span.style.bgcolor, span.style.color))
        assert (luminances[1] + 0.05) / (luminances[0] + 0.05) >= 4.5


def luminance(color: Color) -> float:
    """Return the relative luminance of a color (WCAG 2)."""
    parts = (each / 255 for each in color.get_truecolor())
    linear = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts
    )
    return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


async def test_the_label_without_colors(monkeypatch: pytest.MonkeyPatch) -> None:
    """With NO_COLOR the label alone is shown."""
    monkeypatch.setenv("NO_COLOR", "1")
    app = BarApp()
    async with app.run_test():
        app.bar.status = Status(label="PROD", color="red")
        label = app.bar.label()
        assert label.plain == " PROD "
        assert LABEL_COLORS["red"] not in str(label.spans)
