"""The three panes: which of them there is room for, and what follows the cursor."""

import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.message import Message
from textual.reactive import reactive

from cogtui.account.account import Pool
from cogtui.account.selection import Selection
from cogtui.documents import region as of_region
from cogtui.documents.failure import failure_document, waiting
from cogtui.gateway import RequestLog
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.screens.explorer.identities_pane import IdentitiesPane
from cogtui.screens.explorer.subject_pane import Subject, SubjectPane
from cogtui.screens.explorer.tree_width import STEP, WIDE, clamp_width, tree_width
from cogtui.service.operations import Scope, View
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings
from cogtui.widgets.detail_pane import DetailPane
from cogtui.widgets.identity_table import IdentityTable
from cogtui.widgets.pool_tree import PoolTree

_AROUND_NAMES: Final = 10
"""Columns of the tree's pane around a pool's name: the frame, the guides and a scrollbar."""


class Pane(StrEnum):
    """The panes, in Tab's order; the values are their widgets' IDs."""

    POOLS = "pools"
    IDENTITIES = "identities"
    DETAIL = "detail"


class Panes(Horizontal):
    """The pools, the identities of one pool, and the details of what is under the cursor.

    A wide terminal shows all three. A narrow one shows the pane that has the focus, and beside the
    tree the pane for what its cursor is on.

    Args:
        settings: The user's settings.
        state: What is remembered from earlier runs.
        state_file: Where it is remembered; None for nowhere.
        requests: The log of every call.
        serve_demo: Starts the demo's server and returns its URL; None without the demo.
        clock: Returns the current time, seconds since the epoch.
    """

    class Entered(Message):
        """A pane has received the focus."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    pane: reactive[Pane] = reactive(Pane.POOLS, init=False)
    """The pane that has the focus."""

    pools = getters.query_one(AccountPane)
    identities = getters.query_one(IdentitiesPane)
    subject = getters.query_one(SubjectPane)

    def __init__(
        self,
        settings: Settings,
        state: RememberedState,
        state_file: Path | None,
        requests: RequestLog,
        *,
        serve_demo: Callable[[], str] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self.came_from = Pane.POOLS
        """The pane that had the focus before."""
        self._is_zoomed = False
        self._state = state
        self._clock = clock
        self._pool_view = View.OVERVIEW
        self._queries = dict.fromkeys(Pane, "")
        self._right = Vertical(
            IdentitiesPane(clock=clock, id=Pane.IDENTITIES),
            SubjectPane(requests, clock=clock, id=Pane.DETAIL),
            id="right",
        )
        self._pools = AccountPane(
            settings,
            state,
            state_file,
            requests,
            serve_demo=serve_demo,
            clock=clock,
            id=Pane.POOLS,
        )

    def compose(self) -> ComposeResult:
        """Compose the pools on the left, the other two above each other on the right."""
        yield self._pools
        yield self._right

    def on_mount(self) -> None:
        """Focus the pools."""
        self.show_those_in_sight()
        self.pools.pool_tree.focus()
        self._show_waiting()

    def in_sight(self, pane: Pane) -> bool:
        """Return whether a pane is shown, or will be after the next layout."""
        return pane is self.pane if self._is_zoomed else self._has_room(pane)

    def _has_room(self, pane: Pane) -> bool:
        if self.app.size.width >= WIDE:
            return True
        if self.pane is not Pane.POOLS:
            return pane is self.pane
        place = self.pools.pool_tree.place
        beside = Pane.IDENTITIES if place and place.view is View.IDENTITIES else Pane.DETAIL
        return pane in (Pane.POOLS, beside)

    def show_those_in_sight(self) -> None:
        """Show the panes that there is room for, or the current one alone if it is zoomed."""
        shown = {pane: self.in_sight(pane) for pane in Pane}
        for pane, in_sight in shown.items():
            self.query_one(f"#{pane}").display = in_sight
        self._right.display = shown[Pane.IDENTITIES] or shown[Pane.DETAIL]
        self.pools.styles.width = self._tree_width if self._right.display else "1fr"

    @property
    def _tree_width(self) -> int:
        needed = self.pools.pool_tree.widest_name + _AROUND_NAMES
        return tree_width(self._state.tree_width, needed, self.app.size.width)

    @property
    def is_alone(self) -> bool:
        """Whether there is room for the current pane only, zoomed or not."""
        return sum(map(self._has_room, Pane)) == 1

    def zoom(self) -> None:
        """Show the current pane alone, or the others again."""
        self._is_zoomed = not self._is_zoomed
        self.resized()

    def resize_tree(self, step: int) -> str:
        """Make the tree wider or narrower, and remember its width.

        Args:
            step: 1 for wider, -1 for narrower.

        Returns:
            Why that is not possible; empty if it was done.
        """
        if not (self.pools.display and self._right.display):
            return "The tree is not beside another pane here."
        before = self._tree_width
        width = clamp_width(before + step * STEP, self.app.size.width)
        if (width - before) * step <= 0:
            return f"The tree cannot be {'wider' if step > 0 else 'narrower'} here."
        self._state.tree_width = width
        self.show_those_in_sight()
        self.pools.choices.save()
        return ""

    @on(AccountPane.Changed)
    def _fit_tree(self) -> None:
        self.show_those_in_sight()

    def focus_pane(self) -> None:
        """Focus the content of the current pane."""
        if self.pane is Pane.POOLS:
            self.screen.set_focus(self.pools.pool_tree)
        elif self.pane is Pane.IDENTITIES:
            self.screen.set_focus(self.identities.table)
        else:
            self.subject.detail.focus_content()

    def watch_pane(self, before: Pane, pane: Pane) -> None:
        """Show the pane if it was hidden, and focus it."""
        self.came_from = before
        self.show_those_in_sight()
        self.focus_pane()
        if pane is Pane.IDENTITIES:
            # at once: the next key of the same read is for these identities
            self._show_identities()
        self.post_message(self.Entered(pane))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follow a mouse click into another pane."""
        ids = {node.id for node in event.widget.ancestors_with_self}
        self.pane = next((pane for pane in Pane if pane in ids), self.pane)

    def cycle(self, step: int) -> None:
        """Focus the next pane that has something to show.

        Args:
            step: 1 for the next, -1 for the previous.
        """
        place = self.pools.pool_tree.place
        panes = [each for each in Pane if each is not Pane.IDENTITIES or (place and place.pool)]
        present = panes.index(self.pane) if self.pane in panes else 0
        self.pane = panes[(present + step) % len(panes)]

    # What is under the cursor

    def selection(self, remembered_id: str | None) -> Selection:
        """Return what is under the cursor, for the operations that apply to it.

        Args:
            remembered_id: The identity that the service has returned last; selected where no
                identity can be listed, because there are no credentials.
        """
        caller = self.pools.account.caller if self.pools.account else None
        if self.pane is Pane.IDENTITIES:
            identity = self.identities.table.identity
            identity_id = identity.identity_id if identity else None
            marked = self.identities.table.marked
            found = Selection(self.identities.pool, identity_id, marked, caller)
        else:
            subject = self.subject.subject
            identity_id = subject.identity_id or (remembered_id if self.pools.only else None)
            found = Selection(subject.pool, identity_id, (), caller)
        return found._replace(
            read_only=self.pools.is_read_only, only=self.pools.only, part=self._part
        )

    @property
    def _part(self) -> str:
        """The part of a pool or an identity under the cursor; empty if it is the whole."""
        if self.pane is Pane.POOLS:
            place = self.pools.pool_tree.place
            return place.view.value if place and place.view is not View.POOLS else ""
        if self.pane is Pane.IDENTITIES:
            return "" if self.identities.table.row_count else View.IDENTITIES.value
        view = self.subject.detail.view
        return "" if view in (View.OVERVIEW, View.JSON) else view.value

    def step_identity(self, step: int) -> bool:
        """Show the details of the next or the previous identity of the table.

        Args:
            step: 1 for the next, -1 for the previous.

        Returns:
            Whether there is one.
        """
        table = self.identities.table
        row = table.cursor_row
        table.move_cursor(row + step)
        self.show_identity()
        return table.cursor_row != row

    @on(AccountPane.Opening)
    def _show_opening(self) -> None:
        """Clear what was shown of another account, and wait for the pools."""
        self.identities.clear()
        self.pane = Pane.POOLS
        for pane in (Pane.POOLS, Pane.IDENTITIES):
            self.filter(pane, "")
        self._show_waiting()

    def _show_waiting(self) -> None:
        self.subject.show(None, Subject("", document=waiting("the pools")), View.OVERVIEW)

    @on(AccountPane.Failed)
    def _show_failure(self, event: AccountPane.Failed) -> None:
        document = failure_document(event.explanation)
        self.subject.show(None, Subject("", document=document), View.OVERVIEW)

    @on(AccountPane.Changed)
    @on(PoolTree.Reached)
    def _show_place(self) -> None:
        """Show what the tree's cursor is on, unless another pane has the focus."""
        place = self.pools.pool_tree.place
        if place is None or self.pane is not Pane.POOLS:
            return
        self.show_those_in_sight()
        if place.pool is None:
            self.subject.show(None, self._region_subject(place.region), self._pool_view)
            return
        if self.pools.only is not None:
            self._show_public(place.pool, self.pools.only)
            return
        view = self._pool_view if place.view in (View.POOLS, View.IDENTITIES) else place.view
        self.subject.show(self.pools.account, Subject(place.pool.title, place.pool), view)
        self._show_identities()

    @on(AccountPane.Expiring)
    def _show_expiry(self) -> None:
        """Show how long the credentials last, where a region is shown."""
        place = self.pools.pool_tree.place
        if place is not None and place.pool is None:
            self._show_place()

    def _show_public(self, pool: Pool, operations: frozenset[str]) -> None:
        """Show what can be done with a pool without credentials."""
        from cogtui.documents.public_pool import without_credentials  # noqa: PLC0415  rarely needed

        document = without_credentials(operations, self.pools.listing.problem(pool.region))
        self.subject.show(None, Subject(pool.title, pool, document=document), View.OVERVIEW)
        self.identities.show_note("To list identities needs AWS credentials.")

    def _show_identities(self) -> None:
        """List the identities of the pool under the tree's cursor, if their pane is shown."""
        place, account = self.pools.pool_tree.place, self.pools.account
        if self.pools.only is not None:
            return
        if place and place.pool and account and self.in_sight(Pane.IDENTITIES):
            listed = self.identities.pool
            if listed is None or listed.pool_id != place.pool.pool_id:
                self._queries[Pane.IDENTITIES] = ""
            self.identities.show(account, place.pool)

    @on(SubjectPane.Renamed)
    def _rename(self, event: SubjectPane.Renamed) -> None:
        """Show a name that another writer has given to a pool."""
        self.pools.listing.rename(event.pool)
        self.identities.rename(event.pool)

    def _region_subject(self, region: str) -> Subject:
        problem = self.pools.listing.problem(region)
        if problem is not None:
            return Subject(region, document=failure_document(problem))
        if not self.pools.listing.is_listed(region):
            return Subject(region, document=waiting("the pools"))
        caller = self.pools.account.caller if self.pools.account else None
        pools = len(self.pools.pool_tree.pools(region))
        endpoint = self.pools.endpoints.get(region, "")
        about = of_region.overview(
            region,
            pools,
            caller,
            endpoint,
            self.pools.doubt,
            expiries=self.pools.expiry.expiries,
            now=self._clock(),
        )
        return Subject(region, document=about)

    @on(PoolTree.Chosen)
    def _choose_place(self, event: PoolTree.Chosen) -> None:
        """Focus the pane that shows an entry of the tree without children."""
        if event.place.view is View.IDENTITIES:
            self.pane = Pane.IDENTITIES
        elif event.place.view is not View.POOLS:
            self.pane = Pane.DETAIL

    @on(IdentityTable.Moved, "IdentityTable")
    def _follow_identity(self) -> None:
        if self.pane is Pane.IDENTITIES and self.in_sight(Pane.DETAIL):
            self.show_identity()

    @on(IdentityTable.Opened, "IdentityTable")
    def _open_identity(self) -> None:
        self.show_identity()
        self.pane = Pane.DETAIL

    def show_identity(self) -> None:
        """Show the details of the identity under the table's cursor."""
        identity, pool = self.identities.table.identity, self.identities.pool
        if identity is not None and pool is not None:
            self.show_subject(Subject(identity.guid, pool, identity.identity_id))

    def show_subject(self, subject: Subject) -> None:
        """Show the details of a pool or an identity in the current tab, unless they are shown."""
        if subject != self.subject.subject:
            self.subject.show(self.pools.account, subject, self.subject.detail.view)

    def show_selected(self, selection: Selection, scope: Scope) -> None:
        """Show the details of the pool, or of the identity, under the cursor.

        Args:
            selection: What is under the cursor.
            scope: Which of the two.
        """
        pool = selection.pool
        if scope is Scope.POOL and pool is not None:
            self.show_subject(Subject(pool.title, pool))
        elif self.pane is Pane.IDENTITIES:
            self.show_identity()

    def show_view(self, view: View, selection: Selection, scope: Scope) -> None:
        """Focus the pane and the tab that show the answer of a read.

        Args:
            view: Where the answer is shown.
            selection: What is under the cursor.
            scope: What the read is about.
        """
        if view is View.IDENTITIES:
            self.pane = Pane.IDENTITIES
        else:
            self.show_selected(selection, scope)
            self.subject.detail.choose(view)
            self.pane = Pane.DETAIL

    @on(DetailPane.TabChosen)
    def _remember_tab(self, event: DetailPane.TabChosen) -> None:
        """Keep the chosen tab when the cursor moves to another pool."""
        if self.subject.subject.identity_id is None:
            self._pool_view = event.view

    @on(Entered)
    def _fill(self, event: Entered) -> None:
        """Fill the pane that has received the focus."""
        if event.pane is Pane.POOLS:
            self._show_place()
        elif event.pane is Pane.IDENTITIES:
            self._follow_identity()

    def resized(self) -> None:
        """Show and fill the panes that there is room for now."""
        self.show_those_in_sight()
        self._show_identities()
        self._follow_identity()

    def refresh_pane(self) -> None:
        """Read again what the current pane shows."""
        if self.pane is Pane.IDENTITIES:
            self.identities.read_again()
            return
        self.pools.identify_again()
        pool = None if self.pools.only is not None else self.subject.subject.pool
        if pool is not None and self.pools.account is not None:
            self.pools.account.forget(pool)
            self.subject.read()
            if self.pane is Pane.POOLS and self.in_sight(Pane.IDENTITIES):
                self.identities.read_again()
        else:
            self.list_pools()

    def retry(self) -> None:
        """Read what has failed before; what is shown stays."""
        if self.pools.retry():
            self.identities.retry()
            self.subject.read()

    def list_pools(self) -> None:
        """List the pools of the region under the cursor again."""
        place = self.pools.pool_tree.place
        self.pools.read_again(place.region if place else None)

    # Filters

    @property
    def query_text(self) -> str:
        """The filter of the current pane; empty for none."""
        return self._queries[self.pane]

    def filter(self, pane: Pane, query: str) -> None:
        """Filter a pane.

        Args:
            pane: The pools or the identities.
            query: The text to find; empty for no filter.
        """
        self._queries[pane] = query
        if pane is Pane.POOLS:
            self.pools.pool_tree.filter(query)
        else:
            self.identities.table.filter(query)

    def back(self) -> None:
        """Stop loading, else clear the filter, end the zoom, or return to the previous pane."""
        if self.identities.stop():
            return
        if self.query_text:
            self.filter(self.pane, "")
        elif self._is_zoomed and not self.is_alone:
            self.zoom()
        elif self.pane is Pane.DETAIL:
            self.pane = self.came_from
        else:
            self.pane = Pane.POOLS
