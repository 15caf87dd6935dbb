"""Draws screenshots/ from the demo data: `make screenshots`.

The data is seeded, the clock stands still at the data's own present, and the zone is UTC, so that a
picture changes only when the look does.
"""

import asyncio
import datetime as dt
import os
import time
from pathlib import Path
from typing import Final

from cogtui.app import CogtuiApp
from cogtui.emulator import start_emulator
from cogtui.screens.explorer import Explorer
from cogtui.settings import Settings
from tests.waiting import wait_until

FOLDER: Final = Path(__file__).parent.parent / "screenshots"
NOW: Final = dt.datetime(2026, 11, 1, tzinfo=dt.UTC).timestamp()
WIDE: Final = (160, 40)
NARROW: Final = (80, 24)


async def draw(name: str, url: str, size: tuple[int, int], theme: str, *keys: str) -> None:
    """Walks by keys and draws what is on the screen then.

    Args:
        name: The picture's name, without the ending.
        url: The emulator.
        size: The terminal's columns and rows.
        theme: The look.
        keys: The keys to press.
    """
    settings = Settings(regions=("us-east-1",), theme=theme, demo=True)
    app = CogtuiApp(settings, serve_demo=lambda: url, clock=lambda: NOW)
    async with app.run_test(size=size) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        await wait_until(pilot, lambda: explorer.pools.account and explorer.pools.account.caller)
        for key in keys:
            await pilot.press(key)
            await wait_until(pilot, lambda: not busy(explorer))
        svg = app.export_screenshot(title="cogtui")
    (FOLDER / f"{name}.svg").write_text(svg, encoding="utf-8")
    print(f"screenshots/{name}.svg")  # noqa: T201  it says what it has drawn


def busy(explorer: Explorer) -> bool:
    """Whether something that one looks at is still being read."""
    return any(
        not worker.is_finished for worker in explorer.app.workers if worker.group != "choose"
    )


PICTURES: Final = (
    ("explorer", WIDE, "cogtui-dark", (*("down",) * 5, "tab", "down", "space", "down", "space")),
    ("explorer-light", WIDE, "cogtui-light", (*("down",) * 5, "3")),
    ("identities-80x24", NARROW, "cogtui-dark", (*("down",) * 5, "enter", "down", "enter")),
    ("roles-80x24", NARROW, "cogtui-dark", (*("down",) * 4, "3", "tab", "tab")),
    ("actions-80x24", NARROW, "cogtui-dark", (*("down",) * 5, "a")),
)
"""Each picture's name, size, theme, and the keys that lead to it."""


async def main() -> None:
    """Draws every picture."""
    FOLDER.mkdir(exist_ok=True)
    with start_emulator() as emulator:
        for name, size, theme, keys in PICTURES:
            await draw(name, emulator.url, size, theme, *keys)


if __name__ == "__main__":
    os.environ["TZ"] = "UTC"
    time.tzset()
    asyncio.run(main())
