"""Benchmark of start and exit, beside an empty Textual app and the AWS CLI, run in turns."""

import subprocess
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from tests.benchmarks.empty_app import LAST_LINE
from tests.benchmarks.programs import BIN, COGTUI, EMPTY_APP, emulator, environment, mebibytes
from tests.benchmarks.report import Result
from tests.benchmarks.terminal import Terminal

TITLE: Final = "Start, exit and memory"
ROUNDS: Final = 9
FIRST: Final = "cogtui"
"""What cogtui draws first."""
KEYS: Final = "Palette"
"""What the last line of cogtui's first complete screen contains."""
A_POOL: Final = "mobile-app-prod"
REST: Final = 1.0
"""Seconds without output after which a program is at rest."""


def first_screen(
    command: Sequence[str], first: str, last: str, home: str
) -> tuple[float, float, float]:
    """Start a program, and quit it as soon as its first screen is complete.

    Returns:
        The milliseconds until the first text, until the last text, and from `q` to the end.
    """
    with Terminal(command, environment=environment(home)) as terminal:
        painted = terminal.seconds_until_drawn(first)
        complete = painted if last == first else terminal.seconds_until_drawn(last)
        return painted * 1000, complete * 1000, terminal.seconds_to_end("q") * 1000


def at_rest(command: Sequence[str], text: str, home: str) -> tuple[float, float, float, float]:
    """Start a program, and leave it alone until it draws nothing.

    Returns:
        The milliseconds until a text is on the screen, the bytes drawn in all, the MiB of memory,
        and the milliseconds from `q` to the end.
    """
    with Terminal(command, environment=environment(home)) as terminal:
        drawn = terminal.seconds_until_drawn(text)
        terminal.settle(REST, limit=20)
        memory = mebibytes(terminal.pid)
        drawn_bytes = terminal.bytes_drawn
        return drawn * 1000, drawn_bytes, memory, terminal.seconds_to_end("q") * 1000


def aws_list(url: str, home: str) -> float:
    """Return the milliseconds that the AWS CLI takes to list the pools."""
    began = time.perf_counter()
    subprocess.run(  # noqa: S603  the AWS CLI of this environment
        [BIN / "aws", "--endpoint-url", url, "cognito-identity", "list-identity-pools",
         "--max-results", "60"],
        env=environment(home), stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip
    return (time.perf_counter() - began) * 1000


def measure() -> Iterator[Result]:
    """Run everything in turns, and yield the results."""
    found: dict[str, list[float]] = defaultdict(list)
    with emulator() as url, tempfile.TemporaryDirectory() as home:
        cogtui = (*COGTUI, "--endpoint-url", url)
        for _ in range(ROUNDS):
            for name, started, first, last in (
                ("empty", EMPTY_APP, LAST_LINE, LAST_LINE),
                ("cogtui", cogtui, FIRST, KEYS),
            ):
                for what, value in zip(
                    ("paint", "complete", "early exit"),
                    first_screen(started, first, last, home),
                    strict=True,
                ):
                    found[f"{name} {what}"].append(value)
            found["aws"].append(aws_list(url, home))
            for name, command, text in (
                ("empty", (*EMPTY_APP, "--boto3"), LAST_LINE),
                ("cogtui", cogtui, A_POOL),
            ):
                for what, value in zip(
                    ("pools", "bytes", "memory", "exit"),
                    at_rest(command, text, home),
                    strict=True,
                ):
                    found[f"{name} {what}"].append(value)
    empty = "an empty Textual app"
    for what, name, unit, beside, other, goal in (
        ("Start to the first paint", "cogtui paint", "ms", empty, "empty paint", 1.15),
        (
            "Start to the first screen with its keys",
            "cogtui complete",
            "ms",
            empty,
            "empty paint",
            None,
        ),
        (
            "Start to pools on the screen",
            "cogtui pools",
            "ms",
            "aws list-identity-pools",
            "aws",
            1.1,
        ),
        ("`q` to the end of the process, at rest", "cogtui exit", "ms", empty, "empty exit", 0.3),
        (
            "`q` as soon as the keys are drawn",
            "cogtui early exit",
            "ms",
            empty,
            "empty early exit",
            0.3,
        ),
        (
            "Memory at rest",
            "cogtui memory",
            "MiB",
            f"{empty} with a boto3 client",
            "empty memory",
            1.1,
        ),
    ):
        yield Result(what, unit, found[name], beside, found[other], goal)
    yield Result("Bytes until the first screen is at rest, 80x24", "B", found["cogtui bytes"])
