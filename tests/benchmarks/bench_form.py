"""Benchmark of opening a form and typing into it, beside simpler forms.

It prints milliseconds as the median and the 95th percentile of runs that take turns. Compare the
ratios, as times vary between machines and from minute to minute. Frames are rendered in full, as
for a terminal, and discarded.
"""

import asyncio
import gc
import statistics
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from textual import events
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input

import cogtui
from cogtui.gateway.service_model import input_members
from cogtui.screens.forms.form import FormDialog
from cogtui.secret import Secret
from cogtui.service.members import Member, ValueKind
from cogtui.widgets import themes
from tests.benchmarks.bench_table import SinkDriver
from tests.inputs import GOOD

BIGGEST: Final = "update-identity-pool"
MEMBERS: Final = input_members(BIGGEST)
VALUES: Final = {member.name: GOOD[member.name] for member in MEMBERS}
OPENINGS: Final = 40
KEYS: Final = 60
QUIET: Final = 0.15
"""Seconds without work between two measurements."""
GOAL: Final = 50
"""Maximum milliseconds from the key to the form, at the 95th percentile."""
TOKEN_MEMBERS: Final = tuple(
    Member(f"Member{place}", ValueKind.LONG_TEXT, "A token", sensitive=True, maximum=60_000)
    for place in range(10)
)
"""As many members as the biggest form has, each for a token."""


class Bare(ModalScreen[None]):
    """As many plain Textual inputs as the biggest form has fields."""

    def compose(self) -> ComposeResult:
        """Yield the inputs."""
        with VerticalScroll():
            for member in MEMBERS:
                yield Input(str(VALUES[member.name])[:60])


class Opener(App[None]):
    """An app that opens forms by key."""

    CSS_PATH = str(Path(cogtui.__file__).parent / "cogtui.tcss")
    BINDINGS = [  # noqa: RUF012  Textual's form
        ("f", "form", "Form"),
        ("b", "bare", "Bare"),
        ("t", "token", "Token"),
    ]

    def __init__(self, values: Mapping[str, Any] = VALUES) -> None:
        super().__init__(driver_class=SinkDriver)
        self.animation_level = "none"
        self.register_theme(themes.DARK)
        self.theme = themes.DARK.name
        self.values = values
        self.drawn = asyncio.Event()
        self.drawn_at = 0.0

    def action_form(self) -> None:
        """Open the biggest form with values."""
        self.push_screen(FormDialog(BIGGEST, MEMBERS, self.values, operation=BIGGEST))

    def action_bare(self) -> None:
        """Open the plain inputs."""
        self.push_screen(Bare())

    def action_token(self) -> None:
        """Open a form of tokens."""
        self.push_screen(FormDialog("Tokens", TOKEN_MEMBERS, self.values))

    def post_display_hook(self) -> None:
        """Record the first frame with the focus in a field."""
        if self.focused is not None and self.focused.size and not self.drawn.is_set():
            self.drawn_at = time.perf_counter()
            self.drawn.set()

    def close(self) -> None:
        """Close the form."""
        self.pop_screen()


async def until_drawn(app: Opener, key: str) -> float:
    """Return the milliseconds from a key to the end of the frame that it causes."""
    app.drawn.clear()
    gc.collect()
    started = time.perf_counter()
    app.post_message(events.Key(key, key if len(key) == 1 else None))
    await asyncio.wait_for(app.drawn.wait(), 5)
    await asyncio.sleep(QUIET)
    return (app.drawn_at - started) * 1000


def format_ratio(
    what: str, times: list[float], beside: list[float], goal: float | None = None
) -> str:
    """Return a line of the report."""
    percentile = statistics.quantiles(times, n=20)[-1]
    ratio = statistics.median(times) / statistics.median(beside)
    missed = "  MISSED" if goal is not None and percentile > goal else ""
    wanted = f"p95 <= {goal:g} ms" if goal is not None else ""
    return (
        f"{what:<44}{statistics.median(times):>8.1f}{percentile:>8.1f}{ratio:>8.2f}x"
        f"{wanted:>16}{missed}"
    )


async def openings() -> list[str]:
    """Measure from the key to the form, beside the same number of plain inputs."""
    app = Opener()
    running = asyncio.create_task(app.run_async(size=(80, 24)))
    await asyncio.sleep(1)
    first = await until_drawn(app, "f")
    app.call_later(app.close)
    await asyncio.sleep(QUIET)
    times: dict[str, list[float]] = {"f": [], "b": []}
    for _ in range(OPENINGS):
        for key, own in times.items():
            own.append(await until_drawn(app, key))
            app.call_later(app.close)
            await asyncio.sleep(QUIET)
    app.exit()
    await running
    title = f"key to the form, {len(MEMBERS)} members filled in"
    return [
        f"{'the first form of a run':<44}{first:>8.1f}",
        format_ratio(title, times["f"], times["b"], GOAL),
        format_ratio(f"key to {len(MEMBERS)} plain inputs", times["b"], times["b"]),
    ]


async def echoes() -> list[str]:
    """Measure from a key in a field to its echo, with long tokens and without values."""
    full = Opener({member.name: Secret("t" * 50_000) for member in TOKEN_MEMBERS})
    empty = Opener({})
    apps = (full, empty)
    running = [asyncio.create_task(app.run_async(size=(80, 24))) for app in apps]
    await asyncio.sleep(1)
    for app in apps:
        await until_drawn(app, "t")
    full.post_message(events.Paste("p" * 5_000))
    await asyncio.sleep(QUIET)
    times: list[list[float]] = [[], []]
    for _ in range(KEYS):
        for app, own in zip(apps, times, strict=True):
            own.append(await until_drawn(app, "x"))
    for app in apps:
        app.exit()
    await asyncio.gather(*running)
    return [
        format_ratio("key to echo, 10 tokens of 50,000 characters", times[0], times[1]),
        format_ratio("key to echo, 10 tokens not filled in", times[1], times[1]),
    ]


async def main() -> None:
    """Measure everything, and print it once the terminal is free again."""
    lines = [f"{'':<44}{'p50 ms':>8}{'p95 ms':>8}{'ratio':>9}{'goal':>16}"]
    lines += await openings()
    lines += await echoes()
    # Apps that do not end in reverse order of their start leave sys.stdout redirected.
    print(*lines, sep="\n", file=sys.__stdout__)


if __name__ == "__main__":
    asyncio.run(main())
