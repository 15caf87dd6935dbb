"""Regions, their pools, and what each pool has."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Final, NamedTuple

from rich.style import Style
from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from cogtui.account.account import Pool
from cogtui.service.operations import View
from cogtui.text import shorten, visible

_SECTIONS: Final = (
    (View.IDENTITIES, "Identities"),
    (View.PROVIDERS, "Providers"),
    (View.ROLES, "Roles"),
    (View.TAGS, "Tags"),
    (View.PRINCIPAL_TAGS, "Principal tags"),
)
"""What stands under each pool."""


class TreePosition(NamedTuple):
    """Where the cursor is in the tree."""

    region: str
    """The region."""
    pool: Pool | None = None
    """The pool, None on the region itself."""
    view: View = View.POOLS
    """What of the pool; POOLS on a region or pool itself."""

    @property
    def pool_id(self) -> str | None:
        """The pool's id, which stays when its name changes."""
        return self.pool.pool_id if self.pool else None


@dataclass(slots=True)
class _Region:
    node: TreeNode[TreePosition]
    pools: list[Pool] = field(default_factory=list)
    status: str = ""


class PoolTree(Tree[TreePosition]):
    """The tree of regions and pools. It is given what to show, and tells where the cursor is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up,k", "cursor_up", "Up", show=False, id="tree.up"),
        Binding("down,j", "cursor_down", "Down", show=False, id="tree.down"),
        Binding("left,h", "fold", "Fold", show=False, id="tree.fold"),
        Binding("right,l", "unfold", "Unfold", show=False, id="tree.unfold"),
        Binding("enter", "select_cursor", "Open", show=False, id="tree.open"),
        Binding("home,g", "scroll_home", "First", show=False, id="tree.first"),
        Binding("end,G", "scroll_end", "Last", show=False, id="tree.last"),
        Binding("pageup", "page_up", "Page up", show=False, id="tree.page-up"),
        Binding("pagedown", "page_down", "Page down", show=False, id="tree.page-down"),
    ]

    class Reached(Message):
        """The cursor has come to a place."""

        def __init__(self, place: TreePosition) -> None:
            super().__init__()
            self.place = place

    class Chosen(Message):
        """Enter was pressed on a place."""

        def __init__(self, place: TreePosition) -> None:
            super().__init__()
            self.place = place

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__("", id=id)
        self.show_root = False
        self.guide_depth = 2
        self._regions: dict[str, _Region] = {}
        self._query = ""
        self._unfolded: set[str] = set()

    @property
    def place(self) -> TreePosition | None:
        """Where the cursor is, None in an empty tree."""
        return self.cursor_node.data if self.cursor_node else None

    @property
    def regions(self) -> tuple[str, ...]:
        """The regions shown, in their order."""
        return tuple(self._regions)

    def pools(self, region: str) -> list[Pool]:
        """The pools of a region, by name."""
        return self._regions[region].pools if region in self._regions else []

    def show_regions(self, regions: Iterable[str]) -> None:
        """Starts anew with regions that nothing is known of yet.

        Args:
            regions: The regions, in the order to show them.
        """
        self.clear()
        self._regions.clear()
        self._unfolded.clear()
        for region in regions:
            node = self.root.add(Text(region), TreePosition(region), expand=True)
            self._regions[region] = _Region(node)
        self.move_cursor(self.root.children[0] if self.root.children else None)

    def show_note(self, note: str) -> None:
        """Shows a few words instead of regions.

        Args:
            note: Why there are none.
        """
        self.show_regions(())
        self.root.add_leaf(Text(note, "dim"))

    def set_status(self, region: str, status: str) -> None:
        """Says beside a region's name how it stands.

        Args:
            region: The region.
            status: A few words, empty for the number of its pools.
        """
        self._regions[region].status = status
        self._label(region)

    def set_pools(self, region: str, pools: Iterable[Pool]) -> None:
        """Shows a region's pools, by name; the cursor stays where it is.

        Args:
            region: The region.
            pools: All its pools that are known.
        """
        self._regions[region].pools = sorted(
            pools, key=lambda pool: (pool.name.casefold(), pool.pool_id)
        )
        self._rebuild(region)

    def filter(self, query: str) -> None:
        """Shows the pools alone whose name or id contains a text.

        Args:
            query: The text, in any case; empty for all pools.
        """
        self._query = query.casefold()
        for region in self._regions:
            self._rebuild(region)

    def go_to(self, pool: Pool) -> None:
        """Moves the cursor to a pool, if it is shown, and unfolds it.

        Args:
            pool: The pool.
        """
        region = self._regions[pool.region].node
        node = next(
            (each for each in region.children if each.data == TreePosition(pool.region, pool)), None
        )
        if node is not None:
            region.expand()
            node.expand()
            self._move_to(node)

    def go_to_found(self) -> None:
        """Moves the cursor to the first pool that the filter leaves, unless it is on one."""
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
                self._add(region.node, pool)
        self._label(name)
        if place is not None and place.region == name:
            self._return_to(place)

    def _add(self, parent: TreeNode[TreePosition], pool: Pool) -> None:
        unfolded = pool.pool_id in self._unfolded
        label = Text(visible(pool.title))
        node = parent.add(label, TreePosition(pool.region, pool), expand=unfolded)
        # a thousand pools' sections would take a tenth of a second at each letter of a filter
        if unfolded:
            _fill(node, pool)

    def _label(self, name: str) -> None:
        region = self._regions[name]
        shown = len(region.node.children)
        count = f"{shown:,} of {len(region.pools):,}" if self._query else f"{shown:,}"
        region.node.set_label(Text.assemble(name, (f"  {region.status or count}", "dim")))

    def _return_to(self, place: TreePosition) -> None:
        """Puts the cursor back to where it was, or to the nearest that is still there."""
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
        """Moves the cursor at once, also to a node that has only just come."""
        # a node has its line when the lines are counted, which asking for the last one does
        _ = self.last_line
        self.move_cursor(node)

    def action_fold(self) -> None:
        """Folds what is under the cursor, or goes to what holds it."""
        node = self.cursor_node
        if node is None:
            return
        if node.is_expanded and node.children:
            node.collapse()
        elif node.parent is not None and node.parent is not self.root:
            self.move_cursor(node.parent)

    def action_unfold(self) -> None:
        """Unfolds what is under the cursor, or goes to the first thing in it."""
        node = self.cursor_node
        if node is None or not node.allow_expand:
            return
        if node.is_collapsed:
            node.expand()
        elif node.children:
            self.move_cursor(node.children[0])

    @on(Tree.NodeHighlighted)
    def _reached(self, event: Tree.NodeHighlighted[TreePosition]) -> None:
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Reached(event.node.data))

    @on(Tree.NodeSelected)
    def _chosen(self, event: Tree.NodeSelected[TreePosition]) -> None:
        event.stop()
        if event.node.data is not None:
            self.post_message(self.Chosen(event.node.data))

    @on(Tree.NodeExpanded)
    def _unfold(self, event: Tree.NodeExpanded[TreePosition]) -> None:
        event.stop()
        pool = event.node.data.pool if event.node.data else None
        if pool is not None:
            self._unfolded.add(pool.pool_id)
            if not event.node.children:
                _fill(event.node, pool)

    @on(Tree.NodeCollapsed)
    def _fold(self, event: Tree.NodeCollapsed[TreePosition]) -> None:
        event.stop()
        if event.node.data is not None and event.node.data.pool is not None:
            self._unfolded.discard(event.node.data.pool.pool_id)

    def render_label(self, node: TreeNode[TreePosition], base_style: Style, style: Style) -> Text:
        """A node's label, cut in the middle where the tree is too narrow for it."""
        text = super().render_label(node, base_style, style)
        depth = 0
        above = node.parent
        while above is not None and above is not self.root:
            depth += 1
            above = above.parent
        room = max(8, self.size.width - 1 - depth * self.guide_depth)
        if text.cell_len > room and node.data is not None and node.data.pool is None:
            # how the region stands, at the end, begins with what matters
            text.truncate(room, overflow="ellipsis")
        elif text.cell_len > room:
            prefix = text.cell_len - Text(str(node.label)).cell_len
            label = Text(shorten(str(node.label), room - prefix), style)
            return text[:prefix] + label if prefix else label
        return text


def _fill(node: TreeNode[TreePosition], pool: Pool) -> None:
    for view, title in _SECTIONS:
        node.add_leaf(Text(title), TreePosition(pool.region, pool, view))
