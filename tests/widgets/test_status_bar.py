"""The top line, at every width."""

import pytest
from textual.app import App, ComposeResult

from cogtui.widgets.status_bar import Status, StatusBar

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
