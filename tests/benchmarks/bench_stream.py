"""How free the event loop stays while 1,000 pages of identities stream in from a local server.

A heartbeat that should come every 5 ms tells how late the loop is, with nothing to do and while
all pages are read; keys are pressed meanwhile.
"""

import asyncio
import gc
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

from cogtui.app import CogtuiApp
from cogtui.screens.explorer.explorer import Explorer
from cogtui.settings.settings import Settings
from cogtui.widgets.identity_table import IdentityTable

IDENTITIES: Final = 60_000
BEAT: Final = 0.005
"""Seconds between two heartbeats."""
BIN: Final = Path(sys.executable).parent


class Heartbeat:
    """Measures how late the event loop is."""

    def __init__(self) -> None:
        self._late: list[float] = []

    async def beat(self) -> None:
        """Beats until cancelled."""
        while True:
            due = time.perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self._late.append((time.perf_counter() - due) * 1000)

    def take(self) -> list[float]:
        """The lateness of each beat since the last time, milliseconds, sorted."""
        late, self._late = sorted(self._late), []
        return late


async def key_to_cursor(app: CogtuiApp, table: IdentityTable, key: str) -> float:
    """Milliseconds from a key until the cursor has moved."""
    began, row = time.perf_counter(), table.cursor_row
    app.simulate_key(key)
    while table.cursor_row == row:  # noqa: ASYNC110  it is this loop's turns that are measured
        await asyncio.sleep(0)
    return (time.perf_counter() - began) * 1000


async def measure(url: str) -> None:
    """Opens the large pool, and measures before and while all of it is read."""
    app = CogtuiApp(Settings(endpoint_url=url, regions=("us-east-1",)))
    heart = Heartbeat()
    async with app.run_test(size=(80, 24)) as pilot:
        explorer = app.screen
        assert isinstance(explorer, Explorer)
        tree = explorer.pools.pool_tree
        while not any(pool.name == "mobile-app-prod" for pool in tree.pools("us-east-1")):
            await pilot.pause()
        await pilot.press("slash", *"app-prod", "enter", "down", "enter", "down", "enter")
        table = explorer.identities.table
        while table.row_count < 60:
            await pilot.pause()
        gc.freeze()
        beating = asyncio.create_task(heart.beat())
        await asyncio.sleep(1)
        idle = heart.take()
        idle_keys = [await key_to_cursor(app, table, "down") for _ in range(40)]
        heart.take()
        began = time.perf_counter()
        await pilot.press("G")
        keys: list[float] = []
        while table.fetching:
            keys.append(await key_to_cursor(app, table, "down" if len(keys) % 2 else "up"))
            await asyncio.sleep(0.05)
        took = time.perf_counter() - began
        busy = heart.take()
        beating.cancel()
        report(table.row_count, took, (idle, busy), (idle_keys, keys))


def report(
    rows: int,
    took: float,
    late: tuple[list[float], list[float]],
    keys: tuple[list[float], list[float]],
) -> None:
    """Prints what was measured."""
    print(f"{rows:,} identities in {took:.1f} s: {rows / 60 / took:.0f} pages a second")
    print(f"{'':24}{'idle':>10}{'streaming':>12}{'ratio':>8}{'goal':>10}")
    for name, share in (("p50", 0.5), ("p99", 0.99), ("worst", 1.0)):
        idle, busy = (each[min(len(each) - 1, int(len(each) * share))] for each in late)
        goal = "<= 50 ms" if name == "p99" else ""
        print(f"heartbeat late, {name:8}{idle:7.1f} ms{busy:9.1f} ms{busy / idle:8.1f}{goal:>10}")
    idle, busy = map(statistics.median, keys)
    print(f"key to cursor, p50      {idle:7.1f} ms{busy:9.1f} ms{busy / idle:8.1f}")


def main() -> None:
    """Serves the data in a process of its own, and measures."""
    os.environ.update(AWS_ACCESS_KEY_ID="benchmark", AWS_SECRET_ACCESS_KEY="benchmark")  # noqa: S106
    command = [str(BIN / "cogtui"), "emulator", "--identities", str(IDENTITIES)]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None
        asyncio.run(measure(server.stdout.readline().strip()))
    finally:
        server.terminate()


if __name__ == "__main__":
    main()
