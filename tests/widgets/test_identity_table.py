"""The identity table, driven by real keys."""

from textual.app import App, ComposeResult

from cogtui.identities import IdentityPage, IdentityRows
from cogtui.widgets.identity_table import IdentityTable


def page_of(first: int, size: int = 60, *, last: bool = False) -> IdentityPage:
    """A page of guests whose ids count up from a number."""
    items = [
        {"IdentityId": f"us-east-1:{row:08x}-0000-4000-8000-000000000000"}
        for row in range(first, first + size)
    ]
    answer = {"Identities": items} | ({} if last else {"NextToken": "next"})
    return IdentityPage.from_answer(answer)


class TableApp(App[None]):
    """An app that is an identity table."""

    def compose(self) -> ComposeResult:
        """Makes the table."""
        yield IdentityTable()


async def test_pages_are_shown_and_marked() -> None:
    """What is appended is shown and counted, and Space marks it."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        table = app.query_one(IdentityTable)
        table.show(IdentityRows())
        table.append(page_of(0))
        table.focus()
        await pilot.press("space", "down", "space")
        assert table.summary == "60 loaded, more · 2 marked"
        assert [i[:18] for i in table.marked] == ["us-east-1:00000000", "us-east-1:00000002"]
