"""The tabs over a document and the log, by key and by mouse."""

from textual.app import App, ComposeResult

from cogtui.documents.document import Note, Section
from cogtui.gateway import RequestLog
from cogtui.service.operations import View
from cogtui.widgets.detail_pane import DetailPane

VIEWS = (View.OVERVIEW, View.ROLES, View.REQUESTS)


class PaneApp(App[None]):
    """An app that is the pane, and keeps what it tells."""

    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.log_of_requests = RequestLog(clock=lambda: 0.0)
        self.pane = DetailPane(self.log_of_requests)
        self.chosen: list[View] = []

    def compose(self) -> ComposeResult:
        """Makes the pane."""
        yield self.pane

    def on_detail_pane_tab_chosen(self, message: DetailPane.TabChosen) -> None:
        """Keeps account of it."""
        self.chosen.append(message.view)


async def test_a_view_that_is_offered_is_shown() -> None:
    """Offering tabs shows one without a word: the one wanted, or else the first."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.ROLES)
        shown = [app.pane.view]
        app.pane.offer(VIEWS, View.TAGS)
        shown.append(app.pane.view)
        assert shown == [View.ROLES, View.OVERVIEW]
        await pilot.pause()
        assert app.chosen == []


async def test_keys_turn_the_tabs_round() -> None:
    """Left and right go round, with the keyboard on what the tab shows."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.OVERVIEW)
        app.pane.focus_content()
        await pilot.press("h")
        focused = [app.focused]
        await pilot.press("right", "l")
        focused.append(app.focused)
        assert focused == [app.pane.request_table, app.pane.document_view]
        await pilot.pause()
        assert app.chosen == [View.REQUESTS, View.OVERVIEW, View.ROLES]


async def test_a_tab_that_is_not_offered_cannot_be_chosen() -> None:
    """Choosing by name or by place does nothing where there is no such tab."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.OVERVIEW)
        app.pane.choose(View.TAGS)
        app.pane.choose_nth(4)
        app.pane.choose_nth(2)
        await pilot.pause()
        assert app.chosen == [View.ROLES]


async def test_a_click_chooses_a_tab() -> None:
    """The titles can be clicked."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.OVERVIEW)
        await pilot.click("TabStrip", offset=(11, 0))
        await pilot.pause()
        assert app.chosen == [View.ROLES]


async def test_the_log_is_drawn_when_one_looks_at_it() -> None:
    """Calls are drawn in the log's tab, and leave a document as it is."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.OVERVIEW)
        app.pane.show((Section("", (Note("A document"),)),))
        app.log_of_requests.start("list-identities", "us-east-1", {})
        app.pane.follow_requests()
        await pilot.pause()
        assert app.pane.request_table.virtual_size.height == 0
        app.pane.choose(View.REQUESTS)
        app.log_of_requests.start("list-identities", "us-east-1", {})
        app.pane.follow_requests()
        await pilot.pause()
        assert app.pane.request_table.virtual_size.height == 3
