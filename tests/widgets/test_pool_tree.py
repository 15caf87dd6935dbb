"""The tree of regions and pools, driven by real keys."""

from rich.cells import cell_len
from textual.app import App, ComposeResult

from cogtui.account.account import Pool
from cogtui.service.operations import View
from cogtui.widgets.pool_rows import TreePosition
from cogtui.widgets.pool_tree import PoolTree

EAST, WEST = "us-east-1", "us-west-2"


def pool(number: int, name: str, region: str = EAST) -> Pool:
    """Return a pool."""
    return Pool(region, f"{region}:{number:08x}", name)


ALPHA, BETA, GAMMA = pool(1, "alpha"), pool(2, "beta"), pool(3, "gamma")
OMEGA = pool(9, "omega", WEST)


class TreeApp(App[None]):
    """An app with only a tree, which records its messages."""

    CSS = "PoolTree { width: 24; scrollbar-gutter: stable; scrollbar-size-vertical: 1; }"

    def __init__(self) -> None:
        super().__init__()
        self.pools = PoolTree()
        self.reached: list[TreePosition] = []
        self.chosen: list[TreePosition] = []

    def compose(self) -> ComposeResult:
        """Yield the tree."""
        yield self.pools

    def on_pool_tree_reached(self, message: PoolTree.Reached) -> None:
        """Record the message."""
        self.reached.append(message.place)

    def on_pool_tree_chosen(self, message: PoolTree.Chosen) -> None:
        """Record the message."""
        self.chosen.append(message.place)

    def fill(self) -> None:
        """Show two regions with their pools."""
        self.pools.show_regions((EAST, WEST))
        self.pools.set_pools(EAST, [GAMMA, ALPHA, BETA])
        self.pools.set_pools(WEST, [OMEGA])

    def lines(self) -> list[str]:
        """Return the lines drawn, without empty ones."""
        size = self.pools.size
        drawn = [strip.text.rstrip() for strip in self.pools.render_lines(size.region)]
        return [line for line in drawn if line]


async def test_pools_are_sorted_by_name_below_their_regions() -> None:
    """Pools are sorted by name below their region, which shows how many there are."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.fill()
        await pilot.pause()
        assert app.lines() == [
            "▼ us-east-1  3",
            "├ ▶ alpha",
            "├ ▶ beta",
            "└ ▶ gamma",
            "▼ us-west-2  1",
            "└ ▶ omega",
        ]
        assert tuple(app.pools.pools(EAST)) == (ALPHA, BETA, GAMMA)
        assert not app.pools.pools("eu-west-1")


async def test_keys_reach_and_choose_positions() -> None:
    """Each move posts its position, and Enter on a section or a pool posts that it was chosen."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.fill()
        await pilot.press("down", "l", "j", "enter", "h", "enter", "enter", "enter", "up")
        await pilot.pause()
        identities = TreePosition(EAST, ALPHA, View.IDENTITIES)
        at_alpha, at_east = TreePosition(EAST, ALPHA), TreePosition(EAST)
        assert app.reached == [at_east, at_alpha, identities, at_alpha, at_east]
        assert app.chosen == [identities, at_alpha, at_alpha, at_alpha]
        assert app.lines()[1] == "├ ▶ alpha"


async def test_a_note_is_not_a_position() -> None:
    """Moving to a note instead of regions, or choosing it, has no effect."""
    app = TreeApp()
    async with app.run_test() as pilot:
        await pilot.press("left", "right", "enter", "space", "down")
        app.pools.show_note("connecting …")
        await pilot.press("down", "enter", "left", "right", "end")
        await pilot.pause()
        assert app.lines() == ["connecting …"]
        assert app.pools.place is None
        assert (app.reached, app.chosen) == ([], [])
        assert app.pools.regions == ()


