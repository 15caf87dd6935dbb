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
    """The id of the identity in a row."""
    return f"us-east-1:{row:08x}-0000-4000-8000-000000000000"


def page_of(first: int, size: int = 60, *, last: bool = False) -> IdentityPage:
    """A page of identities whose ids count up from a number, of four kinds in turn."""
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
    """Rows with pages appended."""
    rows = IdentityRows()
    for page in pages:
        rows.append(page)
    return rows


class TableApp(App[None]):
    """An app that is an identity table, and keeps what it tells."""

    def __init__(self, *pages: IdentityPage) -> None:
        super().__init__()
        self.table = IdentityTable(clock=lambda: NOW)
        self.rows = rows_of(*pages)
        self.messages: list[str] = []

    def compose(self) -> ComposeResult:
        """Makes the table."""
        yield self.table

    def on_mount(self) -> None:
        """Shows the rows."""
        self.table.show(self.rows)

    def on_identity_table_near_end(self) -> None:
        """Keeps account of it."""
        self.messages.append("near end")

    def on_identity_table_all_wanted(self) -> None:
        """Keeps account of it."""
        self.messages.append("all wanted")

    def on_identity_table_marked(self, message: IdentityTable.Marked) -> None:
        """Keeps account of it."""
        assert message.control is self.table
        self.messages.append(f"marked {message.count}")

    def on_identity_table_filtered(self, message: IdentityTable.Filtered) -> None:
        """Keeps account of it."""
        self.messages.append(f"filtered {message.count}")

    def on_virtual_table_moved(self, message: IdentityTable.Moved) -> None:
        """Keeps account of it."""
        self.messages.append(f"moved {message.row}")


def lines(table: IdentityTable) -> list[str]:
    """The text of a table's lines."""
    return [strip.text.rstrip() for strip in table.render_lines(table.size.region)]


def row_under_cursor(table: IdentityTable) -> int:
    """The number that the id under the cursor was made of."""
    assert table.identity is not None
    return int(table.identity.guid.partition("-")[0], 16)


async def searched(pilot: Pilot[None], table: IdentityTable) -> None:
    """Waits until the search under way is at its end and its rows are shown."""
    while table.summary.startswith("searching"):
        await pilot.pause()
    await pilot.pause()


async def filtered(pilot: Pilot[None], table: IdentityTable, query: str) -> None:
    """Filters, and waits until the rows found are shown."""
    table.filter(query)
    await searched(pilot, table)


async def test_a_small_terminal_shows_everything_of_an_identity() -> None:
    """At 80 columns: mark, whole id without the region, logins, and both dates."""
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
    """There is room for the time, the age, and the logins' whole names."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(160, 45)):
        row = lines(app.table)[4]
        assert "Facebook, us-east-1_AbCdEfGhI " in row
        assert f" {local_minute(NOW - 86_400 * 40)}  1 mo ago " in row
        assert row.endswith(f" {local_minute(NOW - 3600 * 3)}  3 h ago")


async def test_a_middling_terminal_shows_minutes() -> None:
    """Without room for the age there still is some for the time."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(100, 24)):
        assert lines(app.table)[1].endswith(f" {local_minute(NOW - 3600 * 3)}")


async def test_a_service_without_dates_breaks_nothing() -> None:
    """What the service does not tell is a dash."""
    app = TableApp(IdentityPage.from_answer({"Identities": [{"IdentityId": "us-east-1:odd"}]}))
    async with app.run_test(size=(80, 24)):
        assert lines(app.table)[1].split() == ["us-east-1:odd", "guest", "-", "-"]


async def test_what_is_under_the_cursor_is_known() -> None:
    """The identity under the cursor is given whole, and none if there is none."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "down")
        assert app.table.identity == app.rows.row(2)
        app.table.show(IdentityRows())
        assert app.table.identity is None


async def test_the_summary_never_hides_that_there_are_more() -> None:
    """Loaded, on its way, more to come, and all there is."""
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
    """How many of those loaded match, what they match, and how many are marked."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        await filtered(pilot, app.table, query)
        assert summary == app.table.summary
        app.table.more = False
        assert summary.replace(" loaded", "").replace(", more", "") == app.table.summary


