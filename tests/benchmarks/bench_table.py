"""Benchmark of the identity table with a million rows, beside a thousand and beside DataTable.

The tables run in pseudo-terminals and take turns; each key is measured to the last byte of its
frame.
"""

import json
import re
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Final

import botocore.parsers
import botocore.session

from cogtui.service.identity_rows import IdentityPage, IdentityRows
from tests.benchmarks.identities import PAGE, answers, rows_of, selective_query
from tests.benchmarks.programs import environment
from tests.benchmarks.report import Result
from tests.benchmarks.terminal import Terminal

TITLE: Final = "A table of a million identities"
FEW: Final = 1_000
MANY: Final = 1_000_000
DATA_TABLE_ROWS: Final = 10_000
ROUNDS: Final = 15
SEARCHES: Final = 5
QUIET: Final = 0.1
"""Seconds without output after which a frame counts as finished."""
SIZES: Final = ((80, 24), (200, 50))

DOWN, PAGE_DOWN, UP = "\x1b[B", "\x1b[6~", "\x1b[A"
HOME, END, DATA_HOME, DATA_END = "\x1b[H", "\x1b[F", "\x1b[1;5H", "\x1b[1;5F"
KEYS: Final = (
    ("Down", DOWN, DOWN, 0.8),
    ("Page Down", PAGE_DOWN, PAGE_DOWN, 0.5),
    ("Up", UP, UP, 0.8),
    ("End", END, DATA_END, None),
    ("Home", HOME, DATA_HOME, None),
)
"""Each key, its bytes, those in a DataTable, and the maximum ratio to a DataTable."""

BACK: Final = {END: HOME, HOME: END, DATA_END: DATA_HOME, DATA_HOME: DATA_END}
"""Which key moves away from where another leads, before it is measured."""


def opened(stack: ExitStack, size: tuple[int, int], home: str, *arguments: str) -> Terminal:
    """Start a table, and wait until its rows are on the screen."""
    command = (sys.executable, "-m", "tests.benchmarks.table_app", *arguments)
    columns, rows = size
    terminal = stack.enter_context(
        Terminal(command, columns=columns, rows=rows, environment=environment(home))
    )
    terminal.seconds_until("ready .", limit=120)
    terminal.settle(0.5, limit=10)
    return terminal


def keys(size: tuple[int, int], home: str) -> Iterator[Result]:
    """Yield how long each key takes, with many rows beside few and beside DataTable."""
    with ExitStack() as stack:
        data_table = opened(stack, size, home, str(DATA_TABLE_ROWS), "--data-table")
        few, many = (opened(stack, size, home, str(count)) for count in (FEW, MANY))
        for name, own, of_data_table, goal in KEYS:
            turns: list[tuple[Terminal, str, list[float]]] = [
                (few, own, []),
                (many, own, []),
                (data_table, of_data_table, []),
            ]
            taken: list[list[float]] = [values for _, _, values in turns]
            for _ in range(ROUNDS):
                for terminal, pressed, values in turns:
                    if pressed in BACK:
                        terminal.press(BACK[pressed])
                        terminal.settle(QUIET, limit=5)
                    values.append(terminal.seconds_of_frame(pressed, quiet=QUIET) * 1000)
                turns.append(turns.pop(0))
            what = f"{name}, {size[0]}x{size[1]}"
            yield Result(what, "ms", taken[1], f"with {FEW:,} rows", taken[0], 1.2)
            other = f"DataTable with {DATA_TABLE_ROWS:,} rows"
            yield Result(what, "ms", taken[1], other, taken[2], goal)


def searches(home: str) -> Iterator[Result]:
    """Yield how long filters take, beside one `str.find` in all IDs joined."""
    rows = rows_of(MANY)
    joined = "".join(rows.short_id(row) for row in range(MANY))
    selective = selective_query(rows)
    del rows
    found: dict[str, list[float]] = {}
    late: dict[str, list[float]] = {}
    baseline: list[float] = []
    with ExitStack() as stack:
        terminal = opened(stack, (80, 24), home, str(MANY))
        number = 0
        for _ in range(SEARCHES):
            began = time.perf_counter()
            joined.find(selective)
            baseline.append((time.perf_counter() - began) * 1000)
            for digit, name in enumerate(
                ("", "12 characters of an ID", "abc", "abcd", "a", "google")
            ):
                if not name:
                    continue
                for pressed in (str(digit), "0"):
                    number += 1
                    terminal.clear()
                    terminal.press(pressed)
                    took = terminal.seconds_until(f"search {number}:") * 1000
                    terminal.settle(QUIET, limit=5)
                    if pressed != "0":
                        found.setdefault(name, []).append(took)
                        stall = re.search(r"late ([\d.]+) ms", terminal.text)
                        late.setdefault(name, []).append(float(stall[1]) if stall else float("nan"))
    for name, values in found.items():
        yield Result(f"Filter {name!r}", "ms", values, "str.find in all IDs", baseline)
        yield Result(f"Filter {name!r}: stall of the event loop", "ms", late[name])


def boto3_bytes_a_row() -> float:
    """Return the memory per row of boto3's default answers."""
    service = botocore.session.Session().get_service_model("cognito-identity")
    shape = service.operation_model("ListIdentities").output_shape
    assert shape is not None
    parser = botocore.parsers.create_parser("json")
    bodies = [json.dumps(answer).encode() for answer in answers(PAGE * 50)]
    tracemalloc.start()
    held = [parser.parse({"status_code": 200, "headers": {}, "body": b}, shape) for b in bodies]
    taken = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return taken / (PAGE * len(held))


def memory() -> Result:
    """Return the memory per row, packed and in boto3's answers."""
    pages = [IdentityPage.from_answer(answer) for answer in answers(PAGE * 1000)]
    tracemalloc.start()
    rows = IdentityRows()
    for page in pages:
        rows.append(page)
    packed = tracemalloc.get_traced_memory()[0] / len(rows)
    tracemalloc.stop()
    return Result("Memory a row", "B", [packed], "boto3's answers", [boto3_bytes_a_row()], 0.05)


def measure() -> Iterator[Result]:
    """Yield all results."""
    with tempfile.TemporaryDirectory() as home:
        for size in SIZES:
            yield from keys(size, home)
        yield from searches(home)
    yield memory()
