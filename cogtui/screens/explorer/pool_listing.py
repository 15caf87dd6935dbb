"""The pools of each region: listed page by page into the tree."""

from collections.abc import Callable, Sequence
from functools import partial

from textual.dom import DOMNode

from cogtui.account.account import Account, Pool
from cogtui.api_error import ApiError, Explanation
from cogtui.screens.workers import start_worker
from cogtui.widgets.pool_tree import PoolTree

GROUP = "pools"
"""The group of the workers that list pools."""

_LOADING = "loading …"


class PoolListing:
    """Lists the pools of an account's regions, and shows which could not be listed.

    Args:
        owner: The node that its workers belong to.
        tree: Where the pools are shown.
        on_change: Called when a region has been listed, or could not be.
    """

    def __init__(self, owner: DOMNode, tree: PoolTree, on_change: Callable[[], object]) -> None:
        self._owner = owner
        self._tree = tree
        self._on_change = on_change
        self._problems: dict[str, Explanation] = {}
        self._listed: set[str] = set()
        self.wanted_pool: str | None = None
        """The ID of the pool that the cursor moves to once its region is listed; None for none."""

    @property
    def all_pools(self) -> list[Pool]:
        """Every pool that is listed."""
        return [pool for region in self._tree.regions for pool in self._tree.pools(region)]

    @property
    def is_loading(self) -> bool:
        """Whether the pools of a region are still to be listed."""
        return any(
            region not in self._listed and region not in self._problems
            for region in self._tree.regions
        )

    def is_listed(self, region: str) -> bool:
        """Return whether all pools of a region have been read."""
        return region in self._listed

    def problem(self, region: str) -> Explanation | None:
        """Return why a region's pools could not be listed; None unless that failed."""
        return self._problems.get(region)

    def clear(self, note: str) -> None:
        """Show a short note in place of the pools.

        Args:
            note: What is happening, or why there are no pools.
        """
        self._problems = {}
        self._listed = set()
        self._tree.show_note(note)

    def show_alone(self, pool: Pool, explanation: Explanation) -> None:
        """Show a pool without listing the others.

        Args:
            pool: The pool.
            explanation: Why pools cannot be listed.
        """
        self._tree.show_regions([pool.region])
        self._tree.set_pools(pool.region, [pool])
        self._show_problem(pool.region, explanation)
        self._tree.go_to(pool)

    async def read_all(self, account: Account, regions: Sequence[str]) -> None:
        """List the pools of regions, at the same time; return when those of the first are listed.

        Args:
            account: The account.
            regions: The regions, at least one.
        """
        self._tree.show_regions(regions)
        for region in regions:
            self._tree.set_status(region, _LOADING)
        for region in regions[1:]:
            self.start(account, region)
        await self._read(account, regions[0])

    def start(self, account: Account, region: str) -> None:
        """Start to list a region's pools, again if they have been listed.

        Args:
            account: The account.
            region: One of the regions shown.
        """
        start_worker(
            self._owner, partial(self._read, account, region), name="list pools", group=GROUP
        )

    def retry(self, account: Account) -> None:
        """List the pools of the regions where that failed.

        Args:
            account: The account.
        """
        for region in list(self._problems):
            self.start(account, region)

    async def _read(self, account: Account, region: str) -> None:
        self._problems.pop(region, None)
        self._listed.discard(region)
        self._tree.set_status(region, _LOADING)
        before = self._tree.pools(region)
        pools: list[Pool] = []
        try:
            async for page in account.pools(region):
                pools += page
                read = {pool.pool_id for pool in pools}
                # the cursor may be on one of a later page
                later = (pool for pool in before if pool.pool_id not in read)
                self._tree.set_pools(region, [*pools, *later])
            if before:
                self._tree.set_pools(region, pools)
        except ApiError as error:
            self._show_problem(region, error.explanation)
        else:
            self._listed.add(region)
            self._tree.set_status(region, "")
        self._go_to_wanted(region)
        self._on_change()

    def _show_problem(self, region: str, explanation: Explanation) -> None:
        self._problems[region] = explanation
        self._tree.set_status(region, f"✗ {explanation.kind.value}")

    def rename(self, pool: Pool) -> None:
        """Show a pool's new name in the tree.

        Args:
            pool: The pool, with its current name.
        """
        pools = self._tree.pools(pool.region)
        self._tree.set_pools(
            pool.region, [pool if each.pool_id == pool.pool_id else each for each in pools]
        )

    def _go_to_wanted(self, region: str) -> None:
        pool_id = self.wanted_pool
        if pool_id is None or not pool_id.startswith(f"{region}:"):
            return
        self.wanted_pool = None
        pools = self._tree.pools(region)
        pool = next((each for each in pools if each.pool_id == pool_id), None)
        if pool is None:
            # it may exist without being listed: ListIdentityPools may be denied
            pool = Pool(region, pool_id, "")
            self._tree.set_pools(region, [*pools, pool])
        self._tree.go_to(pool)