async def test_space_marks_and_moves_on() -> None:
    """A second time it takes the mark away; marks are told in the table's order."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("down", "space", "up", "up", "space", "space", "up", "space")
        assert (identity_id(0), identity_id(1)) == app.table.marked
        assert [f"marked {n}" for n in (1, 2, 1, 2)] == [
            expected for expected in app.messages if expected.startswith("marked")
        ]


async def test_marks_survive_pages_filter_and_refresh() -> None:
    """They are kept by id: a filter hides them, a refresh finds them again where they are."""
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


async def test_nothing_can_be_marked_where_nothing_is() -> None:
    """Space on an empty table marks nothing."""
    app = TableApp()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space")
        assert app.table.marked == ()
        assert "marked 0" not in app.messages


async def test_marks_can_be_taken_away_at_once() -> None:
    """No sign of them is left."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "space")
        app.table.clear_marks()
        await pilot.pause()
        assert app.table.marked == ()
        assert app.messages[-1] == "marked 0"
        assert "●" not in "".join(lines(app.table))


async def test_a_refresh_keeps_the_cursor_on_its_identity() -> None:
    """The same identity in another row; the first row if it is gone."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("end")
        app.table.show(rows_of(page_of(30)))
        assert (app.table.cursor_row, row_under_cursor(app.table)) == (29, 59)
        app.table.show(rows_of(page_of(100)))
        assert (app.table.cursor_row, row_under_cursor(app.table)) == (0, 100)


async def test_a_filter_keeps_the_cursor_on_its_identity() -> None:
    """If it matches; else on the next that does, or the last; and back again."""
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


async def test_a_filter_finds_in_pages_that_come() -> None:
    """A new page is matched as it comes, and the cursor stays."""
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


async def test_the_same_filter_again_is_no_work() -> None:
    """Blanks around it make no other filter of it."""
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
async def test_a_filter_typed_on_finds_what_a_new_one_finds(queries: tuple[str, ...]) -> None:
    """Looking only through what was found before finds the same."""
    app = TableApp(page_of(0, 600))
    async with app.run_test(size=(80, 24)) as pilot:
        for query in queries:
            await filtered(pilot, app.table, query)
            shown = [app.table.identity_at(row) for row in range(app.table.row_count)]
            assert [app.rows.row(row) for row in app.rows.matching(query)] == shown


async def test_many_rows_are_filtered_while_pages_come() -> None:
    """A page that comes while the search is under way is searched too, and nothing twice."""
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


async def test_a_page_that_comes_in_a_search_is_found_by_it() -> None:
    """Also if the filter before it shows its own rows meanwhile."""
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
    """The new rows are filtered as the old ones were, and the cursor keeps its identity."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "google")
        await pilot.press("end")
        app.table.placeholder = "Nothing."
        app.table.show(rows_of(page_of(20, last=True)))
        assert app.table.empty_text() == 'Searching for "google".'
        await searched(pilot, app.table)
        assert app.table.summary == '15 of 60 match "google"'
        assert row_under_cursor(app.table) == 56
        app.table.show(IdentityRows())
        await searched(pilot, app.table)
        assert app.table.empty_text() == "Nothing."


async def test_a_filter_that_nothing_matches_is_reported() -> None:
    """And what to do, while there are more to load."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await filtered(pilot, app.table, "[nobody]")
        text = "\n".join(lines(app.table))
        assert 'None of 60 loaded matches "[nobody]".' in text
        assert "G loads" in text
        app.table.append(page_of(60, last=True))
        assert app.table.empty_text() == 'None of 120 loaded matches "[nobody]".'


async def test_the_end_of_what_is_loaded_is_reported_once() -> None:
    """While filling the view, then as the cursor comes near; once until the next page."""
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


async def test_scrolling_without_the_cursor_shows_the_end_too() -> None:
    """The wheel alone makes more come."""
    app = TableApp(page_of(0, 600))
    async with app.run_test(size=(80, 24)) as pilot:
        app.table.scroll_to(y=560, animate=False)
        await pilot.pause()
        assert app.table.cursor_row == 0
        assert app.messages.count("near end") == 1


async def test_a_filter_loads_no_pages_by_itself() -> None:
    """A page without a match does not ask for the next, but a key at the end does."""
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
async def test_the_last_of_all_can_be_wanted(key: str) -> None:
    """The cursor goes to the end of what is loaded, and to the last of all when it has come."""
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


async def test_a_user_who_moved_on_is_not_taken_to_the_end() -> None:
    """Wanting the last of all ends with any other move."""
    app = TableApp(page_of(0))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G", "up")
        app.table.append(page_of(60, last=True))
        assert app.table.cursor_row == 58


async def test_a_page_does_not_lay_out_the_screen() -> None:
    """Nor does it draw a row outside the view."""
    app = TableApp(page_of(0, 1000))
    layouts: list[object] = []
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.screen.screen_layout_refresh_signal.subscribe(app, layouts.append)
        for first in range(1000, 2000, 60):
            app.table.append(page_of(first))
            await pilot.pause()
        assert not layouts
