"""The table of the request log."""

from textual.app import App, ComposeResult

from cogtui.api_error import ErrorKind, Explanation
from cogtui.gateway import RequestLog
from cogtui.widgets.request_table import RequestTable

DENIED = Explanation(ErrorKind.DENIED, "Access denied", "", "", "", code="AccessDeniedException")


class TableApp(App[None]):
    """An app with only the table."""

    def __init__(self) -> None:
        super().__init__()
        self.requests = RequestLog(clock=lambda: 0.0)
        self.table = RequestTable(self.requests)

    def compose(self) -> ComposeResult:
        """Yield the table."""
        yield self.table

    def call(self, operation: str) -> None:
        """Make a call that succeeds."""
        request = self.requests.start(operation, "us-east-1", {})
        self.requests.end(request, milliseconds=1234.5, retries=0, request_id="an-id", error=None)
        self.table.follow()

    def lines(self) -> list[str]:
        """Return the lines drawn, with one blank between words."""
        drawn = self.table.render_lines(self.table.size.region)
        return [" ".join(strip.text.split()) for strip in drawn]


async def test_the_latest_call_is_first() -> None:
    """Each row shows a call's time, operation, duration, retries and result."""
    app = TableApp()
    async with app.run_test(size=(160, 6)) as pilot:
        assert "No requests yet." in app.lines()
        app.call("describe-identity-pool")
        under_way = app.requests.start("list-identities", "us-east-1", {})
        app.table.follow()
        await pilot.pause()
        assert app.lines()[:3] == [
            "When UTC Operation ms Retries Result Request ID",
            "00:00:00 list-identities in progress",
            "00:00:00 describe-identity-pool 1,234 ok an-id",
        ]
        app.requests.end(under_way, milliseconds=7.0, retries=2, request_id="", error=DENIED)
        app.table.follow()
        await pilot.pause()
        assert app.lines()[1] == "00:00:00 list-identities 7 2 ✗ AccessDeniedException"


async def test_the_cursor_stays_on_its_call() -> None:
    """A cursor on the first row follows the latest call; elsewhere it stays on its call."""
    app = TableApp()
    async with app.run_test(size=(80, 12)) as pilot:
        for number in range(3):
            app.call(f"call-{number}")
        assert app.table.request_at(app.table.cursor_row).operation == "call-2"
        app.call("call-3")
        assert app.table.request_at(app.table.cursor_row).operation == "call-3"
        await pilot.press("down")
        app.call("call-4")
        app.table.follow()
        assert app.table.request_at(app.table.cursor_row).operation == "call-2"