async def test_new_pools_do_not_move_the_cursor() -> None:
    """New pools in any region neither move the cursor nor collapse a node."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.fill()
        await pilot.press("down", "down", "right", "right", "down")
        place = TreePosition(EAST, BETA, View.PROVIDERS)
        assert app.pools.place == place
        app.pools.set_pools(WEST, [OMEGA, pool(8, "aleph", WEST)])
        app.pools.set_pools(EAST, [GAMMA, ALPHA, BETA, pool(4, "aardvark")])
        assert app.pools.place == place
        await pilot.pause()
        assert "├ ▼ beta" in app.lines()
        app.pools.set_pools(EAST, [GAMMA, ALPHA])
        assert app.pools.place == TreePosition(EAST)


async def test_a_filter_searches_names_and_ids() -> None:
    """A filter hides other pools and moves to the first match, also in a collapsed region."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.fill()
        await pilot.press("left")
        app.pools.filter("MMA")
        await pilot.pause()
        assert app.lines() == ["▶ us-east-1  1 of 3", "▼ us-west-2  0 of 1"]
        app.pools.go_to_found()
        assert app.pools.place == TreePosition(EAST, GAMMA)
        app.pools.go_to_found()
        assert app.pools.place == TreePosition(EAST, GAMMA), "it is on one of them already"
        app.pools.filter("00000009")
        app.pools.go_to_found()
        assert app.pools.place == TreePosition(WEST, OMEGA)
        app.pools.filter("nothing")
        app.pools.go_to_found()
        assert app.pools.place == TreePosition(WEST)
        app.pools.filter("")
        app.pools.go_to_found()
        assert app.pools.place == TreePosition(WEST)


async def test_the_app_can_move_to_a_pool() -> None:
    """A pool that is shown is expanded under the cursor; one that is not shown changes nothing."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.fill()
        await pilot.press("left")
        app.pools.go_to(GAMMA)
        assert app.pools.place == TreePosition(EAST, GAMMA)
        app.pools.go_to(pool(7, "hidden"))
        assert app.pools.place == TreePosition(EAST, GAMMA)
        await pilot.pause()
        assert "  ├ Providers" in app.lines()


async def test_long_names_are_cut_to_the_width() -> None:
    """Names are shortened in the middle, and the status of a region at its end."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.pools.show_regions(("ap-southeast-2",))
        long = pool(1, "the-first-of-all-my-very-long-names", "ap-southeast-2")
        app.pools.set_pools("ap-southeast-2", [long])
        await pilot.press("down", "up")
        app.pools.set_status("ap-southeast-2", "✗ unreachable")
        await pilot.pause()
        assert app.lines() == ["▼ ap-southeast-2  ✗ un…", "└ ▶ the-first…ong-names"]
        app.pools.go_to(long)
        app.pools.styles.width = 6
        await pilot.pause()
        assert all(len(line) <= 6 for line in app.lines())


async def test_names_that_are_alike_keep_what_differs() -> None:
    """The part that differs is visible where it would be hidden in the middle."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.pools.show_regions((EAST,))
        names = ("customer-portal-eu-backend-service", "customer-portal-us-backend-service")
        app.pools.set_pools(EAST, [pool(number, name) for number, name in enumerate(names)])
        await pilot.pause()
        assert app.pools.widest_name == 34
        assert app.lines()[1:] == ["├ ▶ custom…l-eu-bac…ice", "└ ▶ custom…l-us-bac…ice"]
        app.pools.filter("customer")
        assert app.lines() == [
            "▼ us-east-1  2 of 2",
            "├ ▶ custom…l-eu-bac…ice",
            "└ ▶ custom…l-us-bac…ice",
        ]
        app.pools.styles.width = 50
        await pilot.pause()
        assert [line[4:] for line in app.lines()[1:]] == list(names)


async def test_a_region_without_pools_can_be_collapsed() -> None:
    """Keys that expand or collapse have no effect on an empty region, except Enter and Space."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.pools.show_regions((EAST,))
        app.pools.set_pools(EAST, [])
        await pilot.press("right", "left", "right", "home", "pagedown", "space", "enter")
        assert app.pools.place == TreePosition(EAST)
        assert app.lines() == ["▼ us-east-1  0"]
        await pilot.press("space")
        assert app.lines() == ["▶ us-east-1  0"]
        await pilot.press("right")
        assert app.lines() == ["▼ us-east-1  0"]


