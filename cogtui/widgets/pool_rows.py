"""Rows of the tree of pools: regions, their pools, and the sections of each pool."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final, NamedTuple

from rich.cells import cell_len

from cogtui.account.account import Pool
from cogtui.service.operations import View
from cogtui.text import AlikeTexts, visible

SECTIONS: Final[Mapping[View, str]] = {
    View.IDENTITIES: "Identities",
    View.PROVIDERS: "Providers",
    View.ROLES: "Roles",
    View.TAGS: "Tags",
    View.PRINCIPAL_TAGS: "Principal tags",
}
"""The titles of the sections of each pool, in the order shown."""

_LAST_SECTION: Final = list(SECTIONS)[-1]


class TreePosition(NamedTuple):
    """A position in the tree."""

    region: str
    """The region."""
    pool: Pool | None = None
    """The pool; None on the region itself."""
    view: View = View.POOLS
    """The section of the pool; POOLS on a region or pool itself."""

    @property
    def pool_id(self) -> str | None:
        """The pool's ID, which does not change when the pool is renamed; None on a region."""
        return self.pool.pool_id if self.pool else None

    @property
    def depth(self) -> int:
        """How many positions it is inside of: 0 for a region, 1 for a pool, 2 for a section."""
        if self.pool is None:
            return 0
        return 1 if self.view is View.POOLS else 2

    @property
    def parent(self) -> "TreePosition":
        """The region of a pool, or the pool of a section; a region itself."""
        return TreePosition(self.region, self.pool if self.depth > 1 else None)

    def is_same(self, other: "TreePosition | None") -> bool:
        """Return whether another position is the same, by the pool's current or earlier name."""
        return other is not None and (self.region, self.pool_id, self.view) == (
            other.region,
            other.pool_id,
            other.view,
        )


@dataclass
class _Region:
    pools: Sequence[Pool] = ()
    found: Sequence[Pool] = ()
    """The pools that match the filter."""
    status: str = ""
    is_expanded: bool = True
    titles: "_Titles" = field(default_factory=lambda: _Titles(()))


class _Titles:
    """The titles of a region's pools as they are drawn."""

    def __init__(self, pools: Sequence[Pool]) -> None:
        self._pools = pools
        self._shortened: dict[tuple[str, int], str] = {}

    @cached_property
    def widest(self) -> int:
        """The width of the widest title, in cells; 0 without pools."""
        return max((cell_len(visible(pool.title)) for pool in self._pools), default=0)

    @cached_property
    def _alike(self) -> AlikeTexts:
        return AlikeTexts(visible(pool.title) for pool in self._pools)

    def shorten(self, title: str, cells: int) -> str:
        """Return a title, shortened so that it differs from the others.

        Args:
            title: One of the titles.
            cells: The maximum width, in cells.
        """
        if cell_len(title) <= cells:
            return title
        if (title, cells) not in self._shortened:
            self._shortened[title, cells] = self._alike.shorten(title, cells)
        return self._shortened[title, cells]


