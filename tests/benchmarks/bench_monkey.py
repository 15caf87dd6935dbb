"""Benchmark of what thousands of random keys leave behind: memory, threads and descriptors.

cogtui runs in a pseudo-terminal, first on the demo and then on an emulator that fails one request
in four. From 1,000 keys on, none of the three may grow, but for a late connection. The emulator of
the demo is in the same process.
"""

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, NamedTuple

from tests.benchmarks.programs import COGTUI, environment
from tests.benchmarks.terminal import Terminal
from tests.faults import monkey

COUNT: Final = 5_000
EVERY: Final = 1_000
TOGETHER: Final = 25
"""How many keys may be waiting."""
SEED: Final = 1

MEGABYTES: Final = 5.0
"""How much the memory may grow from the first measurement to the last."""

LATE: Final = 2
"""How many connections may be opened later than that because calls overlap. botocore keeps up to
ten; in the demo each has two descriptors, and a thread that serves it."""

# the palette can quit; each region that is opened keeps a connection
WITHOUT: Final = frozenset({"ctrl+p", "R"})


class Use(NamedTuple):
    """What a process uses."""

    megabytes: float
    """Resident memory."""
    threads: int
    """Threads."""
    descriptors: int
    """Open file descriptors."""

    @classmethod
    def of(cls, pid: int) -> "Use":
        """Return what a process uses now."""
        process = Path(f"/proc/{pid}")
        status = dict(line.split(":", 1) for line in (process / "status").read_text().splitlines())
        return cls(
            int(status["VmRSS"].split()[0]) / 1024,
            int(status["Threads"]),
            len(list((process / "fd").iterdir())),
        )


def measure(arguments: Sequence[str], home: str) -> list[Use]:
    """Press random keys, and return what the program uses after each thousand.

    Args:
        arguments: The program's arguments.
        home: An empty directory.

    Raises:
        EOFError: The program has ended.
        TimeoutError: The program does not react to keys.
    """
    whole = {**environment(home), "EDITOR": "true", "VISUAL": "true", "SHELL": "true"}
    found = []
    with Terminal([*COGTUI, *arguments], environment=whole) as terminal:
        terminal.seconds_until("mobile-app-prod")
        open_everything(terminal)
        for number, key in enumerate(monkey.keys(SEED, COUNT, without=WITHOUT), 1):
            terminal.press(monkey.sent(key))
            # what follows an escape sooner is read as one key with it
            terminal.settle(0.12 if key == "escape" else 0.012, limit=0.5)
            if number % TOGETHER == 0:
                # a slow machine has keys left to handle
                terminal.settle(0.1, limit=5.0)
            if number % EVERY == 0:
                back_to_explorer(terminal)
                found.append(Use.of(terminal.pid))
                print(f"{number:6,} keys: {describe(found[-1])}", flush=True)
    return found


def open_everything(terminal: Terminal) -> None:
    """Use each feature once, on a pool and on an identity, so that its modules are imported."""
    for first in ("down", "I"):
        for key in monkey.LETTERS:
            for each in (first, key):
                if each not in WITHOUT:
                    terminal.press(monkey.sent(each))
                    terminal.settle(0.1, limit=1.0)
            close_dialogs(terminal, 2)
    back_to_explorer(terminal)


def back_to_explorer(terminal: Terminal) -> None:
    """Close all dialogs, wait for what is being read, and check that keys work."""
    close_dialogs(terminal, 12)
    terminal.settle(1.0, limit=3.0)
    terminal.clear()
    terminal.press("a")
    terminal.seconds_until("Actions on")
    terminal.press(monkey.sent("escape"))
    terminal.settle(0.2, limit=1.0)


def close_dialogs(terminal: Terminal, number: int) -> None:
    """Close dialogs that are open, up to a number."""
    for _ in range(number):
        terminal.press(monkey.sent("escape"))
        terminal.settle(0.12, limit=0.5)
        # a form that was changed asks whether to close it
        terminal.press("y")
        terminal.settle(0.012, limit=0.5)


def describe(use: Use) -> str:
    """Return a line about what is used."""
    megabytes, threads, descriptors = use
    return f"{megabytes:6.1f} MB, {threads} threads, {descriptors} descriptors"


def has_grown(found: Sequence[Use]) -> bool:
    """Return whether the last measurement exceeds the first by more than it may."""
    first, last = found[0], found[-1]
    print(f"   grown by {last.megabytes - first.megabytes:.1f} MB")
    return (
        last.megabytes > first.megabytes + MEGABYTES
        or last.threads > first.threads + LATE
        or last.descriptors > first.descriptors + 2 * LATE
    )


def main() -> int:
    """Measure both, and return the exit status: 1 if anything has grown."""
    grown = []
    print("on the demo")
    with tempfile.TemporaryDirectory() as home:
        grown.append(has_grown(measure(["--demo"], home)))
    print("on an emulator with faults")
    faults = [f"--fault={each.operation}={each.kind}:{each.share}" for each in monkey.FAULTS.faults]
    with (
        tempfile.TemporaryDirectory() as home,
        subprocess.Popen(  # noqa: S603  our own program
            [*COGTUI, "emulator", *faults], stdout=subprocess.PIPE, text=True
        ) as emulator,
    ):
        assert emulator.stdout is not None
        url = next(word for word in emulator.stdout.readline().split() if "://" in word)
        try:
            grown.append(has_grown(measure(["--endpoint-url", url], home)))
        finally:
            emulator.terminate()
    return int(any(grown))


if __name__ == "__main__":
    sys.exit(main())