async def test_many_pools_are_scrolled_by_key_and_wheel() -> None:
    """The cursor stays in view, but pages that arrive do not undo scrolling by the wheel."""
    app = TreeApp()
    pools = [pool(number, f"pool-{number:04}") for number in range(1_000)]
    async with app.run_test(size=(40, 10)) as pilot:
        app.pools.show_regions((EAST,))
        app.pools.set_pools(EAST, pools[:500])
        await pilot.press("pagedown", "pagedown", "down")
        assert app.lines()[-1] == "├ ▶ pool-0018"
        await pilot.press("pageup")
        assert app.lines()[0] == "├ ▶ pool-0009"
        await pilot.press("end", "space", "end")
        assert app.pools.place == TreePosition(EAST, pools[499], View.PRINCIPAL_TAGS)
        assert app.lines()[-2:] == ["  ├ Tags", "  └ Principal tags"]
        app.pools.set_pools(EAST, pools)
        assert app.pools.place == TreePosition(EAST, pools[499], View.PRINCIPAL_TAGS)
        assert app.lines()[-1] == "│ └ Principal tags"
        app.pools.scroll_home(animate=False)
        app.pools.set_pools(EAST, pools[1:])
        assert app.lines()[:2] == ["▼ us-east-1  999", "├ ▶ pool-0001"]
        await pilot.press("down")
        assert app.lines()[-1] == "├ ▶ pool-0500"
        await pilot.resize_terminal(40, 4)
        assert app.lines()[-1] == "├ ▶ pool-0500"


async def test_the_scrollbar_follows_a_filter() -> None:
    """A scrollbar that was hidden by a filter appears where the tree is scrolled to."""
    app = TreeApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.pools.show_regions((EAST,))
        app.pools.set_pools(EAST, [pool(number, f"pool-{number}") for number in range(50)])
        await pilot.press("end")
        assert app.pools.vertical_scrollbar.position == 41
        app.pools.filter("nothing")
        assert (app.pools.show_vertical_scrollbar, app.pools.scroll_y) == (False, 0)
        app.pools.filter("")
        await pilot.pause()
        assert app.pools.show_vertical_scrollbar
        assert app.pools.vertical_scrollbar.position == 0


async def test_clicks() -> None:
    """A click on an arrow expands or collapses; elsewhere in a row it also moves and opens."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.fill()
        await pilot.click(PoolTree, offset=(2, 2))
        assert app.lines()[2:4] == ["├ ▼ beta", "│ ├ Identities"]
        await pilot.click(PoolTree, offset=(3, 2))
        assert app.lines()[2:4] == ["├ ▶ beta", "└ ▶ gamma"]
        assert app.pools.place == TreePosition(EAST)
        await pilot.click(PoolTree, offset=(4, 2))
        await pilot.click(PoolTree, offset=(22, 5))
        await pilot.click(PoolTree, offset=(4, 15))
        roles, beta = TreePosition(EAST, BETA, View.ROLES), TreePosition(EAST, BETA)
        assert app.reached == [TreePosition(EAST), beta, roles]
        assert app.chosen == [beta, roles]
        await pilot.click(PoolTree, offset=(0, 0))
        assert app.lines()[0] == "▶ us-east-1  3"
        assert app.pools.place == roles._replace(pool=None, view=View.POOLS)


async def test_names_are_drawn_as_plain_text() -> None:
    """Markup, escape sequences and wide characters in names are drawn as they are, within a row."""
    app = TreeApp()
    async with app.run_test() as pilot:
        app.pools.show_regions((EAST,))
        names = ("[bold]a", "b\x1b[31m", "c-日本語のとても長い名前", "d\ne")
        app.pools.set_pools(EAST, [pool(number, name) for number, name in enumerate(names)])
        await pilot.pause()
        assert app.lines()[1:] == [
            "├ ▶ [bold]a",
            "├ ▶ b␛[31m",
            "├ ▶ c-日本語の…長い名前",
            "└ ▶ d␊e",
        ]
        assert all(cell_len(line) <= 23 for line in app.lines())
