"""Benchmark of the tree with 1,000 pools, beside 12 pools and beside bare boto3.

Programs run in pseudo-terminals and take turns. A letter typed into the tree's filter is measured
to the last byte of its frame, the listing from the first names on the screen to the count of all.
"""

import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from typing import Any, Final

import boto3

from tests.benchmarks.programs import COGTUI, emulator, environment
from tests.benchmarks.report import Result
from tests.benchmarks.terminal import Terminal

TITLE: Final = "The tree of pools"
FEW: Final = 12
MANY: Final = 1_000
LISTINGS: Final = 7
LETTERS: Final = 12
"""How often each key is typed."""
QUIET: Final = 0.15
"""Seconds without output after which a frame counts as finished; the cursor blinks later."""
KEYS: Final = {"a": "first letter", "p": "second letter", "\x7f": "Backspace"}


def explorer(url: str, home: str) -> Terminal:
    """Start cogtui in a terminal."""
    return Terminal([*COGTUI, "--endpoint-url", url], environment=environment(home))


def listing(url: str, home: str) -> float:
    """Return the seconds from the first names of pools to the count of all."""
    with explorer(url, home) as terminal:
        first = terminal.seconds_until("├ ▶ ")
        return terminal.seconds_until(f"us-east-1  {MANY:,}") - first


def bare_listing(client: Any) -> float:  # noqa: ANN401  clients have no static type here
    """Return the seconds from the first page of pools to the last one by boto3 alone."""
    pages = client.get_paginator("list_identity_pools").paginate(PaginationConfig={"PageSize": 60})
    began = None
    for _ in pages:
        began = began or time.perf_counter()
    assert began is not None
    return time.perf_counter() - began


def letters(urls: Sequence[str], home: str) -> list[dict[str, list[float]]]:
    """Return the seconds of each key in the tree's filter, by server, typed in turns."""
    seconds: list[dict[str, list[float]]] = [{key: [] for key in KEYS} for _ in urls]
    with ExitStack() as stack:
        terminals = [stack.enter_context(explorer(url, home)) for url in urls]
        for terminal, count in zip(terminals, (FEW, MANY), strict=True):
            terminal.seconds_until(f"us-east-1  {count:,}")
            terminal.settle(1, limit=20)
            terminal.press("/")
            terminal.settle(1, limit=3)
        turns = list(zip(terminals, seconds, strict=True))
        for _ in range(LETTERS):
            for key in ("a", "p", "\x7f", "\x7f"):
                for terminal, own in turns:
                    own[key].append(terminal.seconds_of_frame(key, quiet=QUIET))
            turns.reverse()
    return seconds


def measure() -> Iterator[Result]:
    """Yield all results."""
    with ExitStack() as stack:
        home = stack.enter_context(tempfile.TemporaryDirectory())
        urls = [stack.enter_context(emulator("--pools", str(count))) for count in (FEW, MANY)]
        client = boto3.client(
            "cognito-identity",
            endpoint_url=urls[1],
            region_name="us-east-1",
            aws_access_key_id="benchmark",
            aws_secret_access_key="benchmark",  # noqa: S106  of the benchmark
        )
        bare, listed = [], []
        for _ in range(LISTINGS):
            bare.append(bare_listing(client) * 1000)
            listed.append(listing(urls[1], home) * 1000)
        few, many = letters(urls, home)
    yield Result("First names to all of 1,000 pools", "ms", listed, "boto3", bare)
    for key, name in KEYS.items():
        own, other = ([seconds * 1000 for seconds in each[key]] for each in (many, few))
        yield Result(f"Filter: {name}", "ms", own, f"with {FEW} pools", other, 1.5)
