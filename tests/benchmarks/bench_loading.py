"""Benchmark of loading all identities of a pool, beside a bare boto3 loop on the same server.

cogtui runs in a pseudo-terminal, and each time ends with the last byte of the frame. What is
compared runs in turns.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Final

import boto3

from tests.benchmarks.programs import COGTUI, emulator, environment
from tests.benchmarks.report import Result
from tests.benchmarks.terminal import Terminal

TITLE: Final = "Loading 24,000 identities"
IDENTITIES: Final = 24_000
PAGE: Final = 60
ROUNDS: Final = 5
IDLE_KEYS: Final = 40
BETWEEN_KEYS: Final = 0.05
"""Seconds between two keys while pages arrive."""
LIMIT: Final = 120.0
TICK: Final = os.sysconf("SC_CLK_TCK")

BARE_LOOP: Final = """
import sys, time, boto3
client = boto3.client("cognito-identity", "us-east-1", endpoint_url=sys.argv[1])
request = dict(IdentityPoolId=sys.argv[2], MaxResults=60, HideDisabled=False)
client.list_identities(**request)
pages, began, cpu = 0, time.perf_counter(), time.process_time()
while True:
    answer = client.list_identities(**request)
    pages += 1
    if "NextToken" not in answer:
        break
    request["NextToken"] = answer["NextToken"]
print((time.perf_counter() - began) / pages, (time.process_time() - cpu) / pages)
"""
"""Loads everything, and prints the seconds and the CPU seconds per page."""


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has taken so far, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


def prod_pool(url: str) -> str:
    """Return the ID of the pool with many identities."""
    client = boto3.client(
        "cognito-identity", "us-east-1", endpoint_url=url,
        aws_access_key_id="benchmark", aws_secret_access_key="benchmark",  # noqa: S106
    )  # fmt: skip
    pools = client.list_identity_pools(MaxResults=60)["IdentityPools"]
    names = {each["IdentityPoolName"]: each["IdentityPoolId"] for each in pools}
    return names["mobile-app-prod"]


class Table:
    """The identity table on a terminal.

    Args:
        terminal: The terminal, on which the identities of a pool are being shown.
    """

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._keys = cycle("jk")

    @property
    def loaded(self) -> int | None:
        """How many are loaded; None if that is not shown."""
        found = re.search(r"· identities +([\d,]+)( loaded)?", self._title)
        return int(found[1].replace(",", "")) if found else None

    def has(self, identities: int) -> bool:
        """Return whether the title shows that all are loaded."""
        return self._title.rstrip(" │").endswith(f" {identities:,}")

    @property
    def _title(self) -> str:
        lines = self._terminal.screen.display
        return next((line for line in lines if "· identities" in line), "")

    @property
    def cursor(self) -> int | None:
        """The line that differs in colour from all others; None if it is not one."""
        screen = self._terminal.screen
        colours = [screen.buffer[y][screen.columns // 2].bg for y in range(3, screen.lines - 2)]
        rare = [colour for colour, count in Counter(colours).items() if count == 1]
        return colours.index(rare[0]) if len(rare) == 1 else None

    def move(self) -> float:
        """Move the cursor, down or else up, and return the seconds until that is drawn."""
        before = self.cursor
        began = time.perf_counter()
        self._terminal.press(next(self._keys))
        return self._terminal.until(lambda: self.cursor not in (before, None)) - began


def load(url: str, pool: str, home: str, *, keys: bool) -> dict[str, list[float]]:
    """Load all identities, and return what was measured.

    Args:
        url: The server.
        pool: The pool's ID.
        home: An empty directory.
        keys: Whether to press keys meanwhile, which the other results then include.
    """
    command = [*COGTUI, "--endpoint-url", url, "--pool", pool]
    with Terminal(command, environment=environment(home)) as terminal:
        table = Table(terminal)
        terminal.seconds_until("I Identities")
        terminal.press("I")
        terminal.until(lambda: bool(table.loaded) and table.cursor is not None)
        while terminal.read(1.0):
            pass
        found: dict[str, list[float]] = {}
        if keys:
            found["idle"] = moves = []
            for _ in range(IDLE_KEYS):
                moves.append(table.move() * 1000)
                while terminal.read(BETWEEN_KEYS):
                    pass
        pages = (IDENTITIES - (table.loaded or 0)) / PAGE
        cpu, received, began = cpu_seconds(terminal.pid), terminal.bytes_drawn, time.perf_counter()
        terminal.press("\x07")
        if keys:
            found["loading"] = moves = []
            while not table.has(IDENTITIES):
                due = time.perf_counter() + BETWEEN_KEYS
                moves.append(table.move() * 1000)
                while (left := due - time.perf_counter()) > 0:
                    terminal.read(left)
            return found
        took = terminal.until(lambda: table.has(IDENTITIES), limit=LIMIT) - began
        return {
            "time": [took / pages * 1000],
            "CPU": [(cpu_seconds(terminal.pid) - cpu) / pages * 1000],
            "bytes": [(terminal.bytes_drawn - received) / took / 1000],
        }


def bare(url: str, pool: str, home: str) -> dict[str, list[float]]:
    """Load all identities with boto3 and nothing else."""
    output = subprocess.run(  # noqa: S603
        [sys.executable, "-c", BARE_LOOP, url, pool],
        env=environment(home), stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    seconds, cpu = map(float, output.split())
    return {"time": [seconds * 1000], "CPU": [cpu * 1000]}


def measure() -> Iterator[Result]:
    """Run everything in turns, and yield the results."""
    own: dict[str, list[float]] = defaultdict(list)
    boto3s: dict[str, list[float]] = defaultdict(list)
    with (
        emulator("--identities", str(IDENTITIES)) as url,
        tempfile.TemporaryDirectory() as home,
    ):
        pool = prod_pool(url)
        for _ in range(ROUNDS):
            for results, found in (
                (boto3s, bare(url, pool, home)),
                (own, load(url, pool, home, keys=False)),
                (own, load(url, pool, home, keys=True)),
            ):
                for what, values in found.items():
                    results[what] += values
    loop = "a bare boto3 loop"
    yield Result("Time a page of 60", "ms", own["time"], loop, boto3s["time"], 0.6)
    yield Result("CPU a page", "ms", own["CPU"], loop, boto3s["CPU"])
    yield Result("Bytes a second while loading", "kB", own["bytes"])
    yield Result("Key to frame while loading", "ms", own["loading"], "at rest", own["idle"], 1.5)
