"""The three panes, and which of them there is room for."""

import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Final

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.message import Message
from textual.reactive import reactive

from cogtui.gateway import RequestLog
from cogtui.screens.explorer.account_pane import AccountPane
from cogtui.screens.explorer.identities_pane import IdentitiesPane
from cogtui.screens.explorer.subject_pane import SubjectPane
from cogtui.service.operations import View
from cogtui.settings.remembered import RememberedState
from cogtui.settings.settings import Settings

WIDE: Final = 120
"""From how many columns on all panes are in sight."""


class Pane(StrEnum):
    """The panes, in the order in which Tab goes through them; the values are their ids."""

    POOLS = "pools"
    IDENTITIES = "identities"
    DETAIL = "detail"


class Panes(Horizontal):
    """The pools, the identities of one, and the details of what is under the cursor.

    On a wide terminal all are in sight. On a narrow one the pane with the keyboard is, and beside
    the tree what its cursor is on.

    Args:
        settings: What the user decided.
        state: What is remembered from the run before.
        state_file: Where it is remembered; None for nowhere.
        requests: The log that every call goes into.
        serve_demo: Starts the demo data's server and returns its URL; None without the demo.
        clock: The present, seconds since the epoch.
    """

    class Entered(Message):
        """A pane has been given the keyboard."""

        def __init__(self, pane: Pane) -> None:
            super().__init__()
            self.pane = pane

    pane: reactive[Pane] = reactive(Pane.POOLS, init=False)
    """The pane with the keyboard."""

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
        """The pane that had the keyboard before."""
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
        """The pools on the left, the other two above each other on the right."""
        yield self._pools
        yield self._right

    def on_mount(self) -> None:
        """Gives the keyboard to the pools."""
        self.show_those_in_sight()
        self.pools.pool_tree.focus()

    def in_sight(self, pane: Pane) -> bool:
        """Whether a pane is shown, or will be when the layout has caught up."""
        if self.app.size.width >= WIDE:
            return True
        if self.pane is not Pane.POOLS:
            return pane is self.pane
        place = self.pools.pool_tree.place
        beside = Pane.IDENTITIES if place and place.view is View.IDENTITIES else Pane.DETAIL
        return pane in (Pane.POOLS, beside)

    def show_those_in_sight(self) -> None:
        """Shows the panes that there is room for."""
        shown = {pane: self.in_sight(pane) for pane in Pane}
        for pane, in_sight in shown.items():
            self.query_one(f"#{pane}").display = in_sight
        self._right.display = shown[Pane.IDENTITIES] or shown[Pane.DETAIL]

    def focus_pane(self) -> None:
        """Gives the keyboard to the pane that is to have it."""
        if self.pane is Pane.POOLS:
            self.screen.set_focus(self.pools.pool_tree)
        elif self.pane is Pane.IDENTITIES:
            self.screen.set_focus(self.identities.table)
        else:
            self.subject.detail.focus_content()

    def watch_pane(self, before: Pane, pane: Pane) -> None:
        """Shows a pane if it was not in sight, and gives it the keyboard."""
        self.came_from = before
        self.show_those_in_sight()
        self.focus_pane()
        self.post_message(self.Entered(pane))

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """Follows a mouse click into another pane."""
        ids = {node.id for node in event.widget.ancestors_with_self}
        self.pane = next((pane for pane in Pane if pane in ids), self.pane)

    def cycle(self, step: int) -> None:
        """Gives the keyboard to the next pane that has something to show.

        Args:
            step: 1 for the next, -1 for the one before.
        """
        place = self.pools.pool_tree.place
        panes = [each for each in Pane if each is not Pane.IDENTITIES or (place and place.pool)]
        present = panes.index(self.pane) if self.pane in panes else 0
        self.pane = panes[(present + step) % len(panes)]
