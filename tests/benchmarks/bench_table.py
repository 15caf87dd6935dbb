"""Benchmark of the identity table with a million rows, beside a thousand and beside DataTable.

It prints CPU time from the key or the page to the end of the frame, as the median of runs that take
turns. Compare the ratios, as times vary between machines and from minute to minute. Frames are
rendered in full, as for a terminal, and discarded.
"""

import asyncio
import gc
import json
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar, Final

import botocore.parsers
import botocore.session
from textual import events
from textual.app import App, ComposeResult
from textual.drivers.headless_driver import HeadlessDriver
from textual.widgets import DataTable

from cogtui.service.identity_rows import IdentityPage, IdentityRows
from cogtui.widgets.identity_table import IdentityTable

FEW: Final = 1_000
MANY: Final = 1_000_000
DATA_TABLE_ROWS: Final = 10_000
PAGE: Final = 60
RUNS: Final = 15
QUIET: Final = 0.03
"""Seconds without work after which a frame counts as finished."""
LOGINS: Final[tuple[list[str], ...]] = (
    ["graph.facebook.com"],
    ["accounts.google.com"],
    [],
    ["cognito-idp.us-east-1.amazonaws.com/us-east-1_AbCdEfGhI"],
    ["www.amazon.com", "accounts.google.com"],
)


def answers(count: int) -> Iterator[dict[str, Any]]:
    """Yield answers of ListIdentities with a total number of identities, the same at each run."""
    chance = random.Random(count)  # noqa: S311  not for secrets
    for first in range(0, count, PAGE):
        items = []
        for row in range(first, min(first + PAGE, count)):
            guid = f"{chance.getrandbits(128):032x}"
            guid = f"{guid[:8]}-{guid[8:12]}-{guid[12:16]}-{guid[16:20]}-{guid[20:]}"
            created = 1.6e9 + row * 79.19
            items.append(
                {
                    "IdentityId": f"us-east-1:{guid}",
                    "Logins": LOGINS[row % len(LOGINS)],
                    "CreationDate": created,
                    "LastModifiedDate": created + 86_400.456,
                }
            )
        yield {"Identities": items, "NextToken": "next"}


def rows_of(count: int) -> IdentityRows:
    """Return a number of identities, loaded page by page."""
    rows = IdentityRows()
    for answer in answers(count):
        rows.append(IdentityPage.from_answer(answer))
    return rows


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the report."""

    what: str
    measured: str
    beside: str
    ratio: float
    goal: float | None

    def __str__(self) -> str:
        goal = "" if self.goal is None else f"<= {self.goal:g}x"
        missed = "  MISSED" if self.goal is not None and self.ratio > self.goal else ""
        start = f"{self.what:<32}{self.measured:>10}   {self.beside:<28}"
        return f"{start}{self.ratio:>6.2f}x{goal:>9}{missed}"


class SinkDriver(HeadlessDriver):
    """A terminal that accepts all output and discards it."""

    @property
    def is_headless(self) -> bool:
        """Whether Textual may skip rendering: no, as its time is measured."""
        return False


class Contestant(App[None]):
    """An app with only an identity table."""

    FIRST_KEY: ClassVar = "home"
    LAST_KEY: ClassVar = "end"

    def __init__(self, rows: IdentityRows) -> None:
        super().__init__(driver_class=SinkDriver)
        self.rows = rows
        self.pages = [IdentityPage.from_answer(answer) for answer in answers(PAGE * RUNS)]
        self.drawn = asyncio.Event()
        self.found = asyncio.Event()

    def compose(self) -> ComposeResult:
        """Yield the table."""
        yield IdentityTable()

    def fill(self) -> None:
        """Show all rows."""
        self.query_one(IdentityTable).show(self.rows)

    def go(self, row: int) -> None:
        """Move the cursor."""
        self.query_one(IdentityTable).move_cursor(row)

    def append(self) -> None:
        """Append another page."""
        self.query_one(IdentityTable).append(self.pages.pop())

    def press(self, key: str) -> None:
        """Send a key as a terminal would."""
        self.post_message(events.Key(key, None))

    def post_display_hook(self) -> None:
        """Record a frame."""
        self.drawn.set()

    def on_identity_table_filtered(self) -> None:
        """Record the end of a search."""
        self.found.set()


class DataTableContestant(Contestant):
    """An app with Textual's DataTable and the same four columns."""

    FIRST_KEY = "ctrl+home"
    LAST_KEY = "ctrl+end"

    def compose(self) -> ComposeResult:
        """Yield the table."""
        yield DataTable(cursor_type="row")

    @property
    def table(self) -> "DataTable[str]":
        """The table."""
        return self.query_one(DataTable)

    def fill(self) -> None:
        """Add all rows in one call."""
        self.table.add_columns("Identity", "Logins", "Created", "Modified")
        self.table.add_rows(self.cells(len(self.rows)))

    def go(self, row: int) -> None:
        """Move the cursor."""
        self.table.move_cursor(row=row)

    def append(self) -> None:
        """Append another page."""
        self.table.add_rows(self.cells(PAGE))

    def cells(self, count: int) -> Iterator[tuple[str, ...]]:
        """Yield the cells of a number of rows."""
        for row in range(count):
            identity = self.rows.row(row)
            yield identity.guid, ", ".join(identity.logins), "2026-03-02", "2026-03-02"


