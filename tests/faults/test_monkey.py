"""Random keys neither end the app nor take the keyboard, whatever fails."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from cogtui.app import CogtuiApp
from cogtui.emulator import RunningEmulator
from cogtui.emulator.faults import FaultPlan
from cogtui.settings.settings import Settings
from tests.faults import monkey
from tests.faults.keyboard import closes_all
from tests.patience import limit_requests
from tests.screens.conftest import _drawn_when_read
from tests.screens.user import User, using

__all__ = ["_drawn_when_read"]

COUNT: Final = 400
"""The number of keys."""

TOGETHER: Final = 4
"""How many keys arrive in one read."""


@pytest.mark.parametrize("plan", [None, monkey.FAULTS], ids=["demo", "faulty"])
@pytest.mark.slow
# what random keys cover is not tested
@pytest.mark.no_cover
@pytest.mark.usefixtures("no_backoff")
async def test_the_app_survives(
    plan: FaultPlan | None,
    fresh_emulator: Callable[..., RunningEmulator],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """After hundreds of keys, Escape leads back to the explorer, whose keys work."""
    # what the keys may start or write
    for name in ("EDITOR", "VISUAL", "SHELL"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "any")
    monkeypatch.chdir(tmp_path)
    limit_requests(monkeypatch, lambda _: 5.0)
    emulator = fresh_emulator(identities=500, fault_plan=plan)
    left = deque(monkey.keys(7, COUNT))
    while left:
        app = CogtuiApp(Settings(endpoint_url=emulator.url, regions=("us-east-1",)))
        async with using(app) as user:
            await presses(user, left)
            # the palette can quit
            if app.return_code is None:
                await closes_all(user)
        assert app.crash is None


async def presses(user: User, left: deque[str]) -> None:
    """Press keys until none is left or the app has quit."""
    while left and user.app.return_code is None:
        number = min(TOGETHER, len(left))
        await user.hits(*(left.popleft() for _ in range(number)))
