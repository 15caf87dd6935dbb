"""Details of what is under the cursor, in tabs; the last tab is the request log."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import ContentSwitcher

from cogtui.documents.document import Document
from cogtui.gateway import RequestLog
from cogtui.service.operations import View
from cogtui.widgets.document_view import DocumentView
from cogtui.widgets.request_table import RequestTable
from cogtui.widgets.tab_strip import TabStrip

TITLES = {
    View.OVERVIEW: "Overview",
    View.PROVIDERS: "Providers",
    View.ROLES: "Roles",
    View.TAGS: "Tags",
    View.PRINCIPAL_TAGS: "Principal tags",
    View.JSON: "JSON",
    View.REQUESTS: "Requests",
}
"""Titles of the tabs, from left to right."""


class DetailPane(Vertical):
    """A row of tabs above a document or the request log.

    Args:
        requests: The log for the last tab.
        id: The widget's ID in the DOM.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "Previous tab", show=False, id="detail.previous-tab"),
        Binding("right,l", "turn(1)", "Next tab", show=False, id="detail.next-tab"),
    ]

    class TabChosen(Message):
        """The user chose another tab."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self, requests: RequestLog, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._requests = requests
        self._views: tuple[View, ...] = ()
        self.view = View.OVERVIEW
        """The current tab."""

    def compose(self) -> ComposeResult:
        """Yield the tabs, and below them the document and the log, one of which is shown."""
        yield TabStrip()
        with ContentSwitcher(initial="document"):
            yield DocumentView(id="document")
            yield RequestTable(self._requests, id="log")

    @property
    def document_view(self) -> DocumentView:
        """The widget for documents."""
        return self.query_one(DocumentView)

    @property
    def request_table(self) -> RequestTable:
        """The widget for the request log."""
        return self.query_one(RequestTable)

    def offer(self, views: Sequence[View], view: View) -> None:
        """Replace the tabs and show one of them, without posting `TabChosen`.

        Args:
            views: The tabs available for what is under the cursor.
            view: The tab to show; the first one is shown if it is not available.
        """
        self._views = tuple(views)
        self._turn_to(view if view in views else views[0])

    def choose(self, view: View) -> None:
        """Show a tab as if the user had chosen it; without effect if it is not available."""
        if view in self._views:
            self._turn_to(view)
            self.post_message(self.TabChosen(view))

    def focus_content(self) -> None:
        """Focus the content of the current tab."""
        shows_log = self.view is View.REQUESTS
        self.screen.set_focus(self.request_table if shows_log else self.document_view)

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Show a document in the current tab.

        Args:
            document: The document.
            keep_place: Whether to keep the scroll position.
        """
        self.document_view.show(document, keep_place=keep_place)

    def follow_requests(self) -> None:
        """Redraw the request log if its tab is the current one."""
        if self.view is View.REQUESTS:
            self.request_table.follow()

    def choose_nth(self, place: int) -> int:
        """Show the tab at a position, counted from 1; without effect if there are fewer tabs.

        Returns:
            How many tabs there are.
        """
        if place <= len(self._views):
            self.choose(self._views[place - 1])
        return len(self._views)

    def action_turn(self, step: int) -> None:
        """Show the previous tab (-1) or the next one (1)."""
        index = (self._views.index(self.view) + step) % len(self._views)
        self.choose(self._views[index])

    def _turn_to(self, view: View) -> None:
        had_focus = self.has_focus_within
        self.view = view
        titles = tuple(f"{place} {TITLES[each]}" for place, each in enumerate(self._views, 1))
        self.query_one(TabStrip).show(titles, self._views.index(view))
        shows_log = view is View.REQUESTS
        self.query_one(ContentSwitcher).current = "log" if shows_log else "document"
        if shows_log:
            self.request_table.follow()
        if had_focus:
            self.focus_content()

    @on(TabStrip.Clicked)
    def _clicked(self, event: TabStrip.Clicked) -> None:
        event.stop()
        self.choose(self._views[event.place])
