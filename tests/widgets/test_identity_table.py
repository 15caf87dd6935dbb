"""The identity table, driven by real keys."""

from array import array

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from cogtui.service.identity_rows import SLICE_ROWS, IdentityPage, IdentityRows
from cogtui.times import local_date, local_minute
from cogtui.widgets.identity_table import IdentityTable

NOW = 1_750_000_000.0
LOGINS: tuple[list[str], ...] = (
    ["accounts.google.com"],
    [],
    ["DISABLED", "us-east-1"],
    ["graph.facebook.com", "cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"],
)


def identity_id(row: int) -> str:
    """Return the ID of the identity in a row."""
    return f"us-east-1:{row:08x}-0000-4000-8000-000000000000"


def page_of(first: int, size: int = 60, *, last: bool = False) -> IdentityPage:
    """Return a page of identities with consecutive IDs, of four kinds in turn."""
    items = [
        {
            "IdentityId": identity_id(row),
            "CreationDate": NOW - 86_400 * 40,
            "LastModifiedDate": NOW - 3600 * 3,
            "Logins": LOGINS[row % 4],
        }
        for row in range(first, first + size)
    ]
    answer = {"Identities": items} | ({} if last else {"NextToken": "next"})
    return IdentityPage.from_answer(answer)


def rows_of(*pages: IdentityPage) -> IdentityRows:
    """Return rows made of pages."""
    rows = IdentityRows()
    for page in pages:
        rows.append(page)
    return rows


class TableApp(App[None]):
    """An app with only an identity table, which records its messages."""

    def __init__(self, *pages: IdentityPage) -> None:
        super().__init__()
        self.table = IdentityTable(clock=lambda: NOW)
        self.rows = rows_of(*pages)
        self.messages: list[str] = []

    def compose(self) -> ComposeResult:
        """Yield the table."""
        yield self.table

    def on_mount(self) -> None:
        """Show the rows."""
        self.table.show(self.rows)

    def on_identity_table_near_end(self) -> None:
        """Record the message."""
        self.messages.append("near end")

    def on_identity_table_all_wanted(self) -> None:
        """Record the message."""
        self.messages.append("all wanted")

    def on_identity_table_marked(self, message: IdentityTable.Marked) -> None:
        """Record the message."""
        assert message.control is self.table
        self.messages.append(f"marked {message.count}")

    def on_identity_table_filtered(self, message: IdentityTable.Filtered) -> None:
        """Record the message."""
        self.messages.append(f"filtered {message.count}")

    def on_virtual_table_moved(self, message: IdentityTable.Moved) -> None:
        """Record the message."""
        self.messages.append(f"moved {message.row}")


def lines(table: IdentityTable) -> list[str]:
    """Return the text of a table's lines."""
    return [strip.text.rstrip() for strip in table.render_lines(table.size.region)]


def row_under_cursor(table: IdentityTable) -> int:
    """Return the number in the ID under the cursor."""
    assert table.identity is not None
    return int(table.identity.guid.partition("-")[0], 16)


async def searched(pilot: Pilot[None], table: IdentityTable) -> None:
    """Wait until the current search has finished and its rows are shown."""
    while table.summary.startswith("searching"):
        await pilot.pause()
    await pilot.pause()


async def filtered(pilot: Pilot[None], table: IdentityTable, query: str) -> None:
    """Filter, and wait until the matches are shown."""
    table.filter(query)
    await searched(pilot, table)


async def test_a_small_terminal_shows_everything_of_an_identity() -> None:
    """80 columns fit the mark, the full ID without its region, the logins and both dates."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        created, modified = local_date(NOW - 86_400 * 40), local_date(NOW - 3600 * 3)
        header, *rows = lines(app.table)[:5]
        assert header.split() == ["Identity", "Logins", "Created", "Modified"]
        logins = ["Google", "guest", "DISABLED", "Facebook…AbCdEfGhI"]
        assert rows == [
            f"{mark} {identity_id(row)[10:]} {logins[row]:<18} {created} {modified}"
            for row, mark in enumerate("●   ")
        ]


async def test_a_wide_terminal_shows_minutes_and_ages() -> None:
    """A wide terminal fits the time with its zone, the age and the full names of the logins."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(160, 45)):
        header, *_, row = lines(app.table)[:5]
        assert header.split() == ["Identity", "Logins", "Created", "UTC", "Modified", "UTC"]
        assert "Facebook, us-east-1_AbCdEfGhI " in row
        assert f" {local_minute(NOW - 86_400 * 40)}  1 mo ago " in row
        assert row.endswith(f" {local_minute(NOW - 3600 * 3)}  3 h ago")


