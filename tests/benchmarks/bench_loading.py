"""Benchmark of loading all identities of a pool, beside a bare boto3 loop on the same server.

cogtui runs in a pseudo-terminal, and each time ends with the last byte of the frame. What is
compared runs in turns. With the directories of other checkouts as arguments, these take their turns
too, so that a change can be measured against the state before it.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import Final

import boto3

from tests.benchmarks.terminal import Terminal

IDENTITIES: Final = 24_000
PAGE: Final = 60
ROUNDS: Final = 5
IDLE_KEYS: Final = 40
BETWEEN_KEYS: Final = 0.05
"""Seconds between two keys while pages arrive."""
LIMIT: Final = 120.0
HERE: Final = Path(__file__).parents[2]
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

GOALS: Final = {
    "time a page, ms": "0.6x boto3",
    "CPU a page, ms": "2.0",
    "kB a second": "5",
    "key to frame, loading, ms": "1.5x idle",
}


def environment(home: str, checkout: Path) -> dict[str, str]:
    """Return an environment without the developer's settings.

    Args:
        home: An empty directory.
        checkout: The directory to import cogtui from.
    """
    return {
        "HOME": home,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(checkout),
        "AWS_ACCESS_KEY_ID": "benchmark",
        "AWS_SECRET_ACCESS_KEY": "benchmark",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def cpu_seconds(pid: int) -> float:
    """Return the CPU time that a process has taken so far, its threads included."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICK


@contextmanager
def serving(identities: int) -> Iterator[tuple[str, str]]:
    """Serve a pool with many identities.

    Args:
        identities: How many.

    Yields:
        The server's URL and the pool's ID.
    """
    command = [sys.executable, "-m", "cogtui", "emulator", "--identities", str(identities)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:  # noqa: S603
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        client = boto3.client(
            "cognito-identity", "us-east-1", endpoint_url=url,
            aws_access_key_id="benchmark", aws_secret_access_key="benchmark",  # noqa: S106
        )  # fmt: skip
        pools = client.list_identity_pools(MaxResults=60)["IdentityPools"]
        yield (
            url,
            next(
                each["IdentityPoolId"]
                for each in pools
                if each["IdentityPoolName"] == "mobile-app-prod"
            ),
        )
        server.terminate()


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


def load(url: str, pool: str, home: str, checkout: Path, keys: bool) -> dict[str, list[float]]:
    """Load all identities, and return what was measured.

    Args:
        url: The server.
        pool: The pool's ID.
        home: An empty directory.
        checkout: The directory to import cogtui from.
        keys: Whether to press keys meanwhile, which the other results then include.
    """
    command = [sys.executable, "-P", "-m", "cogtui", "--endpoint-url", url, "--pool", pool]
    with Terminal(command, environment=environment(home, checkout)) as terminal:
        table = Table(terminal)
        terminal.seconds_until("I Identities")
        terminal.press("I")
        terminal.until(lambda: bool(table.loaded) and table.cursor is not None)
        while terminal.read(1.0):
            pass
        found: dict[str, list[float]] = {}
        if keys:
            found["key to frame, idle, ms"] = moves = []
            for _ in range(IDLE_KEYS):
                moves.append(table.move() * 1000)
                while terminal.read(BETWEEN_KEYS):
                    pass
        pages = (IDENTITIES - (table.loaded or 0)) / PAGE
        cpu, received, began = cpu_seconds(terminal.pid), terminal.received, time.perf_counter()
        terminal.press("\x07")
        if keys:
            found["key to frame, loading, ms"] = moves = []
            while not table.has(IDENTITIES):
                due = time.perf_counter() + BETWEEN_KEYS
                moves.append(table.move() * 1000)
                while (left := due - time.perf_counter()) > 0:
                    terminal.read(left)
            return found
        took = terminal.until(lambda: table.has(IDENTITIES), limit=LIMIT) - began
        return {
            "time a page, ms": [took / pages * 1000],
            "CPU a page, ms": [(cpu_seconds(terminal.pid) - cpu) / pages * 1000],
            "kB a second": [(terminal.received - received) / took / 1000],
        }


def bare(url: str, pool: str, home: str) -> dict[str, list[float]]:
    """Load all identities with boto3 and nothing else."""
    output = subprocess.run(  # noqa: S603
        [sys.executable, "-c", BARE_LOOP, url, pool],
        env=environment(home, HERE), stdout=subprocess.PIPE, text=True, check=True,
    ).stdout  # fmt: skip
    seconds, cpu = map(float, output.split())
    return {"time a page, ms": [seconds * 1000], "CPU a page, ms": [cpu * 1000]}


def measure(checkouts: Sequence[Path]) -> dict[str, dict[str, list[float]]]:
    """Run everything in turns; return the values by who was measured and what."""
    results: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    with serving(IDENTITIES) as (url, pool), tempfile.TemporaryDirectory() as home:
        for _ in range(ROUNDS):
            runs = [("boto3", bare(url, pool, home))]
            for checkout in checkouts:
                name = "cogtui" if checkout == HERE else str(checkout)
                runs += [(name, load(url, pool, home, checkout, keys)) for keys in (False, True)]
            for name, found in runs:
                for what, values in found.items():
                    results[name][what] += values
    return results


def report(results: dict[str, dict[str, list[float]]]) -> None:
    """Print the median, the range and the ratio of everything measured."""
    print(f"{IDENTITIES:,} identities, {ROUNDS} rounds, median (range)")
    print(f"{'':28}{'':20}{'measured':>28}{'x boto3':>9}{'x idle':>8}  goal")
    for name, found in results.items():
        for what, values in found.items():
            middle = statistics.median(values)
            spread = f"{middle:.2f} ({min(values):.2f}-{max(values):.2f})"
            beside = results["boto3"].get(what)
            ratio = f"{middle / statistics.median(beside):.2f}" if beside else ""
            idle = found.get("key to frame, idle, ms") if "key" in what else None
            slower = f"{middle / statistics.median(idle):.2f}" if idle else ""
            goal = GOALS.get(what, "") if name == "cogtui" else ""
            print(f"{what:28}{name[-19:]:20}{spread:>28}{ratio:>9}{slower:>8}  {goal}")


def main() -> None:
    """Measure this checkout, and those of the arguments."""
    report(measure([*map(Path, sys.argv[1:]), HERE]))


if __name__ == "__main__":
    main()
