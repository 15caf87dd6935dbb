"""Tree of regions, their pools, and the sections of each pool."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple

from rich.cells import cell_len
from rich.style import Style
from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from cogtui.account.account import Pool
from cogtui.service.operations import View
from cogtui.text import AlikeTexts, shorten, visible

_SECTIONS: Final = (
    (View.IDENTITIES, "Identities"),
    (View.PROVIDERS, "Providers"),
    (View.ROLES, "Roles"),
    (View.TAGS, "Tags"),
    (View.PRINCIPAL_TAGS, "Principal tags"),
)
"""The sections of each pool."""


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


@dataclass(slots=True)
class _Region:
    node: TreeNode[TreePosition]
    pools: list[Pool] = field(default_factory=list)
    status: str = ""
    names: AlikeTexts | None = None
    """The names of the pools as they are drawn; None until one is too long."""


class PoolTree(Tree[TreePosition]):
    """Tree of regions and pools, which posts a message when the cursor moves."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="tree.up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="tree.down"),
        Binding("left,h", "fold", "Collapse", show=False, id="tree.fold"),
        Binding("right,l", "unfold", "Expand", show=False, id="tree.unfold"),
        Binding("enter", "select_cursor", "Open", show=False, id="tree.open"),
        Binding("home,g", "scroll_home", "First", show=False, id="tree.first"),
        Binding("end,G", "scroll_end", "Last", show=False, id="tree.last"),
        Binding("pageup", "page_up", "Page up", show=False, id="tree.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="tree.page-down"),
    ]

    class Reached(Message):
        """The cursor has moved to a position."""

        def __init__(self, place: TreePosition) -> None:
            super().__init__()
            self.place = place

    class Chosen(Message):
        """Enter was pressed on a position."""

        def __init__(self, place: TreePosition) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__("", id=id)
        self.show_root = False
        self.guide_depth = 2
        self._regions: dict[str, _Region] = {}
        self._query = ""
        self._expanded: set[str] = set()

    @property
    def place(self) -> TreePosition | None:
        """The cursor's position; None in an empty tree."""
        return self.cursor_node.data if self.cursor_node else None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions, in the order shown."""
        return tuple(self._regions)

    def pools(self, region: str) -> list[Pool]:
        """Return the pools of a region, sorted by name."""
        return self._regions[region].pools if region in self._regions else []

    @property
    def widest_name(self) -> int:
        """The width of the widest name of a pool, in cells; 0 without pools."""
        titles = (pool.title for region in self._regions.values() for pool in region.pools)
        return max((cell_len(visible(title)) for title in titles), default=0)

    def show_regions(self, regions: Iterable[str]) -> None:
        """Replace the tree by regions without pools.

        Args:
            regions: The regions, in the order to show them.
        """
        self.clear()
        self._regions.clear()
        self._expanded.clear()
        for region in regions:
            node = self.root.add(Text(region), TreePosition(region), expand=True)
            self._regions[region] = _Region(node)
        self.move_cursor(self.root.children[0] if self.root.children else None)

    def show_note(self, note: str) -> None:
        """Replace the tree by a short note, for example why there are no regions."""
        self.show_regions(())
        self.root.add_leaf(Text(note, "dim"))

    def set_status(self, region: str, status: str) -> None:
        """Show a status beside a region's name.

        Args:
            region: The region.
            status: A few words; empty for the number of its pools.
        """
        self._regions[region].status = status
        self._update_label(region)

    def set_pools(self, region: str, pools: Iterable[Pool]) -> None:
        """Replace a region's pools, sorted by name; keep the cursor's position.

        Args:
            region: The region.
            pools: All pools known in the region.
        """
        ordered = sorted(pools, key=lambda pool: (pool.name.casefold(), pool.pool_id))
        self._regions[region].pools = ordered
        self._regions[region].names = None
        self._rebuild(region)

    def filter(self, query: str) -> None:
        """Show only the pools with a text in their name or ID.

        Args:
            query: The text, regardless of case; empty for all pools.
        """
        self._query = query.casefold()
        for region in self._regions:
            self._rebuild(region)

    def go_to(self, pool: Pool) -> None:
        """Move the cursor to a pool and expand it; without effect if it is not shown."""
        region = self._regions[pool.region].node
        node = next(
            (each for each in region.children if each.data == TreePosition(pool.region, pool)), None
        )
        if node is not None:
            region.expand()
            node.expand()
            self._move_to(node)

    def go_to_found(self) -> None:
        """Move the cursor to the first pool that matches the filter, unless it is on a pool."""
        if self._query and (self.place is None or self.place.pool is None):
            regions = (region.node for region in self._regions.values())
            region = next((node for node in regions if node.children), None)
            if region is not None:
                region.expand()
                self._move_to(region.children[0])

    def _rebuild(self, name: str) -> None:
        region = self._regions[name]
        place = self.place
        region.node.remove_children()
        for pool in region.pools:
            if self._query in pool.name.casefold() or self._query in pool.pool_id:
                self._add_pool(region.node, pool)
        self._update_label(name)
        if place is not None and place.region == name:
            self._restore_cursor(place)

    def _add_pool(self, parent: TreeNode[TreePosition], pool: Pool) -> None:
        expanded = pool.pool_id in self._expanded
        label = Text(visible(pool.title))
        node = parent.add(label, TreePosition(pool.region, pool), expand=expanded)
        # adding the sections of a thousand pools takes 0.1 s, for each letter typed in the filter
        if expanded:
            _add_sections(node, pool)

    def _update_label(self, name: str) -> None:
        region = self._regions[name]
        shown = len(region.node.children)
        count = f"{shown:,} of {len(region.pools):,}" if self._query else f"{shown:,}"
        region.node.set_label(Text.assemble(name, (f"  {region.status or count}", "dim")))

    def _restore_cursor(self, place: TreePosition) -> None:
        region = self._regions[place.region].node
        target = region
        for node in region.children:
            if node.data is not None and node.data.pool_id == place.pool_id:
                leaves = (
                    each for each in node.children if each.data and each.data.view is place.view
                )
                target = next(leaves, node)
                break
        self._move_to(target)

    def _move_to(self, node: TreeNode[TreePosition]) -> None:
        # a new node has no line until the tree is laid out, which reading `last_line` does
        _ = self.last_line
        self.move_cursor(node)

    def action_fold(self) -> None:
        """Collapse the node under the cursor, or move to its parent."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.children:
            node.collapse()
        elif node.parent is not None and node.parent is not self.root:
            self.move_cursor(node.parent)

    def action_unfold(self) -> None:
        """Expand the node under the cursor, or move to its first child."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if node.is_collapsed:
            node.expand()
        elif node.children:
            self.move_cursor(node.children[0])

    @on(Tree.NodeHighlighted)
    def _highlighted(self, event: Tree.NodeHighlighted[TreePosition]) -> None:
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Reached(event.node.data))

    @on(Tree.NodeSelected)
    def _selected(self, event: Tree.NodeSelected[TreePosition]) -> None:
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Chosen(event.node.data))

    @on(Tree.NodeExpanded)
    def _node_expanded(self, event: Tree.NodeExpanded[TreePosition]) -> None:
        event.stop()
        pool = event.node.data.pool if event.node.data else None
        if pool is not None:
            self._expanded.add(pool.pool_id)
            if not event.node.children:
                _add_sections(event.node, pool)

    @on(Tree.NodeCollapsed)
    def _node_collapsed(self, event: Tree.NodeCollapsed[TreePosition]) -> None:
        event.stop()
        if event.node.data is not None and event.node.data.pool is not None:
            self._expanded.discard(event.node.data.pool.pool_id)

    def get_label_width(self, node: TreeNode[TreePosition]) -> int:
        """Return a node's width without shortening the labels that are out of view."""
        return min(len("▶ ") + cell_len(str(node.label)), self._room(node))

    def _room(self, node: TreeNode[TreePosition]) -> int:
        depth = 0
        ancestor = node.parent
        while ancestor is not None and ancestor is not self.root:
            depth += 1
            ancestor = ancestor.parent
        return max(8, self.size.width - 1 - depth * self.guide_depth)

    def render_label(self, node: TreeNode[TreePosition], base_style: Style, style: Style) -> Text:
        """Return a node's label, shortened where the tree is too narrow."""
        text = super().render_label(node, base_style, style)
        room = self._room(node)
        if text.cell_len > room and node.data is not None and node.data.pool is None:
            # a region's status is at the end and starts with what matters
            text.truncate(room, overflow="ellipsis")
        elif text.cell_len > room:
            prefix = text.cell_len - Text(str(node.label)).cell_len
            label = Text(self._shorten(node, room - prefix), style)
            return text[:prefix] + label if prefix else label
        return text

    def _shorten(self, node: TreeNode[TreePosition], room: int) -> str:
        label = str(node.label)
        if node.data is None or node.data.view is not View.POOLS:
            return shorten(label, room)
        region = self._regions[node.data.region]
        if region.names is None:
            region.names = AlikeTexts(visible(pool.title) for pool in region.pools)
        return region.names.shorten(label, room)


def _add_sections(node: TreeNode[TreePosition], pool: Pool) -> None:
    for view, title in _SECTIONS:
        node.add_leaf(Text(title), TreePosition(pool.region, pool, view))