async def test_a_medium_terminal_shows_minutes() -> None:
    """A terminal too narrow for the age still shows the time."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(100, 24)):
        assert lines(app.table)[1].endswith(f" {local_minute(NOW - 3600 * 3)}")


async def test_missing_dates_are_dashes() -> None:
    """Dates missing from the answer are shown as a dash."""
    app = TableApp(IdentityPage.from_answer({"Identities": [{"IdentityId": "us-east-1:odd"}]}))
    async with app.run_test(size=(80, 24)):
        assert lines(app.table)[1].split() == ["us-east-1:odd", "guest", "-", "-"]


async def test_the_identity_under_the_cursor_is_returned() -> None:
    """The table returns the identity under the cursor, and None if it is empty."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        assert app.table.identity == app.rows.row(2)
        app.table.show(IdentityRows())
        assert app.table.identity is None


async def test_the_summary_never_hides_that_there_are_more() -> None:
    """The summary shows how many are loaded, that a page is loading, or that there are more."""
    app = TableApp()
    async with app.run_test(size=(80, 24)):
        summaries = [app.table.summary]
        app.table.fetching = True
        summaries.append(app.table.summary)
        app.table.append(page_of(0, 1200))
        summaries.append(app.table.summary)
        app.table.fetching = False
        summaries.append(app.table.summary)
        app.table.append(page_of(1200, 60, last=True))
        summaries.append(app.table.summary)
        expected = [
            "0",
            "0 loaded, loading",
            "1,200 loaded, loading",
            "1,200 loaded, more",
            "1,260",
        ]
        assert expected == summaries


@pytest.mark.parametrize(
    ("query", "summary"),
    [
        ("goo", '15 of 60 loaded match "goo", more · 1 marked'),
        ("0000003b", '1 of 60 loaded matches "0000003b", more · 1 marked'),
        ("\x1b[bold]", '0 of 60 loaded match "␛[bold]", more · 1 marked'),
    ],
)
async def test_the_summary_shows_what_is_filtered(query: str, summary: str) -> None:
    """The summary shows how many loaded identities match, the filter, and how many are marked."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        await filtered(pilot, app.table, query)
        assert summary == app.table.summary
        app.table.more = False
        assert summary.replace(" loaded", "").replace(", more", "") == app.table.summary


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        (140, ["login.example.com/5a6f1b2c/oauth2/v2", "login.example.com/77c14e0a/oauth2/v2"]),
        (80, ["…/5a6f1b2c", "…/77c14e0a"]),
    ],
)
async def test_issuers_of_one_host_look_different(width: int, shown: list[str]) -> None:
    """Issuers that differ in the middle of their paths do not look alike, however narrow it is."""
    keys = [f"login.example.com/{tenant}/oauth2/v2" for tenant in ("5a6f1b2c", "77c14e0a")]
    items = [{"IdentityId": identity_id(row), "Logins": [key]} for row, key in enumerate(keys)]
    app = TableApp(IdentityPage.from_answer({"Identities": items}))
    async with app.run_test(size=(width, 24)) as pilot:
        lines = ["".join(each.text for each in app.table.render_line(y)) for y in (1, 2)]
        assert all(name in line for name, line in zip(shown, lines, strict=True)), lines
        await filtered(pilot, app.table, "77c14")
        assert app.table.row_count == 1


async def test_space_marks_and_moves_on() -> None:
    """Space marks, and unmarks a second time; marks are listed in the table's order."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "space", "up", "up", "space", "space", "up", "space")
        assert (identity_id(0), identity_id(1)) == app.table.marked
        assert [f"marked {n}" for n in (1, 2, 1, 2)] == [
            expected for expected in app.messages if expected.startswith("marked")
        ]


