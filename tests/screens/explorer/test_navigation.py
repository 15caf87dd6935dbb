"""The walk from the start to an identity and back, by keys alone."""

from collections.abc import Callable

import pytest

from cogtui.app import CogtuiApp
from cogtui.screens.explorer.panes import Pane
from tests.screens.user import using


@pytest.mark.parametrize(
    ("down", "onward"), [("down", "enter"), ("j", "enter")], ids=["arrows", "hjkl"]
)
async def test_from_the_start_to_an_identity(
    app_on: Callable[..., CogtuiApp], size: tuple[int, int], down: str, onward: str
) -> None:
    """Arrows and Enter, or hjkl and Enter, lead to an identity's detail, and Escape back."""
    async with using(app_on(), size) as user:
        await user.sees("▶ analytics-dashboard", "12 identity pools")
        await user.press(down)
        await user.sees("us-east-1_Hd4jTy6Us")
        await user.press(onward, down)
        await user.sees("analytics-dashboard · identities", "64fe0bf7-595e-ac0d-ce6d-245c87673c66")
        await user.press(onward, down, onward)
        await user.sees("9a9fb037-497c-27c6-11ec-64e3613f2e5f", "State authenticated")
        assert user.pane == Pane.DETAIL
        await user.press("escape")
        assert user.pane == Pane.IDENTITIES
        await user.press("escape")
        assert user.pane == Pane.POOLS
        await user.sees("▼ analytics-dashboard")
