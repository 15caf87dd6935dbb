"""What is under the cursor, in tabs, and the log of requests as the last of them."""

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
"""The tabs' titles, in their order."""


class DetailPane(Vertical):
    """A row of tabs above a document or the request log.

    Args:
        requests: The log for the last tab.
        id: The id of the widget in the DOM.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "turn(-1)", "Tab before", show=False, id="detail.previous-tab"),
        Binding("right,l", "turn(1)", "Next tab", show=False, id="detail.next-tab"),
    ]

    class TabChosen(Message):
        """Another tab was chosen by the user."""

        def __init__(self, view: View) -> None:
            super().__init__()
            self.view = view

    def __init__(self, requests: RequestLog, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._requests = requests
        self._views: tuple[View, ...] = ()
        self.view = View.OVERVIEW
        """The tab that is shown."""

    def compose(self) -> ComposeResult:
        """The tabs, and under them the document and the log."""
        yield TabStrip()
        with ContentSwitcher(initial="document"):
            yield DocumentView(id="document")
            yield RequestTable(self._requests, id="log")

    @property
    def document_view(self) -> DocumentView:
        """Where documents are shown."""
        return self.query_one(DocumentView)

    @property
    def request_table(self) -> RequestTable:
        """Where the log is shown."""
        return self.query_one(RequestTable)

    def offer(self, views: Sequence[View], view: View) -> None:
        """Offers tabs, and shows one of them; nobody is told.

        Args:
            views: The tabs that make sense for what is under the cursor.
            view: The one to show; the first where it is not among them.
        """
        self._views = tuple(views)
        self._turn_to(view if view in views else views[0])

    def choose(self, view: View) -> None:
        """Shows a tab as if the user had chosen it, if it is offered.

        Args:
            view: The tab.
        """
        if view in self._views:
            self._turn_to(view)
            self.post_message(self.TabChosen(view))

    def focus_content(self) -> None:
        """Gives the keyboard to what the tab shows."""
        shows_log = self.view is View.REQUESTS
        self.screen.set_focus(self.request_table if shows_log else self.document_view)

    def show(self, document: Document, *, keep_place: bool = False) -> None:
        """Shows a document in the present tab.

        Args:
            document: What to show.
            keep_place: Whether to stay where one had scrolled to.
        """
        self.document_view.show(document, keep_place=keep_place)

    def follow_requests(self) -> None:
        """Draws the log as it is now, if one looks at it."""
        if self.view is View.REQUESTS:
            self.request_table.follow()

    def choose_nth(self, place: int) -> None:
        """Shows the tab at a place, if there are as many.

        Args:
            place: From 1 on.
        """
        if place <= len(self._views):
            self.choose(self._views[place - 1])

    def action_turn(self, step: int) -> None:
        """Goes to the tab before or after.

        Args:
            step: -1 or 1.
        """
        place = (self._views.index(self.view) + step) % len(self._views)
        self.choose(self._views[place])

    def _turn_to(self, view: View) -> None:
        had_focus = self.has_focus_within
        self.view = view
        titles = tuple(TITLES[each] for each in self._views)
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