async def test_marks_survive_pages_filter_and_refresh() -> None:
    """Marks belong to IDs: a filter hides them, and a reload finds them in their new rows."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "space", "end", "space")
        app.table.append(page_of(60))
        await filtered(pilot, app.table, "no such login")
        assert (identity_id(1), identity_id(59)) == app.table.marked
        app.table.filter("")
        app.table.show(rows_of(page_of(59, 61)))
        assert (identity_id(59), identity_id(1)) == app.table.marked
        app.table.append(page_of(0, 30))
        await pilot.pause()
        assert (identity_id(59), identity_id(1)) == app.table.marked
        assert lines(app.table)[1].startswith(f"● {identity_id(59)[10:]}")


async def test_an_empty_table_marks_nothing() -> None:
    """Space on an empty table marks nothing."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        assert app.table.marked == ()
        assert "marked 0" not in app.messages


async def test_all_marks_can_be_cleared() -> None:
    """Clearing the marks removes all of them from the screen."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space")
        app.table.clear_marks()
        await pilot.pause()
        assert app.table.marked == ()
        assert app.messages[-1] == "marked 0"
        assert "●" not in "".join(lines(app.table))


async def test_a_refresh_keeps_the_cursor_on_its_identity() -> None:
    """A reload moves the cursor along with its identity, or to the first row if that is gone."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        app.table.show(rows_of(page_of(30)))
        assert (app.table.cursor_row, row_under_cursor(app.table)) == (29, 59)
        app.table.show(rows_of(page_of(100)))
        assert (app.table.cursor_row, row_under_cursor(app.table)) == (0, 100)


async def test_a_filter_keeps_the_cursor_on_its_identity() -> None:
    """The cursor stays on its identity if it matches, else moves to the next match or the last."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        rows = []
        for query in ("disabled", "google", "0000003a", "", "0000003", "no such login", ""):
            await filtered(pilot, app.table, query)
            rows.append(row_under_cursor(app.table) if app.table.row_count else None)
        assert rows == [2, 4, 58, 58, 58, None, 58]
        counts = [expected for expected in app.messages if expected.startswith("filtered")]
        assert [f"filtered {n}" for n in (15, 15, 1, 60, 13, 0, 60)] == counts


async def test_a_filter_applies_to_new_pages() -> None:
    """A new page is filtered when it is appended, and the cursor stays."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "  GOOGLE ")
        app.table.append(page_of(60, last=True))
        await pilot.pause()
        shown = [app.table.identity_at(row).identity_id for row in range(3)]
        assert [identity_id(row) for row in (0, 4, 8)] == shown
        assert app.table.summary == '30 of 120 match "GOOGLE"'
        await pilot.press("end")
        assert row_under_cursor(app.table) == 116


async def test_the_same_filter_starts_no_search() -> None:
    """Blanks around the filter text do not start a new search."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "google")
        app.table.filter(" google ")
        assert not pilot.app.workers
        assert app.table.summary == '15 of 60 loaded match "google", more'


@pytest.mark.parametrize(
    "queries",
    [
        ("0000003", "0000003b", "0000003"),
        ("3", "3b", "1:0000003b"),
        ("us-east-1:0000003", "us-east-1:0000003b"),
        ("face", "facebook"),
        ("d", "di", "dis", "dix"),
        ("DIS", "disabled"),
    ],
)
async def test_a_longer_filter_finds_what_a_new_one_finds(queries: tuple[str, ...]) -> None:
    """Searching only the earlier matches finds the same as a new search."""
    app = TableApp(page_of(0, 600))
    async with app.run_test(size=(80, 24)) as pilot:
        for query in queries:
            await filtered(pilot, app.table, query)
            shown = [app.table.identity_at(row) for row in range(app.table.row_count)]
            assert [app.rows.row(row) for row in app.rows.matching(query)] == shown


async def test_many_rows_are_filtered_while_pages_are_appended() -> None:
    """A page appended during a search is searched too, and nothing is found twice."""
    size = SLICE_ROWS + 1000
    app = TableApp(page_of(0, size))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.filter("dis")
        assert app.table.summary == f'searching {size:,} loaded for "dis", more'
        app.table.append(page_of(size, 60))
        assert app.table.row_count == size + 60
        await filtered(pilot, app.table, "disabled")
        expected = array("I", range(2, size + 60, 4))
        assert list(expected) == [app.table._loaded_row(i) for i in range(app.table.row_count)]


async def test_a_page_appended_during_a_search_is_found() -> None:
    """A page appended during a search is found even while the previous filter shows its rows."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "google")
        app.table.filter("guest")
        app.table.append(page_of(60, last=True))
        assert app.table.row_count == 30
        await searched(pilot, app.table)
        assert app.table.summary == '30 of 120 match "guest"'
        assert app.table._loaded_row(29) == 117