@asynccontextmanager
async def running(*apps: Contestant, size: tuple[int, int] = (80, 24)) -> AsyncIterator[None]:
    """Run apps side by side, with their tables filled."""
    tasks = [asyncio.create_task(app.run_async(size=size)) for app in apps]
    await asyncio.sleep(1)
    for app in apps:
        app.call_later(app.fill)
    await asyncio.sleep(2)
    gc.collect()
    try:
        yield
    finally:
        for app in apps:
            app.exit()
        await asyncio.gather(*tasks)


async def cpu_until_drawn(app: Contestant, work: Callable[[], object]) -> float:
    """Return the CPU milliseconds from some work to the end of the frames that it causes."""
    app.drawn.clear()
    started = time.process_time()
    app.call_later(work)
    await asyncio.wait_for(app.drawn.wait(), 5)
    await asyncio.sleep(QUIET)
    return (time.process_time() - started) * 1000


@dataclass(frozen=True, slots=True)
class Case:
    """An action that makes an app draw."""

    name: str
    work: Callable[[Contestant], object]
    start_at: float
    """Where the cursor starts: 0 is the first row, 1 the last."""
    step: int
    """By how many rows the start moves between runs, as a table may cache rows once drawn."""
    goal: float | None
    """The maximum ratio to DataTable."""

    def start(self, app: Contestant, run: int) -> int:
        """Return the row of the cursor before a run."""
        return int((len(app.rows) - 1) * self.start_at) + run * self.step


SMALL_CASES: Final = (
    Case("page of 60 comes", lambda app: app.append(), 0, 0, 0.08),
    Case("down, at the top", lambda app: app.press("down"), 0, 1, 0.8),
    Case("down, in the middle", lambda app: app.press("down"), 0.5, -1, 0.8),
    Case("up, at the end", lambda app: app.press("up"), 1, -1, 0.8),
    Case("page down, at the top", lambda app: app.press("pagedown"), 0, 31, 0.5),
    Case("page down, in the middle", lambda app: app.press("pagedown"), 0.5, 31, 0.5),
    Case("page up, at the end", lambda app: app.press("pageup"), 1, -31, 0.5),
    Case("end, from the top", lambda app: app.press(app.LAST_KEY), 0, 0, None),
    Case("home, from the end", lambda app: app.press(app.FIRST_KEY), 1, 0, None),
)
LARGE_CASES: Final = (
    Case("page down, in the middle", lambda app: app.press("pagedown"), 0.5, 67, 0.3),
)


async def medians(apps: Sequence[Contestant], case: Case) -> list[float]:
    """Return the median CPU milliseconds of the same action in each app, taking turns."""
    times: list[list[float]] = [[] for _ in apps]
    turns = list(zip(apps, times, strict=True))
    for run in range(RUNS):
        for app, own in turns:
            app.call_later(app.go, case.start(app, run))
            await asyncio.sleep(QUIET)
            own.append(await cpu_until_drawn(app, partial(case.work, app)))
        # The processor runs faster after the slowest app, so the order rotates.
        turns.append(turns.pop(0))
    return [statistics.median(own) for own in times]


