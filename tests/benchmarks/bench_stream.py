"""Benchmark of the event loop's latency while 1,000 pages of identities are loaded.

The pages come from a local server. A heartbeat due every 5 ms measures how late the loop is, both
when idle and while all pages are loaded and keys are pressed.
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
    """Measurement of how late the event loop is."""

    def __init__(self) -> None:
        self._late: list[float] = []

    async def beat(self) -> None:
        """Beat until cancelled."""
        while True:
            due = time.perf_counter() + BEAT
            await asyncio.sleep(BEAT)
            self._late.append((time.perf_counter() - due) * 1000)

    def take(self) -> list[float]:
        """Return the lateness of each beat since the last call, in milliseconds, sorted."""
        late, self._late = sorted(self._late), []
        return late


async def key_to_cursor(app: CogtuiApp, table: IdentityTable, key: str) -> float:
    """Return the milliseconds from a key until the cursor has moved."""
    began, row = time.perf_counter(), table.cursor_row
    app.simulate_key(key)
    while table.cursor_row == row:  # noqa: ASYNC110  this measures turns of the loop
        await asyncio.sleep(0)
    return (time.perf_counter() - began) * 1000


async def measure(url: str) -> None:
    """Open the large pool, and measure before and while all of it is loaded."""
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
    """Print the results."""
    print(f"{rows:,} identities in {took:.1f} s: {rows / 60 / took:.0f} pages a second")
    print(f"{'':24}{'idle':>10}{'streaming':>12}{'ratio':>8}{'goal':>10}")
    for name, share in (("p50", 0.5), ("p99", 0.99), ("worst", 1.0)):
        idle, busy = (each[min(len(each) - 1, int(len(each) * share))] for each in late)
        goal = "<= 50 ms" if name == "p99" else ""
        print(f"heartbeat late, {name:8}{idle:7.1f} ms{busy:9.1f} ms{busy / idle:8.1f}{goal:>10}")
    idle, busy = map(statistics.median, keys)
    print(f"key to cursor, p50      {idle:7.1f} ms{busy:9.1f} ms{busy / idle:8.1f}")


def main() -> None:
    """Serve the data in a separate process, and measure."""
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