async def test_a_refresh_keeps_the_filter() -> None:
    """The filter applies to the new rows, and the cursor keeps its identity."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "google")
        await pilot.press("end")
        app.table.placeholder = "Nothing."
        app.table.show(rows_of(page_of(20, last=True)))
        assert app.table.empty_text() == 'Searching for "google" …'
        await searched(pilot, app.table)
        assert app.table.summary == '15 of 60 match "google"'
        assert row_under_cursor(app.table) == 56
        app.table.show(IdentityRows())
        await searched(pilot, app.table)
        assert app.table.empty_text() == "Nothing."


async def test_a_filter_that_nothing_matches_is_reported() -> None:
    """The table says that nothing matches, and how to load more if there is more."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "[nobody]")
        text = "\n".join(lines(app.table))
        assert 'No match for "[nobody]" in 60 loaded.' in text
        assert "Load the rest (Ctrl+G)" in text
        app.table.append(page_of(60, last=True))
        assert app.table.empty_text() == 'No match for "[nobody]" in 120 loaded.'


async def test_the_last_loaded_row_is_reported_once() -> None:
    """Filling the view and moving the cursor near the end post one message per page."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        messages = []
        for keys in ("", "down", "pagedown", "pagedown", "pagedown", "end"):
            await pilot.press(*keys.split())
            messages.append(app.messages.count("near end"))
            if keys == "down":
                app.table.append(page_of(60))
        assert messages == [1, 1, 1, 2, 2, 2]
        app.table.append(page_of(120, last=True))
        await pilot.press("end")
        assert app.messages.count("near end") == 2


async def test_scrolling_without_the_cursor_reports_the_end() -> None:
    """Scrolling without the cursor loads more too."""
    app = TableApp(page_of(0, 600))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.scroll_to(y=560, animate=False)
        await pilot.pause()
        assert app.table.cursor_row == 0
        assert app.messages.count("near end") == 1


async def test_a_filter_loads_no_pages_by_itself() -> None:
    """A page without a match does not request the next one, but a key at the end does."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "0000003b")
        for first in (60, 120, 180):
            app.table.append(page_of(first))
            await pilot.pause()
        assert app.messages.count("near end") == 1
        await pilot.press("down")
        assert app.messages.count("near end") == 2
        app.table.append(page_of(240))
        await filtered(pilot, app.table, "")
        assert app.messages.count("near end") == 2


@pytest.mark.parametrize("key", ["G", "end"])
async def test_the_very_last_row_can_be_requested(key: str) -> None:
    """The cursor moves to the last row loaded, and to the very last one when it is loaded."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(key)
        assert app.messages.count("all wanted") == 1
        app.table.append(page_of(60))
        assert app.table.cursor_row == 59
        app.table.append(page_of(120, last=True))
        assert app.table.cursor_row == 179
        await pilot.press("home", key)
        assert (app.table.cursor_row, app.messages.count("all wanted")) == (179, 1)


async def test_another_move_cancels_the_jump_to_the_end() -> None:
    """Any other move cancels the jump to the very last row."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G", "up")
        app.table.append(page_of(60, last=True))
        assert app.table.cursor_row == 58


async def test_a_page_does_not_lay_out_the_screen() -> None:
    """Appending pages does not lay out the screen again."""
    app = TableApp(page_of(0, 1000))
    layouts: list[object] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.screen_layout_refresh_signal.subscribe(app, layouts.append)
        for first in range(1000, 2000, 60):
            app.table.append(page_of(first))
            await pilot.pause()
        assert not layouts