async def frames(apps: Sequence[Contestant], cases: Sequence[Case]) -> AsyncIterator[Line]:
    """Yield results for pages and keys with a million rows, beside a thousand and DataTable.

    Args:
        apps: The apps with few rows, with many, and with DataTable.
        cases: The actions.
    """
    for case in cases:
        few, many, data_table = await medians(apps, case)
        yield Line(case.name, f"{many:.1f} ms", f"{few:.1f} ms at {FEW:,}", many / few, 1.2)
        yield Line("", "", f"{data_table:.1f} ms in DataTable", many / data_table, case.goal)


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


def memory() -> Line:
    """Compare the memory per row, packed and in boto3's answers."""
    pages = [IdentityPage.from_answer(answer) for answer in answers(PAGE * 1000)]
    tracemalloc.start()
    rows = IdentityRows()
    for page in pages:
        rows.append(page)
    packed = tracemalloc.get_traced_memory()[0] / len(rows)
    tracemalloc.stop()
    boto3 = boto3_bytes_a_row()
    return Line("memory a row", f"{packed:.0f} B", f"{boto3:,.0f} B by boto3", packed / boto3, 0.05)


async def timed(until: Awaitable[object]) -> tuple[float, float]:
    """Return how long something takes, and the worst delay of a 5 ms heartbeat meanwhile, in ms."""
    started = beat = time.perf_counter()
    waiting = asyncio.ensure_future(until)
    ended: list[float] = []
    waiting.add_done_callback(lambda _: ended.append(time.perf_counter()))
    worst = 0.0
    while not ended:
        await asyncio.sleep(0.005)
        worst = max(worst, time.perf_counter() - beat - 0.005)
        beat = time.perf_counter()
    return (ended[0] - started) * 1000, worst * 1000


async def searches(app: Contestant) -> AsyncIterator[Line]:
    """Yield results for filters of a million rows, beside one `str.find` in all IDs joined.

    Args:
        app: The app with many rows.
    """
    joined = "".join(app.rows.short_id(row) for row in range(MANY))
    selective = joined[-36:-24]
    started = time.perf_counter()
    joined.find(selective)
    baseline = (time.perf_counter() - started) * 1000
    _, idle = await timed(asyncio.sleep(1))
    queries = {"12 characters of an id": selective, "abc": "abc", "typed on: abcd": "abcd"}
    for name, query in {**queries, "a": "a", "google": "google", "the end of it": ""}.items():
        app.found.clear()
        app.call_later(app.query_one(IdentityTable).filter, query)
        took, stall = await timed(app.found.wait())
        goal = 1.5 if query == selective else None
        yield Line(
            f"filter: {name}",
            f"{took:.0f} ms",
            f"{baseline:.0f} ms str.find",
            took / baseline,
            goal,
        )
        yield Line(
            "  stall of the loop",
            f"{stall:.1f} ms",
            f"{idle:.1f} ms idle, +16 ms",
            stall / (idle + 16),
            1,
        )


async def main() -> None:
    """Measure everything, and print it once the terminal is free again."""
    all_rows = [rows_of(count) for count in (FEW, MANY, DATA_TABLE_ROWS)]
    kinds = (Contestant, Contestant, DataTableContestant)
    lines = []
    for size, cases in (((80, 24), SMALL_CASES), ((200, 50), LARGE_CASES)):
        apps = [kind(rows) for kind, rows in zip(kinds, all_rows, strict=True)]
        async with running(*apps, size=size):
            lines.append(f"{size[0]}x{size[1]}")
            lines += [str(line) async for line in frames(apps, cases)]
    async with running(many := Contestant(all_rows[1])):
        lines += [str(line) async for line in searches(many)]
    lines.append(str(memory()))
    title = f"{MANY:,} identities, DataTable with {DATA_TABLE_ROWS:,}"
    heads = f"{'':<32}{'measured':>10}   {'beside':<28}{'ratio':>7}{'goal':>9}"
    # Apps that do not end in reverse order of their start leave sys.stdout redirected.
    print(f"{title}: CPU, median of {RUNS}", heads, *lines, sep="\n", file=sys.__stdout__)


if __name__ == "__main__":
    asyncio.run(main())
