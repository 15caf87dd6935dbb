"""Tabs above a document and the request log, by key and by mouse."""

from textual.app import App, ComposeResult

from cogtui.documents.document import Note, Section
from cogtui.gateway import RequestLog
from cogtui.service.operations import View
from cogtui.widgets.detail_pane import DetailPane

VIEWS = (View.OVERVIEW, View.ROLES, View.REQUESTS)


class PaneApp(App[None]):
    """An app with only the pane, which records its messages."""

    AUTO_FOCUS = None

    def __init__(self) -> None:
        super().__init__()
        self.log_of_requests = RequestLog(clock=lambda: 0.0)
        self.pane = DetailPane(self.log_of_requests)
        self.chosen: list[View] = []

    def compose(self) -> ComposeResult:
        """Yield the pane."""
        yield self.pane

    def on_detail_pane_tab_chosen(self, message: DetailPane.TabChosen) -> None:
        """Record the message."""
        self.chosen.append(message.view)


async def test_an_available_view_is_shown() -> None:
    """Replacing the tabs shows the requested one, or else the first, without a message."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.ROLES)
        shown = [app.pane.view]
        app.pane.offer(VIEWS, View.TAGS)
        shown.append(app.pane.view)
        assert shown == [View.ROLES, View.OVERVIEW]
        await pilot.pause()
        assert app.chosen == []


async def test_keys_cycle_through_the_tabs() -> None:
    """Left and right cycle through the tabs, and the focus moves to the tab's content."""
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


async def test_an_unavailable_tab_cannot_be_chosen() -> None:
    """Choosing a tab that is not available, by name or by position, has no effect."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.OVERVIEW)
        app.pane.choose(View.TAGS)
        assert app.pane.choose_nth(4) == app.pane.choose_nth(2) == 3, "the number of tabs"
        await pilot.pause()
        assert app.chosen == [View.ROLES]


async def test_a_click_chooses_a_tab() -> None:
    """A click on a title chooses the tab."""
    app = PaneApp()
    async with app.run_test() as pilot:
        app.pane.offer(VIEWS, View.OVERVIEW)
        await pilot.click("TabStrip", offset=(14, 0))
        await pilot.pause()
        assert app.chosen == [View.ROLES]


async def test_the_log_is_drawn_while_it_is_shown() -> None:
    """New calls are drawn while the log's tab is current, and do not change a document."""
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
