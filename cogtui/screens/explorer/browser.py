"""Walking through pools and identities: what is under the cursor, and where the keyboard is."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Final, Literal

from textual import getters, on
from textual.app import ComposeResult
from textual.screen import Screen

from cogtui.account.account import Pool
from cogtui.documents import region as of_region
from cogtui.documents.failure import failure_document, waiting
from cogtui.gateway import RequestLog
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.screens.explorer.identities_pane import IdentitiesPane
from cogtui.screens.explorer.panes import WIDE, Pane, Panes
from cogtui.screens.explorer.subject_pane import Subject, SubjectPane
from cogtui.service.operations import View
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from cogtui.text import visible
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.filter_bar import FilterBar
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.key_bar import KeyBar
from cogtui.widgets.pool_tree import PoolTree
from cogtui.widgets.status_bar import StatusBar

_LOG_EVERY: Final = 0.2
"""How often the request log is drawn while calls come and go, seconds."""


class Browser(Screen[None]):
    """Shows what is under the cursor as one walks through pools and identities.

    Args:
        settings: What the user decided.
        state: What is remembered from the run before.
        state_file: Where it is remembered; None for nowhere.
        serve_demo: Starts the demo data's server and returns its URL; None without the demo.
        clock: The present, seconds since the epoch.
    """

    panes = getters.query_one(Panes)
    pools = getters.query_one(AccountPane)
    identities = getters.query_one(IdentitiesPane)
    subject = getters.query_one(SubjectPane)
    filter_bar = getters.query_one(FilterBar)

    def __init__(
        self,
        settings: Settings,
        state: RememberedState,
        state_file: Path | None,
        *,
        serve_demo: Callable[[], str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.keys = settings.keys
        """The user's own keys, by binding id."""
        self.is_demo = settings.demo
        """Whether what is shown is the demo's."""
        self._requests = RequestLog(clock=clock)
        self._panes = Panes(
            settings, state, state_file, self._requests, serve_demo=serve_demo, clock=clock
        )
        self._log_is_stale = False
        self._pool_view = View.OVERVIEW
        self._queries = dict.fromkeys(Pane, "")

    def compose(self) -> ComposeResult:
        """The line at the top, the panes, the filter and the keys."""
        # before the first layout, which Textual's breakpoints would have done twice
        self.set_class(self.panes_are_wide, "-wide", update=False)
        yield StatusBar()
        yield self._panes
        yield FilterBar()
        yield KeyBar()

    def on_mount(self) -> None:
        """Says what it is about to do."""
        self._requests.on_change = self._requests_changed
        self._show_opening()

    def on_screen_resume(self) -> None:
        """Opens the account once the first frame is drawn, and not before."""
        if self.pools.account is None:
            self.pools.start()

    # What is under the cursor

    @on(AccountPane.Opening)
    def _opening(self) -> None:
        self.identities.clear()
        self.panes.pane = Pane.POOLS
        self._end_filters()
        self._show_opening()

    def _show_opening(self) -> None:
        self._draw_status()
        self.subject.show(None, Subject("", document=waiting("the pools")), View.OVERVIEW)

    @on(AccountPane.Failed)
    def _not_opened(self, event: AccountPane.Failed) -> None:
        shown = Subject("", document=failure_document(event.explanation))
        self.subject.show(None, shown, View.OVERVIEW)
        self._draw_status()

    @on(AccountPane.Changed)
    def _account_changed(self) -> None:
        self._draw_status()
        self._show_place()

    def _draw_status(self) -> None:
        self.query_one(StatusBar).status = self.pools.status

    @on(PoolTree.Reached)
    def _show_place(self) -> None:
        """Shows what the tree's cursor is on, unless one looks at something else."""
        place = self.pools.pool_tree.place
        if place is None or self.panes.pane is not Pane.POOLS:
            return
        self.panes.show_those_in_sight()
        if place.pool is None:
            self.subject.show(None, self._region_subject(place.region), self._pool_view)
            return
        if self.pools.only is not None:
            self._show_public(place.pool, self.pools.only)
            return
        view = self._pool_view if place.view in (View.POOLS, View.IDENTITIES) else place.view
        self.subject.show(self.pools.account, Subject(place.pool.title, place.pool), view)
        self._show_identities()

    def _show_public(self, pool: Pool, operations: frozenset[str]) -> None:
        """Says what can be done with a pool without credentials."""
        from cogtui.documents.public_pool import without_credentials  # noqa: PLC0415  hardly ever needed

        problem = self.pools.problem(pool.region)
        document = without_credentials(operations, problem)
        self.subject.show(None, Subject(pool.title, pool, document=document), View.OVERVIEW)
        self.identities.show_note("To list identities needs AWS credentials.")

    def _show_identities(self) -> None:
        """Lists the identities of the pool under the tree's cursor, if one can see them."""
        place, account = self.pools.pool_tree.place, self.pools.account
        if self.pools.only is not None:
            return
        if place and place.pool and account and self.panes.in_sight(Pane.IDENTITIES):
            if self.identities.pool != place.pool:
                self._queries[Pane.IDENTITIES] = ""
            self.identities.show(account, place.pool)

    def _region_subject(self, region: str) -> Subject:
        problem = self.pools.problem(region)
        if problem is not None:
            return Subject(region, document=failure_document(problem))
        if not self.pools.is_listed(region):
            return Subject(region, document=waiting("the pools"))
        caller = self.pools.account.caller if self.pools.account else None
        pools = len(self.pools.pool_tree.pools(region))
        endpoint = self.pools.endpoints.get(region, "")
        about = of_region.overview(region, pools, caller, endpoint, self.pools.doubt)
        return Subject(region, document=about)

    @on(PoolTree.Chosen)
    def _choose_place(self, event: PoolTree.Chosen) -> None:
        """Enter on what has nothing under it goes to the pane that shows it."""
        if event.place.view is View.IDENTITIES:
            self.panes.pane = Pane.IDENTITIES
        elif event.place.view is not View.POOLS:
            self.panes.pane = Pane.DETAIL

    @on(IdentityTable.Moved, "IdentityTable")
    def _follow_identity(self) -> None:
        if self.panes.pane is Pane.IDENTITIES and self.panes.in_sight(Pane.DETAIL):
            self._show_identity()

    @on(IdentityTable.Opened, "IdentityTable")
    def _open_identity(self) -> None:
        self._show_identity()
        self.panes.pane = Pane.DETAIL

    def _show_identity(self) -> None:
        """Shows the identity under the table's cursor."""
        identity, pool = self.identities.table.identity, self.identities.pool
        if identity is not None and pool is not None:
            self._show_subject(Subject(identity.guid, pool, identity.identity_id))

    def _show_subject(self, subject: Subject) -> None:
        """Shows a pool or an identity in the present tab, unless it is there already."""
        if subject != self.subject.subject:
            self.subject.show(self.pools.account, subject, self.subject.detail.view)

    @on(DetailPane.TabChosen)
    def _tab_chosen(self, event: DetailPane.TabChosen) -> None:
        """Moving on to another pool stays with the tab that one chose."""
        if self.subject.subject.identity_id is None:
            self._pool_view = event.view

    @on(AccountPane.Warned)
    def _warned(self, event: AccountPane.Warned) -> None:
        self.toast(event.text, "warning")

    @on(IdentitiesPane.Failed)
    def _listing_stopped(self, event: IdentitiesPane.Failed) -> None:
        self.toast(f"{event.explanation.title}. {event.explanation.remedy}", "error")

    def toast(
        self, text: str, severity: Literal["information", "warning", "error"] = "information"
    ) -> None:
        """Says something in passing.

        Args:
            text: What, as it is; never markup.
            severity: How much it matters.
        """
        self.notify(visible(text), severity=severity, markup=False)

    # The panes

    @property
    def panes_are_wide(self) -> bool:
        """Whether there is room for all panes beside each other."""
        return self.app.size.width >= WIDE

    def on_resize(self) -> None:
        """Shows what there is room for now."""
        self.set_class(self.panes_are_wide, "-wide")
        self.panes.show_those_in_sight()
        self._show_identities()
        self._follow_identity()

    @on(Panes.Entered)
    def _entered(self, event: Panes.Entered) -> None:
        """Fills the pane that has been given the keyboard."""
        if event.pane is Pane.POOLS:
            self._show_place()
        elif event.pane is Pane.IDENTITIES:
            self._show_identities()
            self._follow_identity()
        self.filter_bar.show(self._queries[event.pane])

    def action_cycle(self, step: int) -> None:
        """Gives the keyboard to the next pane that has something to show.

        Args:
            step: 1 for the next, -1 for the one before.
        """
        self.panes.cycle(step)

    def action_back(self) -> None:
        """Stops what loads on and on, ends a filter, or goes back a pane."""
        if self.identities.stop():
            return
        if self._queries[self.panes.pane]:
            self._filter(self.panes.pane, "")
            self.filter_bar.show("")
        elif self.panes.pane is Pane.DETAIL:
            self.panes.pane = self.panes.came_from
        else:
            self.panes.pane = Pane.POOLS

    # Filters

    def action_filter(self) -> None:
        """Lets the user type what to look for in the pane."""
        what = {
            Pane.POOLS: "Pools by name or id",
            Pane.IDENTITIES: "Loaded identities by id, login or state",
        }
        self.filter_bar.ask(self._queries[self.panes.pane], what[self.panes.pane])

    @on(FilterBar.Typed)
    def _typed(self, event: FilterBar.Typed) -> None:
        self._filter(self.panes.pane, event.query)

    @on(FilterBar.Left)
    def _filter_left(self) -> None:
        if self.panes.pane is Pane.POOLS:
            self.pools.pool_tree.go_to_found()
        self.panes.focus_pane()

    def _filter(self, pane: Pane, query: str) -> None:
        self._queries[pane] = query
        if pane is Pane.POOLS:
            self.pools.pool_tree.filter(query)
        else:
            self.identities.table.filter(query)

    def _end_filters(self) -> None:
        self._filter(Pane.POOLS, "")
        self._filter(Pane.IDENTITIES, "")
        self.filter_bar.show("")

    # The log of requests

    def _requests_changed(self) -> None:
        """Draws the log soon, but not for each of many calls."""
        if not self._log_is_stale:
            self._log_is_stale = True
            self.set_timer(_LOG_EVERY, self._draw_log)

    def _draw_log(self) -> None:
        self._log_is_stale = False
        self.subject.detail.follow_requests()