class PoolRows:
    """The rows that are shown: one for each region, pool and section that is not hidden.

    A row costs less than a microsecond, so they are all listed again after a change.
    """

    def __init__(self) -> None:
        self._regions: dict[str, _Region] = {}
        self._query = ""
        self._expanded: set[str] = set()
        self._rows: list[TreePosition] | None = None

    def __len__(self) -> int:
        return len(self._shown)

    def __getitem__(self, row: int) -> TreePosition:
        return self._shown[row]

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions, in the order shown."""
        return tuple(self._regions)

    def pools(self, region: str) -> Sequence[Pool]:
        """Return the pools of a region, sorted by name; none if it is not shown."""
        return self._regions[region].pools if region in self._regions else ()

    @property
    def widest_title(self) -> int:
        """The width of the widest title of a pool, in cells; 0 without pools."""
        return max((region.titles.widest for region in self._regions.values()), default=0)

    def row_of(self, place: TreePosition) -> int:
        """Return the row of a position, or else of what it is in.

        Args:
            place: The position; a pool is found by its ID.

        Returns:
            The row; the first if even the region is not shown.
        """
        closest = 0
        for row, each in enumerate(self._shown):
            if each.is_same(place):
                return row
            if each.region == place.region and (
                each.depth == 0 or (each.depth == 1 and each.pool_id == place.pool_id)
            ):
                closest = row
        return closest

    @property
    def first_found(self) -> TreePosition | None:
        """The first pool that matches the filter; None if none does, or without a filter."""
        found = chain.from_iterable(region.found for region in self._regions.values())
        pool = next(found, None) if self._query else None
        return pool and TreePosition(pool.region, pool)

    def is_found(self, pool: Pool) -> bool:
        """Return whether a pool is listed and matches the filter."""
        return pool.region in self._regions and pool in self._regions[pool.region].found

    def has_children(self, place: TreePosition) -> bool:
        """Return whether something is shown in a position once that is expanded."""
        return bool(self._regions[place.region].found) if place.depth == 0 else place.depth == 1

    def is_expanded(self, place: TreePosition) -> bool:
        """Return whether what is in a position is shown."""
        if place.depth == 0:
            return self._regions[place.region].is_expanded
        return place.depth == 1 and place.pool_id in self._expanded

    def guides(self, place: TreePosition) -> str:
        """Return the lines that lead to a position, two cells for each position that it is in."""
        if place.pool is None:
            return ""
        is_last = place.pool is self._regions[place.region].found[-1]
        if place.view is View.POOLS:
            return "└ " if is_last else "├ "
        return ("  " if is_last else "│ ") + ("└ " if place.view is _LAST_SECTION else "├ ")

    def status(self, region: str) -> str:
        """Return a region's status, or else how many pools it has, and how many match."""
        about = self._regions[region]
        found, count = f"{len(about.found):,}", f"{len(about.pools):,}"
        return about.status or (f"{found} of {count}" if self._query else found)

    def shorten_title(self, pool: Pool, cells: int) -> str:
        """Return a pool's title, shortened so that it differs from those of the other pools.

        Args:
            pool: The pool.
            cells: The maximum width, in cells.
        """
        return self._regions[pool.region].titles.shorten(visible(pool.title), cells)

    # Changes

    def show_regions(self, regions: Iterable[str]) -> None:
        """Replace all rows by regions without pools, expanded, in the order to show them."""
        self._regions = {region: _Region() for region in regions}
        self._expanded.clear()
        self._rows = None

    def set_status(self, region: str, status: str) -> None:
        """Show a few words beside a region's name; if empty, the number of its pools."""
        self._regions[region].status = status

    def set_pools(self, name: str, pools: Iterable[Pool]) -> None:
        """Replace a region's pools by others, in any order."""
        region = self._regions[name]
        region.pools = sorted(pools, key=lambda pool: (pool.name.casefold(), pool.pool_id))
        region.titles = _Titles(region.pools)
        self._search(region)

    def filter(self, query: str) -> None:
        """Show only the pools with a text in their name or ID, regardless of case."""
        self._query = query.casefold()
        for region in self._regions.values():
            self._search(region)

    def expand(self, place: TreePosition, *, expanded: bool) -> None:
        """Show or hide what is in a region or a pool."""
        if place.pool is None:
            self._regions[place.region].is_expanded = expanded
        elif expanded:
            self._expanded.add(place.pool.pool_id)
        else:
            self._expanded.discard(place.pool.pool_id)
        self._rows = None

    def _search(self, region: _Region) -> None:
        query = self._query
        region.found = [
            pool for pool in region.pools if query in pool.name.casefold() or query in pool.pool_id
        ]
        self._rows = None

    @property
    def _shown(self) -> list[TreePosition]:
        if self._rows is None:
            self._rows = rows = []
            for name, region in self._regions.items():
                rows.append(TreePosition(name))
                for pool in region.found if region.is_expanded else ():
                    rows.append(TreePosition(name, pool))
                    if pool.pool_id in self._expanded:
                        rows += (TreePosition(name, pool, view) for view in SECTIONS)
        return self._rows
